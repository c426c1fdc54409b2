"""Fit when a pool text counts as an original at all (abstaining), into weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_texts.py

Learns from `composites` and from `wmt18` translations with and without their originals in the pool. No text leaves
this script.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from fit_alignment import logistic, rows, save

from audit.alignment.matching import match
from audit.alignment.sides import Side
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool
from audit.retrieval.search import LIKELY, TEXT_NAMES, shortlist, text_features


def main() -> None:
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    truth = {
        row["doc"]: {link[0] for one in row["segments"] for link in one["links"]}
        for row in rows("composites", "gold.jsonl")
    }
    cases = [(row["text"], truth[row["id"]], set[str]()) for row in rows("composites", "translations.jsonl")]
    for number, row in enumerate(rows("wmt18", "translations.jsonl")[::4]):
        own = {row["original"]}
        cases.append((row["text"], own, own if number % 2 else set()))
    table, labels = [], []
    for text, right, away in cases:
        lines = [text[a:b] for a, b in cut(text)]
        found = [id for id in shortlist(lines, pool) if id not in away]
        texts = [[pool.get(id).text[a:b] for a, b in cut(pool.get(id).text)] for id in found]
        fit = match(Side.of([lines]), Side.of(texts), pool.weigh)
        owner = np.array(fit.theirs.document)
        for number, id in enumerate(found):
            columns = np.flatnonzero(owner == number)
            if len(columns) and fit.chance[:, columns].max() >= LIKELY:
                table.append(text_features(fit, columns))
                labels.append(id in right)
    x, y = np.array(table), np.array(labels)
    fitted = logistic(TEXT_NAMES, [(x, y)])
    save({"text": fitted})
    logits = fitted.logit(x)
    print(f"{len(y)} texts, {int(y.sum())} right")
    for threshold in (-2.0, -1.0, 0.0, 1.0):
        print(
            threshold, "lost", int((y & (logits < threshold)).sum()), "false", int((~y & (logits >= threshold)).sum())
        )
    print(dict(zip(fitted.names, np.round(fitted.weights, 2), strict=True)), fitted.bias)


if __name__ == "__main__":
    main()
