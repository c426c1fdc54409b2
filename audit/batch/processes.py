"""Worker processes that may die: what one document does to its process costs that document only.

The parent hands out chunks, takes results and always knows which document a worker is at. One that dies or hangs is
replaced: the others of its chunk are audited again, the document that it was at once more by itself, and skipped when
it kills that one, too.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from audit.errors import AuditError
from corpora.documents import Document
from corpora.errors import Unreadable

Input = Document | Unreadable
Work = Callable[[Sequence[Input], Callable[[int], None]], Any]
"""What a worker does with a chunk; the second argument wants to be told each document's number before it is begun."""

Start = Callable[[], tuple[Work, Any]]
"""Makes a worker's function, and what it has to say first. Must be picklable."""

T = TypeVar("T")
TIME_LIMIT = 120.0
"""Seconds that a document may take, and as many again for every 50,000 characters."""

_CHUNKS_PER_JOB = 4
"""Read ahead for each worker: enough that none waits, few enough that a million documents are never in memory."""
_TICK = 1.0

LIFE = 20_000_000
"""Characters after which a worker makes room for a new one, so that what its caches gather does not add up over days:
some 150,000 sentences, a minute of work."""
_STARTS = 40
"""A worker lives at least so many times as long as its start took, which may have read a large pool of originals."""


@dataclass(slots=True)
class _Job:
    """A run of documents of one chunk: `at` is the number of the first within it; `alone` says it is a second try."""

    chunk: int
    at: int
    items: Sequence[Input]
    alone: bool = False


@dataclass(slots=True)
class _Chunk(Generic[T]):
    """A chunk on its way: how many documents are still out, and the results by the number of their first document."""

    left: int
    done: dict[int, T] = field(default_factory=dict)


class _Worker:
    """One process with the parent's end of its pipe."""

    def __init__(self, start: Start) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.place = context.RawArray("q", [-1])
        self.process = context.Process(target=_serve, args=(theirs, self.place, start), daemon=True)
        self.process.start()
        theirs.close()
        self.job: _Job | None = None
        self._seen, self._since = -1, time.monotonic()
        self._born = self._started = time.monotonic()
        self._served = 0

    def greeted(self) -> Any:
        """What it says when it is ready. Raises what its start raised."""
        try:
            said = _received(self.pipe)
        except (EOFError, OSError):
            raise AuditError(
                f"a worker process died while it started ({_cause(self.stop())}); try again with fewer --jobs"
            ) from None
        self._started = time.monotonic()
        return said

    def old(self) -> bool:
        """Whether it has done so much that a new one should go on."""
        start = self._started - self._born
        return self._served >= LIFE and time.monotonic() - self._started >= _STARTS * start

    def give(self, job: _Job) -> bool:
        """Hand a job over; False where the process is gone."""
        self.job, self.place[0] = job, -1
        self._seen, self._since = -1, time.monotonic()
        self._served += sum(len(item.text) for item in job.items if isinstance(item, Document))
        try:
            self.pipe.send_bytes(pickle.dumps(job.items, pickle.HIGHEST_PROTOCOL))
        except OSError:
            return False
        return True

    def overdue(self, limit: float) -> bool:
        """Whether its document has taken longer than it may."""
        if self.job is None or not limit:
            return False
        at = self.place[0]
        if at != self._seen:
            self._seen, self._since = at, time.monotonic()
        if not 0 <= at < len(self.job.items):
            return False
        return time.monotonic() - self._since > allowed(self.job.items[at], limit)

    def stop(self) -> int | None:
        """End the process at once; its exit code."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join(5)
        self.pipe.close()
        return self.process.exitcode


def allowed(item: Input, limit: float) -> float:
    """Seconds that a document may take."""
    return limit * (1 + (len(item.text) if isinstance(item, Document) else 0) / 50_000)


class Processes:
    """A context manager over `jobs` workers. `first` is what the first of them had to say when it had started."""

    def __init__(self, jobs: int, start: Start, time_limit: float = TIME_LIMIT) -> None:
        self._jobs, self._start, self._limit = jobs, start, time_limit
        self._workers: list[_Worker] = []
        self.first: Any = None

    def __enter__(self) -> Processes:
        try:
            self._workers = [_Worker(self._start) for _ in range(self._jobs)]
            for worker in self._workers:
                self.first = worker.greeted()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers = []

    def map(self, chunks: Iterable[Sequence[Input]]) -> Iterator[list[Any]]:
        """For each chunk, in order, what the workers made of it: mostly one value; several in order after a death."""
        source = enumerate(chunks)
        out: dict[int, _Chunk[Any]] = {}
        again: deque[_Job] = deque()
        following, more = 0, True
        while True:
            for worker in [worker for worker in self._workers if worker.job is None]:
                job = again.popleft() if again else None
                if job is None and more and len(out) < self._jobs * _CHUNKS_PER_JOB:
                    number, items = next(source, (-1, ()))
                    more = number >= 0
                    if more:
                        out[number] = _Chunk(left=len(items))
                        job = _Job(number, 0, items)
                if job is None:
                    break
                chosen = self._replaced(worker) if worker.old() else worker
                if not chosen.give(job):
                    self._lost(chosen, again, out)
            if not out:
                return
            for worker, value in self._arrived():
                if isinstance(value, _Gone):
                    self._lost(worker, again, out, value.why)
                    continue
                job, worker.job = worker.job, None
                if job is not None:
                    out[job.chunk].done[job.at] = value
                    out[job.chunk].left -= len(job.items)
            while following in out and not out[following].left:
                chunk = out.pop(following)
                following += 1
                yield [chunk.done[at] for at in sorted(chunk.done)]

    def _arrived(self) -> Iterator[tuple[_Worker, Any]]:
        """Results, and workers that are gone or have been at one document for too long."""
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        for pipe in connection.wait(list(by_pipe), _TICK):
            assert isinstance(pipe, Connection)
            worker = by_pipe.pop(pipe)
            try:
                yield worker, _received(pipe)
            except (EOFError, OSError):
                yield worker, _Gone("")
        for worker in by_pipe.values():
            if worker.overdue(self._limit):
                assert worker.job is not None
                item = worker.job.items[worker.place[0]]
                seconds = round(allowed(item, self._limit))
                yield worker, _Gone(f"took longer than {seconds} s, split it or raise --time-limit")

    def _lost(self, worker: _Worker, again: deque[_Job], out: dict[int, _Chunk[Any]], why: str = "") -> None:
        """Put a new worker in the place of one that is gone, and share its job out again."""
        from audit.batch.worker import INTERNAL

        job, at = worker.job, worker.place[0]
        assert job is not None
        self._replaced(worker)
        code = worker.process.exitcode
        if not 0 <= at < len(job.items):
            at = 0
            if len(job.items) > 1:  # it died between two documents: each by itself
                again.extend(_Job(job.chunk, job.at + n, [item]) for n, item in enumerate(job.items))
                return
        before, item, after = job.items[:at], job.items[at], job.items[at + 1 :]
        if why or job.alone:
            doc = item.doc if isinstance(item, Unreadable) else item.id
            died = f"{INTERNAL} (its process died: {_cause(code)}), please report it"
            item = Unreadable(doc=doc, reason=f"{_where(item)}{why}" if why else died)
        again.append(_Job(job.chunk, job.at + at, [item], alone=True))
        if before:
            again.append(_Job(job.chunk, job.at, before))
        if after:
            again.append(_Job(job.chunk, job.at + at + 1, after))

    def _replaced(self, worker: _Worker) -> _Worker:
        """End a worker and put a new one in its place, which is ready when this returns."""
        worker.stop()
        new = _Worker(self._start)
        self._workers[self._workers.index(worker)] = new
        new.greeted()
        return new


@dataclass(frozen=True, slots=True)
class _Gone:
    why: str


@dataclass(frozen=True, slots=True)
class _Failed:
    """Carries an error of the whole run from a worker to the parent."""

    error: Exception


def _received(pipe: Connection) -> Any:
    value = pickle.loads(pipe.recv_bytes())
    if isinstance(value, _Failed):
        raise value.error
    return value


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"{name}, out of memory?" if name == "SIGKILL" else name
    return f"exit status {code}"


def _where(item: Input) -> str:
    if isinstance(item, Document) and item.origin:
        place = item.origin.place(0, item.text)
        return f"{place.file}:{place.line}: "
    return ""


def _serve(pipe: Connection, place: Any, start: Start) -> None:
    """The life of a worker: start, then chunk after chunk until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    _offer_to_the_killer()
    gc.disable()  # tables are built: nothing to collect, much to walk over

    def begun(number: int) -> None:
        place[0] = number

    try:
        work, value = start()
    except Exception as error:
        _send(pipe, _Failed(error))
        return
    _keep_what_is_loaded()
    begins = True
    while True:
        _send(pipe, value)
        try:
            items = pickle.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            value = work(items, begun)
        except Exception as error:
            value = _Failed(error)
        place[0] = -1
        if begins:
            _keep_what_is_loaded()  # most tables are read when they are first asked for
            gc.enable()
            begins = False


def _keep_what_is_loaded() -> None:
    """Tables and models stay for good: the garbage collector need not walk over them again after every document."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _send(pipe: Connection, value: object) -> None:
    try:
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # an error that cannot be pickled is told as text
        data = pickle.dumps(_Failed(AuditError(f"{type(error).__name__}: {error}")))
    try:
        pipe.send_bytes(data)
    except OSError:
        sys.exit()


def _watch(parent: int) -> None:
    """A worker does not outlive its parent, even one that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _offer_to_the_killer() -> None:
    """Where memory runs out, Linux should end a worker, which can be replaced, and not the run."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123 - a special file
            file.write("500")
    except OSError:
        return
