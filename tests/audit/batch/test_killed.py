"""Runs that are killed, and documents that kill: the report in the end is the one of a run that nothing happened to."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TAUDIT = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())"]
SENTENCES = (
    "The minister said on the 8th local time that nothing had been decided.",
    "Some 15 million yuan were spent on the bridge last year, a spokesman said.",
    "He did not say when the talks would go on, and nobody asked.",
    "This article represents the views of the author.",
)


def corpus(path: Path, number: int) -> Path:
    """Documents of one to six sentences; some in Chinese, some with the id of another one, some lines are broken."""
    chance = random.Random(5)
    with path.open("w", encoding="utf-8") as out:
        for n in range(number):
            text = " ".join(f"{chance.choice(SENTENCES)} It was number {n}." for _ in range(chance.randint(1, 6)))
            if n % 97 == 50:
                text = "部长周五表示，两国政府将于下周再次会晤讨论该计划。"
            out.write(
                "{broken\n" if n % 89 == 44 else json.dumps({"id": f"d{n - (n % 71 == 70)}", "text": text}) + "\n"
            )
    return path


def run(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TAUDIT, "run", *arguments], capture_output=True, text=True, env=os.environ | (environment or {}), check=False
    )


def size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    total = 0
    for file in files:
        try:
            total += file.stat().st_size
        except FileNotFoundError:  # it was renamed just now
            continue
    return total


def contents(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "outputs", "jobs"),
    [
        (20, ["jsonl"], "2"),
        (6, ["parquet"], "2"),
        (4, ["jsonl", "parquet"], "1"),
    ],
    ids=["jsonl", "parquet", "both"],
)
def test_killed_at_random_moments(tmp_path: Path, kills: int, outputs: list[str], jobs: str) -> None:
    texts = str(corpus(tmp_path / "texts.jsonl", 6_000))
    arguments = [texts, "--rules", "date,boilerplate,value"]

    def targets(name: str) -> list[str]:
        (first, *rest) = [(format, str(tmp_path / f"{name}.{format}")) for format in outputs]
        more = [word for format, path in rest for word in ("--report", f"{format}={path}")]
        return ["--format", first[0], "--output", first[1], *more]

    done = run(*arguments, *targets("whole"), "--jobs", "1")
    assert done.returncode == 0, done.stderr
    whole = [contents(tmp_path / f"whole.{format}") for format in outputs]
    assert all(whole)
    chance, growing = random.Random(kills), tmp_path / f"killed.{outputs[0]}"
    share, interrupted = size(tmp_path / f"whole.{outputs[0]}") / kills, 0
    command = [*TAUDIT, "run", *arguments, *targets("killed"), "--jobs", jobs, "--resume"]
    for number in range(kills):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        if number % 5 == 0:  # anywhere, most often while it starts
            moment = time.monotonic() + chance.uniform(0.0, 1.5)
            while process.poll() is None and time.monotonic() < moment:
                time.sleep(0.005)
        else:  # somewhere in the middle of its work
            enough = size(growing) + chance.uniform(0, share)
            while process.poll() is None and size(growing) <= enough:
                time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        interrupted += process.wait() == -signal.SIGKILL
    assert interrupted > kills / 2, "it was killed before it was ready, most of the times"
    done = run(*command[len(TAUDIT) + 1 :])
    assert done.returncode == 0, done.stderr
    assert [contents(tmp_path / f"killed.{format}") for format in outputs] == whole


POISON = """
import os, signal, sys, time
from audit import pipeline

def poisoned(document, pool, settings, core=pipeline.audit_document):
    if "SEGFAULT" in document.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "MEMORY" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "LEAVE" in document.text:
        os._exit(7)
    if "ONCE" in document.text and not os.path.exists(os.environ["ONCE"]):
        open(os.environ["ONCE"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    if "ENDLESS" in document.text:
        while True:
            pass
    return core(document, pool, settings)

pipeline.audit_document = poisoned
"""
"""What stands in for a defect of a library: the process dies or hangs at certain texts."""

DEATHS = {
    "SEGFAULT": "internal error (its process died: SIGSEGV), please report it",
    "MEMORY": "internal error (its process died: SIGKILL, out of memory?), please report it",
    "LEAVE": "internal error (its process died: exit status 7), please report it",
    "ENDLESS": "took longer than 12 s, split it or raise --time-limit",
}


@pytest.fixture
def poisoned(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A corpus with poison in it, and the environment in which it works."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(POISON)
    texts = [f"{SENTENCES[n % 4]} It was number {n}." for n in range(60)]
    for at, word in ((5, "SEGFAULT"), (6, "MEMORY"), (23, "ENDLESS"), (30, "ONCE"), (59, "LEAVE")):
        texts[at] += f" {word}"
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": f"d{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    paths = os.pathsep.join([str(tmp_path / "site"), str(Path(__file__).parents[3])])
    return path, {"PYTHONPATH": paths, "ONCE": str(tmp_path / "once")}


@pytest.mark.slow
def test_a_document_that_kills_costs_itself_only(poisoned: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    texts, environment = poisoned
    reports = []
    for jobs in ("1", "2"):
        output = tmp_path / f"{jobs}.jsonl"
        Path(environment["ONCE"]).unlink(missing_ok=True)
        arguments = [str(texts), "--rules", "date,boilerplate", "--format", "jsonl", "--output", str(output)]
        done = run(*arguments, "--jobs", jobs, "--time-limit", "12", environment=environment)
        assert done.returncode == 0, done.stderr
        reports.append(output.read_text())
        assert len(done.stderr.splitlines()) == len(DEATHS), done.stderr
    assert reports[0] == reports[1]
    records = [json.loads(line) for line in reports[0].splitlines()]
    skipped = {record["doc"]: record["reason"] for record in records if record["type"] == "skipped"}
    expected = dict(zip(("d5", "d6", "d59", "d23"), DEATHS.values(), strict=True))
    assert {doc: reason.split(":7: ")[-1].removeprefix(f"{texts}:24: ") for doc, reason in skipped.items()} == expected
    in_order = [record["doc"] for record in records if record["type"] in ("document", "skipped")]
    assert in_order == [f"d{n}" for n in range(60)], "the one that died by accident is audited, and all in order"


@pytest.mark.slow
def test_on_ray_a_document_that_kills_costs_itself_only_too(
    poisoned: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    pytest.importorskip("ray")
    texts, environment = poisoned
    environment["TAUDIT_RAY_OBJECT_STORE"] = "100000000"
    reports = []
    for engine in ("local", "ray"):
        output = tmp_path / f"{engine}.jsonl"
        Path(environment["ONCE"]).unlink(missing_ok=True)
        arguments = [str(texts), "--rules", "date,boilerplate", "--format", "jsonl", "--output", str(output)]
        done = run(*arguments, "--engine", engine, "--jobs", "2", "--time-limit", "12", environment=environment)
        assert done.returncode == 0, done.stderr
        assert Path(environment["ONCE"]).exists(), "a worker died"
        reports.append((output.read_text(), sorted(done.stderr.splitlines())))
    assert reports[0] == reports[1]
    assert len(reports[0][1]) == len(DEATHS)


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_run(poisoned: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    import psutil

    texts, environment = poisoned
    command = [*TAUDIT, "run", str(texts), "--jobs", "2", "--format", "jsonl", "--output", str(tmp_path / "o.jsonl")]
    process = subprocess.Popen([*command, "--time-limit", "0"], env=os.environ | environment)
    until = time.monotonic() + 60
    workers: list[psutil.Process] = []
    while len(workers) < 2 and time.monotonic() < until:
        workers = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert len(workers) >= 2 and not alive


def test_a_worker_that_cannot_start_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys, os\nif '--multiprocessing-fork' in sys.argv: os._exit(9)\n")
    texts = corpus(tmp_path / "texts.jsonl", 40)
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])}
    done = run(str(texts), "--jobs", "2", environment=environment)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        "a worker process died while it started (exit status 9); try again with fewer --jobs"
    )


def test_nothing_is_left_of_a_run_that_fails(tmp_path: Path) -> None:
    texts = corpus(tmp_path / "texts.jsonl", 40)
    done = run(str(texts), "--jobs", "2", "--format", "parquet", "--output", str(tmp_path / "out"), "--rules", "no")
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["texts.jsonl"]
    shutil.rmtree(tmp_path)
