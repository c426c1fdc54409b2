"""Slips of scale that show without an original: against the pivot, "300 ten thousand", "thousands of billions"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.model import Evidence, Hit, Suggestion
from audit.values.compare import digits, has, power_of_ten
from audit.values.pairing import AMOUNTS
from audit.values.pivots import PivotNumber, numbers
from audit.values.quantities import Quantity, quantities

ABSURD = re.compile(
    r"\b(?P<n>tens|hundreds|thousands) of (?P<b>billions|trillions|thousand millions|thousands of millions)\b"
    r"(?= of (?:US |U\.S\. )?(?:dollars|yuan|euros|pounds|yen|rubles|roubles)| (?:dollars|yuan|euros))"
)


TEN_THOUSANDS = re.compile(r"(?<![\d.,])(?P<n>\d[\d,]*(?:\.\d+)?) (?P<s>ten thousand|hundred million)\b")


SCALES = "万萬亿億兆만억조"
"""Characters of the scales that get lost; a number that has one comes before one of the same digits without."""

_DOWN = {"thousands": "hundreds", "hundreds": "tens"}


def against_pivot(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Without an original: a number that the pivot sentence lacks while one with the same digits stands there alone."""
    pivot = context.pivot_of(start, end)
    behind = numbers(pivot, context.pivot_lang or "zh") if pivot else []
    text = context.text[start:end]
    ours = quantities(text)
    free = [n for n in behind if (n.low >= 10 or n.text[-1:] in SCALES) and not any(has([n], q) for q in ours)]
    free.sort(key=lambda n: not any(sign in n.text for sign in SCALES))
    for quantity in ours:
        if quantity.kind not in AMOUNTS or quantity.kind == "ordinal" or has(behind, quantity):
            continue
        for number in free:
            middle = (number.low + number.high) / 2
            power = power_of_ten(quantity.value, middle) or power_of_ten(quantity.value, number.low)
            if power and _telling(quantity, power):
                detail = f"the pivot has {number.text}, {number.low:,.0f}"
                yield Hit(
                    start=start + quantity.number_start,
                    end=start + quantity.number_end,
                    message=f'"{text[quantity.number_start : quantity.number_end]}" against {number.text} in the pivot',
                    confidence=0.85 if quantity.kind != "vague" else 0.75,
                    subtype="scale",
                    severity="critical",
                    suggestions=_mended(text[: quantity.number_start], quantity, number),
                    evidence=(Evidence(kind="pivot", detail=detail),),
                )
                break


_MORE = re.compile(r"\b(?:more than|over|above|upwards of|some|at least) $", re.IGNORECASE)


def _mended(before: str, quantity: Quantity, number: PivotNumber) -> tuple[Suggestion, ...]:
    """The pivot's number in English, with "more than" for 多 and 余 where the translation does not have it."""
    if quantity.kind == "vague" or number.text[0] in "数數几幾":
        return ()
    more = "more than " if number.low != number.high and not _MORE.search(before) else ""
    return (Suggestion(text=f"{more}{written(number.low)}", confidence=0.8),)


def _telling(quantity: Quantity, power: int) -> bool:
    """Whether the same digits are no chance: two of them and more, a scale word, or round thousands; 万 lost whole."""
    if digits(quantity.value) >= 2 or quantity.base > 1 or quantity.kind == "vague":
        return True
    return quantity.value >= 1000 or (quantity.value >= 10 and abs(power) >= 4)


def written(value: float) -> str:
    """A number as English news writes it.

    >>> written(121_000), written(2.22e8), written(3.35e12)
    ('121,000', '222 million', '3.35 trillion')
    """
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= scale:
            return f"{value / scale:,.6g} {word}"
    return f"{value:,.6g}"


def ten_thousands(match: re.Match[str]) -> Hit:
    """ "300 ten thousand" (300万), "2.22 hundred million" (2.22亿): the value is right, the form is Chinese."""
    sign, scale = ("万", 1e4) if match["s"] == "ten thousand" else ("亿", 1e8)
    value = float(match["n"].replace(",", "")) * scale
    fix = written(value)
    return Hit(
        start=match.start(),
        end=match.end(),
        message=f"{sign} carried over as a scale of its own; English counts in thousands, millions and billions",
        confidence=0.93,
        subtype="form",
        suggestions=(Suggestion(text=fix, confidence=0.93, safe=True),),
        evidence=(Evidence(kind="pattern", detail=f"{match['n']}{sign} is {value:,.0f}"),),
    )


def absurd(context: Context, match: re.Match[str]) -> Hit:
    """The hit for "thousands of billions"."""
    fix = f"{_DOWN[match['n']]} of {match['b']}"
    pivot = context.pivot_of(match.start(), match.end())
    detail = (
        "nobody counts thousands of billions; 数千亿 is hundreds of billions"
        if match["b"] == "billions"
        else "a slip of scale"
    )
    evidence = [Evidence(kind="pattern", detail=detail)]
    if pivot and "千亿" in pivot:
        evidence.append(Evidence(kind="pivot", detail="the pivot has 千亿"))
    return Hit(
        start=match.start(),
        end=match.end(),
        message=f'"{match.group()}" is no English scale: a slip of 千亿',
        confidence=0.85,
        subtype="scale",
        severity="critical",
        suggestions=(Suggestion(text=fix, confidence=0.75, evidence=tuple(evidence)),),
        evidence=tuple(evidence),
    )
