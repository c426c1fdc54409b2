"""Test sets of the WMT shared tasks, SGM and XML: a `doc` is a document, a `seg` a segment.

In XML a system's output (`hyp`) is the translation, `src` the pivot, and `ref` the original where the document was
first written in English; without outputs the `ref` is audited. SGM holds one side a file; `--pivot` takes the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpora.assembly import Bitext, Unit
from corpora.chars import Chars
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.inline import Inline
from corpora.formats.records import language_code
from corpora.markup import BadMarkup, Run, Stretch, Tag, attributes, declared, events, stretches
from corpora.streams import Stream, opened

SETS = ("srcset", "refset", "tstset")
LENIENT = (".sgm", ".sgml")
"""Files of these are SGML, in which elements may stay open."""


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a test set."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, stream)


def documents(source: Source, stream: Stream) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    chars = Chars(stream, declared)
    return Bitext(source, "wmt", chars.encoding).documents(_units(source, chars))


@dataclass(slots=True)
class _Side:
    """One side of a document: its role (src, ref, hyp), language, who wrote it, and segments by their ids."""

    role: str
    lang: str | None
    name: str
    segments: dict[str, Inline] = field(default_factory=dict)


def _units(source: Source, chars: Chars) -> Iterator[Unit | Unreadable | None]:
    lenient = source.extension in LENIENT
    around: dict[str, str] = {}
    first_system: str | None = None
    number = 0
    for stretch in stretches(chars, ("doc",), SETS):
        if stretch.name in SETS:
            around = {"role": stretch.name, **attributes(stretch.raw, True)}
            continue
        number += 1
        try:
            if stretch.problem:
                raise BadMarkup(stretch.problem, stretch.line)
            facts, sides = _sides(stretch, around, lenient)
        except BadMarkup as error:
            yield Unreadable(doc=f"{source.id}#{number}", reason=f"{source.path}:{error.line}: {error}")
            continue
        yield None
        id = facts.get("docid") or facts.get("id") or f"{source.id}#{number}"
        if first_system is None:
            first_system = facts.get("sysid")
        if around and facts.get("sysid") != first_system:
            id = f"{id}#{facts.get('sysid')}"
        yield from _of_doc(id, facts.get("origlang"), sides)


def _sides(stretch: Stretch, around: dict[str, str], lenient: bool) -> tuple[dict[str, str], list[_Side]]:
    """The attributes of a document and its sides."""
    facts: dict[str, str] = {}
    sides = list[_Side]()
    into: Inline | None = None
    count = 0
    for event in events(stretch, lenient):
        if isinstance(event, Run):
            if into is not None:
                into.run(event)
        elif event.name == "doc" and not event.closing:
            facts = event.attributes
            role = around.get("role", "")
            lang = around.get("srclang" if role == "srcset" else "trglang")
            sides = [_Side("ref", lang, "")] if around else []
        elif event.name in ("src", "ref", "hyp") and not around:
            count = 0
            if not event.closing:
                stated = event.attributes
                name = stated.get("system") or stated.get("translator") or ""
                sides.append(_Side(event.name, stated.get("lang") or stated.get("language"), name))
        elif event.name == "seg" and sides:
            into = _segment(sides[-1], event, count)
            count += not event.closing
        elif into is not None:
            into.tag(event)
    return facts, sides


def _segment(side: _Side, tag: Tag, count: int) -> Inline | None:
    if tag.closing:
        return None
    return side.segments.setdefault(tag.attributes.get("id") or f"({count + 1})", Inline())


def _of_doc(id: str, first_lang: str | None, sides: list[_Side]) -> Iterator[Unit | None]:
    """The segments of every translation of a document."""
    outputs = [side for side in sides if side.role == "hyp"]
    references = [side for side in sides if side.role == "ref"]
    beside = next((side for side in sides if side.role == "src"), None)
    original = None
    if outputs and language_code(first_lang) == "en":
        original = next((side for side in references if language_code(side.lang) == "en"), None)
    if beside is not None and language_code(beside.lang) == "en":
        original, beside = beside, None
    translations = outputs or references
    for side in translations:
        own = id if len(translations) == 1 or not side.name else f"{id}#{side.name}"
        for number, (name, content) in enumerate(side.segments.items(), 1):
            pivot = beside.segments.get(name) if beside else None
            first = original.segments.get(name) if original else None
            yield Unit(
                number=number,
                runs=content.runs,
                lang=side.lang,
                pivot=pivot.text if pivot else None,
                pivot_lang=beside.lang if beside else None,
                original=first.text if first else None,
                element=f"seg {name[:80]}",
                doc=own,
            )
        yield None
