"""Fit when a pool text deserves a closer look, and when it counts as an original at all (abstaining).

    TAUDIT_DATA=FOLDER python scripts/fit_texts.py

Learns from `composites` and from `wmt18` translations, both with and without their originals in the pool: `words`
(audit/retrieval/weights.json) from some of them among news, `text` (audit/alignment/weights.json) from all of them
among all texts of the data, short messages too (what fits these by chance is an everyday sentence or two), and from
composites among news, where words weigh otherwise. Prints what the models lose and let in on stories that were left
out; `audit.retrieval.weighing.TEXT_ENOUGH` is read off the latter.
No text leaves this script.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment.matching import match
from audit.alignment.weights import Linear
from audit.retrieval import rerank
from audit.retrieval.cut import cut
from audit.retrieval.memory import MemoryPart
from audit.retrieval.pool import Pool
from audit.retrieval.shortlist import shortlist
from audit.retrieval.weighing import LIKELY, TEXT_NAMES, sides, text_features
from benchmarks._retrieval_data import originals, others

TARGET = Path(rerank.__file__).parent / "weights.json"
FOLDS = 6


@dataclass
class Case:
    """A translation with the originals that it comes from, those taken away, and the story that it belongs to."""

    story: str
    text: str
    right: set[str]
    away: set[str]
    composite: bool = False
    news_only: bool = False


def cases() -> list[Case]:
    truth = {
        row["doc"]: {link[0] for one in row["segments"] for link in one["links"]}
        for row in rows("composites", "gold.jsonl")
    }
    found = []
    for row in rows("composites", "translations.jsonl"):
        right = truth[row["id"]]
        found.append(Case(min(right, default=row["id"]), row["text"], right, set(), True))
    for number, row in enumerate(rows("wmt18", "translations.jsonl")[::4]):
        own = {row["original"]}
        found.append(Case(row["original"], row["text"], *((set[str](), own) if number % 2 else (own, set[str]()))))
    return found


def both() -> list[Case]:
    """Every text once with all its originals in the pool and once with none of them; composites in two pools."""
    composites = [case for case in cases() if case.composite]
    whole = [
        Case(row["original"], row["text"], {row["original"]}, set()) for row in rows("wmt18", "translations.jsonl")
    ]
    texts = composites + sorted(whole, key=lambda case: case.story)
    texts += [replace(case, news_only=True) for case in composites]
    return texts + [replace(case, right=set(), away=case.right) for case in texts]


def pools(every: list[Case]) -> Iterator[Pool]:
    """For each case the texts of its pool but those that are away; cases that lack the same stand side by side."""
    kept, rest = originals(), others()
    news = {row["id"] for row in rows("pool", "english_news.jsonl")}
    fixed = {False: MemoryPart(rest), True: MemoryPart([one for one in rest if one.id in news])}
    parts = {one.id: MemoryPart([one]) for one in kept}
    last, pool = None, Pool([])
    for case in every:
        if (case.away, case.news_only) != last:
            last = (case.away, case.news_only)
            left = fixed[case.news_only]
            if not case.away <= parts.keys():
                left = MemoryPart([one for id, one in left.documents.items() if id not in case.away])
            pool = Pool([left, *[part for id, part in parts.items() if id not in case.away]])
        yield pool


def tables(pool: Pool, case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of every text of the shortlist: words' features, sentence evidence's, whether it is right, whether any pair fits.

    The sentence evidence is taken among the texts that the present `words` model lets through.
    """
    lines = [case.text[a:b] for a, b in cut(case.text)]
    originals = [pool.get(id) for id in shortlist(lines, pool) if id not in case.away]
    ours, theirs, _ = sides(lines, originals)
    words, _ = rerank.describe(ours, theirs, len(originals), pool.weigh)
    label = np.array([one.id in case.right for one in originals])
    chosen = list(range(len(originals)))
    if TARGET.exists():
        chosen, _ = rerank.worth_a_look(ours, theirs, len(originals), pool.weigh)
    ours, theirs, _ = sides(lines, [originals[number] for number in chosen])
    fit = match(ours, theirs, pool.weigh)
    owner = np.array(theirs.document)
    texts, fits = np.zeros((len(originals), len(TEXT_NAMES))), np.zeros(len(originals), dtype=bool)
    for place, number in enumerate(chosen):
        columns = np.flatnonzero(owner == place)
        if len(columns) and fit.chance[:, columns].max() >= LIKELY:
            texts[number], fits[number] = text_features(fit, columns), True
    return words, texts, label, fits


def left_out(names: tuple[str, ...], x: np.ndarray, y: np.ndarray, story: np.ndarray) -> np.ndarray:
    """Log-odds of every row from a model that saw no row of its fold of stories."""
    order = {name: number % FOLDS for number, name in enumerate(sorted(set(story)))}
    fold = np.array([order[name] for name in story])
    logits = np.zeros(len(y))
    for number in range(FOLDS):
        logits[fold == number] = logistic(names, [(x[fold != number], y[fold != number])]).logit(x[fold == number])
    return logits


def said(name: str, y: np.ndarray, logits: np.ndarray, texts: int, thresholds: tuple[float, ...]) -> None:
    for threshold in thresholds:
        lost, kept = int((y & (logits < threshold)).sum()), int((logits >= threshold).sum())
        print(f"{name} {threshold:5.2f}: {lost} of {int(y.sum())} lost, {kept / texts:.2f} kept a text, "
              f"{int((~y & (logits >= threshold)).sum())} false")  # fmt: skip


def write(one: Linear) -> None:
    weights = {key: round(weight, 4) for key, weight in zip(one.names, one.weights, strict=True)}
    TARGET.write_text(json.dumps({"words": {"bias": round(one.bias, 4), "weights": weights}}, indent=1) + "\n", "utf-8")
    rerank.model.cache_clear()


def words(every: list[Case]) -> None:
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    parts = [tables(pool, case) for case in every]
    story = np.array([case.story for case, part in zip(every, parts, strict=True) for _ in part[2]])
    table, _, label, _ = (np.concatenate([part[number] for part in parts]) for number in range(4))
    write(logistic(rerank.NAMES, [(table, label)]))
    logits = left_out(rerank.NAMES, table, label, story)
    said("words", label, logits, len(every), (-9.0, -8.0, -7.0, -6.0, -5.0, -4.0))


def texts(every: list[Case]) -> None:
    """What the words let through, weighed by its sentence evidence."""
    parts = [tables(pool, case) for pool, case in zip(pools(every), every, strict=True)]
    number = np.concatenate([np.full(len(part[2]), place) for place, part in enumerate(parts)])
    _, table, label, fits = (np.concatenate([part[at] for part in parts]) for at in range(4))
    table, label, number = table[fits], label[fits], number[fits]
    save({"text": logistic(TEXT_NAMES, [(table, label)])})
    logits = left_out(TEXT_NAMES, table, label, np.array([every[place].story for place in number]))
    for composite in (True, False):
        some = np.array([every[place].composite == composite for place in number])
        texts_without = [place for place, case in enumerate(every) if case.composite == composite and case.away]
        wanted = sum(len(case.right) for case in every if case.composite == composite)
        for least in (0.05, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5):
            taken = some & (logits >= np.log(least / (1 - least)))
            wrong = set(number[taken & ~label])
            print(
                f"text {least:4.2f}, {'composites' if composite else 'whole texts'}: {int((taken & label).sum())} of "
                f"{wanted} originals taken; abstains {1 - len(wrong & set(texts_without)) / len(texts_without):.3f}; "
                f"{int((taken & ~label).sum())} false"
            )


def main() -> None:
    words(cases())
    texts(both())


if __name__ == "__main__":
    main()
