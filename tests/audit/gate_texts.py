"""A repository of translated texts for the tests of the gate, and one rule that is quick and sure."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit import detectors
from audit.context import Context
from audit.detectors import Detector
from audit.model import Hit, Rule, Suggestion

RULE = Rule(id="test-rule", category="name", severity="major", mqm="Accuracy/Mistranslation")
LINE = "In Rome, the envoy Witko said on Friday that the two governments would meet again next week.\n"
CLEAN = "The minister said on Friday that the two governments would meet again next week.\n"


def use_one_rule(monkeypatch: pytest.MonkeyPatch, calls: list[str] | None = None) -> None:
    """One rule that finds each `Witko` (safe), `Benson` (not safe) and `Maybe` (two candidates)."""
    suggestions = {
        "Witko": (Suggestion(text="Witkoff", confidence=0.97, safe=True),),
        "Benson": (Suggestion(text="Bessent", confidence=0.7),),
        "Maybe": (Suggestion(text="One", confidence=0.95, safe=True), Suggestion(text="Two", confidence=0.5)),
    }

    def detect(context: Context) -> Iterator[Hit]:
        if calls is not None:
            calls.append(context.document.id)
        for word, found in suggestions.items():
            at = context.text.find(word)
            while at >= 0:
                end = at + len(word)
                if context.text[end : end + 1] != "f":
                    yield Hit(start=at, end=end, message="a name", confidence=0.96, suggestions=found)
                at = context.text.find(word, end)

    made = (Detector(rule=RULE, doc="Claims nothing.\n\nFor tests.", detect=detect),)
    monkeypatch.setattr(detectors, "select", lambda expression: made)
    monkeypatch.setattr(detectors, "detectors", lambda: made)


def git(folder: Path, *arguments: str) -> str:
    """Runs git in a folder, without the user's own configuration."""
    command = ["git", "-C", str(folder), "-c", "user.name=Ann", "-c", "user.email=ann@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
