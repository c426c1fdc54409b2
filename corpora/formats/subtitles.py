"""SRT and WebVTT: a file is one document of running text, its sentences go on from cue to cue.

Line breaks within a cue are read as spaces; tags are kept and never written over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpora.assembly import Assembly
from corpora.chars import Chars, Line
from corpora.documents import Document
from corpora.encodings import binary_reason
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.streams import LIMIT, opened

_TIMES = re.compile(
    r"\s*(?:\d{1,4}:)?\d{1,2}:\d{1,2}[,.]\d{1,4}\s*-->\s*(?:\d{1,4}:)?\d{1,2}:\d{1,2}[,.]\d{1,4}(?:\s.*)?\Z"
)
_MARK = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<[\d:.]{5,20}>|\{\\[^{}]{0,200}\}")
_VTT_MARK = re.compile(_MARK.pattern + r"|&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The one document of a subtitle file, and a line for each cue that is broken."""
    with opened(source.path, source.compression) as stream:
        chars = Chars(stream)
        made = _Reader(source)
        yield from made.cues(chars)
    document = made.document(chars)
    if document is not None:
        yield document


def states(chars: Chars, vtt: bool) -> Iterator[tuple[Line, str, str]]:
    """Each line, its text without the end, and what it is: empty, name, times, text, aside (no cue), broken."""
    state = "empty"
    for line in chars.lines():
        text = (line.text or "").rstrip("\r\n")
        if not text.strip() and line.text is not None:
            yield line, text, "empty"
            state = "name" if state == "name" else "empty"
            continue
        if state in ("empty", "name") and _TIMES.match(text):
            state = "times"
        elif state == "empty" and vtt and text.startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
            state = "aside"
        elif state == "empty":
            state = "name"
        elif state == "times":
            state = "text"
        elif state == "name":
            state = "broken"
        elif state == "broken":
            state = "aside"
        yield line, text, state


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._vtt = source.extension == ".vtt"
        self._made = Assembly()

    def cues(self, chars: Chars) -> Iterator[Unreadable]:
        """Take the cues up; yields a line for each block that is none."""
        number = 0
        for line, text, state in states(chars, self._vtt):
            if state in ("times", "text") and self._made.length > LIMIT:
                what = f"more than {LIMIT // 1_000_000} MB of text, split the file"
                yield Unreadable(doc=self._source.id, reason=f"{self._source.path}:{line.number}: {what}")
                return
            if state == "times":
                number += 1
            elif state == "text":
                self._text(line, text, number)
            elif state == "broken":
                what = "no cue: a line of times (00:00:01,000 --> 00:00:02,000) belongs there"
                yield Unreadable(
                    doc=f"{self._source.id}#{line.number}", reason=f"{self._source.path}:{line.number}: {what}"
                )

    def _text(self, line: Line, text: str, cue: int) -> None:
        """Add a line of a cue. Speakers, who are marked by a dash, begin a line of their own."""
        if self._made.length:
            spoken = _MARK.sub("", text).lstrip().startswith(("-", "–", "—"))
            self._made.glue("\n" if spoken else " ")
        done = 0
        for mark in (_VTT_MARK if self._vtt else _MARK).finditer(text):
            self._run(text, done, mark.start(), line, cue)
            if mark[0].startswith("&"):
                value = html.unescape(mark[0])
                at, size = line.at + mark.start(), len(mark[0])
                self._made.run(value, at, size, line.number, mark.start() + 1, "vtt", f"cue {cue}")
            done = mark.end()
        self._run(text, done, len(text), line, cue)

    def _run(self, text: str, start: int, end: int, line: Line, cue: int) -> None:
        if start < end:
            form = "vtt" if self._vtt else "srt"
            at = line.at + start
            self._made.run(text[start:end], at, end - start, line.number, start + 1, form, f"cue {cue}")

    def document(self, chars: Chars) -> Document | None:
        """What the cues add up to."""
        text = self._made.text
        if not text.strip() or binary_reason(text):
            return None
        origin = self._made.origin(self._source, "subtitles", chars.encoding)
        return Document(id=self._source.id, text=text, origin=origin)
