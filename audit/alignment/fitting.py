"""What tells beads that look alike apart: lengths, questions, who begins and ends to speak, and how each sentence fits.

A concatenation hides a sentence that has nothing to do with the other side; sentences compared one by one do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.windows import Windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = (
    "signed_length", "length_gap", "questions", "exclamations", "opens_quote", "closes_quote", "quotes",
    "weakest_left", "weakest_right", "last_right", "first_right", "last_left", "first_left",
    "next_right", "before_right", "next_left", "before_left", "singles",
)  # fmt: skip
"""`weakest`: the sentence of a side that is least like any of the other. `last`, `first`: how much more like the bead a
sentence at its edge is than like the other side's sentence outside; `next`, `before`: the same of those outside."""

_OPENS = re.compile("\\s*[\"“‘'「『«„]")
_CLOSES = re.compile("[\"”’'」』»]\\s*$")
_QUOTE = re.compile("[\"“”‘’「」『』«»]|(?:^|\\s)'|'(?:$|[\\s,])")
_ASKS, _CALLS = re.compile("[?？؟]"), re.compile("[!！]")
_MOST = 2


def _signs(lines: Sequence[str]) -> Array:
    """Of each line: questions, exclamations, whether it begins and ends with a quotation mark, whether it has one."""
    return np.array(
        [
            (
                len(_ASKS.findall(line)),
                len(_CALLS.findall(line)),
                bool(_OPENS.match(line)),
                bool(_CLOSES.search(line)),
                bool(_QUOTE.search(line)),
            )
            for line in lines
        ],
        dtype=np.float64,
    ).reshape(-1, 5)


def describe(ours: Windows, theirs: Windows, beads: NDArray[np.int64]) -> Array:
    """The features of beads, given as rows (left, right, i, j): an array of len(beads) x len(NAMES)."""
    alike = np.pad(ours.vectors[1] @ theirs.vectors[1].T, 1)
    mine, other = _signs(ours.lines), _signs(theirs.lines)
    long, wide = ours.lengths[1], theirs.lengths[1]
    ratio = float(long.sum() / max(1.0, wide.sum()))
    result = np.zeros((len(beads), len(NAMES)))
    for number, (a, b, i, j) in enumerate(beads.tolist()):
        length, told = float(long[i : i + a].sum()), float(wide[j : j + b].sum()) * ratio
        left, right = mine[i : i + a], other[j : j + b]
        # one row and one column of padding: sentence i is row i + 1
        inside = alike[i + 1 : i + a + 1, j + 1 : j + b + 1]
        size = (a + b) / 2
        rows, columns = alike[i : i + a + 2, j + 1 : j + b + 1].max(axis=1), alike[i + 1 : i + a + 1, j : j + b + 2]
        best = columns.max(axis=0)
        counted = np.abs(np.minimum(_MOST, left[:, :2].sum(axis=0)) - np.minimum(_MOST, right[:, :2].sum(axis=0)))
        result[number] = (
            np.log((length + 10) / (told + 10)),
            abs(length - told) / np.sqrt(length + told + 10),
            *counted,
            abs(left[0, 2] - right[0, 2]),
            abs(left[-1, 3] - right[-1, 3]),
            abs(left[:, 4].max() - right[:, 4].max()),
            inside.max(axis=1).min() * size,
            inside.max(axis=0).min() * size,
            best[-2] - alike[i + a + 1, j + b],
            best[1] - alike[i, j + 1],
            rows[-2] - alike[i + a, j + b + 1],
            rows[1] - alike[i + 1, j],
            best[-1] - alike[i + a + 1, j + b + 1],
            best[0] - alike[i, j],
            rows[-1] - alike[i + a + 1, j + b + 1],
            rows[0] - alike[i, j],
            inside.mean() * size,
        )
    return result
