"""SARIF against the official schema of 2.1.0, and against what the schema leaves to words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import golden
import pytest
from jsonschema import Draft4Validator, FormatChecker
from report_samples import hostile, long_word, pivot_alone, plain, written

from audit.model import Audited, Skipped, Suppressed

SCHEMA = Draft4Validator(
    json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text("utf-8")), format_checker=FormatChecker()
)
SKIPPED = Skipped(doc="b<b>.txt", reason="in/b.txt:1: nothing but spaces, write some text")


def let_pass() -> Audited:
    """A document whose findings were let pass, one by a comment, the others by a baseline."""
    audited = plain()
    first, *others = audited.findings
    passed = [Suppressed(finding=first, by="pragma", why="a painting")]
    passed += [Suppressed(finding=finding, by="baseline", why="known from the baseline") for finding in others]
    return replace(audited, findings=(), suppressed=tuple(passed))


def log_of(*results: Audited | Skipped) -> dict[str, Any]:
    return dict(json.loads(written("sarif", *results)))


@pytest.mark.parametrize("make", [plain, hostile, pivot_alone, long_word, let_pass, None])
def test_logs_are_valid(make: Any) -> None:
    SCHEMA.validate(log_of(*([make()] if make else []), SKIPPED))


def test_the_seed_case_is_valid() -> None:
    SCHEMA.validate(json.loads((golden.FOLDER / golden.FILES["sarif"]).read_text("utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2.0.0"},
        {"runs": [{"results": []}]},
        {"runs": [{"tool": {"driver": {"name": "t"}}, "columnKind": "bytes"}]},
        {"runs": [{"tool": {"driver": {"name": "t"}}, "results": [{"message": {"text": "x"}, "level": "bad"}]}]},
    ],
)
def test_the_schema_refuses_what_is_none(change: dict[str, Any]) -> None:
    assert not SCHEMA.is_valid({**log_of(plain()), **change})


def test_what_results_need_beside_the_schema() -> None:
    (run,) = log_of(plain(), let_pass(), hostile())["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(result["partialFingerprints"] for result in run["results"])
    kinds = [s["kind"] for result in run["results"] for s in result.get("suppressions", ())]
    assert kinds == ["inSource", "external", "external"]
    assert any("fixes" in result for result in run["results"])
