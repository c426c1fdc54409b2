"""Cost of the name stage, measured in a process of its own: segments a second, cold start, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def cold_start() -> dict[str, float]:
    """Seconds of whole processes, best of three: the command alone, and one sentence audited without originals."""
    taudit = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())"]
    calls: dict[str, tuple[list[str], str]] = {
        "help": ([*taudit, "--help"], ""),
        "one_sentence": ([*taudit, "run", "-", "--rules", "name", "--as-of", "2025-08-09"], SENTENCE),
    }
    return {name: min(_seconds(call, given) for _ in range(3)) for name, (call, given) in calls.items()}


def _seconds(command: list[str], given: str) -> float:
    begin = time.perf_counter()
    subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return round(time.perf_counter() - begin, 3)


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
    begin = time.perf_counter()
    _ = contexts[0].names
    first = time.perf_counter() - begin
    times = []
    for context in contexts[1:]:
        begin = time.perf_counter()
        _ = context.names
        times.append((time.perf_counter() - begin, len(context.sentences)))
    seconds, segments = sum(t for t, _ in times), sum(n for _, n in times)
    half = times[len(times) // 2 :]
    return {
        "documents": len(times),
        "segments": segments,
        "segments_per_s": round(segments / seconds, 1),
        "segments_per_s_second_half": round(sum(n for _, n in half) / sum(t for t, _ in half), 1),
        "ms_per_segment": round(1000 * seconds / segments, 2),
        "first_document_s": round(first, 3),
        "resident_mb": round(process.memory_info().rss / 1e6, 1),
        "resident_of_the_stage_mb": round((process.memory_info().rss - before) / 1e6, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_stage(Path(sys.argv[1]))))
