"""How alike two sentences are, as numbers: meaning, shared words, names, numbers, length. One table, no decisions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.sides import Side, total_weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAMES = (
    "meaning", "covered_t", "covered_o", "dice", "shared", "names", "has_names", "numbers", "numbers_clash",
    "length", "shorter", "meaning_short", "meaning_dice",
)  # fmt: skip


def shared_words(ours: Side, theirs: Side, weigh: Callable[[str], float]) -> tuple[Array, Array, Array]:
    """Shared weight of terms for every pair (len(ours) x len(theirs)), and the total weight of each sentence."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    index: dict[str, int] = {}
    for one in ours.sentences:
        for term in one.terms:
            index.setdefault(term, len(index))
    weights = np.array([weigh(term) for term in index] or [0.0])

    def matrix(side: Side) -> csr_matrix:
        rows, columns = [], []
        for row, one in enumerate(side.sentences):
            for term in one.terms:
                if term in index:
                    rows.append(row)
                    columns.append(index[term])
        ones = np.ones(len(rows), dtype=np.float64)
        return csr_matrix((ones, (rows, columns)), shape=(len(side), max(1, len(index))))

    shared = np.asarray((matrix(ours).multiply(weights[None, :]).tocsr() @ matrix(theirs).T).todense())
    return (
        shared,
        np.array([total_weight(one, weigh) for one in ours.sentences]),
        np.array([total_weight(one, weigh) for one in theirs.sentences]),
    )


def shared_names(ours: Side, theirs: Side) -> tuple[Array, Array]:
    """For every pair the mean likeness (0 to 1) of our names to their best counterpart; and the number of our names."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    mine = list(dict.fromkeys(chain.from_iterable(one.names for one in ours.sentences)))
    other = list(dict.fromkeys(chain.from_iterable(one.names for one in theirs.sentences)))
    best = np.zeros((len(mine) + 1, len(theirs)))
    if mine and other:
        likeness = cdist(mine, other, scorer=Indel.normalized_similarity, score_cutoff=0.5, dtype=np.float32)
        place = {name: number for number, name in enumerate(other)}
        for column, one in enumerate(theirs.sentences):
            if one.names:
                best[:-1, column] = likeness[:, [place[name] for name in one.names]].max(axis=1)
    number = {name: row for row, name in enumerate(mine)}
    result = np.zeros((len(ours), len(theirs)))
    for row, one in enumerate(ours.sentences):
        if one.names:
            result[row] = best[[number[name] for name in one.names]].mean(axis=0)
    return result, np.array([float(len(one.names)) for one in ours.sentences])


def shared_numbers(ours: Side, theirs: Side) -> tuple[Array, Array]:
    """For every pair: the share of numbers in common (Jaccard), and whether both have numbers but none in common."""
    common = np.zeros((len(ours), len(theirs)))
    clash = np.zeros((len(ours), len(theirs)))
    with_numbers = [(column, one.numbers) for column, one in enumerate(theirs.sentences) if one.numbers]
    for row, one in enumerate(ours.sentences):
        if not one.numbers:
            continue
        for column, numbers in with_numbers:
            both = len(one.numbers & numbers)
            if both:
                common[row, column] = both / len(one.numbers | numbers)
            else:
                clash[row, column] = 1.0
    return common, clash


def compare(ours: Side, theirs: Side, weigh: Callable[[str], float]) -> Array:
    """The features of every pair: an array of len(ours) x len(theirs) x len(NAMES)."""
    meaning = np.asarray(ours.vectors @ theirs.vectors.T, dtype=np.float64)
    shared, total_o, total_t = shared_words(ours, theirs, weigh)
    names, count = shared_names(ours, theirs)
    back, back_count = shared_names(theirs, ours)
    numbers, clash = shared_numbers(ours, theirs)
    long_o = np.log1p([len(one.text) for one in ours.sentences])[:, None]
    long_t = np.log1p([len(one.text) for one in theirs.sentences])[None, :]
    dice = 2 * shared / (total_o[:, None] + total_t[None, :])
    has = np.minimum(1.0, count)[:, None] + np.minimum(1.0, back_count)[None, :]
    shorter = np.minimum(long_o, long_t) - 4.5
    return np.stack(
        [
            meaning,
            shared / total_o[:, None],
            shared / total_t[None, :],
            dice,
            np.log1p(shared),
            (names + back.T) / 2,
            has,
            numbers,
            clash,
            np.abs(long_o - long_t),
            np.broadcast_to(shorter, meaning.shape),
            meaning * shorter,
            meaning * dice,
        ],
        axis=-1,
    )


def compare_each(ours: Side, theirs: Side, weigh: Callable[[str], float], block: int = 64) -> Array:
    """The features of each sentence of ours with the one of theirs at the same place: len(ours) x len(NAMES)."""
    parts = []
    for at in range(0, len(ours), block):
        left, right = (side.part(at, at + block) for side in (ours, theirs))
        parts.append(np.einsum("iik->ik", compare(left, right, weigh)))
    return np.concatenate(parts) if parts else np.zeros((0, len(NAMES)))
