"""Fit the weights that say whether two statements under one link are the same, and write them to weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_quotes.py [--check]

Learns from wmt18, whose texts are translated line by line: quotations that have the same number in lines with equally
many are the same, others of the same text are not. Lines whose quotation is told without marks say nothing. `--check`
prints figures on texts left out.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment import quotes
from audit.alignment.weights import Linear
from audit.statements import Statement, statements

FOLDS = 6
BESIDE = 3

Data = tuple[np.ndarray, np.ndarray]


def examples(ours: list[str], theirs: list[str]) -> Data:
    """Pairs of quotations of one text: their features, and whether they are the same."""
    tables, labels = [], []
    left = [[one for one in statements(line) if one.quoted] for line in ours]
    right = [[one for one in statements(line) if one.quoted] for line in theirs]
    for i, mine in enumerate(left):
        for j in range(max(0, i - BESIDE), min(len(right), i + BESIDE + 1)):
            other = right[j]
            if not mine or not other or (i == j and len(mine) != len(other)):
                continue
            pairs = list(product(mine, other))
            tables.append(quotes.describe(pairs, mine, other))
            labels += [i == j and mine.index(a) == other.index(b) for a, b in pairs]
            if i == j:
                told = [unmarked(one) for one in other]
                tables.append(quotes.describe(list(product(mine, told)), mine, told))
                labels += [mine.index(a) == told.index(b) for a, b in product(mine, told)]
            else:
                told = [unmarked(one) for one in other]
                tables.append(quotes.describe(list(product(mine, told)), mine, told))
                labels += [False] * (len(mine) * len(told))
    table = np.concatenate(tables) if tables else np.zeros((0, len(quotes.NAMES)))
    return table, np.array(labels, dtype=bool)


def unmarked(one: Statement) -> Statement:
    """The same words as indirect speech would have them, as far as their words are compared."""
    return replace(one, quoted=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    originals = {row["id"]: row["text"].split("\n") for row in rows("wmt18", "originals.jsonl")}
    data: dict[str, list[Data]] = {}
    for row in rows("wmt18", "translations.jsonl"):
        ours, theirs = row["text"].split("\n"), originals[row["original"]]
        if len(ours) == len(theirs):
            data.setdefault(row["original"], []).append(examples(ours, theirs))
    if arguments.check:
        check(data)
    save({"quote": fit([one for group in data.values() for one in group])})


def fit(data: list[Data]) -> Linear:
    """A logistic model of the features."""
    return logistic(quotes.NAMES, data)


def check(data: dict[str, list[Data]]) -> None:
    """Precision and recall at even odds on the texts of originals that were left out."""
    said, right = [], []
    for fold in range(FOLDS):
        out = [group for number, group in enumerate(data.values()) if number % FOLDS == fold]
        kept = [group for number, group in enumerate(data.values()) if number % FOLDS != fold]
        weights = fit([one for group in kept for one in group])
        for table, labels in (one for group in out for one in group):
            said += (weights.logit(table) > 0).tolist()
            right += labels.tolist()
    found, true = np.array(said), np.array(right)
    both = (found & true).sum()
    print(
        f"pairs {len(true)}, the same {true.sum()}: precision {both / found.sum():.3f}, recall {both / true.sum():.3f}"
    )


if __name__ == "__main__":
    main()
