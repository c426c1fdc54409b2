"""A saying of the pivot's language was taken literally.

A Chinese four-character saying, or a Russian proverb, has its own image; put into English word by word it
puzzles or amuses where the writer was serious.

Example: "sending charcoal in the snow" (雪中送炭) -> "timely help".

Limits: sayings of `seeds/phrases.toml`; an original with the same image silences the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.detectors._built_phrases import built_hits
from audit.detectors._phrases import near_hits, phrase_hits
from audit.model import Hit, Rule

RULE = Rule(id="translated-idiom", category="phrase", severity="minor", mqm="Fluency/Unidiomatic")


def detect(context: Context) -> Iterator[Hit]:
    """Sayings of the table: by their words, by words near each other, by their build."""
    yield from phrase_hits(context, "idiom", "is a saying taken literally")
    yield from near_hits(context, "is a saying taken literally")
    yield from built_hits(context, "idiom_pattern", "is a saying taken literally")
