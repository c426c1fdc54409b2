"""Sentences that run together without a full stop, found by what they match: cut where the halves go apart.

One half is often told by the original and the other is not: a headline, a byline or other news that was put in between.
"""

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
from audit.alignment.units import OPENERS, everyday, possible, unfinished
from audit.alignment.weights import model, probability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MATCHES = ("gain", "same", "beside", "other_text", "second", "chance", "right_gain", "length_gain", "uneven")
_HALVES = ("kept", "meaning_gain", "meaning", "covered", "untold", "words")
_SIGNS = (
    "opener", "colon", "comma", "quote", "repeated", "after_name", "number", "everyday", "sentence_case", "ended",
    "lower", "unfinished",
)  # fmt: skip
_EDGES = ("weaker", "other_less_left", "other_less_right", "both", "begins", "ends")
NAMES = (*_MATCHES, *(f"{name}_{side}" for name in _HALVES for side in ("left", "right")), *_SIGNS, *_EDGES)
"""`kept` is the share of what the whole tells of its original that a half tells alone; `covered` the share of a half's
words that the original or its neighbours tell, `untold` the rest, weighed by length; `other_less` how much the other
half gains in meaning by being alone, where this one is not told."""

JOINED_NAMES = (
    "left", "right", "gain", "weaker", "same", "beside", "other_text", "left_covered", "right_covered", "uneven",
    "left_names", "right_names", "length_gain", "right_gain", "both", "ends", "untold_left", "untold_right",
)  # fmt: skip
"""What counts where a conjunction in small letters begins the second half: both halves must be told, but apart."""
UNTOLD = 0.25
"""Share of a half's words below which the other half's original may not tell it at all."""
LIKELY = -2.0
"""Log-odds from which a cut is made: a wrong cut costs little, as two halves of one sentence are joined again."""
KEPT = 0.7
"""No cut where neither half tells at least this share of what the whole tells of its original."""

JOINING = frozenset(["and", "but", "while"])

_UNLIKELY = -7.0
_CLIP = 9.0
_ENDED = re.compile(r"[.?!]['\"”’)]*$")
_FIRST_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MEANING, _COVERED, _TOLD = (PAIR.index(name) for name in ("meaning", "covered_t", "covered_o"))


@dataclass(frozen=True, slots=True)
class Cut:
    """A place in one row of ours where it might be two sentences; `place` counts from the row's beginning."""

    row: int
    place: int


def options(fit: Fit) -> list[Cut]:
    """Places in rows that match something: before conjunctions, and where one half alone tells nearly all."""
    found = []
    best = fit.first.argmax(axis=1)
    for row, one in enumerate(fit.ours.sentences):
        if fit.first[row, best[row]] < _UNLIKELY:
            continue
        told = {term: fit.weigh(term) for term in one.terms & fit.theirs.sentences[best[row]].terms}
        least = KEPT * math.fsum(told.values())
        for place in possible(one.text):
            if joining(fit, Cut(row, place)):
                found.append(Cut(row, place))
                continue
            halves = (sentence(one.text[:place].rstrip()), sentence(one.text[place:]))
            if max(math.fsum(told[term] for term in half.terms & told.keys()) for half in halves) >= least:
                found.append(Cut(row, place))
    return found


def describe(fit: Fit, cuts: Sequence[Cut]) -> Array:
    """The features of every possible cut: an array of len(cuts) x len(NAMES)."""
    if not cuts:
        return np.zeros((0, len(NAMES)))
    halves = _texts(fit, cuts)
    ours = Side.of([halves])
    table = compare(ours, fit.theirs, fit.weigh)
    logits = model("pair").logit(table)
    rows = sorted({cut.row for cut in cuts})
    wholes = Side(
        tuple(fit.ours.sentences[row] for row in rows),
        tuple(fit.ours.document[row] for row in rows),
        tuple(fit.ours.position[row] for row in rows),
    )
    whole = dict(zip(rows, compare(wholes, fit.theirs, fit.weigh), strict=True))
    result = []
    for number, cut in enumerate(cuts):
        pair = slice(2 * number, 2 * number + 2)
        column = int(fit.first[cut.row].argmax())
        told = _halves(fit, column, table[pair], whole[cut.row], [one.words for one in ours.sentences[pair]])
        result.append(
            (
                *_matches(fit, cut, column, halves[pair], table[pair], logits[pair]),
                *told.ravel().tolist(),
                *_signs(halves[2 * number], halves[2 * number + 1]),
                *_edges(fit, halves[pair], logits[pair], told),
            )
        )
    return np.array(result)


def describe_joined(fit: Fit, cuts: Sequence[Cut]) -> Array:
    """The features of cuts before conjunctions: an array of len(cuts) x len(JOINED_NAMES)."""
    if not cuts:
        return np.zeros((0, len(JOINED_NAMES)))
    halves = _texts(fit, cuts)
    table = compare(Side.of([halves]), fit.theirs, fit.weigh)
    logits = model("pair").logit(table)
    names = PAIR.index("names")
    result = []
    for number, cut in enumerate(cuts):
        pair = slice(2 * number, 2 * number + 2)
        column = int(fit.first[cut.row].argmax())
        matches = _matches(fit, cut, column, halves[pair], table[pair], logits[pair])
        edges = _edges(fit, halves[pair], logits[pair], np.zeros((len(_HALVES), 2)))
        top = [_clipped(float(one)) for one in logits[pair].max(axis=1)]
        covered = table[pair, column, _COVERED]
        values = {
            **dict(zip(_MATCHES, matches, strict=True)),
            **dict(zip(_EDGES, edges, strict=True)),
            "left": top[0],
            "right": top[1],
            "weaker": min(top),
            "left_covered": covered[0],
            "right_covered": covered[1],
            "left_names": table[pair][0, column, names],
            "right_names": table[pair][1, column, names],
            "untold_left": max(0.0, UNTOLD - covered[0]) * covered[1],
            "untold_right": max(0.0, UNTOLD - covered[1]) * covered[0],
        }
        result.append([float(values[name]) for name in JOINED_NAMES])
    return np.array(result)


def joining(fit: Fit, cut: Cut) -> bool:
    """Whether a conjunction in small letters, behind a comma, begins the second half."""
    text = fit.ours.sentences[cut.row].text
    words = _FIRST_WORDS.findall(text[cut.place :])
    return text[: cut.place].rstrip()[-1:] == "," and bool(words) and words[0] in JOINING


def _texts(fit: Fit, cuts: Sequence[Cut]) -> list[str]:
    """The left and the right half of each cut, one after the other."""
    return [
        half
        for cut in cuts
        for text in [fit.ours.sentences[cut.row].text]
        for half in (text[: cut.place].rstrip(), text[cut.place :])
    ]


def _matches(fit: Fit, cut: Cut, column: int, halves: Sequence[str], table: Array, logits: Array) -> tuple[float, ...]:
    """How well the halves match by themselves, beside the whole, and where."""
    left, right = (int(place) for place in logits.argmax(axis=1))
    other = fit.theirs.document[left] != fit.theirs.document[right]
    second = float(np.clip(fit.second[cut.row].max(), -_CLIP, _CLIP))
    better = halves[int(logits[1, column] > logits[0, column])]
    return (
        float(_clipped(logits.max()) - _clipped(fit.first[cut.row].max())),
        float(left == right),
        float(not other and abs(left - right) == 1),
        float(other),
        second,
        float(probability(np.array([second]))[0]),
        float(_clipped(logits[1].max()) - _clipped(fit.first[cut.row, right])),
        _length_gain(fit, cut, column, better),
        float(abs(table[0, column, _COVERED] - table[1, column, _COVERED])),
    )


def _clipped(logit: float) -> float:
    return float(np.clip(logit, -_CLIP, _CLIP))


def _halves(fit: Fit, column: int, table: Array, whole: Array, words: Sequence[int]) -> Array:
    """What each half tells of the whole's original, len(_HALVES) x 2."""
    owner = fit.theirs.document
    near = [
        place for place in range(column - 1, column + 2) if 0 <= place < len(owner) and owner[place] == owner[column]
    ]
    covered = table[:, near, _COVERED].max(axis=1)
    length = np.log1p(words)
    return np.stack(
        [
            table[:, column, _TOLD] / (whole[column, _TOLD] + 1e-6),
            table[:, column, _MEANING] - whole[column, _MEANING],
            table[:, near, _MEANING].max(axis=1),
            covered,
            (1 - covered) * length,
            length,
        ]
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
        float(unfinished(left)),
    )


def _edges(fit: Fit, halves: Sequence[str], logits: Array, told: Array) -> tuple[float, ...]:
    """Whether one half is told less, both match well apart, and they meet where their own originals end and begin."""
    from rapidfuzz.distance import Indel

    best = logits.argmax(axis=1)
    chance = probability(logits[np.arange(2), best])
    first, second = (_FIRST_WORDS.findall(fit.theirs.sentences[column].text) or [""] for column in best)
    left, right = (_FIRST_WORDS.findall(half) for half in halves)
    gain, meaning, covered = (told[_HALVES.index(name)] for name in ("meaning_gain", "meaning", "covered"))
    return (
        float(meaning.min()),
        float(max(0.0, gain[1]) * (1 - covered[0])),
        float(max(0.0, gain[0]) * (1 - covered[1])),
        float(chance.min()) * float(best[0] != best[1]),
        float(chance[1]) * Indel.normalized_similarity(right[0].lower(), second[0].lower()),
        float(chance[0]) * Indel.normalized_similarity(left[-1].lower(), first[-1].lower()),
    )


def cuts(fit: Fit) -> list[Cut]:
    """Where rows are better cut in two, at most one place a row, likeliest first."""
    found = options(fit)
    plain = [cut for cut in found if not joining(fit, cut)]
    joined = [cut for cut in found if joining(fit, cut)]
    logits = (
        *model("cut").logit(describe(fit, plain)),
        *(model("cut_joined").logit(describe_joined(fit, joined)) + LIKELY),
    )
    best: dict[int, tuple[float, Cut]] = {}
    for cut, logit in zip((*plain, *joined), logits, strict=True):
        if logit > best.get(cut.row, (LIKELY, cut))[0]:
            best[cut.row] = (float(logit), cut)
    return [cut for _, cut in sorted(best.values(), key=lambda item: -item[0])]
