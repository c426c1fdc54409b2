"""Workers that have done much make room for new ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import pytest

from audit.batch import processes
from audit.batch.processes import Input, Processes, Work
from corpora.documents import Document


def start() -> tuple[Work, int]:
    return answer, os.getpid()


def answer(items: Sequence[Input], begun: Callable[[int], None]) -> tuple[int, list[str]]:
    for number, _ in enumerate(items):
        begun(number)
    return os.getpid(), [item.id for item in items if isinstance(item, Document)]


CHUNKS = [[Document(id=f"{number}.{at}", lang="en", text="x" * 100) for at in range(3)] for number in range(12)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_has_done_much_is_replaced(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LIFE", 900)
    monkeypatch.setattr(processes, "_STARTS", 0)
    with Processes(jobs, start) as workers:
        found = list(workers.map(CHUNKS))
    assert [ids for chunk in found for _, ids in chunk] == [[one.id for one in chunk] for chunk in CHUNKS]
    served = [pid for chunk in found for pid, _ in chunk]
    assert max(served.count(pid) for pid in served) == 3
    assert len(set(served)) >= 4


def test_one_whose_start_took_long_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LIFE", 900)
    monkeypatch.setattr(processes, "_STARTS", 1_000_000)
    with Processes(1, start) as workers:
        found = list(workers.map(CHUNKS))
    assert len({pid for chunk in found for pid, _ in chunk}) == 1
