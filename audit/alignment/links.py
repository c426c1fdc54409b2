"""Links out of log-odds: each sentence's best run, joined runs, and the same story elsewhere as alternates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audit.alignment.beads import Bead
from audit.alignment.continuations import go_on
from audit.alignment.runs import Fit, Run, describe, extend, options
from audit.alignment.trim import trim
from audit.alignment.weights import model, probability

CLOSE = 2.5
"""Log-odds before rivals by which the same sentence at another outlet may be worse than the chosen one."""


GAP = 2
GAP_CHANCE = 0.2
GAP_SCORE = 0.6
"""A sentence alone between two links that follow each other may be linked to the one left between them when its own
probability is at least the second figure; it then gets at least the third. Not where the pivot has had its say: then
two witnesses have not been enough."""


def choose(fit: Fit, threshold: float) -> list[Bead]:
    """The links of two sides that share no order: per row the best run, if it is likelier than `threshold`."""
    if not len(fit.ours) or not len(fit.theirs):
        return []
    beads = trim(fit, grown(fit, threshold))
    go_on(fit, beads)
    for bead in beads:
        bead.others = elsewhere(fit, bead, fit.chance, threshold)
    return join(beads)


def grown(fit: Fit, threshold: float) -> list[Bead]:
    """Every row's best run with the neighbours that join it, of either side, in order of the rows."""
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
    absorb(fit, beads)
    return sorted(beads + fill(fit, beads, chance), key=lambda bead: bead.first_row)


def absorb(fit: Fit, beads: Sequence[Bead]) -> None:
    """Rows without a link join the bead above or below if it tells them too: one sentence told in two."""
    taken = {row for bead in beads for row in range(bead.first_row, bead.last_row + 1)}
    single = {bead.first: bead for bead in beads if bead.first == bead.last}
    turned = Fit(fit.theirs, fit.ours, fit.first.T, fit.second.T, fit.weigh, fit.cross)
    runs = [Run(bead.first, bead.first_row, bead.last_row, 0.0) for bead in single.values()]
    best = fit.second.argmax(axis=1)
    choices = [
        (run, row, longer) for run, row, longer in options(turned, runs) if row not in taken and best[row] == run.row
    ]
    if not choices:
        return
    name = "absorption_cross" if fit.cross else "absorption"
    logits = model(name).logit(describe(turned, choices))
    for (run, row, longer), logit in sorted(zip(choices, logits, strict=True), key=lambda item: -item[1]):
        if logit > 0 and row not in taken:
            bead = single[run.row]
            bead.first_row, bead.last_row = min(bead.first_row, longer.first), max(bead.last_row, longer.last)
            taken.add(row)


def fill(fit: Fit, beads: Sequence[Bead], chance: np.ndarray) -> list[Bead]:
    """Links for rows in the one gap of an unbroken run: what stands before and behind it follows on in both texts."""
    owner = np.array(fit.theirs.document)
    ends = {bead.last_row: bead for bead in beads}
    starts = {bead.first_row: bead for bead in beads}
    taken = {row for bead in beads for row in range(bead.first_row, bead.last_row + 1)}
    used = {column for bead in beads for column in range(bead.first, bead.last + 1)}
    found = []
    for row in range(1, len(fit.ours) - 1):
        before, after = ends.get(row - 1), starts.get(row + 1)
        if row in taken or row in fit.asked or before is None or after is None or after.first - before.last != GAP:
            continue
        column = before.last + 1
        same = owner[before.last] == owner[column] == owner[after.first]
        if same and column not in used and chance[row, column] >= GAP_CHANCE:
            found.append(Bead(row, row, column, column, max(GAP_SCORE, float(chance[row, column]))))
    return found


def elsewhere(fit: Fit, bead: Bead, chance: np.ndarray, threshold: float) -> list[tuple[int, int, float]]:
    """The best sentence of every other text that fits the bead's row nearly as well: the same story at other outlets.

    Rivals lower each other's probability, so a fit that is about as good before rivals are looked at counts too.
    """
    owner = np.array(fit.theirs.document)
    row = bead.first_row
    chosen = float(fit.first[row, bead.first : bead.last + 1].max())
    close = (chance[row] >= threshold) | ((fit.first[row] >= chosen - CLOSE) & (fit.first[row] >= 0.0))
    found = []
    for number in np.unique(owner[close & (owner != owner[bead.first])]):
        columns = np.flatnonzero((owner == number) & close)
        best = int(columns[fit.first[row, columns].argmax()])
        found.append((best, best, float(max(chance[row, best], probability(fit.first[row, best])))))
    return sorted(found, key=lambda other: -other[2])


def join(beads: Sequence[Bead]) -> list[Bead]:
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
