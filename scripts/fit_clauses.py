"""Fit when a clause is told by the other side of a link, into weights.json; and how well the parts of links fit.

    TAUDIT_DATA=FOLDER python scripts/fit_clauses.py

Learns from `wmt18`: two translated lines told in one sentence, beside the original of one of them or of both. Prints
figures on stories that were left out. No text leaves this script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from fit_alignment import FOLDS, logistic, rows, save

from audit.alignment import clauses
from audit.alignment.weights import model
from audit.retrieval.pool import Pool
from corpora.documents import Document

PAIRS = 3
SHORTEST = 40


@dataclass
class Merged:
    """A sentence made of two with one original: the stretch that this tells, and which clauses lie in it."""

    story: str
    text: str
    original: str
    told: tuple[int, int]
    features: np.ndarray
    label: np.ndarray


def join(first: str, second: str) -> tuple[str, int]:
    """Two sentences in one, and where the second begins."""
    head = first.rstrip(".?! ") + ", and "
    return head + second, len(head)


def merged(pool: Pool) -> Iterator[Merged]:
    order = np.random.default_rng(7)
    for row in rows("wmt18", "translations.jsonl"):
        ours, theirs = row["text"].split("\n"), pool.get(row["original"]).text.split("\n")
        if len(ours) != len(theirs) or len(ours) < 4:
            continue
        for _ in range(PAIRS):
            i = int(order.integers(len(ours) - 1))
            j = int(order.choice([i + 1, order.integers(len(ours))]))
            if i == j or min(len(ours[i]), len(ours[j]), len(theirs[i]), len(theirs[j])) < SHORTEST:
                continue
            text, place = join(ours[i], ours[j])
            first = bool(order.random() < 0.5)
            told = (0, place) if first else (place, len(text))
            yield one(row["original"], text, theirs[i if first else j], told, pool)
            both = f"{theirs[i]} {theirs[j]}"
            alone = (0, len(theirs[i])) if first else (len(theirs[i]) + 1, len(both))
            yield one(row["original"], both, ours[i if first else j], alone, pool)


def one(story: str, text: str, original: str, told: tuple[int, int], pool: Pool) -> Merged:
    spans = clauses.clauses(text)
    features, _ = clauses.describe(text, spans, original, pool.weigh)
    label = np.array([told[0] <= (a + b) / 2 < told[1] for a, b in spans])
    return Merged(story, text, original, told, features, label)


def said(cases: list[Merged], pool: Pool, seen: list[tuple[str, str]]) -> None:
    """How well the stretches of the parts fit what is told, and how often whole sentences get parts."""
    right = found = true = 0
    for case in cases:
        inside = {at for (a, b), _ in clauses.parts(case.text, case.original, pool.weigh) for at in range(a, b)}
        inside = inside or set(range(len(case.text)))
        wanted = set(range(*case.told))
        right, found, true = right + len(inside & wanted), found + len(inside), true + len(wanted)
    none = sum(bool(clauses.parts(ours, theirs, pool.weigh)) for ours, theirs in seen)
    print(f"half told: P {right / found:.3f} R {right / true:.3f}; whole lines with parts: {none} of {len(seen)}")


def main() -> None:
    data = rows("wmt18", "originals.jsonl")
    pool = Pool.of(Document(id=row["id"], text=row["text"]) for row in data)
    cases = list(merged(pool))
    stories = sorted({case.story for case in cases})
    fold = {story: number % FOLDS for number, story in enumerate(stories)}
    labels, logits = [], []
    for number in range(FOLDS):
        fitted = logistic(clauses.NAMES, [(c.features, c.label) for c in cases if fold[c.story] != number])
        for case in cases:
            if fold[case.story] == number:
                labels.append(case.label)
                logits.append(fitted.logit(case.features))
    y, x = np.concatenate(labels), np.concatenate(logits)
    for least in (-2.0, -1.0, 0.0):
        told = x >= least
        print(
            f"clauses left out, log-odds {least}: {(told & y).sum() / y.sum():.3f} of the told ones kept, "
            f"{(~told & ~y).sum() / (~y).sum():.3f} of the others left out"
        )
    save({"clause": logistic(clauses.NAMES, [(case.features, case.label) for case in cases])})
    model.cache_clear()
    lines = [
        pair
        for row in rows("wmt18", "translations.jsonl")[::12]
        for pair in zip(row["text"].split("\n"), pool.get(row["original"]).text.split("\n"), strict=False)
    ]
    said(cases[::4], pool, lines)


if __name__ == "__main__":
    main()
