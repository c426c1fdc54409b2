"""What the detectors ask of the other side: the linked original words, the pivot's words, the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from audit.context import Context
from audit.folded import beyond_ascii
from audit.quotations import stem
from audit.values.lexicon import STOPS
from corpora.documents import Span

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
AP_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
"""The months as AP and Reuters write them before a day."""

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
"""A month's name or abbreviation, as part of a pattern (case matters: "may", "march")."""

_FIGURE, _PLAIN_FIGURE = re.compile(r"\d+"), re.compile(r"[0-9][0-9]*")
"""Runs of digits; the second finds the same, in half the time, where no others than 0-9 stand."""
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile("[a-z]+")
BESIDE = 400
"""Code points on each side of a linked stretch that count as its surroundings."""

LONGEST = 4000
"""Code points up to which a sentence is compared: what is longer was not cut into sentences."""

_FIRM, _CLOSE = 0.75, 0.4
"""A link below the first, whose sentences share less than the second of their words, may join two reports."""

QUOTED = re.compile(r"“[^“”\n]{1,1500}”|\"[^\"\n]{1,1500}\"")
"""What stands between double quotation marks of one line."""


@dataclass(frozen=True)
class Pair:
    """A sentence of the translation [start, end) and the stretches of originals linked to it, best first.

    `score` is that of the best link, in [0, 1]. What several rules ask of the two sides is found out once.
    """

    start: int
    end: int
    text: str
    originals: tuple[Span, ...]
    score: float = 1.0

    @cached_property
    def original(self) -> str:
        """The linked stretches of originals, a line each."""
        return "\n".join(span.text for span in self.originals)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The runs of letters a-z of the folded translation: what a pattern needs is looked up before it is tried."""
        return frozenset(_LETTERS.findall(self.text.casefold()))

    @cached_property
    def figures(self) -> bool:
        """Whether the translation has digits."""
        return _DIGIT.search(self.text) is not None

    @cached_property
    def original_letters(self) -> frozenset[str]:
        """The same of the originals."""
        return frozenset(_LETTERS.findall(self.original.casefold()))

    @cached_property
    def loose(self) -> bool:
        """Whether the original may be another outlet's report of the same: a weak link, and few words in common."""
        return self.score < _FIRM and common_share(self.text, self.original) < _CLOSE


def linked_sentences(context: Context) -> tuple[Pair, ...]:
    """The sentences of the translation that have a linked original, in order; found once for all rules."""
    known: tuple[Pair, ...] | None = context.shared.get("pairs")
    if known is None:
        known = context.shared["pairs"] = tuple(_linked_sentences(context))
    return known


def _linked_sentences(context: Context) -> Iterator[Pair]:
    if not context.links:
        return
    scores: dict[Span, float] = {}
    for link in context.links:
        scores[link.original] = max(link.score, scores.get(link.original, 0.0))
    for start, end in context.sentences:
        spans = context.linked(start, end) if 0 < end - start <= LONGEST else []
        if spans and sum(span.end - span.start for span in spans) <= 3 * LONGEST:
            yield Pair(start, end, context.text[start:end], tuple(spans), max(scores[span] for span in spans))


def common_share(text: str, original: str) -> float:
    """Share of the content words of the shorter text that the other has."""
    mine, theirs = _content(text), _content(original)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _content(text: str) -> set[str]:
    return {stem(word) for word in _LETTERS.findall(text.casefold()) if len(word) > 2 and word not in STOPS}


def original_words(context: Context, start: int, end: int) -> str:
    """The linked original words behind [start, end), joined by line ends; empty where nothing is linked."""
    return "\n".join(span.text[:LONGEST] for span in context.linked(start, end)[:5])


def beside(context: Context, pair: Pair) -> str:
    """The words around the linked stretches of the originals: sentences are cut and linked differently at the edges."""
    parts = []
    for span in pair.originals:
        document = context.originals.get(span.doc)
        if document is not None:
            parts += [
                document.text[max(0, span.start - BESIDE) : span.start],
                document.text[span.end : span.end + BESIDE],
            ]
    return "\n".join(parts)


def month_number(name: str) -> int:
    """1 for "January", "Jan." and "Jan"; raises ValueError for what is no month."""
    for number, month in enumerate(MONTHS, 1):
        if month.startswith(name.rstrip(".").capitalize()[:3]):
            return number
    raise ValueError(name)


def nearest_day(day: int, as_of: date) -> date | None:
    """The latest date with this day of the month that is not more than a day after `as_of`; None for day 0 or 32."""
    year, month = as_of.year, as_of.month
    for _ in range(12):
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
        if found is not None and (found - as_of).days <= 1:
            return found
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def recent_weekday(words: str, as_of: date | None) -> str | None:
    """The weekday of "November 25" where that is at most six days before `as_of`: agencies name no date then."""
    found = re.match(rf"({MONTH}) (\d{{1,2}})", words)
    if found is None or as_of is None:
        return None
    day = nearest_day(int(found[2]), as_of)
    if day is None or day.month != month_number(found[1]) or not -1 <= (as_of - day).days <= 6:
        return None
    return WEEKDAYS[day.weekday()]


def in_quotation(text: str, offset: int, sentence: tuple[int, int]) -> bool:
    """Whether `offset` stands between double quotation marks of its sentence."""
    start, end = max(sentence[0], offset - 1500), min(sentence[1], offset + 1500)
    return any(m.start() < offset < m.end() - 1 for m in QUOTED.finditer(text, start, end))


def at_figures(context: Context, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that can only begin where a number begins, as `finditer` gives them."""
    starts: list[int] | None = context.shared.get("figures")
    if starts is None:
        figure = _FIGURE if _DIGIT.search(beyond_ascii(context)) else _PLAIN_FIGURE
        starts = context.shared["figures"] = [found.start() for found in figure.finditer(context.text)]
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(context.text, start)):
            end = match.end()
            yield match


def place(span: Span) -> str:
    """The reference of a stretch of an original, as evidence gives it."""
    return f"{span.doc}:{span.start}-{span.end}"
