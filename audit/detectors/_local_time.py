"""The glosses "local time" (当地时间), "Eastern time", "Beijing time" (北京时间) beside a day without an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import MONTH, WEEKDAYS, in_quotation, nearest_day, original_words, recent_weekday
from audit.model import Hit, Suggestion

_ZONE = r"(?:[Ll]ocal|(?:US |U\.S\. )?(?:Eastern|Pacific)|Beijing|Moscow|Tokyo|Seoul) (?:Standard )?[Tt]ime"
_LOCAL = Sought(
    rf"(?:(?<=[.\n])|^|(?<=\W)){_ZONE}(?:,)? on (?P<after>{MONTH} \d{{1,2}}|the \d{{1,2}}(?:st|nd|rd|th)"
    rf"|{'|'.join(WEEKDAYS)})"
    rf"|(?P<before>{MONTH} \d{{1,2}}|\b\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(WEEKDAYS)})(?P<gloss>,? \(?{_ZONE}\)?,?)"
    rf"(?! on (?:the \d|{MONTH}|{'|'.join(WEEKDAYS)}))"
)
_ASIA = re.compile(r"(?:Beijing|Tokyo|Seoul) ")
_CLOCK = re.compile(r"\d\s?(?:[:.]\d\d|[ap]\.?m\b|o['’]clock)|\bnoon\b|\bmidnight\b|\d(?:am|pm)\b", re.IGNORECASE)


def local_time(context: Context) -> Iterator[Hit]:
    """One hit a gloss; clock times, quotations and originals with the same words are left alone."""
    for match in _LOCAL.matches(context):
        sentence = context.sentence(match.start())
        near = context.text[max(sentence[0], match.start() - 40) : min(sentence[1], match.end() + 30)]
        linked = original_words(context, match.start(), match.end())
        if (
            _CLOCK.search(near)
            or _zone(match) in linked.casefold()
            or in_quotation(context.text, match.start(), sentence)
        ):
            continue
        start = match.start("gloss") if match["gloss"] else match.start()
        fix = "" if match["gloss"] else f"{'On' if match.group().strip()[0].isupper() else 'on'} {match['after']}"
        if match["gloss"] and match["gloss"].endswith(",") and not match["gloss"].startswith(","):
            fix = ","
        fixes = [Suggestion(text=fix, confidence=0.9)]
        if match["gloss"] and (weekday := recent_weekday(match["before"], context.as_of)):
            start = match.start()
            comma = "," if match["gloss"].endswith(",") else ""
            fixes = [
                Suggestion(text=weekday + comma, confidence=0.8),
                Suggestion(text=match["before"] + comma, confidence=0.75),
            ]
        if _ASIA.search(match.group()):
            fixes = []  # the day may be another one where it happened
            if match["gloss"] and (told := _told(context, match, linked)):
                start, fixes = told
        yield Hit(
            start=start,
            end=match.end(),
            message=_MESSAGE.format(_zone(match)),
            confidence=0.85 if linked or context.pivot_lang == "zh" else 0.7,
            subtype="local-time",
            suggestions=tuple(fixes),
        )


_GLOSSED = Sought(
    r"(?: )\((?:or )?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.? )?(?P<where>Moscow|Beijing|Kyiv|Kiev|Tokyo|Seoul"
    r"|Korean|Japan|Vietnam|Hanoi|Turkish|Istanbul) (?:[Ss]tandard )?[Tt]ime\)"
)
"""The hour at home behind the hour where it happened: 14:00 local time (15:00 Moscow time)."""


def hours_at_home(context: Context) -> Iterator[Hit]:
    """Hours that only the readers of the language between need; the linked original tells none of them."""
    for match in _GLOSSED.matches(context):
        linked = original_words(context, match.start(), match.end())
        if not linked or match["where"] in linked:
            continue
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{match.group().strip()}" was added for readers at home; the original has no such hour',
            confidence=0.75,
            subtype="local-time",
            suggestions=(Suggestion(text="", confidence=0.8),),
        )


_LEAD = re.compile(
    rf"(?:[Oo]n |(?:[Ii]n|[Oo]n) the (?:early |late )?(?P<part>morning|afternoon|evening|hours) (?:of |on )?)?"
    rf"(?:(?P<m>{MONTH}) )?$"
)


def _told(context: Context, match: re.Match[str], linked: str) -> tuple[int, list[Suggestion]] | None:
    """Where the date begins, and the weekday that the linked original gives it: the same day or the one before."""
    lead = _LEAD.search(context.text[max(0, match.start() - 50) : match.start()])
    number = re.search(r"\d+", match["before"])
    day = nearest_day(int(number.group()), context.as_of) if number and context.as_of else None
    named = set(re.findall(rf"\b(?:{'|'.join(WEEKDAYS)})\b", linked))
    if day is None or lead is None or len(named) != 1:
        return None
    weekday = named.pop()
    if weekday not in (WEEKDAYS[day.weekday()], WEEKDAYS[day.weekday() - 1]):
        return None
    start = match.start() - len(lead.group())
    on = "On" if re.match("O|I", lead.group()) else "on"
    comma = "," if match["gloss"].endswith(",") else ""
    part = f" {lead['part']}" if lead["part"] not in (None, "hours") else ""
    return start, [Suggestion(text=f"{on} {weekday}{part}{comma}", confidence=0.85)]


_MESSAGE = '"{}" beside a day without an hour is the Chinese way (当地时间, 美东时间, 北京时间); English leaves it out'


def _zone(match: re.Match[str]) -> str:
    """The gloss in lower case, without what stands around it."""
    found = re.search(_ZONE, match.group())
    return found.group().casefold() if found else "local time"
