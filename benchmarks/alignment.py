"""Sentence alignment beside its peers, on the same data in one run.

    TAUDIT_DATA=FOLDER python -m benchmarks.alignment [--texts N]

- `beads` (hand-made alignments, machine English or Chinese beside English): strict and lax F1 of this project, of
  Vecalign's method (the package `sentalign`, with the same vectors, where it is installed) and of Gale and Church's
  lengths. The aligners get the pair of texts; this project gets the pool and finds the pair itself.
- `composites` (news rewritten from several reports): sentence F1 of this project, of the most similar sentence by
  TF-IDF and by the same vectors, both with the gold boundaries and with the threshold that suits them best.
- `ntrex` (one text, seven pivots alone): first document right, and sentence F1, by language.

Writes benchmarks/results/alignment.json. Scores are counted as `score_beads.py` and `score_links.py` count them, with
the weights fitted on these texts: see scripts/fit_parallel.py --check for figures on texts left out.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from audit.alignment import line_up
from audit.alignment.features import shared_words
from audit.alignment.meaning import encoder
from audit.alignment.sides import Side
from audit.retrieval import Pool, candidates
from audit.settings import Settings
from corpora.documents import Document
from corpora.sentences import split

RESULTS = Path(__file__).parent / "results" / "alignment.json"
Bead = tuple[frozenset[int], frozenset[int]]


def rows(*parts: str) -> list[dict[str, Any]]:
    with Path(os.environ["TAUDIT_DATA"], *parts).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def spans(lines: Iterable[str]) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in lines:
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def covered(lines: Sequence[tuple[int, int]], start: int, end: int) -> frozenset[int]:
    return frozenset(i for i, (a, b) in enumerate(lines) if b > a and 2 * (min(end, b) - max(start, a)) > b - a)


def merged(beads: Iterable[Bead]) -> list[Bead]:
    result: list[Bead] = []
    for one, other in beads:
        left, right = one, other
        for met in [bead for bead in result if bead[0] & left or bead[1] & right]:
            result.remove(met)
            left, right = left | met[0], right | met[1]
        result.append((left, right))
    return result


def f1(right_found: float, found: float, right_gold: float, gold: float) -> float:
    precision, recall = right_found / max(1, found), right_gold / max(1, gold)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_beads(pairs: Iterable[tuple[list[Bead], list[Bead]]]) -> dict[str, float]:
    totals = np.zeros(5)
    for found, gold in pairs:
        exact = set(gold)
        usable = [bead for bead in found if len(bead[0]) <= 8 and len(bead[1]) <= 8]
        near = sum(any(a & c and b & d for c, d in gold) for a, b in usable)
        back = sum(any(a & c and b & d for c, d in usable) for a, b in gold)
        totals += (len(found), len(gold), sum(bead in exact for bead in usable), near, back)
    return {
        "strict_f1": f1(totals[2], totals[0], totals[2], totals[1]),
        "lax_f1": f1(totals[3], totals[0], totals[4], totals[1]),
    }


def gale_church(ours: Sequence[str], theirs: Sequence[str]) -> list[Bead]:
    """Lengths only: W. Gale and K. Church, A Program for Aligning Sentences in Bilingual Corpora (1993)."""
    prior = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
    mean = sum(map(len, theirs)) / max(1, sum(map(len, ours)))
    left = [0, *np.cumsum([len(line) for line in ours]).tolist()]
    right = [0, *np.cumsum([len(line) for line in theirs]).tolist()]
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            for (a, b), share in prior.items():
                if (i - a, j - b) not in best:
                    continue
                one, other = left[i] - left[i - a], right[j] - right[j - b]
                delta = (other - one * mean) / math.sqrt(max(1.0, (one + other / mean) / 2) * 6.8)
                cost = best[i - a, j - b][0] - math.log(share) - math.log(max(1e-12, math.erfc(abs(delta) / 2**0.5)))
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = (cost, (a, b))
    i, j = len(ours), len(theirs)
    beads = []
    while i or j:
        a, b = best[i, j][1]
        if a and b:
            beads.append((frozenset(range(i - a, i)), frozenset(range(j - b, j))))
        i, j = i - a, j - b
    return beads


def vecalign(ours: Sequence[str], theirs: Sequence[str]) -> list[Bead]:
    """Vecalign's method as packaged in `sentalign`, with this project's vectors."""
    from sentalign import sentalign

    done = sentalign(list(ours), list(theirs), encoder=lambda texts: encoder().encode(list(texts)))
    return [
        (frozenset(bead.src_indices), frozenset(bead.tgt_indices))
        for bead in done.alignments
        if bead.src_indices and bead.tgt_indices
    ]


def links(document: Document, pool: Pool) -> Any:
    sentences = split(document.text, document.lang or "en")
    found, _ = candidates(document, sentences, pool, Settings())
    return line_up(document, sentences, found, pool, Settings())


def ours_beads(gold: list[dict[str, Any]], side: str) -> list[list[Bead]]:
    pool = Pool.of(Document(id=row["id"] + ":o", text="\n".join(row["original"]), lang="en") for row in gold)
    result = []
    for row in gold:
        mine = row["translation"] if side == "translation" else row["pivot"]["lines"]
        lang = "en" if side == "translation" else row["pivot"]["lang"]
        left, right = spans(mine), spans(row["original"])
        found = []
        for link in links(Document(id=row["id"], text="\n".join(mine), lang=lang), pool):
            own = link.translation or link.pivot
            if link.original.doc == row["id"] + ":o":
                found.append(
                    (covered(left, own.start, own.end), covered(right, link.original.start, link.original.end))
                )
        result.append(merged(bead for bead in found if bead[0] and bead[1]))
    return result


def beads(limit: int | None) -> dict[str, Any]:
    gold = rows("beads", "gold.jsonl")[:limit]
    truth = [[(frozenset(a), frozenset(b)) for a, b in row["beads"] if a and b] for row in gold]
    report: dict[str, Any] = {}
    for side in ("translation", "pivot"):
        texts = [row["translation"] if side == "translation" else row["pivot"]["lines"] for row in gold]
        systems: dict[str, Callable[[], list[list[Bead]]]] = {
            "this project": lambda side=side: ours_beads(gold, side),  # type: ignore[misc]
            "Gale-Church": lambda texts=texts: [  # type: ignore[misc]
                gale_church(mine, row["original"]) for mine, row in zip(texts, gold, strict=True)
            ],
            "Vecalign (sentalign)": lambda texts=texts: [  # type: ignore[misc]
                vecalign(mine, row["original"]) for mine, row in zip(texts, gold, strict=True)
            ],
        }
        for name, run in systems.items():
            encoder.cache_clear()
            started = time.perf_counter()
            try:
                found = run()
            except ImportError:
                print(f"beads {side}: {name} is not installed")
                continue
            seconds = time.perf_counter() - started
            scores = score_beads(zip(found, truth, strict=True))
            by_text = {
                row["id"]: score_beads([(one, right)])["strict_f1"]
                for row, one, right in zip(gold, found, truth, strict=True)
            }
            report[f"{side}: {name}"] = {**scores, "seconds": seconds, "strict_f1_by_text": by_text}
            strict, lax = scores["strict_f1"], scores["lax_f1"]
            print(f"beads {side:11} {name:22} strict {strict:.3f}  lax {lax:.3f}  {seconds:.1f} s")
    return report


def pair_scores(pairs: Sequence[tuple[set[Any], set[Any]]]) -> dict[str, float]:
    right = sum(len(found & gold) for found, gold in pairs)
    found, gold = sum(len(one) for one, _ in pairs), sum(len(one) for _, one in pairs)
    return {"precision": right / max(1, found), "recall": right / max(1, gold), "f1": f1(right, found, right, gold)}


def composites(limit: int | None) -> dict[str, Any]:
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    pool_rows = rows("wmt18", "originals.jsonl") + rows("pool", "english_news.jsonl")
    lines = {row["id"]: spans(row["text"].split("\n")) for row in pool_rows}
    flat = [(row["id"], at) for row in pool_rows for at in range(len(lines[row["id"]]))]
    theirs = Side.of([row["text"].split("\n") for row in pool_rows])
    texts = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    gold_rows = rows("composites", "gold.jsonl")[:limit]
    golds, mine, likeness = [], [], {"TF-IDF best match": [], "vectors best match": []}
    started = time.perf_counter()
    for row in gold_rows:
        segments = [(one["start"], one["end"]) for one in row["segments"]]
        golds.append(
            {
                (i, d, at)
                for i, one in enumerate(row["segments"])
                for d, a, b in one["links"]
                for at in touched(lines[d], a, b)
            }
        )
        found = set()
        for link in links(Document(id=row["doc"], text=texts[row["doc"]], lang="en"), pool):
            for i in touched(segments, link.translation.start, link.translation.end):
                found |= {
                    (i, link.original.doc, at)
                    for at in touched(lines[link.original.doc], link.original.start, link.original.end)
                }
        mine.append(found)
    seconds = time.perf_counter() - started
    for row in gold_rows:
        ours = Side.of([[texts[row["doc"]][one["start"] : one["end"]] for one in row["segments"]]])
        shared, left, right = shared_words(ours, theirs, pool.weigh)
        likeness["TF-IDF best match"].append(shared / np.sqrt(left[:, None] * right[None, :]))
        likeness["vectors best match"].append(ours.vectors @ theirs.vectors.T)
    report: dict[str, Any] = {"this project": {**pair_scores(list(zip(mine, golds, strict=True))), "seconds": seconds}}
    for name, tables in likeness.items():
        best: dict[str, float] = {"f1": 0.0}
        for threshold in np.arange(0.05, 0.9, 0.05):
            found_all = [
                {(i, *flat[int(table[i].argmax())]) for i in range(len(table)) if table[i].max() >= threshold}
                for table in tables
            ]
            scores = pair_scores(list(zip(found_all, golds, strict=True)))
            best = max(best, {**scores, "threshold": float(threshold)}, key=lambda one: one["f1"])
        report[name] = best
    for name, scores in report.items():
        print(f"composites  {name:20} P {scores['precision']:.3f}  R {scores['recall']:.3f}  F1 {scores['f1']:.3f}")
    return report


def touched(pieces: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    hit = []
    for number, (a, b) in enumerate(pieces):
        common = min(end, b) - max(start, a)
        if b > a and (2 * common > b - a or (common >= 20 and 2 * common > end - start)):
            hit.append(number)
    return hit


def pivots(limit: int | None) -> dict[str, Any]:
    texts = rows("ntrex", "parallel.jsonl")
    pool = Pool.of(Document(id=row["id"], text=row["original"]["text"], lang="en") for row in texts)
    report: dict[str, Any] = {}
    for lang in texts[0]["pivots"]:
        first, pairs = 0, []
        for row in texts[:limit]:
            document = Document(id="pivot:" + row["id"], text=row["pivots"][lang], lang=lang)
            sentences = split(document.text, lang)
            chosen, _ = candidates(document, sentences, pool, Settings())
            first += bool(chosen) and chosen[0].original == row["id"]
            left, right = spans(document.text.split("\n")), spans(row["original"]["text"].split("\n"))
            found = set()
            for link in line_up(document, sentences, chosen, pool, Settings()):
                here = (
                    touched(right, link.original.start, link.original.end) if link.original.doc == row["id"] else [-1]
                )
                assert link.pivot is not None
                found |= {(i, j) for i in touched(left, link.pivot.start, link.pivot.end) for j in here}
            pairs.append((found, {(i, i) for i in range(len(left)) if left[i][1] > left[i][0]}))
        report[lang] = {"document_first": first / len(texts[:limit]), **pair_scores(pairs)}
        print(
            f"ntrex {lang}  document first {report[lang]['document_first']:.3f}  sentence F1 {report[lang]['f1']:.3f}"
        )
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, help="only so many texts of each set")
    limit = parser.parse_args().texts
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "texts": limit or "all",
        "beads": beads(limit),
        "composites": composites(limit),
        "ntrex": pivots(limit),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
