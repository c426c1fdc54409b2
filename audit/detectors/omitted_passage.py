"""The original goes on for some sentences that the translation leaves out.

What is dropped is often the other side's answer, or the sentence that weakens the headline.

Example: three sentences of the original between two that are translated next to each other.

Limits: information only, below the default confidence; shortening is what portals do. Only for the original
that most of the text comes from, and only between two linked sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.context import Context
from audit.detectors._structure import main_original, rows, words
from audit.model import Evidence, Hit, Rule

RULE = Rule(id="omitted-passage", category="structure", severity="info", mqm="Accuracy/Omission")

_LONG = 40
"""Words of the original that must be missing."""


def detect(context: Context) -> Iterator[Hit]:
    """One hit on the sentence before each gap."""
    found = rows(context)
    main = main_original(found)
    if main is None or main not in context.originals:
        return
    text = context.originals[main].text
    used = sorted((s.start, s.end) for link in context.links if (s := link.original).doc == main)
    for row, following in pairwise(found):
        if row.original is None or following.original is None or {row.original.doc, following.original.doc} != {main}:
            continue
        start, end = row.original.end, following.original.start
        if end - start < 2 * _LONG - 1 or words(text[start:end]) < _LONG:
            continue
        if any(a < end and start < b for a, b in used):
            continue
        missing = " ".join(text[start:end].split())
        yield Hit(
            start=row.start,
            end=row.end,
            message=f"after this sentence the original has {words(missing)} words that are left out: {missing[:160]}",
            confidence=0.4,
            evidence=(Evidence(kind="original", detail=missing[:300], ref=f"{main}:{start}-{end}"),),
        )
