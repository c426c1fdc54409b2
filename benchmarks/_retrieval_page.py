"""The figures of docs/retrieval.md, made from benchmarks/results/retrieval.json."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "retrieval.md"
BETWEEN = re.compile(r"(?<=<!-- figures: made by benchmarks\.retrieval -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def refreshed(page: str, result: dict[str, Any]) -> str:
    """The page with the figures of a result."""
    return BETWEEN.sub(lambda _: figures(result), page)


def figures(result: dict[str, Any]) -> str:
    """The tables of all parts that were measured, as Markdown."""
    parts = [("beside peers", beside), ("build", build), ("large", large), ("day", day)]
    return "".join(f"\n{write(result[name])}\n" for name, write in parts if name in result) + "\n"


def beside(part: dict[str, Any]) -> str:
    first = next(iter(part["methods"].values()))
    rows = [
        f"{first['translations']} machine translations of whole news texts and {first['composites']} texts put "
        f"together from parts of {first['documents']} originals, against all pools ({when(part)}):",
        "",
        "| | original first | and accepted | abstains without it | parts found | precision | small parts "
        "| CPU s a text | MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | {row['first']:.3f} | {row['found_and_accepted']:.3f} | {row['abstains_without_original']:.3f} "
        f"| {row['document_recall']:.3f} | {row['document_precision']:.3f} | {row['small_part_recall']:.3f} "
        f"| {row['cpu_seconds_per_text']:.3f} | {row['peak_megabytes']} |"
        for name, row in part["methods"].items()
    ]
    return "\n".join(rows)


def build(part: dict[str, Any]) -> str:
    cpu = part["cpu_seconds"] + part["workers_cpu_seconds"]
    return (
        f"An index of {part['documents']:,} texts (recombined from real sentences) takes {part['megabytes']:,.0f} MB: "
        f"{part['megabytes_of_texts_and_their_words']:,.0f} MB for whole texts and their words, "
        f"{part['megabytes_of_sentences']:,.0f} MB for sentences. It was built in {part['seconds']:,.0f} s with "
        f"`--jobs {part['jobs']}` ({cpu:,.0f} s of CPU; {part['peak_megabytes']} MB in the main process, "
        f"{part['worker_peak_megabytes']} MB in each other; {when(part)})."
    )


def large(part: dict[str, Any]) -> str:
    seconds = part["cpu_seconds_per_text"]
    names = {
        "tantivy alone": "tantivy alone, the whole text as query",
        "finding": "finding: searches, texts read, first look",
        "searches": "of these the searches",
        "sentence evidence": "sentence evidence (shared with lining up)",
        "lining up": "lining up",
        "all of align": "all of `taudit align`",
    }
    rows = [
        f"Asked with {part['texts']} texts ({part['translations']} whole ones) against that index, CPU seconds a text "
        f"({when(part)}):",
        "",
        "| | s a text |",
        "|---|---|",
        *(f"| {name} | {seconds[key]:.4f} |" for key, name in names.items() if key in seconds),
        "",
        f"Finding costs {part['finding_over_tantivy_alone']:.2f} times what tantivy alone does, retrieval with "
        f"sentence evidence {part['retrieval_over_tantivy_alone']:.2f} times. Beside the small pool, the first "
        f"original is the same for {part['same_first']} of {part['texts']} texts, the set of originals for "
        f"{part['same_documents']}, every link for {part['same_links']}. Peak memory {part['peak_megabytes']} MB, "
        "which counts the pages of the index that the system keeps in memory.",
    ]
    return "\n".join(rows)


def day(part: dict[str, Any]) -> str:
    cpu = f" ({part['all_cpu_seconds']:,.0f} s of CPU)" if "all_cpu_seconds" in part else ""
    return (
        f"A day's work: `taudit align --jobs {part['jobs']}` over {part['texts']:,} translated texts took "
        f"{part['seconds']:,.0f} s{cpu}, {part['links']:,} links, "
        f"{part['largest_process_megabytes']} MB in the largest process ({when(part)})."
    )


def when(part: dict[str, Any]) -> str:
    return f"{part['machine']}, load {part['load_average']}, {part['date']}"
