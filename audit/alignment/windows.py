"""Runs of neighbouring sentences of one text: their words, lengths and meanings, for one to five sentences."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.meaning import encoder
from audit.alignment.sides import Side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LONGEST = 5


class Windows:
    """All runs of up to five sentences of one text; run `place` of size k is sentences place to place + k - 1.

    Vectors of runs are first the weighted sums of their sentences' vectors; `sharpen` encodes some runs as texts.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.sizes = range(1, min(LONGEST, len(lines)) + 1)
        self.texts = {k: [" ".join(lines[i : i + k]) for i in range(len(lines) - k + 1)] for k in self.sizes}
        self.lengths = {k: np.array([float(len(text)) for text in self.texts[k]]) for k in self.sizes}

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def vectors(self) -> dict[int, Array]:
        """Size -> matrix with a row a run."""
        single = encoder().encode(self.lines).astype(np.float64)
        weight = np.sqrt(np.array([len(line) + 8.0 for line in self.lines]))[:, None]
        sums = np.vstack([np.zeros((1, single.shape[1])), np.cumsum(single * weight, axis=0)])
        found = {}
        for size in self.sizes:
            run = sums[size:] - sums[:-size]
            found[size] = run / np.maximum(np.linalg.norm(run, axis=1, keepdims=True), 1e-9)
        return found

    @cached_property
    def sides(self) -> dict[int, Side]:
        """Size -> the runs as compared sentences."""
        return {size: Side.of([self.texts[size]]) for size in self.sizes}

    def sharpen(self, runs: set[tuple[int, int]]) -> None:
        """Encode runs (size, place) of several sentences as texts, instead of by their sums."""
        wanted = sorted(run for run in runs if run[0] > 1)
        rows = encoder().encode([self.texts[size][place] for size, place in wanted])
        for (size, place), row in zip(wanted, rows, strict=True):
            self.vectors[size][place] = row
