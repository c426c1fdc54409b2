"""Ray: a real cluster of two nodes on this machine. The same records as without it, whatever happens to a node."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, cast

import pyarrow as pa
import pytest

from audit.batch import Batch
from audit.cli import main
from audit.errors import AuditError
from audit.settings import Settings
from corpora.documents import Document, Pivot
from corpora.errors import Unreadable

pytestmark = pytest.mark.slow

TAUDIT = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())"]
ROOT = str(Path(__file__).parents[3])
SETTINGS = Settings(rules="date,boilerplate,value")
STORE = 100_000_000
SENTENCES = (
    "The minister said on the 8th local time that nothing had been decided.",
    "Some 15 million yuan were spent on the bridge last year, a spokesman said.",
    "This article represents the views of the author.",
)


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    """A test that hangs fails; on a busy machine each of the clusters takes minutes to begin."""

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("the test took too long")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(900)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of two nodes with one CPU each; this process belongs to the first."""
    pytest.importorskip("ray")
    from audit.batch import ray_cluster

    ray = ray_cluster._import()

    with ray_cluster._silenced():
        made = two_nodes()
        ray.init(address=made.address, log_to_driver=False, logging_level="CRITICAL")
    try:
        made.wait_for_nodes(120)
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.fixture
def untouched_cluster() -> Iterator[Any]:
    """Another one, of which nothing was lost and where this process holds nothing."""
    pytest.importorskip("ray")
    from audit.batch import ray_cluster

    ray_cluster._import()
    with ray_cluster._silenced():
        made = two_nodes()
    try:
        yield made
    finally:
        made.shutdown()


def two_nodes() -> Any:
    """A cluster of two nodes with one CPU each."""
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": STORE})
    made.add_node(num_cpus=1, object_store_memory=STORE)
    return made


def texts(number: int) -> list[Document | Unreadable]:
    made: list[Document | Unreadable] = [
        Document(id=f"d{n}", text=f"{SENTENCES[n % 3]} It was number {n}. " * (1 + n % 4), lang="en", metadata={"n": n})
        for n in range(number)
    ]
    made[7] = Unreadable(doc="bad", reason="bad:1: no text, write some")
    made[8] = Document(id="zh", text="部长周五表示，两国政府将于下周再次会晤讨论该计划。", lang="zh")
    made[9] = Document(id="pair", text=SENTENCES[1], lang="en", pivot=Pivot(lang="zh", text="去年花了1500万元。"))
    return made


def test_records_are_those_of_the_local_engine(cluster: Any, tmp_path: Path) -> None:
    from audit.batch.on_ray import OnRay

    pool = tmp_path / "pool.jsonl"
    pool.write_text(json.dumps({"id": "wire", "text": "Some 15 million dollars were spent on the bridge last year."}))
    inputs = texts(120)

    def breaking() -> Iterator[Document | Unreadable]:
        yield from inputs
        raise AuditError("texts.jsonl:121: cut off, get it again")

    with OnRay([str(pool)], SETTINGS, 2) as engine, Batch([str(pool)], SETTINGS) as local:
        assert engine.facts == local.facts
        expected = list(local.map(inputs))
        assert list(engine.map(inputs)) == expected
        found = []
        with pytest.raises(AuditError, match=r"^texts\.jsonl:121: cut off"):
            for result in engine.map(breaking()):
                found.append(result)
        assert found and found == expected[: len(found)], "what was done before stands"
        assert list(engine.map([])) == []


def test_a_lost_node_costs_no_record(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cluster has no room left for what the lost node did: what is left does it."""
    import ray

    from audit.batch import on_ray

    monkeypatch.setattr(on_ray, "STALL", 3.0)
    inputs = texts(1200)
    found: list[Any] = []
    with on_ray.OnRay([], SETTINGS, 2, form="lines") as engine:
        for batch in engine.batches(inputs):
            found += batch.to_pylist()
            if len(cluster.worker_nodes) and len(found) > 300:
                assert len(_nodes_at_work(ray)) == 2, "both nodes are at work"
                cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)
    assert not cluster.worker_nodes
    with Batch([], SETTINGS, form="lines") as local:
        assert found == [row for batch in local.batches(inputs) for row in batch.to_pylist()]
    cluster.add_node(num_cpus=1, object_store_memory=STORE)
    cluster.wait_for_nodes(120)


class Hanging:
    """A dataset that gives one result and then nothing, whatever happens."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self._current_executor = self

    def iter_batches(self, **_: object) -> Iterator[pa.Table]:
        yield pa.table({"chunk": [0], "done": [b"first"]})
        self.ended.wait(60)

    def shutdown(self, force: bool) -> None:
        assert force
        self.ended.set()


class Nodes:
    """A cluster of two nodes, of which one is lost as soon as the dataset has begun."""

    def __init__(self) -> None:
        self.asked = 0

    def nodes(self) -> set[str]:
        self.asked += 1
        return {"a", "b"} if self.asked == 1 else {"a"}


class Fed:
    """A feed that always has another chunk."""

    def __init__(self) -> None:
        self.ended = 0

    def has(self, number: int, *, wait: bool = True) -> bool:
        return True

    def end_workers(self) -> None:
        self.ended += 1


def test_a_dataset_that_hangs_after_a_loss_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """First its workers are ended; where that does not end it, the dataset is."""
    from audit.batch import on_ray

    monkeypatch.setattr(on_ray, "_TICK", 0.01)
    dataset, feed = Hanging(), Fed()
    engine = on_ray.OnRay([], SETTINGS, 2)
    engine._cluster = cast(Any, Nodes())
    monkeypatch.setattr(engine, "_dataset", lambda *_: dataset)
    stream = engine._stream(cast(Any, feed), 0, 0.05)
    assert next(stream) == b"first"
    with pytest.raises(on_ray._Stalled) as stalled:
        next(stream)
    assert feed.ended == 1 and on_ray._is_loss(stalled.value)
    assert dataset.ended.wait(60)


def _nodes_at_work(ray: Any) -> set[str]:
    """The nodes whose CPUs are taken."""
    from ray._private.state import available_resources_per_node

    return {node for node, left in available_resources_per_node().items() if not left.get("CPU")}


def test_a_run_begun_by_one_engine_is_finished_by_the_other(untouched_cluster: Any, tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": i.id, "text": i.text}) + "\n" if isinstance(i, Document) else "{broken\n"
            for i in texts(3000)
        )
    )
    whole, growing = tmp_path / "whole.jsonl", tmp_path / "growing.jsonl"
    arguments = [str(path), "--rules", "date,boilerplate,value", "--format", "jsonl", "--output"]
    assert main(["run", *arguments, str(whole)]) == 0
    growing.write_bytes(whole.read_bytes()[: whole.stat().st_size // 5])  # a local run that was cut off
    ours = [*arguments, str(growing), "--resume"]
    on_ray = [*TAUDIT, "run", *ours, "--engine", "ray", "--address", untouched_cluster.address, "--jobs", "2"]
    process = subprocess.Popen(on_ray, env=os.environ | {"PYTHONPATH": ROOT}, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 300
        while growing.stat().st_size < whole.stat().st_size // 2 and time.monotonic() < until:
            assert process.poll() is None, "it ended too early"
            time.sleep(0.005)
    finally:
        process.kill()
        said = process.communicate()[1]
    assert not said, "Ray is quiet"
    assert whole.stat().st_size // 5 < growing.stat().st_size < whole.stat().st_size
    assert main(["run", *ours, "--jobs", "2"]) == 0
    assert growing.read_bytes() == whole.read_bytes()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Something listens there that is not Ray and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_where_nothing_answers(tmp_path: Path, capfd: pytest.CaptureFixture[str], silent_port: int) -> None:
    (tmp_path / "a.txt").write_text(SENTENCES[0])
    for address, why in (
        ("127.0.0.1:9", "no Ray cluster answers there (Connection refused), see `ray status`"),
        (f"127.0.0.1:{silent_port}", "no Ray cluster answers there"),
        ("head", "write it as HOST:PORT"),
        ("ray://head:10001", "write it as HOST:PORT"),
    ):
        assert main(["run", str(tmp_path / "a.txt"), "--engine", "ray", "--address", address]) == 2
        err = capfd.readouterr().err
        assert err.startswith(f"--address {address}: {why}") and len(err.splitlines()) == 1, err


def test_without_the_extra(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(SENTENCES[0])
    monkeypatch.setitem(sys.modules, "ray", None)
    assert main(["run", str(tmp_path / "a.txt"), "--engine", "ray"]) == 3
    assert capfd.readouterr().err == "--engine ray needs the extra [ray]: pip install 'translation-audit[ray]'\n"
