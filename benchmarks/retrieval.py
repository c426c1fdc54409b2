"""Retrieval: the true original first, abstaining without it, and speed with an index of many documents.

    TAUDIT_DATA=FOLDER python -m benchmarks.retrieval [--every N] [--distractors N]

- each wmt18 translation against all originals and the pool of other news: is its original first? With the original
  taken away, does the tool abstain? BM25 alone (the same words) beside it.
- `--distractors N`: N documents made of shuffled real sentences are indexed besides; seconds and size of the index,
  queries a second beside the index alone asked with the whole text, and whether the first stays first.

Writes benchmarks/results/retrieval.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audit.retrieval import Pool, candidates
from audit.retrieval.terms import terms
from audit.settings import Settings
from benchmarks.alignment import rows
from corpora.documents import Document
from corpora.index import Index, build
from corpora.sentences import split

RESULTS = Path(__file__).parent / "results" / "retrieval.json"


def news() -> list[Document]:
    return [
        Document(id=row["id"], text=row["text"], lang="en")
        for row in rows("wmt18", "originals.jsonl") + rows("pool", "english_news.jsonl")
    ]


def distractors(documents: list[Document], count: int) -> Iterator[Document]:
    """Documents of twelve real sentences each, drawn at random."""
    order = random.Random(0)
    lines = [line for document in documents for line in document.text.split("\n") if len(line) > 30]
    for number in range(count):
        yield Document(id=f"shuffled-{number}", text="\n".join(order.choices(lines, k=12)), lang="en")


def first_of(text: str, pool: Pool) -> str | None:
    document = Document(id="translation", text=text, lang="en")
    found, _ = candidates(document, split(text), pool, Settings())
    return found[0].original if found else None


def small(texts: list[dict[str, Any]]) -> dict[str, Any]:
    documents = news()
    pool = Pool.of(documents)
    started = time.perf_counter()
    firsts = [first_of(row["text"], pool) for row in texts]
    seconds = time.perf_counter() - started
    plain = []
    for row in texts:
        query = {term: pool.weigh(term) for term in set(terms(row["text"]))}
        plain.append(pool.search([query], 1)[0][0][0])
    abstained = 0
    for gone in sorted({row["original"] for row in texts}):
        rest = Pool.of(document for document in documents if document.id != gone)
        abstained += sum(first_of(row["text"], rest) is None for row in texts if row["original"] == gone)
    right = [row["original"] for row in texts]
    return {
        "translations": len(texts),
        "first": sum(a == b for a, b in zip(firsts, right, strict=True)) / len(texts),
        "first_bm25_alone": sum(a == b for a, b in zip(plain, right, strict=True)) / len(texts),
        "abstains_without_original": abstained / len(texts),
        "seconds_per_text": seconds / len(texts),
    }


def large(texts: list[dict[str, Any]], count: int) -> dict[str, Any]:
    documents = news()

    def everything() -> Iterator[Document]:
        yield from distractors([document for document in documents if not document.id.startswith("en-orig")], count)
        yield from documents

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build(everything(), folder + "/index")
        built = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        pool = Pool.open([folder + "/index"])
        index = Index(folder + "/index")
        started = time.perf_counter()
        firsts = [first_of(row["text"], pool) for row in texts]
        ours = time.perf_counter() - started
        started = time.perf_counter()
        for row in texts:
            index.search(dict.fromkeys(terms(row["text"]), 1.0), 10)
        alone = time.perf_counter() - started
    return {
        "documents": count + len(documents),
        "seconds_to_build": built,
        "megabytes": size / 1e6,
        "first": sum(a == row["original"] for a, row in zip(firsts, texts, strict=True)) / len(texts),
        "seconds_per_text": ours / len(texts),
        "seconds_per_text_index_alone": alone / len(texts),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every Nth translation")
    parser.add_argument("--distractors", type=int, default=0)
    options = parser.parse_args()
    texts = rows("wmt18", "translations.jsonl")[:: options.every]
    result: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "small": small(texts),
    }
    if options.distractors:
        result["large"] = large(texts, options.distractors)
    for name in ("small", "large"):
        for key, value in result.get(name, {}).items():
            print(f"{name}  {key:30} {value:.4g}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
