"""`taudit score` end to end: formats, groups, given lines, before and after, plots, what has no original."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_texts import jsonl

from audit.cli import main
from audit.scores.metrics import NAMES, Figure
from audit.scores.plot import plot
from audit.scoring import Row, Share

ORIGINAL = (
    "The envoy Steve Witkoff arrived in Moscow on Friday for talks on a ceasefire.\n"
    "He met three ministers, and the meeting lasted five hours, the Kremlin said.\n"
    "Oil fell by 2.5 percent to 64 dollars a barrel after the news.\n"
    "Marco Rubio told reporters that no date had been set for the next round.\n"
)
WRONG = (
    "Envoy Steve Witko arrived in Moscow on Friday for ceasefire talks.\n"
    "He met with three ministers, the meeting lasted five hours, the Kremlin said.\n"
    "Oil dropped 2.5 percent to 64 dollars per barrel after this news.\n"
    "Marco Lubio told reporters that no date was set for the next round.\n"
)
OTHER = "The club said on Monday that its new stadium in the north of the city would open in spring.\n"


@pytest.fixture(autouse=True)
def texts(folder: Path) -> None:
    """Two engines' translations of one original, and a text that has none."""
    Path("originals.jsonl").write_text(jsonl({"id": "o", "text": ORIGINAL, "lang": "en"}), "utf-8")
    rows = [
        {"id": "a", "text": WRONG, "lang": "en", "engine": "A", "of": "o"},
        {"id": "b", "text": WRONG.replace("Witko", "Witkoff"), "lang": "en", "engine": "=B", "of": "o"},
    ]
    Path("texts.jsonl").write_text(jsonl(*rows), "utf-8")
    Path("alone.txt").write_text(OTHER, "utf-8")


def scored(*words: str) -> dict[str, object]:
    assert main(["score", *words, "--bootstrap", "50", "--format", "json", "--output", "s.json"]) == 0
    found: dict[str, object] = json.loads(Path("s.json").read_text("utf-8"))
    return found


def test_groups_corpus_and_the_pair_of_two_engines() -> None:
    found = scored("texts.jsonl", "--originals", "originals.jsonl")
    groups = found["groups"]
    assert [(g["label"], g["documents"], g["segments"]) for g in groups] == [("A", 1, 4), ("=B", 1, 4)]
    assert found["corpus"]["segments"] == 8
    assert groups[1]["entities"]["right"] == groups[0]["entities"]["right"] + 1
    assert groups[0]["mended_entities"] > groups[0]["entities"]["share"]
    (pair,) = found["comparisons"]
    assert (pair["baseline"], pair["system"], pair["segments"]) == ("A", "=B", 4)
    assert pair["differences"]["entities"]["difference"] > 0
    assert found["signatures"]["bleu"].startswith("nrefs:1|bs:50|seed:12345|case:mixed")


def test_given_lines_need_no_audit() -> None:
    found = scored("texts.jsonl", "--originals", "originals.jsonl", "--lines", "of", "--no-mend", "--by", "of")
    assert [(g["label"], g["segments"], g["mended"]) for g in found["groups"]] == [("o", 8, None)]
    assert found["corpus"]["covered"] > 0.9


def test_before_and_after() -> None:
    row = {"id": "a", "text": WRONG.replace("Witko", "Witkoff").replace("Lubio", "Rubio"), "lang": "en"}
    Path("after.jsonl").write_text(jsonl(row), "utf-8")
    Path("before.jsonl").write_text(jsonl({"id": "a", "text": WRONG, "lang": "en"}), "utf-8")
    found = scored("after.jsonl", "--before", "before.jsonl", "--originals", "originals.jsonl")
    (pair,) = found["comparisons"]
    assert (pair["baseline"], pair["system"], pair["segments"], pair["left_out"]) == ("before", "after", 4, 0)
    assert all(pair["differences"][name]["difference"] > 0 for name in ("bleu", "chrf", "entities"))
    assert pair["differences"]["ter"]["difference"] < 0, "fewer edits are needed"


def test_texts_without_an_original_have_a_table_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "alone.txt", "texts.jsonl", "--originals", "originals.jsonl", "--bootstrap", "0"]) == 0
    said = capsys.readouterr().out
    assert "Without an original" in said and "alone.txt" in said
    found = scored("alone.txt")
    assert found["corpus"] is None and found["unreferenced"][0]["words"] == len(OTHER.split())


def test_the_table_shows_intervals_and_signatures(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["score", "texts.jsonl", "--originals", "originals.jsonl", "--documents", "--bootstrap", "50"]
    assert main(words) == 0
    said = capsys.readouterr().out
    for part in ("engine", "What name and value artifacts cost", "Paired bootstrap", "chrF2++: nrefs:1|bs:50", "p="):
        assert part in said


def test_no_cell_becomes_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "texts.jsonl", "--originals", "originals.jsonl", "--format", "csv", "--bootstrap", "0"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["level"], row["label"]) for row in rows] == [
        ("corpus", "all"), ("group", "A"), ("group", "'=B"), ("document", "a"), ("document", "b"),
    ]  # fmt: skip
    assert float(rows[1]["cost_bleu"]) > 0 and rows[1]["bleu_low"] == ""


@pytest.mark.parametrize(("name", "begins"), [("bars.png", b"\x89PNG"), ("bars.svg", b"<?xml")])
def test_plots(name: str, begins: bytes) -> None:
    words = ["score", "texts.jsonl", "--originals", "originals.jsonl", "--bootstrap", "20", "--plot", name]
    assert main([*words, "--output", "t.txt"]) == 0
    assert Path(name).read_bytes().startswith(begins)


def test_a_plot_of_hostile_labels_is_the_same_every_time() -> None:
    labels = ("$\\frac{1}{2}$", "<script>", "\x00\x1b[31m", "名" * 80)
    rows = [
        Row(label=label, group=None, documents=1, segments=1, covered=1.0,
            scores={name: Figure(score=20.0, low=10.0, high=30.0) for name in NAMES},
            entities=Share(right=1, total=2, share=0.5), names=Share(right=0, total=0, share=None),
            values=Share(right=0, total=0, share=None))
        for label in labels
    ]  # fmt: skip
    first = plot(rows, "svg")
    assert first == plot(rows, "svg")
    assert b"<script>" not in first


WRONG_USE = [
    (["--format", "xml"], 2, "--format xml: choose one of table, json, csv"),
    (["--plot", "bars.pdf"], 2, "--plot bars.pdf: end the name in .png or .svg"),
    (["--versus", "C"], 2, "--versus C: no such group, choose one of A, =B"),
    (["--lines", "nothing"], 2, '--lines nothing: the input has no "nothing"'),
    (["--bootstrap", "-1"], 2, "--bootstrap"),
]


@pytest.mark.parametrize(("words", "status", "line"), WRONG_USE, ids=[" ".join(case[0]) for case in WRONG_USE])
def test_wrong_use(words: list[str], status: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = words if "--bootstrap" in words else [*words, "--bootstrap", "0"]
    assert main(["score", "texts.jsonl", "--originals", "originals.jsonl", "-o", "s.txt", *given]) == status
    assert line in capsys.readouterr().err
    assert not Path("s.txt").exists()


def test_a_missing_file_is_said_and_the_rest_is_scored(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["score", "texts.jsonl", "nowhere.txt", "--originals", "originals.jsonl", "--bootstrap", "0"]
    assert main(words) == 2
    said = capsys.readouterr()
    assert "nowhere.txt: no such file" in said.err and "BLEU" in said.out
