"""Rows of named fields (JSON objects, table rows) made into documents, every field checked once, here."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date, datetime

from corpora.documents import Document, Origin, Pivot, Segment
from corpora.encodings import binary_reason, clean

FIELDS = ("id", "text", "lang", "title", "outlet", "url", "published", "pivot", "segments")


class BadRecord(Exception):
    """A row that is no document; the text says what is wrong and what to do."""


def document(row: Mapping[str, object], fallback_id: str, origin: Origin, replaced: int = 0) -> Document:
    """The document that a row describes; keys that are not in FIELDS become metadata.

    `replaced` counts the bytes that had to be replaced when the row was decoded. Raises BadRecord.
    """
    text, lost = clean(_text(row))
    if reason := binary_reason(text):
        raise BadRecord(f'"text" {reason}')
    warnings = origin.warnings
    if lost + replaced:
        warnings = (*warnings, replaced_warning(lost + replaced))
    id = _identifier(row.get("id")) or fallback_id
    segments = _segments(row.get("segments"), len(text))
    original = _original(row.get("original"), id, segments)
    known = FIELDS if original is None else (*FIELDS, "original")
    return Document(
        id=id,
        text=text,
        lang=language_code(_string(row, "lang")),
        title=_string(row, "title"),
        outlet=_string(row, "outlet"),
        url=_string(row, "url"),
        published=published(_string(row, "published")),
        pivot=_pivot(row.get("pivot")),
        segments=segments,
        original=original,
        origin=Origin(
            file=origin.file, format=origin.format, encoding=origin.encoding, pieces=origin.pieces, warnings=warnings
        ),
        metadata={key: value for key, value in row.items() if key not in known},
    )


def replaced_warning(count: int) -> str:
    """The warning for characters that had to become U+FFFD."""
    return f"{count} undecodable character{'s' if count > 1 else ''} replaced by U+FFFD"


def language_code(tag: str | None) -> str | None:
    """The primary subtag of a language tag, in small letters.

    >>> language_code("zh-Hant_TW")
    'zh'
    """
    return tag.strip().replace("_", "-").split("-")[0].lower() or None if tag else None


def published(value: str | None) -> date | None:
    """The date of `YYYY-MM-DD` or of an ISO date and time. Raises BadRecord for anything else.

    >>> published("2025-08-09T23:10:00Z")
    datetime.date(2025, 8, 9)
    """
    if value is None or not value.strip():
        return None
    value = value.strip()
    try:
        return datetime.fromisoformat(value).date() if len(value) > 10 else _day(value)
    except ValueError:
        raise BadRecord(f'"published" is {shown(value)}, no date: write YYYY-MM-DD') from None


def _day(value: str) -> date:
    if len(value) != 10:
        raise ValueError(value)
    return date.fromisoformat(value)


def shown(value: object, width: int = 40) -> str:
    """A value of the input, quoted and cut, safe to print on one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return ascii_safe(text[:width] + ("..." if len(text) > width else ""))


def ascii_safe(text: str) -> str:
    """`text` in quotation marks with control characters and line ends escaped."""
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text) + '"'


def _text(row: Mapping[str, object]) -> str:
    value = row.get("text")
    if value is None:
        raise BadRecord('has no "text": give every record one')
    if not isinstance(value, str):
        raise BadRecord(f'"text" is {_kind(value)}: give a string')
    if not value.strip():
        raise BadRecord("is an empty document: give it a text or leave it out")
    return value


def _identifier(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadRecord(f'"id" is {_kind(value)}: give a string or a whole number')
    return clean(str(value))[0]


def _string(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadRecord(f'"{key}" is {_kind(value)}: give a string')
    return clean(value)[0]


def _pivot(value: object) -> Pivot | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, Mapping):
        raise BadRecord(f'"pivot" is {_kind(value)}: give {{"lang": ..., "text": ...}}')
    lang, text = value.get("lang"), value.get("text")
    if not isinstance(text, str):
        raise BadRecord('"pivot" has no "text": give {"lang": ..., "text": ...}')
    if not isinstance(lang, str | None):
        raise BadRecord(f'"lang" of "pivot" is {_kind(lang)}: give a language code')
    if not text.strip():
        return None
    text = clean(text)[0]
    return Pivot(lang=language_code(lang) or detected(text), text=text)


def detected(text: str) -> str:
    from corpora.languages import detect

    return detect(text[:4000])[0] or "und"


def _original(value: object, id: str, segments: tuple[Segment, ...]) -> Document | None:
    """The original that segments refer to; a key of this name that none refers to is the input's own affair."""
    ends = [one.original[1] for one in segments if one.original is not None]
    if not ends or not isinstance(value, Mapping):
        return None
    text = value.get("text")
    if not isinstance(text, str):
        raise BadRecord('"original" has no "text", which segments refer to: give {"text": ...}')
    text = clean(text)[0]
    if max(ends) > len(text):
        raise BadRecord(f"a segment's original ends at {max(ends)}, after that text: offsets are code points")
    return Document(id=_identifier(value.get("id")) or f"{id} (original)", text=text, lang="en")


def _segments(value: object, length: int) -> tuple[Segment, ...]:
    if value is None or value == "":
        return ()
    if not isinstance(value, list):
        raise BadRecord(f'"segments" is {_kind(value)}: give a list')
    segments = tuple(_segment(item, length) for item in value)
    if any(b.start < a.end for a, b in itertools.pairwise(segments)):
        raise BadRecord('"segments" overlap or are out of order: sort them by "start"')
    return segments


def _segment(item: object, length: int) -> Segment:
    if not isinstance(item, Mapping):
        raise BadRecord(f'a segment is {_kind(item)}: give {{"start": ..., "end": ...}}')
    start, end = _pair([item.get("start"), item.get("end")])
    if end > length:
        raise BadRecord(f"a segment ends at {end}, after the text: offsets are code points, end exclusive")
    place = item.get("place")
    pivot, original = item.get("pivot"), item.get("original")
    return Segment(
        start=start,
        end=end,
        pivot=None if pivot is None else _pair(pivot),
        original=None if original is None else _pair(original),
        place=None if place is None else str(place),
    )


def _pair(value: object) -> tuple[int, int]:
    if isinstance(value, list | tuple) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start <= end:
            return start, end
    raise BadRecord(f"a segment has the offsets {shown(value)}: give two whole numbers, start <= end")


def _kind(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
