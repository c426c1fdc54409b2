"""Mending: safe by default, counted, settled, idempotent, whole or not at all; decisions made at the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_texts import jsonl
from gate_texts import CLEAN, LINE, use_one_rule

from audit import detectors
from audit.cli import main
from audit.context import Context
from audit.detectors import Detector
from audit.fix import Change, _Pieces, plan
from audit.fix import Policy as FixPolicy
from audit.judgements import Standing, read
from audit.model import Hit, Rule, Suggestion
from corpora.writing import Edit, edited

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A configured folder with one text: something safe, something not, something ambiguous."""
    use_one_rule(monkeypatch)
    (folder / "taudit.toml").write_text('inputs = ["news"]\n')
    (folder / "news").mkdir()
    path = folder / "news/a.txt"
    path.write_text(LINE + CLEAN + "Benson and Maybe met them in the town on Monday.\n")
    return path


def test_safe_by_default_and_counted(text: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = text.read_text()
    assert main(["fix"]) == 0
    assert text.read_text() == before.replace("Witko", "Witkoff")
    err = capfd.readouterr().err
    assert "mended: 1 in 1 file (test-rule 1)" in err
    assert "declined: 2 (1 not marked safe, 1 several candidates)" in err
    stamp = text.stat()
    assert main(["fix"]) == 0, "a second fix changes nothing"
    assert "nothing to mend" in capfd.readouterr().err
    assert text.stat().st_mtime_ns == stamp.st_mtime_ns and text.stat().st_ino == stamp.st_ino


def test_unsafe_takes_the_first_suggestion(text: Path) -> None:
    assert main(["fix", "--unsafe"]) == 0
    assert "Bessent and One met" in text.read_text()


@pytest.mark.parametrize(("options", "status"), [([], 1), (["--confidence", "0.99"], 0)])
def test_diff_writes_nothing(options: list[str], status: int, text: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = text.read_text()
    assert main(["fix", "--diff", *options]) == status
    assert text.read_text() == before
    changed = [
        line for line in capfd.readouterr().out.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert changed == (["-" + LINE.rstrip(), "+" + LINE.rstrip().replace("Witko", "Witkoff")] if status else [])


def test_what_is_let_pass_is_not_mended_but_a_baseline_is_no_excuse(text: Path, folder: Path) -> None:
    before = text.read_text()
    assert main(["check", "--update-baseline", "--output", "out"]) == 0
    (folder / ".taudit/ignore.toml").write_text('[[ignore]]\nwords = "Witko"\nuntil = 2999-01-01\nreason = "x"\n')
    assert main(["fix"]) == 0 and text.read_text() == before
    (folder / ".taudit/ignore.toml").unlink()
    assert main(["fix"]) == 0 and text.read_text() != before
    assert main(["check", "--output", "out"]) == 0, "the rest is still known"


def test_rows_of_one_file_are_mended_together(text: Path, folder: Path) -> None:
    rows = [{"id": "1", "text": LINE, "n": 1}, {"id": "2", "text": CLEAN}, {"id": "3", "text": LINE}]
    (folder / "news/rows.jsonl").write_text(jsonl(*rows))
    assert main(["fix"]) == 0
    assert (folder / "news/rows.jsonl").read_text() == jsonl(*rows).replace("Witko", "Witkoff")


def test_what_cannot_be_written_is_declined(text: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text.unlink()
    (folder / "news/a.jsonl").write_text(jsonl({"text": LINE, "segments": [{"start": 0, "end": 5}]}))
    assert main(["fix"]) == 0
    err = capfd.readouterr().err
    assert "has segments" in err and "declined: 1 (1 cannot be written back)" in err


def test_a_text_that_does_not_settle_is_left_alone(
    text: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    rule = Rule(id="test-rule", category="name", severity="major", mqm="")

    def detect(context: Context) -> Iterator[Hit]:
        for word, other in (("Witko", "Benson"), ("Benson", "Witko")):
            at = context.text.find(word)
            if at >= 0:
                one = Suggestion(text=other, confidence=1.0, safe=True)
                yield Hit(start=at, end=at + len(word), message="", confidence=1.0, suggestions=(one,))

    monkeypatch.setattr(detectors, "select", lambda e: (Detector(rule=rule, doc="", detect=detect),))
    before = text.read_text()
    assert main(["fix", "--no-cache"]) == 0
    assert text.read_text() == before and "the text does not settle" in capfd.readouterr().err


def test_edits_of_edits_are_edits_of_the_text_as_it_was() -> None:
    before = "abcdefgh"
    pieces = _Pieces(before)
    now = before
    for edits in ([(1, 3, "XYZ"), (5, 6, "")], [(0, 2, "-"), (4, 4, "++")], [(1, 8, "")]):
        made = [Edit(start=a, end=b, text=words) for a, b, words in edits]
        pieces.apply(made)
        now = edited(now, made)
        assert edited(before, pieces.edits()) == now


DROPS = [
    ("One.\nGone\nTwo.", "Gone", "One.\nTwo.", "a whole line"),
    ("One.\r\nGone\r\nTwo.", "Gone", "One.\r\nTwo.", "with its line end"),
    ("One.\nGone", "Gone", "One.\n", "the last line"),
    ("He said Gone, then", "Gone", "He said, then", "the space before it"),
    ("Gone He", "Gone", " He", "no space before it"),
]


@pytest.mark.parametrize(("before", "words", "after", "why"), DROPS, ids=[case[3] for case in DROPS])
def test_what_is_dropped(before: str, words: str, after: str, why: str) -> None:
    from test_judgements import finding

    start = before.index(words)
    span = finding(words=words).span
    from dataclasses import replace

    one = replace(
        finding(words=words),
        span=replace(span, start=start, end=start + len(words)),
        suggestions=(Suggestion(text="", confidence=1.0, safe=True),),
    )
    changes, _ = plan([one], before, FixPolicy(), Standing())
    assert all(isinstance(change, Change) for change in changes)
    assert edited(before, [Edit(start=c.start, end=c.end, text=c.text) for c in changes]) == after, why


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    left = iter(lines)

    def ask(prompt: str = "") -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", ask)


SESSIONS = [
    (["a", "a", "2"], "Witkoff", "Bessent and Two", 3, "accept, accept, the second suggestion"),
    (["r", "a quotation", "a", "q"], "Witko", "Bessent and Maybe", 2, "reject with a note, accept, stop"),
    (["a", "u", "r", "", "s", "s"], "Witko", "Benson and Maybe", 1, "undone and decided anew, the others skipped"),
    (["s", "u", "a"], "Witkoff", "Benson and Maybe", 1, "a skip undone; the input ends"),
    (["e", "Steve Witkoff", "9", "?", "q"], "Steve Witkoff", "Benson and Maybe", 1, "own words; answers that are none"),
    (["f", "x", "", "q"], "Witkoff", "Benson and Maybe", 2, "all of this form, right everywhere"),
]


@pytest.mark.parametrize(("lines", "first", "second", "count", "why"), SESSIONS, ids=[case[4] for case in SESSIONS])
def test_a_session(
    lines: list[str], first: str, second: str, count: int, why: str, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, *lines)
    assert main(["fix", "--interactive", "--reviewer", "Ann"]) == 0
    assert f"envoy {first} said" in text.read_text() and second in text.read_text(), why
    kept = read(Path(".taudit/decisions.jsonl"))
    assert len(kept) == count and {judgement.reviewer for judgement in kept} == {"Ann"}
    once = text.read_text()
    answers(monkeypatch)
    assert main(["fix", "--interactive"]) == 0 and text.read_text() == once, "decided once"


def test_all_of_this_form(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text.write_text("Benson met us in the town on Monday, he said.\n" + CLEAN + "Then Benson left the town with us.\n")
    answers(monkeypatch, "f")
    assert main(["fix", "--interactive"]) == 0
    assert text.read_text().count("Bessent") == 2


def test_accepting_one_occurrence_leaves_the_next_alone(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text.write_text("In the town of Rome Benson met us.\n" + CLEAN + "On that day too Benson left us.\n")
    answers(monkeypatch, "a", "q")
    assert main(["fix", "--interactive"]) == 0
    assert text.read_text().count("Benson") == 1, "its fingerprint is now that of the one that was mended"
    once = text.read_text()
    assert main(["fix"]) == 0 and text.read_text() == once


def test_what_a_reviewer_wrote_is_not_doubted_again(
    text: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    before = "In Rome, the envoy Benson said on Friday that Maybe would come.\nWitko spoke, too, he said on Friday.\n"
    text.write_text(before)
    answers(monkeypatch, "e", "Witko", "e", "Benson", "s")
    assert main(["fix", "--interactive", "--reviewer", "Ann"]) == 0
    once = text.read_text()
    assert once.startswith("In Rome, the envoy Witko said on Friday that Benson would come.\nWitko ")
    assert main(["check", "--output", "out.txt"]) == 1
    assert "2 by decisions" in capfd.readouterr().err, "and the Witko that nobody decided counts"
    assert main(["fix", "--unsafe"]) == 0
    assert text.read_text() == once.replace("\nWitko ", "\nWitkoff ")
    text.write_text(before)
    assert main(["fix", "--unsafe"]) == 0, "replayed on the text as it was"
    assert text.read_text() == once.replace("\nWitko ", "\nWitkoff ")
    Path(".taudit/decisions.jsonl").unlink()
    assert main(["fix", "--unsafe"]) == 0
    assert "envoy Witkoff said on Friday that Bessent would" in text.read_text()


def test_decisions_are_kept_used_and_taken_back(text: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text.write_text(LINE)
    assert main(["check", "--format", "jsonl", "--output", "out.jsonl"]) == 1
    (record,) = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines() if '"finding"' in line[:20]]
    key = record["fingerprint"]
    assert main(["decide", key, "--verdict", "no-artifact"]) == 2, "nobody knows this finding"
    command = ["decide", key, "--reviewer", "Ann", "--report", "out.jsonl"]
    assert main([*command, "--verdict", "no-artifact", "--note", "printed so"]) == 0
    assert main(["check", "--format", "sarif", "--output", "out.sarif"]) == 0
    (result,) = json.loads(Path("out.sarif").read_text())["runs"][0]["results"]
    assert "Ann on 20" in result["suppressions"][0]["justification"]
    assert "printed so" in result["suppressions"][0]["justification"]
    assert main(["fix"]) == 0 and text.read_text() == LINE, "nor is it mended"
    capfd.readouterr()
    lines = [json.loads(line) for line in Path(".taudit/decisions.jsonl").read_text().splitlines()]
    lines[0]["at"] = "2020-01-01T00:00:00Z"
    Path(".taudit/decisions.jsonl").write_text(jsonl(*lines))
    assert main(["decide", key, "--verdict", "withdrawn"]) == 0
    assert main(["check", "--output", "out"]) == 1
    assert main([*command, "--verdict", "maybe"]) == 2
    assert main([*command, "--verdict", "no-artifact", "--replacement", "x"]) == 2


def test_exit_statuses(text: Path, folder: Path) -> None:
    assert main(["fix", "nowhere.txt"]) == 2
    assert main(["fix", "--confidence", "2"]) == 2
    (folder / "empty.txt").write_text("")
    assert main(["fix", "empty.txt"]) == 4
    assert main(["fix", "empty.txt", "--as-configured"]) == 0
