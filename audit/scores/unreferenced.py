"""What can be said of a text without an original: how often the rules fire, and what the pivot's numbers became."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from audit.model import Audited

CATEGORIES = ("name", "value", "date", "quote", "phrase", "residue", "boilerplate", "style", "structure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreferenced:
    """A document without an original; `pivot_numbers`: how many of the pivot's different numbers arrived, and all."""

    id: str
    group: str
    words: int
    sentences: int
    marked_sentences: int
    findings: Mapping[str, int]
    pivot_numbers: tuple[int, int] | None

    @property
    def rate(self) -> float:
        """Findings for 1,000 words."""
        return 1000 * sum(self.findings.values()) / self.words if self.words else 0.0


def unreferenced(audited: Audited, group: str) -> Unreferenced:
    """What the audit of one document says without an original."""
    document = audited.document
    found: Counter[str] = Counter(finding.category for finding in audited.findings)
    marked = sum(
        any(f.span.start < end and start < max(f.span.end, f.span.start + 1) for f in audited.findings)
        for start, end in audited.sentences
    )
    return Unreferenced(
        id=document.id,
        group=group,
        words=len(document.text.split()),
        sentences=len(audited.sentences),
        marked_sentences=marked,
        findings={category: found[category] for category in CATEGORIES if found[category]},
        pivot_numbers=_numbers(audited),
    )


def _numbers(audited: Audited) -> tuple[int, int] | None:
    """How many of the pivot's numbers stand in the translation, and how many there are; None without a pivot."""
    from audit.values.compare import has
    from audit.values.pivots import numbers
    from audit.values.quantities import quantities

    pivot = audited.document.pivot
    if pivot is None:
        return None
    theirs = list({(n.low, n.high, n.unit): n for n in numbers(pivot.text, pivot.lang)}.values())
    ours = quantities(audited.document.text)
    return sum(any(has([number], quantity) for quantity in ours) for number in theirs), len(theirs)
