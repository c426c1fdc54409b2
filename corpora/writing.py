"""Corrections written back into the file that a text was read from: text, Markdown, JSON lines, CSV and TSV.

Bytes outside of the changed stretches stay: encoding, byte-order mark, line ends, escapes, spacing. A file is
replaced whole or not at all, and only when reading the new one gives exactly the corrected texts.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.documents import Document
from corpora.encodings import encoding_of
from corpora.errors import CorpusError
from corpora.formats import Source, table
from corpora.reading import read


class Unwritable(CorpusError):
    """A file that corrections cannot be written back into, and why, in one line; it is left as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What stands at [start, end) of a document's text (code points) becomes `text`."""

    start: int
    end: int
    text: str


Edits = Mapping[str, Sequence[Edit]]
"""Edits of the documents of one file, by document id; in any order, none overlapping another."""


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made.

    >>> edited("a bad day", [Edit(start=2, end=5, text="good")])
    'a good day'
    """
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(f"[{edit.start}, {edit.end}) overlaps another edit or lies outside of the text")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def rewritten(source: Source, documents: Mapping[str, Document], edits: Edits, data: bytes) -> bytes:
    """The bytes of a file with the edits of its documents (by id) made. Raises Unwritable."""
    if source.compression:
        raise Unwritable(f"{source.path}: is compressed, unpack it first")
    wanted = [(documents[id], made) for id, made in edits.items() if made]
    writers = {"text": _text, "jsonlines": _jsonlines, "table": _table}
    for document, _ in wanted:
        format = document.origin.format if document.origin else "none"
        if format not in writers or document.origin is None or not document.origin.pieces:
            raise Unwritable(f"{source.path}: corrections cannot be written into this format ({format})")
        if document.segments:
            raise Unwritable(f"{source.path}: {document.id} has segments, whose offsets would no longer fit")
    if not wanted:
        return data
    origin = wanted[0][0].origin
    assert origin is not None
    try:
        return writers[origin.format](source, wanted, data)
    except (IndexError, ValueError):  # what stands there is not what was read
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again") from None


def write(source: Source, documents: Mapping[str, Document], edits: Edits) -> None:
    """Make the edits in the file. Raises Unwritable (nothing has changed then) and OSError."""
    final = Path(os.path.realpath(source.path))
    data = final.read_bytes()
    new = rewritten(source, documents, edits, data)
    if new == data:
        return
    temporary = final.with_name(f".{final.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(final, temporary)
        verify(source, replace(source, path=str(temporary)), documents, edits)
        if final.read_bytes() != data:
            raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)


def verify(source: Source, new: Source, documents: Mapping[str, Document], edits: Edits) -> None:
    """Read the file as it is and the new one side by side. Raises Unwritable unless only the edits tell them apart."""
    left = set(edits)
    for before, after in _side_by_side(source, new):
        if isinstance(before, Document) and isinstance(after, Document):
            made = edits.get(before.id, ())
            left.discard(before.id)
            known = documents.get(before.id)
            if known is not None and known.text != before.text:
                raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
            expected = replace(before, text=edited(before.text, made), origin=None)
            if replace(after, origin=None) == expected:
                continue
        elif type(before) is type(after):
            continue
        raise Unwritable(f"{source.path}: the corrected file does not read as it should, it is left as it was")
    if left:
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again")


def _side_by_side(source: Source, new: Source) -> Iterator[tuple[object, object]]:
    try:
        yield from zip(read([source]), read([new]), strict=True)
    except ValueError:
        raise Unwritable(
            f"{source.path}: the corrected file does not read as it should, it is left as it was"
        ) from None


_Wanted = Sequence[tuple[Document, Sequence[Edit]]]


def _text(source: Source, wanted: _Wanted, data: bytes) -> bytes:
    ((document, edits),) = wanted
    assert document.origin is not None
    mark = encoding_of(data).mark
    codec = _Codec(source, document.origin.encoding)
    return data[:mark] + codec.encode(edited(codec.decode(data[mark:]), edits))


def _jsonlines(source: Source, wanted: _Wanted, data: bytes) -> bytes:
    head, lines = _lines(source, wanted, data)
    for document, edits in wanted:
        assert document.origin is not None
        index = document.origin.pieces[0].line - 1
        codec = _Codec(source, document.origin.encoding)
        line = codec.decode(lines[index])
        start, end = _literal(source, line)
        literal = line[start:end]
        ascii_only = line.isascii() and "\\u" in line
        places = _places(literal, _JSON_UNIT) if "\\" in literal else range(len(literal) + 1)
        moved = [
            Edit(
                start=places[edit.start],
                end=places[edit.end],
                text=json.dumps(edit.text, ensure_ascii=ascii_only)[1:-1],
            )
            for edit in edits
        ]
        lines[index] = codec.encode(line[:start] + edited(literal, moved) + line[end:])
    return head + b"".join(lines)


def _table(source: Source, wanted: _Wanted, data: bytes) -> bytes:
    head, lines = _lines(source, wanted, data)
    delimiter = "," if source.extension == ".csv" else "\t"
    if delimiter == "," and lines[0].count(b";") > lines[0].count(b","):
        delimiter = ";"
    for document, edits in wanted:
        assert document.origin is not None
        piece = document.origin.pieces[0]
        codec = _Codec(source, document.origin.encoding)
        first = last = piece.line - 1
        row = codec.decode(lines[first])
        inside = table._is_open(row, delimiter, False)
        while inside and last + 1 < len(lines):
            last += 1
            more = codec.decode(lines[last])
            inside = table._is_open(more, delimiter, True)
            row += more
        column = int(re.sub(r"\D", "", piece.element or "") or 1) - 1
        start, end = _cell(source, row, delimiter, column)
        row = row[:start] + _new_cell(row[start:end], delimiter, edits) + row[end:]
        lines[first] = codec.encode(row)
        lines[first + 1 : last + 1] = [b""] * (last - first)
    return head + b"".join(lines)


class _Codec:
    """Bytes of one encoding to code points and back without loss. Raises Unwritable where that cannot be."""

    def __init__(self, source: Source, name: str) -> None:
        self._path, self._name = source.path, name
        self._errors = "surrogateescape" if name == "utf-8" else "strict"

    def decode(self, data: bytes) -> str:
        try:
            text = data.decode(self._name, self._errors)
        except UnicodeError:
            text = ""
        if text.encode(self._name, self._errors) != data:
            raise Unwritable(f"{self._path}: cannot be written in {self._name} without loss, convert it to UTF-8")
        return text

    def encode(self, text: str) -> bytes:
        try:
            return text.encode(self._name, self._errors)
        except UnicodeError:
            raise Unwritable(
                f"{self._path}: a correction cannot be written in {self._name}, convert the file to UTF-8"
            ) from None


def _lines(source: Source, wanted: _Wanted, data: bytes) -> tuple[bytes, list[bytes]]:
    """The byte-order mark and the lines with their ends. Raises Unwritable for encodings of wide characters."""
    encoding = encoding_of(data)
    if encoding.name.startswith(("utf-16", "utf-32")):
        raise Unwritable(f"{source.path}: is {encoding.name}, convert it to UTF-8")
    lines = re.findall(rb"[^\n]*\n|[^\n]+\Z", data[encoding.mark :])
    if any(document.origin.pieces[0].line > len(lines) for document, _ in wanted if document.origin):
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
    return data[: encoding.mark], lines


_JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]', re.DOTALL)
_JSON_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
_CSV_UNIT = re.compile(r'""|.', re.DOTALL)


def _places(literal: str, unit: re.Pattern[str]) -> list[int]:
    """Where each code point of the value begins in the literal, and where the last one ends."""
    return [*(match.start() for match in unit.finditer(literal)), len(literal)]


def _literal(source: Source, line: str) -> tuple[int, int]:
    """Where the string of the top-level "text" stands in a line of JSON, without its quotation marks."""
    depth, expected, key = 0, "", ""
    found: tuple[int, int] | None = None
    for match in _JSON_TOKEN.finditer(line):
        token = match[0]
        if token[0] == '"':
            if depth == 1 and expected == "key":
                key = str(json.loads(token, strict=False))
            elif depth == 1 and expected == "value" and key == "text":
                found = (match.start() + 1, match.end() - 1)
        elif token in "{[":
            depth += 1
            expected = "key" if depth == 1 else expected
        elif token in "}]":
            depth -= 1
        elif depth == 1:
            expected = "value" if token == ":" else "key"
    if found is None:
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
    return found


def _cell(source: Source, row: str, delimiter: str, column: int) -> tuple[int, int]:
    """Where a cell stands in a row, with its quotation marks."""
    at = 0
    for number in range(column + 1):
        end = _cell_end(row, delimiter, at)
        if row[end : end + 1] not in ("", delimiter, "\r", "\n"):
            break
        if number == column:
            return at, end
        at = end + 1
    raise Unwritable(f"{source.path}: a row is not written as tables are, corrections cannot be put into it")


def _cell_end(row: str, delimiter: str, at: int) -> int:
    if row[at : at + 1] == '"':
        close = row.find('"', at + 1)
        while close >= 0 and row[close + 1 : close + 2] == '"':
            close = row.find('"', close + 2)
        return close + 1 if close >= 0 else len(row)
    ends = [place for sign in (delimiter, "\r", "\n") if (place := row.find(sign, at)) >= 0]
    return min(ends, default=len(row))


def _new_cell(cell: str, delimiter: str, edits: Sequence[Edit]) -> str:
    """A cell with its edits made, in quotation marks where it has them or needs them now."""
    if not cell.startswith('"'):
        plain = edited(cell, edits)
        needed = plain.startswith('"') or any(sign in plain for sign in (delimiter, "\r", "\n"))
        return '"' + plain.replace('"', '""') + '"' if needed else plain
    inner = cell[1:-1]
    places = _places(inner, _CSV_UNIT) if '""' in inner else range(len(inner) + 1)
    moved = [Edit(start=places[edit.start], end=places[edit.end], text=edit.text.replace('"', '""')) for edit in edits]
    return f'"{edited(inner, moved)}"'
