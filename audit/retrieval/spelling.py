"""Words that may be one another's misspellings: how a name that came back mangled is still searched for."""

from __future__ import annotations

from collections.abc import Sequence

PREFIX = 3
BEGINNINGS = 2000
"""Words with the same beginning that are compared, at most."""
LIKE = 0.7
FEW = 2


def likest(word: str, others: Sequence[str]) -> list[str]:
    """The few of the others that are spelt most like a word; none where nothing is near.

    >>> likest("witko", ["witkof", "witness", "witi"])
    ['witkof']
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    found = extract(word, others, scorer=Indel.normalized_similarity, score_cutoff=LIKE, limit=FEW)
    return [other for other, _, _ in found]
