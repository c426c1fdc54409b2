"""What a text is: a document, its segments, and the way back from an offset to the file it was read from.

All offsets are Unicode code points into `Document.text` as read, end exclusive.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one document: `text` is what stands at [start, end)."""

    doc: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an offset lies in the file that was read: line and column count from 1, in code points of that file.

    `exact` is False where only the beginning of the element is known. `element` names the part of a structured file
    (`/records/7/text`, a TMX unit, a table cell), else it is None.
    """

    file: str
    line: int
    column: int
    element: str | None = None
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Piece(NamedTuple):
    """A run of text and where it stands in the file: [start, start + length) of the document begins at line and column.

    The run takes `size` code points there, which differs from `length` for what is written as an escape and can only be
    replaced whole; it is -1 where only the beginning of the element is known. Where corrections can be written back,
    `at` is its place in the decoded file (code points after the byte-order mark), else -1.
    `form` names the way of writing there (`corpora.forms`). `joins` says that what stands in the file between this run
    and the one before it goes when an edit covers both (the quotation marks of a string that goes on in the next line).
    A tuple, for a text with many escapes has many of them.
    """

    start: int
    length: int
    line: int
    column: int
    element: str | None = None
    at: int = -1
    size: int = -1
    form: str = ""
    joins: bool = False

    @property
    def exact(self) -> bool:
        """Whether the run stands in the file code point by code point."""
        return self.size == self.length if self.size >= 0 else self.element is None


def _start(piece: Piece) -> int:
    return piece.start


@lru_cache(maxsize=4)
def _line_starts(text: str) -> Sequence[int]:
    """Where the lines of a text begin; kept, for a long text may be asked for thousands of places."""
    return [0, *(match.end() for match in re.finditer("\r\n?|\n", text))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file behind a document and the pieces, in order of their start, that map its offsets into that file."""

    file: str
    format: str
    encoding: str = "utf-8"
    pieces: Sequence[Piece] = ()
    warnings: tuple[str, ...] = ()

    def place(self, offset: int, text: str, end: bool = False) -> Place:
        """The place of `offset` (code points into `text`, the document's own text) in the file.

        `end` says that a stretch ends there: the place is that behind its last character.

        Exact where the text stands in the file as it is; else the place is that of the element's beginning (a cell of
        a table). What lies between two pieces is placed at the end of the first.
        """
        at = bisect.bisect_right(self.pieces, offset - end, key=_start) - 1
        if at < 0:
            first = self.pieces[0] if self.pieces else None
            return Place(file=self.file, line=first.line if first else 1, column=first.column if first else 1)
        piece = self.pieces[at]
        if not piece.exact:
            exact = piece.size >= 0
            size = piece.size if end and exact else 0
            return Place(
                file=self.file, line=piece.line, column=piece.column + size, element=piece.element, exact=exact
            )
        offset = min(offset, piece.start + piece.length)
        starts = _line_starts(text)
        line = bisect.bisect_right(starts, offset)
        breaks = line - bisect.bisect_right(starts, piece.start)
        column = offset - starts[line - 1] + 1 if breaks else piece.column + offset - piece.start
        return Place(file=self.file, line=piece.line + breaks, column=column, element=piece.element)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """The text in the language between: `lang` is an ISO 639-1 code."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A unit that the file itself cuts (a line of a bitext, a TMX unit): spans into text, pivot and original.

    `original` are offsets into the text of the document's `original`.
    """

    start: int
    end: int
    pivot: tuple[int, int] | None = None
    original: tuple[int, int] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what is known of it. `metadata` carries keys of the input that the audit does not know.

    `original` is the English original that came with the text, to which its segments refer; None where the audit has
    to look for it.
    """

    id: str
    text: str
    lang: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    pivot: Pivot | None = None
    segments: tuple[Segment, ...] = ()
    original: Document | None = None
    origin: Origin | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)

    def span(self, start: int, end: int) -> Span:
        """The span [start, end) of this document's text."""
        return Span(doc=self.id, start=start, end=end, text=self.text[start:end])
