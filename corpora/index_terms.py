"""Words as an index counts them: stems of English words, and numbers."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A number or a run of letters (with an apostrophe inside); linear in the length of the text."""

LONGEST = 40
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_SUFFIXES = (
    ("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"), ("ements", ""), ("ement", ""),
    ("ations", ""), ("ation", ""), ("ities", ""), ("ness", ""), ("ising", "iz"), ("izing", "iz"), ("ised", "iz"),
    ("ized", "iz"), ("ions", ""), ("ion", ""), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ers", ""),
    ("ity", ""), ("est", ""), ("ed", ""), ("er", ""), ("es", ""), ("ly", ""), ("al", ""), ("s", ""), ("e", ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word: possessives and common endings off, at least three letters left.

    Meant for counting overlap, not for display: `policies`, `policy` and `policy's` meet, rarer forms may not.
    """
    for mark in ("'", "’"):
        word = word.split(mark, 1)[0]
    word = word[:LONGEST]
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: len(word) - len(suffix)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > 3 and word[-1] in "yi":
        word = word[:-1] + "i"
    return word[:9]


def terms(text: str) -> list[str]:
    """The stems and numbers of a text in order, all of them."""
    return list(map(normal, WORD.findall(text)))


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """The counted form of one word: a stem, or a number without separators of thousands."""
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)[:LONGEST]
    return stem(word.lower())
