"""A date keeps a foreign form: a bare day of the month, "local time" beside a day, a month counted as a number.

Chinese news gives the day as a number (8日) and says 当地时间 where something happened abroad. English news
names the weekday or the month: "on Friday", "on Aug. 8". A bare "on the 8th" leaves the reader to guess the
month.

Example: "Reuters said on the 8th that ..." -> "on Friday" (the linked original says so) or "on Aug. 8"
(from the date of publication). Russian, Ukrainian and Spanish days are told by their build: "on 5 of May of 2023
year", "in the night of May 5"; days in figures ("on 29/10") by a number that is no month.

Limits: good English also writes "on the 8th" after the month was named, in golf and baseball, and "local
time" after the hour; there the rule keeps silent. Without a linked original and without a date it finds the
form but suggests nothing. Where the day contradicts the original, `date-mismatch` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from audit.context import Context
from audit.detectors._bare_days import bare_day, bare_days, cased
from audit.detectors._built_phrases import built_hits
from audit.detectors._figured_days import beside_weekdays, in_figures, this_weekday
from audit.detectors._local_time import hours_at_home, local_time
from audit.detectors._needed import Sought
from audit.detectors._numbered_months import numbered_months
from audit.detectors._sides import MONTH, WEEKDAYS, in_quotation, original_words, recent_weekday
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.seeds import table

RULE = Rule(id="chinese-date", category="date", severity="minor", mqm="Fluency/Register", languages=("zh", "ja"))

_BLANKS = re.compile(r"\s*")
_RELATIVE = re.compile(r"\b(?:[Yy]esterday|[Tt]oday)\b(?! \(|['’]s)")
_TODAY = Sought(rf"\b(?:[Tt]oday|[Yy]esterday) \((?:{MONTH} \d{{1,2}}|(?:the )?\d{{1,2}}(?:st|nd|rd|th))\)")


def detect(context: Context) -> Iterator[Hit]:
    """Bare days, glosses of local time, today's date in brackets and months by number."""
    bare = list(bare_days(context))
    for match, lead in bare:
        yield bare_day(context, match, lead, len(bare))
    yield from local_time(context)
    yield from hours_at_home(context)
    yield from _relative(context)
    yield from in_figures(context)
    yield from this_weekday(context)
    for match in _TODAY.matches(context):
        told = match.group().split(" ", 1)[1].strip("()")
        weekday = recent_weekday(told, context.as_of)
        options = [f"on {weekday}"] if weekday else []
        fixes = tuple(Suggestion(text=text, confidence=0.7) for text in (*options, f"on {told}"))
        why = "a Chinese article puts the date in brackets after today (今天(23日)); English gives one of the two"
        yield Hit(start=match.start(), end=match.end(), message=why, confidence=0.6, subtype="today", suggestions=fixes)
    yield from beside_weekdays(context)
    yield from _datelines(context)
    yield from numbered_months(context)
    yield from built_hits(context, "date_pattern", "keeps the form of the language between")


def _relative(context: Context) -> Iterator[Hit]:
    """ "yesterday" (昨天) where the linked original names that very weekday."""
    if context.as_of is None or not context.links:
        return
    for match in _RELATIVE.finditer(context.text):
        day = context.as_of - timedelta(days=int(match.group().casefold() == "yesterday"))
        told = WEEKDAYS[day.weekday()]
        linked = original_words(context, match.start(), match.end())
        named = set(re.findall(rf"\b(?:{'|'.join(WEEKDAYS)})\b", linked))
        if named != {told} or match.group().casefold() in linked.casefold():
            continue
        if in_quotation(context.text, match.start(), context.sentence(match.start())):
            continue
        said = Evidence(kind="original", detail=f"the linked original says {told}, which was {day.isoformat()}")
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{match.group()}" counts from the day of the translation; the original names the day',
            confidence=0.7,
            subtype="relative",
            suggestions=(Suggestion(text=cased(match.group(), f"on {told}"), confidence=0.85, evidence=(said,)),),
            evidence=(said,),
        )


@cache
def _dateline_pattern() -> Sought:
    words = "|".join(table("dates.toml")["dateline_words"])
    date_ = rf"(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})"
    return Sought(rf"^(?:On )?{date_},? (?:{words})(?:,|:| (?=according to\b))", re.MULTILINE)


def _datelines(context: Context) -> Iterator[Hit]:
    """ "August 22 report, according to ...": 8月22日消息, which opens a report in Chinese."""
    for match in _dateline_pattern().matches(context):
        yield Hit(
            start=match.start(),
            end=next(_BLANKS.finditer(context.text, match.end())).end(),
            message="the dateline of a Chinese report (8月22日消息) became the beginning of its first sentence",
            confidence=0.75,
            subtype="dateline",
            suggestions=(Suggestion(text="", confidence=0.8),),
        )
