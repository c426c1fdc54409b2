"""Fit the models of beads in parallel texts (log-linear over paths) into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_parallel.py [--check] [--only translation|pivot|both]

Learns from `beads`: translations, pivots, and translations with their pivots; and when a sentence joins the link of its
neighbour (`absorption`). `parallel` says roughly where the path lies, `bead` decides. `--check` writes nothing: it
prints strict and lax F1 with texts left out of both in turn. No text leaves this script.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment import runs
from audit.alignment.lattice import Lattice, Step
from audit.alignment.matching import match
from audit.alignment.parallel import (
    BEAD_NAMES,
    BEAD_PIVOT_NAMES,
    NAMES,
    PIVOT_NAMES,
    TYPES,
    Texts,
    dropped,
    near,
    scores,
)
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model
from audit.retrieval.pool import Pool
from corpora.documents import Document

STRENGTH = 0.05
WIDEST = 12.0
"""How much worse than the best path of hand-set weights a path may be that the rough model learns from."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is lined up with the originals: the translation, the pivot, or the translation with the pivot behind it."""

    name: str
    start: dict[str, float]
    cross: bool = False
    behind: bool = False


SIZES = {f"{a}-{b}": -0.5 * (a + b - 2) - 2.0 * (a + b) + 3.0 for a, b in TYPES}
BEGINNING = {"meaning": 8.0, "around": -3.0, "1-0": -3.0, "0-1": -3.0} | SIZES
HALVES = BEGINNING | {"meaning": 4.0, "around": -1.5, "pivot_meaning": 4.0, "pivot_around": -1.5}
KINDS = {
    "translation": Kind("", BEGINNING),
    "pivot": Kind("_cross", BEGINNING, cross=True),
    "both": Kind("_pivot", HALVES, behind=True),
}


@dataclass
class Text:
    """One pair of texts with the alignment by hand."""

    texts: Texts
    gold: list[Step]

    @classmethod
    def of(cls, row: dict[str, Any], kind: Kind, pool: Pool) -> Text:
        ours = row["pivot"]["lines"] if kind.cross else row["translation"]
        behind = row["pivot"]["lines"] if kind.behind else None
        gold = [Step(a[0] if a else 0, len(a), b[0] if b else 0, len(b)) for a, b in row["beads"]]
        return cls(Texts.of(ours, row["original"], pool.weigh, kind.cross, behind), gold)

    def known(self) -> list[tuple[int, int, int, int]]:
        """The beads by hand that the model knows."""
        return [
            (step.left, step.right, step.i, step.j)
            for step in self.gold
            if (step.left, step.right) in TYPES and step.left in self.texts.ours.sizes
        ]

    def first(self, start: Linear) -> Lattice:
        """The beads near the path of hand-set weights, by sums of vectors, with the rough features."""
        tables = self.texts.tables()
        close = near(scores(tables, start), (len(self.texts.ours), len(self.texts.theirs)), dropped(start), WIDEST)
        return self.texts.lattice(tables, [*{*close, *self.known()}], False)

    def second(self, rough: Linear) -> Lattice:
        """The beads that lining up looks at, and those by hand."""
        return self.texts.sharpened(rough, self.known())


def counted(lattice: Lattice, gold: Sequence[Step]) -> np.ndarray:
    """The summed features of the alignment by hand; beads that the model does not know are sentences dropped."""
    place = {tuple(bead): number for number, bead in enumerate(lattice.beads.tolist())}
    known = [place.get((step.left, step.right, step.i, step.j)) for step in gold]
    left = sum(step.left for step, number in zip(gold, known, strict=True) if number is None)
    right = sum(step.right for step, number in zip(gold, known, strict=True) if number is None)
    return np.append(lattice.features[[number for number in known if number is not None]].sum(axis=0), [left, right])


def train(data: Sequence[tuple[Lattice, Sequence[Step]]], names: Sequence[str], start: np.ndarray) -> Linear:
    """The log-linear model of paths under which the alignments by hand are likeliest, held near `start`."""
    from scipy.optimize import minimize

    aims = [counted(lattice, gold) for lattice, gold in data]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = STRENGTH / 2 * float(((w - start) ** 2).sum()), STRENGTH * (w - start)
        for (lattice, _), aim in zip(data, aims, strict=True):
            value, bead, left, right = lattice.chances(lattice.features @ w[:-2], (w[-2], w[-1]))
            total += value - float(aim @ w)
            slope = slope + np.append(bead @ lattice.features, [left.sum(), right.sum()]) - aim
        return total, slope

    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return Linear(tuple(names), tuple(float(weight) for weight in done.x), 0.0)


def fit(texts: Sequence[Text], kind: Kind) -> dict[str, Linear]:
    """The rough model, which says where to look, and the one that decides."""
    names = PIVOT_NAMES if kind.behind else NAMES
    start = Linear(names, tuple(kind.start.get(name, 0.0) for name in names), 0.0)
    rough = train([(one.first(start), one.gold) for one in texts], names, np.array(start.weights))
    value = dict(zip(rough.names, rough.weights, strict=True))
    names = BEAD_PIVOT_NAMES if kind.behind else BEAD_NAMES
    begin = np.array([value.get(name, 0.0) for name in names])
    return {
        "parallel" + kind.name: rough,
        "bead" + kind.name: train([(one.second(rough), one.gold) for one in texts], names, begin),
    }


def counts(texts: Sequence[Text], models: dict[str, Linear], kind: Kind) -> np.ndarray:
    """Right beads, beads found, beads by hand; beads that touch one by hand, beads by hand that touch one found."""
    totals = np.zeros(5)
    decides = models["bead" + kind.name]
    for text in texts:
        lattice = text.texts.sharpened(models["parallel" + kind.name])
        steps = lattice.best(lattice.features @ np.array(decides.weights[:-2]), dropped(decides))
        found = [step for step in steps if step.left and step.right]
        gold = [step for step in text.gold if step.left and step.right]
        totals += (
            len(set(found) & set(gold)),
            len(found),
            len(gold),
            sum(any(touch(one, other) for other in gold) for one in found),
            sum(any(touch(one, other) for other in found) for one in gold),
        )
    return totals


def touch(one: Step, other: Step) -> bool:
    """Whether two beads share a sentence on both sides."""
    return (
        one.i < other.i + other.left
        and other.i < one.i + one.left
        and one.j < other.j + other.right
        and other.j < one.j + one.right
    )


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


def check(texts: Sequence[Text], kind: Kind) -> None:
    """Strict and lax F1 of texts left out of both models in turn."""
    totals = np.zeros(5)
    for fold in range(4):
        models = fit([text for number, text in enumerate(texts) if number % 4 != fold], kind)
        totals += counts(texts[fold::4], models, kind)
    right, found, gold, near_found, near_gold = totals
    precision, recall = near_found / found, near_gold / gold
    print(
        f"bead{kind.name}: left-out strict F1 {2 * right / (found + gold):.4f}, "
        f"lax {2 * precision * recall / (precision + recall):.4f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", choices=list(KINDS), nargs="+", default=list(KINDS))
    arguments = parser.parse_args()
    gold = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold)
    for kind in (KINDS[name] for name in arguments.only):
        texts = [Text.of(row, kind, pool) for row in gold]
        if not arguments.check:
            save(fit(texts, kind))
            model.cache_clear()
            if not kind.behind:
                save({"absorption" + kind.name: fit_absorption(gold, kind.cross, pool)})
        if arguments.check:
            check(texts, kind)


if __name__ == "__main__":
    main()
