"""Months that came back as numbers: "the ninth month" (9月), "eight months and 20 days" (8月20日), "9 on 23"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import AP_MONTHS, MONTH, MONTHS, month_number, original_words
from audit.model import Evidence, Hit, Suggestion

_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth")  # fmt: skip
_N = rf"(?P<n>1[0-2]|[1-9]|{'|'.join(_CARDINALS)})"
_D = rf"(?P<d>[12]\d|3[01]|[1-9]|{'|'.join(_CARDINALS)})"
_DAY = Sought(
    rf"\b(?:in |the )?{_N} months?(?: and|,)? {_D} days?\b|(?<![\d.:,-])(?P<m>1[0-2]|[1-9]) on (?P<e>[12]\d|3[01]"
    rf"|[1-9])(?![\d:]|[.,]\d)(?: (?P<stray>{MONTH}))?",
    re.IGNORECASE,
)
_ALONE = Sought(
    rf"\b(?:(?:the )(?P<o>{'|'.join(_ORDINALS)}) month|(?:the )?{_N} months?)\b(?! (?:and|in a row|running|old|ago"
    rf"|later|earlier|after))",
    re.IGNORECASE,
)
_DATE = re.compile(rf"\b(?P<a>{MONTH}) (?P<b>\d{{1,2}})(?!\d)|\b(?P<c>\d{{1,2}}) (?P<e>{MONTH})")


def numbered_months(context: Context) -> Iterator[Hit]:
    """One hit a month that is counted as a number where original or pivot have its name."""
    ends: list[tuple[int, int]] = []
    for match in _DAY.matches(context):
        month, day = _number(match["n"] or match["m"]), _number(match["d"] or match["e"])
        if source := _dated(context, match, month, day):
            ends.append(match.span())
            fix = f"{AP_MONTHS[month - 1]} {day}"
            if match.group().casefold().startswith("in "):
                fix = f"{_preposition(original_words(context, *match.span()), fix)} {fix}"
            yield _hit(match.start(), match.end(), fix, f"{month}月{day}日", source)
    for match in _ALONE.matches(context):
        month = _ORDINALS.index(match["o"].casefold()) + 1 if match["o"] else _number(match["n"])
        if any(a < match.end() and match.start() < b for a, b in ends):
            continue
        if source := _named(context, match, month):
            yield _hit(match.start(), match.end(), MONTHS[month - 1], f"{month}月", source)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _CARDINALS.index(word.casefold()) + 1


def _preposition(linked: str, date_: str) -> str:
    """What the original puts before the date, where it can stand for "in"."""
    found = re.search(rf"\b(on|through|until|by|before|after|since|from) {re.escape(date_)}\b", linked)
    return found[1] if found else "on"


def _dated(context: Context, match: re.Match[str], month: int, day: int) -> str | None:
    for found in _DATE.finditer(original_words(context, *match.span())):
        if month_number(found["a"] or found["e"]) == month and int(found["b"] or found["c"]) == day:
            return "original"
    pivot = re.sub(r"\s", "", context.pivot_of(*match.span()) or "")
    return "pivot" if f"{month}月{day}日" in pivot else None


def _named(context: Context, match: re.Match[str], month: int) -> str | None:
    """Where the month of this number is named, while nothing there counts as many months."""
    linked = original_words(context, *match.span())
    if re.search(
        rf"\b(?:{month}|{_CARDINALS[month - 1]}|{_ORDINALS[month - 1]})(?:th|st|nd|rd)?[ -]months?\b",
        linked,
        re.IGNORECASE,
    ):
        return None
    if any(month_number(name) == month for name in re.findall(rf"\b{MONTH}(?![a-z])", linked)):
        return "original"
    pivot = re.sub(r"\s", "", context.pivot_of(*match.span()) or "")
    return "pivot" if re.search(rf"(?<!\d){month}月(?!薪)", pivot) and not linked else None


def _hit(start: int, end: int, fix: str, zh: str, source: str) -> Hit:
    return Hit(
        start=start,
        end=end,
        message=f"a month counted as a number ({zh}): English has names for the months",
        confidence=0.93 if source == "original" else 0.85,
        subtype="month",
        severity="major",
        suggestions=(Suggestion(text=fix, confidence=0.88),),
        evidence=(Evidence(kind=source, detail=f"the linked {source} has the month as a name or {zh}"),),
    )
