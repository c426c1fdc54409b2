"""Two texts that tell the same in the same order: beads of 1-5 sentences by dynamic programming.

The idea of scoring concatenated neighbours is Vecalign's (Thompson and Koehn 2019); here a linear score of meaning,
words and length is learnt from alignments by hand, and only runs near the best path are encoded as texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.features import shared_words
from audit.alignment.weights import Linear, model
from audit.alignment.windows import Windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Tables = dict[tuple[int, int], Array]

TYPES = (
    (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2), (1, 5), (5, 1), (2, 4), (3, 3),
    (4, 2), (3, 4),
)  # fmt: skip
FEATURES = ("meaning", "around", "dice", "length", "length_squared")
PIVOT_FEATURES = (*FEATURES, "pivot_meaning", "pivot_around", "pivot_length")
NAMES = (*FEATURES, *(f"{a}-{b}" for a, b in TYPES), "1-0", "0-1")
PIVOT_NAMES = (*PIVOT_FEATURES, *NAMES[len(FEATURES) :])
NEAR = 4.0
_WORST = -1e18


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path: `left` sentences of ours from `i`, `right` of theirs from `j`; either may be 0."""

    i: int
    left: int
    j: int
    right: int


def describe(
    ours: Windows, theirs: Windows, weigh: Callable[[str], float], cross: bool, pivots: Windows | None = None
) -> Tables:
    """For every type of bead the features of all places: arrays of places x places x len(FEATURES).

    `cross` says that the texts are in two languages: words are not compared then. `pivots` are what stands in the pivot
    behind each of our sentences; with them there are len(PIVOT_FEATURES) features.
    """
    tables = {}
    for a, b in TYPES:
        if a not in ours.sizes or b not in theirs.sizes:
            continue
        meaning = ours.vectors[a] @ theirs.vectors[b].T
        dice = np.zeros_like(meaning)
        if not cross:
            shared, left, right = shared_words(ours.sides[a], theirs.sides[b], weigh)
            dice = 2 * shared / (left[:, None] + right[None, :])
        length = _length(ours, theirs, a, b)
        size = (a + b) / 2
        around = _around(ours.vectors, theirs.vectors, a, b)
        columns = [meaning * size, around * size, dice * size, length, length**2]
        if pivots is not None:
            columns.append(pivots.vectors[a] @ theirs.vectors[b].T * size)
            columns.append(_around(pivots.vectors, theirs.vectors, a, b) * size)
            columns.append(_length(pivots, theirs, a, b))
        tables[a, b] = np.stack(columns, axis=-1)
    return tables


def _length(ours: Windows, theirs: Windows, a: int, b: int) -> Array:
    """How far the lengths of all runs lie from the proportion of the two texts (logarithms)."""
    ratio = ours.lengths[1].sum() / max(1.0, theirs.lengths[1].sum())
    result: Array = np.abs(np.log((ours.lengths[a] + 10)[:, None] / ratio / (theirs.lengths[b] + 10)[None, :]))
    return result


def _around(ours: dict[int, Array], theirs: dict[int, Array], a: int, b: int) -> Array:
    """Mean likeness of each run to the sentences just before and after the other: high where a bead is too short."""
    places = (len(ours[a]), len(theirs[b]))
    total = np.zeros(places)
    with_single = ours[a] @ theirs[1].T
    total[:, 1:] += with_single[:, : places[1] - 1]
    count = min(places[1], with_single.shape[1] - b)
    total[:, :count] += with_single[:, b : b + count]
    single_with = ours[1] @ theirs[b].T
    total[1:] += single_with[: places[0] - 1]
    count = min(places[0], single_with.shape[0] - a)
    total[:count] += single_with[a : a + count]
    return total / 4


def scores(tables: Tables, weights: Linear) -> Tables:
    """The score of every bead, places x places for each type."""
    value = dict(zip(weights.names, weights.weights, strict=True))
    vector = np.array([value[name] for name in (PIVOT_FEATURES if PIVOT_FEATURES[-1] in value else FEATURES)])
    return {(a, b): table @ vector + value[f"{a}-{b}"] for (a, b), table in tables.items()}


def forward(table: Tables, size: tuple[int, int], drop: tuple[float, float]) -> tuple[Array, NDArray[np.int16]]:
    """Best scores of all beginnings, (n + 1) x (m + 1), and the type of their last bead (-1: 1-0, -2: 0-1)."""
    n, m = size
    best = np.full((n + 1, m + 1), _WORST)
    last = np.zeros((n + 1, m + 1), dtype=np.int16)
    index = np.arange(m + 1)
    for i in range(n + 1):
        row = np.full(m + 1, _WORST)
        kind = np.zeros(m + 1, dtype=np.int16)
        if i == 0:
            row[0] = 0.0
        else:
            row, kind = best[i - 1] + drop[0], np.full(m + 1, -1, dtype=np.int16)
            for number, (a, b) in enumerate(TYPES):
                if (a, b) not in table or i < a:
                    continue
                here = table[a, b][i - a]
                value = best[i - a, : len(here)] + here
                better = value > row[b : b + len(here)]
                row[b : b + len(here)][better] = value[better]
                kind[b : b + len(here)][better] = number
        run = np.maximum.accumulate(row - index * drop[1]) + index * drop[1]
        skipped = run > row + 1e-9
        kind[skipped] = -2
        best[i], last[i] = np.where(skipped, run, row), kind
    return best, last


def path(table: Tables, size: tuple[int, int], drop: tuple[float, float]) -> list[Step]:
    """The best sequence of beads from the beginning to the end of both texts."""
    _, last = forward(table, size, drop)
    i, j = size
    steps = []
    while i or j:
        kind = int(last[i, j])
        a, b = (1, 0) if kind == -1 else (0, 1) if kind == -2 else TYPES[kind]
        i, j = i - a, j - b
        steps.append(Step(i, a, j, b))
    return steps[::-1]


def near(
    table: Tables, size: tuple[int, int], drop: tuple[float, float], slack: float
) -> list[tuple[int, int, int, int]]:
    """All beads (a, b, i, j) on some path whose score is within `slack` of the best."""
    n, m = size
    ahead, _ = forward(table, size, drop)
    mirrored = {key: value[::-1, ::-1] for key, value in table.items()}
    behind, _ = forward(mirrored, size, drop)
    found: list[tuple[int, int, int, int]] = []
    for (a, b), value in table.items():
        rows, columns = value.shape
        rest = behind[::-1, ::-1][a : a + rows, b : b + columns]
        through = ahead[:rows, :columns] + value + rest
        found += [(a, b, int(i), int(j)) for i, j in np.argwhere(through >= ahead[n, m] - slack)]
    return found


def align(
    ours: list[str],
    theirs: list[str],
    weigh: Callable[[str], float],
    cross: bool,
    weights: Linear | None = None,
    behind: list[str] | None = None,
) -> list[Step]:
    """The beads of two texts in order, those with one empty side included.

    `behind` is what stands in the pivot behind each of our sentences, where that is known.
    """
    weights = weights or model("parallel_cross" if cross else "parallel_pivot" if behind else "parallel")
    value = dict(zip(weights.names, weights.weights, strict=True))
    drop = (value["1-0"], value["0-1"])
    left, right = Windows(ours), Windows(theirs)
    pivots = Windows(behind) if behind else None
    size = (len(left), len(right))
    rough = scores(describe(left, right, weigh, cross, pivots), weights)
    close = near(rough, size, drop, NEAR)
    for side in (left, pivots) if pivots else (left,):
        side.sharpen({(a, i) for a, _, i, _ in close})
    right.sharpen({(b, j) for _, b, _, j in close})
    sharp = scores(describe(left, right, weigh, cross, pivots), weights)
    allowed = {key: np.full(value.shape, _WORST) for key, value in sharp.items()}
    for a, b, i, j in close:
        allowed[a, b][i, j] = sharp[a, b][i, j]
    return path(allowed, size, drop)
