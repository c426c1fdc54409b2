"""Fit when a pool text deserves a closer look, and when it counts as an original at all (abstaining).

    TAUDIT_DATA=FOLDER python scripts/fit_texts.py

Learns from `composites` and from `wmt18` translations with and without their originals in the pool; writes the models
`words` (audit/retrieval/weights.json) and `text` (audit/alignment/weights.json) and prints what they lose and let in on
stories that were left out. No text leaves this script.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment.matching import match
from audit.alignment.weights import Linear
from audit.retrieval import rerank
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool
from audit.retrieval.shortlist import shortlist
from audit.retrieval.weighing import LIKELY, TEXT_NAMES, sides, text_features

TARGET = Path(rerank.__file__).parent / "weights.json"
FOLDS = 6


@dataclass
class Case:
    """A translation with the originals that it comes from, those taken away, and the story that it belongs to."""

    story: str
    text: str
    right: set[str]
    away: set[str]


def cases() -> list[Case]:
    truth = {
        row["doc"]: {link[0] for one in row["segments"] for link in one["links"]}
        for row in rows("composites", "gold.jsonl")
    }
    found = []
    for row in rows("composites", "translations.jsonl"):
        right = truth[row["id"]]
        found.append(Case(min(right, default=row["id"]), row["text"], right, set()))
    for number, row in enumerate(rows("wmt18", "translations.jsonl")[::4]):
        own = {row["original"]}
        found.append(Case(row["original"], row["text"], *((set[str](), own) if number % 2 else (own, set[str]()))))
    return found


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


def main() -> None:
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    every = cases()
    for round_ in ("words", "text"):  # the second is learnt from what the first lets through
        parts = [tables(pool, case) for case in every]
        story = np.array([case.story for case, part in zip(every, parts, strict=True) for _ in part[2]])
        words, texts, label, fits = (np.concatenate([part[number] for part in parts]) for number in range(4))
        if round_ == "words":
            write(logistic(rerank.NAMES, [(words, label)]))
            logits = left_out(rerank.NAMES, words, label, story)
            said("words", label, logits, len(every), (-9.0, -8.0, -7.0, -6.0, -5.0, -4.0))
        else:
            save({"text": logistic(TEXT_NAMES, [(texts[fits], label[fits])])})
            logits = left_out(TEXT_NAMES, texts[fits], label[fits], story[fits])
            said("text", label[fits], logits, len(every), (-2.0, -1.0, -0.85, 0.0, 1.0))


if __name__ == "__main__":
    main()
