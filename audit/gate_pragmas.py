"""Comments in Markdown texts that let findings pass: `<!-- taudit: ignore[rule] reason -->`.

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


@dataclass(slots=True)
class Pragma:
    """A comment with the stretch of text that it speaks of; `used` once it let a finding pass."""

    at: int
    start: int
    end: int
    rules: frozenset[str]
    why: str
    used: bool = False

    def covers(self, finding: Finding) -> bool:
        """Whether the finding begins in the stretch and is of a rule that is meant."""
        meant = not self.rules or finding.rule in self.rules or finding.category in self.rules
        return meant and self.start <= finding.span.start < max(self.end, self.start + 1)


@dataclass(slots=True)
class Pragmas:
    """The comments of one text; `problems` are places and what is wrong there, for comments that are not understood."""

    pragmas: list[Pragma] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)

    def covering(self, finding: Finding) -> Pragma | None:
        """The comment that lets a finding pass, marked as used."""
        for pragma in self.pragmas:
            if pragma.covers(finding):
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
        body = _BODY.fullmatch(match["body"].strip())
        verb = body["verb"] if body else ""
        rules = frozenset(re.split(r"[,\s]+", (body["rules"] or "").strip())) - {""} if body else frozenset[str]()
        why = body["why"].strip() if body else ""
        if verb not in VERBS:
            found.problems.append((match.start(), f"no such comment, known are {', '.join(VERBS)}"))
            continue
        for rule in sorted(rules - words):
            from audit.config import nearest

            found.problems.append(
                (match.start(), f"{rule}: no such rule, {nearest(rule, words, 'see `taudit rules`')}")
            )
        if verb == "on":
            for pragma in open_at:
                pragma.end = match.start()
            open_at = []
            continue
        start, end = _reach(text, verb, match.start(), match.end())
        pragma = Pragma(at=match.start(), start=start, end=end, rules=rules, why=why or "a comment in the text")
        found.pragmas.append(pragma)
        if verb == "off":
            open_at.append(pragma)
    return found


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
