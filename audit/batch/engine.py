"""The local engine: many documents through the core, in this process or in several; order kept, memory bounded.

The results do not depend on `jobs`. With processes of its own (`isolated`), a document that kills its process or never
ends is skipped with its reason, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from audit.batch.processes import TIME_LIMIT, Input, Processes
from audit.batch.records import as_lines, as_records, skipped
from audit.batch.worker import Core, Form, PoolFacts, Starter, What
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document

if TYPE_CHECKING:
    import pyarrow as pa

    from audit.reports import Shown

__all__ = ["Batch", "Input", "Result", "chunks", "run"]

Result = Audited | Skipped

_CHUNK_DOCUMENTS = 256
_CHUNK_CHARACTERS = 60_000
_FIRST = 1 / 64
_SAME_SIZE = 16
"""The first chunks are so small; after so many of one size it doubles."""
_CHUNK_WITH_ORIGINALS = 8_000
"""Characters of a chunk; looking for originals takes a hundred times as long as judging a text alone."""


def run(
    documents: Iterable[Input],
    originals: Sequence[str | Document],
    settings: Settings,
    jobs: int = 1,
    what: What = "run",
) -> Iterator[Result]:
    """Audit (or only align) documents with `jobs` processes; yields one result for each input, in its order.

    Inputs that could not be read come out as `Skipped`, and so do those that kill their process.
    """
    with Batch(originals, settings, jobs, what) as batch:
        yield from batch.map(documents)


class Batch:
    """A context manager that holds the workers. `facts` tells of the pool; `map` or `batches` audits.

    `form` says what is made of a document: "results" for `map`, "lines" or "records" for `batches`. Workers are started
    afresh (spawn), so threads and locks of this process are no danger to them. `time_limit` counts seconds a document
    (and as many for every 50,000 characters), 0 is none; it holds for workers only. `shown`
    tells which sentences somebody will look at.
    """

    def __init__(
        self,
        originals: Sequence[str | Document],
        settings: Settings,
        jobs: int = 1,
        what: What = "run",
        *,
        form: Form = "results",
        isolated: bool | None = None,
        time_limit: float = TIME_LIMIT,
        shown: Shown = "nothing",
    ) -> None:
        self._starter = Starter(tuple(originals), settings, what, form, shown)
        self._jobs = max(1, jobs)
        self._isolated = self._jobs > 1 if isolated is None else isolated
        self._time_limit = time_limit
        self._open = ExitStack()
        self._core: Core | None = None
        self._processes: Processes | None = None
        self.facts = PoolFacts()

    def __enter__(self) -> Batch:
        if self._isolated:
            self._processes = self._open.enter_context(Processes(self._jobs, self._starter, self._time_limit))
            self.facts = self._processes.first
        else:
            starter = self._starter
            self._core = Core(starter.originals, starter.settings, starter.what, starter.shown)
            self.facts = self._core.facts
        return self

    def __exit__(self, *error: object) -> None:
        self._core = self._processes = None
        self._open.close()

    def map(self, inputs: Iterable[Input]) -> Iterator[Result]:
        """One result for each input, in its order; reads only a little ahead."""
        assert self._starter.form == "results", "batches() gives the other forms"
        if self._processes is None:
            yield from map(self._audited, inputs)
            return
        for pieces in self._processes.map(self._chunks(inputs)):
            for piece in pieces:
                yield from piece

    def batches(self, inputs: Iterable[Input]) -> Iterator[pa.RecordBatch]:
        """Arrow batches of lines or records, in the order of the inputs."""
        import pyarrow as pa

        from audit.batch.arrow import LINES, RECORDS

        lines = self._starter.form == "lines"
        if self._processes is None:
            make: Callable[[list[Result]], pa.RecordBatch] = as_lines if lines else as_records
            yield from (make([self._audited(item) for item in chunk]) for chunk in self._chunks(inputs))
            return
        schema = LINES if lines else RECORDS
        for pieces in self._processes.map(self._chunks(inputs)):
            for piece in pieces:
                yield pa.ipc.read_record_batch(pa.py_buffer(piece), schema)

    def _audited(self, item: Input) -> Result:
        assert self._core is not None, "use `with Batch(...) as batch`"
        return self._core(item) if isinstance(item, Document) else skipped(item)

    def _chunks(self, inputs: Iterable[Input]) -> Iterator[list[Input]]:
        return sized_chunks(inputs, self._starter)


def sized_chunks(inputs: Iterable[Input], starter: Starter) -> Iterator[list[Input]]:
    """Chunks of the size that suits what is done with them."""
    with_originals = starter.what == "align" or bool(starter.originals)
    return chunks(inputs, _CHUNK_WITH_ORIGINALS if with_originals else _CHUNK_CHARACTERS)


def chunks(inputs: Iterable[Input], characters: int = _CHUNK_CHARACTERS) -> Iterator[list[Input]]:
    """Runs of inputs of about so many characters of text; the first are shorter, so that few texts are shared, too."""
    chunk: list[Input] = []
    size = number = 0
    share = _FIRST
    for item in inputs:
        chunk.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if len(chunk) >= _CHUNK_DOCUMENTS * share or size >= characters * share:
            yield chunk
            chunk, size, number = [], 0, number + 1
            share = min(1.0, _FIRST * 2 ** (number // _SAME_SIZE))
    if chunk:
        yield chunk
