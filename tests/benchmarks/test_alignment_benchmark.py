"""The benchmark of alignment: its peers on known cases, its scores, its small mode, and the page in step."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest

from benchmarks import _alignment_sets as sets
from benchmarks import alignment
from benchmarks._alignment_aligners import ALIGNERS, LIKENESS, bm25, distance, gale_church, tf_idf
from benchmarks._alignment_page import OURS, PAGE, figures, refreshed
from benchmarks._alignment_side import links, main, told

with_data = pytest.mark.skipif(not os.environ.get("TAUDIT_DATA"), reason="TAUDIT_DATA is not set: no development data")

POOL = [
    ("a", 0, 28, "Rain fell on the old harbour"),
    ("a", 29, 55, "The minister left for Oslo"),
    ("b", 0, 35, "Prices of wheat rose in the harbour"),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "beads"),
    [
        ((60, 25, 30, 80), (62, 56, 79), [([0], [0]), ([1, 2], [1]), ([3], [2])]),
        ((90, 40), (44, 47, 41), [([0], [0, 1]), ([1], [2])]),
        ((30, 60, 90), (90, 180, 270), [([0], [0]), ([1], [1]), ([2], [2])]),
        ((), (12,), [([], [0])]),
        ((12, 5), (), [([0], []), ([1], [])]),
        ((), (), []),
    ],
    ids=["two in one", "one in two", "a language three times as long", "nothing of ours", "nothing of theirs", "empty"],
)
def test_gale_church_goes_by_lengths(
    ours: tuple[int, ...], theirs: tuple[int, ...], beads: list[tuple[list[int], list[int]]]
) -> None:
    assert gale_church(["x" * size for size in ours], ["y" * size for size in theirs]) == beads


def test_how_unlikely_lengths_are() -> None:
    """Of 200 together the deviation is sqrt(100 * 6.8) = 26.08: 51 apart, or more, are one case in twenty."""
    assert distance(100, 100, 1.0) == 0.0
    assert math.exp(-distance(74, 125, 1.0)) == pytest.approx(0.05, abs=0.002)
    assert distance(50, 150, 3.0) == 0.0


def test_bm25_by_hand() -> None:
    """`harbour` is in two of three lines, `minister` in one; a word counts less in a longer line."""
    table = bm25(["the harbour", "minister", "nothing known"], [line[-1] for line in POOL])
    rare = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    lengths = [4, 3, 4]  # rain fell old harbour; minister left oslo; prices wheat rose harbour
    slow = 1.2 * (1 - 0.75 + 0.75 * 3 / (sum(lengths) / 3))
    assert table[1].tolist() == pytest.approx([0, rare * 2.2 / (1 + slow), 0])
    assert table[0, 0] == table[0, 2] > 0 and table[0, 1] == 0
    assert not table[2].any()


def test_tf_idf_of_a_line_with_itself_is_one() -> None:
    lines = [line[-1] for line in POOL]
    table = tf_idf(lines, lines)
    assert table.diagonal() == pytest.approx([1, 1, 1])
    assert 0 < table[0, 2] < 1 and table[0, 1] == 0


def test_beads_become_links() -> None:
    """One for each document; none where a side is empty."""
    lines = [(0, 10, ""), (11, 20, ""), (21, 30, "")]
    found = list(told("t", "translation", [([0], []), ([], [0]), ([1, 2], [0, 1, 2])], lines, POOL))
    assert [(row["translation"], row["original"]) for row in found] == [
        ({"start": 11, "end": 30}, {"doc": "a", "start": 0, "end": 55}),
        ({"start": 11, "end": 30}, {"doc": "b", "start": 0, "end": 35}),
    ]


def test_a_peer_in_a_process_of_its_own(tmp_path: Path) -> None:
    text = {"id": "t", "lines": [(0, 9, "Wheat prices rose"), (10, 19, "The minister")], "originals": POOL[:2]}
    task = {"side": "pivot", "texts": [text], "pool": POOL}
    (tmp_path / "task.json").write_text(json.dumps(task), "utf-8")
    main(["BM25 best line", str(tmp_path / "task.json"), str(tmp_path / "report.jsonl")])
    best = sets.read(tmp_path / "report.jsonl")
    assert [(row["pivot"]["start"], row["original"]["doc"], row["original"]["start"]) for row in best] == [
        (0, "b", 0),
        (10, "a", 29),
    ]
    assert all(row["score"] > 0 and row["type"] == "link" for row in best)
    assert {row["original"]["doc"] for row in links("Gale-Church", task)} == {"a"}, "an aligner gets the true pair"


def test_a_peer_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(alignment.PACKAGES, "Bertalign", "no-such-aligner")
    data = sets.Set("s", "pivot", [], [], {}, [], "score_links")
    assert "no-such-aligner is not installed" in str(alignment.run("Bertalign", data, tmp_path))


def test_without_data_the_benchmark_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TAUDIT_DATA", raising=False)
    assert alignment.main([]) == 0
    assert "TAUDIT_DATA" in capsys.readouterr().err


@with_data
@pytest.mark.parametrize("side", ["translation", "pivot"])
def test_the_answers_score_full_marks(side: str, tmp_path: Path) -> None:
    data = sets.beads(side, 2)
    report = [
        row
        for text, gold in zip(data.task["texts"], data.gold, strict=True)
        for row in told(text["id"], side, gold["beads"], text["lines"], text["originals"])
    ]
    found = sets.scores(data, report, tmp_path)
    assert found["strict_f1"] == found["lax_f1"] == 1.0
    assert list(found["by_document"]) == [row["id"] for row in data.gold]
    half = sets.scores(data, report[: len(report) // 2], tmp_path)
    assert 0.5 < half["strict_f1"] < 0.8 and half["by_document"]["mac-001"]["lax_precision"] == 1.0


@with_data
def test_a_threshold_is_found_that_suits_best(tmp_path: Path) -> None:
    """Links of the pivot's lines to their own lines score high, to another document's low."""
    data = sets.ntrex("zh", 3)
    report = []
    for text in data.task["texts"]:
        for line, original in zip(text["lines"], text["originals"], strict=True):
            for score, target in ((0.9, original), (0.2, data.task["pool"][-1])):
                row = told(text["id"], "pivot", [([0], [0])], [line], [target])
                report += [{**one, "score": score} for one in row]
    found = sets.scores(data, report, tmp_path)
    assert (found["sentence_f1"], found["threshold"], found["document_first"]) == (1.0, 0.9, 1.0)


@with_data
def test_composites_have_the_answers_of_their_makers(tmp_path: Path) -> None:
    data = sets.composites(3)
    report = [
        {"type": "link", "doc": row["doc"], "translation": one, "original": {"doc": doc, "start": start, "end": end}}
        for row in data.gold
        for one in row["segments"]
        for doc, start, end in one["links"]
    ]
    found = sets.scores(data, report, tmp_path)
    assert found["sentence_f1"] == found["none_accuracy"] == found["document_recall"] == 1.0


@with_data
def test_small_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "alignment.json"
    methods = [OURS, "Gale-Church", "TF-IDF best line", "BM25 best line"]
    alignment.main(["--texts", "2", "--sets", "composites", "--methods", *methods, "--output", str(output)])
    result = json.loads(output.read_text("utf-8"))
    part = result["composites"]
    assert part["texts"] == 2 and list(part["methods"]) == methods
    ours, *peers = (part["methods"][name]["sentence_f1"] for name in methods)
    assert all(ours > peer for peer in peers)
    assert all(row["cpu_seconds"] > 0 and row["peak_megabytes"] > 0 for row in part["methods"].values())
    assert part["methods"]["BM25 best line"]["package"].startswith("scikit-learn ")
    assert f"| {OURS} |" in figures(result)
    assert "Gale-Church" in capsys.readouterr().out


def test_the_page_has_the_figures_of_the_results() -> None:
    page, result = PAGE.read_text("utf-8"), json.loads(alignment.RESULTS.read_text("utf-8"))
    assert page == refreshed(page, result)
    assert all(f"| {name} |" in page for name in (OURS, *ALIGNERS, *LIKENESS))
    assert set(result) == {*sets.SETS, "machine"}
    known = {OURS, *ALIGNERS, "vectors best line"}
    assert all(known <= set(result[name]["methods"]) for name in sets.SETS)
