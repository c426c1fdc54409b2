"""The text as it would be with the findings' first suggestions: what artifacts in names and values alone cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.model import Finding

MENDED = ("name", "value", "date")
"""Categories whose spans are mended: names and values; phrases, quotations and style are left as they are."""

Edit = tuple[int, int, str]


def edits(findings: Iterable[Finding], safe: bool = False) -> tuple[Edit, ...]:
    """What to put where, [start, end) -> text, in order and without overlaps (the more confident finding wins).

    With `safe` only suggestions that may be applied without a human.
    """
    chosen: list[Edit] = []
    for finding in sorted(findings, key=lambda f: (-f.confidence, f.span.start, f.span.end)):
        if finding.category not in MENDED or not finding.suggestions or (safe and not finding.suggestions[0].safe):
            continue
        start, end = finding.span.start, finding.span.end
        if start < end and not any(start < b and a < end for a, b, _ in chosen):
            chosen.append((start, end, finding.suggestions[0].text))
    return tuple(sorted(chosen))


def mend(text: str, start: int, end: int, changes: Sequence[Edit]) -> str:
    """text[start:end) with the changes that lie wholly in it."""
    out, at = [], start
    for first, last, new in changes:
        if at <= first and last <= end:
            out += [text[at:first], new]
            at = last
    return "".join([*out, text[at:end]])
