"""Places under forms that a translation brings: stale, Russian-derived, literal. Data: `seeds/exonyms.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from audit.seeds import table

Kind = Literal["stale", "literal", "official"]

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_BETWEEN = " \u00a0-(/‑"
_GAP = re.compile(f"[{re.escape(_BETWEEN)}]{{1,2}}")
_MARGIN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its current English-news form, its other forms, and when and where they are right.

    `since`: the day from which no main style writes the stale forms; `styles` and `dates`: what single styles prefer,
    and from when; `keeps`: words before which the form `kept` stayed; `ambiguous`: listed forms that name others too.
    """

    name: str
    route: str
    since: date
    zh: str | None = None
    ru: str | None = None
    uk: str | None = None
    stale: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    official: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    periods: tuple[tuple[str, date, date | None], ...] = ()
    exempt: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    keeps: tuple[str, ...] = ()
    kept: str | None = None
    renamed: bool = False

    def current(self, on: date | None) -> str:
        """The place's name on a day (None: today), where it changed more than once."""
        for name, start, end in self.periods:
            if on is not None and start <= on and (end is None or on < end):
                return name
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleForm:
    """A form of a place that needs a look: `form` as listed, and what it is.

    `kind`: stale (out of use from `place.since`), literal (word by word, at any date), official (of one side of a
    dispute: a matter of style). `ambiguous`: it is another name or a word too, and needs support.
    """

    form: str
    place: Place
    kind: Kind
    ambiguous: bool = False

    def applies(self, style: str, on: date | None) -> bool:
        """Whether that style avoids the form on a day; without a day dated forms are let pass, literal ones never."""
        if self.kind == "literal":
            return True
        if self.kind == "official" or on is None:
            return False
        current = self.place.current(on)
        return current != self.form and on >= self.place.dates.get(style, self.place.since)

    def replacement(self, style: str, on: date | None) -> str:
        """What that style writes for the place on a day."""
        return self.place.styles.get(style) or self.place.current(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A listed form in a text, [start, end) in code points. `instead`: what stays there ("Dnipropetrovsk" region)."""

    start: int
    end: int
    form: StaleForm
    exempt: bool = False
    instead: str | None = None


def places() -> tuple[Place, ...]:
    """Every place of the table."""
    return _places()


def stale_form(word: str) -> StaleForm | None:
    """What is known against a form of a place (one word or several, capitals as in a text); None: nothing.

    >>> form = stale_form("Zaporozhye")
    >>> form.place.name, form.kind, form.applies("ap", date(2025, 8, 9)), stale_form("Luhansk")
    ('Zaporizhzhia', 'stale', True, None)
    """
    return _forms().get(_key(word))


def occurrences(text: str) -> Iterator[Occurrence]:
    """The listed forms in a text, longest first from the left, not overlapping; time is linear in the text."""
    low = text.casefold()
    lines = likely_lines(low) if len(low) == len(text) else [(0, len(text))]
    for line in lines:
        yield from occurrences_in(text, *line)


def likely_lines(low: str) -> list[tuple[int, int]]:
    """The lines of a text in lower case (offset pairs) that have the longest word, or two words, of a listed form."""
    found: list[tuple[int, int]] = []
    low = low.replace("’", "'")
    for sign in _BETWEEN:
        low = low.replace(sign, " ")
    for _, start, end in _longest_words().find_matches_as_indexes(low, overlapping=True):
        within = low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()
        if not within and (not found or start >= found[-1][1]):
            stop = low.find("\n", end)
            found.append((low.rfind("\n", 0, start) + 1, len(low) if stop < 0 else stop))
    return found


@cache
def _longest_words() -> Any:
    from ahocorasick_rs import AhoCorasick, Implementation

    words: set[str] = set()
    for form in _forms():
        every = form.split(" ")
        if len(every) == 1:
            words.add(form)
        else:
            pair = max(pairwise(every), key=lambda pair: len(pair[0]) + len(pair[1]))
            words.update((" ".join(pair), "  ".join(pair)))  # one sign or two stand between words
    return AhoCorasick(sorted(words), implementation=Implementation.DFA)


def occurrences_in(text: str, first: int, last: int) -> Iterator[Occurrence]:
    """The listed forms in whole lines [first, last) of a text; no form goes beyond a line."""
    tokens = [match.span() for match in _WORD.finditer(text, first, last)]
    heads = _heads()
    at = 0
    while at < len(tokens):
        start, end = tokens[at]
        step = 1
        for length in heads.get(_folded(text[start:end]), ()) if text[start].isupper() else ():
            form = _forms().get(_joined(text, tokens[at : at + length])) if at + length <= len(tokens) else None
            if form is not None:
                yield _occurrence(text, start, tokens[at + length - 1][1], form)
                step = length
                break
        at += step


def _joined(text: str, tokens: list[tuple[int, int]]) -> str:
    """The key of neighbouring words; empty where more than a space, a hyphen or a bracket stands between two."""
    for (_, end), (start, _) in pairwise(tokens):
        if not _GAP.fullmatch(text, end, start):
            return ""
    return " ".join(_folded(text[start:end]) for start, end in tokens)


def _occurrence(text: str, start: int, end: int, form: StaleForm) -> Occurrence:
    if "(" in text[start:end] and text[end : end + 1] == ")":
        end += 1
    following = _WORD.match(text, end + 1) if text[end : end + 1] in {" ", "-"} else None
    kept = following is not None and following.group() in form.place.keeps
    exempt = _within(text, start, end, form.place.exempt + form.place.elsewhere)
    if kept and form.place.kept == form.form:
        exempt = True
    return Occurrence(start=start, end=end, form=form, exempt=exempt, instead=form.place.kept if kept else None)


def _within(text: str, start: int, end: int, phrases: tuple[str, ...]) -> bool:
    """Whether [start, end) stands inside one of these phrases."""
    left = max(0, start - _MARGIN)
    window = text[left : end + _MARGIN]
    for phrase in phrases:
        found = window.find(phrase)
        while found >= 0:
            if left + found <= start and end <= left + found + len(phrase):
                return True
            found = window.find(phrase, found + 1)
    return False


def _folded(word: str) -> str:
    return word.replace("’", "'").casefold()


def _key(form: str) -> str:
    return " ".join(_folded(match.group()) for match in _WORD.finditer(form))


@cache
def _forms() -> dict[str, StaleForm]:
    right = {_key(form) for place in _places() for form in (place.name, *place.variants)}
    forms: dict[str, StaleForm] = {}
    for place in _places():
        kinds: tuple[tuple[Kind, Iterable[str]], ...] = (
            ("official", place.official.values()),
            ("literal", place.literal),
            ("stale", place.stale),
        )
        for kind, listed in kinds:
            for form in listed:
                if (key := _key(form)) not in right:
                    forms[key] = StaleForm(form=form, place=place, kind=kind, ambiguous=form in place.ambiguous)
    return forms


@cache
def _heads() -> dict[str, tuple[int, ...]]:
    """First word -> numbers of words of the forms that begin with it, largest first."""
    heads: dict[str, set[int]] = {}
    for form in _forms():
        words = form.split(" ")
        heads.setdefault(words[0], set()).add(len(words))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}


@cache
def _places() -> tuple[Place, ...]:
    return tuple(_place(entry, group) for group in table("exonyms.toml")["group"] for entry in group["places"])


def _place(entry: dict[str, Any], group: dict[str, Any]) -> Place:
    return Place(
        name=entry["name"],
        route=group["route"],
        since=entry.get("since", group["since"]),
        zh=entry.get("zh"),
        ru=entry.get("ru"),
        uk=entry.get("uk"),
        stale=tuple(entry.get("stale", ())),
        literal=tuple(entry.get("literal", ())),
        variants=tuple(entry.get("variants", ())),
        official=entry.get("official", {}),
        styles=entry.get("styles", {}),
        dates=entry.get("dates", {}),
        periods=tuple((p["name"], p["from"], p.get("until")) for p in entry.get("periods", ())),
        exempt=tuple(entry.get("exempt", ())),
        elsewhere=tuple(entry.get("elsewhere", ())),
        ambiguous=frozenset(entry.get("ambiguous", ())),
        keeps=tuple(entry.get("keeps", ())),
        kept=entry.get("kept"),
        renamed=entry.get("renamed", False),
    )
