"""Links out of log-odds: each sentence's best run, joined runs, and the same story elsewhere as alternates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from audit.alignment.runs import Fit, Run, extend


@dataclass(slots=True)
class Bead:
    """Rows first_row..last_row of ours say what columns first..last of theirs say; `others` are runs elsewhere."""

    first_row: int
    last_row: int
    first: int
    last: int
    score: float
    others: list[tuple[int, int, float]] = field(default_factory=list)


def choose(fit: Fit, threshold: float) -> list[Bead]:
    """The links of two sides that share no order: per row the best run, if it is likelier than `threshold`."""
    if not len(fit.ours) or not len(fit.theirs):
        return []
    chance = fit.chance
    runs = [
        Run(row, int(column), int(column), float(fit.second[row, column]))
        for row, column in enumerate(fit.second.argmax(axis=1))
        if chance[row, column] >= threshold
    ]
    beads = [
        Bead(run.row, run.row, run.first, run.last, float(chance[run.row, run.first : run.last + 1].max()))
        for run in extend(fit, runs)
    ]
    for bead in beads:
        bead.others = elsewhere(fit, bead, chance, threshold)
    return join(fit, beads)


def elsewhere(fit: Fit, bead: Bead, chance: np.ndarray, threshold: float) -> list[tuple[int, int, float]]:
    """The best sentence of every other text that is likely enough for the bead's row."""
    owner = np.array(fit.theirs.document)
    row = chance[bead.first_row]
    found = []
    for number in np.unique(owner[(row >= threshold) & (owner != owner[bead.first])]):
        columns = np.flatnonzero(owner == number)
        best = int(columns[row[columns].argmax()])
        found.append((best, best, float(row[best])))
    return sorted(found, key=lambda other: -other[2])


def join(fit: Fit, beads: Sequence[Bead]) -> list[Bead]:
    """Beads of consecutive rows that meet in a column are one: a sentence of the original told in several."""
    joined: list[Bead] = []
    for bead in beads:
        last = joined[-1] if joined else None
        if last and last.last_row + 1 == bead.first_row and last.first <= bead.last and bead.first <= last.last:
            last.last_row = bead.last_row
            last.first, last.last = min(last.first, bead.first), max(last.last, bead.last)
            last.score = max(last.score, bead.score)
            known = {other[0] for other in last.others}
            last.others += [other for other in bead.others if other[0] not in known]
        else:
            joined.append(bead)
    return joined
