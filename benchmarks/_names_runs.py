"""The name stage over the gold texts in every condition, each in its own process, given only what it may see."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._names_scoring import Found

if TYPE_CHECKING:
    from audit.context import Context

CONDITIONS = ("A", "B", "C", "D", "news", "news_alone")
SEEDS = (1, 2, 3, 4, 5)
RULES = "name,boilerplate,missing-name"
"""Boilerplate swallows findings in its lines, as it does in a full audit; the other rules change no name finding."""

Result = tuple[list[Found], list[tuple[str, int, int]], float]


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def gold_of(data: Path, condition: str) -> list[dict[str, Any]]:
    """The hand-marked windows of a condition."""
    return rows(data / "news" / "gold.jsonl" if condition.startswith("news") else data / "wmt18" / "gold_names.jsonl")


def run(data: Path, condition: str) -> Result:
    """Audit in one condition: findings in names, places of missing names, seconds of the audits alone.

    `condition`: A originals, B originals and pivot, C pivot, D neither, `A-SEED` originals with a random quarter of
    their lines removed, `news` and `news_alone`.
    """
    from audit.pipeline import audit_document
    from audit.retrieval import Pool
    from audit.settings import Settings
    from corpora.documents import Document
    from corpora.reading import find, read

    with tempfile.TemporaryDirectory() as folder:
        texts, originals = _inputs(data, condition, Path(folder))
        pool = Pool.open([str(path) for path in originals]) if originals else None
        sources, _ = find([str(texts)])
        documents = [item for item in read(sources) if isinstance(item, Document)]
    found: list[Found] = []
    missing: list[tuple[str, int, int]] = []
    begin = time.perf_counter()
    for document in documents:
        audited = audit_document(document, pool, Settings(min_confidence=0.0, rules=RULES))
        for f in getattr(audited, "findings", ()):
            if f.rule == "missing-name" and f.confidence >= 0.5:
                missing.append((document.id, f.span.start, f.span.end))
            if f.category == "name":
                best = f.suggestions[0].text if f.suggestions else None
                found.append(Found(document.id, f.span.start, f.span.end, f.rule, f.subtype or "", f.confidence, best))
    return found, missing, time.perf_counter() - begin


def _inputs(data: Path, condition: str, folder: Path) -> tuple[Path, list[Path]]:
    """The file of translations with what the condition allows, and the files of originals."""
    if condition.startswith("news"):
        originals = [data / "news" / "originals.jsonl"] if condition == "news" else []
        return data / "news" / "translations.jsonl", originals
    judged = {row["doc"] for row in gold_of(data, condition)}
    keys = ("id", "lang", "text", "pivot") if condition in "BC" else ("id", "lang", "text")
    texts = [row for row in rows(data / "wmt18" / "translations.jsonl") if row["id"] in judged]
    source = _write(folder / "translations.jsonl", ({key: row[key] for key in keys} for row in texts))
    if condition in "CD":
        return source, []
    originals = data / "wmt18" / "originals.jsonl"
    if condition.startswith("A-"):
        originals = _write(folder / "originals.jsonl", thinned(rows(originals), int(condition[2:])))
    return source, [originals, data / "pool" / "english_news.jsonl"]


def spans(text: str) -> list[tuple[int, int]]:
    """Offset pairs of the lines of a text."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def context_of(row: Mapping[str, Any], original: str, with_pivot: bool = False) -> Context:
    """A translation whose lines are linked to the same lines of its original (and pivot), with certainty."""
    from audit.context import Context
    from audit.model import Link
    from corpora.documents import Document, Pivot, Span

    behind = row["pivot"]["text"] if with_pivot else None
    pivot = Pivot(lang=row["pivot"]["lang"], text=behind) if behind else None
    document = Document(id=row["id"], text=row["text"], lang="en", pivot=pivot)
    other = Document(id=row["original"], text=original, lang="en")
    mine, theirs = spans(document.text), spans(original)
    pivots = [Span(doc=document.id, start=a, end=b, text=behind[a:b]) for a, b in spans(behind)] if behind else []
    links = tuple(
        Link(translation=document.span(*a), original=other.span(*b), score=1.0, pivot=pivots[k] if pivots else None)
        for k, (a, b) in enumerate(zip(mine, theirs, strict=True))
    )
    return Context(document=document, sentences=tuple(mine), links=links, originals={other.id: other})


def thinned(originals: Iterable[dict[str, Any]], seed: int) -> Iterable[dict[str, Any]]:
    """The originals with a quarter of their lines taken out at random."""
    chance = random.Random(seed)
    for row in originals:
        kept = [line for line in row["text"].split("\n") if chance.random() >= 0.25]
        yield {**row, "text": "\n".join(kept)}


def _write(path: Path, items: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    return path
