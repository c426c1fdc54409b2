"""The background model of English letters: a 4-gram with Witten-Bell interpolation over distinct names."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

STEP = 16.0


def train(names: Iterable[str], order: int = 4) -> np.ndarray:
    """-log P in steps of 1/16 nat, clipped to a byte; shape (27 ** order,), index = context digits then the letter.

    The digit 0 stands for the beginning and for the end of a name.
    """
    counts = np.zeros(27**order)
    for name in names:
        digits = [0] * (order - 1) + [ord(c) - 96 for c in name] + [0]
        for at in range(order - 1, len(digits)):
            index = 0
            for digit in digits[at - order + 1 : at + 1]:
                index = index * 27 + digit
            counts[index] += 1
    probability = np.full(27, 1 / 27)
    for n in range(1, order + 1):
        c = counts.reshape(-1, 27**n).sum(axis=0).reshape(-1, 27)
        total = c.sum(axis=1, keepdims=True)
        kinds = (c > 0).sum(axis=1, keepdims=True)
        lower = np.tile(probability.reshape(-1, 27), (c.shape[0] // max(1, probability.size // 27), 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            mixed = (c + kinds * lower) / (total + kinds)
        probability = np.where(total > 0, mixed, lower)
    return np.clip(np.rint(-np.log(probability.reshape(-1)) * STEP), 0, 255).astype(np.uint8)
