"""Moses bitexts: files that say the same line by line (`corpus.en`, `corpus.zh`); the English one is the translation.

A line is a segment. `corpus.original` beside them holds the English originals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import zip_longest

from corpora.assembly import Bitext, Unit
from corpora.chars import Chars, Line
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import COMPRESSIONS, ORIGINAL, Source
from corpora.streams import LIMIT, opened


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a bitext, in lines of all its files at once."""
    with ExitStack() as stack:
        files = []
        for path in (source.path, *(path for _, path in source.beside)):
            compression = next((ending for ending in COMPRESSIONS if path.lower().endswith(ending)), None)
            files.append(Chars(stack.enter_context(opened(path, compression))))
        made = Bitext(source, "moses", files[0].encoding)
        yield from made.documents(_units(source, files))


def _units(source: Source, files: list[Chars]) -> Iterator[Unit | Unreadable]:
    names = [source.path, *(path for _, path in source.beside)]
    pivot = next((n for n, (lang, _) in enumerate(source.beside, 1) if lang != ORIGINAL), None)
    original = next((n for n, (lang, _) in enumerate(source.beside, 1) if lang == ORIGINAL), None)
    for number, lines in enumerate(zip_longest(*(file.lines() for file in files)), 1):
        ended = [name for name, line in zip(names, lines, strict=True) if line is None]
        if ended:
            longer = next(name for name in names if name not in ended)
            what = f"ends before line {number}, {longer} goes on: line the files up"
            yield Unreadable(doc=f"{source.id}#{number}", reason=f"{ended[0]}:{max(number - 1, 1)}: {what}")
            return
        if any(line.text is None for line in lines):
            what = f"a line of more than {LIMIT // 1_000_000} MB, split it"
            yield Unreadable(doc=f"{source.id}#{number}", reason=f"{source.path}:{number}: {what}")
            continue
        own = lines[0]
        text = _body(own)
        yield Unit(
            number=number,
            runs=((text, own.at, len(text), number, 1, "line", False),),
            lang=source.lang,
            pivot=None if pivot is None else _body(lines[pivot]),
            pivot_lang=None if pivot is None else source.beside[pivot - 1][0],
            original=None if original is None else _body(lines[original]),
        )


def _body(line: Line) -> str:
    return (line.text or "").removesuffix("\n").removesuffix("\r")
