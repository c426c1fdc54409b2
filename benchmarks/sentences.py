"""Sentence splitting against the lines of real texts, joined again.

    python -m benchmarks.sentences [--data FOLDER]

Data under TAUDIT_DATA (or --data): the lines of a text are its sentences as the set's makers cut them; they are joined
with a space (nothing in Chinese and Japanese) and must be found again. A line may hold several sentences, so precision
is a lower bound. A boundary is marked when its line ends with anything but a letter or digit (a headline run into the
next line cannot be found by anybody). The baseline cuts after [.!?。！？] before a space and a capital, or at the
full-width mark. Writes benchmarks/results/sentences.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from audit import __version__
from corpora.sentences import split

ROOT = Path(__file__).resolve().parent.parent
PIVOTS = ("zh", "ja", "ko", "ru", "uk", "ar", "de")
_SIMPLE = re.compile(r"[.!?]+[\"”’')]*(?=\s+[\"“‘'(]*[^\W\d_a-z])|[。！？]+[”」』]*|[.!?؟]+[\"”]*$")

Text = tuple[str, list[int]]


def baseline(text: str, lang: str) -> set[int]:
    """Ends of sentences by the simple pattern."""
    return {match.end() for match in _SIMPLE.finditer(text)} | {len(text)}


def ours(text: str, lang: str) -> set[int]:
    """Ends of sentences as the tool finds them."""
    return {end for _, end in split(text, lang)}


def joined(lines: Iterable[str], lang: str) -> Text:
    """A text made of lines, and the ends of the lines in it."""
    between = "" if lang in ("zh", "ja") else " "
    parts, ends, at = list[str](), list[int](), 0
    for line in filter(None, (line.strip() for line in lines)):
        at += len(between) * bool(parts) + len(line)
        parts.append(line)
        ends.append(at)
    return between.join(parts), ends


def sets(data: Path) -> Iterator[tuple[str, str, list[Text]]]:
    """Name, language and texts of each set."""
    gold = {row["doc"]: [s["end"] for s in row["segments"]] for row in _rows(data / "composites/gold.jsonl")}
    rows = _rows(data / "composites/translations.jsonl")
    yield "composites", "en", [(row["text"], gold[row["id"]]) for row in rows]
    for name in ("wmt18/translations", "wmt18/originals", "pool/english_news"):
        yield name, "en", [joined(row["text"].split("\n"), "en") for row in _rows(data / f"{name}.jsonl")]
    rows = _rows(data / "ntrex/parallel.jsonl")
    for lang in PIVOTS:
        pivots = [row["pivots"][lang] for row in rows]
        texts = [pivot if isinstance(pivot, str) else pivot["text"] for pivot in pivots]
        yield f"ntrex {lang}", lang, [joined(text.split("\n"), lang) for text in texts]
    rows = _rows(data / "beads/gold.jsonl")
    yield "beads en", "en", [joined(row["translation"], "en") for row in rows]
    yield "beads zh", "zh", [joined(row["pivot"]["lines"], "zh") for row in rows]


def measure(texts: list[Text], lang: str, find: Callable[[str, str], set[int]]) -> dict[str, float]:
    """Precision, recall and F1 over marked boundaries, recall over all, and megabytes a second."""
    hits = found = marked = marked_hits = every = 0
    begin = time.perf_counter()
    answers = [find(text, lang) for text, _ in texts]
    seconds = time.perf_counter() - begin
    for (text, ends), answer in zip(texts, answers, strict=True):
        plain = {end for end in ends if not text[end - 1].isalnum()}
        hits += len(answer & set(ends))
        found += len(answer)
        every += len(ends)
        marked += len(plain)
        marked_hits += len(answer & plain)
    precision, recall = hits / found, marked_hits / marked
    return {
        "boundaries": every,
        "marked": marked,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4),
        "recall_of_all": round(hits / every, 4),
        "mb_per_second": round(sum(len(text.encode()) for text, _ in texts) / 1e6 / max(seconds, 1e-9), 1),
    }


def main(argv: list[str] | None = None) -> int:
    """Prints a table and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("TAUDIT_DATA"))
    data = parser.parse_args(argv).data
    if not data or not Path(data).is_dir():
        print("sentences: no development data (TAUDIT_DATA), nothing measured")
        return 0
    results: dict[str, Any] = {}
    print(f"{'set':22} {'lines':>6} {'precision':>9} {'recall':>7} {'F1':>7} {'baseline F1':>12} {'MB/s':>6}")
    for name, lang, texts in sets(Path(data)):
        tool, simple = measure(texts, lang, ours), measure(texts, lang, baseline)
        results[name] = {"tool": tool, "baseline": simple}
        print(
            f"{name:22} {tool['boundaries']:6} {tool['precision']:9.4f} {tool['recall']:7.4f} {tool['f1']:7.4f} "
            f"{simple['f1']:12.4f} {tool['mb_per_second']:6}"
        )
    report = {
        "benchmark": "sentences",
        "version": __version__,
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "data": "composites, wmt18, pool, ntrex and beads of the development data; their licences stand there",
        "results": results,
    }
    target = ROOT / "benchmarks" / "results" / "sentences.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    sys.exit(main())
