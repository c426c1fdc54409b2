"""A sentence has no original while those around it have: somebody added it.

Portals add comments and background to a translated report; a reader takes them for the agency's words.

Example: "This operation is outrageous!" between two sentences that come from a Reuters report.

Limits: information only, and only where most of the text is linked. An original that is not in the pool
looks the same; the confidence passes one half only for sentences that speak like a comment (exclamations,
appeals, "Comment:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._structure import rows, words
from audit.model import Evidence, Hit, Rule

RULE = Rule(id="added-passage", category="structure", severity="info", mqm="Accuracy/Addition")

_COMMENT = re.compile(
    r"!\W*$|\bComments?:|\b(?:in my (?:opinion|view)|this shows that|it can be seen that|must be stopped|what a "
    r"|how (?:can|could) (?:such|this)"
    r"|let us |we should (?:all )?|dear readers|what do you think|outrageous|shameless|arrogan\w+|ridiculous)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“”]")


def detect(context: Context) -> Iterator[Hit]:
    """Sentences of some length without an original, between linked ones."""
    found = rows(context)
    for at, row in enumerate(found):
        if row.original is not None or at == 0 or words(context.text[row.start : row.end]) < 6:
            continue
        beside = [r.original for r in found[max(0, at - 1) : at + 2] if r.original]
        text = context.text[row.start : row.end]
        comment = bool(_COMMENT.search(text)) and not _QUOTE.search(text)
        if not beside and not comment:
            continue
        yield Hit(
            start=row.start,
            end=row.end,
            message="no original has this sentence" + ("; it reads like a comment" if comment else ""),
            confidence=0.55 if comment and beside else 0.35,
            subtype="comment" if comment else None,
            evidence=(Evidence(kind="context", detail="the sentences beside it have originals"),),
        )
