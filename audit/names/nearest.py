"""The names of a long list that are most like a word in letters (Jaro-Winkler), without a look at most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

_BONUS_FROM = 0.7
"""Likeness (Jaro) from which a common beginning counts: below it none is 0.7 with it either."""

_LONGEST = 100


class Nearest:
    """A list of folded names, and how often each letter stands in them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._letters: dict[str, npt.NDArray[np.uint8]] = {}
        for at, name in enumerate(self.names):
            for letter, number in Counter(name).items():
                if letter not in self._letters:
                    self._letters[letter] = np.zeros(len(self.names), np.uint8)
                self._letters[letter][at] = min(number, 255)
        self._lengths = np.array([max(1, len(name)) for name in self.names], np.float64)
        self._needed = lru_cache(maxsize=_LONGEST)(self._common)

    def find(self, word: str, least: float, limit: int) -> list[int]:
        """The numbers of the `limit` names most like a folded word, best first, with a likeness of `least` (above 0.7).

        Jaro's likeness is a third of three shares: of the common letters in either word, and of those in order. Where
        too few letters are common for the first two, the name is passed over.
        """
        if not 0 < len(word) <= _LONGEST or least <= _BONUS_FROM:
            able: Sequence[int] = range(len(self.names))
        else:
            common = np.zeros(len(self.names), np.uint8)
            for letter, number in Counter(word).items():
                if letter in self._letters:
                    common += np.minimum(self._letters[letter], number)
            able = np.flatnonzero(common >= self._needed(len(word))).tolist()
        names = [self.names[at] for at in able]
        found = process.extract(word, names, scorer=JaroWinkler.similarity, score_cutoff=least, limit=limit)
        return [able[at] for _, _, at in found]

    def _common(self, length: int) -> npt.NDArray[np.uint8]:
        """How many letters a word of that length must share with each name."""
        shares = 3 * _BONUS_FROM - 1 - 1e-9
        return np.minimum(np.ceil(shares / (1 / length + 1 / self._lengths)), 255).astype(np.uint8)
