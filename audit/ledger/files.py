"""The ledger as JSON lines, sorted by key, so that ledgers of any size are joined line by line.

The form of a line is `audit/schema/ledger.json`. Lines of type `change` are worked out from the others and not read.
"""

from __future__ import annotations

import heapq
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from audit.errors import AuditError
from audit.ledger.drift import Change, changes, divided
from audit.ledger.model import Entity, Form, Ledger, Place

SCHEMA = 1

Row = tuple[str, Entity]
Record = dict[str, Any]


class LedgerError(AuditError):
    """A file is no ledger; the text names file and line."""


class Spool:
    """A ledger that puts itself down in sorted files when it grows: memory stays bounded, whatever the run's size.

    A context manager; `folder` must exist and be empty. `limit` counts as `Ledger.size` does.
    """

    def __init__(self, folder: Path, limit: int = 400_000) -> None:
        self._folder, self._limit = folder, limit
        self._ledger, self._files = Ledger(), list[Path]()
        self._since = 0
        self.documents = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in self._files:
            path.unlink(missing_ok=True)

    def add(self, ledger: Ledger) -> None:
        """Join one more ledger."""
        self.documents += ledger.documents
        self._ledger.join(ledger)
        self._since += ledger.size  # at least as much as the joined one grew
        if self._since > self._limit:
            self._since = self._ledger.size
            if 2 * self._since > self._limit:
                self._put_down()

    def rows(self) -> Iterator[Row]:
        """All entities in order of their keys."""
        return joined([*(read(path) for path in self._files), sorted(self._ledger.entities.items())])

    def _put_down(self) -> None:
        path = self._folder / f"{len(self._files)}.jsonl"
        with path.open("w", encoding="utf-8", newline="") as out:
            write(out, sorted(self._ledger.entities.items()), self._ledger.documents, {})
        self._files.append(path)
        self._ledger, self._since = Ledger(), 0


def joined(sorted_rows: Iterable[Iterable[Row]]) -> Iterator[Row]:
    """Rows of several ledgers, each sorted by key, joined entity by entity."""
    merged = heapq.merge(*sorted_rows, key=lambda row: row[0])
    for key, rows in groupby(merged, key=lambda row: row[0]):
        entity = Entity()
        for _, other in rows:
            entity.join(other)
        yield key, entity


def write(out: TextIO, rows: Iterable[Row], documents: int, signature: Mapping[str, object]) -> None:
    """Write a ledger: a head, then each entity followed by the changes of its sources."""
    _line(out, {"type": "ledger", "schema": SCHEMA, "documents": documents, "signature": dict(signature)})
    for key, entity in rows:
        _line(out, entity_record(key, entity))
        for change in changes(entity):
            _line(out, change_record(change))


def documents(path: str | os.PathLike[str]) -> int:
    """The number of documents behind a ledger file. Raises LedgerError."""
    return int(next(_records(path))[1]["documents"])


def is_ledger(path: str | os.PathLike[str]) -> bool:
    """Whether a file begins like a ledger."""
    try:
        with Path(path).open("rb") as lines:
            return lines.read(16).replace(b" ", b"").startswith(b'{"type":"ledger')
    except OSError:
        return False


def read(path: str | os.PathLike[str]) -> Iterator[Row]:
    """The entities of a ledger file in order of their keys. Raises LedgerError with file and line."""
    last = ""
    for number, record in _records(path):
        if record.get("type") != "entity":
            continue
        try:
            key, entity = record["key"], _entity(record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise LedgerError(f"{path}:{number}: no entity of a ledger ({error!r}), make the ledger again") from error
        if key < last:
            raise LedgerError(f"{path}:{number}: is not sorted by key, make the ledger again")
        last = key
        yield key, entity


def _records(path: str | os.PathLike[str]) -> Iterator[tuple[int, Record]]:
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if not isinstance(record, dict) or (number == 1 and record.get("type") != "ledger"):
                    raise LedgerError(f"{path}:{number}: is no ledger, make it with `taudit run --report ledger=FILE`")
                if number == 1 and record.get("schema") != SCHEMA:
                    raise LedgerError(f"{path}:1: a ledger of another version, make it again")
                yield number, record
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path}: cannot be read ({error}), name a ledger") from error


def entity_record(key: str, entity: Entity) -> Record:
    """An entity as a line; forms the commonest first."""
    forms = sorted(entity.forms.items(), key=lambda item: (-item[1].count, item[0]))
    found = divided(entity)
    return {
        "type": "entity",
        "key": key,
        "entity": entity.name,
        "kind": entity.kind,
        "verdicts": _counts(entity.verdicts()),
        "ways": [{"form": way, "count": count, "artifacts": bad} for way, count, bad in found.ways] if found else [],
        "names": _counts(entity.names),
        "kinds": _counts(entity.kinds),
        "forms": [_form_record(text, form) for text, form in forms],
    }


def change_record(change: Change) -> Record:
    """A change as a line."""
    return {
        "type": "change",
        "entity": change.entity,
        "form": change.form,
        "by": change.by,
        "source": change.source,
        "since": change.since,
        "replaced": change.replaced,
        "before": {"share": round(change.before, 4), "of": change.counts[0]},
        "after": {"share": round(change.after, 4), "of": change.counts[1]},
        "chance": float(f"{change.chance:.2g}"),
    }


def _form_record(text: str, form: Form) -> Record:
    assert form.first is not None
    published, doc, start, end = form.first
    return {
        "form": text,
        "documents": form.documents,
        "verdicts": _counts(form.verdicts),
        "by": _counts(form.bases),
        "first": {"published": published, "doc": doc, "start": start, "end": end},
        "pivots": [{"lang": a, "form": b, "count": n} for (a, b), n in sorted(form.pivots.items())],
        "seen": [
            {"published": day, "outlet": outlet, "engine": engine, "count": n}
            for (day, outlet, engine), n in sorted(form.cells.items())
        ],
    }


def _entity(record: Record) -> Entity:
    return Entity(
        names=Counter(record["names"]),
        kinds=Counter(record["kinds"]),
        forms={form["form"]: _form(form) for form in record["forms"]},
    )


def _form(record: Record) -> Form:
    first = record["first"]
    place: Place = (first["published"], first["doc"], int(first["start"]), int(first["end"]))
    return Form(
        documents=int(record["documents"]),
        verdicts=Counter(record["verdicts"]),
        bases=Counter(record["by"]),
        pivots=Counter({(p["lang"], p["form"]): int(p["count"]) for p in record["pivots"]}),
        cells=Counter({(c["published"], c["outlet"], c["engine"]): int(c["count"]) for c in record["seen"]}),
        first=place,
    )


def _counts(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _line(out: TextIO, record: Record) -> None:
    from audit.reports.jsonl import line

    out.write(line(record) + "\n")
