"""Documents put together from runs of a file: text with glue between runs, and bitexts cut to a bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpora.documents import Document, Origin, Piece, Pivot, Segment
from corpora.encodings import Encoding, binary_reason, clean
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import detected, language_code, replaced_warning

SEGMENTS = 200
"""Segments of one document of a bitext: enough for a name to be met again, few enough for any file to stream."""

CHARACTERS = 200_000


class Assembly:
    """The text of one document as it grows, with the pieces that lead back into the file."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self.replaced = 0

    def run(
        self,
        text: str,
        at: int,
        size: int,
        line: int,
        column: int,
        form: str = "",
        element: str | None = None,
        joins: bool = False,
    ) -> None:
        """Add text that takes [at, at + size) of the decoded file."""
        text, lost = clean(text)
        self.replaced += lost
        self.pieces.append(
            Piece(
                start=self.length,
                length=len(text),
                line=line,
                column=column,
                element=element,
                at=at,
                size=size,
                form=form,
                joins=joins,
            )
        )
        self.glue(text)

    def glue(self, text: str) -> None:
        """Add text that does not stand in the file."""
        self._parts.append(text)
        self.length += len(text)

    @property
    def last(self) -> str:
        """The last character so far, or nothing."""
        return self._parts[-1][-1:] if self._parts else ""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def origin(self, source: Source, format: str, encoding: Encoding) -> Origin:
        """The origin of the document."""
        warnings = encoding.warnings
        if self.replaced:
            warnings = (*warnings, replaced_warning(self.replaced))
        return Origin(
            file=source.path, format=format, encoding=encoding.name, pieces=tuple(self.pieces), warnings=warnings
        )


Runs = tuple[tuple[str, int, int, int, int, str, bool], ...]
"""Of a segment: text, place and size in the file, line, column, form, joins."""


@dataclass(slots=True)
class Unit:
    """One segment of a bitext: its runs, and what stands beside them.

    `element` says where in the file's own words; `doc` is the id of the document, where the file has documents. What
    stands beside in an unknown language (None) is the pivot, or the original where it turns out to be English.
    """

    number: int
    runs: Runs
    lang: str | None = None
    pivot: str | None = None
    pivot_lang: str | None = None
    original: str | None = None
    element: str | None = None
    doc: str | None = None

    @property
    def kind(self) -> tuple[object, ...]:
        """What all segments of a document have in common."""
        pivot = None if self.pivot is None else language_code(self.pivot_lang) or ""
        return self.doc, language_code(self.lang), pivot


@dataclass(slots=True)
class Bitext:
    """Makes documents of units, at most SEGMENTS each; `id#n` where n numbers the first of them in the file."""

    source: Source
    format: str
    encoding: Encoding
    facts: dict[str, object] = field(default_factory=dict)
    glue: str = "\n"
    _units: list[Unit] = field(default_factory=list)
    _size: int = 0
    _doc: str | None = None

    def documents(self, units: Iterable[Unit | Unreadable | None]) -> Iterator[Document | Unreadable]:
        """The documents of a file; None ends one before it is full."""
        for unit in units:
            if isinstance(unit, Unreadable):
                yield unit
                continue
            if unit is None or len(self._units) >= SEGMENTS or self._size >= CHARACTERS or self._other(unit):
                yield from self.rest()
            if unit is not None and any(run[0].strip() for run in unit.runs):
                self._units.append(unit)
                self._size += sum(len(run[0]) for run in unit.runs)
        yield from self.rest()

    def rest(self) -> Iterator[Document | Unreadable]:
        """The document of the units that have come in."""
        units, self._units, self._size = self._units, [], 0
        if units:
            yield self._document(units)

    def _other(self, unit: Unit) -> bool:
        return bool(self._units) and self._units[0].kind != unit.kind

    def _document(self, units: list[Unit]) -> Document | Unreadable:
        number = units[0].number
        id = f"{self.source.id}#{number}"
        if units[0].doc is not None:
            id = units[0].doc if units[0].doc != self._doc else f"{units[0].doc}#{number}"
            self._doc = units[0].doc
        lang = language_code(units[0].pivot_lang)
        if lang is None and any(unit.pivot for unit in units):
            lang = detected("\n".join(unit.pivot for unit in units if unit.pivot))
            for unit in units:
                unit.original = unit.original or (unit.pivot if lang == "en" else None)
                unit.pivot = None if lang in ("en", "und") else unit.pivot
        made, segments = Assembly(), list[Segment]()
        pivots, originals = _Beside(), _Beside()
        for unit in units:
            if made.length:
                made.glue(self.glue)
            start = made.length
            for text, at, size, line, column, form, joins in unit.runs:
                if not text.strip() and not size:
                    made.glue(text)
                else:
                    made.run(text, at, size, line, column, form, unit.element, joins)
            segments.append(
                Segment(
                    start=start,
                    end=made.length,
                    pivot=pivots.add(unit.pivot),
                    original=originals.add(unit.original),
                    place=unit.element,
                )
            )
        text = made.text
        if reason := binary_reason(text):
            place = made.pieces[0]
            return Unreadable(doc=id, reason=f"{self.source.path}:{place.line}: {reason}")
        return Document(
            id=id,
            text=text,
            lang=language_code(units[0].lang),
            pivot=pivots.pivot(lang),
            segments=tuple(segments),
            original=originals.document(f"{id} (original)"),
            origin=made.origin(self.source, self.format, self.encoding),
            **self.facts,  # type: ignore[arg-type]
        )


class _Beside:
    """The text that stands beside segments."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str | None) -> tuple[int, int] | None:
        if text is None or not text.strip():
            return None
        text = clean(text)[0]
        start = self._length + bool(self._parts)
        self._parts.append(text)
        self._length = start + len(text)
        return start, self._length

    def pivot(self, lang: str | None) -> Pivot | None:
        return Pivot(lang=lang or "und", text="\n".join(self._parts)) if self._parts else None

    def document(self, id: str) -> Document | None:
        return Document(id=id, text="\n".join(self._parts), lang="en") if self._parts else None


def sides(texts: list[tuple[str | None, str]], original_lang: str | None) -> tuple[int, int | None, int | None]:
    """Which of the sides of a segment (language tag, text) is the translation, which the pivot, which the original.

    English decides: the English side is the translation and another one the pivot; of two English sides the one in
    `original_lang`, else the first, is the original. Without English the last side counts as the translation.
    """
    english = [index for index, (lang, _) in enumerate(texts) if language_code(lang) == "en"]
    pivot = next((index for index, (lang, _) in enumerate(texts) if lang and language_code(lang) != "en"), None)
    if not english:
        last = len(texts) - 1
        return last, None if pivot == last else pivot, None
    if len(english) == 1:
        return english[0], pivot, None
    wanted = (original_lang or "").lower()
    original = next((index for index in english if (texts[index][0] or "").lower() == wanted), english[0])
    return next(index for index in reversed(english) if index != original), pivot, original
