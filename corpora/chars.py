"""The decoded text of a file in pieces of bounded size, and where in it one is: code point, line and column."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.encodings import Encoding, encoding_of
from corpora.streams import CHUNK, LIMIT, Stream, read_head

Declared = Callable[[bytes], str | None]
"""What the beginning of a file says of its encoding."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end; `text` is None where it is longer than the limit. `at` counts code points from 0."""

    number: int
    at: int
    text: str | None


class Chars:
    """A file decoded as it is read. Undecodable bytes of UTF-8 come as lone surrogates, else as U+FFFD."""

    def __init__(self, stream: Stream, declared: Declared | None = None, name: str | None = None) -> None:
        self._stream = stream
        self.head, self._failure = read_head(stream)
        found = encoding_of(self.head, declared(self.head) if declared else None)
        self.encoding = Encoding(name=name, mark=found.mark) if name else found

    def chunks(self) -> Iterator[str]:
        """The text in pieces, no line end cut in two. A broken stream raises after all that could be read."""
        decoder = codecs.getincrementaldecoder(self.encoding.name)(errors_of(self.encoding.name))
        data, kept = self.head[self.encoding.mark :], ""
        while data:
            text = kept + decoder.decode(data)
            kept = text[-1:] if text.endswith("\r") else ""
            if body := text[: len(text) - len(kept)]:
                yield body
            if self._failure:
                raise self._failure
            data = self._stream.read(CHUNK)
        if rest := kept + decoder.decode(b"", True):
            yield rest

    def lines(self, limit: int = LIMIT) -> Iterator[Line]:
        """The lines, each with its end (`\\n`, also after `\\r`)."""
        number, at, parts, size = 1, 0, list[str](), 0
        for chunk in self.chunks():
            begin = 0
            while (cut := chunk.find("\n", begin)) >= 0:
                part = chunk[begin : cut + 1]
                size += len(part)
                yield Line(number, at, "".join([*parts, part]) if size <= limit else None)
                number, at, parts, size, begin = number + 1, at + size, [], 0, cut + 1
            size += len(chunk) - begin
            parts = [*parts, chunk[begin:]] if size <= limit else []
        if size:
            yield Line(number, at, "".join(parts) if size <= limit else None)


def errors_of(encoding: str) -> str:
    """How undecodable bytes are treated: kept as lone surrogates in UTF-8, so that they can be written back."""
    return "surrogateescape" if encoding == "utf-8" else "replace"


def breaks(text: str) -> int:
    """How many line ends a text has: `\\n`, `\\r\\n` or a lone `\\r`.

    >>> breaks("a\\r\\nb\\rc\\n")
    3
    """
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def moved(text: str, line: int, column: int) -> tuple[int, int]:
    """Line and column after `text` that begins at `line` and `column`.

    >>> moved("ab\\ncd", 7, 3)
    (8, 3)
    """
    count = breaks(text)
    if not count:
        return line, column + len(text)
    return line + count, len(text) - max(text.rfind("\n"), text.rfind("\r"))
