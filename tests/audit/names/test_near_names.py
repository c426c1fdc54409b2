"""The full names most like a surface are those that a look at every name gives."""

from __future__ import annotations

import random

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from audit.names import alone_near


def test_no_name_that_is_alike_is_left_out_unseen() -> None:
    names = alone_near._full()[0]
    chance = random.Random(6)
    several = 0
    for name in chance.sample(names, 300):
        letters = list(name)
        for _ in range(chance.randint(0, 5)):
            letters[chance.randrange(len(letters))] = chance.choice("aeiounrstlkm é")
        surface = "".join(letters)
        wanted = process.extract(surface, names, scorer=JaroWinkler.similarity, score_cutoff=0.8, limit=3)
        assert alone_near._alike(surface) == [at for _, _, at in wanted], surface
        several += len(wanted) > 1
    assert several > 50
