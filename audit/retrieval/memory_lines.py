"""The sentences of originals in memory, searched by words (BM25): what `lines/` is to an index on disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from audit.retrieval.cut import cut
from audit.retrieval.terms import terms
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

SATURATION = 1.2
LENGTH_SHARE = 0.75
WORDS = 12


class LineIndex:
    """Postings of the words of all sentences; `owner` says which document, by its place, a sentence is from."""

    def __init__(self, documents: Sequence[Document]) -> None:
        vocabulary: dict[str, int] = {}
        owner: list[int] = []
        sizes: list[int] = []
        found: list[int] = []
        for number, document in enumerate(documents):
            for start, end in cut(document.text, document.lang):
                owner.append(number)
                distinct = dict.fromkeys(terms(document.text[start:end]))
                sizes.append(len(distinct))
                found.extend(vocabulary.setdefault(word, len(vocabulary)) for word in distinct)
        self.owner = np.array(owner, dtype=np.int32)
        self._vocabulary = vocabulary
        lengths = np.array(sizes, dtype=np.float32)
        mean = float(lengths.mean()) if len(lengths) else 1.0
        norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(1.0, mean))
        self._value = (SATURATION + 1) / (1 + norm)
        place = np.repeat(np.arange(len(owner), dtype=np.int32), sizes)
        word = np.array(found, dtype=np.int32)
        order = np.argsort(word, kind="stable")
        self._places = place[order]
        self._starts = np.searchsorted(word[order], np.arange(len(vocabulary) + 1))

    def best(self, words: Collection[str], limit: int) -> list[tuple[int, float]]:
        """The sentences with the highest scores by the rarest of the words: places and scores, best first."""
        known = [self._vocabulary[word] for word in words if word in self._vocabulary]
        known.sort(key=lambda number: (self._starts[number + 1] - self._starts[number], number))
        if not known:
            return []
        runs = [self._places[self._starts[number] : self._starts[number + 1]] for number in known[:WORDS]]
        weights = [np.log1p((len(self.owner) - len(run) + 0.5) / (len(run) + 0.5)) for run in runs]
        places, inverse = np.unique(np.concatenate(runs), return_inverse=True)
        sums = np.bincount(inverse, np.concatenate([np.full(len(r), w) for r, w in zip(runs, weights, strict=True)]))
        scores: NDArray[np.float64] = sums * self._value[places]
        top = np.argsort(-scores, kind="stable")[:limit]
        return [(int(places[at]), float(scores[at])) for at in top]
