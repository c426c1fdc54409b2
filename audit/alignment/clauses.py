"""Which clauses of a linked sentence and of its original say the same, where the link covers only a part of either.

Two sentences told in one, or half a sentence that no original tells: a link joins whole sentences, its parts say more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import numpy as np

from audit.alignment.features import NAMES as PAIR
from audit.alignment.features import compare
from audit.alignment.sides import Side, sentence, total_weight
from audit.alignment.weights import model

Spans = tuple[tuple[int, int], ...]
Pairs = list[tuple[tuple[int, int], tuple[int, int]]]

NAMES = ("covered", "meaning", "best", "best_meaning", "gain", "beside", "words", "share")
FEWEST_WORDS = 4
LONG = 80
"""Code points from which a stretch is long enough to be looked at clause by clause."""
FEW_WORDS = 0.25
"""Share of a clause's words, by weight, below which the other side may not tell it: only then is meaning computed."""
UNTOLD = -1.5
"""Log-odds of being told below which a clause is left out of the parts."""

_MEANING, _COVERED = PAIR.index("meaning"), PAIR.index("covered_t")
_BREAK = re.compile(
    r"(?<=[,;:])\s+|\s+(?=[-–—]\s)|(?<=[.!?])\s+|(?<=[.!?,][\"”’')])\s+"
    r"|\s+(?=(?:but|while|whereas|although|though|because)\s)"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*$")


def clauses(text: str) -> Spans:
    """A text in clauses, as offset pairs: cut at punctuation and before some conjunctions, four words at least.

    >>> text = "In May, he left the house at dawn, but nobody in the village knew of it."
    >>> [text[a:b] for a, b in clauses(text)]
    ['In May, he left the house at dawn,', 'but nobody in the village knew of it.']
    """
    starts = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in starts[1:]:
        if len(_WORD.findall(text, begin, end)) >= FEWEST_WORDS:
            spans.append((begin, end))
            begin = end
    if begin < len(text):
        if spans:
            spans[-1] = (spans[-1][0], len(text))
        else:
            spans.append((begin, len(text)))
    return tuple((a, a + len(text[a:b].rstrip())) for a, b in spans)


def describe(text: str, spans: Spans, other: str, weigh: Callable[[str], float]) -> tuple[np.ndarray, np.ndarray]:
    """What speaks for each clause being told in `other`: clauses x len(NAMES); and the log-odds of pairs of clauses."""
    pieces = [text[a:b] for a, b in spans]
    rest = [(text[:a] + text[b:]).strip() for a, b in spans]
    theirs = [other, *(other[a:b] for a, b in clauses(other))]
    table = compare(Side.of([[*pieces, *rest, text]]), Side.of([theirs]), weigh)
    count = len(pieces)
    logits = model("pair").logit(table[:count, 1:])
    covered, meaning = table[:count, 0, _COVERED], table[:count, 0, _MEANING]
    beside = (covered.sum() - covered) / max(1, count - 1)
    size = np.array([len(_WORD.findall(piece)) for piece in pieces], dtype=float)
    features = np.stack(
        [
            covered,
            meaning,
            np.clip(logits.max(axis=1), -9.0, 9.0),
            table[:count, 1:, _MEANING].max(axis=1),
            table[-1, 0, _MEANING] - table[count : 2 * count, 0, _MEANING],
            covered - beside,
            np.log1p(size),
            size / size.sum(),
        ],
        axis=1,
    )
    return features, logits


def parts(ours: str, theirs: str, weigh: Callable[[str], float]) -> Pairs:
    """Pairs of stretches of two linked texts that say the same, in order of ours, as offset pairs.

    Empty where the texts tell each other as a whole, sentence by sentence, or are too short to say.
    """
    left, right = clauses(ours), clauses(theirs)
    if (len(left) < 2 and len(right) < 2) or max(len(ours), len(theirs)) < LONG:
        return []
    several = _several(ours, left) or _several(theirs, right)
    if not several and min(_covered(ours, left, theirs, weigh), _covered(theirs, right, ours, weigh)) >= FEW_WORDS:
        return []
    mine, logits = describe(ours, left, theirs, weigh)
    other, _ = describe(theirs, right, ours, weigh)
    told = model("clause").logit(mine) >= UNTOLD
    tells = model("clause").logit(other) >= UNTOLD
    if not told.any() or not tells.any():
        return []
    table = np.where(told[:, None] & tells[None, :], logits, -math.inf)
    pairs = {(int(i), int(table[i].argmax())) for i in np.flatnonzero(told)}
    pairs |= {(int(table[:, j].argmax()), int(j)) for j in np.flatnonzero(tells)}
    found = _stretches(pairs)
    if told.all() and tells.all() and (len(found) < 2 or not several):
        return []
    return [((left[a][0], left[b][1]), (right[c][0], right[d][1])) for a, b, c, d in found]


def _covered(text: str, spans: Spans, other: str, weigh: Callable[[str], float]) -> float:
    """The share of words, by weight, that the other text has of the clause that it has least of."""
    known = sentence(other).terms
    shares = []
    for a, b in spans:
        one = sentence(text[a:b])
        shares.append(math.fsum(weigh(term) for term in one.terms & known) / total_weight(one, weigh))
    return min(shares)


def _several(text: str, spans: Spans) -> bool:
    """Whether a sentence ends before the last clause."""
    return any(_SENTENCE_END.search(text[a:b]) for a, b in spans[:-1])


def _stretches(pairs: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Pairs of clauses joined to stretches (first and last of ours, of theirs) that do not meet on either side."""
    boxes = [(i, i, j, j) for i, j in sorted(pairs)]
    joined: list[tuple[int, int, int, int]] = []
    while boxes:
        box = boxes.pop(0)
        met = [one for one in joined if _meet(one[:2], box[:2]) or _meet(one[2:], box[2:])]
        if not met:
            joined.append(box)
            continue
        joined = [one for one in joined if one not in met]
        every = [box, *met]
        boxes.append((
            min(one[0] for one in every), max(one[1] for one in every),
            min(one[2] for one in every), max(one[3] for one in every),
        ))  # fmt: skip
    return sorted(joined)


def _meet(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
