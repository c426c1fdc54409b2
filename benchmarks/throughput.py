"""Speed and memory on big bitexts of the real WMT 2018 outputs with rewritten names, beside what users run today.

    python -m benchmarks.throughput --quick              # 4,000 segments: does it work at all
    python -m benchmarks.throughput --tools DIR          # 200,000 and 1,000,000 segments; an hour

Needs `TAUDIT_DATA`. Rates count CPU seconds of all processes, start and reading included, so that they hold for a busy
machine; wall seconds and the load stand beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._throughput_corpus import write
from benchmarks._throughput_others import others
from benchmarks._throughput_run import TAUDIT, measured

RESULTS = Path(__file__).parent / "results" / "throughput.json"
DOCUMENT = 200
"""Lines of a document, as in the Moses reader."""

MODES: dict[str, tuple[list[str], list[str]]] = {
    "translation alone": (["texts.jsonl"], []),
    "patterns, places and organisations": (
        ["texts.jsonl"],
        ["--rules", "-mangled-name,-wrong-holder,-inconsistent-name,-missing-name"],
    ),
    "with pivot": (["corpus.en", "corpus.zh"], []),
    "with originals, names and values": (["corpus.en", "corpus.original"], ["--rules", "name,value"]),
    "with originals and pivot, all rules": (["corpus.en", "corpus.zh", "corpus.original"], []),
}
"""Inputs and options of each mode; without `--originals` nothing is searched. The second leaves out what doubts the
names of people: rules of patterns and look-ups only."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the results; 0 also where the data is absent."""
    options = _options(argv)
    data = os.environ.get("TAUDIT_DATA")
    if not data or not (Path(data) / "wmt18" / "translations.jsonl").exists():
        print("benchmarks.throughput: TAUDIT_DATA names no folder with wmt18/, nothing is measured")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(options.work or temporary)
        work.mkdir(parents=True, exist_ok=True)
        results = _measure(options, Path(data), work)
    if options.output:
        Path(options.output).write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="4,000 segments, nothing is written")
    parser.add_argument("--segments", type=int, nargs="+", default=None, help="sizes of the bitext")
    parser.add_argument("--big", nargs="+", default=list(MODES)[:2], help="modes that the biggest size gets")
    parser.add_argument("--modes", nargs="+", default=list(MODES), choices=list(MODES))
    parser.add_argument("--pools", type=int, nargs="*", default=None, help="sizes of the pool of originals")
    parser.add_argument("--tools", type=Path, default=None, help="folder with the virtual environments of other tools")
    parser.add_argument("--work", default=None, help="folder to keep the corpora in")
    parser.add_argument("--output", default=None, help="where the results go")
    options = parser.parse_args(argv)
    options.segments = options.segments or ([4_000] if options.quick else [200_000, 1_000_000])
    options.pools = (
        options.pools if options.pools is not None else ([24, 200] if options.quick else [24, 1_000, 20_000])
    )
    if not options.quick and options.output is None:
        options.output = str(RESULTS)
    return options


def _measure(options: argparse.Namespace, data: Path, work: Path) -> dict[str, Any]:
    sizes = sorted(options.segments)
    results: dict[str, Any] = {
        "date": date.today().isoformat(),
        "machine": {"cores": len(os.sched_getaffinity(0)), "cpu": _cpu(), "python": platform.python_version()},
        "data": "WMT 2018 zh-en outputs, names rewritten for each copy, documents of 200 segments",
        "runs": [],
        "others": {},
        "pools": [],
    }
    print(f"{'':44} {'segments':>9} {'jobs':>4} {'/CPU s':>8} {'/wall s':>8} {'peak MB':>8} {'load':>5}")
    for size in sizes:
        corpus = _with_texts(write(data, size, work / str(size)), size)
        for mode in options.modes:
            if size == sizes[-1] and len(sizes) > 1 and mode not in options.big:
                continue
            for jobs in (1, 2):
                _show(results["runs"], mode, _run(corpus, mode, size, jobs), jobs)
    results["scaling"] = _scaling(options.modes[0], work / str(sizes[0]), sizes[0])
    print(f"scaling from one core to two: {results['scaling']['speedup']:.2f}")
    for name, cost in others(work / str(sizes[0]), sizes[0], options.tools, work):
        if isinstance(cost, str):
            results["others"][name] = cost
            print(f"{name:44} {cost}")
        else:
            results["others"][name] = cost.row()
            _line(name, cost.row(), "")
    for size in options.pools:
        results["pools"].append({"originals": size} | _pool(data, size, work))
        row = results["pools"][-1]
        print(f"originals searched in a pool of {size:<12} {row['segments']:>9} {row['segments_per_cpu_s']:>13}")
    return results


def _show(rows: list[dict[str, Any]], mode: str, row: dict[str, Any], jobs: int) -> None:
    rows.append({"mode": mode, "jobs": jobs} | row)
    _line(mode, row, str(jobs))


def _line(name: str, row: dict[str, Any], jobs: str) -> None:
    rates = f"{row['segments_per_cpu_s']:>8} {row['segments_per_wall_s']:>8} {row['peak_mb']:>8} {row['load']:>5}"
    print(f"{name:44} {row['segments']:>9} {jobs:>4} {rates}", flush=True)


def _run(corpus: Path, mode: str, size: int, jobs: int, cores: Sequence[int] = ()) -> dict[str, Any]:
    inputs, more = MODES[mode]
    output = corpus / "report.jsonl"
    command = [*TAUDIT, "run", *inputs, *more, "--format", "jsonl", "--output", output.absolute(), "--jobs", str(jobs)]
    cost = measured(command, size, corpus, cores)
    with output.open("rb") as report:
        report.seek(max(0, output.stat().st_size - 5_000))
        summary = json.loads(report.readlines()[-1])
    output.unlink()
    return cost.row() | {"documents": summary["documents"], "findings": summary["findings"]}


def _scaling(mode: str, corpus: Path, size: int) -> dict[str, Any]:
    """Wall time of everything on one core against the same on two: best of three, in turn."""
    lines = min(size, 40_000)
    part = _with_texts(_part(corpus, lines), lines)
    cores = sorted(os.sched_getaffinity(0))[:2]
    walls: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(3):
        for number in (1, 2):
            row = _run(part, mode, lines, number, cores[:number])
            walls[number].append(row["wall_s"])
    return {
        "mode": mode,
        "segments": lines,
        "one_core_s": walls[1],
        "two_cores_s": walls[2],
        "speedup": round(min(walls[1]) / min(walls[2]), 2),
        "load": round(os.getloadavg()[0], 2),
    }


def _part(corpus: Path, lines: int) -> Path:
    folder = corpus.with_name(f"{corpus.name}-{lines}")
    folder.mkdir(exist_ok=True)
    for name in ("corpus.en", "corpus.zh", "corpus.original"):
        with (corpus / name).open(encoding="utf-8") as file, (folder / name).open("w", encoding="utf-8") as out:
            out.writelines(islice(file, lines))
    return folder


def _with_texts(corpus: Path, size: int) -> Path:
    """The translations without anything beside them, as documents of as many lines as the Moses reader makes."""
    texts = corpus / "texts.jsonl"
    if not texts.exists():
        with (corpus / "corpus.en").open(encoding="utf-8") as file, texts.open("w", encoding="utf-8") as out:
            for number in range(0, size, DOCUMENT):
                text = "".join(islice(file, DOCUMENT))
                out.write(json.dumps({"id": f"d{number}", "lang": "en", "text": text}, ensure_ascii=False) + "\n")
    return corpus


def _pool(data: Path, size: int, work: Path) -> dict[str, Any]:
    """Articles whose originals are searched in an index of so many; names rewritten in every one."""
    from benchmarks._throughput_pool import index_of, stories

    folder = work / f"pool-{size}"
    folder.mkdir(exist_ok=True)
    index = index_of(data, size, folder)
    number = stories(data, folder / "stories.jsonl", 24)
    output = folder / "report.jsonl"
    command = [*TAUDIT, "run", "stories.jsonl", "--originals", index.absolute(), "--format", "jsonl"]
    return measured([*command, "--output", output.absolute()], number, folder).row()


def _cpu() -> str:
    try:
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    except OSError:
        return platform.processor()
    return names[0].split(":")[1].strip() if names else platform.processor()


if __name__ == "__main__":
    raise SystemExit(main())
