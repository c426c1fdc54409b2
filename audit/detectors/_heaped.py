"""Turns of phrase that are good English one by one and betray a translation where a text heaps them.

"It is worth noting that", "not only that", "as we all know": any English text may have one. Their number decides:
they are reported where good English would have as many different ones by chance in fewer than one text of a thousand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from audit.context import Context
from audit.detectors import _formulas
from audit.detectors._phrases import cased, wordlist
from audit.detectors._sides import original_words
from audit.model import Evidence, Hit, Suggestion

_RATE = 1 / 1000
"""Different turns of the table that a word of good English brings with it: one in 1,000 words, counted generously."""
_BY_CHANCE = 0.001
_LEAST = 3
"""Different turns without which nothing is said, however short the text."""


def heaped_hits(context: Context) -> Iterator[Hit]:
    """One hit a turn, where there are too many different ones; none that the linked original has in the same words."""
    found = sorted(_formulas.anywhere(context, "phrases.toml", "weak_pattern"), key=lambda one: one[0].start())
    if not found:
        return
    calques = _formulas.anywhere(context, "phrases.toml", "phrase_pattern")
    kinds = {entry["zh"] for _, entry in found} | {entry["zh"] for _, entry in calques if "original" not in entry}
    if len(kinds) < _LEAST or by_chance(len(kinds), len(context.text.split())) >= _BY_CHANCE:
        return
    done = 0
    for match, entry in found:
        surface = match.group()
        linked = f" {' '.join(wordlist(original_words(context, match.start(), match.end())))} "
        if match.start() < done or f" {' '.join(wordlist(surface))} " in linked:
            continue
        done = match.end()
        told = Evidence(
            kind="pattern",
            detail=f"one of {len(kinds)} such turns in this text: {entry['zh']}",
            ref="seeds/phrases.toml",
        )
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{surface}" is a turn of translated news ({entry["zh"]}), of which this text is full',
            confidence=0.55,
            subtype="heaped",
            severity="info",
            suggestions=tuple(Suggestion(text=cased(surface, text), confidence=0.4) for text in entry["english"]),
            evidence=(told,),
        )


@lru_cache(maxsize=256)
def by_chance(count: int, words: int) -> float:
    """The probability that so many words of good English have `count` turns or more (Poisson).

    >>> round(by_chance(3, 1000), 2), round(by_chance(3, 100), 4)
    (0.08, 0.0002)
    """
    expected = words * _RATE
    return 1 - sum(math.exp(-expected) * expected**few / math.factorial(few) for few in range(count))
