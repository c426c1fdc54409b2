"""Going on after an interruption: what of a report is complete, where to write on, and which inputs are still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from audit.batch.processes import Input
from audit.errors import SettingsError
from audit.reports.records import Counts, Trail
from corpora.errors import Unreadable

_BEGIN = b'{"type": "run"'
"""How every report begins, even one that was cut in its first line."""


@dataclass(slots=True)
class Progress:
    """What an earlier run has written completely: its inputs, their counts, and the byte to write on from."""

    trail: Trail = field(default_factory=Trail)
    counts: Counts = field(default_factory=Counts)
    offset: int = 0
    signature: Mapping[str, object] | None = None


class _Line(msgspec.Struct):
    type: str
    doc: str = ""
    rule: str = ""
    signature: dict[str, Any] | None = None


_decode = msgspec.json.Decoder(_Line).decode


def progress(path: Path) -> Progress:
    """Read the JSON lines report at `path`, line by line; nothing is done where it does not exist or is empty.

    The last document counts only when a summary follows it: an interrupted run may have written it in part. Raises
    SettingsError when the file is no report.
    """
    found = Progress()
    if not path.exists():
        return found
    pending: list[_Line] = []
    with path.open("rb") as lines:
        at = 0
        for raw in lines:
            record = _record(raw)
            if record is None:
                if at == 0 and not (raw.startswith(_BEGIN) or _BEGIN.startswith(raw)):
                    raise SettingsError(f"{path}:1: --resume finds no report there, choose another --output")
                break
            if at == 0:
                if record.type != "run":
                    raise SettingsError(f"{path}:1: --resume finds no report there, choose another --output")
                found.signature = record.signature
                found.offset = len(raw)
            elif record.type in ("document", "skipped", "summary"):
                _settle(found, pending)
                found.offset = at
                pending = [] if record.type == "summary" else [record]
                if record.type == "summary":
                    break
            else:
                pending.append(record)
            at += len(raw)
    return found


def remaining(inputs: Iterator[Input], done: Trail, where: str) -> Iterator[Input]:
    """The inputs after those that are done. Raises SettingsError where the first ones are not those that are done."""
    seen = Trail()
    while seen.number < done.number:
        item = next(inputs, None)
        if item is None:
            break
        seen.step(item.doc if isinstance(item, Unreadable) else item.id)
    if seen != done:
        raise SettingsError(f"{where}: --resume: the inputs are not those of the interrupted run, choose another place")
    yield from inputs


def _settle(found: Progress, records: list[_Line]) -> None:
    for record in records:
        if record.type in ("document", "skipped"):
            found.trail.step(record.doc)
            found.counts.documents += record.type == "document"
            found.counts.skipped += record.type == "skipped"
        elif record.type == "link":
            found.counts.links += 1
        elif record.type == "finding":
            found.counts.by_rule[record.rule] += 1


def _record(raw: bytes) -> _Line | None:
    """A line as a record, None where it is cut off or no record."""
    if not raw.endswith(b"\n"):
        return None
    try:
        return _decode(raw)
    except (msgspec.MsgspecError, UnicodeError):
        return None
