"""Fit which sentences belong to a bead, and how sure a bead is, into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_trim.py [--check]

Learns from news (`composites`, `wmt18`, `ntrex`) and literature (`beads`), each also with some sentences of the
originals missing and with long sentences cut in two. Run it after fit_alignment, fit_cross and fit_parallel. `--check`
prints figures with texts left out. No text leaves this script.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_alignment import FOLDS, MISSING, composites, logistic, rows, save, without_some

from audit.alignment import links, order, trim
from audit.alignment.beads import Bead
from audit.alignment.matching import match
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model
from audit.retrieval.pool import Pool
from corpora.documents import Document

Pairs = set[tuple[int, int]]
HALVED = 0.2
LANGUAGES = 3


@dataclass
class Lined:
    """Beads of two sides with what is true of them: edges that belong, beads that are right."""

    group: str
    news: bool
    edges: np.ndarray
    belongs: np.ndarray
    beads: np.ndarray
    right: np.ndarray


def in_two(lines: Sequence[str], chance: np.random.Generator) -> tuple[list[str], list[int]]:
    """Some long lines cut in two at a comma near their middle; and the number of the line that each came from."""
    out, source = [], []
    for number, line in enumerate(lines):
        commas = [found.end() for found in re.finditer(r"[,;:、，；] ?", line)]
        place = min(commas, key=lambda at: abs(at - len(line) / 2), default=0)
        cut = min(place, len(line) - place) > 15 and chance.random() < HALVED
        out += [line[:place].rstrip(), line[place:]] if cut else [line]
        source += [number] * (2 if cut else 1)
    return out, source


def changed(
    ours: Sequence[str], theirs: Sequence[str], truth: Pairs, share: float, halve: bool, chance: np.random.Generator
) -> tuple[list[str], list[str], Pairs]:
    """The two texts with some of theirs missing and, if `halve`, some of both cut in two; and what is then true."""
    away = {column for column in range(len(theirs)) if chance.random() < share}
    kept = [column for column in range(len(theirs)) if column not in away]
    texts = [theirs[column] for column in kept]
    left, right = (
        in_two(lines, chance) if halve else (list(lines), list(range(len(lines)))) for lines in (ours, texts)
    )
    pairs = {
        (row, column) for row, i in enumerate(left[1]) for column, j in enumerate(right[1]) if (i, kept[j]) in truth
    }
    return left[0], right[0], pairs


def followed(
    group: str, news: bool, ours: Sequence[str], theirs: Sequence[str], truth: Pairs, pool: Pool, cross: bool
) -> Lined:
    """Two texts told in the same order."""
    fit = match(Side.of([ours]), Side.of([theirs]), pool.weigh, None, cross)
    return looked_at(group, news, fit, order.aligned(fit, 0), truth)


def looked_at(group: str, news: bool, fit: Fit, beads: Sequence[Bead], truth: Pairs) -> Lined:
    """The edges of some beads before trimming, and the beads after it, with what is true of both."""
    found = trim.edges(beads)

    def belongs(edge: trim.Edge) -> bool:
        bead = beads[edge.bead]
        if edge.ours:
            return any((edge.place, column) in truth for column in range(bead.first, bead.last + 1))
        return any((row, edge.place) in truth for row in range(bead.first_row, bead.last_row + 1))

    def right(bead: Bead) -> bool:
        columns = range(bead.first, bead.last + 1)
        return any((row, column) in truth for row in range(bead.first_row, bead.last_row + 1) for column in columns)

    return Lined(
        group,
        news,
        trim.describe(fit, beads, found),
        np.array([belongs(edge) for edge in found], dtype=bool),
        order.describe(fit, beads),
        np.array([right(bead) for bead in beads], dtype=bool),
    )


def literature(cross: bool, chance: np.random.Generator) -> Iterable[Lined]:
    gold = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold)
    for row in gold:
        ours = row["pivot"]["lines"] if cross else row["translation"]
        truth = {(i, j) for left, right in row["beads"] for i in left for j in right}
        yield followed(row["id"], False, ours, row["original"], truth, pool, cross)
        less = changed(ours, row["original"], truth, 1 / 7, False, chance)
        yield followed(row["id"], False, *less, pool, cross)


def news(chance: np.random.Generator) -> Iterable[Lined]:
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    texts = rows("wmt18", "translations.jsonl")
    for number in chance.choice(len(texts), 48, replace=False):
        row = texts[int(number)]
        ours, theirs = row["text"].split("\n"), pool.get(row["original"]).text.split("\n")
        if len(ours) == len(theirs):
            truth = {(i, i) for i in range(len(ours))}
            yield followed(row["original"], True, *changed(ours, theirs, truth, MISSING, True, chance), pool, False)
    documents = {
        row["doc"]: min(link[0] for one in row["segments"] for link in one["links"])
        for row in rows("composites", "gold.jsonl")
    }
    for case in composites(pool):
        for one in (case, without_some(case, MISSING, chance)):
            fit = match(one.ours, one.theirs, pool.weigh)
            truth = {(int(i), int(j)) for i, j in np.argwhere(one.gold)}
            yield looked_at(documents[case.id], True, fit, links.grown(fit, 0.5), truth)


def pivots(chance: np.random.Generator) -> Iterable[Lined]:
    texts = rows("ntrex", "parallel.jsonl")
    pool = Pool.of(Document(id=row["id"], text=row["original"]["text"]) for row in texts)
    for row in texts:
        langs = sorted(row["pivots"])
        for number in chance.choice(len(langs), LANGUAGES, replace=False):
            ours, theirs = row["pivots"][langs[int(number)]].split("\n"), row["original"]["text"].split("\n")
            if len(ours) == len(theirs) and len(ours) > 4:
                truth = {(i, i) for i in range(len(ours))}
                yield followed(row["id"], True, *changed(ours, theirs, truth, MISSING, True, chance), pool, True)


def fit(texts: Sequence[Lined]) -> dict[str, Linear]:
    return {
        "trim": logistic(trim.NAMES, [(one.edges, one.belongs) for one in texts if len(one.belongs)]),
        "parallel_score": logistic(order.NAMES, [(one.beads, one.right) for one in texts if len(one.right)]),
    }


def check(texts: Sequence[Lined]) -> None:
    """Edges and beads judged by weights learnt without their texts."""
    groups = sorted({one.group for one in texts})
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    counts = {news: np.zeros((2, 2), dtype=int) for news in (True, False)}
    for number in range(FOLDS):
        models = fit([one for one in texts if fold[one.group] != number])
        for one in texts:
            if fold[one.group] == number and len(one.belongs):
                kept = models["trim"].logit(one.edges) >= 0
                for a in (False, True):
                    for b in (False, True):
                        counts[one.news][int(a), int(b)] += int(((one.belongs == a) & (kept == b)).sum())
    for news_text, table in counts.items():
        kind = "news" if news_text else "literature"
        print(
            f"  {kind}: foreign {table[0, 0]} taken out, {table[0, 1]} left; own {table[1, 1]} left, {table[1, 0]} lost"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    for cross in (False, True):
        chance = np.random.default_rng(7)
        texts = [*literature(cross, chance), *(pivots(chance) if cross else news(chance))]
        if arguments.check:
            print("pivot" if cross else "translation")
            check(texts)
        save({name + ("_cross" if cross else ""): one for name, one in fit(texts).items()})
        model.cache_clear()


if __name__ == "__main__":
    main()
