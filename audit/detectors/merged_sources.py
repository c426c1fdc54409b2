"""The text is put together from several reports without saying where one ends.

What one agency reported comes to stand under another's name, and two versions of a number side by side.

Example: sentences 2 to 11 go back to one Reuters report, 13 to 15 to another.

Limits: information only, below the default confidence; each report must give at least two sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._structure import rows
from audit.model import Evidence, Hit, Rule

RULE = Rule(id="merged-sources", category="structure", severity="info", mqm="Fluency/Coherence")


def detect(context: Context) -> Iterator[Hit]:
    """One hit where the second report begins, and one for each further report."""
    found = [row for row in rows(context) if row.original]
    counts = Counter(row.original.doc for row in found if row.original)
    known: list[str] = []
    for row in found:
        doc = row.original.doc if row.original else ""
        if counts[doc] < 2 or doc in known:
            continue
        known.append(doc)
        if len(known) > 1:
            yield Hit(
                start=row.start,
                end=row.end,
                message=f"from here on also from another report ({doc}); the text began with {known[0]}",
                confidence=0.45,
                evidence=(Evidence(kind="original", detail=f"{counts[doc]} sentences go back to {doc}", ref=doc),),
            )
