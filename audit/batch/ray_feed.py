"""What the workers on Ray are fed from: chunks of documents in order, kept until their results have arrived."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from audit.batch.arrow import to_batch
from audit.batch.processes import Input

if TYPE_CHECKING:
    from ray.actor import ActorHandle

_ANSWER = 60.0
"""Seconds that the actor with the chunks may take to answer."""


class Feed:
    """A context manager: a thread that reads the inputs, at most `ahead` chunks beyond those that are settled.

    `actor` holds the chunks on the node `node`, which is that of this process.
    """

    def __init__(self, chunks: Iterable[Sequence[Input]], strategy: Any, ahead: int) -> None:
        import ray

        self.actor: ActorHandle = (
            ray.remote(_Store).options(num_cpus=0, scheduling_strategy=strategy, max_concurrency=1000).remote()
        )
        self._chunks, self._ahead = chunks, ahead
        self._changed = threading.Condition()
        self._put = self._done = 0
        self._ended = self._stopped = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Feed:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        import ray

        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join(5)
        with suppress(ray.exceptions.RayError):
            self.end_workers()
        ray.kill(self.actor)

    def has(self, number: int, *, wait: bool = True) -> bool:
        """Whether there is a chunk of that number. Raises what reading the inputs raised."""
        with self._changed:
            while wait and self._put <= number and not self._ended:
                self._changed.wait()
            if self._put <= number and self._error is not None:
                raise self._error
            return self._put > number

    def settled(self, number: int) -> None:
        """The results of all chunks below `number` have arrived: they are not needed any more."""
        with self._changed:
            self._done = number
            self._changed.notify_all()
        self.actor.drop.remote(number)

    def end_workers(self) -> None:
        """End the actors that have joined since the last time, for good."""
        import ray

        for worker in ray.get(self.actor.leave.remote(), timeout=_ANSWER):
            ray.kill(worker)

    def _read(self) -> None:
        import ray

        try:
            for chunk in self._chunks:
                ray.get(self.actor.put.remote(self._put, _packed(chunk)))
                with self._changed:
                    self._put += 1
                    self._changed.notify_all()
                    while self._put - self._done >= self._ahead and not self._stopped:
                        self._changed.wait()
                    if self._stopped:
                        return
        except BaseException as error:
            self._error = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
            if not self._stopped:
                self.actor.end.remote(self._put)


class _Store:
    """The actor with the chunks."""

    def __init__(self) -> None:
        self._chunks: dict[int, bytes] = {}
        self._workers: list[ActorHandle] = []
        self._first, self._end = 0, -1
        self._changed = asyncio.Condition()

    async def put(self, number: int, data: bytes) -> None:
        """One more chunk."""
        async with self._changed:
            self._chunks[number] = data
            self._changed.notify_all()

    async def end(self, number: int) -> None:
        """There are no more than `number` chunks."""
        async with self._changed:
            self._end = number
            self._changed.notify_all()

    async def take(self, number: int) -> bytes | None:
        """A chunk, as soon as it is there; None where there are no more, nothing (b"") of one that is settled."""
        async with self._changed:
            while number not in self._chunks:
                if number < self._first:
                    return b""
                if 0 <= self._end <= number:
                    return None
                await self._changed.wait()
            return self._chunks[number]

    async def drop(self, number: int) -> None:
        """Forget the chunks below `number`."""
        async with self._changed:
            for settled in range(self._first, number):
                self._chunks.pop(settled, None)
            self._first = max(self._first, number)

    async def joined(self, worker: ActorHandle) -> None:
        """One more worker is ready."""
        self._workers.append(worker)

    async def leave(self) -> list[ActorHandle]:
        """The workers that have joined since the last time."""
        workers, self._workers = self._workers, []
        return workers


def pull(store: ActorHandle, first: int, end: int) -> Iterator[pa.Table]:
    """The chunks from `first` to `end`, a row each: the task of the cluster that takes them from the feed.

    It can be done again: what is settled by then comes as an empty chunk.
    """
    import ray

    for number in range(first, end):
        data = ray.get(store.take.remote(number))
        if data is None:
            return
        yield pa.table(
            {"chunk": pa.array([number], pa.int64()), "documents": pa.array([data or _packed([])], pa.large_binary())}
        )


def _packed(chunk: Sequence[Input]) -> bytes:
    """Documents as an Arrow stream of one batch."""
    batch = to_batch(chunk)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]
