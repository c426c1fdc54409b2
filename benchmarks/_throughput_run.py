"""A command with its cost: wall and CPU seconds of all its processes, and the most memory that they held together."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

TAUDIT = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())"]
SINGLE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")

_HELD = """
import os, sys
os.sched_setaffinity(0, map(int, sys.argv[1].split(",")))
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run; memory is the sum of the resident sets (what processes share is counted for each)."""

    segments: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    load: float

    def row(self) -> dict[str, float]:
        """With the rates, for the results."""
        return asdict(self) | {
            "segments_per_cpu_s": round(self.segments / self.cpu_s, 1),
            "segments_per_wall_s": round(self.segments / self.wall_s, 1),
        }


def measured(
    command: Sequence[str | Path],
    segments: int,
    folder: Path,
    cores: Sequence[int] = (),
    *,
    statuses: Sequence[int] = (0,),
) -> Cost:
    """Run a command to its end, held to some cores where any are named.

    Raises RuntimeError with what it said where it ends with another status.
    """
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    log = folder / "log.txt"
    if cores:
        command = [sys.executable, "-c", _HELD, ",".join(map(str, cores)), *command]
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **SINGLE},
            cwd=folder,
        )
        peak = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watcher.start()
        status = process.wait()
    wall = time.perf_counter() - begin
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status not in statuses:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit status {status}: {log.read_text()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(segments, round(wall, 2), round(cpu, 2), round(peak[0] / 1e6, 1), round(os.getloadavg()[0], 2))


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        try:
            for one in [root, *root.children(recursive=True)]:
                total += one.memory_info().rss
        except psutil.Error:
            pass
        peak[0] = max(peak[0], total)
        time.sleep(0.2)
