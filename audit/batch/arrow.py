"""Documents and results as Arrow batches: the form in which engines pass them on, and tables for whoever wants them.

`DOCUMENTS` has the keys of the JSON lines; all but `text` may be missing or null. `LINES` has a row for each document
with its JSON lines ready to be written; `RECORDS` has a row for each record, typed, with the fields of the other types
null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from audit.errors import AuditError
from corpora.documents import Document, Origin, Pivot, Segment
from corpora.errors import Unreadable

_REST = "_rest"
_PROBLEM = "_problem"

DOCUMENTS = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("text", pa.large_string()),
        pa.field("lang", pa.string()),
        pa.field("title", pa.string()),
        pa.field("outlet", pa.string()),
        pa.field("url", pa.string()),
        pa.field("published", pa.date32()),
        pa.field("pivot_lang", pa.string()),
        pa.field("pivot", pa.large_string()),
        pa.field(_REST, pa.binary()),
        pa.field(_PROBLEM, pa.string()),
    ]
)
"""`published` is a date; `_rest` (segments, place in the file, the original, further keys) and `_problem` (an input
that could not be read, and why) are filled in by `to_batch`."""


class _Rest(msgspec.Struct, omit_defaults=True):
    segments: tuple[Segment, ...] = ()
    origin: Origin | None = None
    original: Document | None = None
    metadata: dict[str, Any] = {}


def _in_words(value: object) -> tuple[Any, ...] | str:
    """What MessagePack has no form for: places that are cut when asked for as a list, other values in words."""
    return tuple(value) if isinstance(value, Sequence) else str(value)


_encode = msgspec.msgpack.Encoder(enc_hook=_in_words).encode
_decode = msgspec.msgpack.Decoder(_Rest).decode


def to_batch(inputs: Sequence[Document | Unreadable]) -> pa.RecordBatch:
    """Documents (and inputs that could not be read) as one batch, a row each, in their order."""
    rows = [
        (i.id, i.text, i.lang, i.title, i.outlet, i.url, i.published, *_pivot(i), _rest(i), None)
        if isinstance(i, Document)
        else (i.doc, None, None, None, None, None, None, None, None, None, i.reason)
        for i in inputs
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(DOCUMENTS)
    return pa.RecordBatch.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, DOCUMENTS, strict=True)], schema=DOCUMENTS
    )


def to_documents(batch: pa.RecordBatch | pa.Table, first: int = 0) -> list[Document | Unreadable]:
    """The documents of a batch that has at least a column `text`; rows without an id are called by their number,
    counted from `first`.

    Raises AuditError where a column has values of another kind than `DOCUMENTS` says.
    """
    if "text" not in batch.schema.names:
        raise AuditError(f"the batch has no column text, only {', '.join(batch.schema.names) or 'none'}")
    columns = []
    for field in DOCUMENTS:
        if field.name not in batch.schema.names:
            columns.append([None] * batch.num_rows)
            continue
        try:
            columns.append(batch.column(field.name).cast(field.type).to_pylist())
        except pa.ArrowException as error:
            what = str(error).splitlines()[0]
            raise AuditError(f"column {field.name} of the batch: {what}, give {field.type}") from error
    return [_document(number, row) for number, row in enumerate(zip(*columns, strict=True), first)]


def _pivot(document: Document) -> tuple[str | None, str | None]:
    return (document.pivot.lang, document.pivot.text) if document.pivot else (None, None)


def _rest(document: Document) -> bytes | None:
    if not (document.segments or document.origin or document.original or document.metadata):
        return None
    return _encode(_Rest(document.segments, document.origin, document.original, dict(document.metadata)))


def _document(number: int, row: tuple[Any, ...]) -> Document | Unreadable:
    id, text, lang, title, outlet, url, published, pivot_lang, pivot, packed, problem = row
    name = str(number) if id is None else id
    if problem is not None or text is None:
        return Unreadable(doc=name, reason=problem or f"{name}: no text, write some")
    rest = _decode(packed) if packed else _Rest()
    return Document(
        id=name,
        text=text,
        lang=lang,
        title=title,
        outlet=outlet,
        url=url,
        published=published,
        pivot=Pivot(lang="und" if pivot_lang is None else pivot_lang, text=pivot) if pivot is not None else None,
        segments=rest.segments,
        origin=rest.origin,
        original=rest.original,
        metadata=rest.metadata,
    )


def _struct(**fields: pa.DataType) -> pa.StructType:
    return pa.struct([pa.field(name, kind) for name, kind in fields.items()])


_SPAN = _struct(start=pa.int64(), end=pa.int64())
_PLACE = _struct(doc=pa.string(), start=pa.int64(), end=pa.int64())
_EVIDENCE = pa.list_(_struct(kind=pa.string(), ref=pa.string(), detail=pa.string(), weight=pa.float64()))
_CANDIDATE = _struct(original=pa.string(), score=pa.float64(), relation=pa.string(), evidence=_EVIDENCE)
_SUGGESTION = _struct(text=pa.string(), confidence=pa.float64(), safe=pa.bool_(), evidence=_EVIDENCE)

FIELDS: Mapping[str, Mapping[str, pa.DataType]] = {
    "document": {
        "doc": pa.string(),
        "candidates": pa.list_(_CANDIDATE),
        "notes": pa.list_(pa.string()),
        "warnings": pa.list_(pa.string()),
    },
    "link": {
        "doc": pa.string(),
        "translation": _SPAN,
        "pivot": _SPAN,
        "original": _PLACE,
        "score": pa.float64(),
        "parts": pa.list_(_struct(translation=_SPAN, original=_SPAN)),
        "quotes": pa.list_(
            _struct(
                translation=_SPAN,
                original=_SPAN,
                form=pa.string(),
                score=pa.float64(),
                speakers=_struct(translation=pa.string(), original=pa.string()),
            )
        ),
        "alternates": pa.list_(_struct(doc=pa.string(), start=pa.int64(), end=pa.int64(), score=pa.float64())),
    },
    "finding": {
        "doc": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "surface": pa.string(),
        "rule": pa.string(),
        "category": pa.string(),
        "severity": pa.string(),
        "confidence": pa.float64(),
        "message": pa.string(),
        "mqm": pa.string(),
        "subtype": pa.string(),
        "route": pa.list_(_struct(lang=pa.string(), form=pa.string(), detail=pa.string())),
        "suggestions": pa.list_(_SUGGESTION),
        "rejected": pa.list_(_struct(text=pa.string(), why=pa.string())),
        "evidence": _EVIDENCE,
        "fingerprint": pa.string(),
        "context_key": pa.string(),
        "place": _struct(file=pa.string(), line=pa.int64(), column=pa.int64(), element=pa.string()),
    },
    "skipped": {"doc": pa.string(), "reason": pa.string()},
}
"""The fields of each type of record, in the order of the JSON lines."""

SCHEMAS = {kind: pa.schema(list(fields.items())) for kind, fields in FIELDS.items()}
RECORDS = pa.schema({"type": pa.string()} | {name: kind for fields in FIELDS.values() for name, kind in fields.items()})
"""Records of all types in one table."""

LINES = pa.schema(
    {
        "doc": pa.string(),
        "skipped": pa.string(),
        "lines": pa.large_binary(),
        "links": pa.int64(),
        "rules": pa.list_(pa.string()),
        "remarks": pa.list_(pa.string()),
    }
)
"""A row for each document: why it was skipped (null: it was not), its JSON lines, its number of links, the rule of each
finding, what standard error should hear of it."""

_OPTIONAL = {
    "document": {"notes", "warnings"},
    "link": {"translation", "pivot", "parts", "quotes", "alternates"},
    "finding": {"place"},
    "skipped": set(),
}


def from_records(records: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """Records (dictionaries as in the JSON lines) as a batch of `RECORDS`; run and summary lines are left out."""
    rows = [record for record in records if record["type"] in FIELDS]
    return pa.RecordBatch.from_pylist(rows, schema=RECORDS)


def to_records(batch: pa.RecordBatch | pa.Table, kind: str | None = None) -> Iterator[dict[str, Any]]:
    """The records of a batch as in the JSON lines; `kind` is their type where the batch has no column for it."""
    for row in batch.to_pylist():
        type_ = kind or row["type"]
        optional = _OPTIONAL[type_]
        found = {"type": type_}
        for name in FIELDS[type_]:
            value = row[name]
            if value is not None or name not in optional:
                found[name] = _plain(value)
        yield found


def _plain(value: Any) -> Any:
    """Fields that a record leaves out where they say nothing are left out again."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None or k not in ("weight", "element")}
    return value
