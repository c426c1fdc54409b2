"""Retrieval from a large index: what it costs beside tantivy alone, and whether its answers stay what they were."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from benchmarks._retrieval_data import Text, around, composites, originals, others, rows, translations
from benchmarks._retrieval_methods import peak_megabytes
from corpora.documents import Document
from corpora.index import Index, build
from corpora.index_terms import terms

TOP = 10


def built(folder: str, count: int, jobs: int) -> dict[str, Any]:
    """Build the index of all pools and `count` texts around them."""
    documents = others()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = build(chain(around(documents, count), documents, originals()), folder, jobs=jobs)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    sizes = {
        part: sum(one.stat().st_size for one in Path(folder, part).rglob("*") if one.is_file()) / 1e6
        for part in ("documents", "lines")
    }
    return {
        "documents": done.total,
        "jobs": jobs,
        "megabytes": round(sum(sizes.values()), 1),
        "megabytes_of_texts_and_their_words": round(sizes["documents"], 1),
        "megabytes_of_sentences": round(sizes["lines"], 1),
        "workers_cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "worker_peak_megabytes": round(after.ru_maxrss / 1024) if jobs > 1 else 0,
    }


def asked(folder: str, every: int) -> dict[str, Any]:
    """CPU seconds of each stage beside tantivy alone, text by text; and the answers beside the small pool's."""
    from audit.retrieval import Pool

    index, pool, small = Index(folder), Pool.open([folder]), Pool.of([*originals(), *others()])
    clock = Clock()
    texts = [*translations()[::every], *composites()[::every]]
    known = {one.id: linked(one, small) for one in texts}
    for one in texts[:3]:
        linked(one, pool)  # the first searches read files and load weights
    same_first = same_set = same_links = whole_first = 0
    changed = []
    with clock.watching():
        for one in texts:
            with clock.of("tantivy alone"):
                index.search(dict.fromkeys(terms(one.text), 1.0), TOP)
            with clock.of("all of align"):
                found = linked(one, pool)
            before = known[one.id]
            same_first += found[0][:1] == before[0][:1]
            same_set += set(found[0]) == set(before[0])
            same_links += found[1] == before[1]
            whole_first += found[0][:1] == list(one.originals)
            if set(found[0]) != set(before[0]):
                changed.append({"text": one.id, "small": before[0], "large": found[0], "true": sorted(one.originals)})
    each = {name: round(seconds / len(texts), 5) for name, seconds in clock.seconds.items()}
    alone = each["tantivy alone"]
    finding = each["retrieval"] - each["sentence evidence"]
    return {
        "texts": len(texts),
        "translations": len(translations()[::every]),
        "cpu_seconds_per_text": each | {"finding": round(finding, 5)},
        "queries_per_cpu_second": {"tantivy alone": round(1 / alone, 1), "finding": round(1 / finding, 1)},
        "finding_over_tantivy_alone": round(finding / alone, 3),
        "retrieval_over_tantivy_alone": round(each["retrieval"] / alone, 3),
        "translations_with_their_original_first": whole_first,
        "same_first": same_first,
        "same_documents": same_set,
        "same_links": same_links,
        "changed": changed,
        "peak_megabytes": round(peak_megabytes()),
    }


def linked(one: Text, pool: Any) -> tuple[list[str], list[tuple[int, str, int]]]:
    """Ids of the candidates, best first, and the links: where in the text, to which document, where there."""
    from audit.pipeline import align_document
    from audit.settings import Settings

    result = align_document(Document(id="translation", text=one.text, lang="en"), pool, Settings())
    links = [(x.translation.start if x.translation else -1, x.original.doc, x.original.start) for x in result.links]
    return [candidate.original for candidate in result.candidates], links


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            with self.of(name):
                return work(*arguments, **named)

        return run

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Time the stages of an alignment while it lasts."""
        from audit import alignment, retrieval
        from audit.retrieval import search

        watched = [
            (retrieval, "candidates", "retrieval"),
            (search, "shortlist", "searches"),
            (search, "worth_a_look", "first look"),
            (search, "weigh_texts", "sentence evidence"),
            (alignment, "line_up", "lining up"),
        ]
        before = [(module, name, getattr(module, name)) for module, name, _ in watched]
        for module, name, stage in watched:
            setattr(module, name, self.timed(stage, getattr(module, name)))
        try:
            yield
        finally:
            for module, name, work in before:
                setattr(module, name, work)


def days_work(folder: str, count: int, jobs: int) -> dict[str, Any]:
    """`taudit align` over `count` translated texts: seconds, and the largest process."""
    texts = Path(folder).parent / "texts.jsonl"
    with texts.open("w", encoding="utf-8") as out:
        for number, text in enumerate(islice(cycle(translated()), count)):
            out.write(json.dumps({"id": f"text-{number}", "lang": "en", "text": text}, ensure_ascii=False) + "\n")
    report = texts.with_name("report.jsonl")
    command = [sys.executable, "-m", "audit.cli", "align", str(texts), "--originals", folder, "--jobs", str(jobs)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--format", "jsonl", "--output", str(report)])
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    with report.open(encoding="utf-8") as lines:
        kinds = [json.loads(line)["type"] for line in lines]
    return {
        "texts": count,
        "jobs": jobs,
        "exit_status": os.waitstatus_to_exitcode(status),
        "seconds": round(seconds, 1),
        "all_cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "largest_process_megabytes": round(used.ru_maxrss / 1024),
        "documents": kinds.count("document"),
        "links": kinds.count("link"),
    }


def translated() -> list[str]:
    """Machine translations of the data: whole news, composites, and shorter texts of other sets."""
    found = [one.text for one in (*translations(), *composites())]
    lines: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows("uk_en", "wmt22_uk-en.jsonl"):
        for system, text in row["translations"].items():
            lines.setdefault((row["doc"], system), {})[text] = None
    return found + ["\n".join(text) for text in lines.values() if len(text) > 3]
