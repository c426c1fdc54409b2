"""Words as retrieval and alignment count them: stems, numbers, names, and how rare a word is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A number or a run of letters (with an apostrophe inside); linear in the length of the text."""

LONGEST = 40
RAREST = 13.0
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


@cache
def frequency() -> Mapping[str, float]:
    """Stem -> minus log probability of its commonest word, from `frequency.txt`."""
    table: dict[str, float] = {}
    for line in (Path(__file__).parent / "frequency.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, cost = line.split()
        table[stem(word)] = min(float(cost), table.get(stem(word), RAREST))
    return table


@lru_cache(maxsize=200_000)
def general_share(term: str) -> float:
    """The share of news texts (about 300 words) that hold the term, by its frequency in general; in (0, 1]."""
    per_word = 8.0 * math.exp(-frequency().get(term, RAREST))  # eight: the table's corpus is multilingual
    return 1.0 - math.exp(-300.0 * per_word)


def terms(text: str) -> list[str]:
    """The stems and numbers of a text in order, all of them."""
    return [normal(found.group()) for found in WORD.finditer(text)]


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """The counted form of one word: a stem, or a number without separators of thousands."""
    if word[0].isdigit():
        return re.sub(r",(?=\d{3}\b)", "", word)
    return stem(word.lower())


def weight(term: str, documents: int, holding: int) -> float:
    """Weight of a term in a collection: inverse document frequency, natural logarithm, at least 0.02.

    A small collection says little, so general frequency counts as if it had been seen in 50 documents.
    """
    share = (holding + 50.0 * general_share(term)) / (documents + 50.0)
    return max(0.02, -math.log(min(1.0, share)))
