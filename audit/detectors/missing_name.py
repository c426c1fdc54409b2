"""The linked original names somebody or something whom the translation lost.

Why it matters: "the governor said" for "Gov. Justice said" is style, but where a list of three names comes back
with two,
or "Airbnb" becomes "a rented bed", the reader never learns of it.

Example: "New actors include Varela, Whelan and Castro" under an original that has "Varela, Whelan, Kerry Bishe and
Castro".

The finding stands on the sentence that should hold the name. It is reported with confidence only where the sentence is
closely linked, has no word that may stand for the name (he, she, it, the company), and the name is nowhere near it.

Limits: names of everyday words, and names that the text gives in the sentence before or after, are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Hit, Rule

RULE = Rule(id="missing-name", category="structure", severity="minor", mqm="Accuracy/Omission")


def detect(context: Context) -> Iterator[Hit]:
    """Hits of the name stage."""
    yield from context.names.hits.get(RULE.id, ())
