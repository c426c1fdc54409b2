"""TMX translation memories: a unit (`tu`) is a segment, its English side the translation, another side the pivot.

Of two English sides the one in the header's `srclang` is the original. Inline codes are kept and never written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.assembly import Bitext, Unit, sides
from corpora.chars import Chars
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.inline import Inline, plain
from corpora.formats.records import language_code
from corpora.markup import BadMarkup, Run, Stretch, attributes, declared, events, stretches
from corpora.streams import Stream, opened


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a translation memory."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, stream)


def documents(source: Source, stream: Stream) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    chars = Chars(stream, declared)
    return Bitext(source, "tmx", chars.encoding).documents(_units(source, chars))


def _units(source: Source, chars: Chars) -> Iterator[Unit | Unreadable]:
    number, original_lang, english = 0, None, False
    for stretch in stretches(chars, ("tu",), ("header",)):
        if stretch.name == "header":
            original_lang = attributes(stretch.raw).get("srclang")
            continue
        number += 1
        try:
            if stretch.problem:
                raise BadMarkup(stretch.problem, stretch.line)
            unit = _unit(stretch, number, original_lang)
        except BadMarkup as error:
            yield Unreadable(doc=f"{source.id}#{number}", reason=f"{source.path}:{error.line}: {error}")
            continue
        if unit is None:
            continue
        english = english or language_code(unit.lang) == "en"
        if not english or language_code(unit.lang) == "en":
            yield unit


_SIMPLE = re.compile(
    r"<tu\b[^<>]*>(?:\s*<(prop|note)\b[^<>]*>[^<]*</\1>)*"
    r"((?:\s*<tuv\b[^<>]*>\s*<seg>[^<]*</seg>\s*</tuv>)+)\s*</tu>"
)
_SIDE = re.compile(r"(<tuv\b[^<>]*>)\s*<seg>([^<]*)</seg>")
Found = list[tuple[str | None, Inline]]


def _unit(stretch: Stretch, number: int, original_lang: str | None) -> Unit | None:
    found, tuid, own_lang = _simple(stretch) or _any(stretch)
    return _made(found, number, tuid, own_lang or original_lang)


def _simple(stretch: Stretch) -> tuple[Found, str, str | None] | None:
    """The sides of a unit without inline codes, its id and `srclang`; None where it is not as plain as that."""
    raw = stretch.raw
    match = _SIMPLE.fullmatch(raw)
    if match is None:
        return None
    found: Found = []
    for side in _SIDE.finditer(raw, match.start(2)):
        content = plain(stretch, side.start(2), side.end(2))
        if content is None:
            return None
        stated = attributes(side[1])
        found.append((stated.get("xml:lang") or stated.get("lang"), content))
    stated = attributes(raw[: raw.index(">") + 1])
    return found, stated.get("tuid", ""), stated.get("srclang")


def _any(stretch: Stretch) -> tuple[Found, str, str | None]:
    """The same of any unit. Raises BadMarkup."""
    found: Found = []
    tuid, lang, inside = "", None, False
    original_lang: str | None = None
    for event in events(stretch):
        if isinstance(event, Run):
            if inside:
                found[-1][1].run(event)
        elif event.name == "tu" and not event.closing:
            tuid = event.attributes.get("tuid", "")
            original_lang = event.attributes.get("srclang")
        elif event.name == "tuv" and not event.closing:
            lang = event.attributes.get("xml:lang") or event.attributes.get("lang")
        elif event.name == "seg":
            inside = not event.closing
            if inside:
                found.append((lang, Inline()))
        elif inside:
            found[-1][1].tag(event)
    return found, tuid, original_lang


def _made(found: Found, number: int, tuid: str, original_lang: str | None) -> Unit | None:
    """The segment, None where no side has words."""
    found = [(lang, content) for lang, content in found if content.text.strip()]
    if not found:
        return None
    texts = [(lang, content.text) for lang, content in found]
    translation, pivot, original = sides(texts, original_lang)
    return Unit(
        number=number,
        runs=found[translation][1].runs,
        lang=texts[translation][0],
        pivot=None if pivot is None else texts[pivot][1],
        pivot_lang=None if pivot is None else texts[pivot][0],
        original=None if original is None else texts[original][1],
        element=f"tu {number}" + (f" ({tuid[:80]})" if tuid else ""),
    )
