"""From a pivot form to English words out of a list: which of them can it stand for, and how likely each is.

The list is walked as a tree of beginnings: each unit of the form adds one of the letter groups that it stands for, and
only beginnings that some word has go on.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from audit.channels.emission import Chain
from audit.channels.table import TableChannel

_LEAST = -7.5
"""log P of a group of letters under which a unit is not taken to stand for it."""

_GROUPS = 70
_BEAM = 200
_AFTER = "{"
"""The character after z."""

_State = tuple[int, int, int]
"""The words [first, end) of the list that have a beginning of so many letters in common."""


class Lexical:
    """The words of a sorted list (folded, a-z) that a form of one pivot language may stand for."""

    def __init__(self, channel: TableChannel, words: Sequence[str]) -> None:
        self._channel = channel
        self._words = words
        self._groups = lru_cache(maxsize=2048)(self._groups_of)

    def _groups_of(self, chain: Chain) -> tuple[tuple[float, str], ...]:
        emission = self._channel.emission
        table = emission.table(chain)
        likely = [(table[group], group) for group in {*emission.groups(chain), ""} if table[group] > _LEAST]
        return tuple(heapq.nlargest(_GROUPS, likely))

    def find(self, form: str, limit: int) -> list[tuple[str, float]]:
        """Up to `limit` words with log P(word | form), best first; what the beam loses is not found."""
        words = self._words
        states: dict[_State, float] = {(0, len(words), 0): 0.0}
        for chain in self._channel.spec.chains(self._channel.units(form), False):
            following: dict[_State, float] = {}
            for (first, end, depth), score in heapq.nlargest(_BEAM, states.items(), key=lambda item: item[1]):
                begun = words[first][:depth]
                for value, group in self._groups(chain):
                    state = self._longer(first, end, begun, group) if group else (first, end, depth)
                    if state is not None and score + value > following.get(state, -1e9):
                        following[state] = score + value
            states = following
        whole = ((words[first], score) for (first, _, depth), score in states.items() if len(words[first]) == depth)
        return heapq.nlargest(limit, whole, key=lambda item: (item[1], item[0]))

    def spelled(self, form: str) -> tuple[str, float]:
        """The form spelled unit by unit as each is usually spelled, whatever the list has, and log P of that."""
        best = [self._groups(chain)[0] for chain in self._channel.spec.chains(self._channel.units(form), False)]
        return "".join(group for _, group in best), sum(value for value, _ in best)

    def _longer(self, first: int, end: int, begun: str, group: str) -> _State | None:
        wanted = begun + group
        first = bisect_left(self._words, wanted, first, end)
        if first == end or not self._words[first].startswith(wanted):
            return None
        return first, bisect_left(self._words, wanted + _AFTER, first, end), len(wanted)
