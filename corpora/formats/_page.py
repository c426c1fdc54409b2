"""Where the words of a page's main text stand in its source: the page as a reader sees it, character by character."""

from __future__ import annotations

import bisect
import html
import re
from dataclasses import dataclass

from corpora.documents import Piece

_PART = re.compile(
    r"""(?P<out><!--|<[!?]|<(?:script|style|head|template|noscript|svg|title)\b)
    |(?P<tag></?[A-Za-z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>)
    |(?P<ref>&(?:\#[0-9]{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
    |(?P<white>\s+)|(?P<text>[^<&\s]+)|(?P<stray>[<&])""",
    re.VERBOSE | re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b", re.I
)
_WHITE = re.compile(r"\s+")


@dataclass(slots=True)
class _Seen:
    """The text of a page with white space as one space; stretches of it with their place and size in the page."""

    text: str
    starts: list[int]
    places: list[tuple[int, int]]


def pieces(text: str, page: str) -> tuple[Piece, ...]:
    """The pieces of the main text of a page; a paragraph that is not found word for word has none."""
    seen = _seen(page)
    lines = [0, *(match.end() for match in re.finditer("\r\n|\r|\n", page))]
    found, at, offset = list[Piece](), 0, 0
    for paragraph in text.split("\n"):
        words = _WHITE.sub(" ", paragraph).strip()
        start = seen.text.find(words, at) if words else -1
        if start < 0 and words:
            start = seen.text.find(words)
        if start >= 0:
            begin = offset + len(paragraph) - len(paragraph.lstrip())
            if len(words) == len(paragraph.strip()):
                found += _cut(page, seen, start, start + len(words), begin, lines)
                at = start + len(words)
        offset += len(paragraph) + 1
    return tuple(found)


def _seen(page: str) -> _Seen:
    parts, starts, places, length = list[str](), list[int](), list[tuple[int, int]](), 0

    def add(text: str, at: int, size: int) -> None:
        nonlocal length
        if text == " " and (not parts or parts[-1].endswith(" ")):
            return
        parts.append(text)
        starts.append(length)
        places.append((at, size))
        length += len(text)

    outside = _Outside(page)
    at = 0
    while match := _PART.match(page, at):
        size, kind = match.end() - at, match.lastgroup
        if kind == "out":
            at = outside.end(match)
            add(" ", at, 0)
            continue
        if kind == "white":
            add(" ", at, size)
        elif kind == "ref":
            value = html.unescape(match[0])
            add(" " if value.isspace() else value, at, size)
        elif kind in ("text", "stray"):
            add(match[0], at, size)
        elif not _INLINE.match(match[0]):
            add(" ", at, 0)
        at = match.end()
    return _Seen("".join(parts), starts, places)


class _Outside:
    """Where that ends which a reader does not see; what is never closed ends where it begins, looked for but once."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._lower = page.lower() if page.isascii() else re.sub("[A-Z]+", lambda match: match[0].lower(), page)
        self._never = set[str]()

    def end(self, match: re.Match[str]) -> int:
        """The end of what `match` begins."""
        begin = match[0].lower()
        closing = {"<!--": "-->", "<!": ">", "<?": ">"}.get(begin, "</" + begin[1:])
        found = -1 if closing in self._never else self._lower.find(closing, match.end())
        if found < 0:
            self._never.add(closing)
            return match.end()
        if closing.startswith("</"):
            found = self._page.find(">", found)
            return found + 1 if found >= 0 else len(self._page)
        return found + len(closing)


def _cut(page: str, seen: _Seen, start: int, end: int, offset: int, lines: list[int]) -> list[Piece]:
    """Pieces for [start, end) of what is seen; what touches in the page is one piece."""
    runs = list[list[int]]()
    index = bisect.bisect_right(seen.starts, start) - 1
    while index < len(seen.starts) and seen.starts[index] < end:
        begin = seen.starts[index]
        stop = seen.starts[index + 1] if index + 1 < len(seen.starts) else len(seen.text)
        first, last = max(begin, start), min(stop, end)
        at, size = seen.places[index]
        if size == stop - begin:
            at, size = at + first - begin, last - first
        plain = page[at : at + size] == seen.text[first:last]
        if runs and plain and runs[-1][3] and runs[-1][1] + runs[-1][2] == at:
            runs[-1][2] += size
            runs[-1][4] += last - first
        elif size:
            runs.append([offset + first - start, at, size, int(plain), last - first])
        index += 1
    made = []
    for begin, at, size, _, length in runs:
        line = bisect.bisect_right(lines, at)
        made.append(Piece(begin, length, line, at - lines[line - 1] + 1, "paragraph", at, size, "xml"))
    return made
