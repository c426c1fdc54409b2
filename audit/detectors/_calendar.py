"""Weekdays against the calendar, and years of eras."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import (
    AP_MONTHS,
    MONTH,
    WEEKDAYS,
    month_number,
)
from audit.model import Evidence, Hit, Suggestion

_FULL = Sought(
    rf"\b(?P<w>{'|'.join(WEEKDAYS)}),? (?:the )?(?P<m>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>(?:19"
    rf"|20)\d\d))?\b"
)


ERA = Sought(
    r"\b(?:the )?(?P<n>\d{1,3})(?:st|nd|rd|th) year of (?:the )?(?P<era>Reiwa|Heisei|Showa|Taisho|Meiji|Minguo"
    r"|Republic of China)(?: era)?\b|\b(?P<e>Reiwa|Heisei|Showa) (?P<k>\d{1,2})\b"
)


BEGAN = {
    "Reiwa": 2018,
    "Heisei": 1988,
    "Showa": 1925,
    "Taisho": 1911,
    "Meiji": 1867,
    "Minguo": 1911,
    "Republic of China": 1911,
}


def calendar(context: Context) -> Iterator[Hit]:
    """Weekdays that do not belong to the date beside them."""
    for match in _FULL.matches(context):
        day = _day(match, context.as_of)
        if day is None or WEEKDAYS[day.weekday()] == match["w"]:
            continue
        told = WEEKDAYS[day.weekday()]
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f"{AP_MONTHS[day.month - 1]} {day.day}, {day.year} was a {told}",
            confidence=0.85 if match["y"] else 0.6,
            subtype="calendar",
            suggestions=(Suggestion(text=match.group().replace(match["w"], told, 1), confidence=0.6),),
            evidence=(Evidence(kind="pattern", detail=f"the calendar: {day.isoformat()} is a {told}"),),
        )


def _day(match: re.Match[str], as_of: date | None) -> date | None:
    """The day that is meant: with its year, or within half a year of `as_of`."""
    month, day = month_number(match["m"]), int(match["d"])
    years = [int(match["y"])] if match["y"] else [as_of.year - 1, as_of.year, as_of.year + 1] if as_of else []
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if match["y"] or (as_of and abs((found - as_of).days) <= 180):
            return found
    return None
