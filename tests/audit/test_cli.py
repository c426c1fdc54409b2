"""The command line end to end: exit statuses, one clear line for wrong usage, outputs whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_texts import ENGLISH, jsonl, kinds, records, rows

from audit import detectors
from audit.cli import main
from audit.cli_output import say
from audit.context import Context
from audit.detectors import Detector
from audit.model import Hit, Rule

pytestmark = pytest.mark.usefixtures("folder")

SERIOUS = Rule(id="test-rule", category="name", severity="major", mqm="Accuracy/Mistranslation")


@pytest.fixture
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule that finds each `minister`."""

    def detect(context: Context) -> Iterator[Hit]:
        at = context.text.find("minister")
        while at >= 0:
            yield Hit(start=at, end=at + 8, message="a minister", confidence=0.8)
            at = context.text.find("minister", at + 1)

    made = (Detector(rule=SERIOUS, doc="Claims nothing.\n\nFor tests.", detect=detect),)
    monkeypatch.setattr(detectors, "select", lambda expression: made)
    monkeypatch.setattr(detectors, "detectors", lambda: made)


# --- exit statuses and usage


USAGE = [
    (["run", "good.txt", "--style", "nyt"], "--style nyt: no such style"),
    (["run", "good.txt", "--as-of", "9 August"], "--as-of 9 August: is no date"),
    (["run", "good.txt", "--rules", "no-such-rule"], "--rules no-such-rule: no such rule"),
    (["run", "good.txt", "--format", "docx"], "docx: no such report format"),
    (["run", "good.txt", "--report", "html"], "--report html: write it as FORMAT=FILE"),
    (["run", "good.txt", "--min-confidence", "2"], "--min-confidence 2.0: give a number from 0 to 1"),
    (["run", "good.txt", "--max-skipped", "9"], "--max-skipped 9.0: give a share from 0 to 1"),
    (["check", "good.txt", "--engine", "ray"], "--engine ray: is for `run` and `align`"),
    (["run", "good.txt", "--address", "head:6379"], "--address: is of a Ray cluster, add --engine ray"),
    (["run", "good.txt", "--engine", "x"], "--engine x: no such engine"),
    (["run", "good.txt", "--resume"], "--resume: needs --format jsonl"),
    (["run", "good.txt", "--output", "."], ".: is a folder"),
    (["run", "good.txt", "--output", "good.txt"], "would be overwritten"),
    (["run", "good.txt", "--output", "a", "--report", "html=./a"], "two reports cannot go to one place"),
    (["run", "good.txt", "--originals", "nowhere"], "nowhere: no such file or folder"),
    (["run", "good.txt", "--pivot", "nowhere"], "nowhere: no such file or folder"),
    (["run", "good.txt", "--jobs", "-1"], "--jobs"),
    (["run", "good.txt", "--no-such-option"], "--no-such-option"),
    (["run"], "INPUT"),
    (["no-such-command"], "no-such-command"),
    (["align", "good.txt"], "--originals: missing"),
    (["check", "good.txt", "--severity", "awful"], "--severity awful: choose one of"),
    (["check", "good.txt", "--confidence", "7"], "--confidence 7.0: give a number from 0 to 1"),
    (["run", "good.txt", "--rules=--name"], "--rules --name: no such rule"),
    (["check", "good.txt", "--rules", "name,-name"], "--rules name,-name: leaves no rule"),
    (["run", "-", "--originals", "-"], "-: standard input can be read only once"),
    (["run", ".", "--output", "good.txt"], "is read by this run and would be overwritten"),
    (["run", "*.txt", "--report", "html=good.txt"], "is read by this run and would be overwritten"),
    (["align", "-", "--originals", ".", "--output", "good.txt"], "is read by this run and would be overwritten"),
    (["index", "nowhere", "--output", "ix"], "nowhere: no such file or folder"),
    (["explain", "mangled-nam"], "mangled-nam: no such rule"),
    (["rules", "--format", "xml"], "--format xml: choose one of"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[" ".join(case[0]) for case in USAGE])
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(arguments) == 2
    err = capfd.readouterr().err
    assert said in err and len(err.splitlines()) == 1, err
    assert (folder / "good.txt").read_text() == ENGLISH
    assert not list(folder.glob(".*.part"))


def test_a_missing_input_does_not_keep_the_others_from_being_audited(folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "nowhere.txt", "good.txt", "--format", "jsonl", "--output", "out"]) == 2
    assert records("out")[-1]["documents"] == 1


CHECKS = [
    ([], 1, "minor and above by default"),
    (["--severity", "major"], 1, "the finding is major"),
    (["--severity", "critical"], 0, "less than critical"),
    (["--confidence", "0.8"], 1, "just sure enough"),
    (["--confidence", "0.81"], 0, "not sure enough"),
    (["--min-confidence", "0.9"], 0, "what is not reported does not fail"),
]


@pytest.mark.parametrize(("options", "status", "why"), CHECKS, ids=[case[2] for case in CHECKS])
def test_check_is_a_gate(options: list[str], status: int, why: str, folder: Path, one_rule: None) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["check", "good.txt", "--output", "out", *options]) == status, why
    assert main(["run", "good.txt", "--output", "out"]) == 0, "run only reports"


def test_check_of_a_clean_text(folder: Path, one_rule: None) -> None:
    (folder / "good.txt").write_text(ENGLISH.replace("minister", "speaker"))
    assert main(["check", "good.txt", "--output", "out"]) == 0


@pytest.mark.parametrize(("share", "status"), [("0.5", 0), ("0.4", 3), ("0", 3), ("1", 0)])
def test_max_skipped(share: str, status: int, folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    (folder / "empty.txt").write_text("")
    assert main(["run", "good.txt", "empty.txt", "--output", "out", "--max-skipped", share]) == status


def test_a_broken_rule_is_said_and_fails_a_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def detect(context: Context) -> Iterator[Hit]:
        raise KeyError("oops")

    monkeypatch.setattr(detectors, "select", lambda e: (Detector(rule=SERIOUS, doc="", detect=detect),))
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "--output", "out"]) == 0
    assert main(["check", "good.txt", "--output", "out"]) == 3
    err = capfd.readouterr().err
    assert (
        err.splitlines() == ["good.txt: rule test-rule could not be applied (KeyError: 'oops'); please report it"] * 2
    )


def test_the_last_resort_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def explode(expression: object) -> object:
        raise RuntimeError("boom\nbang")

    monkeypatch.setattr(detectors, "select", explode)
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt"]) == 3
    err = capfd.readouterr().err
    assert err == "internal error (RuntimeError: boom bang), please report it; TAUDIT_DEBUG=1 shows where\n"
    monkeypatch.setenv("TAUDIT_DEBUG", "1")
    assert main(["run", "good.txt"]) == 3
    assert "Traceback" in capfd.readouterr().err


# --- outputs


def test_several_reports_of_one_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    reports = ["--report", "html=new/report.html", "--report", "jsonl=new/report.jsonl"]
    assert main(["run", "good.txt", *reports]) == 0
    assert "1 document" in capfd.readouterr().out
    assert "<!doctype html>" in (folder / "new/report.html").read_text("utf-8")
    assert kinds("new/report.jsonl") == ["run", "document", "summary"]
    assert sorted(p.name for p in (folder / "new").iterdir()) == ["report.html", "report.jsonl"]


def test_nothing_is_left_of_a_run_that_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from audit.reports.jsonl import JsonLines

    (folder / "good.txt").write_text(ENGLISH)
    (folder / "out.jsonl").write_text("what stood there before")
    monkeypatch.setattr(JsonLines, "end", lambda self: 1 / 0)
    assert main(["run", "good.txt", "--format", "jsonl", "--output", "out.jsonl"]) == 3
    assert (folder / "out.jsonl").read_text() == "what stood there before"
    assert sorted(p.name for p in folder.iterdir()) == ["good.txt", "out.jsonl"]


def test_a_device_is_written_directly(folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "--output", os.devnull]) == 0
    assert Path(os.devnull).is_char_device()


def test_resume_gives_the_same_report(folder: Path, one_rule: None) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(6)))
    command = ["run", "in.jsonl", "--format", "jsonl", "--output"]
    assert main([*command, "whole.jsonl"]) == 0
    whole = (folder / "whole.jsonl").read_bytes()
    assert len(whole.splitlines()) == 14
    for cut in (0, 10, len(whole) // 3, len(whole) // 2, len(whole) - 40, len(whole)):
        (folder / "cut.jsonl").write_bytes(whole[:cut])
        assert main([*command, "cut.jsonl", "--resume"]) == 0
        assert (folder / "cut.jsonl").read_bytes() == whole, f"cut after {cut} bytes"


def test_resume_refuses_another_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(2)))
    command = ["run", "in.jsonl", "--format", "jsonl", "--output", "out.jsonl", "--resume"]
    assert main(command) == 0
    before = (folder / "out.jsonl").read_bytes()
    assert main([*command, "--style", "ap"]) == 2
    assert "was made with other settings" in capfd.readouterr().err
    assert (folder / "out.jsonl").read_bytes() == before


def test_pivot_files_are_put_to_their_translations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def detect(context: Context) -> Iterator[Hit]:
        seen.append(context.pivot_lang)
        yield from ()

    monkeypatch.setattr(detectors, "select", lambda e: (Detector(rule=SERIOUS, doc="", detect=detect),))
    (folder / "a.txt").write_text(ENGLISH)
    (folder / "a.zh.txt").write_text("部长周五表示，两国政府将于下周再次会晤讨论该计划。", "utf-8")
    assert main(["run", "a.txt", "--pivot", "a.zh.txt", "--output", "out"]) == 0
    assert seen == ["zh"]


def test_an_index_is_usable_wherever_originals_are(folder: Path) -> None:
    (folder / "one.jsonl").write_text(jsonl({"id": "one", "text": "Rain fell on Monday in the north."}))
    (folder / "two.jsonl").write_text(jsonl({"id": "two", "text": ENGLISH}))
    (folder / "in.txt").write_text(ENGLISH.replace("discuss", "talk about"))
    assert main(["index", "one.jsonl", "--output", "originals.index"]) == 0
    assert main(["index", "two.jsonl", "--output", "originals.index"]) == 0
    assert main(["align", "in.txt", "--originals", "originals.index", "--format", "jsonl", "--output", "out"]) == 0
    links = [record["original"] for record in records("out") if record["type"] == "link"]
    assert links and all(isinstance(link, dict) and link["doc"] == "two" for link in links)
    assert main(["index", "nowhere", "--output", "originals.index"]) == 2
    assert main(["index", "two.jsonl", "--output", "in.txt"]) == 2, "no index can be made of a file"


# --- rules, explain, help


def test_rules_and_explain(one_rule: None, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert "test-rule" in capfd.readouterr().out
    assert main(["rules", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)[0]["claim"] == "Claims nothing."
    assert main(["rules", "--format", "markdown"]) == 0
    assert "## test-rule" in capfd.readouterr().out
    assert main(["explain", "test-rule"]) == 0
    assert capfd.readouterr().out.endswith("Claims nothing.\n\nFor tests.\n")


def test_every_rule_explains_itself(capfd: pytest.CaptureFixture[str]) -> None:
    for detector in detectors.detectors():
        assert main(["explain", detector.rule.id]) == 0
        assert detector.rule.id in capfd.readouterr().out


@pytest.mark.parametrize("command", ["run", "check", "align", "index", "rules", "explain"])
def test_help_has_examples(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    out = capfd.readouterr().out
    assert "Example" in out and f"taudit {command}" in out


def test_help_shows_flags_without_a_value(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--help"]) == 0
    lines = [line for line in capfd.readouterr().out.splitlines() if "--resume" in line or "--later-originals" in line]
    assert len(lines) >= 2 and not any("bool" in line for line in lines)


def test_no_command_shows_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capfd.readouterr()
    assert "align" in out + err and "Exit status" in out + err


@pytest.mark.parametrize(
    ("text", "said"),
    [("a\nb", "a b"), ("esc \x1b[31m", "esc \\x1b[31m"), ("rtl \u202e", "rtl \\u202e"), ("威", "威")],
)
def test_lines_of_strangers_are_made_visible(text: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    say(text)
    assert capfd.readouterr().err == said + "\n"
