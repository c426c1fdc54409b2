"""Fit the weights of the dynamic program for parallel texts (averaged structured perceptron) into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_parallel.py [--check]

Learns from `beads`: translations, pivots, and translations with their pivots; and when a sentence joins the link of its
neighbour (`absorption`). `--check` prints strict F1 with texts left out in turn. No text leaves this script.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment import parallel, runs
from audit.alignment.matching import match
from audit.alignment.parallel import FEATURES, NAMES, PIVOT_FEATURES, PIVOT_NAMES, TYPES, Step
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model
from audit.alignment.windows import Windows
from audit.retrieval.pool import Pool
from corpora.documents import Document

EPOCHS = 8
RATE = 0.02


@dataclass(frozen=True, slots=True)
class Kind:
    """What is lined up with the originals: the translation, the pivot, or the translation with the pivot behind it."""

    name: str
    features: tuple[str, ...]
    names: tuple[str, ...]
    start: dict[str, float]
    cross: bool = False
    behind: bool = False


BEGINNING = {"meaning": 10.0, "around": -3.0, "1-0": -3.0, "0-1": -3.0}
HALVES = BEGINNING | {"meaning": 5.0, "around": -1.5, "pivot_meaning": 5.0, "pivot_around": -1.5}
KINDS = (
    Kind("parallel", FEATURES, NAMES, BEGINNING),
    Kind("parallel_cross", FEATURES, NAMES, BEGINNING, cross=True),
    Kind("parallel_pivot", PIVOT_FEATURES, PIVOT_NAMES, HALVES, behind=True),
)


class Text:
    """One pair of texts with the alignment by hand and the features of all beads."""

    def __init__(self, row: dict[str, Any], kind: Kind, pool: Pool) -> None:
        self.ours = row["pivot"]["lines"] if kind.cross else row["translation"]
        self.theirs = row["original"]
        self.kind, self.weigh = kind, pool.weigh
        self.behind = row["pivot"]["lines"] if kind.behind else None
        left, right = Windows(self.ours), Windows(self.theirs)
        pivots = Windows(self.behind) if self.behind else None
        for side in (left, right, pivots):
            if side is not None:
                side.sharpen({(size, place) for size in side.sizes for place in range(len(side.texts[size]))})
        self.tables = parallel.describe(left, right, pool.weigh, kind.cross, pivots)
        self.size = (len(left), len(right))
        self.gold = [Step(a[0] if a else 0, len(a), b[0] if b else 0, len(b)) for a, b in row["beads"]]

    def count(self, steps: list[Step]) -> np.ndarray:
        """The summed features of a path."""
        total, size = np.zeros(len(self.kind.names)), len(self.kind.features)
        for step in steps:
            bead = (step.left, step.right)
            if not step.right:
                total[-2] += 1
            elif not step.left:
                total[-1] += 1
            elif bead in TYPES:
                total[:size] += self.tables[bead][step.i, step.j]
                total[size + TYPES.index(bead)] += 1
        return total


def train(texts: list[Text], kind: Kind) -> Linear:
    def linear(weights: np.ndarray) -> Linear:
        return Linear(kind.names, tuple(float(weight) for weight in weights), 0.0)

    weights = np.array([kind.start.get(name, 0.0) for name in kind.names])
    for number, (a, b) in enumerate(TYPES):
        weights[len(kind.features) + number] = -0.5 * (a + b - 2) - 2.0 * (a + b)
    total, count = np.zeros_like(weights), 0
    order = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        for number in order.permutation(len(texts)):
            text = texts[number]
            table = parallel.scores(text.tables, linear(weights))
            for a, b in table:
                table[a, b] += (a + b) / 2
            for step in text.gold:
                if (step.left, step.right) in table:
                    table[step.left, step.right][step.i, step.j] -= (step.left + step.right) / 2
            drop = (weights[-2] + 0.5, weights[-1] + 0.5)
            found = parallel.path(table, text.size, drop)
            weights = weights + RATE / (1 + 0.3 * epoch) * (text.count(text.gold) - text.count(found))
            total, count = total + weights, count + 1
    return linear(total / count)


def strict(texts: list[Text], weights: Linear) -> np.ndarray:
    totals = np.zeros(3)
    for text in texts:
        steps = parallel.align(text.ours, text.theirs, text.weigh, text.kind.cross, weights, text.behind)
        found = {step for step in steps if step.left and step.right}
        gold = {step for step in text.gold if step.left and step.right}
        totals += (len(found & gold), len(found), len(gold))
    return totals


def fit_absorption(gold: list[dict[str, Any]], cross: bool, pool: Pool) -> Linear:
    """When a sentence without a link of its own belongs to the link above or below it: beads of two to one."""
    data = []
    for row in gold:
        ours = Side.of([row["pivot"]["lines"] if cross else row["translation"]])
        fit = match(ours, Side.of([row["original"]]), pool.weigh, None, cross)
        turned = Fit(fit.theirs, fit.ours, fit.first.T, fit.second.T, fit.weigh, fit.cross)
        truth = {(i, j) for left, right in row["beads"] for i in left for j in right}
        best = [
            (max(left, key=lambda i: fit.second[i, right[0]]), right[0])
            for left, right in row["beads"]
            if left and right
        ]
        choices = runs.options(turned, [runs.Run(j, i, i, 0.0) for i, j in best])
        labels = np.array([(place, run.row) in truth for run, place, _ in choices])
        data.append((runs.describe(turned, choices), labels))
    return logistic(runs.NAMES, data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", choices=[kind.name for kind in KINDS], nargs="+")
    arguments = parser.parse_args()
    gold = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold)
    for kind in KINDS:
        if arguments.only and kind.name not in arguments.only:
            continue
        texts = [Text(row, kind, pool) for row in gold]
        save({kind.name: train(texts, kind)})
        model.cache_clear()
        if not kind.behind:
            save({kind.name.replace("parallel", "absorption"): fit_absorption(gold, kind.cross, pool)})
        if arguments.check:
            totals = np.zeros(3)
            for fold in range(4):
                weights = train([text for number, text in enumerate(texts) if number % 4 != fold], kind)
                totals += strict(texts[fold::4], weights)
            print(f"{kind.name}: left-out strict F1 {2 * totals[0] / (totals[1] + totals[2]):.4f}", flush=True)


if __name__ == "__main__":
    main()
