"""Sentences that run together without a full stop, found by what they match: cut where the halves go apart."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.features import NAMES as PAIR
from audit.alignment.features import compare
from audit.alignment.runs import Fit
from audit.alignment.sides import Side, sentence
from audit.alignment.units import OPENERS, everyday, possible
from audit.alignment.weights import model, probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = (
    "left", "right", "gain", "weaker", "same", "beside", "other_text", "opener", "colon", "comma", "quote",
    "left_covered", "right_covered", "uneven", "left_names", "right_names", "length_gain", "right_gain", "repeated",
    "after_name", "number", "everyday", "sentence_case", "ended", "lower", "both", "begins", "ends",
)  # fmt: skip
JOINED_NAMES = (
    "left", "right", "gain", "weaker", "same", "beside", "other_text", "left_covered", "right_covered", "uneven",
    "left_names", "right_names", "length_gain", "right_gain", "both", "ends", "untold_left", "untold_right",
)  # fmt: skip
"""What counts where a conjunction in small letters begins the second half."""
LIKELY = -1.0
"""Log-odds from which a cut is made: a wrong cut costs little, as two halves of one sentence are joined again."""

JOINING = frozenset(["and", "but", "while"])
UNTOLD = 0.25
"""Share of a half's words below which the other text may not tell it at all."""

_UNLIKELY = -7.0
_UNEVEN = 0.5
_ENDED = re.compile(r"[.?!]['\"”’)]*$")
_FIRST_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place in one row of ours where it might be two sentences; `place` counts from the row's beginning."""

    row: int
    place: int


def options(fit: Fit) -> list[Cut]:
    """All places that deserve a look, in rows that match something.

    Before a capital after a name (most are inside longer names) only where the best match covers one side far less.
    """
    found = []
    best = fit.first.argmax(axis=1)
    for row, one in enumerate(fit.ours.sentences):
        if fit.first[row, best[row]] < _UNLIKELY:
            continue
        terms = fit.theirs.sentences[best[row]].terms
        for place in possible(one.text):
            left, right = one.text[:place].rstrip(), one.text[place:]
            marked = _ENDED.search(left) or left[-1] in ":\"”’'),;" or not left.split()[-1][0].isupper()
            if (marked and not right[0].isdigit()) or _apart(left, right, terms, fit):
                found.append(Cut(row, place))
    return found


def _apart(left: str, right: str, terms: frozenset[str], fit: Fit) -> bool:
    """Whether the terms of one half are covered far less than those of the other."""
    shares = []
    for half in (left, right):
        weights = {term: fit.weigh(term) for term in sentence(half).terms}
        total = math.fsum(weights.values())
        shares.append(math.fsum(weights[term] for term in weights.keys() & terms) / total if total else 0.0)
    return min(shares) < _UNEVEN * max(shares)


def describe(fit: Fit, cuts: Sequence[Cut]) -> Array:
    """The features of every possible cut: an array of len(cuts) x len(COLUMNS)."""
    if not cuts:
        return np.zeros((0, len(COLUMNS)))
    halves = [
        half
        for cut in cuts
        for text in [fit.ours.sentences[cut.row].text]
        for half in (text[: cut.place].rstrip(), text[cut.place :])
    ]
    ours = Side.of([halves])
    table = compare(ours, fit.theirs, fit.weigh)
    logits = model("pair").logit(table)
    best = logits.argmax(axis=1)
    result = []
    for number, cut in enumerate(cuts):
        left, right = 2 * number, 2 * number + 1
        whole = int(fit.first[cut.row].argmax())
        result.append(
            (
                *_matches(fit, cut, logits[left : right + 1], best[left : right + 1]),
                *_coverage(table[left : right + 1, whole]),
                _length_gain(
                    fit, cut, whole, halves[left : right + 1][int(logits[right, whole] > logits[left, whole])]
                ),
                float(np.clip(logits[right].max(), -9, 9) - np.clip(fit.first[cut.row, best[right]], -9.0, 9.0)),
                *_signs(halves[left], halves[right]),
                *_edges(fit, halves[left : right + 1], logits[left : right + 1], best[left : right + 1]),
            )
        )
    return np.array([[row[_ORDER[name]] for name in COLUMNS] for row in result])


_MATCHES = ("left", "right", "gain", "weaker", "same", "beside", "other_text")
_COVERAGE = ("left_covered", "right_covered", "uneven", "left_names", "right_names", "untold_left", "untold_right")
_SIGNS = (
    "opener", "colon", "comma", "quote", "repeated", "after_name", "number", "everyday", "sentence_case", "ended",
    "lower", "joining",
)  # fmt: skip
_EDGES = ("both", "begins", "ends")
COLUMNS = (*NAMES, "joining", *(name for name in JOINED_NAMES if name not in NAMES))
_ORDER = {name: at for at, name in enumerate((*_MATCHES, *_COVERAGE, "length_gain", "right_gain", *_SIGNS, *_EDGES))}


def _matches(fit: Fit, cut: Cut, logits: Array, best: Array) -> tuple[float, ...]:
    """How well each half matches by itself, beside the whole, and where."""
    top = np.clip(logits.max(axis=1), -9.0, 9.0)
    whole = float(np.clip(fit.first[cut.row].max(), -9.0, 9.0))
    first, second = int(best[0]), int(best[1])
    other = fit.theirs.document[first] != fit.theirs.document[second]
    return (
        float(top[0]),
        float(top[1]),
        float(top.max()) - whole,
        float(top.min()),
        float(first == second),
        float(not other and abs(first - second) == 1),
        float(other),
    )


def _coverage(table: Array) -> tuple[float, ...]:
    """How much of each half the whole's best match covers."""
    covered, names = table[:, PAIR.index("covered_t")], table[:, PAIR.index("names")]
    return (
        float(covered[0]),
        float(covered[1]),
        float(abs(covered[0] - covered[1])),
        float(names[0]),
        float(names[1]),
        float(max(0.0, UNTOLD - covered[0]) * covered[1]),
        float(max(0.0, UNTOLD - covered[1]) * covered[0]),
    )


def _length_gain(fit: Fit, cut: Cut, column: int, half: str) -> float:
    """How much nearer the better half's length is to the original's than the whole's is (logarithms)."""
    length = len(fit.theirs.sentences[column].text) + 5
    whole = math.log((len(fit.ours.sentences[cut.row].text) + 5) / length)
    return abs(whole) - abs(math.log((len(half) + 5) / length))


def _signs(left: str, right: str) -> tuple[float, ...]:
    """What the writing says: end marks, capitals, the first words of the second half."""
    words = _FIRST_WORDS.findall(right)
    word = words[0]
    return (
        float(word in OPENERS),
        float(left[-1] == ":"),
        float(left[-1] in ",;"),
        float(right[0] in "\"“‘'"),
        float(len(word) > 2 and word in left),
        float(left.rsplit(maxsplit=1)[-1][0].isupper()),
        float(word[0].isdigit()),
        float(everyday(word)),
        float(everyday(word) and word[0].isupper() and len(words) > 1 and words[1][0].islower()),
        float(bool(_ENDED.search(left))),
        float(word[0].islower()),
        float(left[-1] == "," and word in JOINING),
    )


def _edges(fit: Fit, halves: Sequence[str], logits: Array, best: Array) -> tuple[float, ...]:
    """Whether both halves match well apart, and whether they meet where their own originals end and begin."""
    from rapidfuzz.distance import Indel

    chance = probability(logits[np.arange(2), best])
    first, second = (_FIRST_WORDS.findall(fit.theirs.sentences[column].text) or [""] for column in best)
    left, right = (_FIRST_WORDS.findall(half) for half in halves)
    return (
        float(chance.min()) * float(best[0] != best[1]),
        float(chance[1]) * Indel.normalized_similarity(right[0].lower(), second[0].lower()),
        float(chance[0]) * Indel.normalized_similarity(left[-1].lower(), first[-1].lower()),
    )


def cuts(fit: Fit) -> list[Cut]:
    """Where rows are better cut in two, at most one place a row, likeliest first."""
    found = options(fit)
    if not found:
        return []
    table = describe(fit, found)
    plain = model("cut").logit(table[:, : len(NAMES)])
    joined = model("cut_joined").logit(table[:, [COLUMNS.index(name) for name in JOINED_NAMES]]) + LIKELY
    best: dict[int, tuple[float, Cut]] = {}
    for cut, logit in zip(found, np.where(table[:, COLUMNS.index("joining")] > 0, joined, plain), strict=True):
        if logit > LIKELY and logit > best.get(cut.row, (LIKELY, cut))[0]:
            best[cut.row] = (float(logit), cut)
    return [cut for _, cut in sorted(best.values(), key=lambda item: -item[0])]
