"""Rows, lines and translation units taken out of a file: what is left keeps every byte, and so does what was taken.

Only formats whose units stand by themselves: JSON lines, tables, Moses files and TMX. Of all others a file is one unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from corpora.chars import Chars, errors_of
from corpora.encodings import SAMPLE, encoding_of
from corpora.formats import COMPRESSIONS, Source
from corpora.formats.table import _is_open
from corpora.markup import declared, stretches
from corpora.splicing import Again, decoded
from corpora.streams import Stream, opened

LINES = frozenset({"jsonlines", "moses"})
CUT = LINES | {"table", "tmx"}
"""The formats that units can be taken out of."""
WHOLE = frozenset({"text", "markdown", "html", "docx"})
"""The formats of which a file is one text."""


class Unit(NamedTuple):
    """Code points [start, end) of the decoded file (after its mark), and its lines, counted from 1, the last included.

    `blank` says that there is nothing in it.
    """

    start: int
    end: int
    first: int
    last: int
    blank: bool = False


def units(source: Source, format: str) -> Iterator[Unit]:
    """The units of a file in order; a table's header is none."""
    with opened(source.path, _compression(source)) as stream:
        if format == "tmx":
            for stretch in stretches(Chars(stream, declared), ("tu",)):
                end = stretch.at + len(stretch.raw)
                yield Unit(stretch.at, end, stretch.line, stretch.line + stretch.raw.count("\n"))
        elif format == "table":
            yield from _rows(stream, source)
        else:
            for line in Chars(stream).lines():
                text = line.text or ""
                yield Unit(line.at, line.at + len(text), line.number, line.number, not text.strip())


def _rows(stream: Stream, source: Source) -> Iterator[Unit]:
    delimiter, header, inside = "," if source.extension == ".csv" else "\t", True, False
    start = first = 0
    for line in Chars(stream).lines():
        text = line.text or ""
        if header and not inside and delimiter == "," and text.count(";") > text.count(","):
            delimiter = ";"
        if not inside:
            start, first = line.at, line.number
        inside = _is_open(text, delimiter, inside)
        if inside:
            continue
        if not header:
            yield Unit(start, line.at + len(text), first, line.number, first == line.number and not text.strip())
        header = header and not text.strip()
    if inside:
        yield Unit(start, line.at + len(text), first, line.number)


def without(source: Source, format: str, gone: Callable[[int], bool]) -> Iterator[bytes]:
    """The bytes of a file, unpacked, without the units of certain numbers (counted from 0). Raises Lossy, OSError."""
    ranges = ((unit.start, unit.end) for number, unit in enumerate(units(source, format)) if gone(number))
    with opened(source.path, _compression(source)) as stream:
        head = stream.read(SAMPLE)
        while head and len(head) < SAMPLE and (more := stream.read(SAMPLE - len(head))):
            head += more
        found = encoding_of(head, declared(head) if format == "tmx" else None)
        yield head[: found.mark]
        errors = errors_of(found.name) if found.name == "utf-8" else "strict"
        for text in _cut(decoded(Again(head, stream), found.name), ranges, trim=format == "tmx"):
            if text:
                yield text.encode(found.name, errors)


_WHITE = re.compile(r"\s*")


def _cut(chunks: Iterable[str], ranges: Iterator[tuple[int, int]], *, trim: bool) -> Iterator[str]:
    """The text without ranges; `trim`: and without the white space that follows each.

    >>> "".join(_cut(["ab", "c\\n", " def"], iter([(1, 3)]), trim=True))
    'adef'
    """
    at, trimming = 0, False
    start, end = next(ranges, (-1, -1))
    for chunk in chunks:
        begin, stop = 0, len(chunk)
        while begin < stop:
            if trimming:
                match = _WHITE.match(chunk, begin)
                begin = match.end() if match else begin
                trimming = begin == stop
                continue
            if start < 0 or at + stop <= start:
                yield chunk[begin:]
                break
            yield chunk[begin : max(begin, start - at)]
            begin = min(stop, end - at)
            if at + begin == end:
                trimming = trim
                start, end = next(ranges, (-1, -1))
        at += stop


def _compression(source: Source) -> str | None:
    return next((ending for ending in COMPRESSIONS if source.path.lower().endswith(ending)), source.compression)


def files(source: Source) -> list[Source]:
    """The files of a source: itself, and those beside it that say the same line by line."""
    return [source, *(Source(path=path, id=path, format=source.format) for _, path in source.beside)]


def numbers(source: Source, format: str, places: Collection[int]) -> dict[int, list[int]]:
    """The numbers of the units in which places lie, each with its places.

    Places are lines, of TMX offsets of the decoded file.
    """
    found: dict[int, list[int]] = {}
    left = sorted(places)
    at = 0
    for number, unit in enumerate(units(source, format)):
        low, high = (unit.start, unit.end - 1) if format == "tmx" else (unit.first, unit.last)
        while at < len(left) and left[at] < low:
            at += 1
        while at < len(left) and left[at] <= high:
            found.setdefault(number, []).append(left[at])
            at += 1
        if at == len(left):
            break
    return found
