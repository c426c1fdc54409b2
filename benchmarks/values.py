"""Slips of scale in all 336 translations of `wmt18`, against a list made by reading; values and dates of the gold.

`python -m benchmarks.values [--found]` takes the linked lines of the data (translation and original have the same
lines), or with `--found` also what the tool itself links in the whole pool, and there the values and dates that
`gold_names.jsonl` marks; prints misses and false alarms and writes `benchmarks/results/values.json`.

The list (`benchmarks/blind/values-power-of-ten.jsonl`: ids and offsets, no text) holds every number that differs from
the original's by a power of ten, or in its magnitude word. It was made from all pairs of lines whose digits, values or
magnitude words differ (a plain search that shares no code with the rule), each read beside its original. `neutral` are
lost digits ("22 million" for 222 million): flagged or not, they count for nothing. What only carries 万 or 亿 over ("31
hundred million" for $3.1 billion) has the right value and is not in the list. One row was added when the rule found
it: the search had not read numbers in words ("three million").
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audit.context import Context
from audit.detectors import detectors
from audit.findings import settle
from audit.model import Finding, Link
from audit.settings import Settings
from benchmarks._names_scoring import Found, marks, mends
from corpora.documents import Document

LIST = Path(__file__).parent / "blind" / "values-power-of-ten.jsonl"
RESULTS = Path(__file__).parent / "results" / "values.json"
RULES = ("number-mismatch",)
GOLD_RULES = ("value", "date")
GOLD_TYPES = frozenset({"number", "unit_currency", "date"})


def documents(folder: Path) -> Iterator[tuple[Document, Document]]:
    """Each translation with its original."""
    originals = {row["id"]: row["text"] for row in _rows(folder / "originals.jsonl")}
    for row in _rows(folder / "translations.jsonl"):
        original = Document(id=row["original"], text=originals[row["original"]], lang="en")
        yield Document(id=row["id"], text=row["text"], lang="en"), original


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def by_lines(folder: Path) -> Iterator[Finding]:
    """Findings with line n linked to line n."""
    rules = [detector for detector in detectors() if detector.rule.id in RULES]
    for document, original in documents(folder):
        ours, theirs = lines_of(document.text), lines_of(original.text)
        links = tuple(
            Link(translation=document.span(*mine), original=original.span(*other), score=0.95)
            for mine, other in zip(ours, theirs, strict=True)
            if mine[0] < mine[1] and other[0] < other[1]
        )
        context = Context(document=document, sentences=tuple(ours), links=links, originals={original.id: original})
        hits = [(detector.rule, hit) for detector in rules for hit in detector.detect(context)]
        yield from settle(document, hits, Settings().min_confidence)


def found(folder: Path) -> Iterator[Finding]:
    """Findings with what the tool links itself, originals among distractors."""
    from audit.batch import run
    from audit.model import Audited

    pool = (str(folder / "originals.jsonl"), str(folder.parent / "pool" / "english_news.jsonl"))
    settings = Settings(rules=",".join(GOLD_RULES))
    for result in run((document for document, _ in documents(folder)), pool, settings):
        if isinstance(result, Audited):
            yield from result.findings


def gold(folder: Path, findings: list[Finding]) -> dict[str, int]:
    """How many values and dates of the gold are marked, and mended by the first suggestion of the surest finding."""
    marked = [_as_found(finding) for finding in sorted(findings, key=lambda f: -f.confidence)]
    counts = {"listed": 0, "found": 0, "mended": 0}
    for row in _rows(folder / "gold_names.jsonl"):
        for artifact in row["artifacts"]:
            if artifact["type"] not in GOLD_TYPES or artifact["start"] is None:
                continue
            best = next((f for f in marked if f.doc == row["doc"] and marks(f, artifact)), None)
            counts["listed"] += 1
            counts["found"] += best is not None
            counts["mended"] += best is not None and mends(best, artifact, row)
    return counts


def _as_found(finding: Finding) -> Found:
    first = finding.suggestions[0].text if finding.suggestions else None
    span = finding.span
    return Found(
        doc=span.doc,
        start=span.start,
        end=span.end,
        rule=finding.rule,
        subtype=finding.subtype or "",
        confidence=finding.confidence,
        suggestion=first,
    )


def lines_of(text: str) -> list[tuple[int, int]]:
    """The lines of a text as offset pairs, without their ends."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def score(findings: list[Finding]) -> dict[str, Any]:
    """Recall over the list (any finding on the number), precision over findings of scale."""
    listed = list(_rows(LIST))
    wanted = [row for row in listed if row["verdict"] == "power of ten"]
    neutral = [row for row in listed if row["verdict"] == "neutral"]
    hit = [row for row in wanted if any(_touches(row, finding) for finding in findings)]
    scale = [f for f in findings if f.subtype == "scale" and not any(_touches(row, f) for row in neutral)]
    right = [f for f in scale if any(_touches(row, f) for row in wanted)]
    for row in wanted:
        if row not in hit:
            print(f"missed       {row['doc']} line {row['line']}")
    for finding in scale:
        if finding not in right:
            print(f"false alarm  {finding.span.doc} {finding.span.start}: {finding.message}")
    return {
        "listed": len(wanted),
        "found": len(hit),
        "recall": round(len(hit) / len(wanted), 3),
        "findings": len(scale),
        "right": len(right),
        "precision": round(len(right) / len(scale), 3) if scale else None,
    }


def _touches(row: dict[str, Any], finding: Finding) -> bool:
    span = finding.span
    return bool(row["doc"] == span.doc and row["start"] < span.end and span.start < row["end"])


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--found", action="store_true", help="also with the links that the tool finds (minutes)")
    arguments = parser.parse_args(argv)
    if "TAUDIT_DATA" not in os.environ:
        print("TAUDIT_DATA is not set: nothing measured")
        return 0
    folder = Path(os.environ["TAUDIT_DATA"]) / "wmt18"
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    results["lines linked"] = score(list(by_lines(folder)))
    if arguments.found:
        findings = list(found(folder))
        results["links found"] = score([finding for finding in findings if finding.rule in RULES])
        results["gold values"] = gold(folder, findings)
    for name, figures in results.items():
        print(f"{name:13}  {json.dumps(figures)}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
