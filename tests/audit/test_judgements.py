"""Decisions as JSON lines: replayed in order of time, taken back, merged by git, found again in edited texts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gate_texts import git

from audit.errors import SettingsError
from audit.judgements import Judgement, Standing, append, decide, read
from audit.model import Finding
from corpora.documents import Span


def finding(fingerprint: str = "f1", context: str = "c1", words: str = "Witko") -> Finding:
    return Finding(
        rule="test-rule",
        category="name",
        severity="major",
        confidence=0.9,
        span=Span(doc="a", start=0, end=len(words), text=words),
        message="",
        mqm="",
        subtype=None,
        route=(),
        suggestions=(),
        evidence=(),
        rejected=(),
        fingerprint=fingerprint,
        context_key=context,
    )


def said(verdict: str, day: int, about: Finding | None = None, scope: str = "here") -> Judgement:
    at = datetime(2025, 8, day, tzinfo=UTC)
    return decide(about or finding(), verdict, reviewer="Ann", scope=scope, at=at, replacement=None)  # type: ignore[arg-type]


STANDING = [
    ([said("no-artifact", 1)], finding(), "no-artifact", "said of it"),
    ([said("no-artifact", 1), said("artifact", 2)], finding(), "artifact", "the last word stands"),
    ([said("artifact", 2), said("no-artifact", 1)], finding(), "artifact", "by time, whatever the order of the file"),
    ([said("artifact", 1), said("withdrawn", 2)], finding(), None, "taken back"),
    ([said("artifact", 1), said("unsure", 2)], finding(), None, "no longer sure"),
    ([said("no-artifact", 1)], finding(fingerprint="f2"), "no-artifact", "same words, same surroundings"),
    ([said("no-artifact", 1)], finding(context="c2"), "no-artifact", "new surroundings, same occurrence"),
    ([said("artifact", 1)], finding(context="c2"), None, "what mends is not risked then"),
    ([said("no-artifact", 1)], finding("f2", "c2"), None, "another finding"),
    ([said("no-artifact", 1)], finding(words="Benson"), None, "other words under the same key"),
    ([said("no-artifact", 1, scope="form")], finding("f2", "c2"), "no-artifact", "all of this form"),
    ([said("no-artifact", 1, scope="form"), said("artifact", 2)], finding(), "artifact", "one of them apart"),
    ([said("no-artifact", 1, scope="form"), said("withdrawn", 2)], finding(), "no-artifact", "the form still stands"),
    (
        [said("no-artifact", 1, scope="form"), said("withdrawn", 2, scope="form")],
        finding(),
        None,
        "the form taken back",
    ),
]


@pytest.mark.parametrize(("lines", "about", "verdict", "why"), STANDING, ids=[case[3] for case in STANDING])
def test_what_stands(lines: list[Judgement], about: Finding, verdict: str | None, why: str) -> None:
    (found,) = Standing(lines).of([about])
    assert (found.verdict if found else None) == verdict, why


def test_a_decision_is_not_used_for_another_occurrence() -> None:
    old, new = finding("f2", "c1"), finding("f1", "c2")
    assert [bool(found) for found in Standing([said("no-artifact", 1)]).of([new, old])] == [False, True]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "decisions.jsonl"
    first = decide(finding(words="«Witko»"), "artifact", reviewer="Ann", replacement="", note='a "note"\n')
    second = decide(finding(), "no-artifact", reviewer="Bob", scope="form")
    append(path, [first])
    append(path, [])
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    append(path, [second])
    assert read(path) == [first, second] and len(path.read_text("utf-8").splitlines()) == 2
    assert read(tmp_path / "nowhere") == []


BROKEN = [
    ("{", "is no decision"),
    ("[]", "write one object a line"),
    ('{"fingerprint": "f", "rule": "r"}', '"verdict" is missing'),
    ('{"fingerprint": "f", "rule": "r", "verdict": "maybe"}', "'maybe', not one of artifact"),
    ('{"fingerprint": "f", "rule": "r", "verdict": "artifact", "scope": "x"}', "'x', not one of here"),
    ('{"fingerprint": "f", "rule": "r", "verdict": "artifact", "at": "noon"}', "'noon', no time"),
    ('{"fingerprint": "f", "rule": "r", "verdict": "artifact", "replacement": 5}', '"replacement" is no string'),
    ('{"fingerprint": 5, "rule": "r", "verdict": "artifact"}', '"fingerprint" is no string'),
    ("<<<<<<< HEAD", "a merge conflict, keep the lines of both sides"),
]


@pytest.mark.parametrize(("line", "said"), BROKEN, ids=[case[1] for case in BROKEN])
def test_broken_lines_are_named(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text("\n" + line + "\n")
    with pytest.raises(SettingsError) as error:
        read(tmp_path / "d.jsonl")
    assert f"{tmp_path}/d.jsonl:2: " in str(error.value) and said in str(error.value)


def test_git_merges_what_two_reviewers_decided(tmp_path: Path) -> None:
    path = tmp_path / ".taudit/decisions.jsonl"
    (tmp_path / ".gitattributes").write_text(".taudit/*.jsonl merge=union\n")
    append(path, [said("artifact", 1)])
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "checkout", "-qb", "topic")
    append(path, [said("no-artifact", 3)])
    git(tmp_path, "commit", "-qam", "second")
    git(tmp_path, "checkout", "-q", "main")
    append(path, [said("no-artifact", 2, finding("f2", "c2"))])
    git(tmp_path, "commit", "-qam", "third")
    git(tmp_path, "merge", "-q", "topic")
    found = Standing(read(path)).of([finding(), finding("f2", "c2")])
    assert [item.verdict for item in found if item] == ["no-artifact", "no-artifact"]
    assert all(json.loads(line)["reviewer"] == "Ann" for line in path.read_text().splitlines())
