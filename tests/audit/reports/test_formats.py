"""What every format has to hold, and what each has to say."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from report_samples import HOSTILE, hostile, long_word, pivot_alone, pivot_only, plain, written
from rich.console import Console
from rich.text import Text

import audit
from audit.errors import SettingsError
from audit.model import Skipped
from audit.reports import FORMATS, open_report, shown
from audit.reports.text import wrapped

SKIPPED = Skipped(doc="b<b>.txt", reason="in/b.txt:1: nothing but spaces, write some text")
SCHEMA = json.loads((Path(audit.__file__).parent / "schema" / "report.json").read_text("utf-8"))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_writes_every_sample(format: str) -> None:
    text = written(format, plain(), SKIPPED, hostile(), pivot_alone())
    assert "Witko" in text


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_the_same_twice(format: str) -> None:
    assert written(format, plain(), SKIPPED) == written(format, plain(), SKIPPED)


@pytest.mark.parametrize("format", FORMATS)
def test_a_word_of_a_million_letters_is_short(format: str) -> None:
    text = written(format, long_word())
    if format not in ("jsonl", "mqm", "esa"):
        assert len(text) < 100_000, "readers do not want a million letters"
    assert "WITKO" in text


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"jsonl", "sarif", "gitlab", "esa", "ledger"}))
def test_controls_and_directions_are_shown_not_obeyed(format: str) -> None:
    text = written(format, hostile())
    assert not set("\u202e\u2066\x1b\x07\x00\x7f") & set(text)
    assert "U+202E" in text


def test_no_such_format() -> None:
    with pytest.raises(SettingsError, match="no such format"):
        open_report("docx", io.StringIO())


@pytest.mark.parametrize("make", [plain, hostile, pivot_alone, long_word])
def test_json_lines_follow_the_schema(make: object) -> None:
    validator = Draft202012Validator(SCHEMA)
    lines = written("jsonl", make(), SKIPPED).split("\n")  # type: ignore[operator]
    assert lines.pop() == ""
    records = [json.loads(line) for line in lines]
    for record in records:
        problem = next(validator.iter_errors(record), None)
        assert problem is None, problem
    kinds = [record["type"] for record in records]
    assert kinds[0] == "run" and kinds[-1] == "summary" and "skipped" in kinds


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    validator = Draft202012Validator(SCHEMA)
    good = [json.loads(line) for line in written("jsonl", plain()).splitlines()]
    for record, change in [
        (good[0], {"schema": 2}),
        (next(r for r in good if r["type"] == "finding"), {"category": "typo"}),
        (next(r for r in good if r["type"] == "finding"), {"start": -1}),
        (next(r for r in good if r["type"] == "link"), {"score": 1.5}),
        (next(r for r in good if r["type"] == "link"), {"unknown": 1}),
        (good[-1], {"findings": "3"}),
    ]:
        assert validator.is_valid(record)
        assert not validator.is_valid({**record, **change}), change


def test_json_lines_say_what_the_records_say() -> None:
    records = [json.loads(line) for line in written("jsonl", plain()).splitlines()]
    link = next(r for r in records if r["type"] == "link")
    assert link["translation"] == {"start": 0, "end": 43}
    assert link["original"] == {"doc": "wire-1", "start": 0, "end": 58}
    assert link["alternates"] == [{"doc": "paper-2", "start": 0, "end": 58, "score": 0.9}]
    found = next(r for r in records if r["type"] == "finding")
    assert (found["surface"], found["start"], found["end"], found["subtype"]) == ("Witko", 9, 14, "truncated")
    assert found["route"] == [{"lang": "zh", "form": "威特科夫", "detail": "final 夫 (-ff) lost"}]
    assert found["suggestions"][0]["text"] == "Witkoff" and found["suggestions"][0]["safe"] is True
    assert found["place"] == {"file": "in/a.txt", "line": 1, "column": 10}
    assert records[-1]["by_rule"] == {"chinese-date": 1, "mangled-name": 1, "platform-boilerplate": 1}


def test_json_lines_of_a_pivot_have_no_translation() -> None:
    link = next(r for r in map(json.loads, written("jsonl", pivot_alone()).splitlines()) if r["type"] == "link")
    assert "translation" not in link and link["pivot"] == {"start": 0, "end": 10}


def test_text_shows_sentence_original_suggestion_and_why() -> None:
    text = written("text", plain(), SKIPPED)
    for part in (
        "US envoy «Witko» met the minister «on the 8th».",
        "= Steve Witkoff, the U.S. envoy, met the minister on Friday.  wire-1 0.94,",
        "Witko → Witkoff  mangled-name major 0.97 safe",
        "came through zh 威特科夫: final 夫 (-ff) lost",
        "original: the original has Witkoff",
        "not Witkowski: no such envoy",
        "late-3: published 2025-08-11, after the translation, not used",
        "→ (drop it)",
        "b<b>.txt  skipped: in/b.txt:1: nothing but spaces, write some text",
        "1 document, 1 skipped, 3 findings",
    ):
        assert part in text


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_the_pivot_stands_between(format: str) -> None:
    text = re.sub("</?mark[^>]*>", "", written(format, plain(), links=True))
    before, after = text.index("met the minister"), text.rindex("Steve ")
    assert "美国特使威特科夫8日会见了部长。" in text[before:after]
    assert "他说希望在即。" in text, "a pivot sentence that only the file's segments know"


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_a_pivot_without_links_stands_between(format: str) -> None:
    text = " ".join(written(format, pivot_only(), links=True).split())
    told, finding_ = text.index("特使威特科夫会见了他"), text.index("Witkoff")
    assert text.index("They spoke") < told < finding_ < text.index("An added one."), "one row for both sentences"
    assert text.count("特使威特科夫会见了他") == 1


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"text", "markdown", "html"}))
def test_formats_for_programs_do_not_change_with_what_is_lined_up(format: str) -> None:
    assert written(format, pivot_only()) == written(format, replace(pivot_only(), paired=None))


@pytest.mark.parametrize(
    ("formats", "links", "expected"),
    [
        (("jsonl", "sarif", "csv", "mqm", "line", "parquet"), True, "nothing"),
        (("jsonl", "text"), False, "findings"),
        (("markdown",), False, "findings"),
        (("text",), True, "sentences"),
        (("jsonl", "html"), False, "sentences"),
    ],
)
def test_what_reports_show(formats: tuple[str, ...], links: bool, expected: str) -> None:
    assert shown(formats, links=links) == expected


def test_text_without_a_terminal_has_no_colours_and_80_columns() -> None:
    from wcwidth import wcswidth

    text = written("text", plain(), SKIPPED, hostile())
    assert "\x1b" not in text
    assert max(wcswidth(line) for line in text.splitlines()) <= 80
    assert all(line == line.rstrip() for line in text.splitlines())


def test_text_on_a_terminal_has_colours() -> None:
    assert "\x1b[" in written("text", plain(), colour=True)


def test_align_shows_every_sentence() -> None:
    text = written("text", plain(), links=True)
    assert 'He said hope was "near".' in text and "no original" in text
    assert 'He said hope was "near".' not in written("text", plain())


def test_markdown_is_inert() -> None:
    text = written("markdown", hostile())
    assert "<script" not in text and "@everyone" not in text and "://" not in text
    assert not re.search(r"(?<!\\)\]\(", text), "a bracket that could end a link is escaped"
    assert "\\[x\\](javascript:alert(1)) \\`a\\` \\*b\\*" in text


def test_csv_cells_cannot_be_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", plain(), SKIPPED, hostile()), newline="")))
    assert rows[0]["surface"] == "Witko" and rows[0]["suggestion"] == "Witkoff" and rows[0]["safe"] == "yes"
    assert rows[3]["message"].startswith("skipped: ")
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row.values())


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), (" =1", "' =1"), ("＝1", "'＝1"), ("@a", "'@a"), ("a=1", "a=1"), ("", ""), ("-5", "'-5")],
)
def test_safe_cell(cell: str, safe: str) -> None:
    from audit.reports.csv import safe_cell

    assert safe_cell(cell) == safe


def test_junit_is_well_formed_and_counts() -> None:
    tree = etree.fromstring(written("junit", plain(), SKIPPED, hostile()).encode())
    suites = tree.findall("testsuite")
    assert [s.get("failures") for s in suites] == ["3", "0", str(len(HOSTILE))]
    for suite in suites:
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures") or 0)
        assert len(suite.findall("testcase")) == int(suite.get("tests") or 0)
    assert suites[1].find("testcase/skipped") is not None


def test_junit_of_a_check_fails_only_what_fails_it() -> None:
    audited = plain()
    tree = etree.fromstring(written("junit", replace(audited, failing=audited.findings[1:])).encode())
    suite = tree.find("testsuite")
    assert suite is not None and (suite.get("tests"), suite.get("failures")) == ("3", "2")
    told = [case.find("system-out") is not None for case in suite.findall("testcase")]
    assert told == [case.find("failure") is None for case in suite.findall("testcase")] == [True, False, False]


def test_sarif_has_its_structure() -> None:
    log = json.loads(written("sarif", plain(), SKIPPED, hostile()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"] and place["region"]["startLine"] >= 1
    first = run["results"][0]
    region = {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 15}
    assert first["locations"][0]["physicalLocation"]["region"] == region
    replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement == {"deletedRegion": region, "insertedContent": {"text": "Witkoff"}}
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert "nothing but spaces" in notes[0]["message"]["text"]


def test_sarif_without_results_is_valid_json() -> None:
    assert json.loads(written("sarif"))["runs"][0]["results"] == []
    assert json.loads(written("gitlab")) == []


def test_github_lines_are_commands_of_ours_only() -> None:
    lines = written("github", plain(), SKIPPED, hostile()).splitlines()
    assert lines[0].startswith("::error file=in/a.txt,line=1,col=10,endColumn=15,title=mangled-name::Witko → Witkoff: ")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert len(lines) == 3 + 1 + len(HOSTILE)


def test_gitlab_objects() -> None:
    items = json.loads(written("gitlab", plain(), SKIPPED))
    assert [item["check_name"] for item in items] == ["mangled-name", "chinese-date", "platform-boilerplate"]
    assert len({item["fingerprint"] for item in items}) == 3
    assert items[2]["location"] == {"path": "in/a.txt", "lines": {"begin": 3}}


def test_mqm_columns_and_marks() -> None:
    lines = [line.split("\t") for line in written("mqm", plain(), hostile()).splitlines()]
    assert {len(line) for line in lines} == {10}
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert rows[0]["target"] == "US envoy <v>Witko</v> met the minister on the 8th."
    assert rows[0]["source"].startswith("Steve Witkoff") and rows[0]["severity"] == "Major"
    assert rows[2]["category"] == "No-error"
    assert all(row["target"].count("<v>") == (row["category"] != "No-error") for row in rows)


def test_esa_spans_point_into_the_segment() -> None:
    rows = [json.loads(line) for line in written("esa", plain()).splitlines()]
    assert {row["esa_score"] for row in rows} == {None}, "a score is a human's judgement"
    spans = [(row["tgt"][s["start_i"] : s["end_i"]], s["severity"]) for row in rows for s in row["esa_spans"]]
    assert ("Witko", "major") in spans and ("on the 8th", "minor") in spans
    assert rows[0]["src"] == "Steve Witkoff, the U.S. envoy, met the minister on Friday."


@given(st.text(st.sampled_from("ab z\n威特«»—é“”→…\u00ad\u0301\u00a0 "), max_size=80), st.integers(20, 30))
@example("a" * 50, 20)
@example("ab " + "威特科夫" * 12 + " ab", 21)
def test_lines_break_as_those_in_colour_do(text: str, width: int) -> None:
    console = Console(width=width, file=io.StringIO())
    expected = [line.plain.rstrip() for line in Text(text).wrap(console, width, overflow="fold")]
    assert wrapped(text, width) == expected
