"""Fit the weights for pivot sentences beside English ones (several languages together) into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_cross.py

Learns from `ntrex` (human translations into zh, ru, uk, ja, ko, ar, de) and `beads` (literature, zh). No text leaves
this script.
"""

from __future__ import annotations

import json

import numpy as np
from fit_alignment import Case, fit_calibration, fit_context, fit_extension, fit_pair, rows, save

from audit.alignment import features
from audit.alignment.sides import Side
from audit.alignment.weights import model
from audit.retrieval.pool import Pool
from corpora.documents import Document

OTHERS = 6


def cases() -> list[Case]:
    """Each pivot beside its own original and six others."""
    texts = rows("ntrex", "parallel.jsonl")
    pool = Pool.of(Document(id=row["id"], text=row["original"]["text"]) for row in texts)
    order = np.random.default_rng(0)
    found = []
    for number, row in enumerate(texts):
        for lang, text in row["pivots"].items():
            if order.random() > 0.35:
                continue
            others = [texts[int(at)] for at in order.choice(len(texts), OTHERS, replace=False) if at != number]
            ours = Side.of([text.split("\n")])
            theirs = Side.of([one["original"]["text"].split("\n") for one in [row, *others]])
            gold = np.zeros((len(ours), len(theirs)), dtype=bool)
            gold[np.arange(len(ours)), np.arange(len(ours))] = True
            table = features.compare(ours, theirs, pool.weigh)
            found.append(Case(f"{row['id']}-{lang}", ours, theirs, gold, pool.weigh, table))
    return found


def literature() -> list[Case]:
    texts = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in texts)
    found = []
    for row in texts:
        ours, theirs = Side.of([row["pivot"]["lines"][:100]]), Side.of([row["original"][:160]])
        gold = np.zeros((len(ours), len(theirs)), dtype=bool)
        for left, right in row["beads"]:
            for i in left:
                if i < len(ours):
                    gold[i, [j for j in right if j < len(theirs)]] = True
        table = features.compare(ours, theirs, pool.weigh)
        found.append(Case(row["id"], ours, theirs, gold, pool.weigh, table))
    return found


def short(case: Case) -> list[Case]:
    """The same text as a few sentences in another order, so that neighbours are not all that counts."""
    order = np.random.default_rng(len(case.id) + len(case.ours))
    found = []
    for size in (2, 4):
        rows = order.permutation(len(case.ours))[:size]
        wanted = {int(column) for row in rows for column in np.flatnonzero(case.gold[row])[:1]}
        others = order.choice(len(case.theirs), min(size, len(case.theirs)), replace=False)
        columns = sorted(wanted | {int(column) for column in others})
        ours = Side.of([[case.ours.sentences[row].text for row in rows]])
        theirs = Side.of([[case.theirs.sentences[column].text for column in columns]])
        place = np.ix_(rows, columns)
        found.append(Case(f"{case.id}-{size}", ours, theirs, case.gold[place], case.weigh, case.table[place]))
    return found


WORDS = ("covered_t", "covered_o", "dice", "shared", "meaning_dice")


def main() -> None:
    texts = cases() + literature()
    for case in texts:  # words that two languages share by chance are no evidence
        case.table[..., [features.NAMES.index(name) for name in WORDS]] = 0.0
    texts += [part for case in texts for part in short(case)]
    pair = fit_pair(texts)
    save({"pair_cross": pair})
    around = fit_context(texts, pair, rising=True)
    save({"context_cross": around, "calibration_cross": fit_calibration(texts, pair, around)})
    model.cache_clear()
    save({"extension_cross": fit_extension(texts, pair, around, cross=True)})
    print(json.dumps({"pair": pair.weights, "context": around.weights}))


if __name__ == "__main__":
    main()
