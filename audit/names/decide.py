"""From candidate pairs to decisions: association over the document, weights, and a one-to-one choice in each link."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from audit.names.candidates import Candidate


@cache
def _model() -> dict[str, Any]:
    """`weights.json` beside this module; `scripts/fit_names.py` compares its weights with fitted ones."""
    record: dict[str, Any] = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))
    return record


def weights() -> Mapping[str, float]:
    """Weights of the features, in log-odds, and the `bias`."""
    pair: dict[str, float] = _model()["pair"]
    return pair


@cache
def reliability() -> tuple[tuple[float, float], ...]:
    """Points (probability of the pair, confidence of the finding), from 0 to 1."""
    return tuple((float(x), float(y)) for x, y in _model()["reliability"])


@cache
def places() -> tuple[tuple[float, float], ...]:
    """Points (probability of the pair, confidence that the place is wrong as it stands), from 0 to 1."""
    return tuple((float(x), float(y)) for x, y in _model()["places"])


@dataclass(frozen=True, slots=True)
class Pair:
    """A chosen candidate with the probability of the pair and the next best rivals of the original's side."""

    candidate: Candidate
    probability: float
    rivals: tuple[tuple[Candidate, float], ...] = ()


def logit(features: dict[str, float]) -> float:
    """The weighted sum of the features, in log-odds."""
    weight = weights()
    return weight["bias"] + sum(weight.get(name, 0.0) * value for name, value in features.items())


def probability(log_odds: float) -> float:
    """Logistic function."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def associate(
    links: Sequence[Sequence[Candidate]], names: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> list[list[Candidate]]:
    """Add the association over the document: do the two residual forms come and go together?

    `links`: candidates link by link; `names`: the residual joined forms of both sides, link by link.
    """
    count_t: Counter[str] = Counter()
    count_o: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for mine, theirs in names:
        count_t.update(set(mine))
        count_o.update(set(theirs))
        both.update((a, b) for a in set(mine) for b in set(theirs))
    out = []
    for row in links:
        fresh = []
        for candidate in row:
            a, b = candidate.mine.joined, candidate.theirs.joined
            times = both[a, b]
            share = 2 * times / (count_t[a] + count_o[b]) if times > 1 else 0.0
            fresh.append(replace(candidate, features={**candidate.features, "together": share}))
        out.append(fresh)
    return out


def choose(row: Iterable[Candidate], floor: float = 0.05) -> list[Pair]:
    """A one-to-one choice within one link, best first; pairs under `floor` are left out."""
    scored = sorted(
        ((probability(logit(c.features)), n, c) for n, c in enumerate(row)), key=lambda item: (-item[0], item[1])
    )
    taken_t: set[tuple[int, int]] = set()
    taken_o: set[tuple[int, int, int]] = set()
    rivals: dict[tuple[int, int], list[tuple[Candidate, float]]] = defaultdict(list)
    chosen: list[tuple[Candidate, float]] = []
    for p, _, c in scored:
        mine = (c.mine.first, c.mine.last)
        theirs = (c.original, c.theirs.first, c.theirs.last)
        if mine in taken_t or theirs in taken_o:
            if mine in taken_t:
                rivals[mine].append((c, p))
            continue
        if p < floor:
            continue
        taken_t.add(mine)
        taken_o.add(theirs)
        chosen.append((c, p))
    return [Pair(candidate=c, probability=p, rivals=tuple(rivals[c.mine.first, c.mine.last][:3])) for c, p in chosen]


def confidence(pair: float) -> float:
    """Confidence of what the best pair suggests, by its probability: linear between measured points."""
    return _between(reliability(), pair)


def doubt(pair: float) -> float:
    """Confidence that the place is wrong, by the probability of its best pair: rivals of the pair take none of it."""
    return _between(places(), pair)


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]
