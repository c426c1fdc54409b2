"""Fit the weights of pairs and the points of the places of audit/names/weights.json on hand-marked names.

    TAUDIT_DATA=FOLDER python -m scripts.fit_names [--write WHICH]

Candidate pairs come from the engine itself, with the lines of `wmt18` linked as they stand, with and without the
pivot; labels come from `wmt18/gold_names.jsonl` only. Every figure is on documents left out in turn: average precision
and log loss of the pairs, then precision, recall, F1 and mended of the whole name stage with the weights of the others.
Three fits stand beside the hand-set weights: `free` (pulled to zero), `near` (pulled to the hand-set weights) and
`scaled` (hand-set log-odds times a factor, plus a constant). `--write` puts a fit on all documents and its points
into the file (`hand` keeps the weights and fits the points only); the points there now rest on other translations, too.
Only some dozens of numbers leave this script.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import average_precision_score, log_loss

from audit.context import Context
from audit.detectors import select
from audit.findings import settle
from audit.names import decide, linkedcases
from audit.names.candidates import Candidate
from audit.names.linked import Pairing
from audit.names.resolve import resolve
from audit.names.stage import prepare
from benchmarks import _names_scoring as scoring
from benchmarks._names_runs import context_of, gold_of, rows
from benchmarks._names_scoring import Found

TARGET = Path(decide.__file__).parent / "weights.json"
FITS = ("hand", "free", "near", "scaled")
PULL = {"free": 1.0, "near": 3.0}
"""Strength of the pull (L2) to zero and to the hand-set weights."""
BINS = 5

Array = Any
Weights = dict[str, float]


@dataclass(frozen=True)
class Text:
    """One gold document in one condition: its context and its hand-marked windows."""

    doc: str
    context: Context
    windows: Sequence[Mapping[str, Any]]

    def window(self, start: int) -> Mapping[str, Any] | None:
        """The window that holds the offset."""
        return next((row for row in self.windows if row["start"] <= start < row["end"]), None)


@dataclass(frozen=True)
class Data:
    """Candidate pairs: features by name in columns, labels, numbers of the documents."""

    names: tuple[str, ...]
    x: Array
    y: Array
    group: Array
    documents: int

    def of(self, chosen: Array) -> Data:
        """Some of the pairs."""
        return Data(self.names, self.x[chosen], self.y[chosen], self.group[chosen], self.documents)


def load(folder: Path) -> list[Text]:
    """Every gold document twice: without and with its pivot."""
    originals = {row["id"]: row["text"] for row in rows(folder / "wmt18" / "originals.jsonl")}
    gold: dict[str, list[Mapping[str, Any]]] = {}
    for row in gold_of(folder, "A"):
        gold.setdefault(row["doc"], []).append(row)
    texts = {row["id"]: row for row in rows(folder / "wmt18" / "translations.jsonl")}
    return [
        Text(doc, context_of(texts[doc], originals[texts[doc]["original"]], pivot), windows)
        for pivot in (False, True)
        for doc, windows in sorted(gold.items())
    ]


@contextmanager
def recorded() -> Iterator[list[tuple[list[Candidate], list[decide.Pair]]]]:
    """What the engine chooses from, link by link, and what it takes."""
    seen: list[tuple[list[Candidate], list[decide.Pair]]] = []

    def choose(row: Sequence[Candidate], *more: Any) -> list[decide.Pair]:
        taken = decide.choose(row, *more)
        seen.append((list(row), taken))
        return taken

    with mock.patch.object(linkedcases, "choose", choose):
        yield seen


def label(text: Text, pairing: Pairing, one: Candidate) -> bool | None:
    """Whether the pair sets an artifact of the gold right; None where nobody judged it."""
    mine, theirs = pairing.sentence.tokens, pairing.originals[one.original].tokens
    window = text.window(mine[one.mine.first].start)
    if window is None:
        return None
    touched = [
        artifact
        for artifact in window["artifacts"]
        if artifact["start"] is not None
        and any(mine[i].start < artifact["end"] and artifact["start"] < mine[i].bare for i in one.mine.bare)
    ]
    if not touched:
        return False
    names = [artifact for artifact in touched if artifact["type"] in scoring.NAME_TYPES and artifact["normalized"]]
    if not names:
        return None
    given = {word for j in one.theirs.bare for word in scoring.folded(theirs[j].word)}
    return any(_meets(given, artifact) for artifact in names)


def _meets(given: set[str], artifact: Mapping[str, Any]) -> bool:
    right = set(scoring.folded(artifact["normalized"]))
    right = right - set(scoring.folded(artifact["surface"])) or right
    common = len(given & right)
    return common > 0 and 2 * common >= min(len(given), len(right))


def collect(texts: Sequence[Text]) -> Data:
    """The candidate pairs of all texts with their labels."""
    found: list[tuple[dict[str, float], bool, int]] = []
    numbers = {doc: n for n, doc in enumerate(sorted({text.doc for text in texts}))}
    for text in texts:
        stage = prepare(text.context)
        pairings = {pairing.number: pairing for pairing in stage.pairings}
        with recorded() as seen:
            linkedcases.gaps(stage)
        for row, _ in seen:
            for one in row:
                right = label(text, pairings[one.number], one)
                if right is not None:
                    found.append((one.features, right, numbers[text.doc]))
    names = tuple(sorted({name for features, _, _ in found for name in features}))
    x = np.array([[features.get(name, 0.0) for name in names] for features, _, _ in found])
    y, group = np.array([float(r) for _, r, _ in found]), np.array([g for *_, g in found])
    return Data(names, x, y, group, len(numbers))


def hand() -> Weights:
    """The weights that the engine uses now."""
    return dict(decide.weights())


def vector(names: Sequence[str], weights: Mapping[str, float]) -> Array:
    """Weights in the order of the columns, the bias last."""
    return np.array([weights.get(name, 0.0) for name in names] + [weights["bias"]])


def probabilities(data: Data, weights: Mapping[str, float]) -> Array:
    """Probability of every pair."""
    return _logistic(np.c_[data.x, np.ones(len(data.x))] @ vector(data.names, weights))


def _logistic(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -30.0, 30.0)))


def fit(data: Data, how: str) -> Weights:
    """Weights fitted in one of the ways of FITS; each document counts by the root of its number of pairs."""
    start = vector(data.names, hand())
    if how == "hand":
        return hand()
    x = np.c_[data.x, np.ones(len(data.x))]
    if how == "scaled":
        z = x @ start
        scale, shift = _descend(np.c_[z, np.ones(len(z))], data, np.array([1.0, 0.0]), 0.01)
        values = start * scale
        values[-1] += shift
    else:
        values = _descend(x, data, start if how == "near" else np.zeros(len(start)), PULL[how])
    out = dict(zip((*data.names, "bias"), (round(float(v), 3) for v in values), strict=True))
    return {"bias": out.pop("bias"), **out}


def _descend(x: Array, data: Data, center: Array, pull: float) -> Array:
    """Least log loss plus pull / 2 x squared distance from the center (not for the last column, the bias)."""
    counts = np.bincount(data.group.astype(int))
    each = 1.0 / np.sqrt(counts[data.group.astype(int)])
    each *= len(each) / each.sum()
    free = np.ones(x.shape[1])
    free[-1] = 0.0

    def loss(w: Array) -> tuple[float, Array]:
        p = _logistic(x @ w)
        q = np.clip(p, 1e-12, 1 - 1e-12)
        value = -(each * (data.y * np.log(q) + (1 - data.y) * np.log(1 - q))).sum()
        value += pull / 2 * float((free * (w - center) ** 2).sum())
        return float(value), x.T @ (each * (p - data.y)) + pull * free * (w - center)

    return minimize(loss, center, jac=True, method="L-BFGS-B").x


def left_out(data: Data, how: str) -> tuple[Array, dict[int, Weights]]:
    """Probabilities of every pair by weights fitted without its document, and those weights by document."""
    p = np.zeros(len(data.y))
    by_doc = {}
    for group in range(data.documents):
        held = data.group == group
        by_doc[group] = fit(data.of(~held), how)
        p[held] = probabilities(data.of(held), by_doc[group])
    return p, by_doc


@contextmanager
def using(weights: Weights, points: Sequence[tuple[float, float]] | None = None) -> Iterator[None]:
    """The engine with other weights and other points of the places."""
    chosen = tuple(points) if points is not None else decide.places()
    with (
        mock.patch.object(decide, "weights", lambda: weights),
        mock.patch.object(decide, "places", lambda: chosen),
    ):
        yield


def findings(text: Text) -> list[Found]:
    """What the name rules find in a text, from confidence 0.5."""
    hits = [(d.rule, hit) for d in select("name") for hit in d.detect(text.context)]
    return [
        Found(
            text.doc, f.span.start, f.span.end, f.rule, f.subtype or "", f.confidence,
            f.suggestions[0].text if f.suggestions else None,
        )
        for f in settle(text.context.document, hits, 0.5)
        if f.category == "name"
    ]  # fmt: skip


def whole_stage(texts: Sequence[Text], of: Callable[[int], tuple[Weights, Any]]) -> dict[str, Any]:
    """Figures of the whole name stage, each document with the weights and points that `of` gives for it."""
    numbers = {doc: n for n, doc in enumerate(sorted({text.doc for text in texts}))}
    found: list[Found] = []
    gold: list[Mapping[str, Any]] = []
    for text in texts:
        text.context.__dict__.pop("names", None)
        with using(*of(numbers[text.doc])):
            found += findings(text)
        gold += text.windows
    return scoring.summary(scoring.cases(gold, found), 0.5)


def outcomes(texts: Sequence[Text], of: Callable[[int], Weights]) -> list[tuple[int, float, bool]]:
    """(document, probability of the pair, whether the place is an artifact) for every change under a link."""
    numbers = {doc: n for n, doc in enumerate(sorted({text.doc for text in texts}))}
    out = []
    for text in texts:
        stage = prepare(text.context)
        pairings = {pairing.number: pairing for pairing in stage.pairings}
        with using(of(numbers[text.doc])), recorded() as seen:
            linkedcases.gaps(stage)
        for _, taken in seen:
            for pair in taken:
                pairing = pairings[pair.candidate.number]
                tokens = pairing.sentence.tokens
                for change in resolve(pairing, pair.candidate):
                    start, end = tokens[change.first].start, tokens[change.last].bare
                    one = Found(text.doc, start, end, "", "", pair.probability, None)
                    judged = scoring.judged(text.windows, [one])
                    out += [(numbers[text.doc], p, right) for _, p, right in judged]
    return out


def points_of(items: Sequence[tuple[int, float, bool]]) -> list[tuple[float, float]]:
    """Points of places: bins of equal size, shares smoothed by half a case of each kind, made monotone, ends held."""
    ordered = sorted((p, right) for _, p, right in items)
    cells = []
    for k in range(BINS):
        part = ordered[len(ordered) * k // BINS : len(ordered) * (k + 1) // BINS]
        if part:
            share = (sum(right for _, right in part) + 0.5) / (len(part) + 1)
            cells.append([sum(p for p, _ in part) / len(part), share, len(part)])
    shares: list[list[float]] = []
    for _, share, size in cells:  # pool adjacent violators
        shares.append([share, size, 1])
        while len(shares) > 1 and shares[-2][0] > shares[-1][0]:
            b, a = shares.pop(), shares.pop()
            shares.append([(a[0] * a[1] + b[0] * b[1]) / (a[1] + b[1]), a[1] + b[1], a[2] + b[2]])
    level = [share for share, _, count in shares for _ in range(int(count))]
    inner = [(round(cell[0], 3), round(share, 3)) for cell, share in zip(cells, level, strict=True)]
    low, high = inner[0], inner[-1]
    return [(0.0, round(low[1] / 2, 3)), *[point for point in inner if 0.0 < point[0] < 1.0], (1.0, high[1])]


def interpolated(points: Sequence[tuple[float, float]], p: float) -> float:
    """The confidence at a probability."""
    return float(np.interp(p, [x for x, _ in points], [y for _, y in points]))


def calibration(items: Sequence[tuple[int, float, bool]], points: Callable[[int], Any]) -> dict[str, float]:
    """Log loss, Brier score and error of confidences, each document with the points that `points` gives for it."""
    judged = [(str(group), interpolated(points(group), p), right) for group, p, right in items]
    return {
        "log_loss": -sum(math.log(c if right else 1 - c) for _, c, right in judged) / len(judged),
        "brier": sum((c - right) ** 2 for _, c, right in judged) / len(judged),
        "ece": scoring.calibration_error(judged),
    }


def compare(texts: Sequence[Text], data: Data) -> None:
    """Print hand-set beside fitted, documents left out."""
    print(f"{len(data.y)} pairs, {int(data.y.sum())} right, {data.documents} documents")
    print(
        f"{'':10}{'avg.prec.':>11}{'log loss':>10}   whole stage: precision, recall, F1, mended (points now / fitted)"
    )
    for how in FITS:
        p, by_doc = left_out(data, how)
        clipped = np.clip(p, 1e-4, 1 - 1e-4)
        items = outcomes(texts, lambda group, w=by_doc: w[group])  # type: ignore[misc]
        points = {g: points_of([item for item in items if item[0] != g]) for g in by_doc}
        row = f"{how:10}{average_precision_score(data.y, p):>11.4f}{log_loss(data.y, clipped):>10.4f}   "
        now = whole_stage(texts, lambda g, w=by_doc: (w[g], None))  # type: ignore[misc]
        new = whole_stage(texts, lambda g, w=by_doc, q=points: (w[g], q[g]))  # type: ignore[misc]
        print(row + "  /  ".join(_brief(one) for one in (now, new)))
        for name, of in (("now", lambda g: decide.places()), ("fitted", lambda g, q=points: q[g])):
            told = "  ".join(f"{key} {value:.4f}" for key, value in calibration(items, of).items())
            print(f"{'':10}points {name:7} n={len(items)}  {told}")


def _brief(one: Mapping[str, Any]) -> str:
    return " ".join(f"{one[m]:.3f}" for m in ("precision", "recall", "f1", "mended")) + f" false {one['false_spans']}"


def write(texts: Sequence[Text], data: Data, how: str) -> None:
    """Put the fit on all documents into the file of the engine."""
    chosen = fit(data, how)
    record = json.loads(TARGET.read_text("utf-8"))
    record["pair"] = chosen
    record["places"] = points_of(outcomes(texts, lambda _: chosen))
    record["fitted"] = f"{how}, {date.today().isoformat()}, wmt18/gold_names.jsonl"
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in record.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"written: {TARGET.name}")


def main(argv: Sequence[str] | None = None) -> int:
    """Compare, print the fitted weights, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", choices=FITS)
    options = parser.parse_args(argv)
    folder = Path(os.environ.get("TAUDIT_DATA") or "-")
    if not (folder / "wmt18" / "gold_names.jsonl").is_file():
        print("scripts.fit_names needs the development data: set TAUDIT_DATA to its folder", file=sys.stderr)
        return 2
    texts = load(folder)
    data = collect(texts)
    compare(texts, data)
    fits = {how: fit(data, how) for how in FITS}
    print(f"\n{'weights':14}" + "".join(f"{how:>9}" for how in FITS))
    for name in fits["free"]:
        print(f"{name:14}" + "".join(f"{fits[how].get(name, 0.0):>9.2f}" for how in FITS))
    print("\nplaces now   ", decide.places())
    print("places fitted", points_of(outcomes(texts, lambda _: hand())))
    if options.write:
        write(texts, data, options.write)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
