"""Cost of the name stage, measured in a process of its own: segments a second, cold start, memory.

Rates count CPU seconds of one core, so that a busy machine does not distort them; wall time stands beside.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TEXTS = 112
SENTENCE = "US special envoy Witko arrived in Moscow.\n"


def measure(data: Path) -> dict[str, Any]:
    """All figures of cost. One core: the numeric libraries are held to one thread."""
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, "-m", "benchmarks._names_speed", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **single})
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures | {"cold_start_s": cold_start()}


def cold_start() -> dict[str, dict[str, float]]:
    """Seconds of whole processes, best of three, compiled beforehand: the command alone, and one sentence audited."""
    taudit = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())"]
    calls: dict[str, tuple[list[str], str]] = {
        "help": ([*taudit, "--help"], ""),
        "one_sentence": ([*taudit, "run", "-", "--rules", "name", "--as-of", "2025-08-09"], SENTENCE),
    }
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        out = {}
        for name, (command, given) in calls.items():
            times = [_seconds(command, given, environment) for _ in range(4)][1:]
            out[name] = {"wall": min(wall for wall, _ in times), "cpu": min(cpu for _, cpu in times)}
    return out


def _seconds(command: list[str], given: str, environment: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, input=given, capture_output=True, text=True, check=True, env=environment)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(wall, 3), round(cpu, 3)


def _stage(data: Path) -> dict[str, Any]:
    """Time the name stage alone: first document (with all tables read), then the steady rate."""
    import psutil

    from benchmarks._names_runs import context_of, rows

    originals = {row["id"]: row["text"] for row in rows(data / "wmt18" / "originals.jsonl")}
    texts = rows(data / "wmt18" / "translations.jsonl")
    chosen = texts[:: max(1, len(texts) // TEXTS)]
    process = psutil.Process()
    before = process.memory_info().rss
    contexts = [context_of(row, originals[row["original"]]) for row in chosen]
    begin = time.process_time()
    _ = contexts[0].names
    first = time.process_time() - begin
    times = []
    begin = time.perf_counter()
    for context in contexts[1:]:
        start = time.process_time()
        _ = context.names
        times.append((time.process_time() - start, len(context.sentences)))
    wall = time.perf_counter() - begin
    seconds, segments = sum(t for t, _ in times), sum(n for _, n in times)
    half = times[len(times) // 2 :]
    return {
        "documents": len(times),
        "segments": segments,
        "segments_per_cpu_s": round(segments / seconds, 1),
        "segments_per_cpu_s_second_half": round(sum(n for _, n in half) / sum(t for t, _ in half), 1),
        "segments_per_wall_s": round(segments / wall, 1),
        "first_document_cpu_s": round(first, 3),
        "resident_mb": round(process.memory_info().rss / 1e6, 1),
        "resident_of_the_stage_mb": round((process.memory_info().rss - before) / 1e6, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_stage(Path(sys.argv[1]))))
