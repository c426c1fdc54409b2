"""How rare a word is, in general and in a collection; the words themselves are cut by `corpora.index_terms`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from corpora.index_terms import WORD, normal, stem, terms

__all__ = ["WORD", "frequency", "general_share", "normal", "stem", "terms", "weight"]

RAREST = 13.0
MOST_COUNTED = 400.0


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


def weight(term: str, documents: float, holding: float) -> float:
    """Weight of a term in a collection: inverse document frequency, natural logarithm, at least 0.02.

    A small collection says little, so general frequency counts as if it had been seen in 50 documents. A large one
    counts as if it had 400: weights, and all that is fitted to them, must not change with the size of the collection.
    """
    if documents > MOST_COUNTED:
        holding, documents = max(min(holding, 1.0), holding * MOST_COUNTED / documents), MOST_COUNTED
    share = (holding + 50.0 * general_share(term)) / (documents + 50.0)
    return max(0.02, -math.log(min(1.0, share)))
