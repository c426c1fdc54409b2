"""What a second `taudit check` costs where nothing changed, and where one text in a hundred did.

    python -m benchmarks.gate --quick      # 500 documents, nothing is written
    python -m benchmarks.gate              # 10,000 documents; some minutes

The documents are the WMT 2018 outputs of `TAUDIT_DATA` with the names of each copy rewritten (as in
`benchmarks.throughput`); where that is not set, copies of the seed case. All of them are checked alone, a hundredth
of them beside their originals, which takes many times as long; in one process. CPU seconds of all processes, start and
reading included; each second run is the median of three. All are compared with the shortest first run, that of
`--statistics`, which writes no report. Aim: at most 5 % in every format without originals; 1 where it is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any

from benchmarks._throughput_corpus import Change, documents, rows
from benchmarks._throughput_run import TAUDIT, Cost, measured

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "gate.json"
AIM = 0.05
FORMATS = ("line", "text", "github", "gitlab", "junit", "sarif", "markdown", "html", "csv", "jsonl", "mqm", "esa")
LINKED = ("line", "text", "sarif", "html")
"""Formats measured with originals beside the texts, too."""
CONFIG = 'inputs = ["news"]\nas-of = 2018-09-01\n'


def texts(data: Path | None) -> Iterator[tuple[str, str]]:
    """An endless corpus of translations and their originals, each pair with names of its own."""
    if data is not None:
        sides = [(name, translation, original) for name, translation, _, original in documents(data)]
    else:
        case = (ROOT / "seeds/case/toutiao-1839931802607753.txt").read_text("utf-8").splitlines()
        told = [row["text"] for row in rows(ROOT / "seeds/case/originals.jsonl")]
        sides = [("case", case, told)]
    for copy in count():
        for name, translation, original in sides:
            change = Change(f"{name}/{copy}", translation + original)
            ours, theirs = ("\n".join(map(change.english, side)) + "\n" for side in (translation, original))
            yield ours, theirs


def laid(folder: Path, number: int, data: Path | None, linked: bool) -> dict[str, int]:
    """A repository of so many texts, a hundred in a folder; how many there are, and how many words they have."""
    words, originals = 0, []
    for index, (text, original) in enumerate(islice(texts(data), number)):
        originals.append(json.dumps({"id": f"o{index}", "text": original}) + "\n")
        path = folder / "news" / f"{index // 100:03}" / f"{index:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        words += len(text.split())
    (folder / "originals.jsonl").write_text("".join(originals), "utf-8")
    (folder / "taudit.toml").write_text(CONFIG + 'originals = ["originals.jsonl"]\n' * linked, "utf-8")
    return {"documents": number, "words": words}


def check(folder: Path, *options: str) -> Cost:
    """The cost of one run; its report is written outside of what is audited."""
    return measured([*TAUDIT, "check", *options], 0, folder, statuses=(0, 1))


def report(format: str) -> tuple[str, ...]:
    """Options for a report of a format, or for counts only."""
    return ("--statistics",) if format == "statistics" else ("--format", format, "--output", f"report.{format}")


def findings(folder: Path) -> int:
    """How many findings the report of JSON lines holds, by its own last line."""
    with (folder / "report.jsonl").open("rb") as report:
        report.seek(max(0, (folder / "report.jsonl").stat().st_size - 10_000))
        return int(json.loads(report.readlines()[-1])["findings"])


def touch(folder: Path, share: float) -> int:
    """Adds a sentence to so many texts, spread evenly; says how many."""
    paths = sorted((folder / "news").rglob("*.txt"))
    chosen = paths[:: round(1 / share)]
    for path in chosen:
        path.write_text(path.read_text("utf-8") + "The minister said so on Friday.\n", "utf-8")
    return len(chosen)


def second(folder: Path, formats: Sequence[str], first: Cost, repeat: int) -> dict[str, dict[str, float]]:
    """Of each format the CPU seconds of a second run, and its share of the first; printed as they come."""
    found = {}
    for format in formats:
        runs = [check(folder, *report(format)) for _ in range(repeat)]
        cpu = statistics.median(run.cpu_s for run in runs)
        found[format] = {"cpu_s": round(cpu, 2), "share": round(cpu / first.cpu_s, 4), "load": runs[-1].load}
        print(f"{format:12} {cpu:6.2f} CPU s  {cpu / first.cpu_s:6.1%} of the first", flush=True)
    return found


def measure(folder: Path, number: int, repeat: int, data: Path | None, linked: bool) -> dict[str, Any]:
    """All figures of one corpus, alone or beside its originals."""
    size = laid(folder, number, data, linked)
    first = check(folder, *report("statistics"))
    print(f"{number:,} documents, {size['words']:,} words, {'with' if linked else 'no'} originals; ", end="")
    print(f"first run {first.cpu_s:.1f} CPU s, load {first.load}")
    formats = second(folder, ("statistics", *(LINKED if linked else FORMATS)), first, repeat)
    check(folder, *report("jsonl"))
    result = {
        **size,
        "findings": findings(folder),
        "first": {"cpu_s": first.cpu_s, "wall_s": first.wall_s, "load": first.load},
        "second": formats,
        "worst_share": max(row["share"] for row in formats.values()),
        "cache_mb": round(sum(file.stat().st_size for file in (folder / ".taudit/cache").iterdir()) / 1e6, 1),
    }
    changed = touch(folder, 0.01)
    cost = check(folder, *report("line"))
    row = {"documents": changed, "cpu_s": cost.cpu_s, "share": round(cost.cpu_s / first.cpu_s, 4)}
    print(f"{changed} changed {cost.cpu_s:6.2f} CPU s  {row['share']:6.1%} of the first")
    return {**result, "changed": row}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="500 documents, nothing is written")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args(argv)
    number = options.documents or (500 if options.quick else 10_000)
    data = Path(os.environ["TAUDIT_DATA"]) if os.environ.get("TAUDIT_DATA") else None
    with tempfile.TemporaryDirectory(prefix="taudit-") as name:
        alone = measure(Path(name, "alone"), number, options.repeat, data, False)
        linked = measure(Path(name, "linked"), max(20, number // 100), options.repeat, data, True)
    record = {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        "data": "WMT 2018 zh-en outputs, names rewritten in each copy" if data else "the seed case, names rewritten",
        **alone,
        "with_originals": linked,
        "aim": AIM,
    }
    print(f"at most {alone['worst_share']:.1%} of the first (aim: {AIM:.0%})")
    if not (options.dry or options.quick):
        RESULTS.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return 0 if alone["worst_share"] <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
