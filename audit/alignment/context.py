"""What the surroundings of a pair say: neighbours that fit too, rivals, and how much the two texts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.sides import Side
from audit.alignment.weights import probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("logit", "before", "after", "near", "rival_row", "rival_column", "text")
_CLIP = 6.0


def surroundings(logits: Array, ours: Side, theirs: Side) -> Array:
    """Features of every pair from the pairs around it: an array of rows x columns x len(NAMES).

    `before` and `after` are the best probability among pairs one or two sentences further up or down on both sides,
    `near` that of pairs crossed or beside; `rival_row` and `rival_column` how much better the pair is than the best
    other one of its row or column that is not its neighbour; `text` how much of the rest of our text theirs explains.
    """
    chance = probability(logits)
    start = np.array([place == 0 for place in theirs.position])
    row_start = np.array([place == 0 for place in ours.position])
    before = np.zeros_like(chance)
    after = np.zeros_like(chance)
    near = np.zeros_like(chance)
    for down, right in ((1, 1), (1, 2), (2, 1)):
        np.maximum(before, _moved(chance, down, right, row_start, start), out=before)
        np.maximum(after, _moved(chance, -down, -right, row_start, start), out=after)
    for down, right in ((1, -1), (-1, 1), (2, 2), (-2, -2), (1, 3), (-1, -3), (1, 0), (-1, 0), (0, 1), (0, -1)):
        np.maximum(near, _moved(chance, down, right, row_start, start), out=near)
    return np.stack(
        [
            logits,
            before,
            after,
            near,
            np.clip(logits - _rival(logits, np.array(theirs.document)), -_CLIP, _CLIP),
            np.clip(logits - _rival(logits.T, np.array(ours.document)).T, -_CLIP, _CLIP),
            _text_support(chance, np.array(theirs.document)),
        ],
        axis=-1,
    )


def _moved(chance: Array, down: int, right: int, row_start: Array, start: Array) -> Array:
    """Each pair's value `down` rows up and `right` columns to the left of it, 0 where that is another text."""
    moved = np.zeros_like(chance)
    rows, columns = chance.shape
    if abs(down) >= rows or abs(right) >= columns:
        return moved
    to_row, from_row = _slices(down, rows)
    to_column, from_column = _slices(right, columns)
    moved[to_row, to_column] = chance[from_row, from_column]
    texts = np.cumsum(start)
    foreign: NDArray[np.bool_] = np.ones(columns, dtype=bool)
    foreign[to_column] = texts[to_column] != texts[from_column]
    moved[:, foreign] = 0.0
    own = np.cumsum(row_start)
    other = np.ones(rows, dtype=bool)
    other[to_row] = own[to_row] != own[from_row]
    moved[other] = 0.0
    return moved


def _slices(step: int, size: int) -> tuple[slice, slice]:
    if step >= 0:
        return slice(step, size), slice(0, size - step)
    return slice(0, size + step), slice(-step, size)


def _rival(logits: Array, document: Array) -> Array:
    """For every pair the best log-odds of its row away from its own column and those beside it; -20 without any."""
    rows, columns = logits.shape
    if columns == 0:
        return logits
    top = min(4, columns)
    order = np.argpartition(-logits, top - 1, axis=1)[:, :top]
    values = np.take_along_axis(logits, order, axis=1)
    place = np.arange(columns)
    best = np.full((rows, columns), -20.0)
    for rank in range(top):
        at = order[:, rank][:, None]
        beside = (np.abs(at - place[None, :]) <= 1) & (document[at] == document[None, :])
        np.maximum(best, np.where(beside, -20.0, values[:, rank][:, None]), out=best)
    return best


def _text_support(chance: Array, document: Array) -> Array:
    """For every pair, log(1 + number of other rows that the column's text explains)."""
    support = np.zeros_like(chance)
    for number in np.unique(document):
        columns = document == number
        best = chance[:, columns].max(axis=1)
        support[:, columns] = np.log1p(best.sum() - best)[:, None]
    return support
