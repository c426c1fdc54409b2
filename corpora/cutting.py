"""Rows, lines, entries and translation units taken out of a file: what is left keeps every byte, and so does what was
taken. Columns (Parquet, Arrow) are written anew, value for value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from corpora.chars import errors_of
from corpora.encodings import SAMPLE, encoding_of
from corpora.formats import Source
from corpora.splicing import Again, decoded
from corpora.streams import opened
from corpora.units import declared_of, frames, packing, units

LINES = frozenset({"jsonlines", "moses"})
PLACED = frozenset({"tmx", "xliff", "po", "wmt", "subtitles"})
"""Formats whose units are found by offsets in the decoded file; in all others by lines, in columns by rows."""
CUT = LINES | PLACED | {"table", "columns"}
"""The formats that units can be taken out of."""
WHOLE = frozenset({"text", "markdown", "html", "docx"})
"""The formats of which a file is one text."""
_TRIMMED = frozenset({"tmx", "xliff", "wmt"})
"""The formats in which the white space behind a unit goes with it."""


def without(source: Source, format: str, gone: Callable[[int], bool]) -> Iterator[bytes]:
    """The bytes of a file, unpacked, without the units of certain numbers (counted from 0). Raises Lossy, OSError."""
    if format == "columns":
        from corpora.formats.columns import without_rows

        yield from without_rows(source, gone)
        return
    trim = format in _TRIMMED
    ranges = _ranges(source, format, gone)
    with opened(source.path, packing(source)) as stream:
        head = stream.read(SAMPLE)
        while head and len(head) < SAMPLE and (more := stream.read(SAMPLE - len(head))):
            head += more
        declared = declared_of(format)
        found = encoding_of(head, declared(head) if declared else None)
        yield head[: found.mark]
        errors = errors_of(found.name) if found.name == "utf-8" else "strict"
        for text in _cut(decoded(Again(head, stream), found.name), ranges, trim=trim):
            if text:
                yield text.encode(found.name, errors)


def _ranges(source: Source, format: str, gone: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """What goes, in order; where nothing would be left of an element that may not be empty, the whole element."""
    emptied = iter(_emptied(source, gone) if format == "xliff" else ())
    frame = next(emptied, None)
    done = 0
    for start, end in _of_units(source, format, gone):
        if frame is not None and frame[0] <= start:
            yield frame
            done, frame = frame[1], next(emptied, None)
        elif start >= done:
            yield start, end


def _emptied(source: Source, gone: Callable[[int], bool]) -> list[tuple[int, int]]:
    """The `file` elements of XLIFF 2 of which all units go; none where that is all of them: a document needs one."""
    every = [(start, end, all(map(gone, numbers))) for start, end, numbers in frames(source)]
    return [] if all(empty for _, _, empty in every) else [(start, end) for start, end, empty in every if empty]


def _of_units(source: Source, format: str, gone: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """The units that go, in order; where nothing would be left of what is around them (`within`), that."""
    for within, group in itertools.groupby(units(source, format), key=lambda unit: unit.within):
        if within is None:
            yield from ((unit.start, unit.end) for unit in group if gone(unit.number))
            continue
        members = list(group)
        out = [unit for unit in members if gone(unit.number)]
        yield from [within] if len(out) == len(members) else [(unit.start, unit.end) for unit in out]


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


def files(source: Source) -> list[Source]:
    """The files of a source: itself, and those beside it that say the same line by line."""
    return [source, *(Source(path=path, id=path, format=source.format) for _, path in source.beside)]


def numbers(source: Source, format: str, places: Collection[int]) -> dict[int, list[int]]:
    """The numbers of the units in which places lie, each with its places.

    Places are lines (of columns: rows), of the PLACED formats offsets of the decoded file.
    """
    found: dict[int, list[int]] = {}
    left = sorted(places)
    at = 0
    for unit in units(source, format):
        low, high = (unit.start, unit.end - 1) if format in PLACED else (unit.first, unit.last)
        while at < len(left) and left[at] < low:
            at += 1
        while at < len(left) and left[at] <= high:
            found.setdefault(unit.number, []).append(left[at])
            at += 1
        if at == len(left):
            break
    return found


def count(source: Source, format: str) -> int:
    """How many units a file has that are not blank."""
    total, seen = 0, -1
    for unit in units(source, format):
        if unit.number > seen:
            seen = unit.number
            total += not unit.blank
    return total
