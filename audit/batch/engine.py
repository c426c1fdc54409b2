"""A process pool around the core: bounded memory, order kept, interrupts clean; the results do not depend on `jobs`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from audit.batch.worker import Auditor, PoolFacts, What, audit_chunk, facts, start
from audit.errors import AuditError
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document
from corpora.errors import Unreadable

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Input = Document | Unreadable
Result = Audited | Skipped
T = TypeVar("T")

_CHUNK_DOCUMENTS = 16
_CHUNK_CHARACTERS = 40_000
_CHUNKS_PER_JOB = 3
"""In flight for each worker: enough that none waits, few enough that a million documents are never read ahead."""


def run(
    documents: Iterable[Input], pool_paths: Sequence[str], settings: Settings, jobs: int = 1, what: What = "run"
) -> Iterator[Result]:
    """Audit (or only align) documents with `jobs` processes; yields one result for each input, in its order.

    Inputs that could not be read come out as `Skipped`. Raises AuditError when a worker dies.
    """
    with Batch(pool_paths, settings, jobs, what) as batch:
        yield from batch.map(documents)


class Batch:
    """A context manager that holds the workers. `facts` tells of the pool; `map` audits.

    Workers are started afresh (spawn), so threads and locks of this process are no danger to them.
    """

    def __init__(self, pool_paths: Sequence[str], settings: Settings, jobs: int = 1, what: What = "run") -> None:
        self._arguments = (tuple(pool_paths), settings, what)
        self._jobs = max(1, jobs)
        self._auditor: Auditor | None = None
        self._executor: ProcessPoolExecutor | None = None
        self.facts = PoolFacts()

    def __enter__(self) -> Batch:
        if self._jobs == 1:
            self._auditor = Auditor(*self._arguments)
            self.facts = self._auditor.facts
            return self
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        self._executor = ProcessPoolExecutor(
            self._jobs, multiprocessing.get_context("spawn"), initializer=start, initargs=self._arguments
        )
        try:
            self.facts = _result(self._executor.submit(facts))
        except BaseException:
            self._close(at_once=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(at_once=kind is not None)

    def map(self, inputs: Iterable[Input]) -> Iterator[Result]:
        """One result for each input, in its order; reads only a little ahead."""
        if self._executor is None:
            assert self._auditor is not None, "use `with Batch(...) as batch`"
            for item in inputs:
                yield _skipped(item) if isinstance(item, Unreadable) else self._auditor(item)
            return
        waiting: deque[tuple[list[Input], Future[list[Result]]]] = deque()
        for chunk in _chunks(inputs):
            documents = [item for item in chunk if isinstance(item, Document)]
            waiting.append((chunk, self._executor.submit(audit_chunk, documents)))
            if len(waiting) >= self._jobs * _CHUNKS_PER_JOB:
                yield from _in_order(*waiting.popleft())
        while waiting:
            yield from _in_order(*waiting.popleft())

    def _close(self, at_once: bool) -> None:
        executor, self._executor, self._auditor = self._executor, None, None
        if executor is None:
            return
        workers = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join(5)


def _in_order(chunk: list[Input], future: Future[list[Result]]) -> Iterator[Result]:
    done: list[Result] = _result(future)
    results = iter(done)
    for item in chunk:
        yield _skipped(item) if isinstance(item, Unreadable) else next(results)


def _result(future: Future[T]) -> T:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool as error:
        raise AuditError("a worker process died (out of memory?); try again with fewer --jobs") from error


def _chunks(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    chunk: list[Input] = []
    characters = 0
    for item in inputs:
        chunk.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(chunk) >= _CHUNK_DOCUMENTS or characters >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _skipped(item: Unreadable) -> Skipped:
    return Skipped(doc=item.doc, reason=item.reason)
