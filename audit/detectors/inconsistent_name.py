"""One name stands in two spellings within a text.

Why it matters: a translation engine decides afresh in each sentence; the reader meets "Lomachenko" and
"Lomarchenko" and
sees two people.

Example: "Garcia met Lomachenko ... Lomarchenko smiled": the rarer spelling is reported, with the other one suggested.

With the pivot, spellings that are not alike are found too: "Brosnan" and "Brogna" for 布罗纳 are one man.
Limits: texts are usually consistently wrong, so this finds little; two people of like names in one text (of different
first letters, or whose names English knows as words) are left alone, and so are spellings that the original has both.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Hit, Rule

RULE = Rule(
    id="inconsistent-name", category="name", severity="minor", mqm="Terminology/Inconsistent use of terminology"
)


def detect(context: Context) -> Iterator[Hit]:
    """Hits of the name stage."""
    yield from context.names.hits.get(RULE.id, ())
