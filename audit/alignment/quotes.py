"""Which statement of a linked original a quotation of the translation is: quoted there too, told, or made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from audit.alignment.weights import model
from audit.model import QuoteForm
from audit.quotations import content, nearness, weights, words
from audit.statements import Statement, masked, statements

NAMES = ("near", "aligned", "same_speaker", "other_speaker", "length", "words", "indirect")
_LONGEST_RUN = 3
_ALIKE, _UNLIKE = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """Statement `ours` of the translation is `theirs` of the original; offsets count from the two texts' beginnings."""

    ours: Statement
    theirs: Statement
    form: QuoteForm
    score: float


def matches(ours: str, theirs: str) -> list[Match]:
    """The statements of two linked texts that are the same, at least one of them quoted, in order of ours."""
    mine, other = _runs(ours), _runs(theirs)
    mine += _verbatim(ours, mine, other)
    other += _verbatim(theirs, other, mine)
    pairs = [(a, b) for a, b in product(mine, other) if a.quoted or b.quoted]
    if not pairs:
        return []
    logits = model("quote").logit(describe(pairs, mine, other))
    found: list[Match] = []
    for logit, (a, b) in sorted(zip(logits.tolist(), pairs, strict=True), key=lambda one: -one[0]):
        if logit <= 0:
            break
        if not any(_meet(a, one.ours) or _meet(b, one.theirs) for one in found):
            found.append(Match(a, b, _form(a, b), round(float(1 / (1 + np.exp(-logit))), 4)))
    return sorted(found, key=lambda one: one.ours.start)


def describe(
    pairs: Sequence[tuple[Statement, Statement]], mine: Sequence[Statement], other: Sequence[Statement]
) -> np.ndarray:
    """The features of pairs of statements of two texts that have `mine` and `other`: len(pairs) x len(NAMES)."""
    result = []
    single = [sum(one.quoted for one in side) == 1 for side in (mine, other)]
    for a, b in pairs:
        left, right = words(a.text), words(b.text)
        likeness = _likeness(a.speaker, b.speaker)
        result.append(
            (
                nearness(weights(left), weights(right)),
                float(all(single) and a.quoted and b.quoted),
                float(likeness >= _ALIKE),
                float(0 <= likeness <= _UNLIKE),
                float(abs(np.log((len(a.text) + 5) / (len(b.text) + 5)))),
                float(np.log1p(min(content(left), content(right)))),
                float(a.quoted != b.quoted),
            )
        )
    return np.array(result, dtype=np.float64).reshape(-1, len(NAMES))


def _runs(text: str) -> list[Statement]:
    """The statements of a text that have something to say, and runs of its neighbouring quotations as one."""
    said = [one for one in statements(text) if content(words(one.text))]
    quoted = [one for one in said if one.quoted]
    for size in range(2, _LONGEST_RUN + 1):
        for first, last in zip(quoted, quoted[size - 1 :], strict=False):
            said.append(Statement(first.start, last.end, text[first.start : last.end], True, first.speaker))
    return said


def _verbatim(text: str, said: Sequence[Statement], other: Sequence[Statement]) -> list[Statement]:
    """Words outside of quotations, in no statement, that the other side quotes just so."""
    around = masked(text).casefold()
    found = []
    for one in other:
        wanted = one.text.strip(" .,;:!?…").casefold()
        at = around.find(wanted) if one.quoted and wanted else -1
        if at >= 0 and not any(a.start <= at < a.end for a in said):
            found.append(Statement(at, at + len(wanted), text[at : at + len(wanted)], False, one.speaker))
    return found


def _likeness(one: str | None, other: str | None) -> float:
    """How like two speakers' last names are, 0 to 1; -1 where one has none."""
    from rapidfuzz.distance import Indel

    if not one or not other or not (one[0].isupper() and other[0].isupper()):
        return -1.0
    return Indel.normalized_similarity(one.split()[-1], other.split()[-1])


def _form(ours: Statement, theirs: Statement) -> QuoteForm:
    if ours.quoted and theirs.quoted:
        return "quoted"
    return "made" if ours.quoted else "told"


def _meet(one: Statement, other: Statement) -> bool:
    return one.start < other.end and other.start < one.end
