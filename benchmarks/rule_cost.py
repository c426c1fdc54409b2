"""What each rule costs beside the name stage: processor time over translations, their originals linked line by line.

`python -m benchmarks.rule_cost [--documents 20] [--rounds 5]` prints a table and writes
`benchmarks/results/rule_cost.json`. The name stage is what rules of category name share and then have for nothing; all
rules are measured one by one, over documents that nothing has read before, in each round in a process of its own. Aim:
those of the other categories together at most 30 % of the name stage, in the median round.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from audit.context import Context
from audit.detectors import detectors
from audit.model import Link
from benchmarks.values import documents
from benchmarks.values import lines_of as lines
from corpora.documents import Document

RESULTS = Path(__file__).parent / "results" / "rule_cost.json"
AIM = 0.3
WARM = 4
"""Documents read before anything is measured: tables and libraries are loaded when the first text asks for them."""


def contexts(folder: Path, count: int) -> list[Context]:
    """Documents of as many stories as there are, then further translations of them; line n linked to line n."""
    by_story: dict[str, list[tuple[Document, Document]]] = {}
    for document, original in documents(folder):
        by_story.setdefault(original.id, []).append((document, original))
    chosen = [
        pairs[(turn + story) % len(pairs)]
        for turn in range(len(next(iter(by_story.values()))))
        for story, pairs in enumerate(by_story.values())
    ][:count]
    out = []
    for document, original in chosen:
        ours, theirs = lines(document.text), lines(original.text)
        links = tuple(
            Link(translation=document.span(*mine), original=original.span(*other), score=0.95)
            for mine, other in zip(ours, theirs, strict=True)
            if mine[0] < mine[1] and other[0] < other[1]
        )
        out.append(Context(document=document, sentences=tuple(ours), links=links, originals={original.id: original}))
    return out


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Seconds of processor time: of the name stage, and of each rule behind it."""
    known = detectors()
    made = contexts(folder, count + WARM)
    for context in made[:WARM]:
        for detector in known:
            list(detector.detect(context))
    del made[:WARM]
    spent: dict[str, float] = {}
    start = time.process_time()
    for context in made:
        context.names.hits  # noqa: B018 - computed here, for all name rules
    names = time.process_time() - start
    for detector in known:
        start = time.process_time()
        for context in made:
            list(detector.detect(context))
        spent[detector.rule.id] = time.process_time() - start
    family = sum(spent[detector.rule.id] for detector in known if detector.rule.category != "name")
    return {
        "linked_sentences": sum(len(context.links) for context in made),
        "name_stage_seconds": round(names, 3),
        "rules_seconds": {name: round(seconds, 4) for name, seconds in sorted(spent.items())},
        "share_of_name_stage": round(family / names, 3),
    }


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5, help="processes, one after the other; the median share counts")
    arguments = parser.parse_args(argv)
    if "TAUDIT_DATA" not in os.environ:
        print("TAUDIT_DATA is not set: nothing measured")
        return 0
    folder = Path(os.environ["TAUDIT_DATA"]) / "wmt18"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rounds = list(pool.map(measure, [folder] * arguments.rounds, [arguments.documents] * arguments.rounds))
    rounds.sort(key=lambda found: float(found["share_of_name_stage"]))
    shares = [found["share_of_name_stage"] for found in rounds]
    middle = rounds[len(rounds) // 2]
    names = middle["name_stage_seconds"]
    print(f"{middle['linked_sentences']} linked sentences; name stage {names:.2f} s")
    for name, seconds in sorted(middle["rules_seconds"].items(), key=lambda item: -item[1]):
        print(f"{name:24} {1000 * seconds:8.1f} ms  {seconds / names:6.1%} of the name stage")
    listed = ", ".join(f"{share:.1%}" for share in shares)
    print(f"all but names: {middle['share_of_name_stage']:.1%} of the name stage (aim: {AIM:.0%}; rounds: {listed})")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "documents": arguments.documents}
    record = {**machine, **middle, "shares_of_rounds": shares, "aim": AIM}
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if middle["share_of_name_stage"] <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
