"""A day, month or year says something else than the linked original, or than the calendar.

Time zones shift a day, eras are counted from other years, and "late 2018" comes back as "the second half of
2018" (下半年).

Example: "on Thursday" where the original has "on Wednesday"; "Friday, August 9, 2025" (that was a
Saturday); "early 2000" for "the early 2000s"; the third quarter for the second; 3 p.m. in Moscow for 3 p.m. in Kyiv.

Limits: a pivot alone is asked for months and for years of two figures (29年) only. Against an original only where
each side names exactly one day, month or year, and not where the original names the other day as well. A difference of
one day may be a time zone; the message says so. Quarters of business years are compared only with each other. The form
of dates is `chinese-date`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audit.context import Context
from audit.detectors._calendar import BEGAN, ERA, calendar
from audit.detectors._dates_pivot import months_against_pivot, short_years
from audit.detectors._periods import periods, zones
from audit.detectors._sides import MONTH, WEEKDAYS, Pair, beside, linked_sentences, month_number, place
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="date-mismatch", category="date", severity="major", mqm="Accuracy/Mistranslation")

Around = Callable[[], str]
"""The words beside the linked stretches, put together when asked for."""

_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b(?!'s)")
_DATE = re.compile(
    rf"\b(?P<m>{MONTH}) (?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?!,\d|\.\d|%)|\b(?P<e>[12]\d|3[01]|[1-9])(?:st"
    rf"|nd|rd|th)? (?P<n>{MONTH})"
)
_YEAR = re.compile(r"(?<![\d,.$£€#])\b(?P<y>(?:19|20)\d\d)(?!\d)(?P<s>['’]?s\b)?(?![,.]\d|%|[A-Za-z])")
_MONTH_YEAR = re.compile(rf"\b(?P<m>{MONTH}) (?P<y>(?:19|20)\d\d)\b")
_HALF = re.compile(r"\b(?:the )?(?P<half>first|second) half of (?P<y>(?:19|20)\d\d)\b")


def detect(context: Context) -> Iterator[Hit]:
    """Weekdays, dates, years and periods against the original; weekdays against the calendar; eras."""
    for pair in linked_sentences(context):
        if pair.loose:
            continue
        original = pair.original
        around: Around = lambda pair=pair: beside(context, pair)  # type: ignore[misc]  # noqa: E731
        if "day" in pair.text and _same_week(context, pair):
            yield from _lone(pair, original, around, _WEEKDAY, "weekday")
        if pair.figures:
            yield from _lone(pair, original, around, _DATE, "day")
            if "19" in pair.text or "20" in pair.text:
                yield from _lone(pair, original, around, _YEAR, "year")
            yield from _lone(pair, original, around, _MONTH_YEAR, "month")
            yield from short_years(context, pair, pair.start, pair.end)
        yield from _periods(pair, original)
        yield from _decades(pair, original)
        yield from periods(pair, original, around)
        yield from zones(pair, original)
    if context.document.pivot is not None:
        for start, end in context.sentences:
            if not context.linked(start, end):
                yield from months_against_pivot(context, start, end)
                yield from short_years(context, None, start, end)
    yield from calendar(context)
    for match in ERA.matches(context):
        era = match["era"] or match["e"]
        year = BEGAN[era] + int(match["n"] or match["k"])
        fix = (Suggestion(text=str(year), confidence=0.85),)
        message = f"a year of an era: {year} in English news"
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=message,
            confidence=0.6,
            subtype="era",
            severity="minor",
            suggestions=fix,
        )


def _same_week(context: Context, pair: Pair) -> bool:
    """Whether weekdays of both sides mean the same week: their dates, where both are known, lie within six days."""
    document = context.originals.get(pair.originals[0].doc)
    if document is None or document.published is None or context.as_of is None:
        return True
    return abs((context.as_of - document.published).days) <= 6


def _lone(pair: Pair, original: str, around: Around, pattern: re.Pattern[str], subtype: str) -> Iterator[Hit]:
    """A single day, date or year of the sentence against a single other one of the original."""
    ours = list(pattern.finditer(pair.text))
    if len(ours) != 1:
        return
    theirs = list(pattern.finditer(original))
    if {_key(m, subtype) for m in ours} & {_key(m, subtype) for m in theirs}:
        return
    if len({_key(m, subtype) for m in theirs}) != 1:
        return
    wrong, right = ours[0], theirs[0]
    if _key(wrong, subtype) in {_key(m, subtype) for m in pattern.finditer(around())}:
        return
    if subtype == "month" and wrong["y"] != right["y"]:
        return
    near, message = _difference(wrong, right, subtype)
    if subtype == "year" and wrong["y"] == right["y"]:
        return
    detail = f'the linked original has "{right.group()}"'
    yield Hit(
        start=pair.start + wrong.start(),
        end=pair.start + wrong.end(),
        message=message,
        confidence=0.75 if near else 0.85,
        subtype=subtype,
        suggestions=(Suggestion(text=right.group(), confidence=0.8),),
        evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
    )


def _key(match: re.Match[str], subtype: str) -> tuple[object, ...]:
    if subtype == "weekday":
        return (match.group(),)
    if subtype == "month":
        return (month_number(match["m"]), match["y"])
    if subtype == "year":
        return (match["y"], match["s"] is None)
    return (month_number(match["m"] or match["n"]), int(match["d"] or match["e"]))


def _difference(wrong: re.Match[str], right: re.Match[str], subtype: str) -> tuple[bool, str]:
    message = f'"{wrong.group()}" against "{right.group()}" in the original'
    if subtype == "weekday":
        apart = (WEEKDAYS.index(wrong.group()) - WEEKDAYS.index(right.group())) % 7
        return apart in (1, 6), f"{message}{'; a day apart: perhaps a time zone' if apart in (1, 6) else ''}"
    if subtype == "day":
        one, other = _key(wrong, subtype), _key(right, subtype)
        near = one[0] == other[0] and abs(int(str(one[1])) - int(str(other[1]))) == 1
        return near, f"{message}{'; a day apart: perhaps a time zone' if near else ''}"
    return False, message


def _periods(pair: Pair, original: str) -> Iterator[Hit]:
    if "half" not in pair.letters:
        return
    for match in _HALF.finditer(pair.text):
        word = "early" if match["half"] == "first" else "late"
        told = re.search(rf"\b{word} (?:in )?{match['y']}\b|\b{word} in the year\b", original)
        if told and "half" not in original:
            fix = (Suggestion(text=f"{word} {match['y']}", confidence=0.88),)
            yield Hit(
                start=pair.start + match.start(),
                end=pair.start + match.end(),
                message=f'"{match.group()}" against "{told.group()}" in the original: a wider period (上半年, 下半年)',
                confidence=0.85,
                subtype="period",
                severity="minor",
                suggestions=fix,
                evidence=(
                    Evidence(
                        kind="original",
                        detail=f'the linked original has "{told.group()}"',
                        ref=place(pair.originals[0]),
                    ),
                ),
            )


def _decades(pair: Pair, original: str) -> Iterator[Hit]:
    """ "early 2000" for "the early 2000s": the year stands alone on one side, the decade on the other."""
    if "0" not in pair.text or not ("19" in pair.text or "20" in pair.text):
        return
    ours = {(m["y"], bool(m["s"])) for m in _YEAR.finditer(pair.text)}
    theirs = {(m["y"], bool(m["s"])): m.group() for m in _YEAR.finditer(original)}
    for match in _YEAR.finditer(pair.text):
        year, decade = match["y"], bool(match["s"])
        other = theirs.get((year, not decade))
        if other and (year, decade) not in theirs and (year, not decade) not in ours and year.endswith("0"):
            detail = f'the linked original has "{other}"'
            yield Hit(
                start=pair.start + match.start(),
                end=pair.start + match.end(),
                message=f'"{match.group()}" against "{other}" in the original: a year and a decade',
                confidence=0.9,
                subtype="decade",
                severity="minor",
                suggestions=(Suggestion(text=other, confidence=0.92),),
                evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
            )
