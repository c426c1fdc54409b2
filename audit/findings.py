"""From hits to findings: what is dropped, what wins where hits overlap, and the order of the text."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from itertools import accumulate

from audit.fingerprints import stamp
from audit.model import Finding, Hit, Rule
from corpora.documents import Document


class BadHit(ValueError):
    """A detector yielded what cannot be a finding of this document (offsets outside of the text)."""


def settle(document: Document, hits: Iterable[tuple[Rule, Hit]], min_confidence: float) -> tuple[Finding, ...]:
    """The findings of one document, sorted by place: weak ones dropped, overlaps decided, fingerprints set."""
    findings = [finding_of(document, rule, hit) for rule, hit in hits]
    kept = [finding for finding in findings if finding.confidence >= min_confidence]
    kept = _without_repeats(_names_first(_outside_boilerplate(kept)))
    kept.sort(key=_by_place)
    return stamp(kept, document.id, document.text)


def finding_of(document: Document, rule: Rule, hit: Hit) -> Finding:
    """A hit as a finding, without a fingerprint yet. Raises BadHit for offsets outside of the text."""
    if not 0 <= hit.start <= hit.end <= len(document.text):
        raise BadHit(f"[{hit.start}, {hit.end}) lies outside of a text of {len(document.text)} characters")
    return Finding(
        rule=rule.id,
        category=hit.category or rule.category,
        severity=hit.severity or rule.severity,
        confidence=min(1.0, max(0.0, hit.confidence)),
        span=document.span(hit.start, hit.end),
        message=hit.message,
        mqm=rule.mqm,
        subtype=hit.subtype,
        route=hit.route,
        suggestions=hit.suggestions,
        evidence=hit.evidence,
        rejected=hit.rejected,
        fingerprint="",
    )


def _outside_boilerplate(findings: list[Finding]) -> list[Finding]:
    """A line that the platform added swallows what was found inside it: the whole line goes anyway."""
    lines = sorted((f.span.start, f.span.end) for f in findings if f.category == "boilerplate")
    reach = list(accumulate((end for _, end in lines), max))  # the furthest end of the lines so far

    def swallowed(finding: Finding) -> bool:
        before = bisect.bisect_right(lines, finding.span.start, key=lambda line: line[0])
        return before > 0 and reach[before - 1] >= finding.span.end

    return [f for f in findings if f.category == "boilerplate" or not swallowed(f)]


def _names_first(findings: list[Finding]) -> list[Finding]:
    """On exactly the same span a name finding says more than one of another category."""
    named = {(f.span.start, f.span.end) for f in findings if f.category == "name"}
    return [f for f in findings if f.category in ("name", "structure") or (f.span.start, f.span.end) not in named]


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Of overlapping findings of one category the most confident stays, the longer of equals.

    `structure` is left alone: two names missing from one sentence are two findings on the same span.
    """
    kept = list(dict.fromkeys(f for f in findings if f.category == "structure"))
    taken: dict[str, list[tuple[int, int]]] = {}  # by category, in order of place, none overlapping another
    for finding in sorted((f for f in findings if f.category != "structure"), key=_by_worth):
        spans = taken.setdefault(finding.category, [])
        span = (finding.span.start, finding.span.end)
        at = bisect.bisect_left(spans, span)
        if not any(_overlap(span, other) for other in spans[max(0, at - 1) : at + 1]):
            spans.insert(at, span)
            kept.append(finding)
    return kept


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return (one[0] < other[1] and other[0] < one[1]) or one == other


def _by_worth(finding: Finding) -> tuple[float, int, int, str]:
    span = finding.span
    return (-finding.confidence, span.start - span.end, span.start, finding.rule)


def _by_place(finding: Finding) -> tuple[int, int, str, str]:
    return (finding.span.start, finding.span.end, finding.rule, finding.message)
