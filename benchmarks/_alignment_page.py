"""The figures of docs/alignment.md, made from benchmarks/results/alignment.json."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

OURS = "translation-audit"
PAGE = Path(__file__).parents[1] / "docs" / "alignment.md"
BETWEEN = re.compile(r"(?<=<!-- figures: made by benchmarks\.alignment -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)

STORIES = {"machine English": "beads translation", "Chinese": "beads pivot"}
LANGUAGES = {
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Russian",
    "uk": "Ukrainian",
    "ar": "Arabic",
    "de": "German",
}

Part = Mapping[str, Any]


def refreshed(page: str, result: Part) -> str:
    """The page with the figures of a result."""
    return BETWEEN.sub(lambda _: figures(result), page)


def figures(result: Part) -> str:
    """The tables of all parts that were measured, as Markdown."""
    parts = [beads(result), by_document(result), composites(result), pivots(result), costs(result), stamp(result)]
    return "".join(f"\n{part}\n" for part in parts if part) + "\n"


def beads(result: Part) -> str:
    """Stories lined up by hand."""
    there = {said: name for said, name in STORIES.items() if name in result}
    if not there:
        return ""
    sides = [result[name]["methods"] for name in there.values()]
    rows = [
        [name, *(cell(side.get(name, {}), key) for side in sides for key in ("strict_f1", "lax_f1", "cpu_seconds"))]
        for name in named(*sides)
    ]
    part = next(result[name] for name in there.values())
    said = f"{part['texts']} stories of {part['lines']:,} lines, {' and '.join(there)} beside the English of people:"
    head = ["", *(title for one in there for title in (f"{one}: strict F1", "lax F1", "CPU s"))]
    return f"{said}\n\n{table(head, rows)}"


def by_document(result: Part) -> str:
    """Strict F1 of each story, machine English beside English."""
    methods = result.get("beads translation", {}).get("methods", {})
    names = [name for name in named(methods) if "best" not in name]
    rows = [
        [id, *(cell(methods[name]["by_document"][id], "strict_f1") for name in names)]
        for id in (methods[names[0]]["by_document"] if names else ())
    ]
    return f"Strict F1 by story, machine English:\n\n{table(['', *names], rows)}" if rows else ""


def composites(result: Part) -> str:
    """News put together from several reports."""
    part = result.get("composites")
    if part is None:
        return ""
    keys = ("sentence_precision", "sentence_recall", "sentence_f1", "none_accuracy", "document_recall", "cpu_seconds")
    rows = [[name, *(cell(part["methods"][name], key) for key in keys)] for name in named(part["methods"])]
    said = (
        f"{part['texts']} news texts of {part['lines']:,} sentences, put together from parts of one to three reports, "
        "in another order:"
    )
    head = ["", "precision", "recall", "sentence F1", "none where there is none", "originals found", "CPU s"]
    return f"{said}\n\n{table(head, rows)}"


def pivots(result: Part) -> str:
    """A text in another language alone."""
    sides = {lang: result[f"ntrex {lang}"]["methods"] for lang in LANGUAGES if f"ntrex {lang}" in result}
    if not sides:
        return ""
    names = named(*sides.values())
    rows = [
        [
            LANGUAGES[lang],
            cell(side[OURS], "document_first"),
            *(cell(side.get(name, {}), "sentence_f1") for name in names),
        ]
        for lang, side in sides.items()
    ]
    rows.append(["CPU s", "", *(total(sides.values(), name) for name in names)])
    part = result[f"ntrex {next(iter(sides))}"]
    said = (
        f"{part['texts']} news texts of {part['lines']:,} lines in each of {len(sides)} languages, without any English "
        "translation: the original first (by this project), and sentence F1:"
    )
    return f"{said}\n\n{table(['', 'original first', *names], rows)}"


def total(sides: Iterable[Part], name: str) -> str:
    spent = [side[name]["cpu_seconds"] for side in sides if name in side]
    return f"{sum(spent):,.0f}" if spent else "-"


def costs(result: Part) -> str:
    """The most memory of each method over all sets."""
    parts = [part["methods"] for part in result.values() if isinstance(part, Mapping)]
    most = {name: max(side[name]["peak_megabytes"] for side in parts if name in side) for name in named(*parts)}
    return "Peak memory, MB: " + ", ".join(f"{name} {size:,}" for name, size in most.items()) + "." if most else ""


def stamp(result: Part) -> str:
    """With what and when it was measured."""
    found = [row for part in result.values() if isinstance(part, Mapping) for row in part["methods"].values()]
    if not found:
        return ""
    packages = sorted({row["package"] for row in found if "package" in row})
    tools = f"with {', '.join(packages)} " if packages else ""
    dates = sorted({row["date"] for row in found})
    loads = sorted(row["load_average"] for row in found)
    return (
        f"Measured {tools}on {result['machine']}, load {loads[0]} to {loads[-1]}, "
        f"{' to '.join(dict.fromkeys([dates[0], dates[-1]]))}."
    )


def named(*methods: Part) -> list[str]:
    """The methods that ran, this project first."""
    found = dict.fromkeys(name for side in methods for name in side)
    return sorted(found, key=lambda name: (name != OURS, "best" in name, list(found).index(name)))


def cell(row: Part, key: str) -> str:
    if key not in row:
        return "-"
    return f"{row[key]:,.0f}" if key == "cpu_seconds" else f"{row[key]:.3f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)
