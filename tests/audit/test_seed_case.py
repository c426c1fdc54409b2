"""The seed case against what a person says of it: every artifact found and rightly mended, nothing else marked."""

from __future__ import annotations

from datetime import date

import pytest

from audit import seeds
from audit.model import Audited, Finding
from audit.pipeline import audit_document
from audit.retrieval import Pool
from audit.settings import Settings
from corpora.documents import Document

FOLDER = seeds.folder() / "case"
TEXT = (FOLDER / "toutiao-1839931802607753.txt").read_text("utf-8")
SIGNS = (
    "There are certain signals, and we also have an intuition, that perhaps a freeze in the conflict - I don't want to "
    "say the end, but a freeze in the conflict - is closer than it is further away"
)

ARTIFACTS = [
    ("Witko", "mangled-name", ["special envoy", "envoy Witkoff met with Putin"], "威特科夫 lost its ending"),
    ("Zaporozhye", "stale-exonym", ["Donetsk, Zaporizhzhia, and", "and Zaporizhzhia regions"], "the Russian form"),
    ("on the 8th", "chinese-date", ["cited Bloomberg on Friday,", "said earlier on Friday after"], "8日"),
    ("We see some signs and also have", "back-translated-quote", [f'"{SIGNS}."'], "translated back"),
    ("We have hope for this.", "back-translated-quote", ['"There are hopes for this."'], "translated back"),
    ("presidential envoy", "title-calque", ["US special envoy"], "总统特使"),
    (
        "Poland's Prime Minister, a close ally",
        "calque-phrase",
        ["Polish Prime Minister Donald Tusk, a close ally of Ukraine, said"],
        "the order of apposition is Chinese",
    ),
    ("meeting with", "attribution-shift", ["after a call with Zelenskyy"], "a call became a meeting"),
    ("Original: www.toutiao.com", "platform-boilerplate", [], "a line of the platform"),
    ("Statement: This article", "platform-boilerplate", [], "a line of the platform"),
]
RIGHT = (
    "Zelenskyy", "Luhansk", "Donetsk", "Kherson", "Crimea", "Tusk", "Putin", "Trump", "Bloomberg", "Reuters", "UAE",
    "constructive", "speculation", "very cautious but optimistic",
)  # fmt: skip
"""What stands there rightly, the house style of one name included."""


@pytest.fixture(scope="module")
def found() -> tuple[Finding, ...]:
    pool = Pool.open([str(FOLDER / "originals.jsonl")])
    result = audit_document(Document(id="seed", text=TEXT, published=date(2025, 8, 9)), pool, Settings())
    assert isinstance(result, Audited)
    return result.findings


def mended(findings: tuple[Finding, ...]) -> str:
    """The text with the first suggestion of every finding put in."""
    text = TEXT
    for finding in sorted(findings, key=lambda finding: -finding.span.start):
        assert finding.suggestions, finding
        text = text[: finding.span.start] + finding.suggestions[0].text + text[finding.span.end :]
    return text


@pytest.mark.parametrize(("surface", "rule", "reads", "why"), ARTIFACTS, ids=[row[0] for row in ARTIFACTS])
def test_every_artifact_is_found_and_rightly_mended(
    surface: str, rule: str, reads: list[str], why: str, found: tuple[Finding, ...]
) -> None:
    marked = [finding for finding in found if finding.span.text.startswith(surface) and finding.rule == rule]
    places = TEXT.count(surface) if surface != "meeting with" else 1
    assert len(marked) == places, why
    text = mended(found)
    assert all(words in text for words in reads), why
    if not reads:
        assert surface not in text, why


@pytest.mark.parametrize("words", RIGHT)
def test_what_is_right_is_left_alone(words: str, found: tuple[Finding, ...]) -> None:
    places, at = [], TEXT.find(words)
    while at >= 0:
        places.append((at, at + len(words)))
        at = TEXT.find(words, at + 1)
    assert places
    touching = [f for f in found if any(f.span.start < end and start < f.span.end for start, end in places)]
    # the whole apposition is put in order, and Tusk is named in it
    assert [f for f in touching if f.rule != "calque-phrase"] == []
    assert mended(found).count(words) == TEXT.count(words)


def test_nothing_else_is_marked(found: tuple[Finding, ...]) -> None:
    expected = {(surface, rule) for surface, rule, _, _ in ARTIFACTS}
    assert [f for f in found if not any(f.span.text.startswith(s) and f.rule == r for s, r in expected)] == []
