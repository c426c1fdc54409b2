"""Slips of scale that show in the translation alone: "300 ten thousand", "thousands of billions"."""

from __future__ import annotations

import re

from audit.context import Context
from audit.detectors._needed import Sought
from audit.model import Evidence, Hit, Suggestion

ABSURD = Sought(
    r"\b(?P<n>tens|hundreds|thousands) of (?P<b>billions|trillions|thousand millions|thousands of millions)\b"
    r"(?= of (?:US |U\.S\. )?(?:dollars|yuan|euros|pounds|yen|rubles|roubles)| (?:dollars|yuan|euros))"
)


TEN_THOUSANDS = Sought(r"(?<![\d.,])(?P<n>\d[\d,]*(?:\.\d+)?) (?P<s>ten thousand|hundred million)\b")


_DOWN = {"thousands": "hundreds", "hundreds": "tens"}


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
