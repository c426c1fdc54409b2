"""JSON lines: one object a line with `text` and, where known, id, lang, title, outlet, url, published, pivot, segments.

A broken line is reported and the others go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

from corpora.documents import Document, Origin, Piece
from corpora.encodings import Encoding, decode
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import BadRecord, document, shown
from corpora.streams import LIMIT, lines, opened

_TEXT_KEY = re.compile(r'"text"\s*:\s*"')
_WHITE = b" \t\r\n"


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a file of JSON lines."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, lines(stream))


def documents(source: Source, rows: Iterable[tuple[int, bytes | None, Encoding]]) -> Iterator[Document | Unreadable]:
    """The documents of numbered lines of bytes."""
    for number, raw, encoding in rows:
        name = f"{source.id}#{number}"
        if raw is None:
            reason = f"a line of more than {LIMIT // 1_000_000} MB, split it into documents"
            yield Unreadable(doc=name, reason=f"{source.path}:{number}: {reason}")
            continue
        if not raw.strip(_WHITE):
            continue
        try:
            yield _document(source, number, name, raw, encoding)
        except BadRecord as error:
            yield Unreadable(doc=name, reason=f"{source.path}:{number}: {error}")


def _document(source: Source, number: int, name: str, raw: bytes, encoding: Encoding) -> Document:
    if encoding.name.startswith(("utf-16", "utf-32")):
        line_encoding = Encoding(name="utf-8")
    else:
        line_encoding = Encoding(name=encoding.name, guessed=encoding.guessed)
    line, replaced = decode(raw, line_encoding)
    row = _parsed(raw if line_encoding.name == "utf-8" and not replaced else line)
    origin = Origin(
        file=source.path,
        format="jsonlines",
        encoding=encoding.name,
        pieces=(_piece(row, number, line),),
        warnings=encoding.warnings,
    )
    return document(row, name, origin, replaced)


def _parsed(raw: bytes | str) -> dict[str, object]:
    """The object of one line. msgspec is quick but refuses lone surrogates and NaN, so json has the last word."""
    value: object
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError):
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
        if "\0" in text:
            raise BadRecord("holds NUL characters, this looks like binary data: give JSON lines") from None
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            what = f"broken JSON ({error.msg.lower()} at column {error.pos + 1})"
            raise BadRecord(f"{what}, write one object a line") from None
        except (RecursionError, ValueError):
            raise BadRecord("broken JSON (nested too deep or a number too long), write one object a line") from None
    except RecursionError:
        raise BadRecord("broken JSON (nested too deep), write one object a line") from None
    if not isinstance(value, dict):
        raise BadRecord(f"the line is {shown(value)}, no object: write one object a line")
    return value


def _piece(row: dict[str, object], number: int, line: str) -> Piece:
    """Where the string of the top-level "text" begins (column after its quotation mark)."""
    text = row.get("text")
    length = len(text) if isinstance(text, str) else 0
    found = _TEXT_KEY.search(line)
    if found and '"pivot"' in line[: found.start()]:
        found = next((m for m in _TEXT_KEY.finditer(line, found.end()) if _depth(line, m.start()) == 1), found)
    return Piece(start=0, length=length, line=number, column=found.end() + 1 if found else 1, element="/text")


def _depth(line: str, at: int) -> int:
    """How many braces are open before `at`, strings left out."""
    depth = 0
    for token in re.finditer(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}]', line[:at]):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
    return depth
