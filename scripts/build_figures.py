"""Write the figures that documents quote, from `benchmarks/results/*.json`, between their marks.

A block begins with `<!-- figures: NAME -->` and ends with `<!-- end of figures -->`. `python -m scripts.build_figures`;
a test proves that the documents are in step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "scale.md", ROOT / "docs" / "gate.md")
_BLOCK = re.compile(r"(<!-- figures: (?P<name>[a-z-]+) -->\n)(?P<inside>.*?)(<!-- end of figures -->)", re.DOTALL)


def figures(name: str) -> Any:
    """What a benchmark wrote."""
    return json.loads((RESULTS / f"{name}.json").read_text("utf-8"))


def names() -> str:
    """Quality of the name findings by what the tool is given."""
    conditions: Mapping[str, Any] = figures("names")["conditions"]
    rows = (
        ("the originals, among others", "A"),
        ("originals and the pivot text", "B"),
        ("originals with a quarter of their lines missing", "A_thinned"),
        ("only the pivot text", "C"),
        ("nothing but the translation", "D"),
        ("translated news of 2025-2026, with originals", "news"),
        ("translated news of 2025-2026, alone (dated offices)", "news_alone"),
    )
    lines = ["| what the tool is given | precision | recall | mended by the first suggestion |", "|---|---|---|---|"]
    for said, condition in rows:
        found = conditions[condition]["at_0.5"]
        lines.append(f"| {said} | {found['precision']:.2f} | {found['recall']:.2f} | {found['mended']:.2f} |")
    return "\n".join(lines)


def rules() -> str:
    """What fires on good English, slips of scale, and what the rules beyond names cost."""
    sets = [figures("quiet")["sets"][name] for name in ("pool", "originals")]
    words, found, major = (sum(one[key] for one in sets) for key in ("words", "findings", "major"))
    values, cost = figures("values")["links found"], figures("rule_cost")["share_of_name_stage"]
    marked = figures("values")["gold values"]
    text = (
        f"On {words:,} words of good English, audited without originals, there were {found} findings, "
        f"{major or 'none'} of them major ([quiet.json](benchmarks/results/quiet.json)). "
        f"Of {values['listed']} numbers that are wrong by a power of ten in 336 translations, {values['found']} were "
        f"found, with a precision of {values['precision']:.2f}; of {marked['listed']} other values and dates that "
        f"people marked, {marked['found']} were found and {marked['mended']} mended "
        "([values.json](benchmarks/results/values.json)). "
        f"All rules beyond names take {cost:.0%} of the time of the name stage "
        "([rule_cost.json](benchmarks/results/rule_cost.json))."
    )
    return fill(text, 118, break_long_words=False, break_on_hyphens=False)


def throughput() -> str:
    """What was measured on big bitexts, with what other tools take for the same lines."""
    found = figures("throughput")
    head = "| | segments | processes | a CPU second | a second | peak MB | load |\n|---|---|---|---|---|---|---|"
    rows = [(run["mode"], run["jobs"], run) for run in found["runs"]]
    rows += [(name, 1, run) for name, run in found["others"].items() if isinstance(run, dict)]
    lines = [
        f"| {name} | {run['segments']:,} | {jobs} | {run['segments_per_cpu_s']:,.0f} | "
        f"{run['segments_per_wall_s']:,.0f} | {run['peak_mb']:,.0f} | {run['load']:.1f} |"
        for name, jobs, run in rows
    ]
    return "\n".join([head, *lines])


def sizing() -> str:
    """A billion segments, from the measured rates."""
    alone, linked = "translation alone", "with originals and pivot, all rules"
    runs = figures("throughput")["runs"]
    single = {
        mode: max((run for run in runs if run["mode"] == mode and run["jobs"] == 1), key=lambda run: run["segments"])
        for mode in (alone, linked)
    }
    build = figures("retrieval")["build"]
    lines = ["| | core hours | hours on 100 cores | memory a worker | at 0.04 a core hour |", "|---|---|---|---|---|"]
    for mode, run in single.items():
        hours = 1e9 / run["segments_per_cpu_s"] / 3600
        cost = f"{hours * 0.04:,.0f}"
        lines.append(f"| {mode} | {hours:,.0f} | {hours / 100:,.1f} | below {run['peak_mb']:,.0f} MB | {cost} |")
    size = build["megabytes"] / build["documents"] * 1e6
    hours = (build["cpu_seconds"] + build["workers_cpu_seconds"]) / build["documents"] * 5e7 / 3600
    said = (
        f"An index of originals takes {size:,.0f} MB for a million texts. The originals of a billion segments, "
        f"50 million texts of 20, are {size * 50 / 1000:,.0f} GB, built in {hours:,.0f} core hours: by date in "
        "shards of a few million texts, each run against the shards of its own weeks."
    )
    return "\n".join(lines) + "\n\n" + fill(said, 118, break_long_words=False, break_on_hyphens=False)


def gate() -> str:
    """What a second check of an unchanged corpus costs, by format."""
    found = figures("gate")
    first, changed, linked = found["first"]["cpu_s"], found["changed"], found["with_originals"]
    text = (
        f"Of {found['documents']:,} documents of {found['words'] / found['documents']:,.0f} words each (no originals, "
        f"one process) the first run took {first:,.0f} s of processor time. "
        f"The second, with nothing changed, took {found['worst_share']:.1%} of that at most; with "
        f"{changed['documents']} texts changed (`line`), {changed['share']:.1%}. The cache takes "
        f"{found['cache_mb']:,.0f} MB. Beside their originals, {linked['documents']:,} of the documents took "
        f"{linked['first']['cpu_s']:,.0f} s at first and {linked['worst_share']:.1%} of that the second time "
        "(`python -m benchmarks.gate`, [gate.json](../benchmarks/results/gate.json))."
    )
    lines = ["| second run, report | s of processor time | of the first run |", "|---|---|---|"]
    for format, row in sorted(found["second"].items(), key=lambda item: item[1]["cpu_s"]):
        name = "`--statistics`" if format == "statistics" else f"`{format}`"
        lines.append(f"| {name} | {row['cpu_s']:.1f} | {row['share']:.1%} |")
    return fill(text, 118, break_long_words=False, break_on_hyphens=False) + "\n\n" + "\n".join(lines)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "names": names,
    "rules": rules,
    "throughput": throughput,
    "sizing": sizing,
    "gate": gate,
}


def filled(text: str) -> str:
    """A document with its blocks written anew. Raises KeyError for a block that nobody writes."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{BLOCKS[block['name']]()}\n\n{block[4]}", text)


def main() -> None:
    """Write the documents."""
    for path in DOCUMENTS:
        path.write_text(filled(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
