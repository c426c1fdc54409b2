"""Beads that may follow one another from the beginning of two texts to their end, as a log-linear model of paths.

What is wanted is not the likeliest path but the one with most right beads: each bead counts with its probability over
all paths (forward and backward sums), and the path with the greatest expectation is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

_NEVER = -1e9
DROPPED = 0.5
"""What a sentence without a counterpart counts beside a bead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path: `left` sentences of ours from `i`, `right` of theirs from `j`; either may be 0."""

    i: int
    left: int
    j: int
    right: int


@dataclass(frozen=True)
class Lattice:
    """Texts of `size` (n, m) sentences; `beads` are rows (left, right, i, j), `features` a row for each."""

    size: tuple[int, int]
    beads: Places
    features: Array

    @cached_property
    def _ends(self) -> tuple[Places, Places]:
        """Where each bead ends in ours and in theirs (exclusive)."""
        return self.beads[:, 2] + self.beads[:, 0], self.beads[:, 3] + self.beads[:, 1]

    @cached_property
    def _by_end(self) -> list[Places]:
        return _grouped(self._ends[0], self.size[0])

    @cached_property
    def _by_start(self) -> list[Places]:
        return _grouped(self.beads[:, 2], self.size[0])

    def sums(self, scores: Array, drop: tuple[float, float]) -> tuple[Array, Array]:
        """Log sums over all ways from the beginning to each place, and from each place to the end: (n + 1) x (m + 1).

        `drop` are the scores of a sentence of ours and of theirs without a counterpart.
        """
        n, m = self.size
        i, j = self.beads[:, 2], self.beads[:, 3]
        end, stop = self._ends
        ahead, behind = np.full((n + 1, m + 1), _NEVER), np.full((n + 1, m + 1), _NEVER)
        row = np.full(m + 1, _NEVER)
        row[0] = 0.0
        ahead[0] = _skipping(row, drop[1])
        for at in range(1, n + 1):
            row, here = ahead[at - 1] + drop[0], self._by_end[at]
            np.logaddexp.at(row, stop[here], ahead[i[here], j[here]] + scores[here])
            ahead[at] = _skipping(row, drop[1])
        row = np.full(m + 1, _NEVER)
        row[m] = 0.0
        behind[n] = _skipping(row[::-1], drop[1])[::-1]
        for at in range(n - 1, -1, -1):
            row, here = behind[at + 1] + drop[0], self._by_start[at]
            np.logaddexp.at(row, j[here], scores[here] + behind[end[here], stop[here]])
            behind[at] = _skipping(row[::-1], drop[1])[::-1]
        return ahead, behind

    def chances(self, scores: Array, drop: tuple[float, float]) -> tuple[float, Array, Array, Array]:
        """The log sum over all paths; the probability of each bead, and that each sentence of ours and of theirs is
        dropped."""
        ahead, behind = self.sums(scores, drop)
        total = float(ahead[-1, -1])
        end, stop = self._ends
        bead = np.exp(np.minimum(0.0, ahead[self.beads[:, 2], self.beads[:, 3]] + scores + behind[end, stop] - total))
        left = np.exp(np.minimum(0.0, ahead[:-1] + drop[0] + behind[1:] - total)).sum(axis=1)
        told = np.zeros(self.size[1] + 1)
        np.add.at(told, self.beads[:, 3], bead)
        np.add.at(told, stop, -bead)
        return total, bead, left, np.maximum(0.0, 1.0 - np.cumsum(told)[:-1])

    def best(self, scores: Array, drop: tuple[float, float]) -> list[Step]:
        """The path with most right beads to be expected, from the beginning to the end of both texts."""
        _, bead, left, right = self.chances(scores, drop)
        n, m = self.size
        _, stop = self._ends
        value, last = np.zeros((n + 1, m + 1)), np.full((n + 1, m + 1), -2)
        skipped = np.concatenate([[0.0], np.cumsum(DROPPED * right)])
        for at in range(n + 1):
            row = value[at - 1] + DROPPED * left[at - 1] if at else np.where(np.arange(m + 1) == 0, 0.0, -1.0)
            kind = np.full(m + 1, -1)
            for number in self._by_end[at].tolist():
                gain = value[self.beads[number, 2], self.beads[number, 3]] + bead[number]
                if gain > row[stop[number]]:
                    row[stop[number]], kind[stop[number]] = gain, number
            run = np.maximum.accumulate(row - skipped) + skipped
            kind[run > row + 1e-12] = -2
            value[at], last[at] = run, kind
        return self._back(last)

    def _back(self, last: Places) -> list[Step]:
        i, j = self.size
        steps = []
        while i or j:
            number = int(last[i, j])
            a, b = (0, 1) if number == -2 else (1, 0) if number == -1 else self.beads[number, :2].tolist()
            i, j = i - a, j - b
            steps.append(Step(i, a, j, b))
        return steps[::-1]


def _grouped(places: Places, most: int) -> list[Places]:
    """The numbers of the beads at each place from 0 to `most`."""
    order = np.argsort(places, kind="stable")
    borders = np.searchsorted(places[order], np.arange(most + 2))
    return [order[a:b] for a, b in pairwise(borders.tolist())]


def _skipping(row: Array, drop: float) -> Array:
    """The log sums once any number of sentences of theirs may be dropped before each place."""
    index = np.arange(len(row)) * drop
    result: Array = np.logaddexp.accumulate(row - index) + index
    return result
