"""Every rule is replayed on its table of cases: what it must find, what it must leave alone, what it is known to miss.

A table is `cases/<rule-id>.toml`: [[firing]] with `text` and `expect` (surface, optional suggestion,
subtype, severity), [[quiet]] and [[known_miss]] (or `no_known_misses = "reason"`); each with a `why`. A
case may have `originals` (text, published), `links` (pairs of line numbers, or triples with the original's
number; all lines one to one where it is left out), `pivot` (lang, text; line by line with the text),
`published`, `as_of`, `style`, `min_confidence`. Lines are the sentences: no aligner takes part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audit.context import Context
from audit.detectors import Detector, detectors
from audit.findings import settle
from audit.model import Finding, Link
from audit.settings import Settings
from corpora.documents import Document, Pivot, Segment

CASES = Path(__file__).parent / "cases"
RULES = {detector.rule.id: detector for detector in detectors()}
TABLES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*.toml"))}


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text as offset pairs, without their ends."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def context_of(case: dict[str, Any]) -> Context:
    """The context that a case describes."""
    text = case["text"]
    sentences = lines(text)
    pivot = Pivot(**case["pivot"]) if "pivot" in case else None
    segments: tuple[Segment, ...] = ()
    if pivot:
        pairs = zip(sentences, lines(pivot.text), strict=True)
        segments = tuple(Segment(start=a, end=b, pivot=span) for (a, b), span in pairs)
    document = Document(
        id="case", text=text, lang="en", published=_day(case.get("published")), pivot=pivot, segments=segments
    )
    originals = {
        f"original-{n}": Document(id=f"original-{n}", text=o["text"], lang="en", published=_day(o.get("published")))
        for n, o in enumerate(case.get("originals", []))
    }
    return Context(
        document=document,
        sentences=tuple(sentences),
        links=tuple(_links(case, document, originals)),
        originals=originals,
        settings=Settings(as_of=_day(case.get("as_of")), style=case.get("style", "neutral")),
    )


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(value)


def _links(case: dict[str, Any], document: Document, originals: dict[str, Document]) -> Iterator[Link]:
    if not originals:
        return
    sentences = lines(document.text)
    places = {name: lines(original.text) for name, original in originals.items()}
    count = len(places["original-0"])
    for entry in case.get("links", [[n, n] for n in range(min(len(sentences), count))]):
        line, theirs = entry[0], entry[1]
        name = f"original-{entry[2] if len(entry) > 2 else 0}"
        yield Link(
            translation=document.span(*sentences[line]),
            original=originals[name].span(*places[name][theirs]),
            score=0.95,
        )


def findings(detector: Detector, case: dict[str, Any]) -> tuple[Finding, ...]:
    """What the rule finds at the default confidence, or at the one that the case names."""
    context = context_of(case)
    hits = [(detector.rule, hit) for hit in detector.detect(context)]
    return settle(context.document, hits, case.get("min_confidence", context.settings.min_confidence))


def differs(finding: Finding, expected: dict[str, Any]) -> str | None:
    """Where a finding is not the expected one, in words."""
    if finding.span.text != expected["surface"]:
        return f"surface {finding.span.text!r}, not {expected['surface']!r}"
    first = finding.suggestions[0].text if finding.suggestions else None
    if "suggestion" in expected and first != expected["suggestion"]:
        return f"suggestion {first!r}, not {expected['suggestion']!r}"
    for field in ("subtype", "severity"):
        if field in expected and getattr(finding, field) != expected[field]:
            return f"{field} {getattr(finding, field)!r}, not {expected[field]!r}"
    return None


def table_of(kind: str) -> list[Any]:
    """All cases of a kind, named by rule and number."""
    return [
        pytest.param(rule, case, id=f"{rule}-{kind}-{n}")
        for rule, table in TABLES.items()
        for n, case in enumerate(table.get(kind, []))
    ]


@pytest.mark.parametrize(("rule", "case"), table_of("firing"))
def test_firing(rule: str, case: dict[str, Any]) -> None:
    found = findings(RULES[rule], case)
    expected = case["expect"]
    assert [f.span.text for f in found] == [e["surface"] for e in expected], case["why"]
    assert [differs(f, e) for f, e in zip(found, expected, strict=True)] == [None] * len(expected), case["why"]


@pytest.mark.parametrize(("rule", "case"), table_of("quiet"))
def test_quiet(rule: str, case: dict[str, Any]) -> None:
    assert [(f.span.text, f.message) for f in findings(RULES[rule], case)] == [], case["why"]


@pytest.mark.parametrize(("rule", "case"), table_of("known_miss"))
def test_known_miss(rule: str, case: dict[str, Any]) -> None:
    """Strict: a miss that is found one day must move to the firing cases (or a false alarm to the quiet ones)."""
    found = findings(RULES[rule], case)
    expected = case["expect"]
    right = len(found) == len(expected) and not any(differs(f, e) for f, e in zip(found, expected, strict=True))
    assert not right, f"no longer missed: {case['why']}"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_documentation_and_cases(rule: str) -> None:
    doc = RULES[rule].doc.strip().split("\n\n")
    assert len(doc) >= 4, "claim, why it matters, example, limits"
    assert "\n" not in doc[0] and doc[0].endswith("."), "the claim is one line"
    assert "Example" in RULES[rule].doc and "Limits" in RULES[rule].doc
    table = TABLES.get(rule)
    assert table, f"no cases/{rule}.toml"
    assert table.get("firing"), "no firing case"
    assert len(table.get("quiet", [])) >= len(table["firing"]), "fewer quiet than firing cases"
    assert table.get("known_miss") or table.get("no_known_misses"), "say what is missed, or why nothing is known"
    everything = [case for kind in ("firing", "quiet", "known_miss") for case in table.get(kind, [])]
    assert all(case.get("why") for case in everything), "a case without a why"


def test_no_cases_without_a_rule() -> None:
    assert sorted(set(TABLES) - set(RULES)) == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_hits_lie_in_the_text(rule: str) -> None:
    """An empty text, a text of signs and a very long line are no reason to fail."""
    for text in ("", "\n\n", "“" * 50 + '"' * 51 + "(" * 70, "on the 8th 《 " * 400, "a " * 4000):
        for hit in RULES[rule].detect(context_of({"text": text})):
            assert 0 <= hit.start <= hit.end <= len(text)


HOSTILE = {
    "days": "on the 8th. ",
    "lines": "on the 8th\n",
    "quotes": '"',
    "half quotes": "“a",
    "brackets": "(",
    "laughter": "ha ",
    "one letter": "a",
    "digits": "1",
    "separators": "1,000,",
    "numerals": "two hundred thousand and ",
    "characters": "一,",
    "apostrophes": "'a ",
    "offices": "the President, a b c, ",
    "scores": "1:2 ",
    "blanks": " ",
}


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("unit", sorted(HOSTILE))
def test_every_rule_reads_hostile_text_to_the_end(rule: str, unit: str) -> None:
    """Ten thousand code points of one thing, alone and against themselves, break no rule."""
    if RULES[rule].rule.category == "name" or rule == "missing-name":
        pytest.skip("the name stage has its own tests")
    text = (HOSTILE[unit] * 10_000)[:10_000]
    for case in ({"text": text}, {"text": text, "originals": [{"text": text}]}):
        for _ in RULES[rule].detect(context_of(case)):
            pass
