"""From hits to findings: what is dropped, what wins where hits overlap, and the order of the text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from audit.fingerprints import stamp
from audit.model import Evidence, Finding, Hit, Rule
from corpora.documents import Document

_SPECIFIC = frozenset(("value", "date", "phrase"))
"""Categories whose rules say why the words are wrong, beyond that the original has others."""
_TOLD_INSIDE = frozenset(("name", "value", "date", "phrase", "residue", "style"))
"""Categories whose findings may be told by a wider one; a quotation stands for itself."""


class BadHit(ValueError):
    """A detector yielded what cannot be a finding of this document (offsets outside of the text)."""


def settle(document: Document, hits: Iterable[tuple[Rule, Hit]], min_confidence: float) -> tuple[Finding, ...]:
    """The findings of one document, sorted by place: weak ones dropped, overlaps decided, fingerprints set."""
    findings = [finding_of(document, rule, hit) for rule, hit in hits]
    kept = [finding for finding in findings if finding.confidence >= min_confidence]
    kept = _told_once(_without_repeats(_one_a_place(_outside_boilerplate(kept))))
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


def _one_a_place(findings: list[Finding]) -> list[Finding]:
    """On exactly the same span a name finding says more than one of another category.

    Where both put the same there, a rule of values, dates or phrases knows better why. The other one becomes evidence.
    """
    places: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.category != "structure":
            places.setdefault((finding.span.start, finding.span.end), []).append(finding)
    kept = [finding for finding in findings if finding.category == "structure"]
    for group in places.values():
        names = [f for f in group if f.category == "name"]
        others = [f for f in group if f.category != "name"]
        if names and others:
            fixes = {_fix(name) for name in names} - {""}
            better = [f for f in others if f.category in _SPECIFIC and _fix(f) in fixes]
            kept += [_joined(f, names if better else others) for f in better or names]
        else:
            kept += group
    return kept


def _told_once(findings: list[Finding]) -> list[Finding]:
    """What lies inside a wider finding of a value, date or phrase that puts it right as well is told there."""
    wider: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_by_place):
        if finding.category in _SPECIFIC and _fix(finding):
            wider.setdefault(finding.category, []).append(finding)
    inside: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.category in _TOLD_INSIDE and (host := _host(finding, wider)) is not None:
            inside.setdefault(id(host), []).append(finding)
    told = {id(finding) for found in inside.values() for finding in found}
    return [_joined(f, inside.get(id(f), [])) for f in findings if id(f) not in told]


def _host(finding: Finding, wider: dict[str, list[Finding]]) -> Finding | None:
    """The wider finding of another category whose correction leaves nothing of this one to do."""
    start, end, fix = finding.span.start, finding.span.end, _fix(finding)
    for category, listed in wider.items():
        at = bisect.bisect_right(listed, start, key=lambda f: f.span.start) - 1
        if at < 0 or category == finding.category:
            continue
        host = listed[at]
        longer = host.span.end >= end and host.span.end - host.span.start > end - start
        mended = not _holds(_fix(host), finding.span.text)
        if longer and mended and (finding.category != "name" or (fix and _holds(_fix(host), fix))):
            return host
    return None


def _holds(text: str, words: str) -> bool:
    """Whether some words stand in a text, and not as a part of longer ones."""
    if not words[:1].isalnum():
        return words in text
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _fix(finding: Finding) -> str:
    """What stands there when the first suggestion is taken; empty where there is none, or the words go."""
    return finding.suggestions[0].text if finding.suggestions else ""


def _joined(finding: Finding, others: list[Finding]) -> Finding:
    """A finding with what others said of the same place as further evidence."""
    more = tuple(Evidence(kind="context", detail=f"{other.rule}: {other.message}") for other in others)
    return replace(finding, evidence=finding.evidence + more) if more else finding


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Of overlapping findings of one category the surest of its correction stays, the longer of equals.

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
    return (-_claim(finding), span.start - span.end, span.start, finding.rule)


def _claim(finding: Finding) -> float:
    """How sure a finding is of its correction: a name under a link may be surely wrong, and what stands for it not."""
    linked = finding.category == "name" and any(evidence.kind == "original" for evidence in finding.evidence[:1])
    return finding.suggestions[0].confidence if linked and finding.suggestions else finding.confidence


def _by_place(finding: Finding) -> tuple[int, int, str, str]:
    return (finding.span.start, finding.span.end, finding.rule, finding.message)
