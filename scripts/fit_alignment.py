"""Fit the weights of lining up and write audit/alignment/weights.json.

    TAUDIT_DATA=FOLDER python scripts/fit_alignment.py [--check]

Learns from `composites` (portal-like rewrites), as they are and with some of their originals' sentences gone. `--check`
writes nothing: it prints the links of each sentence's best pair from weights that saw none of its text, texts split by
number (several are made of one original). Only a few dozen weights leave this script, no text.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from audit.alignment import context, features, runs, speech
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model, probability
from audit.retrieval.pool import Pool
from audit.retrieval.terms import terms

TARGET = Path(__file__).resolve().parent.parent / "audit" / "alignment" / "weights.json"
FOLDS = 6
MISSING = 0.25
HALVED = 0.25


@dataclass
class Case:
    """One text beside its candidates: `gold[i, j]` says that sentence i comes from sentence j."""

    id: str
    ours: Side
    theirs: Side
    gold: np.ndarray
    weigh: Callable[[str], float]
    table: np.ndarray


def rows(*parts: str) -> list[dict[str, Any]]:
    with Path(os.environ["TAUDIT_DATA"], *parts).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def line_spans(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def shortlist(pool: Pool, sentences: Sequence[str]) -> list[str]:
    queries = [{term: pool.weigh(term) for term in set(terms(one))} for one in sentences]
    whole: dict[str, float] = {}
    for query in queries:
        for term, weight in query.items():
            whole[term] = whole.get(term, 0.0) + weight
    first, *rest = pool.search([whole, *queries], 8)
    found = dict.fromkeys(id for id, _ in first)
    for hits in rest:
        found.update(dict.fromkeys(id for id, _ in hits[:2]))
    return list(found)


def composites(pool: Pool) -> list[Case]:
    texts = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    cases = []
    for row in rows("composites", "gold.jsonl"):
        text = texts[row["doc"]]
        sentences = [text[one["start"] : one["end"]] for one in row["segments"]]
        chosen = shortlist(pool, sentences)
        spans = [line_spans(pool.get(id).text) for id in chosen]
        place = {(id, *span): 0 for id, lines in zip(chosen, spans, strict=True) for span in lines}
        place = {key: number for number, key in enumerate(place)}
        ours = Side.of([sentences])
        theirs = Side.of([[pool.get(id).text[a:b] for a, b in s] for id, s in zip(chosen, spans, strict=True)])
        gold = np.zeros((len(ours), len(theirs)), dtype=bool)
        for number, one in enumerate(row["segments"]):
            for link in one["links"]:
                if tuple(link) in place:
                    gold[number, place[tuple(link)]] = True
        cases.append(Case(row["doc"], ours, theirs, gold, pool.weigh, features.compare(ours, theirs, pool.weigh)))
    return cases


def beads() -> list[Case]:
    cases = []
    gold_rows = rows("beads", "gold.jsonl")
    from corpora.documents import Document

    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in gold_rows)
    for row in gold_rows:
        ours, theirs = Side.of([row["translation"]]), Side.of([row["original"]])
        gold = np.zeros((len(ours), len(theirs)), dtype=bool)
        for left, right in row["beads"]:
            for i in left:
                gold[i, right] = True
        cases.append(Case(row["id"], ours, theirs, gold, pool.weigh, features.compare(ours, theirs, pool.weigh)))
    return cases


def without_some(case: Case, share: float, order: np.random.Generator) -> Case:
    """The same text with a share of its originals' sentences gone from the pool: portals cut, reports are many."""
    told = np.flatnonzero(case.gold.any(axis=0))
    away = set(told[order.random(len(told)) < share].tolist())
    kept = [column for column in range(len(case.theirs)) if column not in away]
    document = tuple(case.theirs.document[column] for column in kept)
    position = tuple(place - document.index(number) for place, number in enumerate(document))
    theirs = Side(tuple(case.theirs.sentences[column] for column in kept), document, position)
    return Case(f"{case.id} without some", case.ours, theirs, case.gold[:, kept], case.weigh, case.table[:, kept])


def halved(case: Case, order: np.random.Generator) -> Case:
    """The same text with some long sentences cut in two at a comma: one sentence of the original told in two."""
    lines, source = [], []
    for row, one in enumerate(case.ours.sentences):
        commas = [found.end() for found in re.finditer(r"[,;:] ", one.text)]
        place = min(commas, key=lambda at: abs(at - len(one.text) / 2), default=0)
        parts = [one.text]
        if len(one.text) > 80 and 20 < place < len(one.text) - 20 and order.random() < HALVED:
            parts = [one.text[:place].rstrip(), one.text[place:]]
        lines += parts
        source += [row] * len(parts)
    ours = Side.of([lines])
    table = features.compare(ours, case.theirs, case.weigh)
    return Case(f"{case.id} halved", ours, case.theirs, case.gold[source], case.weigh, table)


def hard(case: Case, logits: np.ndarray, per_row: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of all true pairs and of the most likely false ones of each row."""
    masked = np.where(case.gold, -99.0, logits)
    count = min(per_row, masked.shape[1])
    top = np.argsort(-masked, axis=1)[:, :count]
    false = np.stack([np.repeat(np.arange(len(masked)), count), top.ravel()], axis=1)
    false = false[~case.gold[false[:, 0], false[:, 1]]]
    places = np.concatenate([np.argwhere(case.gold), false])
    return places[:, 0], places[:, 1]


def logistic(names: Sequence[str], data: list[tuple[np.ndarray, np.ndarray]], strength: float = 1.0) -> Linear:
    x = np.concatenate([a for a, _ in data])
    y = np.concatenate([b for _, b in data])
    scale = StandardScaler().fit(x)
    fitted = LogisticRegression(C=strength, max_iter=4000).fit(scale.transform(x), y)
    spread = np.where(scale.scale_ == 0, 1.0, scale.scale_)
    weights = fitted.coef_[0] / spread
    bias = float(fitted.intercept_[0] - (weights * scale.mean_).sum())
    return Linear(tuple(names), tuple(float(weight) for weight in weights), bias)


def fit_pair(cases: Sequence[Case]) -> Linear:
    data = []
    for case in cases:
        r, c = hard(case, case.table[..., 0] + case.table[..., 3], 15)
        data.append((case.table[r, c], case.gold[r, c]))
    return logistic(features.NAMES, data)


def rising_logistic(names: Sequence[str], data: list[tuple[np.ndarray, np.ndarray]], least: float) -> Linear:
    """As `logistic`, with the first feature's weight at least `least`: a better pair never counts against itself."""
    from scipy.optimize import minimize

    x = np.concatenate([a for a, _ in data])
    y = np.concatenate([b for _, b in data]).astype(float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value = x @ w[:-1] + w[-1]
        error = 1 / (1 + np.exp(-value)) - y
        total = float(np.logaddexp(0, value).sum() - (y * value).sum() + 0.5 * (w[:-1] ** 2).sum())
        return total, np.append(x.T @ error + w[:-1], error.sum())

    bounds = [(least, None), *[(None, None)] * x.shape[1]]
    done = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return Linear(tuple(names), tuple(float(weight) for weight in done.x[:-1]), float(done.x[-1]))


def fit_context(cases: Sequence[Case], pair: Linear, rising: bool = False) -> Linear:
    data = []
    for case in cases:
        first = pair.logit(case.table)
        r, c = hard(case, first, 10)
        data.append((context.surroundings(first, case.ours, case.theirs)[r, c], case.gold[r, c]))
    return rising_logistic(context.NAMES, data, 0.3) if rising else logistic(context.NAMES, data)


def make_fit(case: Case, pair: Linear, around: Linear, cross: bool = False) -> runs.Fit:
    first = pair.logit(case.table)
    second = around.logit(context.surroundings(first, case.ours, case.theirs))
    return runs.Fit(case.ours, case.theirs, first, second, case.weigh, cross)


def fit_speech(cases: Sequence[Case]) -> Linear:
    """What quotations add to the log-odds of pairs; no bias, so that nothing changes where nobody speaks."""
    from scipy.optimize import minimize

    data = []
    for case in cases:
        first = model("pair").logit(case.table)
        r, c = hard(case, first, 10)
        data.append((speech.describe(case.ours, case.theirs)[r, c], case.gold[r, c], first[r, c]))
    x, y, before = (np.concatenate(part).astype(float) for part in zip(*data, strict=True))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value = before + x @ w
        error = 1 / (1 + np.exp(-value)) - y
        return float(np.logaddexp(0, value).sum() - (y * value).sum() + 0.5 * (w**2).sum()), x.T @ error + w

    done = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return Linear(speech.NAMES, tuple(float(weight) for weight in done.x), 0.0)


def fit_extension(cases: Sequence[Case], pair: Linear, around: Linear, cross: bool = False) -> Linear:
    data = []
    for case in cases:
        fit = make_fit(case, pair, around, cross)
        chosen = [
            runs.Run(row, int(column), int(column), 0.0)
            for row in range(len(case.ours))
            for column in [int(np.where(case.gold[row], fit.second[row], -99).argmax())]
            if case.gold[row].any()
        ]
        for _ in range(2):
            choices = runs.options(fit, chosen)
            if not choices:
                break
            labels = np.array([case.gold[run.row, column] for run, column, _ in choices])
            data.append((runs.describe(fit, choices), labels))
            chosen = [longer for (_, _, longer), label in zip(choices, labels, strict=True) if label]
    return logistic(runs.NAMES, data)


def fit_calibration(cases: Sequence[Case], pair: Linear, around: Linear) -> Linear:
    data = []
    for case in cases:
        fit = make_fit(case, pair, around)
        best = fit.second.argmax(axis=1)
        data.append((fit.second.max(axis=1)[:, None], case.gold[np.arange(len(best)), best]))
    return logistic(("logit",), data)


def save(models: dict[str, Linear]) -> None:
    known = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {}
    for name, one in models.items():
        weights = {key: round(weight, 4) for key, weight in zip(one.names, one.weights, strict=True)}
        known[name] = {"bias": round(one.bias, 4), "weights": weights}
    TARGET.write_text(json.dumps(known, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    news = composites(pool)
    order = np.random.default_rng(5)
    news += [without_some(case, MISSING, order) for case in news]
    if arguments.check:
        check(news, len(news) // 2)
        return
    news_fit(news, save)
    save({"speech": fit_speech(news)})


def check(news: Sequence[Case], texts: int) -> None:
    """F1 of links, sentences rightly left without one; `news` are `texts` whole ones, then the same with some gone."""
    kinds = {"as they are": np.zeros(5), "some originals' sentences gone": np.zeros(5)}
    for fold in range(FOLDS):
        seen = [case for number, case in enumerate(news) if number % texts % FOLDS != fold]
        pair = fit_pair(seen)
        around = fit_context(seen, pair)
        sure = fit_calibration(seen, pair, around)
        for number, case in enumerate(news):
            if number % texts % FOLDS == fold:
                chance = probability(sure.logit(make_fit(case, pair, around).second[..., None]))
                place, best = np.arange(len(chance)), chance.argmax(axis=1)
                linked, told = chance[place, best] >= 0.5, case.gold.any(axis=1)
                right = linked & case.gold[place, best]
                parts = (right, linked, told, ~linked & ~told, ~told)
                kinds[list(kinds)[number >= texts]] += [part.sum() for part in parts]
    for kind, (right, linked, told, left, alone) in kinds.items():
        print(f"{kind}: F1 {2 * right / (linked + told):.3f}, none {left:.0f} of {alone:.0f}")


def news_fit(news: Sequence[Case], keep: Callable[[dict[str, Linear]], None]) -> None:
    """All weights that are learnt from news texts; `keep` stores them, the first ones before the next are learnt."""
    pair = fit_pair(news)
    keep({"pair": pair})
    model.cache_clear()
    around = fit_context(news, pair)
    keep({"context": around})
    keep({"extension": fit_extension(news, pair, around), "calibration": fit_calibration(news, pair, around)})
    model.cache_clear()


if __name__ == "__main__":
    main()
