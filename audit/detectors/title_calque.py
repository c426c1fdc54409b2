"""A title or office was carried over word by word instead of by its English name.

Titles have fixed English names: the American 财政部长 is the Treasury secretary, 总统特使 a special envoy. A calque
makes readers look for an office that does not exist.

Example: "US presidential envoy" -> "US special envoy" (总统特使); "Minister President Frederiksen" -> "Prime Minister
Frederiksen" (Ministerpräsident), because the linked original gives her that title.

Limits: alone, titles of `seeds/phrases.toml`; those that are good English for another country's office ("finance
minister") only where the linked original has the other one. Under a firm link two titles beside one name are compared
where both are offices or both ranks; a leader, a head, a chief say too little, and neither side may have the other's
title elsewhere in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.detectors._built_phrases import built_hits
from audit.detectors._linked_titles import linked_titles
from audit.detectors._phrases import phrase_hits
from audit.model import Hit, Rule

RULE = Rule(id="title-calque", category="phrase", severity="minor", mqm="Terminology/Wrong term")


def detect(context: Context) -> Iterator[Hit]:
    """Titles of the table, those that are told by their build, and those that the original gives otherwise."""
    yield from phrase_hits(context, "title", "is a title carried over word by word")
    yield from built_hits(context, "title_pattern", "is a title carried over word by word")
    yield from linked_titles(context)
