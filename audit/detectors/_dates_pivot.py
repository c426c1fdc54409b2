"""Months against the pivot where no original is linked, and years of two figures that became spans of years (29年)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from audit.context import Context
from audit.detectors._sides import MONTH, MONTHS, Pair, month_number, place
from audit.model import Evidence, Hit, Suggestion
from audit.seeds import table
from audit.values.pivot_forms import languages

_BEFORE = "[Ii]n|[Oo]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ll]ast|[Ll]ate|[Ee]arly|[Mm]id"
_MONTH = re.compile(rf"(?:\b(?:{_BEFORE})[ -]|\b\d{{1,2}} )(?P<a>{MONTH})(?![\w-])|\b(?P<b>{MONTH}) \d")
_NUMBERED = re.compile(r"(?<![\d.])(?P<n>1[0-2]|0?[1-9])\s?[月월](?!薪)")
_SPAN = re.compile(r"\b(?P<lead>in|since|by|until|from) (?P<n>[0-9]{2}) years\b(?! (?:of|old|ago|later|after|before))")
_SHORT = re.compile(r"(?<![\d０-９.])(?P<n>[0-9０-９]{2})年(?![間前後ぶ度目以余近債物生連越来])")

_TURN = 60
"""Two figures below stand for years of this century."""


def months_against_pivot(context: Context, start: int, end: int) -> Iterator[Hit]:
    """The one month of a sentence that the pivot sentence has not, where that has one instead; no other differs."""
    text = context.text[start:end]
    ours = {month_number(m["a"] or m["b"]): m for m in _MONTH.finditer(text)}
    if not ours or ours.keys() != _named(text):
        return
    pivot = context.pivot_of(start, end)
    theirs = _months(pivot, context.pivot_lang or "zh") if pivot else {}
    wrong, right = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if len(wrong) != 1 or len(right) != 1:
        return
    match, other = ours[wrong.pop()], right.pop()
    said = theirs[other]
    group = "a" if match["a"] else "b"
    yield Hit(
        start=start + match.start(group),
        end=start + match.end(group),
        message=f'"{match[group]}" against {said} in the pivot',
        confidence=0.8,
        subtype="month",
        suggestions=(Suggestion(text=MONTHS[other - 1], confidence=0.75),),
        evidence=(Evidence(kind="pivot", detail=f"the pivot has {said}"),),
    )


def _named(text: str) -> set[int]:
    """All months that a text names, however they stand."""
    return {month_number(name) for name in re.findall(rf"\b{MONTH}(?!\w)", text)}


def _months(pivot: str, lang: str) -> dict[int, str]:
    if lang in ("zh", "ja", "ko"):
        return {int(m["n"]): m.group() for m in _NUMBERED.finditer(pivot)}
    known = _names(lang)
    return {known[word.casefold()]: word for word in re.findall(r"[^\W\d_]+", pivot) if word.casefold() in known}


@cache
def _names(lang: str) -> dict[str, int]:
    """Folded names of the months of a language -> their numbers."""
    months = table(f"numbers/{lang}.toml").get("months", {}) if lang in languages() else {}
    return {word.strip().casefold(): int(number) for number, words in months.items() for word in words.split(",")}


def short_years(context: Context, pair: Pair | None, start: int, end: int) -> Iterator[Hit]:
    """ "In 29 years" for 29年, the year 2029: the original names that year, or a Japanese pivot has two figures."""
    text = context.text[start:end]
    told: dict[str, tuple[str, Evidence] | None] = {}
    for match in _SPAN.finditer(text) if " years" in text else ():
        if match["n"] not in told:
            told[match["n"]] = _year_of(context, pair, match["n"], start, end)
        found = told[match["n"]]
        if found is None:
            continue
        year, source = found
        yield Hit(
            start=start + match.start("n"),
            end=start + match.end(),
            message=f'"{match.group()}" counts years; it is the year {year}',
            confidence=0.85,
            subtype="year",
            suggestions=(Suggestion(text=year, confidence=0.85),),
            evidence=(source,),
        )


def _year_of(context: Context, pair: Pair | None, number: str, start: int, end: int) -> tuple[str, Evidence] | None:
    """The year that two figures stand for, and who says so; None where they may be a span."""
    if pair is not None:
        told = re.findall(rf"\b(?:19|20){number}\b", pair.original)
        if len(told) != 1 or re.search(rf"\b{number}\b", pair.original):
            return None
        detail = f"the linked original has {told[0]}"
        return told[0], Evidence(kind="original", detail=detail, ref=place(pair.originals[0]))
    pivot = (context.pivot_of(start, end) or "") if context.pivot_lang == "ja" else ""
    short = [m for m in _SHORT.finditer(pivot) if int(m["n"]) == int(number)]
    if len(short) != 1 or re.search(rf"{number}年[間前後ぶ]", pivot):
        return None
    year = f"{20 if int(number) < _TURN else 19}{number}"
    return year, Evidence(kind="pivot", detail=f"the pivot has {short[0].group()}")
