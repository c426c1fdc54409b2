"""Going on after an interruption: what of a JSON lines report is complete, and where to write on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.batch.engine import Input
from audit.errors import SettingsError
from audit.reports.records import Counts
from corpora.errors import Unreadable

_BEGIN = b'{"type": "run"'
"""How every report begins, even one that was cut in its first line."""


@dataclass(slots=True)
class Progress:
    """What an earlier run has written completely: ids done, their counts, and the byte to write on from."""

    done: set[str] = field(default_factory=set)
    counts: Counts = field(default_factory=Counts)
    offset: int = 0
    signature: Mapping[str, object] | None = None


def progress(path: Path) -> Progress:
    """Read the report at `path`, line by line; nothing is done where it does not exist or is empty.

    The last document counts only when a summary follows it: an interrupted run may have written it in part. Raises
    SettingsError when the file is no report.
    """
    found = Progress()
    if not path.exists():
        return found
    pending: list[Mapping[str, Any]] = []
    with path.open("rb") as lines:
        at = 0
        for raw in lines:
            record = _record(raw)
            if record is None:
                if at == 0 and not (raw.startswith(_BEGIN) or _BEGIN.startswith(raw)):
                    raise SettingsError(f"{path}:1: --resume finds no report there, choose another --output")
                break
            kind = record.get("type")
            if at == 0:
                if kind != "run":
                    raise SettingsError(f"{path}:1: --resume finds no report there, choose another --output")
                found.signature = record["signature"]
                found.offset = len(raw)
            elif kind in ("document", "skipped", "summary"):
                _settle(found, pending)
                found.offset = at
                pending = [] if kind == "summary" else [record]
                if kind == "summary":
                    break
            else:
                pending.append(record)
            at += len(raw)
    return found


def remaining(inputs: Iterable[Input], done: set[str]) -> Iterator[Input]:
    """The inputs that are not done yet."""
    for item in inputs:
        if (item.doc if isinstance(item, Unreadable) else item.id) not in done:
            yield item


def _settle(found: Progress, records: list[Mapping[str, Any]]) -> None:
    for record in records:
        kind = record["type"]
        if kind == "document":
            found.done.add(record["doc"])
            found.counts.documents += 1
        elif kind == "skipped":
            found.done.add(record["doc"])
            found.counts.skipped += 1
        elif kind == "link":
            found.counts.links += 1
        elif kind == "finding":
            found.counts.by_rule[record["rule"]] += 1


def _record(raw: bytes) -> Mapping[str, Any] | None:
    """A line as a record, None where it is cut off or no record."""
    if not raw.endswith(b"\n"):
        return None
    try:
        record = json.loads(raw)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "type" in record else None
