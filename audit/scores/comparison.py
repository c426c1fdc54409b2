"""Paired comparison of two sets of scored segments: two engines over one original, a text before and after `fix`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from audit.scores.metrics import NAMES, SAMPLES, Difference, Metrics, paired
from audit.scores.resampling import paired_share
from audit.scoring import Scored

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`system` against `baseline` on the segments that both have; `left_out` counts those that only one has."""

    baseline: str
    system: str
    segments: int
    left_out: int
    differences: Mapping[str, Difference]


def compare(
    baseline: tuple[str, Sequence[Scored]],
    system: tuple[str, Sequence[Scored]],
    metrics: Metrics,
    samples: int = SAMPLES,
    by_document: bool = False,
) -> Comparison | None:
    """The paired tests of every metric and of entity accuracy; None where fewer than two segments are shared.

    Segments belong together when they are scored against the same spans of originals; with `by_document` also only
    within the document of the same id (a text before and after it was mended).
    """
    ours, theirs = (_places(parts, by_document) for _, parts in (system, baseline))
    shared = [key for key in theirs if key in ours]
    if len(shared) < 2:
        return None
    first, second = ([places[key] for key in shared] for places in (theirs, ours))
    differences: dict[str, Difference] = {}
    for name in NAMES:
        before = np.array([part.counts[name][n] for part, n in first])
        after = np.array([part.counts[name][n] for part, n in second])
        differences[name] = paired(before, after, partial(metrics.score, name), samples)
    before = np.array([part.entities[n] for part, n in first])
    after = np.array([part.entities[n] for part, n in second])
    stories = [part.stories[n] for part, n in first]
    entities = paired_share(_shares(before), _shares(after), stories, samples)
    if entities is not None:
        differences["entities"] = entities
    return Comparison(
        baseline=baseline[0],
        system=system[0],
        segments=len(shared),
        left_out=len(theirs) + len(ours) - 2 * len(shared),
        differences=differences,
    )


def _places(parts: Iterable[Scored], by_document: bool) -> dict[tuple[str, str, int], tuple[Scored, int]]:
    """Where each segment stands: by document (or ""), its key, and how often the key came before."""
    out: dict[tuple[str, str, int], tuple[Scored, int]] = {}
    for part in parts:
        for n, key in enumerate(part.keys):
            place = (part.id if by_document else "", key, 0)
            while place in out:
                place = (place[0], key, place[2] + 1)
            out[place] = (part, n)
    return out


def _shares(entities: Matrix) -> tuple[Matrix, Matrix]:
    """Right and all, names and values together, by segment."""
    return entities[:, [0, 2]].sum(1), entities[:, [1, 3]].sum(1)
