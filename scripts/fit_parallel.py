"""Fit the weights of the dynamic program for parallel texts (averaged structured perceptron) into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_parallel.py [--check]

Learns from `beads`; `--check` prints strict F1 with texts left out in turn. No text leaves this script.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment import parallel, runs
from audit.alignment.matching import match
from audit.alignment.order import NAMES as SCORE_NAMES
from audit.alignment.order import describe
from audit.alignment.parallel import FEATURES, NAMES, TYPES, Step
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model
from audit.alignment.windows import Windows
from audit.retrieval.pool import Pool
from corpora.documents import Document

EPOCHS = 8
RATE = 0.02


class Text:
    """One pair of texts with the alignment by hand and the features of all beads."""

    def __init__(self, row: dict[str, Any], cross: bool, pool: Pool) -> None:
        self.ours = row["pivot"]["lines"] if cross else row["translation"]
        self.theirs = row["original"]
        self.cross, self.weigh = cross, pool.weigh
        left, right = Windows(self.ours), Windows(self.theirs)
        for side in (left, right):
            side.sharpen({(size, place) for size in side.sizes for place in range(len(side.texts[size]))})
        self.tables = parallel.describe(left, right, pool.weigh, cross)
        self.size = (len(left), len(right))
        self.gold = [Step(a[0] if a else 0, len(a), b[0] if b else 0, len(b)) for a, b in row["beads"]]

    def count(self, steps: list[Step]) -> np.ndarray:
        """The summed features of a path."""
        total = np.zeros(len(NAMES))
        for step in steps:
            kind = (step.left, step.right)
            if not step.right:
                total[-2] += 1
            elif not step.left:
                total[-1] += 1
            elif kind in TYPES:
                total[: len(FEATURES)] += self.tables[kind][step.i, step.j]
                total[len(FEATURES) + TYPES.index(kind)] += 1
        return total


def linear(weights: np.ndarray) -> Linear:
    return Linear(NAMES, tuple(float(weight) for weight in weights), 0.0)


def train(texts: list[Text]) -> Linear:
    start = {"meaning": 10.0, "around": -3.0, "1-0": -3.0, "0-1": -3.0}
    weights = np.array([start.get(name, 0.0) for name in NAMES])
    for number, (a, b) in enumerate(TYPES):
        weights[len(FEATURES) + number] = -0.5 * (a + b - 2) - 2.0 * (a + b)
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
        steps = parallel.align(text.ours, text.theirs, text.weigh, text.cross, weights)
        found = {step for step in steps if step.left and step.right}
        gold = {step for step in text.gold if step.left and step.right}
        totals += (len(found & gold), len(found), len(gold))
    return totals


def fit_score(gold: list[dict[str, Any]], cross: bool, pool: Pool) -> Linear:
    """How likely a bead of the path is right, learnt with one in seven hand-made beads' originals taken away."""
    order = np.random.default_rng(1)
    data = []
    for row in gold:
        ours = row["pivot"]["lines"] if cross else row["translation"]
        away = {j for _, right in row["beads"] if order.random() < 1 / 7 for j in right}
        kept = [j for j in range(len(row["original"])) if j not in away]
        truth = {(i, j) for left, right in row["beads"] for i in left for j in right}
        theirs = [row["original"][j] for j in kept]
        fit = match(Side.of([ours]), Side.of([theirs]), pool.weigh, None, cross)
        steps = [step for step in parallel.align(ours, theirs, pool.weigh, cross) if step.left and step.right]
        labels = [
            any((i, kept[j]) in truth for i in range(one.i, one.i + one.left) for j in range(one.j, one.j + one.right))
            for one in steps
        ]
        data.append((describe(fit, np.arange(len(theirs)), steps), np.array(labels)))
    return logistic(SCORE_NAMES, data)


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--scores-only", action="store_true")
    arguments = parser.parse_args()
    check = arguments.check
    gold = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold)
    for name, cross in (("parallel", False), ("parallel_cross", True)):
        if arguments.scores_only:
            save({name.replace("parallel", "parallel_score"): fit_score(gold, cross, pool)})
            save({name.replace("parallel", "absorption"): fit_absorption(gold, cross, pool)})
            continue
        texts = [Text(row, cross, pool) for row in gold]
        save({name: train(texts)})
        model.cache_clear()
        save({name.replace("parallel", "parallel_score"): fit_score(gold, cross, pool)})
        save({name.replace("parallel", "absorption"): fit_absorption(gold, cross, pool)})
        if check:
            totals = np.zeros(3)
            for fold in range(4):
                weights = train([text for number, text in enumerate(texts) if number % 4 != fold])
                totals += strict(texts[fold::4], weights)
            print(f"{name}: left-out strict F1 {2 * totals[0] / (totals[1] + totals[2]):.4f}", flush=True)


if __name__ == "__main__":
    main()
