"""An index of originals on disk, read: documents by id, and searches by words for whole texts and for sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpora.documents import Document
from corpora.index_build import Built, build
from corpora.index_store import MARK, UNDATED, BadIndex, is_index, opened, sound, unpacked

__all__ = ["MARK", "BadIndex", "Built", "Index", "broken", "build", "is_index"]

_SLICES = 512
"""Into so many parts of the keys' range a walk over all documents is cut, to bound what is in memory at once."""


def broken(path: str) -> str | None:
    """Why an index cannot be read, in one line; None where it can, or where the path is no index."""
    try:
        if is_index(path):
            Index(path)
    except BadIndex as error:
        return str(error)
    except OSError as error:
        return f"{path}: the index cannot be read ({error.strerror or error}), check its files"
    return None


class Index:
    """An index opened for reading. Searches may run from several threads. Methods raise BadIndex where it is damaged.

    What is added by a build after the opening is not seen.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._index, self._line_index = opened(self._folder)
        self._documents = sound(self._folder, self._index.searcher)
        self._lines = sound(self._folder, self._line_index.searcher)
        self._probe()

    def _probe(self) -> None:
        """Read a little from everywhere, so that a broken index is known when it is opened."""
        first = next(iter(self._all(limit=1)), None)
        if first is None and len(self):
            raise BadIndex(f"{self._folder}: the index is damaged, delete it and build it again with `taudit index`")
        if first is not None and first.text.strip():
            from corpora.index_terms import terms

            self.search(dict.fromkeys(terms(first.text)[:3], 1.0), 1)
            self.search_lines(terms(first.text)[:3], 1)

    def __len__(self) -> int:
        return int(self._documents.num_docs)

    def get(self, id: str) -> Document | None:
        """The document with this id, or None."""
        return self._find("id", id, "basic")

    def documents(self) -> Iterator[Document]:
        """All documents, in no order that means anything; only a few are in memory at once."""
        yield from self._all()

    def holding(self, word: str) -> int:
        """How many documents hold the word, as it was indexed."""
        return int(self._documents.doc_freq("words", word))

    def lines_holding(self, word: str) -> int:
        """How many sentences hold the word, as it was indexed."""
        return int(self._lines.doc_freq("words", word))

    def beginning(self, prefix: str, most: int) -> list[tuple[str, int]]:
        """The commonest words that begin so, with the number of documents that hold them."""
        return sound(self._folder, lambda: self._documents.terms_with_prefix("words", prefix, limit=most))

    def search(
        self, words: Mapping[str, float], limit: int, after: date | None = None, before: date | None = None
    ) -> list[tuple[str, float]]:
        """The ids and scores (BM25, words weighted) of the best documents; undated ones pass the filter of days.

        `after` and `before` are the first and last day of publication that count.
        """
        if not words:
            return []
        query = _any_of(self._index.schema, words)
        if after or before:
            import tantivy  # compiled, and only needed where there is an index

            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, self._days(self._index.schema, after, before))]
            )
        hits = self._hits(query, limit)
        return [(self._id(address), float(score)) for score, address in hits]

    def search_lines(self, words: Iterable[str], limit: int) -> list[tuple[str, float]]:
        """The best sentences (BM25) by any of the words: the ids of their documents, with scores."""
        chosen = dict.fromkeys(words, 1.0)
        if not chosen:
            return []

        def read() -> list[tuple[str, float]]:
            hits = self._lines.search(_any_of(self._line_index.schema, chosen), limit, count=False).hits
            owners = self._lines.fast_field_values("of", [address for _, address in hits])
            found = []
            for owner, (score, _) in zip(owners, hits, strict=True):
                address = self._address("key", owner, "basic")
                if address is not None:  # none: left by a build that was killed before it kept the document
                    found.append((self._id(address), float(score)))
            return found

        return sound(self._folder, read)

    def signature(self) -> str:
        """A hash of what the index holds: it changes with every document added, changed or taken away."""
        state = self._folder / "documents" / "meta.json"
        return hashlib.sha256(state.read_bytes()).hexdigest()[:16]

    def _all(self, limit: int | None = None) -> Iterator[Document]:
        import tantivy

        step = 2**64 // _SLICES
        for number in range(_SLICES):
            first = -(2**63) + number * step
            query = tantivy.Query.range_query(
                self._index.schema, "key", tantivy.FieldType.Integer, first, first + step - 1
            )
            for _, address in self._hits(query, limit or max(1, len(self))):
                yield self._read(address)

    def _hits(self, query: Any, limit: int) -> Sequence[tuple[float, Any]]:
        """Scores and addresses of the best documents."""
        hits: Sequence[tuple[float, Any]] = sound(
            self._folder, lambda: self._documents.search(query, limit, count=False).hits
        )
        return hits

    def _find(self, field: str, value: object, option: str) -> Document | None:
        address = self._address(field, value, option)
        return None if address is None else self._read(address)

    def _address(self, field: str, value: object, option: str) -> Any:
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, field, value, option)
        hits = self._hits(query, 1)
        return hits[0][1] if hits else None

    def _id(self, address: Any) -> str:
        return sound(self._folder, lambda: str(self._documents.doc(address)["id"][0]))

    def _read(self, address: Any) -> Document:
        def read() -> Document:
            row = self._documents.doc(address)
            return unpacked(str(row["id"][0]), bytes(row["row"][0]))

        return sound(self._folder, read)

    @staticmethod
    def _days(schema: Any, after: date | None, before: date | None) -> Any:
        import tantivy

        first = after.toordinal() if after else 1
        last = before.toordinal() if before else date.max.toordinal()
        dated = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last)
        undated = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, UNDATED, UNDATED)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, dated), (tantivy.Occur.Should, undated)])


def _any_of(schema: Any, words: Mapping[str, float]) -> Any:
    """A query for any of the words, each with its weight."""
    import tantivy

    clauses = []
    for word, weight in words.items():
        query = tantivy.Query.term_query(schema, "words", word, "freq")
        if weight != 1.0:
            query = tantivy.Query.boost_query(query, max(weight, 0.01))
        clauses.append((tantivy.Occur.Should, query))
    return tantivy.Query.boolean_query(clauses)
