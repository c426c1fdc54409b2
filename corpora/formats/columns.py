"""Parquet and Arrow files: a row is a document, its columns those of a table; read in batches.

Corrections are not written back; a file without some of its rows is written anew, value for value.

A column `translation` with a field for each language, or columns named by languages, make a bitext: a row is a
segment.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from corpora.assembly import Bitext, Unit, sides
from corpora.documents import Document, Origin, Piece
from corpora.encodings import Encoding
from corpora.errors import Unreadable
from corpora.formats import LANGUAGES, Source
from corpora.formats.records import BadRecord, document, language_code
from corpora.streams import CHUNK, LIMIT, seekable

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 256
"""Rows of a batch."""

HELD = 32 << 20
"""Bytes of rows that make a row group of a new file."""

_UTF_8 = Encoding(name="utf-8")


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a file of columns."""
    import pyarrow as pa

    if source.compression:
        what = f"packed in {source.compression}, unpack it (Parquet is compressed within)"
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {what}")
        return
    try:
        with seekable(source.path) as file:
            yield from _documents(source, file)
    except (pa.ArrowException, ValueError, NotImplementedError, SystemError) as error:
        said = " ".join(str(error).split())[:120]
        what = f"no {source.extension[1:].capitalize()} file or a damaged one ({said}), write it again"
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {what}")


def _documents(source: Source, file: Any) -> Iterator[Document | Unreadable]:
    schema, batches = _opened(source, file)
    names = {name.lower(): name for name in schema.names}
    if "text" in names:
        yield from _rows(source, batches)
        return
    langs = _languages(schema)
    if langs is None:
        what = 'no column "text", no "translation" and no columns named by languages: name the columns'
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {what}")
        return
    yield from Bitext(source, "columns", _UTF_8).documents(_units(batches, langs, "translation" in schema.names))


def _opened(source: Source, file: Any) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The schema and the batches, of which one at a time is in memory."""
    if source.extension == ".parquet":
        import pyarrow.parquet as pq

        parquet = pq.ParquetFile(file, buffer_size=1 << 20)
        return parquet.schema_arrow, parquet.iter_batches(batch_size=ROWS)
    import pyarrow as pa

    try:
        table = pa.ipc.open_file(file)
        return table.schema, (table.get_batch(n) for n in range(table.num_record_batches))
    except pa.ArrowInvalid:
        file.seek(0)
        stream = pa.ipc.open_stream(file)
        return stream.schema, iter(stream)


def count(source: Source) -> int:
    """The number of rows."""
    with seekable(source.path) as file:
        return sum(batch.num_rows for batch in _opened(source, file)[1])


def without_rows(source: Source, gone: Callable[[int], bool]) -> Iterator[bytes]:
    """The bytes of a new file without the rows of certain numbers (from 0): schema, metadata and order as they were.

    Parquet keeps the compression of each column; Arrow the kind of file (with random access or a stream).
    """
    import pyarrow as pa

    with seekable(source.path) as file, tempfile.TemporaryFile() as out:
        head = file.read(6)
        file.seek(0)
        schema, batches = _opened(source, file)
        with _writer(source, file, head, schema, out) as write:
            at, held, size = 0, list[pa.RecordBatch](), 0
            for batch in batches:
                left = batch.filter(pa.array([not gone(at + n) for n in range(batch.num_rows)], pa.bool_()))
                at += batch.num_rows
                held, size = [*held, left], size + left.nbytes
                if size > HELD:
                    write(pa.Table.from_batches(held, schema))
                    held, size = [], 0
            write(pa.Table.from_batches(held, schema))
        out.seek(0)
        yield from iter(lambda: out.read(CHUNK), b"")


@contextmanager
def _writer(
    source: Source, file: Any, head: bytes, schema: pa.Schema, out: Any
) -> Iterator[Callable[[pa.Table], None]]:
    import pyarrow as pa

    if source.extension == ".parquet":
        import pyarrow.parquet as pq

        groups = pq.ParquetFile(file).metadata
        columns = [groups.row_group(0).column(n) for n in range(groups.num_columns)] if groups.num_row_groups else []
        packed = {column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns}
        with pq.ParquetWriter(out, schema, compression=packed or "NONE") as writer:
            yield lambda table: writer.write_table(table, row_group_size=len(table)) if len(table) else None
        return
    make = pa.ipc.new_file if head == b"ARROW1" else pa.ipc.new_stream
    options = pa.ipc.IpcWriteOptions(compression="lz4" if source.extension == ".feather" else None)
    with make(out, schema, options=options) as writer:
        yield writer.write_table


def _rows(source: Source, batches: Iterator[pa.RecordBatch]) -> Iterator[Document | Unreadable]:
    for number, row in enumerate(_each(batches), 1):
        name = f"{source.id}#{number}"
        try:
            yield _document(source, number, name, row)
        except BadRecord as error:
            yield Unreadable(doc=name, reason=f"{source.path}:{number}: {error}")


def _each(batches: Iterator[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        batch.validate(full=True)  # offsets of a damaged file may lead anywhere in memory
        for start in range(0, batch.num_rows, ROWS):
            yield from batch.slice(start, ROWS).to_pylist()


def _document(source: Source, number: int, name: str, row: dict[str, Any]) -> Document:
    fields = {key.lower(): _plain(value) for key, value in row.items() if value is not None and value != ""}
    text = fields.get("text")
    if isinstance(text, str) and len(text) > LIMIT:
        raise BadRecord(f'"text" is longer than {LIMIT // 1_000_000} MB, split it into documents')
    lang = fields.pop("pivot_lang", None)
    if isinstance(fields.get("pivot"), str):
        fields["pivot"] = {"lang": lang, "text": fields["pivot"]}
    if isinstance(fields.get("id"), int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    length = len(text) if isinstance(text, str) else 0
    piece = Piece(start=0, length=length, line=number, column=1, element="/text")
    return document(fields, name, Origin(file=source.path, format="columns", pieces=(piece,)))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _languages(schema: pa.Schema) -> list[str] | None:
    """The languages that a bitext has columns or fields for, in their order; None where it is none."""
    import pyarrow as pa

    names = schema.names
    if "translation" in names and pa.types.is_struct(schema.field("translation").type):
        kind = schema.field("translation").type
        names = [kind.field(n).name for n in range(kind.num_fields)]
    found = [name for name in names if name.lower().replace("_", "-").split("-")[0] in LANGUAGES]
    return found if len(found) > 1 else None


def _units(batches: Iterator[pa.RecordBatch], langs: list[str], nested: bool) -> Iterator[Unit]:
    english = any(language_code(lang) == "en" for lang in langs)
    for number, row in enumerate(_each(batches), 1):
        cells = (row.get("translation") or {}) if nested else row
        texts: list[tuple[str | None, str]] = [
            (lang, cells[lang]) for lang in langs if isinstance(cells.get(lang), str) and cells[lang].strip()
        ]
        if not texts or (english and all(language_code(lang) != "en" for lang, _ in texts)):
            continue
        translation, pivot, original = sides(texts, None)
        lang, text = texts[translation]
        yield Unit(
            number=number,
            runs=((text, -1, len(text), number, 1, "", False),),
            lang=lang,
            pivot=None if pivot is None else texts[pivot][1],
            pivot_lang=None if pivot is None else texts[pivot][0],
            original=None if original is None else texts[original][1],
            element=f"row {number}",
        )
