"""Quotations as evidence of a pair: both sentences quote, the same speaker, or only one of them does."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.sides import Side
from audit.statements import quoted, speaks, statements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = ("both", "apart", "telling", "untold", "same_speaker", "other_speaker")
_ALIKE, _UNLIKE = 0.6, 0.4


@lru_cache(maxsize=50_000)
def voice(text: str) -> tuple[float, bool, str]:
    """The share of a sentence that is quoted, whether it has a verb of saying, and the speaker's last name or ''."""
    share = sum(b - a for a, b in quoted(text)) / max(1, len(text))
    if not share:
        return 0.0, False, ""
    named = next((one.speaker for one in statements(text) if one.speaker and one.speaker[0].isupper()), "")
    return share, speaks(text), named.split()[-1] if named else ""


def describe(ours: Side, theirs: Side) -> Array:
    """The features of every pair: an array of len(ours) x len(theirs) x len(NAMES); zeros where neither quotes.

    `both` is the smaller and `apart` the difference of the shares that are quoted; `telling` and `untold` say whether
    both or only one of two quotations has a verb of saying; the last two compare the names of the speakers.
    """
    mine = [voice(one.text) for one in ours.sentences]
    other = [voice(one.text) for one in theirs.sentences]
    left = np.array([share for share, _, _ in mine])[:, None]
    right = np.array([share for share, _, _ in other])[None, :]
    says = np.array([float(said) for _, said, _ in mine])[:, None]
    says_too = np.array([float(said) for _, said, _ in other])[None, :]
    quotes = (left > 0) & (right > 0)
    likeness = _likeness([name for _, _, name in mine], [name for _, _, name in other])
    columns = [
        np.minimum(left, right),
        np.abs(left - right),
        says * says_too * quotes,
        np.abs(says - says_too) * quotes,
        likeness >= _ALIKE,
        (likeness >= 0) & (likeness <= _UNLIKE),
    ]
    return np.stack([np.broadcast_to(column, quotes.shape).astype(np.float64) for column in columns], axis=-1)


def _likeness(mine: list[str], other: list[str]) -> Array:
    """How like the names of two speakers are, 0 to 1; -1 where one of them is not named."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    result = np.full((len(mine), len(other)), -1.0)
    rows = [row for row, name in enumerate(mine) if name]
    columns = [column for column, name in enumerate(other) if name]
    if rows and columns:
        names = [mine[row] for row in rows], [other[column] for column in columns]
        result[np.ix_(rows, columns)] = cdist(*names, scorer=Indel.normalized_similarity, dtype=np.float32)
    return result
