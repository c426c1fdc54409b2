"""A name came back changed: respelled, truncated, translated, split, or in the wrong case.

Why it matters: the reader takes "Witko" or "Wittkopf" for somebody else, a search misses the person, and the wrong form
is often the right name of another person or place, so that no dictionary notices.

Example: "US presidential envoy Witko met with Putin" under a linked original that has "Steve Witkoff, the U.S. special
envoy": Witkoff (through 威特科夫, whose final 夫 was lost).

How it decides: words of the translated sentence that its linked originals do not cover, in any related form, are set
against names of the originals that the translation does not cover; likeness in letters and sound, the place in the
sentence, the words beside them, and how the two go together over the text decide. Without an original, dated offices,
known people and, where there is one, the pivot text speak instead: a known name that it says, the pinyin of its
characters. Where only capitals or accents differ, the finding is minor.

Limits: a name that the original does not have in the linked sentence (it says "him") cannot be mended; people who are
neither in the originals nor in the knowledge files stay unnoticed without an original.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Hit, Rule

RULE = Rule(id="mangled-name", category="name", severity="major", mqm="Accuracy/Mistranslation")


def detect(context: Context) -> Iterator[Hit]:
    """Hits of the name stage."""
    yield from context.names.hits.get(RULE.id, ())
