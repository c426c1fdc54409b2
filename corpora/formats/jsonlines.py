"""JSON lines: one object a line with `text` and, where known, id, lang, title, outlet, url, published, pivot, segments.

A broken line is reported and the others go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import msgspec

from corpora.chars import Chars, Line
from corpora.documents import Document, Origin, Piece
from corpora.encodings import Encoding, sound
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import BadRecord, document, shown
from corpora.streams import LIMIT, Stream, opened

_KEY = re.compile(r'"text"\s*:\s*"')
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)
_SURROGATES = re.compile("[\udc80-\udcff]")
_WHITE = " \t\r\n"
_STRING = json.JSONDecoder()


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a file of JSON lines."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, stream)


def documents(source: Source, stream: Stream) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    chars = Chars(stream)
    for line in chars.lines():
        name = f"{source.id}#{line.number}"
        if line.text is None:
            reason = f"a line of more than {LIMIT // 1_000_000} MB, split it into documents"
            yield Unreadable(doc=name, reason=f"{source.path}:{line.number}: {reason}")
            continue
        if not line.text.strip(_WHITE):
            continue
        try:
            yield _document(source, line, line.text, name, chars.encoding)
        except BadRecord as error:
            yield Unreadable(doc=name, reason=f"{source.path}:{line.number}: {error}")


def _document(source: Source, line: Line, written: str, name: str, encoding: Encoding) -> Document:
    row = _parsed(written)
    text = row.get("text")
    replaced = 0
    if not (encoding.name == "utf-8" and sound(written)):
        replaced = len(_SURROGATES.findall(written)) or (encoding.name != "utf-8" and written.count("\ufffd"))
        if replaced and isinstance(text, str):
            replaced = max(0, replaced - len(_SURROGATES.findall(text)))
    origin = Origin(
        file=source.path,
        format="jsonlines",
        encoding=encoding.name,
        pieces=_pieces(line, written, text) if isinstance(text, str) else (),
        warnings=encoding.warnings,
    )
    return document(row, name, origin, replaced)


def _parsed(line: str) -> dict[str, object]:
    """The object of one line. msgspec is quick but refuses lone surrogates and NaN, so json has the last word."""
    value: object
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError):
        if "\0" in line:
            raise BadRecord("holds NUL characters, this looks like binary data: give JSON lines") from None
        try:
            value = json.loads(line)
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


def _pieces(line: Line, written: str, text: str) -> Sequence[Piece]:
    """Where the string of the top-level "text" stands, each escape a piece of its own."""
    start, end = _place(written, text)
    form = "json-ascii" if written.isascii() and "\\u" in written else "json"
    return _Pieces(written[start:end], line.number, start + 1, line.at + start, form)


def _place(written: str, text: str) -> tuple[int, int]:
    """Where the string of the top-level "text" stands in a line, without its quotation marks."""
    found = _KEY.search(written)
    if found and written.count("{", 0, found.start()) == 1:
        try:
            value, end = _STRING.raw_decode(written, found.end() - 1)
        except ValueError:
            return _literal(written)
        if value == text:
            return found.end(), end - 1
    return _literal(written)


class _Pieces(Sequence[Piece]):
    """The pieces of a string, cut for the first who asks: most texts are asked for no place, and lines are escapes.

    `literal` is the string as it is written, from `column` of a `line` and from `at` of the file.
    """

    def __init__(self, literal: str, line: int, column: int, at: int, form: str) -> None:
        self._given = (literal, line, column, at, form)

    def __reduce__(self) -> tuple[type, tuple[str, int, int, int, str]]:
        return _Pieces, self._given

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | Sequence[Piece]:
        return self._cut[index]

    def __len__(self) -> int:
        return len(self._cut)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._cut == tuple(other)

    def __hash__(self) -> int:
        return hash(self._cut)

    @cached_property
    def _cut(self) -> tuple[Piece, ...]:
        literal, line, column, begin, form = self._given
        pieces, at, offset = list[Piece](), 0, 0

        def add(upto: int, length: int) -> None:
            nonlocal at, offset
            if upto > at or not pieces:
                pieces.append(Piece(offset, length, line, column + at, "/text", begin + at, upto - at, form))
            at, offset = upto, offset + length

        for match in _ESCAPE.finditer(literal) if "\\" in literal else ():
            if match.start() > at:
                add(match.start(), match.start() - at)
            add(match.end(), 1)
        add(len(literal), len(literal) - at)
        return tuple(pieces)


def _literal(line: str) -> tuple[int, int]:
    """The same for any order and depth of keys: token by token."""
    depth, expected, key = 0, "", ""
    start, stop = 0, 0
    for match in _TOKEN.finditer(line):
        token = match[0]
        if token[0] == '"':
            if depth == 1 and expected == "key":
                key = str(json.loads(token, strict=False))
            elif depth == 1 and expected == "value" and key == "text":
                start, stop = match.start() + 1, match.end() - 1
        elif token in "{[":
            depth += 1
            expected = "key" if depth == 1 else expected
        elif token in "}]":
            depth -= 1
        elif depth == 1:
            expected = "value" if token == ":" else "key"
    return start, stop
