"""From two sides to log-odds: pairs first, then pairs with a look at their surroundings."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment import context, features, speech
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def match(
    ours: Side, theirs: Side, weigh: Callable[[str], float], prior: Array | None = None, cross: bool = False
) -> Fit:
    """Compare every sentence of ours with every one of theirs.

    `prior` is added to the log-odds of each column (how plausible its text is: the dates). `cross` says that the two
    sides are in two languages.
    """
    return _match(ours, theirs, weigh, None if prior is None else tuple(prior.tolist()), cross)


_AT_ONCE = 1_000_000
"""Pairs whose features are held in memory at the same time."""


def _first(ours: Side, theirs: Side, weigh: Callable[[str], float], cross: bool) -> Array:
    """The log-odds of pairs by what the two sentences say."""
    logits = model("pair_cross" if cross else "pair").logit(features.compare(ours, theirs, weigh))
    return logits if cross else logits + model("speech").logit(speech.describe(ours, theirs))


@lru_cache(maxsize=2)
def _match(
    ours: Side, theirs: Side, weigh: Callable[[str], float], prior: tuple[float, ...] | None, cross: bool
) -> Fit:
    """Kept for a moment: what retrieval has compared, lining up asks for again."""
    rows = len(ours) if len(ours) * len(theirs) <= _AT_ONCE else max(1, _AT_ONCE // len(theirs))
    parts = [ours.part(at, at + rows) for at in range(0, len(ours), max(1, rows))] or [ours]
    first = np.concatenate([_first(part, theirs, weigh, cross) for part in parts])
    if prior is not None:
        first = first + np.array(prior)[None, :]
    second = model("context_cross" if cross else "context").logit(context.surroundings(first, ours, theirs))
    return Fit(ours, theirs, first, second, weigh, cross)
