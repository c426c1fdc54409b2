"""The benchmark of retrieval in its small mode: every part runs, and the figures are what they must be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

with_data = pytest.mark.skipif(not os.environ.get("TAUDIT_DATA"), reason="TAUDIT_DATA is not set: no development data")


@with_data
def test_small_mode(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from benchmarks.retrieval import main

    output = tmp_path / "retrieval.json"
    main(["--every", "112", "--documents", "400", "--day", "3", "--jobs", "1", "--output", str(output)])
    result = json.loads(output.read_text("utf-8"))
    methods = result["beside peers"]["methods"]
    assert set(methods) == {"translation-audit", "TF-IDF (scikit-learn)", "BM25 (tantivy)", "meaning vectors alone"}
    ours = methods["translation-audit"]
    assert ours["first"] == 1.0 and ours["document_recall"] == 1.0
    assert all(row["first"] >= row["found_and_accepted"] and row["peak_megabytes"] > 0 for row in methods.values())
    assert result["build"]["documents"] > 400 and result["build"]["megabytes"] > 0
    large = result["large"]
    assert large["same_first"] == large["same_documents"] == large["texts"] == 4
    assert large["finding_over_tantivy_alone"] > 0
    assert result["day"]["exit_status"] == 0 and result["day"]["documents"] == 3
    assert result["large"]["packages"]["tantivy"]
    assert "meaning vectors alone" in capfd.readouterr().out


def test_thresholds_of_peers_come_from_the_other_stories() -> None:
    from benchmarks._retrieval_data import Text
    from benchmarks._retrieval_quality import with_threshold

    texts = [Text(str(number), "", {}, story) for number, story in enumerate("aabb")]
    accepted, abstained = with_threshold(texts, [True] * 4, [9.0, 8.0, 5.0, 6.0], [1.0, 2.0, 7.0, 1.0])
    assert accepted == [True, True, False, False], "of b's scores the threshold of a, which lies higher"
    assert abstained == [True, True, True, True]


@with_data
def test_texts_around_are_real_sentences_and_the_same_every_time() -> None:
    from benchmarks._retrieval_data import around, others, sentences_of

    documents = others()[:40]
    real = {line for one in documents for line in sentences_of(one)}
    made = list(around(documents, 20))
    assert made == list(around(documents, 20)) != list(around(documents, 20, seed=1))
    assert all(line in real for one in made for line in one.text.split("\n"))


def test_the_page_has_the_figures_of_the_results() -> None:
    from benchmarks._retrieval_page import PAGE, refreshed
    from benchmarks.retrieval import RESULTS

    page = PAGE.read_text("utf-8")
    assert page == refreshed(page, json.loads(RESULTS.read_text("utf-8")))
    assert page.count("figures") >= 2 and "| translation-audit |" in page
