"""Intervals and paired tests of shares, resampled by story: names of one story fail together, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from audit.scores.metrics import Difference, draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

FEWEST_STORIES = 8
"""With fewer stories than this, segments are resampled instead: too few to say how stories differ."""


def units(stories: Sequence[str]) -> list[int]:
    """The number of the unit of each segment: its story, or itself where there are too few stories."""
    numbers: dict[str, int] = {}
    for story in stories:
        numbers.setdefault(story, len(numbers))
    return [numbers[story] for story in stories] if len(numbers) >= FEWEST_STORIES else list(range(len(stories)))


def by_unit(values: Matrix, unit: Sequence[int]) -> Matrix:
    """Counts of segments added up by unit."""
    return np.bincount(unit, weights=values, minlength=max(unit) + 1).astype(np.float64)


def accuracy(
    right: Matrix, total: Matrix, stories: Sequence[str], samples: int
) -> tuple[float | None, float | None, float | None]:
    """The share of counts by segment, with its 95 % interval; None where there is nothing to share."""
    everything = float(total.sum())
    if not everything:
        return None, None, None
    value = float(right.sum()) / everything
    unit = units(stories)
    ours, all_ = by_unit(right, unit), by_unit(total, unit)
    if samples < 2 or len(ours) < 2:
        return value, None, None
    drawn = [(float(ours[rows].sum()), float(all_[rows].sum())) for rows in draws(len(ours), samples)]
    shares = sorted(a / b for a, b in drawn if b)
    if not shares:
        return value, None, None
    cut = len(shares) // 40
    return value, shares[cut], shares[len(shares) - cut - 1]


def paired_share(
    baseline: tuple[Matrix, Matrix], system: tuple[Matrix, Matrix], stories: Sequence[str], samples: int
) -> Difference | None:
    """The paired bootstrap test of two shares over the same segments, each as right and total by segment; in [0, 1].

    The p-value is counted as sacreBLEU's. None where there is nothing to share.
    """
    if not baseline[1].sum() or not system[1].sum():
        return None
    unit = units(stories)
    (a, b), (c, d) = ([by_unit(part, unit) for part in side] for side in (baseline, system))
    first, second = float(a.sum() / b.sum()), float(c.sum() / d.sum())
    differences = np.array(
        [
            c[rows].sum() / d[rows].sum() - a[rows].sum() / b[rows].sum()
            for rows in draws(len(a), samples)
            if b[rows].sum() and d[rows].sum()
        ]
    )
    if not len(differences):
        return None
    spread = np.abs(differences)
    beyond = int(np.sum(spread - spread.mean() > abs(second - first)))
    ordered = np.sort(differences)
    cut = len(ordered) // 40
    return Difference(
        baseline=first,
        score=second,
        low=float(ordered[cut]),
        high=float(ordered[len(ordered) - cut - 1]),
        p=(beyond + 1) / (len(differences) + 1),
    )
