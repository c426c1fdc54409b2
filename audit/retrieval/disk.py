"""Originals in an index on disk, as a part of a pool."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from audit.retrieval.spelling import BEGINNINGS, PREFIX, likest
from corpora.index import Index

WORDS = 60
LINE_WORDS = 12
FEWEST_LINE_WORDS = 3
POSTINGS = 70_000
"""Sentences that hold the words of one query together, at most: rare words find a sentence, common ones cost time."""
KEPT = 512


class IndexPart:
    """An index folder made by `taudit index`; the texts of the last few hundred hits are kept in memory."""

    def __init__(self, folder: str) -> None:
        self._index = Index(folder)
        self.get = lru_cache(maxsize=KEPT)(self._index.get)
        self._lines_holding = lru_cache(maxsize=100_000)(self._index.lines_holding)
        self.holding = lru_cache(maxsize=100_000)(self._index.holding)

    def __len__(self) -> int:
        return len(self._index)

    def search(self, queries: Sequence[Mapping[str, float]], limit: int) -> list[list[tuple[str, float]]]:
        """For each query (term -> weight) the best documents; only its weightiest words are searched.

        The index weighs words by itself, by the same formula as in memory.
        """
        return [
            self._index.search(dict.fromkeys(sorted(query, key=lambda word: -query[word])[:WORDS], 1.0), limit)
            for query in queries
        ]

    def search_lines(self, lines: Sequence[Collection[str]], limit: int) -> list[list[tuple[str, float]]]:
        """For the words of each sentence the documents that hold the best sentences, at most `limit` each.

        Only the rarest words of a sentence are searched.
        """
        return [self._index.search_lines(self._rarest(words), limit) for words in lines]

    def near(self, word: str) -> list[str]:
        """Words of the index that are spelt much like one that it does not hold, likest first."""
        return likest(word, [other for other, _ in self._index.beginning(word[:PREFIX], BEGINNINGS)])

    def _rarest(self, words: Collection[str]) -> list[str]:
        counted = sorted((self._lines_holding(word), word) for word in words)
        chosen: list[str] = []
        total = 0
        for count, word in counted:
            if not count:
                continue
            total += count
            enough = FEWEST_LINE_WORDS if count <= POSTINGS else 1
            if len(chosen) >= enough and total > POSTINGS:
                break
            chosen.append(word)
        return chosen[:LINE_WORDS]

    def search_meaning(self, stretches: Sequence[str], limit: int) -> list[list[tuple[str, float]]]:
        """Nothing: an index knows words only; a text in another language is searched by its Latin names and numbers."""
        return [[] for _ in stretches]

    def signature(self) -> str:
        """A hash that changes with the documents held."""
        return self._index.signature()
