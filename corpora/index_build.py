"""Documents into an index: streamed, in several processes if asked, kept in batches, taken up again after a stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora.documents import Document
from corpora.index_store import BadIndex, Row, digest, dumped, key, opened_to_extend, row_of, sound

BATCH = 20_000
CHUNK = 250
CHUNK_CHARACTERS = 1_000_000
HEAP_DOCUMENTS = 64_000_000
HEAP_LINES = 96_000_000


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: documents added, known already and left, replaced by another text; and how many there are."""

    added: int
    known: int
    total: int
    replaced: int = 0


def build(sources: Iterable[Document], folder: str | Path, batch: int = BATCH, jobs: int = 1) -> Built:
    """Add documents to the index at `folder`, which is made where it is not there.

    Memory is bounded by the writers' heaps (160 MB) and a few hundred documents a job, whatever their number. A
    document whose id and contents are there already is skipped; another text of the same id replaces the old one.
    Every `batch` documents are kept for good: a build that was stopped, or killed, is taken up with the same input.
    Raises OSError where the folder cannot be written, BadIndex where it holds something else or is damaged.
    """
    writer = _Writer(Path(folder), batch)
    with _Preparing(jobs) as preparing:
        for rows in preparing.rows(writer.news(sources)):
            for row in rows:
                writer.add(row)
    return writer.finish()


class _Writer:
    """Both parts of an index, written together: sentences are kept before the documents that they belong to."""

    def __init__(self, folder: Path, batch: int) -> None:
        self._folder = folder
        self._batch = batch
        self._index, self._line_index = opened_to_extend(folder)
        self._searcher = sound(folder, self._index.searcher)
        self._fresh = not self._searcher.num_docs and not sound(folder, self._line_index.searcher).num_docs
        self._documents = _writer(folder, self._index, HEAP_DOCUMENTS)
        self._lines = _writer(folder, self._line_index, HEAP_LINES)
        self._recent: dict[str, int] = {}
        self._stale: set[str] = set()
        self._unkept: list[str] = []
        self._added = self._known = self._replaced = 0

    def news(self, sources: Iterable[Document]) -> Iterator[Document]:
        """The documents that the index does not hold yet as they are."""
        for document in sources:
            value = digest(dumped(document))
            held = self._recent.get(document.id)
            if held is None:
                held = self._stored(document.id)
            if held == value:
                self._known += 1
                continue
            self._recent[document.id] = value
            if held is None:
                self._added += 1
            else:
                self._replaced += 1
                self._stale.add(document.id)
            yield replace(document, origin=None, segments=(), pivot=None, metadata={})

    def add(self, row: Row) -> None:
        import tantivy  # compiled, and only needed here

        number = key(row.id)
        stale = row.id in self._stale
        if stale:
            self._documents.delete_documents_by_term("id", row.id)
        if stale or not self._fresh:  # a build that was killed may have left sentences without their document
            self._lines.delete_documents_by_term("of", number)
        for line in row.lines:
            self._lines.add_document(tantivy.Document(words=[line], of=[number]))
        self._documents.add_document(
            tantivy.Document(
                id=[row.id],
                key=[number],
                digest=[row.digest],
                words=[" ".join(row.lines)],
                day=[row.day],
                row=[row.packed],
            )
        )
        self._unkept.append(row.id)
        if len(self._unkept) >= self._batch:
            self._keep()

    def finish(self) -> Built:
        self._keep()
        self._lines.wait_merging_threads()
        self._documents.wait_merging_threads()
        self._index.reload()
        return Built(self._added, self._known, self._index.searcher().num_docs, self._replaced)

    def _keep(self) -> None:
        self._lines.commit()
        self._documents.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        for id in self._unkept:
            self._recent.pop(id, None)
        self._unkept.clear()

    def _stored(self, id: str) -> int | None:
        """The digest of the document with this id as it was kept; None where there is none."""
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, "id", id, "basic")
        hits = sound(self._folder, lambda: self._searcher.search(query, 1, count=False).hits)
        return int(self._searcher.fast_field_values("digest", [hits[0][1]])[0]) if hits else None


def _writer(folder: Path, index: Any, heap: int) -> Any:
    try:
        return index.writer(heap, 1)
    except ValueError as error:
        raise BadIndex(f"{folder}: another build is writing to this index, wait for its end") from error


class _Preparing:
    """Rows of documents in the order of their coming: made in this process, or in several."""

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Preparing:
        if self._jobs > 1:
            self._executor = ProcessPoolExecutor(
                self._jobs, multiprocessing.get_context("spawn"), initializer=_serve, initargs=(os.getpid(),)
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def rows(self, documents: Iterable[Document]) -> Iterator[list[Row]]:
        """Rows in lists; a few lists for each process are under way at a time."""
        if self._executor is None:
            yield from ([row_of(document)] for document in documents)
            return
        waiting: deque[Future[list[Row]]] = deque()
        for chunk in _chunks(documents):
            waiting.append(self._executor.submit(_rows, chunk))
            if len(waiting) > 2 * self._jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _rows(documents: list[Document]) -> list[Row]:
    return [row_of(document) for document in documents]


def _serve(parent: int) -> None:
    """Leave interrupts to the parent, and end when it has gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if len(chunk) >= CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
