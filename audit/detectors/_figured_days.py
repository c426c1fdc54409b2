"""Days in figures ("on 29/10", "Tuesday (7th)"); weekdays with the "this" of Romance languages (este miércoles)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from audit.context import Context
from audit.detectors._bare_days import cased
from audit.detectors._needed import Sought
from audit.detectors._sides import AP_MONTHS, MONTHS, WEEKDAYS, in_quotation, nearest_day, original_words
from audit.model import Evidence, Hit, Suggestion

_FIGURES = re.compile(
    r"\b(?P<lead>[Oo]n|[Uu]ntil|[Ss]ince) (?!24/7)(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])(?![\d/.-])"
)
_THIS = Sought(rf"\b(?:[Oo]n )?[Tt]his (?P<w>{'|'.join(WEEKDAYS)})(?! (?:morning|afternoon|evening|night))\b")

_WEEKDAY = Sought(
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)}) ?[(（](?:the )?(?P<day>\d{{1,2}})(?P<ordinal>st|nd|rd|th)?[)）]"
)


_BACK = 3
"""Days before the report up to which a weekday is the one that was."""


def in_figures(context: Context) -> Iterator[Hit]:
    """Day and month with a stroke between: English news names the month; only days that are no month are told."""
    if "/" not in context.text:
        return
    for match in _FIGURES.finditer(context.text):
        day, month = int(match["d"]), int(match["m"])
        linked = original_words(context, match.start(), match.end())
        if f"{match['d']}/{match['m']}" in linked or in_quotation(
            context.text, match.start(), context.sentence(match.start())
        ):
            continue
        options = [f"{AP_MONTHS[month - 1]} {day}"]
        weekday = _weekday(day, month, context.as_of)
        if weekday and weekday in linked:
            options.insert(0, weekday)
        lead = match["lead"]
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{match.group()}" is {MONTHS[month - 1]} {day} in figures; English news names the month',
            confidence=0.8 if linked else 0.65,
            subtype="figures",
            suggestions=tuple(
                Suggestion(text=f"{lead} {told}", confidence=0.85 - 0.1 * n) for n, told in enumerate(options)
            ),
        )


def _weekday(day: int, month: int, as_of: date | None) -> str | None:
    """The weekday of a day of the week before `as_of`."""
    for back in range(7) if as_of else ():
        found = as_of - timedelta(days=back) if as_of else None
        if found and (found.day, found.month) == (day, month):
            return WEEKDAYS[found.weekday()]
    return None


def this_weekday(context: Context) -> Iterator[Hit]:
    """ "this Wednesday" for a day that is over, where the linked original says "on Wednesday"."""
    if not context.links or context.as_of is None:
        return
    for match in _THIS.matches(context):
        told = match["w"]
        linked = original_words(context, match.start(), match.end())
        if told not in linked or re.search(rf"\b(?:this|next|last) {told}", linked, re.IGNORECASE):
            continue
        if in_quotation(context.text, match.start(), context.sentence(match.start())):
            continue
        if (context.as_of.weekday() - WEEKDAYS.index(told)) % 7 > _BACK:
            continue  # a day to come, of which English says "this" as well
        said = Evidence(kind="original", detail=f"the linked original says {told}")
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{match.group()}" is the Romance way to name a day of this week (este miércoles)',
            confidence=0.6,
            subtype="this-weekday",
            suggestions=(Suggestion(text=cased(match.group(), f"on {told}"), confidence=0.8, evidence=(said,)),),
            evidence=(said,),
        )


def beside_weekdays(context: Context) -> Iterator[Hit]:
    """ "Tuesday (7th)" (周二(7日)): English gives the weekday, or the date."""
    for match in _WEEKDAY.matches(context):
        dates = [match["weekday"]]
        day = nearest_day(int(match["day"]), context.as_of) if context.as_of else None
        if day is not None and WEEKDAYS[day.weekday()] == match["weekday"]:
            dates.append(f"{match['weekday']}, {AP_MONTHS[day.month - 1]} {day.day}")
        elif not match["ordinal"]:
            continue  # a number for anything
        yield Hit(
            start=match.start(),
            end=match.end(),
            message="Chinese puts the day in brackets after the weekday (周二(7日)); English gives one of them",
            confidence=0.7,
            subtype="bare-day",
            suggestions=tuple(Suggestion(text=text, confidence=0.75) for text in dates),
        )
