"""What a text is: a document, its segments, and the way back from an offset to the file it was read from.

All offsets are Unicode code points into `Document.text` as read, end exclusive.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


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

    `element` names the part of a structured file (`/records/7/text`, a TMX unit, a table cell), else it is None.
    """

    file: str
    line: int
    column: int
    element: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that stands in the file as it is: [start, start + length) of the document begins at `place`."""

    start: int
    length: int
    line: int
    column: int
    element: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file behind a document and the pieces, in order of their start, that map its offsets into that file."""

    file: str
    format: str
    encoding: str = "utf-8"
    pieces: tuple[Piece, ...] = ()
    warnings: tuple[str, ...] = ()

    def place(self, offset: int, text: str) -> Place:
        """The place of `offset` (code points into `text`, the document's own text) in the file.

        Within a piece, line breaks of the text are taken to be line breaks of the file when the piece has no element;
        inside an element (a JSON string, a table cell) the place is that of the element's beginning.
        """
        at = bisect.bisect_right([piece.start for piece in self.pieces], offset) - 1
        if at < 0:
            return Place(file=self.file, line=1, column=1)
        piece = self.pieces[at]
        if piece.element is not None:
            return Place(file=self.file, line=piece.line, column=piece.column, element=piece.element)
        before = text[piece.start : offset].replace("\r\n", "\n").replace("\r", "\n")
        breaks = before.count("\n")
        if not breaks:
            return Place(file=self.file, line=piece.line, column=piece.column + len(before))
        return Place(file=self.file, line=piece.line + breaks, column=len(before) - before.rfind("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """The text in the language between: `lang` is an ISO 639-1 code."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A unit that the file itself cuts (a line of a bitext, a TMX unit): spans into text, pivot and original."""

    start: int
    end: int
    pivot: tuple[int, int] | None = None
    original: tuple[int, int] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what is known of it. `metadata` carries keys of the input that the audit does not know."""

    id: str
    text: str
    lang: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    pivot: Pivot | None = None
    segments: tuple[Segment, ...] = ()
    origin: Origin | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)

    def span(self, start: int, end: int) -> Span:
        """The span [start, end) of this document's text."""
        return Span(doc=self.id, start=start, end=end, text=self.text[start:end])
