"""Sentences that run together without a full stop, found by what they match: cut where the halves go apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.features import compare
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.units import OPENERS, everyday, possible
from audit.alignment.weights import model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = (
    "left", "right", "gain", "weaker", "same", "beside", "other_text", "opener", "colon", "comma", "quote",
    "left_covered", "right_covered", "right_gain", "repeated", "after_name", "number", "everyday",
)  # fmt: skip
_UNLIKELY = -7.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A place in one row of ours where it might be two sentences; `place` counts from the row's beginning."""

    row: int
    place: int


def options(fit: Fit) -> list[Cut]:
    """All places that deserve a look: in rows that match something, where the halves share unlike parts of it."""
    found = []
    best = fit.first.argmax(axis=1)
    for row, one in enumerate(fit.ours.sentences):
        if fit.first[row, best[row]] < _UNLIKELY:
            continue
        found += [Cut(row, place) for place in possible(one.text)]
    return found


def describe(fit: Fit, cuts: Sequence[Cut]) -> Array:
    """The features of every possible cut: an array of len(cuts) x len(NAMES)."""
    if not cuts:
        return np.zeros((0, len(NAMES)))
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
    top = np.clip(logits.max(axis=1), -9.0, 9.0)
    document = fit.theirs.document
    result = []
    for number, cut in enumerate(cuts):
        text = fit.ours.sentences[cut.row].text
        left, right = 2 * number, 2 * number + 1
        whole_column = int(fit.first[cut.row].argmax())
        whole = float(np.clip(fit.first[cut.row, whole_column], -9.0, 9.0))
        first, second = int(best[left]), int(best[right])
        before = text[: cut.place].rstrip()[-1]
        word = text[cut.place :].lstrip("\"“‘'(").split(maxsplit=1)[0].strip(",.:;\"'”’")
        result.append(
            (
                top[left],
                top[right],
                max(top[left], top[right]) - whole,
                min(top[left], top[right]),
                float(first == second),
                float(first != second and document[first] == document[second] and abs(first - second) == 1),
                float(document[first] != document[second]),
                float(word in OPENERS),
                float(before == ":"),
                float(before in ",;"),
                float(text[cut.place] in "\"“‘'"),
                float(table[left, whole_column, 1]),
                float(table[right, whole_column, 1]),
                top[right] - float(np.clip(fit.first[cut.row, second], -9.0, 9.0)),
                float(len(word) > 2 and word in text[: cut.place]),
                float(text[: cut.place].split()[-1][0].isupper()),
                float(word[:1].isdigit()),
                float(everyday(word)),
            )
        )
    return np.array(result)


def cuts(fit: Fit) -> list[Cut]:
    """Where rows are better cut in two, at most one place a row, likeliest first."""
    found = options(fit)
    if not found:
        return []
    table = describe(fit, found)
    logits = model("cut").logit(table)
    together = (table[:, NAMES.index("same")] + table[:, NAMES.index("beside")]) > 0
    marked = (table[:, NAMES.index("opener")] + table[:, NAMES.index("repeated")]) > 0
    best: dict[int, tuple[float, Cut]] = {}
    for cut, logit, one_place, sign in zip(found, logits, together, marked, strict=True):
        if one_place and not sign:  # one sentence that tells two neighbours, more likely
            continue
        if logit > -1.7 and logit > best.get(cut.row, (-1.7, cut))[0]:
            best[cut.row] = (float(logit), cut)
    return [cut for _, cut in sorted(best.values(), key=lambda item: -item[0])]
