"""Fit where a sentence is cut in two, and write it to audit/alignment/weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_cuts.py [--check]

Learns from composites as the splitter cuts them, and from wmt18 with full stops taken away or put a conjunction in
their place; `--check` prints how cuts before conjunctions fare on the texts of originals left out.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_alignment import FOLDS, line_spans, logistic, rows, save, shortlist
from sklearn.preprocessing import StandardScaler

from audit.alignment import cuts, features, runs
from audit.alignment.sides import Side
from audit.alignment.units import everyday, refine
from audit.alignment.weights import Linear, model
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool

JOINING = cuts.COLUMNS.index("joining")
JOINED = [cuts.COLUMNS.index(name) for name in cuts.JOINED_NAMES]


@dataclass
class Joined:
    """Possible cuts of one text: their features, which are true, and the row each lies in."""

    id: str
    documents: set[str]
    table: np.ndarray
    right: np.ndarray
    row: np.ndarray
    weight: np.ndarray


def joined(pool: Pool, signs: Sequence[str] = ("",)) -> list[Joined]:
    """Where two sentences run together: composites as the splitter cuts them, and wmt18 with full stops taken away.

    `signs` are what may stand instead of the full stop.
    """
    gold = {row["doc"]: row["segments"] for row in rows("composites", "gold.jsonl")}
    found = []
    for row in rows("composites", "translations.jsonl"):
        segments = gold[row["id"]]
        documents = {link[0] for one in segments for link in one["links"]}
        starts = {one["start"] for one in segments}
        found.append(
            possible_cuts(pool, row["id"], documents, row["text"], refine(row["text"], cut(row["text"])), starts)
        )
    order = np.random.default_rng(0)
    foreign = [line.strip() for row in rows("pool", "english_news.jsonl") for line in row["text"].split("\n")]
    foreign = [line for line in foreign if 20 < len(line) < 250]
    for row in rows("wmt18", "translations.jsonl")[::3]:
        text, units, starts = run_together(row["text"], foreign, order, signs)
        found.append(possible_cuts(pool, row["id"], {row["original"]}, text, units, starts, RUN_TOGETHER_WEIGHT))
    return [one for one in found if len(one.row)]


RUN_TOGETHER = 0.22
RUN_TOGETHER_WEIGHT = 0.35
JOINS = ("", "", "", "and ", "while ", "but ")
FOREIGN = 0.12
_END = re.compile(r"[.?!。]+([\"”’')]*)$")


def lowered(line: str, sign: str) -> str:
    """A line behind a conjunction: its first letter small where it is no name's."""
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    return line[0].lower() + line[1:] if sign and everyday(word) and word != "I" else line


def run_together(
    text: str, foreign: Sequence[str], order: np.random.Generator, signs: Sequence[str]
) -> tuple[str, tuple[tuple[int, int], ...], set[int]]:
    """A text with some foreign lines put in and some ends of lines lost; its units; where units were joined."""
    lines = []
    for line in text.split("\n"):
        if order.random() < FOREIGN:
            lines.append(foreign[int(order.integers(len(foreign)))])
        if line.strip():
            lines.append(line.strip())
    whole, units, starts = "", [], set()
    while lines:
        unit = lines.pop(0)
        if lines and len(unit) > 10 and order.random() < RUN_TOGETHER:
            sign = signs[int(order.integers(len(signs)))] if len(signs) > 1 else signs[0]
            unit = _END.sub(r"\1", unit) + ("," if sign else "") + " "
            starts.add(len(whole) + len(unit))
            unit += sign + lowered(lines.pop(0), sign)
        units.append((len(whole), len(whole) + len(unit)))
        whole += unit + "\n"
    return whole, tuple(units), starts


def possible_cuts(
    pool: Pool,
    id: str,
    documents: set[str],
    text: str,
    units: tuple[tuple[int, int], ...],
    starts: set[int],
    weight: float = 1.0,
) -> Joined:
    """The possible cuts of a text; `weight` is that of rows that hold a true one."""
    lines = [text[a:b] for a, b in units]
    chosen = shortlist(pool, lines)[:12]
    ours = Side.of([lines])
    theirs = Side.of([[pool.get(one).text[a:b] for a, b in line_spans(pool.get(one).text)] for one in chosen])
    first = model("pair").logit(features.compare(ours, theirs, pool.weigh))
    fit = runs.Fit(ours, theirs, first, first, pool.weigh)
    places = cuts.options(fit)
    right = np.array([units[one.row][0] + one.place in starts for one in places], dtype=bool)
    row = np.array([one.row for one in places], dtype=int)
    weights = np.where(np.isin(row, row[right]), weight, 1.0)
    return Joined(id, documents, cuts.describe(fit, places), right, row, weights)


def fit_cut(texts: Sequence[Joined], strength: float = 5.0) -> Linear:
    """A choice in every row among its possible cuts and none: log-odds against none, by conditional logit."""
    from scipy.optimize import minimize

    plain = [one.table[:, JOINING] == 0 for one in texts]
    x = np.concatenate([one.table[kept, : len(cuts.NAMES)] for one, kept in zip(texts, plain, strict=True)])
    y = np.concatenate([one.right[kept] for one, kept in zip(texts, plain, strict=True)])
    offsets = np.cumsum([0, *[int(one.row.max()) + 1 for one in texts]])
    row = np.concatenate([one.row[kept] + offset for one, kept, offset in zip(texts, plain, offsets, strict=False)])
    _, row = np.unique(row, return_inverse=True)
    weight = np.zeros(row.max() + 1)
    weight[row] = np.concatenate([one.weight[kept] for one, kept in zip(texts, plain, strict=True)])
    scale = StandardScaler().fit(x)
    z = scale.transform(x)
    has = np.bincount(row, y) > 0

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        e = np.exp(np.clip(z @ w[:-1] + w[-1], -30, 30))
        every, true = 1 + np.bincount(row, e), np.where(has, np.bincount(row, e * y), 1.0)
        total = (weight * (np.log(every) - np.log(true))).sum() + strength / 2 * (w[:-1] ** 2).sum()
        slope = (e / every[row] - np.where(y, e / true[row], 0)) * weight[row]
        return float(total), np.append(z.T @ slope + strength * w[:-1], slope.sum())

    done = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B")
    weights = done.x[:-1] / np.where(scale.scale_ == 0, 1.0, scale.scale_)
    bias = float(done.x[-1] - (weights * scale.mean_).sum())
    return Linear(cuts.NAMES, tuple(float(one) for one in weights), bias)


def fit_joined(texts: Sequence[Joined]) -> Linear:
    """Whether a conjunction in small letters begins what was another sentence."""
    return logistic(cuts.JOINED_NAMES, [part(one) for one in texts])


def part(one: Joined) -> tuple[np.ndarray, np.ndarray]:
    """The possible cuts of a text before conjunctions."""
    joining = one.table[:, JOINING] > 0
    return one.table[joining][:, JOINED], one.right[joining]


def check(texts: Sequence[Joined]) -> None:
    """Cuts before conjunctions at even odds, texts of one original in one fold."""
    originals = sorted({min(one.documents) for one in texts})
    said, right = [], []
    for fold in range(FOLDS):
        out = {name for number, name in enumerate(originals) if number % FOLDS == fold}
        weights = fit_joined([one for one in texts if not one.documents & out])
        for one in texts:
            if len(one.documents) == 1 and one.documents <= out:
                table, labels = part(one)
                said += (weights.logit(table) > 0).tolist()
                right += labels.tolist()
    found, true = np.array(said), np.array(right)
    both = (found & true).sum()
    print(f"{len(true)} places, {true.sum()} cuts: precision {both / found.sum():.3f}, recall {both / true.sum():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    conjunctions = joined(pool, JOINS)
    if arguments.check:
        check(conjunctions)
    save({"cut": fit_cut(joined(pool)), "cut_joined": fit_joined(conjunctions)})


if __name__ == "__main__":
    main()
