"""An index of originals on disk: built from a stream, extended and resumed without building again, searched by words.

A folder holds a tantivy index with the whole texts and `taudit-index.json`, which marks it. Documents are committed in
batches; an interrupted build keeps what was committed, and building again with the same input skips what is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpora.documents import Document
from corpora.index_terms import terms

MARK = "taudit-index.json"
FORMAT = 1
BATCH = 20_000
HEAP = 128_000_000
UNDATED = 0
"""Day number of documents without a date; days count from 1 for the year 1, as `date.toordinal` does."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: documents added, documents that were there already, and all that the index holds now."""

    added: int
    known: int
    total: int


def is_index(path: str | Path) -> bool:
    """Whether a path is the folder of an index."""
    return os.path.isfile(Path(path) / MARK)  # noqa: PTH113 - False where the folder may not be looked into


def build(sources: Iterable[Document], folder: str | Path, batch: int = BATCH) -> Built:
    """Add documents to the index at `folder`, which is made where it is not there.

    Memory is bounded by `batch` ids and the writer's heap (128 MB), whatever the number of documents. A document whose
    id and text are there already is skipped; one whose text has changed replaces the old one.
    Raises OSError where the folder cannot be written, ValueError where it holds something else.
    """
    index = _open(Path(folder), create=True)
    added = known = 0
    writer = index.writer(HEAP, 1)
    pending: dict[str, Document] = {}

    def flush() -> None:
        nonlocal added, known
        index.reload()
        searcher = index.searcher()
        for document in pending.values():
            old = _stored(index, searcher, document.id)
            if old is not None and old == _dump(document):
                known += 1
                continue
            if old is not None:
                writer.delete_documents_by_term("id", document.id)
            writer.add_document(_row(document, terms(document.text)))
            added += 1
        writer.commit()
        pending.clear()

    for document in sources:
        pending[document.id] = document
        if len(pending) >= batch:
            flush()
    flush()
    writer.wait_merging_threads()
    index.reload()
    return Built(added, known, index.searcher().num_docs)


class Index:
    """An index opened for reading. Searches may run from several threads."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._index = _open(self._folder, create=False)
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def get(self, id: str) -> Document | None:
        """The document with this id, or None."""
        found = _stored(self._index, self._searcher, id)
        return _document(id, found) if found is not None else None

    def holding(self, word: str) -> int:
        """How many documents hold the word, as it was indexed."""
        return int(self._searcher.doc_freq("words", word))

    def search(
        self, words: Mapping[str, float], limit: int, after: date | None = None, before: date | None = None
    ) -> list[tuple[str, float]]:
        """The ids and scores (BM25, words weighted) of the best documents; undated ones pass the filter of days.

        `after` and `before` are the first and last day of publication that count.
        """
        import tantivy  # compiled, and only needed here

        schema = self._index.schema
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, "words", word, "freq"), max(weight, 0.01)),
            )
            for word, weight in words.items()
        ]
        if not clauses:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if after or before:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, self._days(schema, after, before))]
            )
        hits = self._searcher.search(query, limit, count=False).hits
        return [(str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    @staticmethod
    def _days(schema: Any, after: date | None, before: date | None) -> Any:
        import tantivy

        first = after.toordinal() if after else 1
        last = before.toordinal() if before else date.max.toordinal()
        dated = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last)
        undated = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, UNDATED, UNDATED)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, dated), (tantivy.Occur.Should, undated)])

    def signature(self) -> str:
        """A hash of what the index holds: it changes with every document added, changed or taken away."""
        state = self._folder / "tantivy" / "meta.json"
        return hashlib.sha256(state.read_bytes()).hexdigest()[:16]


def _open(folder: Path, create: bool) -> Any:
    import tantivy

    mark = folder / MARK
    if not mark.exists():
        if not create:
            raise ValueError(f"{folder}: no index of originals, make one with `taudit index`")
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ValueError(f"{folder}: not empty and no index of originals, choose another folder")
        (folder / "tantivy").mkdir()
        tantivy.Index(_schema(), path=str(folder / "tantivy"))
        mark.write_text(json.dumps({"format": FORMAT}) + "\n", "utf-8")
    try:
        known = json.loads(mark.read_text("utf-8")).get("format")
    except (json.JSONDecodeError, AttributeError) as error:
        raise ValueError(f"{mark}: damaged, build the index again") from error
    if known != FORMAT:
        raise ValueError(f"{folder}: an index of another version ({known}), build it again")
    try:
        return tantivy.Index.open(str(folder / "tantivy"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{folder}: the index is damaged, delete it and build it again") from error


def _schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("day", stored=True, indexed=True, fast=True)
    schema.add_bytes_field("row", stored=True)
    return schema.build()


def _row(document: Document, words: Iterable[str]) -> Any:
    import tantivy

    day = document.published.toordinal() if document.published else UNDATED
    return tantivy.Document(id=[document.id], words=[" ".join(words)], day=[day], row=[_dump(document)])


def _dump(document: Document) -> bytes:
    """The document as it is kept: JSON, packed."""
    keys = ("lang", "title", "outlet", "url")
    row: dict[str, object] = {key: getattr(document, key) for key in keys if getattr(document, key) is not None}
    row["text"] = document.text
    if document.published:
        row["published"] = document.published.isoformat()
    return zlib.compress(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"), 6)


def _document(id: str, packed: bytes) -> Document:
    row = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    published = row.pop("published", None)
    return Document(id=id, published=date.fromisoformat(published) if published else None, **row)


def _stored(index: Any, searcher: Any, id: str) -> bytes | None:
    """The packed document with this id, or None."""
    import tantivy

    hits = searcher.search(tantivy.Query.term_query(index.schema, "id", id, "basic"), 1, count=False).hits
    return bytes(searcher.doc(hits[0][1])["row"][0]) if hits else None
