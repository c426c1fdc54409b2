"""gettext PO: an entry's `msgstr` is a segment, its `msgid` stands beside it: the pivot, or the original if English.

Fuzzy and obsolete entries and the header are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpora.assembly import Bitext, Unit
from corpora.chars import Chars, Line
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.streams import Stream, opened

_CHARSET = re.compile(rb"charset=([A-Za-z][\w.:-]{1,40})")
_STRING = re.compile(
    r'[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr)[ \t]*(\[\d{1,3}\])?[ \t]*)?"(.*)"[ \t]*\Z', re.DOTALL
)
_ESCAPE = re.compile(r'\\([abfnrtv"\\?]|[0-7]{1,3}|x[0-9a-fA-F]{1,2})')
_BAD = re.compile(r'(?:[^"\\]|\\.)*?(?:"|\\\Z)', re.DOTALL)
_NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEADER = re.compile(r"^(language|x-source-language)[ \t]*:[ \t]*([\w.@-]+)", re.IGNORECASE | re.MULTILINE)


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of a PO file."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, stream)


def documents(source: Source, stream: Stream) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    chars = Chars(stream, declared)
    return Bitext(source, "po", chars.encoding).documents(_Reader(source).units(chars))


def declared(head: bytes) -> str | None:
    """The encoding that the header names."""
    found = _CHARSET.search(head)
    return found[1].decode("ascii") if found and found[1] != b"CHARSET" else None


Run = tuple[str, int, int, int, int, str, bool]


@dataclass(slots=True)
class Entry:
    """An entry as it is read: texts of its fields, and the runs of each msgstr.

    With the comments before and the empty lines after it, it takes [begin, end) of the file.
    """

    number: int
    line: int
    begin: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    strings: list[list[Run]] = field(default_factory=list)
    fuzzy: bool = False
    problem: str | None = None
    now: str = ""

    @property
    def header(self) -> bool:
        """Whether it says something of the file, not of a text."""
        return self.problem is None and not self.fields.get("msgid", "?") and "msgctxt" not in self.fields


def entries(chars: Chars) -> Iterator[Entry]:
    """The entries of a file in order, broken ones with a `problem`; obsolete ones are comments that belong to none."""
    entry: Entry | None = None
    number, fuzzy, done = 0, False, False
    begin: int | None = None
    for line in chars.lines():
        text = (line.text or "").rstrip("\r\n")
        bare = text.strip(" \t")
        begins = bare.startswith(("msgctxt", "msgid")) and not bare.startswith("msgid_plural")
        if entry and (not bare or bare[0] == "#" or (begins and entry.now.startswith("msgstr"))):
            done = True
        if entry and done and (bare or line.text is None):
            yield entry
            entry = None
        if bare.startswith("#"):
            fuzzy = fuzzy or (bare.startswith("#,") and "fuzzy" in bare)
            begin = None if bare.startswith("#~") else line.at if begin is None else begin
        elif bare or line.text is None:
            if entry is None:
                number, done = number + 1, False
                entry = Entry(number, line.number, line.at if begin is None else begin, line.at, fuzzy=fuzzy)
                fuzzy, begin = False, None
            if entry.problem is None:
                entry.problem = _take(entry, line, text)
        else:
            begin = None
        if entry:
            entry.end = line.at + len(line.text or "")
    if entry:
        yield entry


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._lang: str | None = None
        self._beside: str | None = None

    def units(self, chars: Chars) -> Iterator[Unit | Unreadable]:
        """The segments of the entries, and a line for each entry that is broken."""
        for entry in entries(chars):
            yield from self._finished(entry)

    def _finished(self, entry: Entry) -> Iterator[Unit | Unreadable]:
        problem = entry.problem
        if problem is None and ("msgid" not in entry.fields or not entry.strings):
            problem = f"{entry.line}: an entry without msgid or msgstr, complete it"
        if problem is not None:
            yield Unreadable(doc=f"{self._source.id}#{entry.number}", reason=f"{self._source.path}:{problem}")
            return
        if entry.header:
            stated = {key.lower(): value for key, value in _HEADER.findall("".join(run[0] for run in entry.strings[0]))}
            self._lang, self._beside = stated.get("language"), stated.get("x-source-language")
            return
        for index, runs in enumerate([] if entry.fuzzy else entry.strings):
            beside = entry.fields.get("msgid_plural") if index else None
            plural = f"[{index}]" if "msgid_plural" in entry.fields else ""
            yield Unit(
                number=entry.number,
                runs=tuple(runs),
                lang=self._lang,
                pivot=beside or entry.fields["msgid"],
                pivot_lang=self._beside,
                element=f"entry {entry.number} msgstr{plural}",
            )


def _take(entry: Entry, line: Line, text: str) -> str | None:
    """Take up a line of an entry; returns what is wrong with it."""
    found = _STRING.match(text)
    if line.text is None or found is None:
        return f"{line.number}: no line of a PO file, mend it or put # before it"
    keyword, _, literal = found.groups()
    if _BAD.match(literal):
        return f'{line.number}: a string with a bare " or \\ in it, write \\" or \\\\'
    if keyword:
        if keyword != "msgstr" and keyword in entry.fields:
            return f"{line.number}: a second {keyword}, put an empty line between entries"
        entry.now = keyword
        if keyword == "msgstr":
            entry.strings.append([])
        else:
            entry.fields[keyword] = ""
    elif not entry.now:
        return f"{line.number}: a string that belongs to nothing, write msgid or msgstr before it"
    begin = found.start(3)
    runs = list(_runs(literal, line.at + begin, line.number, begin + 1, bool(not keyword and entry.now == "msgstr")))
    if entry.now == "msgstr":
        entry.strings[-1] += runs
    else:
        entry.fields[entry.now] += "".join(run[0] for run in runs)
    return None


def _runs(literal: str, at: int, line: int, column: int, joins: bool) -> Iterator[Run]:
    """The runs of a literal; each escape is one of its own."""
    done = 0
    for match in _ESCAPE.finditer(literal):
        if match.start() > done:
            yield literal[done : match.start()], at + done, match.start() - done, line, column + done, "po", joins
            joins = False
        yield _value(match[1]), at + match.start(), len(match[0]), line, column + match.start(), "po", joins
        joins, done = False, match.end()
    if done < len(literal):
        yield literal[done:], at + done, len(literal) - done, line, column + done, "po", joins


def _value(escape: str) -> str:
    if escape[0] == "x":
        return chr(int(escape[1:], 16))
    return chr(int(escape, 8)) if escape[0].isdigit() else _NAMED.get(escape, escape)
