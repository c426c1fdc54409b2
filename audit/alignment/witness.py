"""The pivot as a second witness: what stands behind a sentence also says which sentence of an original it tells.

Where the translation is mangled beyond recognition its pivot may still be plain; where the two are put side by side
wrongly the translation decides. The weights `pair_pivot` join both (`scripts/fit_pivot.py`, with figures on stories
left out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.context import surroundings
from audit.alignment.features import compare
from audit.alignment.meaning import encoder
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("first", "pivot", "least", "faithful", "trusted", "pairing", "astray")
CERTAIN = 0.97
"""Probability of a sentence's best link from which the pivot is not asked."""
FAITHFUL = 0.7
"""Likeness in meaning of a sentence and what stands behind it from which the pivot has nothing to add: not mangled."""
DOUBT = 0.5
"""Log-odds by which the pivot must convince more than it was fitted to: a wrong link costs more than a missing one."""
CERTAIN_SHARE = 0.9
"""Share of certain sentences from which a text told in order is lined up without the pivot."""
_CLIP = 12.0


def describe(first: Array, pivot: Array, pairing: Array, astray: Array) -> Array:
    """The features of every pair: an array of rows x columns x len(NAMES).

    `first` and `pivot` are the log-odds of the translation's sentences and of what stands behind them; `pairing` how
    alike in meaning these two are, `astray` how much more alike what stands behind a neighbour is, one number a row.
    """
    ours, behind = np.clip(first, -_CLIP, _CLIP), np.clip(pivot, -_CLIP, _CLIP)
    alike, other = (np.broadcast_to(row[:, None], ours.shape) for row in (pairing, astray))
    return np.stack([ours, behind, np.minimum(ours, behind), ours * alike, behind * alike, alike, other], axis=-1)


def likeness(ours: Array, behind: Array, rows: Sequence[int]) -> tuple[Array, Array]:
    """How like what stands behind it each of some rows is, and how much more like what stands behind a neighbour.

    `ours` and `behind` are vectors of all rows, those of rows without a pivot zero.
    """
    count = len(ours)
    own = np.array([float(ours[row] @ behind[row]) for row in rows])
    near = [(max(0, row - 1), min(count - 1, row + 1)) for row in rows]
    other = [max(float(ours[row] @ behind[one]) for one in pair) for row, pair in zip(rows, near, strict=True)]
    return own, np.maximum(0.0, np.array(other) - own)


def strengthened(fit: Fit, behind: Sequence[str]) -> Fit:
    """The fit with what the pivot says of the rows that are not certain without it.

    `behind` is the stretch of the pivot that each row renders, empty where none is known.
    """
    if fit.cross or not len(fit.theirs) or not any(behind):
        return fit
    unsure = fit.chance.max(axis=1) < CERTAIN
    vectors = np.zeros(fit.ours.vectors.shape)
    near = {
        place
        for row in map(int, np.flatnonzero(unsure))
        for place in (row - 1, row, row + 1)
        if 0 <= place < len(behind)
    }
    looked = sorted(place for place in near if behind[place])
    if looked:
        vectors[looked] = encoder().encode([behind[row] for row in looked])
    asked = [row for row in looked if unsure[row]]
    pairing, astray = likeness(fit.ours.vectors.astype(float), vectors, asked)
    mangled = pairing < FAITHFUL
    rows = [row for row, is_mangled in zip(asked, mangled, strict=True) if is_mangled]
    if not rows:
        return fit
    pivots = Side.of([[behind[row] for row in rows]])
    said = model("pair_cross").logit(compare(pivots, fit.theirs, fit.weigh))
    first = fit.first.copy()
    told = describe(fit.first[rows], said, pairing[mangled], astray[mangled])
    first[rows] = model("pair_pivot").logit(told) - DOUBT
    second = model("context").logit(surroundings(first, fit.ours, fit.theirs))
    needed = all(behind) and float(unsure.mean()) > 1.0 - CERTAIN_SHARE
    return replace(fit, first=first, second=second, behind=tuple(behind) if needed else (), asked=frozenset(rows))
