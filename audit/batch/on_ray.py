"""The engine on Ray: the local engine's workers, one in each actor of a Ray Data `map_batches`, on one machine or many.

The machine of the run reads the inputs. Chunks wait there, in an actor, until their results have arrived, and
no more than a few for each worker are on their way: memory does not grow with the corpus, and whatever a lost node had
taken is still there to be audited again. A dataset streams them: one task takes chunk after chunk from the feed, the
workers (each with a process of its own, which opens originals and authority once) make Arrow batches of records of
Arrow batches of documents. Results are told by their chunk's number, so their order is that of the inputs.
"""

from __future__ import annotations

import os
import pickle
import queue
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from audit.batch.arrow import LINES, RECORDS, to_documents
from audit.batch.engine import Result, sized_chunks
from audit.batch.processes import TIME_LIMIT, Input, Processes
from audit.batch.ray_cluster import Cluster
from audit.batch.ray_feed import Feed, pull
from audit.batch.worker import Core, Form, PoolFacts, Starter, What
from audit.errors import AuditError
from audit.settings import Settings
from corpora.documents import Document
from corpora.errors import CorpusError

if TYPE_CHECKING:
    from ray.actor import ActorHandle

    from audit.reports import Shown

AHEAD = 4
"""Chunks on their way for each worker."""
PASS = 50_000
"""Chunks of one dataset: Ray keeps a little for each that it has seen, so a long run is made of several."""
TRIES = 5
"""How often the chunks on their way are given out anew without any result in between."""
STALL = 30.0
"""Seconds without any result, where a node was lost, until its share is given out to the nodes that are left.

Twice as long for each time that nothing came of it: a chunk may simply take long.
"""
STARTS = 10
"""How much longer workers that were started after a loss may take, which have everything to open first, and a dataset
whose workers were ended may take to fail."""
_TICK = 1.0
_LEAVE = 20.0
"""Seconds that a dataset which was left to itself has to come to its end."""


class OnRay:
    """A context manager like `engine.Batch`: `facts` tells of the pool, `map` or `batches` audits.

    `address` is HOST:PORT of a cluster; None starts Ray on this machine. `jobs` workers, 0: one for each CPU of the
    cluster. Paths of originals must mean the same on every node. Raises SettingsError where no cluster answers,
    MissingExtra without Ray, AuditError where nodes hold other originals.
    """

    def __init__(
        self,
        originals: Sequence[str | Document],
        settings: Settings,
        jobs: int = 0,
        what: What = "run",
        *,
        form: Form = "results",
        time_limit: float = TIME_LIMIT,
        address: str | None = None,
        shown: Shown = "nothing",
    ) -> None:
        self._starter = Starter(tuple(originals), settings, what, form, shown)
        self._jobs, self._time_limit = jobs, time_limit
        self._cluster = Cluster(address, jobs)
        self._nodes: set[str] = set()
        """The nodes that have been seen alive."""
        self._left: list[threading.Thread] = []
        """What ends the datasets that were left to themselves."""
        self.facts = PoolFacts()

    def __enter__(self) -> OnRay:
        self._cluster.check()
        starter = self._starter
        self.facts = Core(starter.originals, starter.settings, starter.what).facts
        self._cluster.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        for thread in self._left:
            thread.join(_LEAVE)
        self._cluster.__exit__()

    def map(self, inputs: Iterable[Input]) -> Iterator[Result]:
        """One result for each input, in its order; reads only a little ahead."""
        assert self._starter.form == "results", "batches() gives the other forms"
        for pieces in self._pieces(inputs):
            for piece in pieces:
                yield from piece

    def batches(self, inputs: Iterable[Input]) -> Iterator[pa.RecordBatch]:
        """Arrow batches of lines or records, in the order of the inputs."""
        schema = LINES if self._starter.form == "lines" else RECORDS
        for pieces in self._pieces(inputs):
            for piece in pieces:
                yield pa.ipc.read_record_batch(pa.py_buffer(piece), schema)

    def _pieces(self, inputs: Iterable[Input]) -> Iterator[list[Any]]:
        chunks = sized_chunks(inputs, self._starter)
        with Feed(chunks, self._cluster.here(), AHEAD * max(1, self._jobs or self._cluster.cpus())) as feed:
            settled, tries = 0, 0
            while feed.has(settled):
                before = settled
                try:
                    for data in self._stream(feed, settled, STALL * 2**tries):
                        settled, tries = settled + 1, 0
                        feed.settled(settled)
                        yield pickle.loads(data)
                except Exception as error:
                    if not _is_loss(error):
                        raise _plain(error) from error
                feed.end_workers()  # what is left of the dataset must not keep the next one from its CPUs
                if settled == before:
                    tries += 1
                    if tries == TRIES:
                        raise AuditError(f"Ray lost its workers {TRIES} times in a row, see `ray status`; try --resume")

    def _stream(self, feed: Feed, first: int, patience: float) -> Iterator[bytes]:
        """The results from one chunk on, in order, until the dataset is at its end. Raises what it fails with.

        Where a node was lost and nothing came for `patience` seconds (STARTS times as long where it was lost before
        this dataset began), the workers are ended, which ends the dataset. Where it does not, the dataset is left to
        itself after STARTS times `patience`: `_Stalled` is raised.
        """
        arrived: queue.SimpleQueue[tuple[int, bytes] | Exception | None] = queue.SimpleQueue()
        dataset = self._dataset(feed, first)
        threading.Thread(target=_run, args=(dataset, arrived), daemon=True).start()
        waiting: dict[int, bytes] = {}
        mine = self._cluster.nodes()
        self._nodes |= mine
        since, ended = time.monotonic(), False
        while True:
            try:
                item = arrived.get(timeout=_TICK)
            except queue.Empty:
                waited = time.monotonic() - since
                if waited <= patience or not feed.has(first, wait=False):
                    continue
                alive = self._cluster.nodes()
                long = waited > STARTS * patience
                if ended and long:
                    self._left.append(_abandon(dataset))
                    raise _Stalled from None
                if not ended and (mine - alive or (long and self._nodes - alive)):
                    feed.end_workers()  # their tasks fail, and the dataset with them
                    since, ended = time.monotonic(), True
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            since = time.monotonic()
            number, data = item
            if number >= first:  # an earlier one is a second copy
                waiting[number] = data
            while first in waiting:
                yield waiting.pop(first)
                first += 1

    def _dataset(self, feed: Feed, first: int) -> Any:
        import ray
        from ray.data import ActorPoolStrategy

        workers = min(self._jobs or self._cluster.cpus(), max(1, self._cluster.cpus()))
        source = _source(partial(pull, feed.actor, first, first + PASS))
        here = {"ray.io/node-id": self._cluster.node}
        dataset = ray.data.read_datasource(source, override_num_blocks=1, num_cpus=0, label_selector=here)
        return dataset.map_batches(
            _Actor,
            batch_size=None,
            batch_format="pyarrow",
            fn_constructor_args=(self._starter, self._time_limit, str(Path.cwd()), self.facts, feed.actor),
            compute=ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
            num_cpus=1,
        )  # Ray Data spreads actors over the nodes, restarts those that are lost and gives them their tasks again


class _Actor:
    """A worker of the cluster. Its process can die of a document without the actor being lost."""

    def __init__(self, starter: Starter, time_limit: float, folder: str, facts: PoolFacts, feed: ActorHandle) -> None:
        import ray

        _forget_main()
        with suppress(OSError):
            os.chdir(folder)
        self._form = starter.form
        self._processes = Processes(1, starter, time_limit).__enter__()
        own: PoolFacts = self._processes.first
        if own.signature != facts.signature:
            raise AuditError(
                f"{os.uname().nodename}: --originals are others there than here, name a place that all nodes share"
            )
        feed.joined.remote(ray.get_runtime_context().current_actor)

    def __call__(self, table: pa.Table) -> pa.Table:
        """Chunks (`chunk`, `documents`) in, what became of them (`chunk`, `done`) out."""
        numbers, done = table.column("chunk").to_pylist(), []
        for packed in table.column("documents").to_pylist():
            items = to_documents(pa.ipc.open_stream(packed).read_next_batch())
            pieces = next(self._processes.map([items])) if items else []
            done.append(pickle.dumps(pieces, pickle.HIGHEST_PROTOCOL))
        return pa.table({"chunk": pa.array(numbers, pa.int64()), "done": pa.array(done, pa.large_binary())})


class _Stalled(Exception):
    """A dataset that gives nothing any more after a loss."""


def _run(dataset: Any, arrived: queue.SimpleQueue[tuple[int, bytes] | Exception | None]) -> None:
    """Results as they come, then None, or what the dataset fails with."""
    try:
        for table in dataset.iter_batches(batch_size=None, batch_format="pyarrow"):
            for row in table.to_pylist():
                arrived.put((row["chunk"], row["done"]))
        arrived.put(None)
    except Exception as error:
        arrived.put(error)


def _abandon(dataset: Any) -> threading.Thread:
    """Have a dataset that hangs give back what it holds, without waiting for it."""

    def end() -> None:
        executor = getattr(dataset, "_current_executor", None)  # Ray Data has no public way to end one
        if executor is not None:
            executor.shutdown(force=True)

    thread = threading.Thread(target=end, daemon=True)
    thread.start()
    return thread


def _source(read: Any) -> Any:
    """A datasource of one task."""
    from ray.data import Datasource
    from ray.data.block import BlockMetadata
    from ray.data.datasource import ReadTask

    class Chunks(Datasource):  # type: ignore[misc]
        def estimate_inmemory_data_size(self) -> int | None:
            return None

        def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[Any]:
            facts = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
            return [ReadTask(read, facts)]

    return Chunks()


def _forget_main() -> None:
    """The worker's process is none of Ray's: it must not run Ray's main module again."""
    import sys

    main = sys.modules["__main__"]
    main.__spec__ = None
    main.__dict__.pop("__file__", None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and everything that it was caused by."""
    seen: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        one = todo.pop(0)
        if isinstance(one, BaseException) and not any(one is other for other in seen):
            seen.append(one)
            yield one
            todo += [getattr(one, "cause", None), one.__cause__, one.__context__]


def _is_loss(error: Exception) -> bool:
    """Whether nodes or processes were lost, not the run."""
    from ray import exceptions as lost

    losses = (
        lost.RayActorError,
        lost.WorkerCrashedError,
        lost.ObjectLostError,
        lost.NodeDiedError,
        lost.OutOfMemoryError,
        lost.LocalRayletDiedError,
        _Stalled,
    )
    causes = list(_causes(error))
    return any(isinstance(one, losses) for one in causes) and not any(
        isinstance(one, AuditError | CorpusError) for one in causes
    )


def _plain(error: Exception) -> Exception:
    """The error of the run as it was raised in a worker; one line of Ray's else."""
    for one in _causes(error):
        if isinstance(one, AuditError | CorpusError):
            return one
    return AuditError(f"Ray: {type(error).__name__}: {' '.join(str(error).split())[:300]}")
