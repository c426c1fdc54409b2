"""A short sentence of the original that goes on about the one before it, told inside the translation's sentence.

"It does not hold the whole of them" names nothing: by itself it fits nothing. It belongs to the link of the sentence
before it where a clause of the translation says more than that sentence does, and says this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audit.alignment.beads import Bead
from audit.alignment.clauses import clauses
from audit.alignment.features import NAMES as PAIR
from audit.alignment.features import compare, compare_each
from audit.alignment.runs import Fit, text_of
from audit.alignment.sides import Side, sentence
from audit.alignment.weights import model

NAMES = (
    "gain",
    "meaning_gain",
    "covered_gain",
    "clause",
    "clause_gain",
    "clause_covered",
    "length_gain",
    "length",
    "words",
)
ANAPHORA = frozenset(
    "he she it they this that these those his her its their him them there here both neither none some so such then "
    "but and yet nor".split()
)
"""First words of a sentence that goes on about what was told before it."""
PRONOUNS = frozenset("he she it they this that these those both neither".split())
MOST_WORDS = 14
_MEANING, _OWN, _OTHER = (PAIR.index(name) for name in ("meaning", "covered_t", "covered_o"))


@dataclass(frozen=True, slots=True)
class Continuation:
    """The column behind a bead's last, by the bead's number."""

    bead: int
    column: int


def goes_on(text: str) -> bool:
    """Whether a sentence is short and begins with a word that points back.

    >>> goes_on("It does not hold the whole of them."), goes_on("Russia does not hold the whole of them.")
    (True, False)
    """
    words = text.split()
    return bool(words) and len(words) <= MOST_WORDS and words[0].strip("\"“‘'").lower() in ANAPHORA


def resolved(text: str, before: str) -> str:
    """The sentence with its first word, where that is a pronoun, replaced by the first name of the one before it.

    >>> resolved("It does not hold them.", "Russia claims Crimea.")
    'Russia does not hold them.'
    """
    first, _, rest = text.partition(" ")
    names = sentence(before).names
    if not names or first.strip("\"“‘'").lower() not in PRONOUNS:
        return text
    return f"{names[0]} {rest}"


def options(fit: Fit, beads: Sequence[Bead]) -> list[Continuation]:
    """Sentences that go on behind the last one of a bead and are in no bead themselves."""
    taken = {column for bead in beads for column in range(bead.first, bead.last + 1)}
    document = fit.theirs.document
    return [
        Continuation(number, column)
        for number, bead in enumerate(beads)
        for column in [bead.last + 1]
        if column < len(fit.theirs)
        and document[column] == document[bead.last]
        and column not in taken
        and goes_on(fit.theirs.sentences[column].text)
    ]


def describe(fit: Fit, beads: Sequence[Bead], found: Sequence[Continuation]) -> np.ndarray:
    """What speaks for each continuation's being told under its bead: an array of len(found) x len(NAMES)."""
    result = []
    for one in found:
        bead = beads[one.bead]
        row = text_of(fit.ours, bead.first_row, bead.last_row)
        before, after = (text_of(fit.theirs, bead.first, last) for last in (bead.last, one.column))
        column = fit.theirs.sentences[one.column].text
        table = compare_each(Side.of([[row, row]]), Side.of([[before, after]]), fit.weigh)
        pieces = [row[a:b] for a, b in clauses(row)]
        last = fit.theirs.sentences[one.column - 1].text
        told = compare(Side.of([pieces]), Side.of([[before, resolved(column, last)]]), fit.weigh)
        more = told[:, 1, _MEANING] - told[:, 0, _MEANING]
        best = int(more.argmax())
        logits = model("pair").logit(table)
        length = [abs(math.log((len(row) + 5) / (len(text) + 5))) for text in (before, after)]
        result.append(
            (
                float(np.clip(logits[1] - logits[0], -6, 6)),
                float(table[1, _MEANING] - table[0, _MEANING]),
                float(table[1, _OWN] - table[0, _OWN]),
                float(told[best, 1, _MEANING]),
                float(more[best]),
                float(told[best, 0, _OWN]),
                length[0] - length[1],
                math.log((len(row) + 5) / (len(before) + 5)),
                math.log1p(len(column.split())),
            )
        )
    return np.array(result, dtype=np.float64).reshape(-1, len(NAMES))


def go_on(fit: Fit, beads: Sequence[Bead]) -> None:
    """Lengthen the beads whose rows tell the continuation too."""
    found = options(fit, beads)
    if not found or fit.cross:
        return
    for one, logit in zip(found, model("continuation").logit(describe(fit, beads, found)), strict=True):
        if logit > 0:
            beads[one.bead].last = one.column
