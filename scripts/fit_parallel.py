"""Fit the models of beads in parallel texts (log-linear over paths) into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_parallel.py [--check] [--only translation|pivot|both|several]

Learns from `beads`: translations, pivots, and translations with their pivots; and when a sentence joins the link of its
neighbour (`absorption`). `parallel` says roughly where the path lies, `bead` decides. How much less several sentences
stand for several where pivots are told sentence by sentence (`several`) is learnt from news: `ntrex` and the pivots of
`wmt18`, as they are and with some lines joined or dropped. `--check` writes nothing: it prints strict and lax F1 with
texts left out in turn, news by document whatever its language. `--only several` learns or checks that weight alone,
with the others as they stand. No text leaves this script.
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
    BEAD_CROSS_NAMES,
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


PLAIN, JOINED_LEFT, JOINED_RIGHT, DROPPED_LEFT, DROPPED_RIGHT = range(5)
SHARES = (0.82, 0.06, 0.06, 0.03, 0.03)
"""Which lines of edited news are left as they are, joined with the next, dropped."""
UNSPACED = ("zh", "ja")
SEVERAL = "several"


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

    @classmethod
    def of_news(cls, pairs: Sequence[tuple[str, str]], gap: str, edits: np.random.Generator | None) -> Text:
        """A pivot beside its original line by line; with `edits` some lines joined with the next, some dropped."""
        ours: list[str] = []
        theirs: list[str] = []
        gold = []
        at = 0
        while at < len(pairs):
            (mine, other), *after = pairs[at : at + 2]
            kind = edits.choice(len(SHARES), p=SHARES) if edits is not None else PLAIN
            left, right = [mine], [other]
            if kind in (JOINED_LEFT, JOINED_RIGHT) and after:
                left, right = [mine, after[0][0]], [other, after[0][1]]
                left, right = ([gap.join(left)], right) if kind == JOINED_LEFT else (left, [" ".join(right)])
            elif kind in (DROPPED_LEFT, DROPPED_RIGHT):
                left, right = ([], right) if kind == DROPPED_LEFT else (left, [])
            gold.append(Step(len(ours), len(left), len(theirs), len(right)))
            at += max(len(left), len(right)) if kind in (JOINED_LEFT, JOINED_RIGHT) else 1
            ours += left
            theirs += right
        return cls(Texts.of(ours, theirs, lambda _: 1.0, True, None), gold)

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


def train(
    data: Sequence[tuple[Lattice, Sequence[Step]]], names: Sequence[str], start: np.ndarray, only: str | None = None
) -> Linear:
    """The log-linear model of paths under which the alignments by hand are likeliest, held near `start`.

    `only` is the one weight that may change.
    """
    from scipy.optimize import minimize

    free = np.array([only in (None, name) for name in names], dtype=np.float64)
    aims = [counted(lattice, gold) for lattice, gold in data]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = STRENGTH / 2 * float(((w - start) ** 2).sum()), STRENGTH * (w - start)
        for (lattice, _), aim in zip(data, aims, strict=True):
            value, bead, left, right = lattice.chances(lattice.features @ w[:-2], (w[-2], w[-1]))
            total += value - float(aim @ w)
            slope = slope + np.append(bead @ lattice.features, [left.sum(), right.sum()]) - aim
        return total, slope * free

    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return Linear(tuple(names), tuple(float(weight) for weight in done.x), 0.0)


def fit(texts: Sequence[Text], kind: Kind, news: Sequence[Text] = ()) -> dict[str, Linear]:
    """The rough model, which says where to look, and the one that decides."""
    names = PIVOT_NAMES if kind.behind else NAMES
    start = Linear(names, tuple(kind.start.get(name, 0.0) for name in names), 0.0)
    rough = train([(one.first(start), one.gold) for one in texts], names, np.array(start.weights))
    value = dict(zip(rough.names, rough.weights, strict=True))
    names = BEAD_PIVOT_NAMES if kind.behind else BEAD_CROSS_NAMES if kind.cross else BEAD_NAMES
    begin = np.array([value.get(name, 0.0) for name in names])
    bead = train([(one.second(rough), one.gold) for one in texts], names, begin)
    if news:
        bead = evened(bead, [(one.second(rough), one.gold) for one in news])
    return {"parallel" + kind.name: rough, "bead" + kind.name: bead}


def evened(bead: Linear, news: Sequence[tuple[Lattice, Sequence[Step]]]) -> Linear:
    """The same model with the weight of `several` from news."""
    value = dict(zip(bead.names, bead.weights, strict=True)) | {"several": 0.0}
    return train(news, BEAD_CROSS_NAMES, np.array([value[name] for name in BEAD_CROSS_NAMES]), only="several")


def news_of() -> list[tuple[int, Text, bool]]:
    """News with the number of its document, and whether it was edited: pivots in seven languages."""
    translated: dict[str, str] = {}
    for row in rows("wmt18", "translations.jsonl"):
        translated.setdefault(row["original"], row["pivot"]["text"])
    originals = {row["id"]: row["text"] for row in rows("wmt18", "originals.jsonl")}
    known = [(row["original"]["text"], row["pivots"]) for row in rows("ntrex", "parallel.jsonl")]
    known += [(originals[id], {"zh": text}) for id, text in translated.items()]
    found = []
    for number, (original, pivots) in enumerate(known):
        for place, (lang, text) in enumerate(pivots.items()):
            lines = zip(text.split("\n"), original.split("\n"), strict=True)
            pairs = [(mine, other) for mine, other in lines if mine.strip() and other.strip()]
            gap = "" if lang in UNSPACED else " "
            edits = np.random.default_rng((number, place))
            found.append((number, Text.of_news(pairs, gap, None), False))
            found.append((number, Text.of_news(pairs, gap, edits), True))
    return found


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


def check(texts: Sequence[Text], kind: Kind, news: Sequence[Text]) -> None:
    """Strict and lax F1 of stories left out of both models in turn."""
    totals = np.zeros(5)
    for fold in range(4):
        models = fit([text for number, text in enumerate(texts) if number % 4 != fold], kind, news)
        totals += counts(texts[fold::4], models, kind)
    told("left out", kind, totals)


def check_several(news: Sequence[tuple[int, Text, bool]]) -> None:
    """The same of news, with and without `several`; the other weights, which come of literature, as they stand."""
    kind, rough = KINDS["pivot"], model("parallel_cross")
    totals = np.zeros((2, 2, 5))
    data = [(number, (text.second(rough), text.gold)) for number, text, _ in news]
    for fold in range(4):
        learnt = evened(model("bead_cross"), [pair for number, pair in data if number % 4 != fold])
        for place, bead in enumerate((evened(learnt, []), learnt)):
            models = {"parallel_cross": rough, "bead_cross": bead}
            for edited in (False, True):
                left = [text for number, text, changed in news if number % 4 == fold and changed == edited]
                totals[place, int(edited)] += counts(left, models, kind)
    for place, what in enumerate(("without", "with")):
        told(f"news {what} `several`", kind, totals[place, 0])
        told(f"edited news {what} `several`", kind, totals[place, 1])


def told(what: str, kind: Kind, totals: np.ndarray) -> None:
    """Print strict and lax F1 of these counts."""
    right, found, gold, near_found, near_gold = totals
    precision, recall = near_found / found, near_gold / gold
    print(
        f"bead{kind.name} {what}: strict F1 {2 * right / (found + gold):.4f}, "
        f"lax {2 * precision * recall / (precision + recall):.4f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", choices=[*KINDS, SEVERAL], nargs="+", default=list(KINDS))
    arguments = parser.parse_args()
    news = news_of() if {"pivot", SEVERAL} & set(arguments.only) else []
    if SEVERAL in arguments.only and arguments.check:
        check_several(news)
    elif SEVERAL in arguments.only:
        rough = model("parallel_cross")
        save({"bead_cross": evened(model("bead_cross"), [(text.second(rough), text.gold) for _, text, _ in news])})
    gold = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold)
    for kind in (KINDS[name] for name in arguments.only if name in KINDS):
        texts = [Text.of(row, kind, pool) for row in gold]
        seen = [text for _, text, _ in news] if kind.cross else []
        if not arguments.check:
            save(fit(texts, kind, seen))
            model.cache_clear()
            if not kind.behind:
                save({"absorption" + kind.name: fit_absorption(gold, kind.cross, pool)})
        if arguments.check:
            check(texts, kind, seen)


if __name__ == "__main__":
    main()
