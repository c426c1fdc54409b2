"""Two texts that tell the same in the same order: beads of 1-5 sentences by dynamic programming.

The idea of scoring concatenated neighbours is Vecalign's (Thompson and Koehn 2019); here a linear score of meaning,
words and length is learnt from alignments by hand, only runs near the best path are encoded as texts, and of what lies
near it the beads are taken that are likeliest over all paths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment import fitting
from audit.alignment.features import shared_words
from audit.alignment.lattice import Lattice, Step
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
BEAD_NAMES = (*FEATURES, *fitting.NAMES, *NAMES[len(FEATURES) :])
BEAD_CROSS_NAMES = ("several", *BEAD_NAMES)
BEAD_PIVOT_NAMES = (*PIVOT_FEATURES, *BEAD_NAMES[len(FEATURES) :])
EVEN = 0.8
"""Share of beads of one sentence with one, by the rough model, above which texts count as told sentence by sentence."""
NEAR = 4.0
"""How much worse than the best a path may be whose runs are encoded as texts."""
WIDE = 8.0
"""How much worse than the best a path may be whose beads are looked at."""
_WORST = -1e18


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


def forward(table: Tables, size: tuple[int, int], drop: tuple[float, float]) -> Array:
    """Best scores of all beginnings, (n + 1) x (m + 1)."""
    n, m = size
    best = np.full((n + 1, m + 1), _WORST)
    index = np.arange(m + 1)
    for i in range(n + 1):
        row = np.full(m + 1, _WORST)
        if i == 0:
            row[0] = 0.0
        else:
            row = best[i - 1] + drop[0]
            for (a, b), scored in table.items():
                if i >= a:
                    here = scored[i - a]
                    part = row[b : b + len(here)]
                    np.maximum(part, best[i - a, : len(here)] + here, out=part)
        best[i] = np.maximum.accumulate(row - index * drop[1]) + index * drop[1]
    return best


def near(
    table: Tables, size: tuple[int, int], drop: tuple[float, float], slack: float
) -> list[tuple[int, int, int, int]]:
    """All beads (a, b, i, j) on some path whose score is within `slack` of the best."""
    n, m = size
    ahead = forward(table, size, drop)
    behind = forward({key: value[::-1, ::-1] for key, value in table.items()}, size, drop)
    found: list[tuple[int, int, int, int]] = []
    for (a, b), value in table.items():
        rows, columns = value.shape
        rest = behind[::-1, ::-1][a : a + rows, b : b + columns]
        through = ahead[:rows, :columns] + value + rest
        found += [(a, b, int(i), int(j)) for i, j in np.argwhere(through >= ahead[n, m] - slack)]
    return found


@dataclass(frozen=True)
class Texts:
    """Two texts as runs of sentences; `pivots` are what stands in the pivot behind each of our sentences, if known."""

    ours: Windows
    theirs: Windows
    weigh: Callable[[str], float]
    cross: bool
    pivots: Windows | None = None

    @classmethod
    def of(
        cls, ours: list[str], theirs: list[str], weigh: Callable[[str], float], cross: bool, behind: list[str] | None
    ) -> Texts:
        """From the sentences of both sides."""
        return cls(Windows(ours), Windows(theirs), weigh, cross, Windows(behind) if behind else None)

    @property
    def name(self) -> str:
        """What the names of its models end with."""
        return "_cross" if self.cross else "_pivot" if self.pivots is not None else ""

    def tables(self) -> Tables:
        """The features of all beads, as sharp as the vectors are by now."""
        return describe(self.ours, self.theirs, self.weigh, self.cross, self.pivots)

    def lattice(self, tables: Tables, beads: list[tuple[int, int, int, int]], fine: bool) -> Lattice:
        """Some beads (a, b, i, j) with their features, type last; `fine` adds what tells like beads apart."""
        found = np.array(sorted(beads), dtype=np.int64).reshape(-1, 4)
        kinds = np.array([TYPES.index((a, b)) for a, b, _, _ in found.tolist()], dtype=np.int64)
        count = len(FEATURES if self.pivots is None else PIVOT_FEATURES)
        features = np.array([tables[a, b][i, j] for a, b, i, j in found.tolist()], dtype=np.float64)
        parts = [features.reshape(-1, count), np.eye(len(TYPES))[kinds]]
        if fine:
            parts.insert(1, fitting.describe(self.ours, self.theirs, found))
        return Lattice((len(self.ours), len(self.theirs)), found, np.concatenate(parts, axis=1))

    def sharpened(self, rough: Linear, more: list[tuple[int, int, int, int]] | None = None) -> Lattice:
        """The beads near the best paths, runs within `NEAR` of the best encoded as texts; `more` are added."""
        size = (len(self.ours), len(self.theirs))
        drop = dropped(rough)
        close = near(scores(self.tables(), rough), size, drop, NEAR)
        for side in (self.ours, *([self.pivots] if self.pivots is not None else [])):
            side.sharpen({(a, i) for a, _, i, _ in close})
        self.theirs.sharpen({(b, j) for _, b, _, j in close})
        tables = self.tables()
        scored = scores(tables, rough)
        lattice = self.lattice(tables, [*{*near(scored, size, drop, WIDE), *close, *(more or ())}], True)
        if not self.cross:
            return lattice
        column = several(lattice, np.array([scored[a, b][i, j] for a, b, i, j in lattice.beads.tolist()]), drop)
        return Lattice(size, lattice.beads, np.column_stack([column, lattice.features]))


def several(lattice: Lattice, scored: Array, drop: tuple[float, float]) -> Array:
    """For each bead how many sentences more than one it has on both sides, by how evenly the two texts are told.

    Translated news goes sentence by sentence; literature joins and parts them, so that two often stand for two.
    `scored` are the rough scores of the beads. All zero where at most `EVEN` of the beads are one with one.
    """
    sizes = lattice.beads[:, :2]
    chance = lattice.chances(scored, drop)[1]
    share = float(chance[sizes.max(axis=1) == 1].sum()) / max(1e-9, float(chance.sum()))
    result: Array = (sizes.min(axis=1) - 1.0) * max(0.0, share - EVEN) / (1.0 - EVEN)
    return result


def dropped(weights: Linear) -> tuple[float, float]:
    """The scores of a sentence of ours and of one of theirs without a counterpart."""
    value = dict(zip(weights.names, weights.weights, strict=True))
    return value["1-0"], value["0-1"]


def align(
    ours: list[str],
    theirs: list[str],
    weigh: Callable[[str], float],
    cross: bool,
    behind: list[str] | None = None,
) -> list[Step]:
    """The beads of two texts in order, those with one empty side included.

    `behind` is what stands in the pivot behind each of our sentences, where that is known.
    """
    texts = Texts.of(ours, theirs, weigh, cross, behind)
    lattice = texts.sharpened(model("parallel" + texts.name))
    weights = model("bead" + texts.name)
    return lattice.best(lattice.features @ np.array(weights.weights[:-2]), dropped(weights))
