"""Bare days of the month ("on the 8th", 8日): where they stand, and what they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from audit.context import Context
from audit.detectors._needed import line_at
from audit.detectors._sides import (
    AP_MONTHS,
    MONTH,
    WEEKDAYS,
    at_figures,
    in_quotation,
    nearest_day,
    original_words,
)
from audit.model import Evidence, Hit, Suggestion
from audit.seeds import table

_ALONE = r"(?=\d{1,2}(?:st|nd|rd|th)(?:[,;:)]|\.?(?:\n|$)|\. [A-Z]| (?:that|local time|beijing time)\b))"
"""What follows a day that stands without "the": on 12th, reports said on 7th that."""

_DAY = (
    rf"(?:the |{_ALONE})"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?: of (?P<this>this|the|last) month"
    r"|(?P<and> (?:and|or|to) )(?:the )?(?P<too>\d{1,2})(?:st|nd|rd|th)\b)?"
)

_ORDINAL = re.compile(r"(?:(?<= the )|(?<= on ))\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
"""What every day has in it, at the beginning of a number."""


@cache
def _day_pattern() -> re.Pattern[str]:
    words = table("dates.toml")
    part = "|".join(words["parts_of_day"])
    lead = "|".join(words["lead_ins"])
    return re.compile(rf"\b(?P<lead>(?:in|on|during) the (?:{part}) of|(?:{lead})) {_DAY}", re.IGNORECASE)


def _days(context: Context) -> Iterator[re.Match[str]]:
    """The matches of the pattern in a text; only lines with an ordinal number behind "the" can have one."""
    end = -1
    for ordinal in at_figures(context, _ORDINAL):
        if ordinal.start() >= end:
            start, end = line_at(context.text, ordinal.start())
            yield from _day_pattern().finditer(context.text, start, end)


def bare_days(context: Context) -> Iterator[tuple[re.Match[str], str]]:
    """Bare days that are days: no noun, month, hole of a golf course or speaker's words beside them; with what
    stands before."""
    words = table("dates.toml")
    followers, elsewhere = set(words["followers"]), set(words["elsewhere"])
    for match in _days(context):
        start, end = context.sentence(match.start())
        after = re.match(r"(?P<gap>[\s–—-]*)(?P<word>[A-Za-z]+)", context.text[match.end() : match.end() + 30])
        if after and after["gap"].strip(" ") == "" and after["word"].casefold() not in followers:
            continue
        near = context.text[max(start, match.start() - 80) : min(end, match.end() + 60)]
        if elsewhere & set(re.findall(r"[a-z]+", near.casefold())) or not 1 <= int(match["day"]) <= 31:
            continue
        after_month = re.match(rf"\s+of {MONTH}", context.text[match.end() : match.end() + 20])
        if (
            after_month
            or _month_before(context.text, match.start(), int(match["day"]))
            or in_quotation(context.text, match.start(), (start, end))
        ):
            continue
        yield match, match["lead"]


_DATELINE = re.compile(rf"[A-Z][^a-z\n]*(?:[A-Z][\w.'-]*[ ,/-]{{1,2}}|of |on |at |the |in ){{0,9}}{MONTH}\.? \d")
"""A paragraph's beginning of capitalised words up to a date: Overseas Network, September 28."""


def _month_before(text: str, at: int, day: int) -> bool:
    """Whether a month named just before says which one is meant: alone, or with an earlier day ("July 4 ... the
    8th"). The date of a dateline is that of the report; "July 31 ... on the 31st" follows one."""
    begin = max(0, at - 160)
    line = text.rfind("\n", 0, at) + 1
    dateline = _DATELINE.match(text, line, at)
    if dateline is not None:
        begin = max(begin, dateline.end())
    named = re.findall(rf"\b{MONTH}\b\.?(?: (\d{{1,2}})(?:st|nd|rd|th)?\b)?", text[begin:at])
    return bool(named) and (not named[-1] or int(named[-1]) < day)


def bare_day(context: Context, match: re.Match[str], lead: str, count: int) -> Hit:
    """The hit for one bare day; `count` is how many the text has."""
    day = int(match["day"])
    found = nearest_day(day, context.as_of) if context.as_of else None
    linked = original_words(context, match.start(), match.end())
    evidence = [Evidence(kind="pattern", detail=f"a bare day of the month, as the Chinese {day}日")]
    confidence = 0.6 + 0.1 * min(count - 1, 2)
    if context.pivot_lang in ("zh", "ja") or f"{day}日" in (context.pivot_of(match.start(), match.end()) or ""):
        confidence = max(confidence, 0.85)
    fixes: list[Suggestion] = []
    told = _told(linked, day, found) or _of_the_report(context, match, linked, found)
    both = f"{match['and']}{match['too']}" if match["too"] else ""
    if both:
        told = dated[0] if (dated := re.search(rf"\b{MONTH} {day}{both}(?!\d)", linked)) else None
    if told:
        confidence = 0.95
        said = Evidence(kind="original", detail=f"the linked original says {told}")
        if told in WEEKDAYS and told not in linked:
            said = Evidence(kind="original", detail=f"the linked original is of that day, a {told}")
        fixes.append(Suggestion(text=cased(lead, _with_lead(lead, told)), confidence=0.92, safe=True, evidence=(said,)))
        evidence.append(said)
    elif linked and re.search(rf"\bthe {day}(?:st|nd|rd|th)\b", linked):
        confidence = 0.2
    if found and context.as_of:
        ap = f"{AP_MONTHS[found.month - 1]} {day}{both}"
        if ap != told:
            by = Evidence(kind="context", detail=f"counted from {context.as_of.isoformat()}")
            fixes.append(Suggestion(text=cased(lead, _with_lead(lead, ap)), confidence=0.75, evidence=(by,)))
    message = f'"{match.group()}" is the Chinese way to give a date; English names the weekday or the month'
    return Hit(
        start=match.start(),
        end=match.end(),
        message=message,
        confidence=confidence,
        subtype="bare-day",
        suggestions=tuple(fixes),
        evidence=tuple(evidence),
    )


_PART = re.compile(r"(?:in|on|during) the (?P<part>.+) of", re.IGNORECASE)


def _with_lead(lead: str, day: str) -> str:
    """A weekday or a date with what stood before it: as of Aug. 8, on the evening of Aug. 8, on Friday evening."""
    part = _PART.fullmatch(lead)
    if part is not None:
        of_day = part["part"].casefold()
        return f"on {day} {of_day}" if day in WEEKDAYS else f"on the {of_day} of {day}"
    return f"{lead.casefold()} {day}"


def _told(linked: str, day: int, found: date | None) -> str | None:
    """How the original gives this day: its weekday where that is the only one or the calendar agrees, else the date."""
    days = set(re.findall(rf"\b(?:{'|'.join(WEEKDAYS)})\b", linked))
    fitting = WEEKDAYS[found.weekday()] if found else None
    if fitting in days:
        return fitting
    dated = re.search(rf"\b({MONTH}) {day}(?!\d)(?!{_REPORTED})", linked)
    if dated:
        return f"{dated[1]} {day}"
    return days.pop() if fitting is None and len(days) == 1 else None


_REPORTED = r"(?: \([^()\n]{2,30}\))? ?(?:--|[-–—])\s"
"""What follows the date of a dateline: LONDON, Sept 5 (Reuters) - ..."""


def _of_the_report(context: Context, match: re.Match[str], linked: str, found: date | None) -> str | None:
    """The weekday of a day of the last week on which the original itself is dated: it names no other in its text."""
    if found is None or context.as_of is None or not 0 <= (context.as_of - found).days <= 6:
        return None
    dateline = re.search(rf"\b{MONTH} {found.day}{_REPORTED}", linked)
    return WEEKDAYS[found.weekday()] if dateline else None


def cased(lead: str, words: str) -> str:
    """`words` with a capital where what they replace had one."""
    return words[0].upper() + words[1:] if lead[0].isupper() else words
