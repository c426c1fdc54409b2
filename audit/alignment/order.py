"""Texts told in the order of one original: found by their matches, lined up by dynamic programming."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.beads import Bead
from audit.alignment.links import elsewhere
from audit.alignment.parallel import align
from audit.alignment.runs import Fit
from audit.alignment.trim import trim
from audit.alignment.weights import model, probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("second", "best_first", "meaning", "left", "right")
FEWEST_ROWS = 8
LIKELY = 0.5
COVERED_SHARE = 0.8
ORDER_SHARE = 0.85
LONGEST_STEP = 3
JUMP_SHARE = 0.18
LONG = 80
MUTUAL_SHARE = 0.15
MUTUAL_ORDER = 0.6
DRIFT = 0.1


def one_story(fit: Fit) -> int | None:
    """The number of the text that ours follows sentence by sentence from beginning to end, or None.

    Short texts must match nearly throughout and without gaps. In long ones (literature, freely translated) single
    sentences match less surely, but those that are each other's best lie along the diagonal everywhere.
    """
    if len(fit.ours) < FEWEST_ROWS:
        return None
    owner = np.array(fit.theirs.document)
    top: tuple[float, int] | None = None
    for number in np.unique(owner):
        columns = np.flatnonzero(owner == number)
        if len(columns) < FEWEST_ROWS or not (_throughout(fit, columns) or _diagonal(fit, columns)):
            continue
        strength = float(fit.chance[:, columns].max(axis=1).sum())
        if top is None or strength > top[0]:
            top = (strength, int(number))
    return top[1] if top else None


def _throughout(fit: Fit, columns: NDArray[np.intp]) -> bool:
    """Whether nearly every row matches, in rising order, without jumps over several sentences of the other text."""
    chance = fit.chance[:, columns]
    rows = np.flatnonzero(chance.max(axis=1) >= LIKELY)
    places = chance[rows].argmax(axis=1)
    return (
        len(rows) >= COVERED_SHARE * len(fit.ours)
        and rising([int(place) for place in places]) >= ORDER_SHARE * len(rows)
        and _gapless(places, len(columns))
    )


def _diagonal(fit: Fit, columns: NDArray[np.intp]) -> bool:
    """Whether the pairs of a long text that are each other's best lie along the diagonal, in every tenth of both."""
    first = fit.first[:, columns]
    size = first.shape
    if min(size) < LONG:
        return False
    rows, places = np.arange(size[0]), first.argmax(axis=1)
    mutual = (first.argmax(axis=0)[places] == rows) & (fit.first.argmax(axis=1) == columns[places])
    rows, places = rows[mutual], places[mutual]
    if len(rows) < MUTUAL_SHARE * size[0] or rising([int(place) for place in places]) < MUTUAL_ORDER * len(rows):
        return False
    tenths = min(len(np.unique(10 * rows // size[0])), len(np.unique(10 * places // size[1])))
    drift = float(np.median(np.abs(rows / size[0] - places / size[1])))
    return tenths == 10 and drift <= DRIFT


def _gapless(places: NDArray[np.intp], count: int) -> bool:
    """Whether matches run through the whole of a text: few jumps over several of its sentences, and both ends near."""
    steps = np.diff(np.concatenate([[-1], places, [count]]))
    return float((np.abs(steps - 1) > LONGEST_STEP).mean()) <= JUMP_SHARE


def rising(places: list[int]) -> int:
    """The length of the longest non-decreasing subsequence."""
    tails: list[int] = []
    for place in places:
        at = bisect.bisect_right(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


def describe(fit: Fit, beads: Sequence[Bead]) -> Array:
    """The features of every bead: its best pair, meaning of that pair, how many sentences it joins."""
    result = []
    for bead in beads:
        rows, columns = slice(bead.first_row, bead.last_row + 1), slice(bead.first, bead.last + 1)
        meaning = fit.ours.vectors[rows] @ fit.theirs.vectors[columns].T
        second, first = fit.second[rows, columns].max(), fit.first[rows, columns].max()
        left, right = float(bead.last_row - bead.first_row + 1), float(bead.last - bead.first + 1)
        result.append((second, first, float(meaning.max()), left, right))
    features: Array = np.clip(np.array(result, dtype=np.float64).reshape(-1, len(NAMES)), -12.0, 12.0)
    return features


def aligned(fit: Fit, number: int) -> list[Bead]:
    """The beads of ours and their text `number` by dynamic programming, in order, without scores."""
    columns = np.flatnonzero(np.array(fit.theirs.document) == number)
    ours = [one.text for one in fit.ours.sentences]
    theirs = [fit.theirs.sentences[column].text for column in columns]
    return [
        Bead(step.i, step.i + step.left - 1, int(columns[step.j]), int(columns[step.j + step.right - 1]), 0.0)
        for step in align(ours, theirs, fit.weigh, fit.cross, behind=list(fit.behind) or None)
        if step.left and step.right
    ]


def in_order(fit: Fit, number: int, threshold: float) -> list[Bead]:
    """The beads of ours and their text `number`, in order; those likelier than `threshold` only."""
    beads = aligned(fit, number)
    if not fit.behind:  # trimming, which knows nothing of the pivot, would undo what it has told
        beads = trim(fit, beads)
    name = "parallel_score_cross" if fit.cross else "parallel_score"
    for bead, chance in zip(beads, probability(model(name).logit(describe(fit, beads))), strict=True):
        bead.score = float(chance)
    kept = []
    for bead, held in zip(beads, between(beads, threshold), strict=True):
        if held:
            bead.score = max(bead.score, threshold)
        if bead.score >= threshold:
            bead.others = elsewhere(fit, bead, fit.chance, threshold)
            kept.append(bead)
    return kept


def between(beads: Sequence[Bead], threshold: float) -> list[bool]:
    """Which beads of one sentence with one are held by sure ones that they follow and precede without a gap.

    Where a story is told in order, what stands between two linked sentences on both sides is the same, however freely
    it is told.
    """
    held = [False] * len(beads)
    for number in range(1, len(beads) - 1):
        before, bead, after = beads[number - 1 : number + 2]
        held[number] = (
            min(before.score, after.score) >= threshold
            and before.last_row + 1 == bead.first_row == bead.last_row == after.first_row - 1
            and before.last + 1 == bead.first == bead.last == after.first - 1
        )
    return held
