"""XLIFF 1.2 and 2.x: a `trans-unit` or `segment` is a segment, its `target` the translation, its `source` the pivot.

An English `source` is the original. What `translate="no"` marks is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpora.assembly import Bitext, Unit
from corpora.chars import Chars
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.inline import Inline, plain
from corpora.formats.records import language_code
from corpora.markup import BadMarkup, Run, Stretch, Tag, attributes, declared, events, stretches
from corpora.streams import Stream, opened


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of an XLIFF file."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, stream)


def documents(source: Source, stream: Stream) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    chars = Chars(stream, declared)
    return Bitext(source, "xliff", chars.encoding).documents(_units(source, chars))


@dataclass(slots=True)
class _Langs:
    """Languages as the file states them: 1.2 at each `file`, 2.x once at the root."""

    source: str | None = None
    target: str | None = None

    def take(self, attributes: dict[str, str]) -> None:
        self.source = attributes.get("source-language") or attributes.get("srcLang") or self.source
        self.target = attributes.get("target-language") or attributes.get("trgLang") or self.target


def _units(source: Source, chars: Chars) -> Iterator[Unit | Unreadable | None]:
    number, langs = 0, _Langs()
    for stretch in stretches(chars, ("trans-unit", "unit"), ("xliff", "file")):
        if stretch.name in ("xliff", "file"):
            langs.take(attributes(stretch.raw))
            yield None
        elif stretch.name in ("trans-unit", "unit"):
            try:
                if stretch.problem:
                    raise BadMarkup(stretch.problem, stretch.line)
                found = _simple(stretch)
                found = list(_pairs(stretch)) if found is None else found
            except BadMarkup as error:
                number += 1
                yield Unreadable(doc=f"{source.id}#{number}", reason=f"{source.path}:{error.line}: {error}")
                continue
            for pair in found:
                number += 1
                if pair.target is not None:
                    yield _unit(pair, number, langs)


@dataclass(slots=True)
class _Pair:
    """A segment with the id of its unit."""

    id: str
    source: Inline = field(default_factory=Inline)
    target: Inline | None = None
    source_lang: str | None = None
    target_lang: str | None = None


_SIMPLE = re.compile(
    r"<(?:trans-unit|unit)\b[^<>]*>\s*(?:<segment\b[^<>]*>\s*)?(<source\b[^<>]*>)([^<]*)</source>\s*"
    r"(<target\b[^<>]*>)([^<]*)</target>\s*(?:</segment>\s*)?(?:<note\b[^<>]*>[^<]*</note>\s*)*</(?:trans-unit|unit)>"
)


def _simple(stretch: Stretch) -> list[_Pair] | None:
    """The one segment of a unit without inline codes; None where it is not as plain as that."""
    match = _SIMPLE.fullmatch(stretch.raw)
    if match is None or (stretch.name == "unit") != ("<segment" in stretch.raw):
        return None
    stated = attributes(stretch.raw[: stretch.raw.index(">") + 1])
    source, target = (plain(stretch, match.start(group), match.end(group)) for group in (2, 4))
    if source is None or target is None:
        return None
    if stated.get("translate") == "no":
        return []
    langs = (attributes(match[group]).get("xml:lang") for group in (1, 3))
    return [_Pair(stated.get("resname") or stated.get("id", ""), source, target, *langs)]


def _pairs(stretch: Stretch) -> Iterator[_Pair]:
    """The segments of a unit: one in 1.2, one or more in 2.x. Alternatives and matches are not segments."""
    pair, into, aside, id = _Pair(""), None, 0, ""
    left_out = False
    for event in events(stretch):
        if isinstance(event, Run):
            if into is not None and not aside:
                into.run(event)
            continue
        if event.name in ("alt-trans", "matches", "seg-source", "glossary", "note", "ignorable", "originalData"):
            aside += -1 if event.closing else 1
        elif aside:
            continue
        elif event.name in ("trans-unit", "unit") and not event.closing:
            id = event.attributes.get("resname") or event.attributes.get("id", "")
            left_out = event.attributes.get("translate") == "no"
            pair = _Pair(id)
        elif event.name == "segment":
            if event.closing and not left_out:
                yield pair
            pair = _Pair(id)
        elif event.name == "trans-unit" and event.closing and not left_out:
            yield pair
        elif event.name in ("source", "target"):
            into = _open(pair, event)
        elif into is not None:
            into.tag(event)


def _open(pair: _Pair, tag: Tag) -> Inline | None:
    """Where the text goes that follows a source or target tag."""
    if tag.closing:
        return None
    lang = tag.attributes.get("xml:lang")
    if tag.name == "source":
        pair.source, pair.source_lang = Inline(), lang
        return pair.source
    pair.target, pair.target_lang = Inline(), lang
    return pair.target


def _unit(pair: _Pair, number: int, langs: _Langs) -> Unit:
    assert pair.target is not None
    beside, lang = pair.source.text, pair.source_lang or langs.source
    english = language_code(lang) == "en"
    return Unit(
        number=number,
        runs=pair.target.runs,
        lang=pair.target_lang or langs.target,
        pivot=None if english or not beside.strip() else beside,
        pivot_lang=None if english else lang,
        original=beside if english else None,
        element=f"unit {number}" + (f" ({pair.id[:80]})" if pair.id else ""),
    )
