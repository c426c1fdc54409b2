"""The names most like a word are those that a look at every name gives."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from audit.names import alone_bare, alone_near
from audit.names.nearest import Nearest


def plainly(names: Nearest, word: str, least: float, limit: int) -> list[int]:
    found = process.extract(word, names.names, scorer=JaroWinkler.similarity, score_cutoff=least, limit=limit)
    return [at for _, _, at in found]


@pytest.mark.parametrize(
    ("names", "least", "limit"),
    [(alone_near._full()[0], 0.8, 3), (alone_bare._families(), 0.72, 12)],
    ids=["full names", "family names"],
)
def test_no_name_that_is_alike_is_passed_over(names: Nearest, least: float, limit: int) -> None:
    chance = random.Random(6)
    several = 0
    for name in chance.sample(names.names, 300):
        letters = list(name)
        for _ in range(chance.randint(0, 5)):
            letters[chance.randrange(len(letters))] = chance.choice("aeiounrstlkm é")
        word = "".join(letters)
        wanted = plainly(names, word, least, limit)
        assert names.find(word, least, limit) == wanted, word
        several += len(wanted) > 1
    assert several > 50


@pytest.mark.parametrize("word", ["", "a", "zzzz", "a" * 300, "\u5f6d", "aab", "\u0430\u0436\u043e\u0443\u0430"])
@pytest.mark.parametrize("least", [0.5, 0.71, 0.95])
def test_words_of_all_kinds(word: str, least: float) -> None:
    names = Nearest(["a", "aa", "aab", "a" * 280, "abc", "\u5f6d\u65af", "", "zzzzz", "\u0430\u0436\u043e\u0443"])
    assert names.find(word, least, 5) == plainly(names, word, least, 5)
