"""Comments that let findings pass, in Markdown: `<!-- taudit: ignore[rule] reason -->`; others: `gate_file_comments`.

- `ignore[rules]` speaks of its own line, or, where it stands alone, of the next line with words in it;
- `off[rules]` speaks of everything up to `on`, or to the end of the text;
- `ignore-file[rules]` speaks of the whole text.
Without brackets all rules are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit.model import Finding
from corpora.documents import Document

_COMMENT = re.compile(r"<!--[ \t]{0,8}taudit:[ \t]{0,8}(?P<body>[^\n>]{0,500}?)[ \t]{0,8}-->")
_BODY = re.compile(r"(?P<verb>[a-z-]+)(?:\[(?P<rules>[^\]]*)\])?[:\s]*(?P<why>.*)", re.DOTALL)
VERBS = ("ignore", "off", "on", "ignore-file")


ANYWHERE = 1 << 62
"""An end behind every position."""


@dataclass(slots=True)
class Pragma:
    """A comment with the stretch that it speaks of: code points of the text (Markdown) or lines of the file.

    `at` is where it stands, `used` becomes true once it let a finding pass.
    """

    at: int
    start: int
    end: int
    rules: frozenset[str]
    why: str
    used: bool = False

    def covers(self, finding: Finding, at: int) -> bool:
        """Whether a finding that begins at a position lies in the stretch and is of a rule that is meant."""
        meant = not self.rules or finding.rule in self.rules or finding.category in self.rules
        return meant and self.start <= at < max(self.end, self.start + 1)


@dataclass(slots=True)
class Pragmas:
    """The comments of one text or file.

    `problems` are places and what is wrong there, for comments that are not understood; `comments` the stretches of a
    text that are comments. `lines` says that positions are lines of the file.
    """

    pragmas: list[Pragma] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    lines: bool = False

    @property
    def unused(self) -> list[Pragma]:
        """The comments that have let nothing pass so far."""
        return [pragma for pragma in self.pragmas if not pragma.used]

    def place(self, at: int, document: Document) -> str:
        """A position for readers."""
        if document.origin is None:
            return document.id
        return f"{document.origin.file}:{at}" if self.lines else str(document.origin.place(at, document.text))

    def covering(self, finding: Finding, document: Document) -> Pragma | None:
        """The comment that lets a finding of the document pass, marked as used."""
        if not self.pragmas:
            return None
        at = finding.span.start
        if self.lines and document.origin is not None:
            at = document.origin.place(at, document.text).line
        for pragma in self.pragmas:
            if pragma.covers(finding, at):
                pragma.used = True
                return pragma
        return None

    def inside(self, finding: Finding) -> bool:
        """Whether a finding lies within such a comment: the comment is no part of the translation."""
        return any(start <= finding.span.start < end for start, end in self.comments)


def has_comments(document: Document) -> bool:
    """Whether the document stands in a format whose comments are read here: Markdown."""
    origin = document.origin
    return origin is not None and origin.format == "markdown"


def pragmas(text: str, known: Iterable[str]) -> Pragmas:
    """The comments of a text; `known` are the words that select rules."""
    found = Pragmas()
    words = frozenset(known)
    open_at: list[Pragma] = []
    for match in _COMMENT.finditer(text):
        found.comments.append(match.span())
        verb, pragma = understood(match["body"], match.start(), words, found)
        if verb == "on":
            for one in open_at:
                one.end = match.start()
            open_at = []
        if pragma is None:
            continue
        pragma.start, pragma.end = _reach(text, verb, match.start(), match.end())
        found.pragmas.append(pragma)
        if verb == "off":
            open_at.append(pragma)
    return found


def understood(body: str, at: int, known: frozenset[str], found: Pragmas) -> tuple[str, Pragma | None]:
    """What a comment says: its verb, and a pragma without its stretch (None for `on` and for what is no verb).

    What is not understood goes to the problems of `found`.
    """
    match = _BODY.fullmatch(body.strip())
    verb = match["verb"] if match else ""
    if match is None or verb not in VERBS:
        found.problems.append((at, f"no such comment, known are {', '.join(VERBS)}"))
        return "", None
    rules = frozenset(re.split(r"[,\s]+", (match["rules"] or "").strip())) - {""}
    for rule in sorted(rules - known):
        from audit.config import nearest

        found.problems.append((at, f"{rule}: no such rule, {nearest(rule, known, 'see `taudit rules`')}"))
    if verb == "on":
        return verb, None
    return verb, Pragma(at=at, start=at, end=at, rules=rules, why=match["why"].strip() or "a comment in the text")


def _reach(text: str, verb: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that a comment at [start, end) speaks of, before `on` shortens it."""
    if verb == "ignore-file":
        return 0, len(text)
    if verb == "off":
        return end, len(text)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if (text[first:start] + text[end:last]).strip():
        return first, last
    more = re.compile(r"\s*").match(text, last)
    first = text.rfind("\n", 0, more.end()) + 1 if more else last
    last = text.find("\n", max(first, last + 1))
    return first, len(text) if last < 0 else last
