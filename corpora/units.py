"""Where the units of a file lie: lines, rows, entries, segments, cues; found as the readers find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from corpora.chars import Chars, Declared
from corpora.formats import COMPRESSIONS, Source, po, subtitles
from corpora.formats.table import _is_open
from corpora.formats.wmt import LENIENT, SETS
from corpora.markup import BadMarkup, Run, Stretch, Tag, attributes, declared, events, lines_of, stretches
from corpora.streams import Stream, opened


class Unit(NamedTuple):
    """Code points [start, end) of the decoded file (after its mark), and its lines, counted from 1, the last included.

    `number` counts units from 0 in the order in which they are first met; one in several places (a segment of a test
    set, in each side) has one number. `blank` says that there is nothing in it. `within` is the element that must go
    when all of its units go.
    """

    number: int
    start: int
    end: int
    first: int
    last: int
    blank: bool = False
    within: tuple[int, int] | None = None


def units(source: Source, format: str) -> Iterator[Unit]:
    """The places of units in order; headers and what belongs to no unit are none."""
    if format == "columns":
        from corpora.formats.columns import count

        yield from (Unit(number, number, number + 1, number + 1, number + 1) for number in range(count(source)))
        return
    with opened(source.path, packing(source)) as stream:
        yield from _FINDERS.get(format, _lines)(stream, source)


def declared_of(format: str) -> Declared | None:
    """What reads the encoding that a file of a format states itself; None where none does."""
    return po.declared if format == "po" else declared if format in ("tmx", "xliff", "wmt") else None


def packing(source: Source) -> str | None:
    """The compression of a file, which a file beside another does not state."""
    return next((ending for ending in COMPRESSIONS if source.path.lower().endswith(ending)), source.compression)


def _lines(stream: Stream, source: Source) -> Iterator[Unit]:
    for number, line in enumerate(Chars(stream).lines()):
        text = line.text or ""
        yield Unit(number, line.at, line.at + len(text), line.number, line.number, not text.strip())


def _rows(stream: Stream, source: Source) -> Iterator[Unit]:
    delimiter, header, inside = "," if source.extension == ".csv" else "\t", True, False
    number = start = first = 0
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
            yield Unit(
                number, start, line.at + len(text), first, line.number, first == line.number and not text.strip()
            )
            number += 1
        header = header and not text.strip()
    if inside:
        yield Unit(number, start, line.at + len(text), first, line.number)


def _tmx(stream: Stream, source: Source) -> Iterator[Unit]:
    for number, stretch in enumerate(stretches(Chars(stream, declared), ("tu",))):
        yield _of(number, stretch)


def _of(number: int, stretch: Stretch) -> Unit:
    last = lines_of(stretch)
    return Unit(number, stretch.at, stretch.at + len(stretch.raw), stretch.line, last)


_TIES = ("<sc", "<ec", "<sm", "<em", "order=", "<ignorable", 'ref="#', "ref='#")
"""What ties the segments of a unit of XLIFF 2 to each other, or something else to one of them."""


def _xliff(stream: Stream, source: Source) -> Iterator[Unit]:
    """A `trans-unit` or `unit`; of a `unit` with several segments that nothing ties together, each `segment`."""
    number = 0
    for stretch in stretches(Chars(stream, declared), ("trans-unit", "unit")):
        found = _of_unit(number, stretch)
        yield from found
        number += len(found)


def _of_unit(number: int, stretch: Stretch) -> list[Unit]:
    whole = _of(number, stretch)
    if stretch.name == "unit" and not any(tie in stretch.raw for tie in _TIES):
        segments = _segments(stretch)
        if len(segments) > 1:
            return [
                whole._replace(number=number + n, start=a, end=b, within=(whole.start, whole.end))
                for n, (a, b) in enumerate(segments)
            ]
    return [whole]


def frames(source: Source) -> Iterator[tuple[int, int, range]]:
    """The `file` elements of XLIFF 2 that have units: [start, end) as in `Unit`, and the numbers of their units.

    The schema wants a unit or a group in each (XLIFF 2.1, 4.2.2.2); the body of a `file` of XLIFF 1.2 may be empty.
    """
    with opened(source.path, packing(source)) as stream:
        number = first = 0
        begin = -1
        for stretch in stretches(Chars(stream, declared), ("trans-unit", "unit"), ("file",)):
            if stretch.name == "file":
                begin, first = (-1 if stretch.raw.endswith("/>") else stretch.at), number
            elif stretch.name == "/file":
                if begin >= 0 and number > first:
                    yield begin, stretch.at + len(stretch.raw), range(first, number)
                begin = -1
            else:
                number += len(_of_unit(number, stretch))
                begin = begin if stretch.name == "unit" else -1


def _segments(stretch: Stretch) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = -1
    try:
        for event in events(stretch):
            if isinstance(event, Tag) and event.name.rpartition(":")[2] == "segment":
                if event.closing:
                    found.append((begin, event.end))
                else:
                    begin = event.at
    except BadMarkup:
        return []
    return found


def _po(stream: Stream, source: Source) -> Iterator[Unit]:
    """Entries with the comments before them."""
    found = (entry for entry in po.entries(Chars(stream, po.declared)) if not entry.header)
    for number, entry in enumerate(found):
        yield Unit(number, entry.begin, entry.end, entry.line, entry.line)


def _wmt(stream: Stream, source: Source) -> Iterator[Unit]:
    """Segments, which stand once in each side of their document."""
    lenient = source.extension in LENIENT
    known: dict[tuple[str, str], int] = {}
    sets = False
    for count, stretch in enumerate(stretches(Chars(stream, declared), ("doc",), SETS)):
        if stretch.name in SETS:
            sets = True
            continue
        stated = attributes(stretch.raw[: stretch.raw.index(">") + 1], True) if ">" in stretch.raw else {}
        doc = stated.get("docid") or stated.get("id") or f"({count})"
        try:
            found = list(_segs(stretch, lenient, sets))
        except BadMarkup:
            continue
        for name, start, end in found:
            number = known.setdefault((doc, name), len(known))
            yield Unit(number, start, end, stretch.line, stretch.line)


def _segs(stretch: Stretch, lenient: bool, sets: bool) -> Iterator[tuple[str, int, int]]:
    """Id and place of the segments of a document; one that stays open ends where the next tag of its kind begins."""
    name, begin, count, side = "", -1, 0, sets
    for event in events(stretch, lenient):
        if isinstance(event, Run):
            continue
        around = event.name in ("src", "ref", "hyp", "doc", "p", "hl")
        if begin >= 0 and ((around and event.closing) or (event.name == "seg" and not event.closing)):
            yield name, begin, event.at
            begin = -1
        if event.name in ("src", "ref", "hyp"):
            side, count = not event.closing or sets, 0 if not sets else count
        elif event.name == "seg" and event.closing and begin >= 0:
            yield name, begin, event.end
            begin = -1
        elif event.name == "seg" and not event.closing and side:
            name, begin = event.attributes.get("id") or f"({count + 1})", event.at
            count += 1


def _cues(stream: Stream, source: Source) -> Iterator[Unit]:
    """Cues with their number or name, and the empty lines after them."""
    number, begun = 0, False
    start = end = first = name = -1
    for line, _, state in subtitles.states(Chars(stream), source.extension == ".vtt"):
        if begun and state not in ("text", "empty"):
            yield Unit(number, start, end, first, first)
            number, begun = number + 1, False
        if state == "name":
            name = line.at
        elif state == "times":
            begun, start, first = True, line.at if name < 0 else name, line.number
        if state not in ("name", "empty"):
            name = -1
        end = line.at + len(line.text or "")
    if begun:
        yield Unit(number, start, end, first, first)


_FINDERS: dict[str, Callable[[Stream, Source], Iterator[Unit]]] = {
    "table": _rows,
    "tmx": _tmx,
    "xliff": _xliff,
    "po": _po,
    "wmt": _wmt,
    "subtitles": _cues,
}
