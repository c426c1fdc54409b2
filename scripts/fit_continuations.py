"""Fit when a short sentence that goes on about the one before it is told in the same link; write it to weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_continuations.py [--check]

Learns from wmt18, whose texts are translated line by line: two lines told in one sentence, and the first line alone.
`--check` prints figures on the texts of originals left out, and on composites, which nothing here is learnt from.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

import numpy as np
from fit_alignment import composites, logistic, rows, save

from audit.alignment import continuations
from audit.alignment.beads import Bead
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import Linear
from audit.retrieval.pool import Pool

FOLDS = 6
_END = re.compile(r"[.?!。]+([\"”’')]*)$")
JOINS = (", and ", ", but ", ", while ", ", ", ". ", " ")

Data = tuple[np.ndarray, np.ndarray]


def examples(pool: Pool, ours: list[str], theirs: list[str], order: np.random.Generator) -> Data:
    """Every line that goes on, with the line before it told alone and both told in one sentence."""
    tables, labels = [], []
    for number in range(1, len(theirs)):
        if not continuations.goes_on(theirs[number]) or not ours[number].strip() or not ours[number - 1].strip():
            continue
        first, second = ours[number - 1].strip(), ours[number].strip()
        sign = JOINS[int(order.integers(len(JOINS)))]
        both = _END.sub(r"\1", first) + sign + (second if sign in (". ", " ") else second[0].lower() + second[1:])
        for text, label in ((first, False), (both, True)):
            tables.append(described(pool, text, theirs[number - 1 : number + 1]))
            labels.append(label)
    table = np.concatenate(tables) if tables else np.zeros((0, len(continuations.NAMES)))
    return table, np.array(labels, dtype=bool)


def described(pool: Pool, text: str, lines: list[str]) -> np.ndarray:
    nothing = np.zeros((1, 2))
    fit = Fit(Side.of([[text]]), Side.of([lines]), nothing, nothing, pool.weigh)
    beads = [Bead(0, 0, 0, 0, 1.0)]
    return continuations.describe(fit, beads, [continuations.Continuation(0, 1)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    order = np.random.default_rng(3)
    originals = {row["id"]: row["text"].split("\n") for row in rows("wmt18", "originals.jsonl")}
    found: dict[str, list[Data]] = {}
    for row in rows("wmt18", "translations.jsonl")[::2]:
        ours, theirs = row["text"].split("\n"), originals[row["original"]]
        if len(ours) == len(theirs):
            found.setdefault(row["original"], []).append(examples(pool, ours, theirs, order))
    weights = fit([one for group in found.values() for one in group])
    if arguments.check:
        check(found)
        news(pool, weights)
    save({"continuation": weights})


def fit(data: list[Data]) -> Linear:
    """A logistic model of the features."""
    return logistic(continuations.NAMES, data)


def check(data: dict[str, list[Data]]) -> None:
    """Precision and recall at even odds on the texts of originals left out."""
    said, right = [], []
    for fold in range(FOLDS):
        kept = [one for number, group in enumerate(data.values()) if number % FOLDS != fold for one in group]
        weights = fit(kept)
        for table, labels in (
            one for number, group in enumerate(data.values()) if number % FOLDS == fold for one in group
        ):
            said += (weights.logit(table) > 0).tolist()
            right += labels.tolist()
    figures("left out", said, right)


def news(pool: Pool, weights: Linear) -> None:
    """The same on the sentences of composites, given the first of their lines."""
    said, right = [], []
    for case in composites(pool):
        claimed: np.ndarray = np.asarray(case.gold.any(axis=0))
        for row in range(len(case.ours)):
            columns = np.flatnonzero(np.asarray(case.gold)[row]).tolist()
            if not columns or columns[0] + 1 >= len(case.theirs):
                continue
            first, second = columns[0], columns[0] + 1
            same = case.theirs.document[first] == case.theirs.document[second]
            text = case.theirs.sentences[second].text
            told = bool(case.gold[row, second])
            if not same or not continuations.goes_on(text) or (claimed[second] and not told):
                continue
            table = described(pool, case.ours.sentences[row].text, [case.theirs.sentences[first].text, text])
            said += (weights.logit(table) > 0).tolist()
            right.append(told)
    figures("composites", said, right)


def figures(name: str, said: list[bool], right: list[bool]) -> None:
    found, true = np.array(said), np.array(right)
    both = int((found & true).sum())
    print(f"{name}: {len(true)} cases, {true.sum()} told: precision {both}/{found.sum()}, recall {both}/{true.sum()}")


if __name__ == "__main__":
    main()
