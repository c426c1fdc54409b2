"""Places under forms that English news has given up: when a listed form is one, and what supports it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from audit.context import Context
from audit.folded import folded, longer_folded
from audit.names.exonyms import Occurrence, StaleForm, likely_lines, occurrences_in, places

_POSSESSIVE = re.compile(r"['\u2019]s\b")
_YEAR = re.compile(r"(?<![\d$£€.,])(?:1[0-9]|20)\d\d(?![\d%])")
_BEFORE = re.compile(r"\b(?:in|near|to|from|at|of|around|over|outside|towards?|between|and|city|region)\s+(?:the\s+)?$")
_AFTER = re.compile(r"\s+(?:region|oblast|city|airport|front|direction|province|Oblast|Region)\b")
_GIVEN = re.compile(r"\b[A-Z][a-z]+\.?\s$")
_NAME = re.compile(r"(?<![.!?:] )\b(?!The\b|In\b|At\b|From\b|And\b)[A-Z][\w'\u2019]+\s$")
_SOVIET = re.compile(r"\bSoviet\b|\bRed Army\b(?! (?:City|Town|Village)\b)")
"""Words of a time when the old forms were the names; Red Army City and its like are Pokrovsk in Chinese news."""
_HISTORY = 1992
_WINDOW = 500


@dataclass(frozen=True, slots=True)
class Stale:
    """A form to be replaced. `why`: reasons in words; `everywhere`: no main style writes it at the date."""

    start: int
    end: int
    form: StaleForm
    instead: str
    everywhere: bool
    confidence: float
    why: tuple[str, ...]


def stale(context: Context) -> Iterator[Stale]:
    """The stale and literal forms of a text under the chosen style, without those that are right where they stand."""
    lines = [(0, len(context.text))] if longer_folded(context) else likely_lines(folded(context))
    if not any(_has_form(context.text, *line) for line in lines):
        return
    text = _POSSESSIVE.sub("  ", context.text)
    listed = chain.from_iterable(occurrences_in(text, *line) for line in lines)
    found = [item for item in listed if not item.exempt and item.form.kind != "official"]
    mixture = _mixture(text, found)
    others = {item.form.form for item in found if item.form.kind == "literal" and _part_of_name(text, item)}
    elsewhere = {item.form.place.name for item in _once(found) if _elsewhere_named(text, item)}
    for item in found:
        if item.form.form in others or item.form.place.name in elsewhere:
            continue  # the text uses the word for something else
        weighed = _weigh(context, text, item, mixture)
        if weighed is not None:
            yield weighed


def _has_form(text: str, start: int, end: int) -> bool:
    """Whether a listed form stands in whole lines [start, end)."""
    lines = _POSSESSIVE.sub("  ", text[start:end])
    return any(True for _ in occurrences_in(lines, 0, len(lines)))


def _weigh(context: Context, text: str, item: Occurrence, mixture: dict[str, str]) -> Stale | None:
    form, style, on = item.form, context.settings.style, context.as_of
    beside = mixture.get(form.place.route)
    why: list[str] = []
    day = on or (date.today() if style != "neutral" or (beside and not form.ambiguous) else None)
    instead = item.instead or form.replacement(style, day)
    if text[item.start : item.end].casefold() == instead.casefold():
        return None
    if not form.applies(style, day) or _right_here(context, text, item):
        return None
    if form.ambiguous and not _supported(context, text, item, beside):
        return None
    confidence = 0.92 if on else 0.8
    if form.kind == "literal":
        why.append(f"{form.form} is {form.place.name} word by word or in pinyin")
        confidence = 0.85
    else:
        since = form.place.dates.get(style, form.place.since)
        why.append(f"English-language news writes {form.replacement(style, day)} since {since.isoformat()}")
    if beside:
        why.append(f"the same text has {beside}")
        confidence = min(0.97, confidence + 0.03)
    elif on is None and style == "neutral" and form.kind != "literal":
        confidence = 0.6
    if form.ambiguous:
        confidence -= 0.15
    return Stale(
        start=item.start,
        end=item.end,
        form=form,
        instead=_cased(instead, text[item.start : item.end]),
        everywhere=form.kind == "literal" or form.applies("neutral", day),
        confidence=round(confidence, 3),
        why=tuple(why),
    )


def _part_of_name(text: str, item: Occurrence) -> bool:
    """Whether a one-word form follows another capitalised word: part of a longer name ("Xi'an Xinzhu")."""
    return " " not in item.form.form and _NAME.search(text[max(0, item.start - 24) : item.start]) is not None


def _once(found: list[Occurrence]) -> list[Occurrence]:
    """One occurrence of each place."""
    return list({item.form.place.name: item for item in found}.values())


def _elsewhere_named(text: str, item: Occurrence) -> bool:
    """Whether the text names the other Odessa, or its state."""
    return any(phrase in text or phrase.rsplit(", ", 1)[-1] in text for phrase in item.form.place.elsewhere)


def _cased(name: str, surface: str) -> str:
    return name.upper() if surface.isupper() and len(surface) > 3 else name


def _mixture(text: str, found: list[Occurrence]) -> dict[str, str]:
    """By route, a current form that the text also has of a place whose stale form would be as usual on that route."""
    if not found:
        return {}
    routes = {item.form.place.route for item in found}
    out: dict[str, str] = {}
    for place in places():
        if place.route in routes and place.route not in out and place.stale and place.since.year >= 1991:
            at = text.find(place.name)
            if at >= 0 and not text[at + len(place.name) : at + len(place.name) + 1].isalpha():
                out[place.route] = place.name
    return out


def _right_here(context: Context, text: str, item: Occurrence) -> bool:
    """Whether the form is right here: in the linked original, in a title, or about a time when it was the name."""
    form = item.form.form
    if any(form in span.text for span in context.linked(item.start, item.end)):
        return True
    if item.form.kind == "literal":
        return False
    start, end = context.sentence(item.start)
    sentence = text[max(start, item.start - _WINDOW) : min(end, item.end + _WINDOW)]
    limit = item.form.place.since.year if item.form.place.renamed else _HISTORY
    if any(int(year) < limit for year in _YEAR.findall(sentence)):
        return True
    return _in_title(text, item.start, item.end) or _SOVIET.search(sentence) is not None


def _in_title(text: str, start: int, end: int) -> bool:
    """Whether the form stands in a short quotation in title case: the name of a work."""
    left, right = text[max(0, start - 80) : start], text[end : end + 80]
    for opening, closing in (("\u201c", "\u201d"), ('"', '"'), ("\u2018", "\u2019"), ("\u300a", "\u300b")):
        begin, stop = left.rfind(opening), right.find(closing)
        if begin < 0 or stop < 0 or (opening != closing and closing in left[begin:]):
            continue
        if opening == closing and text[max(0, start - _WINDOW) : start].rpartition("\n")[2].count(opening) % 2 == 0:
            continue
        words = (left[begin + 1 :] + text[start:end] + right[:stop]).split()
        long = [word for word in words if len(word) > 3]
        if 2 <= len(words) <= 9 and long and all(word[0].isupper() for word in long):
            return True
    return False


def _supported(context: Context, text: str, item: Occurrence, beside: str | None) -> bool:
    """Whether the place is meant: its country is named, or the pivot has it; and no given name stands before."""
    place = item.form.place
    pivot = context.document.pivot.text if context.document.pivot else ""
    if any(form and form in pivot for form in (place.zh, place.ru, place.uk)):
        return True
    if not (beside or (place.route in {"ru", "uk"} and any(word in text for word in ("Ukrain", "Russia")))):
        return False
    before, after = text[max(0, item.start - 20) : item.start], text[item.end : item.end + 12]
    return bool(_BEFORE.search(before) or _AFTER.match(after)) and not _GIVEN.search(before)
