"""A first look at the originals of the shortlist, by words, names and numbers alone; meaning is for the few it leaves.

Encoding sentences costs a hundred times what counting their common words does, so it must not be spent on texts that
share a few words with the translation by chance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.features import shared_names, shared_numbers, shared_words
from audit.alignment.sides import Side
from audit.alignment.weights import Linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("best", "three", "names", "numbers")
LEAST = -6.5
"""Log-odds below which no original deserves a closer look."""
MOST = 12
"""Originals that get a closer look, at most, besides one for every third sentence of the translation."""


@cache
def model() -> Linear:
    """The weights, written by `scripts/fit_texts.py`."""
    row = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))["words"]
    return Linear(tuple(row["weights"]), tuple(row["weights"].values()), row["bias"])


def strength(ours: Side, theirs: Side, weigh: Callable[[str], float]) -> Array:
    """For every pair of sentences the weight of their common words, times the share of these in both."""
    shared, total_o, total_t = shared_words(ours, theirs, weigh)
    result: Array = shared * 2 * shared / (total_o[:, None] + total_t[None, :])
    return result


def describe(ours: Side, theirs: Side, count: int, weigh: Callable[[str], float]) -> tuple[Array, Array]:
    """The features of each of `count` originals (rows in order of NAMES), and how much of ours each one's words tell.

    `best` and `three` are the strength of the best pair and of the three best rows, as logarithms; `names` and
    `numbers` that of the best pair which shares them.
    """
    pairs = strength(ours, theirs, weigh)
    names = (shared_names(ours, theirs)[0] + shared_names(theirs, ours)[0].T) / 2
    numbers = shared_numbers(ours, theirs)[0]
    owner = np.array(theirs.document)
    table, told = np.zeros((count, len(NAMES))), np.zeros(count)
    for number in range(count):
        columns = np.flatnonzero(owner == number)
        if not len(columns):
            table[number] = -99.0
            continue
        part = pairs[:, columns]
        rows = np.sort(part.max(axis=1))[::-1]
        table[number] = (
            np.log1p(rows[0]),
            np.log1p(rows[:3].sum()),
            np.log1p((names[:, columns] * np.sqrt(part)).max()),
            np.log1p((numbers[:, columns] * np.sqrt(part)).max()),
        )
        told[number] = rows.sum()
    return table, told


def worth_a_look(ours: Side, theirs: Side, count: int, weigh: Callable[[str], float]) -> tuple[list[int], Array]:
    """The originals of `count` that deserve a closer look, likeliest first; and what of ours each one tells."""
    table, told = describe(ours, theirs, count, weigh)
    logits = model().logit(table)
    order: Sequence[int] = [int(number) for number in np.lexsort((-told, -logits))]
    return [number for number in order if logits[number] >= LEAST][: MOST + len(ours) // 3], told
