"""Small texts and readers of reports for the tests of the command line."""

from __future__ import annotations

import json
from pathlib import Path

ENGLISH = "The minister said on Friday that the two governments would meet again next week to discuss the plan.\n"


def records(path: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def kinds(path: str | Path) -> list[object]:
    return [record["type"] for record in records(path)]


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def rows(count: int) -> list[dict[str, str]]:
    return [{"id": str(i), "text": ENGLISH, "lang": "en"} for i in range(1, count + 1)]
