"""Fit where a sentence is cut in two, and write it to audit/alignment/weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_cuts.py [--check]

Learns from `composites` and from texts made like them (`scripts/composites.py`), as the splitter cuts them; before
conjunctions from `wmt18` with full stops taken away or a conjunction put in their place. `--check` prints how cuts
fare on texts whose first report is in no text of the fit.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from composites import END, make
from fit_alignment import FOLDS, logistic, rows, save
from sklearn.preprocessing import StandardScaler

from audit.alignment import cuts
from audit.alignment.lineup import Originals
from audit.alignment.matching import match
from audit.alignment.sides import Side
from audit.alignment.units import everyday, refine
from audit.alignment.weights import Linear
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool
from corpora.documents import Document

MADE = (("plain", 1), ("joined", 2), ("joined", 6), ("small", 3), ("cut", 4), ("ukrainian", 5))
TEXTS = 24
COMPOSITES = 60
MIXED = 2.0
"""The weight of rows in which sentences with an original stand beside others."""
RUN_TOGETHER = 0.22
JOINS = ("", "", "", "and ", "while ", "but ")
FOREIGN = 0.12


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
            unit = END.sub(r"\1", unit) + ("," if sign else "") + " "
            starts.add(len(whole) + len(unit))
            unit += sign + lowered(lines.pop(0), sign)
        units.append((len(whole), len(whole) + len(unit)))
        whole += unit + "\n"
    return whole, tuple(units), starts


@dataclass
class Joined:
    """Possible cuts of one text: their features, which are true, the row each lies in, and the rows' weights.

    `joined` are the features of cuts before conjunctions, `apart` says which of these are true.
    """

    documents: set[str]
    table: np.ndarray
    right: np.ndarray
    row: np.ndarray
    weight: np.ndarray
    joined: np.ndarray
    apart: np.ndarray


def texts() -> Iterator[Joined]:
    """Composites, and texts made like them."""
    news = rows("pool", "english_news.jsonl")
    gold = {row["doc"]: row["segments"] for row in rows("composites", "gold.jsonl")}
    yield from possible_cuts(rows("composites", "translations.jsonl"), gold, rows("wmt18", "originals.jsonl") + news)
    for kind, seed in MADE:
        made = make(kind, seed, TEXTS)
        answers = {row["doc"]: row["segments"] for row in made.gold}
        yield from possible_cuts(made.translations, answers, made.originals + made.pool)


def conjunctions() -> Iterator[Joined]:
    """Whole texts with some full stops taken away or conjunctions put in their place."""
    order = np.random.default_rng(0)
    news = rows("pool", "english_news.jsonl")
    pool_rows = rows("wmt18", "originals.jsonl") + news
    pool = Pool.of(Document(id=row["id"], text=row["text"]) for row in pool_rows)
    foreign = [line.strip() for row in news for line in row["text"].split("\n") if 20 < len(line.strip()) < 250]
    for row in rows("wmt18", "translations.jsonl")[::3]:
        text, units, starts = run_together(row["text"], foreign, order, JOINS)
        documents = [row["original"], pool_rows[-1]["id"]]
        yield described(pool, documents, text, units, starts, np.zeros(len(units), dtype=bool))


def possible_cuts(
    translations: Sequence[dict[str, Any]], gold: dict[str, list[dict[str, Any]]], pool_rows: Sequence[dict[str, Any]]
) -> Iterator[Joined]:
    """The possible cuts of texts beside their originals and one more report."""
    pool = Pool.of(Document(id=row["id"], text=row["text"]) for row in pool_rows)
    for row in translations:
        segments = gold[row["id"]]
        documents = {link[0] for one in segments for link in one["links"]}
        if not documents:
            continue
        text = row["text"]
        units = refine(text, cut(text))
        both = [
            len({bool(one["links"]) for one in segments if one["start"] < end and one["end"] > start}) > 1
            for start, end in units
        ]
        starts = {one["start"] for one in segments}
        yield described(pool, [*sorted(documents), pool_rows[-1]["id"]], text, units, starts, np.array(both))


def described(
    pool: Pool,
    documents: Sequence[str],
    text: str,
    units: Sequence[tuple[int, int]],
    starts: set[int],
    both: np.ndarray,
) -> Joined:
    """The possible cuts of one text beside some reports; `both` rows hold sentences with and without an original."""
    theirs = Originals.of([pool.get(id) for id in documents]).side
    fit = match(Side.of([[text[a:b] for a, b in units]]), theirs, pool.weigh)
    places = cuts.options(fit)
    plain = [one for one in places if not cuts.joining(fit, one)]
    joined = [one for one in places if cuts.joining(fit, one)]

    def right(some: Sequence[cuts.Cut]) -> np.ndarray:
        return np.array([units[one.row][0] + one.place in starts for one in some], dtype=bool)

    return Joined(
        set(documents[:-1]),
        cuts.describe(fit, plain),
        right(plain),
        np.array([one.row for one in plain], dtype=int),
        np.array([MIXED if both[one.row] else 1.0 for one in plain]),
        cuts.describe_joined(fit, joined),
        right(joined),
    )


def fit_joined(data: Sequence[Joined]) -> Linear:
    """Whether a conjunction in small letters begins what was another sentence."""
    return logistic(cuts.JOINED_NAMES, [(one.joined, one.apart) for one in data if len(one.apart)])


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
    plain = [one for one in data if len(one.row)]
    save({"cut": fit_cut(plain), "cut_joined": fit_joined([*data[:COMPOSITES], *conjunctions()])})
    if arguments.check:
        check(plain)


if __name__ == "__main__":
    main()
