"""What each rule costs beside the name stage: processor time over translations, their originals linked line by line.

`python -m benchmarks.rule_cost [--documents 20]` prints a table and writes `benchmarks/results/rule_cost.json`. The
name stage is what rules of category name share and then have for nothing; all rules are measured one by one, over
documents that nothing has read before. Aim: those of the other categories together at most 30 % of the name stage.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

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


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20)
    arguments = parser.parse_args(argv)
    if "TAUDIT_DATA" not in os.environ:
        print("TAUDIT_DATA is not set: nothing measured")
        return 0
    folder = Path(os.environ["TAUDIT_DATA"]) / "wmt18"
    known = detectors()
    made = contexts(folder, arguments.documents + WARM)
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
    segments = sum(len(context.links) for context in made)
    print(f"{segments} linked sentences; name stage {names:.2f} s, {segments / names:.0f} a second")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{name:24} {1000 * seconds:8.1f} ms  {seconds / names:6.1%} of the name stage")
    beyond = {detector.rule.id for detector in known if detector.rule.category != "name"}
    family = sum(seconds for name, seconds in spent.items() if name in beyond)
    share = family / names
    print(f"{'all but names':24} {1000 * family:8.1f} ms  {share:6.1%} (aim: {AIM:.0%})")
    record = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "documents": arguments.documents,
        "linked_sentences": segments,
        "name_stage_seconds": round(names, 3),
        "rules_seconds": {name: round(seconds, 4) for name, seconds in sorted(spent.items())},
        "share_of_name_stage": round(share, 3),
        "aim": AIM,
    }
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0 if share <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
