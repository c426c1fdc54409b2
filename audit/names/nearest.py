"""The names of a long list that are most like a word in letters (Jaro-Winkler), without a look at most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

_BONUS_FROM = 0.7
"""Likeness (Jaro) from which a common beginning counts: below it none is 0.7 with it either."""

_BONUS, _BEGINNING = 0.1, 4
"""What each letter of a common beginning adds, as a share of what is missing, and how many letters count."""

_LONGEST = 100

_PLACES = 32
"""Bits for the letters of a name: a to z have one each, others share some."""


class Nearest:
    """A list of folded names, which letters each has once and twice, and which begin with a letter."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        begin: dict[str, list[int]] = {}
        for at, name in enumerate(self.names):
            begin.setdefault(name[:1], []).append(at)
        self._begin = {first: np.array(places, np.intp) for first, places in begin.items()}
        self._letters = np.array([_letters(name)[0] for name in self.names], np.uint64)
        self._lengths = np.array([max(1, len(name)) for name in self.names], np.float64)
        self._needed = lru_cache(maxsize=2 * _LONGEST)(self._common)

    def find(self, word: str, least: float, limit: int) -> list[int]:
        """The numbers of the `limit` names most like a folded word, best first, with a likeness of `least` (above 0.7).

        Jaro's likeness is a third of three shares: of the common letters in either word, and of those in order. Where
        too few letters are common for the first two, the name is passed over; more are needed where the first letter
        is another, so that no common beginning helps.
        """
        if not 0 < len(word) <= _LONGEST or least <= _BONUS_FROM:
            able: Sequence[int] = range(len(self.names))
        else:
            letters, more = _letters(word)
            common = np.bitwise_count(self._letters & np.uint64(letters)) + np.uint8(more)
            enough = common >= self._needed(len(word), least)
            alike = self._begin.get(word[0])
            if alike is not None:
                enough[alike] = common[alike] >= self._needed(len(word), _plain(least))[alike]
            able = np.flatnonzero(enough).tolist()
        names = itemgetter(*able)(self.names) if len(able) > 1 else [self.names[at] for at in able]
        found = process.extract(word, names, scorer=JaroWinkler.similarity, score_cutoff=least, limit=limit)
        return [able[at] for _, _, at in found]

    def near(
        self, words: Sequence[str], least: float, among: npt.NDArray[np.intp]
    ) -> Iterator[tuple[str, Sequence[int]]]:
        """Folded words with those of the names of these numbers that are so much like them (above 0.7)."""
        if not words or not len(among):
            return
        cut = [_letters(word) for word in words]
        common = np.bitwise_count(np.array([letters for letters, _ in cut], np.uint64)[:, None] & self._letters[among])
        for word, (_, more), row in zip(words, cut, common, strict=True):
            able = among
            if len(word) <= _LONGEST:
                able = among[row + np.uint8(more) >= self._needed(len(word), _plain(least))[among]]
            found = [at for at in able.tolist() if JaroWinkler.similarity(word, self.names[at], score_cutoff=least)]
            if found:
                yield word, found

    def _common(self, length: int, least: float) -> npt.NDArray[np.uint8]:
        """How many letters a word of that length must share with each name for that likeness (Jaro)."""
        shares = 3 * least - 1 - 1e-9
        return np.minimum(np.ceil(shares / (1 / length + 1 / self._lengths)), 255).astype(np.uint8)


def _plain(least: float) -> float:
    """The likeness without a common beginning (Jaro) that the longest beginning may lift to so much."""
    bonus = _BONUS * _BEGINNING
    return max(_BONUS_FROM, (least - bonus) / (1 - bonus))


def _letters(word: str) -> tuple[int, int]:
    """Bits for the letters of a word, further up for those that it has twice; and how many it has beyond that.

    Some letters share a bit: two words have no more in common than bits, and that number of either.
    """
    once = twice = more = 0
    for letter in word:
        bit = 1 << (ord(letter) - 97 if "a" <= letter <= "z" else 26 + ord(letter) % (_PLACES - 26))
        more += bool(twice & bit)
        twice |= once & bit
        once |= bit
    return once | twice << _PLACES, more
