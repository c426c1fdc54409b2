"""CSV and TSV with named columns: id, text, lang, title, outlet, url, published, pivot, pivot_lang; one document a row.

Cells may hold line breaks in quotation marks. Columns with other names become metadata.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.chars import moved
from corpora.documents import Document, Origin, Piece
from corpora.encodings import Encoding, decode
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import BadRecord, document
from corpora.streams import LIMIT, lines, opened

COLUMNS = ("id", "text", "lang", "title", "outlet", "url", "published", "pivot", "pivot_lang")
UTF_8 = Encoding(name="utf-8")
MAX_ROW_LINES = 10_000
MAX_UNCLOSED = 20


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of one row, the number of the first, and how many characters were replaced; None: too long."""

    number: int
    lines: list[str] | None
    replaced: int = 0
    unclosed: bool = False
    encoding: Encoding = UTF_8


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a table."""
    delimiter = "," if source.extension == ".csv" else "\t"
    header: list[str] | None = None
    unclosed = 0
    with opened(source.path, source.compression) as stream:
        decoded = _Lines(lines(stream))
        for row in _rows(decoded, source):
            name = f"{source.id}#{row.number}"
            try:
                if header is None:
                    header, delimiter = _header(row, delimiter)
                    decoded.delimiter = delimiter
                    continue
                if row.unclosed:
                    unclosed += 1
                cells = _cells(row, delimiter)
                if any(cells):
                    yield _document(source, row, name, header, cells, delimiter)
            except BadRecord as error:
                yield Unreadable(doc=name, reason=f"{source.path}:{row.number}: {error}")
                if header is None or unclosed > MAX_UNCLOSED:
                    return
    if header is None:
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: an empty table: give a line of column names and rows")


class _Lines:
    """Decoded lines with a way to put some back; knows the encoding and, later, the delimiter."""

    def __init__(self, raw: Iterator[tuple[int, bytes | None, Encoding]]) -> None:
        self._raw = raw
        self._waiting: list[tuple[int, str | None, int]] = []
        self.encoding = UTF_8
        self.delimiter: str | None = None

    def next(self) -> tuple[int, str | None, int] | None:
        if self._waiting:
            return self._waiting.pop()
        item = next(self._raw, None)
        if item is None:
            return None
        number, data, self.encoding = item
        if data is None:
            return number, None, 0
        wide = self.encoding.name.startswith(("utf-16", "utf-32"))
        text, replaced = decode(data, Encoding(name="utf-8" if wide else self.encoding.name))
        return number, text, replaced

    def put_back(self, items: list[tuple[int, str | None, int]]) -> None:
        self._waiting.extend(reversed(items))


def _rows(decoded: _Lines, source: Source) -> Iterator[_Row]:
    """Runs of lines that make a row: a quotation mark that is not closed goes on in the next line."""
    default = "," if source.extension == ".csv" else "\t"
    while (first := decoded.next()) is not None:
        number, text, replaced = first
        if text is None:
            yield _Row(number, None)
            continue
        delimiter = decoded.delimiter or default
        taken: list[tuple[int, str | None, int]] = []
        parts, size = [text], len(text)
        open_cell = _is_open(text, delimiter, False)
        while open_cell and len(taken) < MAX_ROW_LINES and (more := decoded.next()) is not None:
            taken.append(more)
            if more[1] is None or size + len(more[1]) > LIMIT or _tab_inside(more[1], delimiter):
                break
            size += len(more[1])
            parts.append(more[1])
            replaced += more[2]
            open_cell = _is_open(more[1], delimiter, True)
        if open_cell:
            decoded.put_back(taken)
            yield _Row(number, [text], replaced, True, decoded.encoding)
        else:
            yield _Row(number, parts, replaced, False, decoded.encoding)


def _is_open(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a quoted cell is still open after `line`; `inside` says whether one was open before it."""
    at = 0
    while True:
        if not inside:
            if line[at : at + 1] == '"':
                at += 1
            else:
                at = line.find(delimiter, at) + 1
                if not at:
                    return False
                continue
        close = line.find('"', at)
        while close >= 0 and line[close + 1 : close + 2] == '"':
            close = line.find('"', close + 2)
        if close < 0:
            return True
        inside = False
        at = line.find(delimiter, close + 1) + 1
        if not at:
            return False


def _tab_inside(line: str, delimiter: str) -> bool:
    """Whether a line that goes on with a quoted cell of a TSV has a tab in it: then the mark was no quotation mark."""
    return delimiter == "\t" and "\t" in line.partition('"')[0]


def _header(row: _Row, delimiter: str) -> tuple[list[str], str]:
    """The column names, in small letters, and the delimiter (a semicolon where a .csv is written with it)."""
    first = "".join(row.lines or [])
    if delimiter == "," and first.count(";") > first.count(","):
        delimiter = ";"
    names = [name.strip().lower() for name in _cells(row, delimiter)]
    if "\0" in first:
        raise BadRecord("holds NUL characters, this looks like binary data: give a table")
    if "text" not in names:
        raise BadRecord(f'the first line names no column "text": name the columns, of {", ".join(COLUMNS)}')
    return names, delimiter


def _cells(row: _Row, delimiter: str) -> list[str]:
    if row.lines is None:
        raise BadRecord(f"a line of more than {LIMIT // 1_000_000} MB, split it into documents")
    if row.unclosed and delimiter != "\t":
        raise BadRecord("a quotation mark is opened and not closed, close it or double it")
    csv.field_size_limit(LIMIT)  # the library's own limit of 128 kB is one for the whole process
    if row.unclosed:
        return row.lines[0].rstrip("\r\n").split(delimiter)
    try:
        return next(csv.reader(row.lines, delimiter=delimiter), [])
    except csv.Error as error:
        raise BadRecord(f"not a row of a table ({error}), mend it") from None


def _document(source: Source, row: _Row, name: str, header: list[str], cells: list[str], delimiter: str) -> Document:
    if len(cells) > len(header):
        raise BadRecord(f"{len(cells)} cells where the first line names {len(header)} columns, quote cells with commas")
    fields: dict[str, object] = {key: cell for key, cell in zip(header, cells, strict=False) if key and cell != ""}
    pivot_lang = fields.pop("pivot_lang", None)
    if "pivot" in fields:
        fields["pivot"] = {"lang": pivot_lang, "text": fields["pivot"]}
    fields.pop("segments", None)
    text = str(fields.get("text", ""))
    column = header.index("text")
    origin = Origin(
        file=source.path,
        format="table",
        encoding=row.encoding.name,
        pieces=_pieces(row, text, delimiter, column),
        warnings=row.encoding.warnings,
    )
    return document(fields, name, origin, row.replaced)


def _pieces(row: _Row, text: str, delimiter: str, column: int) -> tuple[Piece, ...]:
    """First the row itself, an empty piece at its beginning; then the text of the cell, cut at doubled marks."""
    element = f"/text[{column + 1}]"
    begin = Piece(start=0, length=0, line=row.number, column=1, element=element)
    written = "".join(row.lines or [])
    found = cell(written, delimiter, column)
    whole = Piece(start=0, length=len(text), line=row.number, column=1, element=element)
    if found is None or row.unclosed:
        return begin, whole
    start, end = found
    if written[start : start + 1] == '"':
        start, end = start + 1, end - 1
    line, at = moved(written[:start], row.number, 1)
    pieces, offset = [begin], 0
    for part in written[start:end].split('""') if written[start - 1 : start] == '"' else [written[start:end]]:
        size = len(part) + (offset + len(part) < len(text))
        pieces.append(Piece(start=offset, length=size, line=line, column=at, element=element, size=size))
        line, at = moved(part + '""', line, at)
        offset += size
    return tuple(pieces) if offset == len(text) else (begin, whole)


def cell(row: str, delimiter: str, column: int) -> tuple[int, int] | None:
    """Where a cell stands in a row as it is written, with its quotation marks; None in a row that is none."""
    at = 0
    for number in range(column + 1):
        end = _cell_end(row, delimiter, at)
        if row[end : end + 1] not in ("", delimiter, "\r", "\n"):
            break
        if number == column:
            return at, end
        at = end + 1
    return None


def _cell_end(row: str, delimiter: str, at: int) -> int:
    if row[at : at + 1] == '"':
        close = row.find('"', at + 1)
        while close >= 0 and row[close + 1 : close + 2] == '"':
            close = row.find('"', close + 2)
        return close + 1 if close >= 0 else len(row)
    ends = [place for sign in (delimiter, "\r", "\n") if (place := row.find(sign, at)) >= 0]
    return min(ends, default=len(row))
