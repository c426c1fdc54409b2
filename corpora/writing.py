"""Corrections written back into the file that a text was read from.

Bytes outside of the changed stretches stay: encoding, byte-order mark, line ends, escapes, spacing, tags. A file is
replaced whole or not at all, and only when reading the new one gives exactly the corrected texts.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpora.documents import Document
from corpora.encodings import encoding_of
from corpora.errors import CorpusError
from corpora.formats import Source, table
from corpora.forms import Declined
from corpora.reading import read
from corpora.remote import can_be_put, is_remote, put, state
from corpora.splicing import Edit, Lossy, copied, in_file, refusal
from corpora.streams import CHUNK, broken_stream_errors, explain, opened, packed

__all__ = ["Edit", "Edits", "Unwritable", "changed", "edited", "new_bytes", "refused", "texts", "verify", "write"]


class Unwritable(CorpusError):
    """A file that corrections cannot be written back into, and why, in one line; it is left as it was."""


_Wanted = Sequence[tuple[Document, Sequence[Edit]]]

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


def changed(document: Document, edits: Sequence[Edit]) -> Document:
    """The document with all edits made; its segments move along."""
    made = sorted(edits, key=lambda edit: (edit.start, edit.end))
    segments = tuple(
        replace(one, start=_shifted(one.start, made, True), end=_shifted(one.end, made, False))
        for one in document.segments
    )
    return replace(document, text=edited(document.text, made), segments=segments)


def _shifted(offset: int, edits: Sequence[Edit], begins: bool) -> int:
    """Where an offset lies after the edits; words put in where a segment begins belong to it."""
    by = 0
    for edit in edits:
        if edit.end > offset or (begins and edit.start == offset):
            break
        by += len(edit.text) - (edit.end - edit.start)
    return offset + by


def refused(document: Document, edit: Edit) -> str | None:
    """Why a correction cannot be written into the file of a document, in a few words; None where it can."""
    if not edit.text.strip():
        for one in document.segments:
            if edit.start < one.end and one.start < edit.end:
                rest = document.text[one.start : edit.start] + document.text[edit.end : one.end]
                if not rest.strip():
                    return "would leave a segment empty"
    return refusal(document, edit)


def new_bytes(source: Source, documents: Mapping[str, Document], edits: Edits) -> Iterator[bytes]:
    """The bytes of the file with the edits of its documents (by id) made, unpacked. Raises Unwritable, OSError."""
    wanted = [(documents[id], made) for id, made in edits.items() if made]
    for document, _ in wanted:
        origin = document.origin
        writable = origin is not None and (origin.format == "table" or any(piece.at >= 0 for piece in origin.pieces))
        if origin is None or not writable:
            format = source.extension.lstrip(".") or (origin.format if origin else "none")
            raise Unwritable(f"{source.path}: corrections cannot be written into this format ({format})")
        if document.segments and origin.format in ("jsonlines", "table"):
            raise Unwritable(f"{source.path}: {document.id} has segments, whose offsets would no longer fit")
    origin = wanted[0][0].origin if wanted else None
    try:
        with opened(source.path, source.compression) as stream:
            if origin is None or origin.format == "table":
                data = b"".join(iter(lambda: stream.read(CHUNK), b""))
                yield _table(source, wanted, data) if origin else data
            elif origin.format == "docx":
                from corpora.formats.docx import rewritten

                yield rewritten(b"".join(iter(lambda: stream.read(CHUNK), b"")), _placed(wanted))
            else:
                yield from copied(stream, origin.encoding, _placed(wanted))
    except (Declined, Lossy) as error:
        raise Unwritable(f"{source.path}: {error}") from None
    except OSError:
        raise
    except broken_stream_errors() as error:
        raise Unwritable(f"{source.path}: {explain(error)}") from None
    except (IndexError, ValueError):  # what stands there is not what was read
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again") from None


def texts(source: Source, documents: Mapping[str, Document], edits: Edits) -> tuple[str, str]:
    """What a reader sees of the file before and after the edits: its decoded content, of a DOCX the paragraphs."""
    origins = [documents[id].origin for id in edits]
    if any(origin is not None and origin.format == "docx" for origin in origins):
        pairs = [(documents[id].text, edited(documents[id].text, made)) for id, made in edits.items()]
        return "\n".join(old for old, _ in pairs), "\n".join(new for _, new in pairs)
    name = next((origin.encoding for origin in origins if origin), "utf-8")
    before, after = (
        b"".join(new_bytes(source, documents, made)).decode(name, "replace").removeprefix("\ufeff")
        for made in ({}, edits)
    )
    return before, after


def _placed(wanted: _Wanted) -> list[Edit]:
    """The edits of all documents as edits of the file. Raises Declined."""
    return [in_file(document.origin, edit) for document, edits in wanted if document.origin for edit in edits]


def write(source: Source, documents: Mapping[str, Document], edits: Edits) -> None:
    """Make the edits in the file. Raises Unwritable (nothing has changed then) and OSError."""
    if not any(edits.values()):
        return
    if is_remote(source.path):
        _put(source, documents, edits)
        return
    final = Path(os.path.realpath(source.path))
    before = _state(final)
    temporary = final.with_name(f".{final.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            for part in packed(new_bytes(source, documents, edits), source.compression):
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(final, temporary)
        verify(source, replace(source, path=str(temporary)), documents, edits)
        if _state(final) != before:
            raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)


def _put(source: Source, documents: Mapping[str, Document], edits: Edits) -> None:
    """Make the edits in a remote file: written here, checked, then put there at once."""
    if not can_be_put(source.path):
        raise Unwritable(f"{source.path}: would be seen half-written there, fetch it, mend it and put it back")
    before = state(source.path)
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "new"
        with temporary.open("xb") as stream:
            for part in packed(new_bytes(source, documents, edits), source.compression):
                stream.write(part)
        verify(source, replace(source, path=str(temporary)), documents, edits)
        if state(source.path) != before:
            raise Unwritable(f"{source.path}: has changed in the meantime, run it again")
        put(temporary, source.path)


def _state(path: Path) -> tuple[int, ...]:
    """What tells whether a file was written to."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


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
            expected = replace(changed(before, made), origin=None)
            if _same(replace(after, origin=None), expected, before.origin.format if before.origin else ""):
                continue
        elif type(before) is type(after):
            continue
        raise Unwritable(f"{source.path}: the corrected file does not read as it should, it is left as it was")
    if left:
        raise Unwritable(f"{source.path}: has changed in the meantime, run it again")


def _same(found: Document, expected: Document, format: str) -> bool:
    """Whether a text reads as it should.

    Title and language of a page may follow its text; beside a code that stands by itself there is a space where letters
    stand on both sides, which a correction may change.
    """
    if format == "html":
        return (found.id, found.text) == (expected.id, expected.text)
    if format in ("tmx", "xliff", "wmt") and found.text != expected.text:
        if len(found.segments) != len(expected.segments) or _bare(found) != _bare(expected):
            return False
        expected = replace(expected, text=found.text, segments=found.segments)
    return found == expected


def _bare(document: Document) -> str:
    return document.text.replace(" ", "")


def _side_by_side(source: Source, new: Source) -> Iterator[tuple[object, object]]:
    try:
        yield from zip(read([source]), read([new]), strict=True)
    except ValueError:
        raise Unwritable(
            f"{source.path}: the corrected file does not read as it should, it is left as it was"
        ) from None


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
        found = table.cell(row, delimiter, column)
        if found is None:
            what = "a row is not written as tables are, corrections cannot be put into it"
            raise Unwritable(f"{source.path}: {what}")
        start, end = found
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


_CSV_UNIT = re.compile(r'""|.', re.DOTALL)


def _places(literal: str, unit: re.Pattern[str]) -> list[int]:
    """Where each code point of the value begins in the literal, and where the last one ends."""
    return [*(match.start() for match in unit.finditer(literal)), len(literal)]


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
