"""Fit when an original of a text in another language counts as one (`foreign_text` in audit/alignment/weights.json).

    TAUDIT_DATA=FOLDER python scripts/fit_foreign.py

Learns from pivots by themselves: `ntrex` in seven languages, the Chinese of `wmt18` and stretches of the stories of
`beads`; whole texts, their first sentences, their sentences in any order, and halves of two texts in one; each with its
originals in the pool and with none of them. Prints what the model loses and lets in on stories that were left out;
`audit.retrieval.weighing.FOREIGN_ENOUGH` is read off it. No text leaves this script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from fit_alignment import logistic, rows, save
from fit_texts import left_out

from audit.alignment.matching import match
from audit.retrieval.pool import Pool
from audit.retrieval.shortlist import shortlist_by_meaning
from audit.retrieval.weighing import FOREIGN_NAMES, LIKELY, foreign_features, sides
from benchmarks._retrieval_data import originals, others
from corpora.documents import Document

FIRST = 4
STRETCH = 60


@dataclass(frozen=True)
class Case:
    """A text's lines, the originals that it comes from, its story and its kind."""

    lines: list[str]
    right: frozenset[str]
    story: str
    kind: str


def cases() -> Iterator[Case]:
    ntrex = rows("ntrex", "parallel.jsonl")
    for lang in sorted(ntrex[0]["pivots"]):
        halves: list[tuple[list[str], str]] = []
        for number, row in enumerate(ntrex):
            text = row["pivots"][lang]
            lines = (text if isinstance(text, str) else text["text"]).split("\n")
            id = row["id"]
            yield Case(lines, frozenset([id]), id, f"whole {lang}")
            if number % 3 == 0:
                yield Case(lines[:FIRST], frozenset([id]), id, "first sentences")
            if number % 3 == 1:
                order = np.random.default_rng(number).permutation(len(lines))
                yield Case([lines[place] for place in order], frozenset([id]), id, "sentences in another order")
            halves.append((lines[: len(lines) // 2], id))
        for (one, first), (other, second) in zip(halves[::2], halves[1::2], strict=False):
            yield Case(one + other, frozenset([first, second]), first, "halves of two")
    seen = set()
    for row in rows("wmt18", "translations.jsonl"):
        if row["original"] not in seen:
            seen.add(row["original"])
            yield Case(row["pivot"]["text"].split("\n"), frozenset([row["original"]]), row["original"], "whole zh")
    for row in rows("beads", "gold.jsonl"):
        lines = row["pivot"]["lines"]
        for at in range(0, len(lines) - STRETCH + 1, STRETCH):
            yield Case(lines[at : at + STRETCH], frozenset([row["id"]]), row["id"], "stretches of stories")


def main() -> None:
    stories = [
        Document(id=row["id"], text="\n".join(row["original"]), lang="en") for row in rows("beads", "gold.jsonl")
    ]
    pool = Pool.of([*originals(), *others(), *stories])
    every = list(cases())
    tables, labels, owners = [], [], []
    for number, case in enumerate(every):
        found = [pool.get(id) for id in shortlist_by_meaning(case.lines, pool)]
        for away in (False, True):
            kept = [one for one in found if not (away and one.id in case.right)]
            ours, theirs, _ = sides(case.lines, kept)
            fit = match(ours, theirs, pool.weigh, cross=True)
            owner = np.array(theirs.document)
            for place, one in enumerate(kept):
                columns = np.flatnonzero(owner == place)
                if len(columns) and fit.chance[:, columns].max() >= LIKELY:
                    tables.append(foreign_features(fit, columns))
                    labels.append(one.id in case.right)
                    owners.append((number, away))
    table, label = np.array(tables), np.array(labels)
    story = np.array([every[number].story for number, _ in owners])
    save({"foreign_text": logistic(FOREIGN_NAMES, [(table, label)])})
    logits = left_out(FOREIGN_NAMES, table, label, story)
    for kind in sorted({case.kind for case in every}):
        mine = [number for number, case in enumerate(every) if case.kind == kind]
        wanted = sum(len(every[number].right) for number in mine)
        told = []
        for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            taken = logits >= np.log(least / (1 - least))
            right = sum(1 for (number, away), is_right, is_taken in zip(owners, label, taken, strict=True)
                        if number in mine and not away and is_right and is_taken)  # fmt: skip
            wrong = {number for (number, away), is_taken in zip(owners, taken, strict=True) if away and is_taken}
            told.append(f"{least}: {right}, abstains {1 - len(wrong & set(mine)) / len(mine):.2f}")
        print(f"{kind} ({len(mine)} texts, {wanted} originals): {'; '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
