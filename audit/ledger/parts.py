"""The names in a run of name words: what a dash between two spaces parts, and compounds of two names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audit.ledger.entities import Story, bare, known_as_one, resolve

if TYPE_CHECKING:
    from audit.names.mentions import Mention, Sentence

_HYPHENS = "-\u2010\u2011"


def parts(sentence: Sentence, mention: Mention, text: str, story: Story) -> Iterator[tuple[int, int]]:
    """First and last word of each name of a mention: "Ukraine - Luhansk" and "Trump-Putin" are two each.

    A hyphen parts only two names that are known, and not known as one: Lee Jae-myung and Guinea-Bissau stay whole.
    """
    first = mention.first
    for at in range(mention.first, mention.last):
        gap = text[sentence.tokens[at].bare : sentence.tokens[at + 1].start]
        if not gap.strip(f" {_HYPHENS}") and gap.strip():
            spaced = gap != gap.strip()
            if spaced or _two(_words(sentence, first, at, text), _words(sentence, at + 1, mention.last, text), story):
                yield first, at
                first = at + 1
    yield first, mention.last


def _words(sentence: Sentence, first: int, last: int, text: str) -> str:
    return text[sentence.tokens[first].start : sentence.tokens[last].bare]


def _two(one: str, other: str, story: Story) -> bool:
    """Whether the words on both sides of a hyphen are names by themselves, and no name together."""
    if known_as_one(f"{bare(one)}-{bare(other)}"):
        return False
    return all(resolve(words, "", story).listed for words in (one, other))
