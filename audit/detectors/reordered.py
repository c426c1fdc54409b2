"""A sentence stands earlier or later than in its original.

Moving the answer before the question, or the background to the top, changes what a report says first.

Example: the eighth sentence of the report as the second of the translation.

Limits: information only, below the default confidence; only within the original that most of the text comes
from, for jumps back of more than two sentences' length.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.detectors._structure import main_original, rows
from audit.model import Evidence, Hit, Rule

RULE = Rule(id="reordered", category="structure", severity="info", mqm="Fluency/Coherence")

_FAR = 250
"""Code points of the original between the two places."""


def detect(context: Context) -> Iterator[Hit]:
    """Sentences whose original stands well before that of the sentence above."""
    found = rows(context)
    main = main_original(found)
    reached = -1
    for row in found:
        if row.original is None or row.original.doc != main:
            continue
        if row.original.end + _FAR < reached:
            ref = f"{main}:{row.original.start}-{row.original.end}"
            yield Hit(
                start=row.start,
                end=row.end,
                message="in the original this stands well before the sentence above",
                confidence=0.35,
                evidence=(Evidence(kind="original", detail="its place in the original", ref=ref),),
            )
        reached = max(reached, row.original.end)
