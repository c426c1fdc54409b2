"""Comments in files whose comments are no part of the text: HTML, TMX, XLIFF, WMT test sets, PO, WebVTT.

`taudit: ignore[rules] why` stands in a comment of the format (`<!-- -->`, `#`, `NOTE`). It speaks, in HTML, of its own
line or, alone on it, of the next one with words; in TMX, XLIFF and WMT of everything up to the end of the unit that it
stands in or before; in PO of its entry, in WebVTT of the next cue. `off`, `on` and `ignore-file` are as in Markdown.
Positions are lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audit.gate_pragmas import ANYWHERE, Pragma, Pragmas, understood
from corpora.chars import Chars
from corpora.documents import Document
from corpora.formats import known as known_format
from corpora.streams import broken_stream_errors, opened

_XML = re.compile(r"<!--[ \t]{0,8}taudit:(?P<body>[^\n>]{0,500}?)-->")
_HASH = re.compile(r"^[ \t]{0,8}#\.?[ \t]{0,8}taudit:(?P<body>.{0,500})$")
_NOTE = re.compile(r"^NOTE[ \t]{1,8}taudit:(?P<body>.{0,500})$")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ENDS = {"tmx": "tu", "xliff": "trans-unit|unit", "wmt": "seg"}
_MENTIONS = ["taudit:".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
_CHUNK = 1 << 20


def form_of(document: Document) -> str | None:
    """The format that a document's file has comments of: html, tmx, xliff, wmt, po or vtt; None for others."""
    origin = document.origin
    if origin is None or origin.file == "-":
        return None
    if origin.format == "subtitles":
        return "vtt" if known_format(origin.file)[2] == ".vtt" else None
    return origin.format if origin.format in ("html", "po", *_ENDS) else None


def of_file(path: str, form: str, known: Iterable[str]) -> Pragmas:
    """The comments of a file, empty where it cannot be read any more; `known` are the words that select rules."""
    compression = known_format(path)[1]
    try:
        if not _mentioned(path, compression):
            return Pragmas()
        with opened(path, compression) as stream:
            return _Scan(form, frozenset(known)).of(_lines(Chars(stream)))
    except broken_stream_errors():
        return Pragmas()


def _mentioned(path: str, compression: str | None) -> bool:
    """Whether the file has the word at all: nearly none has, and then its lines are not looked at."""
    tail = b""
    with opened(path, compression) as stream:
        while chunk := stream.read(_CHUNK):
            if any(word in tail + chunk for word in _MENTIONS):
                return True
            tail = chunk[-32:]
    return False


def _lines(chars: Chars) -> Iterator[tuple[int, str]]:
    """Lines with their numbers as in `Origin.place`: a lone carriage return ends one, too."""
    number = 0
    for line in chars.lines():
        for text in re.split(r"\r(?!\n)", (line.text or "").rstrip("\n").removesuffix("\r")):
            number += 1
            yield number, text


@dataclass(slots=True)
class _Waiting:
    """Comments that stand before what they speak of, and whether that has begun."""

    pragmas: list[Pragma]
    begun: bool = False


class _Scan:
    """Line by line, with the comments that are still open."""

    def __init__(self, form: str, known: frozenset[str]) -> None:
        self._form, self._known = form, known
        self._comment = {"po": _HASH, "vtt": _NOTE}.get(form, _XML)
        self._over: Callable[[_Waiting, str], int | None] = _AFTER.get(form) or _after_unit(_ENDS[form])

    def of(self, lines: Iterable[tuple[int, str]]) -> Pragmas:
        """The comments of all lines, where each ends filled in."""
        found, waiting, off = Pragmas(lines=True), _Waiting([]), list[Pragma]()
        for number, text in lines:
            marks = list(self._comment.finditer(text))
            rest = self._comment.sub("", text) if marks else text
            if waiting.pragmas and (end := self._over(waiting, text)) is not None:
                for one in waiting.pragmas:
                    one.start = number if self._form == "html" else one.start
                    one.end = number + end
                waiting = _Waiting([])
            for mark in marks:
                verb, pragma = understood(mark["body"], number, self._known, found)
                if verb == "on":
                    for one in off:
                        one.end = max(number, one.start + 1)
                    off.clear()
                if pragma is None:
                    continue
                found.pragmas.append(pragma)
                pragma.start, pragma.end = (0 if verb == "ignore-file" else number), ANYWHERE
                if verb == "off":
                    off.append(pragma)
                elif verb == "ignore" and self._beside(rest):
                    pragma.end = number + 1
                elif verb == "ignore":
                    waiting.pragmas.append(pragma)
        return found

    def _beside(self, rest: str) -> bool:
        """Whether a comment speaks of its own line, by what else stands there."""
        if self._form in _ENDS:
            return self._over(_Waiting([]), rest) is not None
        return bool(_TAG.sub("", rest).strip())


def _after_words(waiting: _Waiting, text: str) -> int | None:
    return 1 if _TAG.sub("", text).strip() else None


def _after_unit(names: str) -> Callable[[_Waiting, str], int | None]:
    end = re.compile(rf"</(?:{names})\s{{0,8}}>")
    return lambda waiting, text: 1 if end.search(text) else None


def _after_entry(waiting: _Waiting, text: str) -> int | None:
    """An entry ends before a blank line, or before the next one where none stands between."""
    text = text.strip()
    if not text or (waiting.begun and text.startswith(("#", "msgid", "msgctxt"))):
        return 0
    waiting.begun = waiting.begun or text.startswith("msgstr")
    return None


def _after_cue(waiting: _Waiting, text: str) -> int | None:
    """A comment ends with a blank line, the cue after it with the next one."""
    if text.strip():
        waiting.begun = waiting.begun or "-->" in text
        return None
    return 0 if waiting.begun else None


_AFTER = {"html": _after_words, "po": _after_entry, "vtt": _after_cue}
"""How many lines behind the beginning of a line the stretch of waiting comments ends; None where it goes on."""
