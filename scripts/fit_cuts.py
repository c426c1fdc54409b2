"""Fit where a sentence is cut in two, and write it to audit/alignment/weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_cuts.py [--check]

Learns from `composites` and from texts made like them (`scripts/composites.py`), as the splitter cuts them. `--check`
prints how cuts fare on texts whose first report is in no text of the fit.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from composites import make
from fit_alignment import FOLDS, rows, save
from sklearn.preprocessing import StandardScaler

from audit.alignment import cuts
from audit.alignment.lineup import Originals
from audit.alignment.matching import match
from audit.alignment.sides import Side
from audit.alignment.units import refine
from audit.alignment.weights import Linear
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool
from corpora.documents import Document

MADE = (("plain", 1), ("joined", 2), ("small", 3), ("cut", 4), ("ukrainian", 5))
TEXTS = 24
MIXED = 2.0
"""The weight of rows in which sentences with an original stand beside others."""


@dataclass
class Joined:
    """Possible cuts of one text: their features, which are true, the row each lies in, and the rows' weights."""

    documents: set[str]
    table: np.ndarray
    right: np.ndarray
    row: np.ndarray
    weight: np.ndarray


def texts() -> Iterator[Joined]:
    """Composites, and texts made like them."""
    news = rows("pool", "english_news.jsonl")
    gold = {row["doc"]: row["segments"] for row in rows("composites", "gold.jsonl")}
    yield from possible_cuts(rows("composites", "translations.jsonl"), gold, rows("wmt18", "originals.jsonl") + news)
    for kind, seed in MADE:
        made = make(kind, seed, TEXTS)
        answers = {row["doc"]: row["segments"] for row in made.gold}
        yield from possible_cuts(made.translations, answers, made.originals + made.pool)


def possible_cuts(
    translations: Sequence[dict[str, Any]], gold: dict[str, list[dict[str, Any]]], pool_rows: Sequence[dict[str, Any]]
) -> Iterator[Joined]:
    """The possible cuts of texts beside their originals and one more report."""
    pool = Pool.of(Document(id=row["id"], text=row["text"]) for row in pool_rows)
    other = pool_rows[-1]["id"]
    for row in translations:
        segments = gold[row["id"]]
        documents = {link[0] for one in segments for link in one["links"]}
        if not documents:
            continue
        theirs = Originals.of([pool.get(id) for id in (*sorted(documents), other)]).side
        text = row["text"]
        units = refine(text, cut(text))
        fit = match(Side.of([[text[a:b] for a, b in units]]), theirs, pool.weigh)
        places = cuts.options(fit)
        if not places:
            continue
        starts = {one["start"] for one in segments}
        both = [
            len({bool(one["links"]) for one in segments if one["start"] < end and one["end"] > start}) > 1
            for start, end in units
        ]
        yield Joined(
            documents,
            cuts.describe(fit, places),
            np.array([units[one.row][0] + one.place in starts for one in places], dtype=bool),
            np.array([one.row for one in places], dtype=int),
            np.array([MIXED if both[one.row] else 1.0 for one in places]),
        )


def fit_cut(data: Sequence[Joined], strength: float = 5.0) -> Linear:
    """A choice in every row among its possible cuts and none: log-odds against none, by conditional logit."""
    from scipy.optimize import minimize

    x = np.concatenate([one.table for one in data])
    y = np.concatenate([one.right for one in data])
    offsets = np.cumsum([0, *[int(one.row.max()) + 1 for one in data]])
    row = np.concatenate([one.row + offset for one, offset in zip(data, offsets, strict=False)])
    _, row = np.unique(row, return_inverse=True)
    weight = np.zeros(row.max() + 1)
    weight[row] = np.concatenate([one.weight for one in data])
    scale = StandardScaler().fit(x)
    z = scale.transform(x)
    has = np.bincount(row, y) > 0

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        e = np.exp(np.clip(z @ w[:-1] + w[-1], -30, 30))
        every, true = 1 + np.bincount(row, e), np.where(has, np.bincount(row, e * y), 1.0)
        total = (weight * (np.log(every) - np.log(true))).sum() + strength / 2 * (w[:-1] ** 2).sum()
        slope = (e / every[row] - np.where(y, e / true[row], 0)) * weight[row]
        return float(total), np.append(z.T @ slope + strength * w[:-1], slope.sum())

    done = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    weights = done.x[:-1] / np.where(scale.scale_ == 0, 1.0, scale.scale_)
    bias = float(done.x[-1] - (weights * scale.mean_).sum())
    return Linear(cuts.NAMES, tuple(float(one) for one in weights), bias)


def check(data: Sequence[Joined]) -> None:
    """The likeliest cut of each row from weights that saw no text with its first report."""
    originals = sorted({id for one in data for id in one.documents})
    fold = {id: number % FOLDS for number, id in enumerate(originals)}
    counts = dict.fromkeys(("beside other news", "beside another sentence", "none"), (0, 0))
    wrong = 0
    for number in range(FOLDS):
        out = [one for one in data if fold[min(one.documents)] == number]
        weights = fit_cut([one for one in data if all(fold[id] != number for id in one.documents)])
        for own in out:
            logits = weights.logit(own.table)
            for row in np.unique(own.row):
                places = own.row == row
                best = int(np.flatnonzero(places)[logits[places].argmax()])
                made = bool(logits[best] > cuts.LIKELY)
                true = own.right[places].any()
                beside = "beside other news" if own.weight[best] > 1 else "beside another sentence"
                name = beside if true else "none"
                right = made and own.right[best] if true else not made
                wrong += bool(made and true and not own.right[best])
                counts[name] = (counts[name][0] + int(right), counts[name][1] + 1)
    for name, (right, every) in counts.items():
        print(f"{name}: {right} of {every} rows right")
    print(f"cut at another place: {wrong}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    data = list(texts())
    save({"cut": fit_cut(data)})
    if arguments.check:
        check(data)


if __name__ == "__main__":
    main()
