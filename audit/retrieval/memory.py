"""Originals held in memory, searched by words (BM25)."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from audit.retrieval.memory_lines import LineIndex
from audit.retrieval.spelling import BEGINNINGS, PREFIX, likest
from audit.retrieval.terms import terms
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

SATURATION = 1.2
LENGTH_SHARE = 0.75
BEGINNING = 600
MOST_ENCODED = 20_000


class MemoryPart:
    """Some documents with an inverted index that is made at the first search."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = {document.id: document for document in documents}
        self._ids = list(self.documents)
        self._lock = threading.Lock()
        self._beginnings: dict[str, NDArray[np.float32]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def get(self, id: str) -> Document | None:
        """The document with this id, or None."""
        return self.documents.get(id)

    def holding(self, term: str) -> int:
        """How many documents hold the term."""
        vocabulary, _, counts = self._index
        place = vocabulary.get(term)
        return int(counts[place]) if place is not None else 0

    def search(self, queries: Sequence[Mapping[str, float]], limit: int) -> list[list[tuple[str, float]]]:
        """For each query (term -> weight) the best documents, score first to last; at most `limit` each."""
        if not self._ids:
            return [[] for _ in queries]
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        vocabulary, matrix, _ = self._index
        rows, columns, values = [], [], []
        for row, query in enumerate(queries):
            for term, weight in query.items():
                if term in vocabulary:
                    rows.append(row)
                    columns.append(vocabulary[term])
                    values.append(weight)
        wanted = csr_matrix((values, (rows, columns)), shape=(len(queries), matrix.shape[0]))
        scores = np.asarray((wanted @ matrix).todense())
        return [self._best(scores[row], limit) for row in range(len(queries))]

    def search_lines(self, lines: Sequence[Collection[str]], limit: int) -> list[list[tuple[str, float]]]:
        """For the words of each sentence the documents that hold the best sentences, at most `limit` each.

        Only the rarest words of a sentence are searched.
        """
        if not self._ids:
            return [[] for _ in lines]
        index = self._lines
        return [
            [(self._ids[index.owner[place]], score) for place, score in index.best(words, limit)] for words in lines
        ]

    def near(self, word: str) -> list[str]:
        """Words of the documents that are spelt much like one that they do not hold, likest first."""
        known = self._words
        first = bisect_left(known, word[:PREFIX])
        last = bisect_left(known, word[:PREFIX] + "\U0010ffff")
        return likest(word, known[first : min(last, first + BEGINNINGS)])

    def search_meaning(self, stretches: Sequence[str], limit: int) -> list[list[tuple[str, float]]]:
        """For each stretch of text, in any language, the documents that begin most like it.

        Compares vectors of the first 600 code points; empty for more than 20,000 documents, which would take too long.
        """
        from audit.alignment.meaning import encoder

        if not self._ids or len(self._ids) > MOST_ENCODED:
            return [[] for _ in stretches]
        vectors = encoder()
        with self._lock:
            if vectors.name not in self._beginnings:
                texts = [document.text[:BEGINNING] for document in self.documents.values()]
                self._beginnings[vectors.name] = vectors.encode(texts)
            beginnings = self._beginnings[vectors.name]
        likeness = vectors.encode([text[:BEGINNING] for text in stretches]) @ beginnings.T
        return [self._best(np.asarray(row, dtype=np.float64), limit) for row in likeness]

    def _best(self, scores: NDArray[np.float64], limit: int) -> list[tuple[str, float]]:
        count = min(limit, int((scores > 0).sum()))
        if not count:
            return []
        top = np.argpartition(-scores, count - 1)[:count]
        return [(self._ids[place], float(scores[place])) for place in top[np.argsort(-scores[top], kind="stable")]]

    @property
    def _lines(self) -> LineIndex:
        with self._lock:
            return self._built_lines

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._index[0])

    @cached_property
    def _built_lines(self) -> LineIndex:
        return LineIndex(list(self.documents.values()))

    @property
    def _index(self) -> tuple[dict[str, int], Any, NDArray[np.float64]]:
        with self._lock:
            return self._built

    @cached_property
    def _built(self) -> tuple[dict[str, int], Any, NDArray[np.float64]]:
        """Vocabulary, matrix (terms x documents) of saturated term frequencies, documents per term."""
        from scipy.sparse import csr_matrix

        vocabulary: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        counts = [Counter(terms(document.text)) for document in self.documents.values()]
        lengths = [max(1, sum(count.values())) for count in counts]
        mean = sum(lengths) / max(1, len(lengths))
        for column, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / mean)
            for term, times in count.items():
                rows.append(vocabulary.setdefault(term, len(vocabulary)))
                columns.append(column)
                values.append(times * (SATURATION + 1) / (times + norm))
        shape = (max(1, len(vocabulary)), max(1, len(counts)))
        matrix = csr_matrix((values, (rows, columns)), shape=shape)
        return vocabulary, matrix, np.bincount(rows, minlength=shape[0]).astype(float)
