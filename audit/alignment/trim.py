"""Sentences at the edge of a bead that the other side does not tell are taken out of it again.

A bead of several sentences fits as a whole even when one of them has nothing to do with the other side: news that was
put in between, or what follows a sentence whose own original is not in the pool.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.beads import Bead
from audit.alignment.features import NAMES as PAIR
from audit.alignment.features import compare_each
from audit.alignment.runs import Fit, text_of
from audit.alignment.sides import Side
from audit.alignment.weights import model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = (
    "first", "second", "gain", "meaning_gain", "covered_gain", "own_covered", "own_meaning", "told", "length_gain",
    "length_without", "better_elsewhere", "words", "size",
)  # fmt: skip
ROUNDS = 3
_MEANING, _OWN, _OTHER = (PAIR.index(name) for name in ("meaning", "covered_t", "covered_o"))


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or last sentence (`place`) of a bead's rows (`ours`) or of its columns."""

    bead: int
    ours: bool
    place: int


def edges(beads: Sequence[Bead]) -> list[Edge]:
    """Every sentence at an edge of a side that has several."""
    found = []
    for number, bead in enumerate(beads):
        if bead.last_row > bead.first_row:
            found += [Edge(number, True, bead.first_row), Edge(number, True, bead.last_row)]
        if bead.last > bead.first:
            found += [Edge(number, False, bead.first), Edge(number, False, bead.last)]
    return found


def without(bead: Bead, edge: Edge) -> Bead:
    """The bead less one of its edges."""
    if edge.ours:
        first = bead.first_row + (edge.place == bead.first_row)
        return replace(bead, first_row=first, last_row=first + bead.last_row - bead.first_row - 1)
    first = bead.first + (edge.place == bead.first)
    return replace(bead, first=first, last=first + bead.last - bead.first - 1)


def describe(fit: Fit, beads: Sequence[Bead], found: Sequence[Edge]) -> Array:
    """What speaks for each edge's belonging to its bead: an array of len(found) x len(NAMES)."""
    if not found:
        return np.zeros((0, len(NAMES)))
    whole, less, alone, other = [], [], [], []
    for edge in found:
        bead, rest = beads[edge.bead], without(beads[edge.bead], edge)
        mine, others = (_text(fit, bead, side) for side in (edge.ours, not edge.ours))
        whole.append(mine)
        less.append(_text(fit, rest, edge.ours))
        alone.append((fit.ours if edge.ours else fit.theirs).sentences[edge.place].text)
        other.append(others)
    sides = [Side.of([texts]) for texts in (whole, less, alone)]
    against = Side.of([other])
    tables = [compare_each(side, against, fit.weigh) for side in sides]
    pair = model("pair_cross" if fit.cross else "pair")
    logits = [pair.logit(table) for table in tables]
    result = []
    for number, edge in enumerate(found):
        bead = beads[edge.bead]
        with_it, rest, own = (table[number] for table in tables)
        rows, columns = slice(bead.first_row, bead.last_row + 1), slice(bead.first, bead.last + 1)
        if edge.ours:
            rows = slice(edge.place, edge.place + 1)
        else:
            columns = slice(edge.place, edge.place + 1)
        length = [math.log((len(side.sentences[number].text) + 5) / (len(other[number]) + 5)) for side in sides]
        second = float(fit.second[rows, columns].max())
        result.append(
            (
                float(np.clip(fit.first[rows, columns].max(), -9, 9)),
                float(np.clip(second, -9, 9)),
                float(np.clip(logits[0][number] - logits[1][number], -6, 6)),
                float(with_it[_MEANING] - rest[_MEANING]),
                float(with_it[_OTHER] - rest[_OTHER]),
                float(own[_OWN]),
                float(own[_MEANING]),
                float(own[_OTHER]),
                abs(length[1]) - abs(length[0]),
                length[1],
                float(np.clip(_elsewhere(fit, bead, edge) - second, -9, 9)),
                math.log1p(sides[2].sentences[number].words),
                float(bead.last_row - bead.first_row + bead.last - bead.first),
            )
        )
    return np.array(result)


def _text(fit: Fit, bead: Bead, ours: bool) -> str:
    return text_of(fit.ours, bead.first_row, bead.last_row) if ours else text_of(fit.theirs, bead.first, bead.last)


def _elsewhere(fit: Fit, bead: Bead, edge: Edge) -> float:
    """The best log-odds of the sentence outside of its bead."""
    line = fit.second[edge.place] if edge.ours else fit.second[:, edge.place]
    first, last = (bead.first, bead.last) if edge.ours else (bead.first_row, bead.last_row)
    outside = np.concatenate([line[:first], line[last + 1 :]])
    return float(outside.max()) if len(outside) else -20.0


def trim(fit: Fit, beads: Sequence[Bead]) -> list[Bead]:
    """The beads without the edges that more likely do not belong to them, the least likely of each first."""
    result = list(beads)
    weights = model("trim_cross" if fit.cross else "trim")
    touched = set(range(len(result)))
    for _ in range(ROUNDS):
        found = [edge for edge in edges(result) if edge.bead in touched]
        worst: dict[int, tuple[float, Edge]] = {}
        for edge, logit in zip(found, weights.logit(describe(fit, result, found)), strict=True):
            if logit < worst.get(edge.bead, (0.0, edge))[0]:
                worst[edge.bead] = (float(logit), edge)
        touched = set(worst)
        for number, (_, edge) in worst.items():
            result[number] = without(result[number], edge)
    return result
