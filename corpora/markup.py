"""XML and SGML read as they stand, piece by piece: elements with offsets, entities never resolved, nothing fetched.

A file is cut into stretches (one translation unit, one document) that are read one by one, so that memory is bounded
and a broken stretch costs itself only. Declared entities are not expanded; a document type is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpora.chars import Chars, breaks, moved
from corpora.streams import LIMIT

_DECLARED = re.compile(rb"""^\s{0,99}<\?xml[^>]{1,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z][\w.-]{0,40})["']""")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TOKEN = re.compile(
    r"""(?P<text>[^<&]+)
    |(?P<ref>&(?:\#[0-9]{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z_:][\w.:-]{0,63});)
    |(?P<comment><!--.*?-->)|(?P<cdata><!\[CDATA\[.*?\]\]>)|(?P<pi><\?.*?\?>)
    |(?P<end></[A-Za-z_:][^<>]*>)
    |(?P<start><[A-Za-z_:][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>)""",
    re.DOTALL | re.VERBOSE,
)
_NAME = re.compile(r"</?([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
REFERENCE = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z_:][\w.:-]{0,63});")
_TAG_END = re.compile(r"""[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_TYPE_END = re.compile(r"""[^\[>]*(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\]\s*)?>""")
_COMMENT_END = re.compile("-->")
_SECTION_END = re.compile("]]>")
_INSTRUCTION_END = re.compile(r"\?>")
DEPTH = 200
MARGIN = 80
TAG_LIMIT = 1 << 20


class BadMarkup(Exception):
    """What is wrong in a stretch of a file; `line` counts from 1 in the file."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def declared(head: bytes) -> str | None:
    """The encoding that an XML declaration names."""
    found = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii") if found else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """An element with all that is in it, or only its start or end tag: `raw` begins at code point `at` of the file."""

    name: str
    raw: str
    at: int
    line: int
    column: int
    problem: str | None = None


def stretches(chars: Chars, whole: Iterable[str], tags: Iterable[str] = ()) -> Iterator[Stretch]:
    """The elements named in `whole` with their contents, and start (`name`) and end tags (`/name`) of those in `tags`.

    Names are compared without prefix, in small letters. An element that is not closed, or larger than the limit, comes
    with a `problem`.
    """
    return _Cutter(chars, frozenset(whole), frozenset(tags)).stretches()


class _Cutter:
    """A buffer of the file that begins at code point `at`, in which the next stretch is looked for."""

    def __init__(self, chars: Chars, whole: frozenset[str], tags: frozenset[str]) -> None:
        self._chunks = chars.chunks()
        self._whole = whole
        names = "|".join(map(re.escape, sorted(whole | tags)))
        closing = "|".join(map(re.escape, sorted(tags))) or "(?!)"
        self._begin = re.compile(
            rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE|<(?:[\w.-]{{1,40}}:)?({names})(?=[\s/>])|</(?:[\w.-]{{1,40}}:)?({closing})\s*>",
            re.IGNORECASE,
        )
        self._ends = {
            name: re.compile(rf"<!--|<!\[CDATA\[|</(?:[\w.-]{{1,40}}:)?{re.escape(name)}\s*>", re.IGNORECASE)
            for name in whole
        }
        self._text, self._pos = "", 0
        self._ended = False
        self._never = set[re.Pattern[str]]()
        self._at, self._line, self._column = 0, 1, 1

    @property
    def _left(self) -> int:
        return len(self._text) - self._pos

    def stretches(self) -> Iterator[Stretch]:
        while True:
            found = self._begin.search(self._text, self._pos)
            if found is None:
                self._drop(max(0, self._left - MARGIN))
                if not self._fill():
                    return
                continue
            if found.end() > len(self._text) - MARGIN and self._fill():
                continue
            token = found[0]
            self._drop(found.start() - self._pos)
            if found[2]:
                yield self._stretch("/" + found[2].lower(), len(token))
                self._drop(len(token))
            elif found[1]:
                yield from self._element(found[1].lower())
            else:
                self._pass_over(token)

    def _element(self, name: str) -> Iterator[Stretch]:
        """The element, or start tag, that the buffer goes on with."""
        close = self._find(_TAG_END, 1, True)
        last = self._text[self._pos + close - 2 : self._pos + close]
        if name not in self._whole or last == "/>":
            if close > 0:
                yield self._stretch(name, close)
            self._drop(close if close > 0 else 1)
            return
        end = self._closed(name) if close > 0 else -1
        if end > 0:
            yield self._stretch(name, end)
            self._drop(end)
            return
        large = self._left > LIMIT
        what = f"larger than {LIMIT // 1_000_000} MB, split it" if large else "not closed, complete it"
        yield self._stretch(name, min(self._left, 200), f"<{name}> is {what}")
        self._drop(self._left if large else 1)

    def _closed(self, name: str) -> int:
        """Where the element ends that the buffer goes on with, -1 where it does not."""
        at = 1
        while (end := self._find(self._ends[name], at)) > 0:
            tail = self._text[self._pos + end - 4 : self._pos + end]
            if tail == "<!--":
                end = self._find(_COMMENT_END, end)
            elif tail.endswith("["):
                end = self._find(_SECTION_END, end)
            else:
                return end
            if end < 0:
                return -1
            at = end
        return -1

    def _pass_over(self, token: str) -> None:
        """Leave out a comment, marked section, instruction or document type; of one without an end, its beginning."""
        if token.upper() == "<!DOCTYPE":
            end = self._find(_TYPE_END, len(token), True)
        else:
            end = self._find({"<!--": _COMMENT_END, "<?": _INSTRUCTION_END}.get(token, _SECTION_END), len(token))
        self._drop(end if end > 0 else self._left if self._left > LIMIT else len(token))

    def _find(self, pattern: re.Pattern[str], at: int, anchored: bool = False) -> int:
        """The end of the first match at or after `at`, more being read as needed; -1 where there is none."""
        if pattern in self._never:
            return -1
        while True:
            place = self._pos + at
            found = pattern.match(self._text, place) if anchored else pattern.search(self._text, place)
            if found:
                return found.end() - self._pos
            if not anchored:
                at = max(at, self._left - MARGIN)
            if self._left > (TAG_LIMIT if anchored else LIMIT):
                return -1
            if not self._fill():
                if not anchored:
                    self._never.add(pattern)
                return -1

    def _fill(self) -> bool:
        chunk = "" if self._ended else next(self._chunks, "")
        self._ended = not chunk
        if chunk:  # else what was found in the text lies where it did
            self._text, self._pos = self._text[self._pos :] + chunk, 0
        return bool(chunk)

    def _drop(self, count: int) -> None:
        end = self._pos + count
        self._line, self._column = moved(self._text[self._pos : end], self._line, self._column)
        self._at += count
        self._pos = end

    def _stretch(self, name: str, length: int, problem: str | None = None) -> Stretch:
        raw = self._text[self._pos : self._pos + length]
        return Stretch(name, raw, self._at, self._line, self._column, problem)


class Run(NamedTuple):
    """Text of an element as it means and where it stands in the file; a reference is a run of its own."""

    text: str
    at: int
    size: int
    line: int
    column: int
    form: str


class Tag(NamedTuple):
    """A start (`closing` False) or end tag; an empty element comes as both. It takes [at, end) of the file."""

    name: str
    closing: bool
    attributes: dict[str, str]
    line: int
    at: int
    end: int


def events(stretch: Stretch, lenient: bool = False) -> Iterator[Run | Tag]:
    """Tags and runs of text of a stretch, in order. Comments and instructions are left out.

    Raises BadMarkup where it is not well-formed. `lenient` (SGML): stray marks are text, elements may stay open.
    """
    raw, at = stretch.raw, 0
    line, column, seen = stretch.line, stretch.column, 0
    one_line = not breaks(raw)
    open_names: list[str] = []
    while at < len(raw):
        found = _TOKEN.match(raw, at)
        kind, token = (found.lastgroup, found[0]) if found else ("stray", raw[at])
        if one_line:
            column = stretch.column + at
        else:
            line, column = moved(raw[seen:at], line, column)
            seen = at
        if kind == "stray":
            if not lenient or raw.startswith(("<!--", "<![CDATA[", "<?"), at):
                raise BadMarkup(f'a bare "{token}" or a broken tag, write {token.translate(_WRITTEN)}', line)
            kind = "text"
        if kind == "text":
            yield Run(token, stretch.at + at, len(token), line, column, "xml")
        elif kind == "ref":
            value = resolved(token[1:-1])
            if value is not None:
                yield Run(value, stretch.at + at, len(token), line, column, "xml")
            elif lenient:
                yield Run(token, stretch.at + at, len(token), line, column, "xml")
            else:
                raise BadMarkup(f"{token} is not resolved (no entities are), write the character itself", line)
        elif kind == "cdata" and len(token) > 12:
            yield Run(token[9:-3], stretch.at + at + 9, len(token) - 12, line, column + 9, "cdata")
        elif kind in ("start", "end"):
            yield from _tags(token, kind, line, stretch.at + at, open_names, lenient)
        at += len(token)
    if open_names and not lenient:
        raise BadMarkup(f"<{open_names[-1]}> is not closed, complete it", line)


_WRITTEN = str.maketrans({"&": "&amp;", "<": "&lt;"})


def _tags(token: str, kind: str, line: int, at: int, open_names: list[str], lenient: bool) -> Iterator[Tag]:
    found = _NAME.match(token)
    assert found is not None
    name = found[1]
    if ":" in name:
        name = name.rpartition(":")[2]
    name = name.lower() if lenient else name
    end = at + len(token)
    if kind == "end":
        if not lenient and (not open_names or open_names[-1] != name):
            wanted = f"</{open_names[-1]}>" if open_names else "no end tag"
            raise BadMarkup(f"</{name}> stands where {wanted} belongs, mend the tags", line)
        if name in open_names:
            while open_names.pop() != name:
                pass
        yield Tag(name, True, {}, line, at, end)
        return
    if len(open_names) >= DEPTH:
        raise BadMarkup(f"more than {DEPTH} elements within each other, mend the tags", line)
    yield Tag(name, False, attributes(token, lenient), line, at, end)
    if token.endswith("/>"):
        yield Tag(name, True, {}, line, at, end)
    else:
        open_names.append(name)


def attributes(tag: str, lower: bool = False) -> dict[str, str]:
    """The attributes of a start tag, by their names as written (`xml:lang` keeps its prefix).

    >>> attributes('<tu tuid="a&amp;b" xml:lang=\\'en\\'>')
    {'tuid': 'a&b', 'xml:lang': 'en'}
    """
    found: dict[str, str] = {}
    if "=" not in tag:
        return found
    for name, double, single, bare in _ATTRIBUTE.findall(tag[: LIMIT // 100]):
        value = double or single or bare
        if "&" in value:
            value = REFERENCE.sub(lambda match: resolved(match[1]) or match[0], value)
        found[name.lower() if lower else name] = value
    return found


def resolved(name: str) -> str | None:
    """The character of a reference; None for an entity that XML does not define itself and for what is no character."""
    if not name.startswith("#"):
        return _NAMED.get(name)
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else None


def lines_of(stretch: Stretch) -> int:
    """The number of the line that a stretch ends in."""
    return stretch.line + breaks(stretch.raw)
