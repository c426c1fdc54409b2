"""Does a sentence tell more than one sentence of the original? Neighbours are added while the run fits better."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.features import compare
from audit.alignment.sides import Side
from audit.alignment.weights import model, probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("gain", "alone", "claimed", "length_gain", "meaning_gain", "covered_gain", "length_before")
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Columns first to last of `theirs` that one row of `ours` tells; `logit` of the row's best column."""

    row: int
    first: int
    last: int
    logit: float


@dataclass(frozen=True)
class Fit:
    """Everything known of two sides: features, first log-odds, log-odds after a look at the surroundings.

    `behind` is the pivot's text behind each of our sentences, where it helps to line them up in order; else empty.
    `asked` are the rows of which the pivot has said what it tells.
    """

    ours: Side
    theirs: Side
    first: Array
    second: Array
    weigh: Callable[[str], float]
    cross: bool = False
    behind: tuple[str, ...] = ()
    asked: frozenset[int] = frozenset()

    @cached_property
    def chance(self) -> Array:
        """The calibrated probability of every pair."""
        return probability(model("calibration_cross" if self.cross else "calibration").logit(self.second[..., None]))


def options(fit: Fit, runs: Sequence[Run]) -> list[tuple[Run, int, Run]]:
    """Every run with a neighbouring column that could be added: (run, column, longer run)."""
    found = []
    document = fit.theirs.document
    for run in runs:
        if run.last - run.first + 1 >= LONGEST:
            continue
        for column, longer in (
            (run.first - 1, Run(run.row, run.first - 1, run.last, run.logit)),
            (run.last + 1, Run(run.row, run.first, run.last + 1, run.logit)),
        ):
            if 0 <= column < len(fit.theirs) and document[column] == document[run.first]:
                found.append((run, column, longer))
    return found


def text_of(side: Side, first: int, last: int) -> str:
    """The text of a run of sentences."""
    return " ".join(side.sentences[place].text for place in range(first, last + 1))


def describe(fit: Fit, choices: Sequence[tuple[Run, int, Run]]) -> Array:
    """The features of every choice of a neighbour: an array of len(choices) x len(NAMES)."""
    if not choices:
        return np.zeros((0, len(NAMES)))
    rows = sorted({run.row for run, _, _ in choices})
    windows = sorted({(r.first, r.last) for run, _, longer in choices for r in (run, longer)})
    ours = Side.of([[fit.ours.sentences[row].text for row in rows]])
    theirs = Side.of([[text_of(fit.theirs, first, last) for first, last in windows]])
    table = compare(ours, theirs, fit.weigh)
    logits = model("pair_cross" if fit.cross else "pair").logit(table)
    row_at = {row: number for number, row in enumerate(rows)}
    window_at = {window: number for number, window in enumerate(windows)}
    best_other = _best_of_other_rows(fit.second)
    result = []
    for run, column, longer in choices:
        row, before, after = row_at[run.row], window_at[run.first, run.last], window_at[longer.first, longer.last]
        own = len(ours.sentences[row].text)
        ratio_before = math.log((own + 5) / (len(theirs.sentences[before].text) + 5))
        ratio_after = math.log((own + 5) / (len(theirs.sentences[after].text) + 5))
        gain = table[row, after] - table[row, before]
        result.append(
            (
                float(np.clip(logits[row, after] - logits[row, before], -6, 6)),
                float(np.clip(fit.second[run.row, column], -8, 8)),
                float(probability(best_other[run.row, column])),
                abs(ratio_before) - abs(ratio_after),
                gain[0],
                gain[1],
                ratio_before,
            )
        )
    return np.array(result)


def _best_of_other_rows(logits: Array) -> Array:
    """For every pair the best log-odds of its column in another row."""
    if logits.shape[0] < 2:
        return np.full_like(logits, -20.0)
    top = np.argmax(logits, axis=0)
    best = np.tile(logits.max(axis=0), (logits.shape[0], 1))
    rest = logits.copy()
    rest[top, np.arange(logits.shape[1])] = -np.inf
    best[top, np.arange(logits.shape[1])] = rest.max(axis=0)
    return best


def extend(fit: Fit, runs: Sequence[Run]) -> list[Run]:
    """The runs, each lengthened while a neighbour is more likely told by the row than not."""
    growing, done = list(runs), []
    while growing:
        choices = options(fit, growing)
        better: dict[int, tuple[float, Run]] = {}
        for (run, _, longer), logit in zip(
            choices, model("extension_cross" if fit.cross else "extension").logit(describe(fit, choices)), strict=True
        ):
            number = growing.index(run)
            if logit > 0 and logit > better.get(number, (0.0, run))[0]:
                better[number] = (float(logit), longer)
        done += [run for number, run in enumerate(growing) if number not in better]
        growing = [run for _, run in better.values()]
    return sorted(done, key=lambda run: (run.row, run.first))
