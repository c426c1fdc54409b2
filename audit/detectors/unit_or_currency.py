"""The number is right, but its unit or currency is another one, stands in the wrong place, or is Chinese.

"£15bn" read as "€15bn" is as wrong as a lost nought. Chinese units (亩, 斤, 两) mean nothing to an English
reader, and "percent" for "percentage points" turns a margin into a share.

Example: "won 42 percent of the vote" where the original has "won by 42 points"; "$ tens of millions of" for
"tens of millions of dollars".

Limits: needs a linked original, or a pivot, except for stranded signs, Chinese units and the age of bonds; figures
of sentences without a link are compared where they are long (16,000, 14.1); what the original gives in Chinese
units stays. Dollars are not told apart by country, nor pounds of money from pounds of weight. Converted amounts and
units are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import Pair, at_figures, beside, linked_sentences, place
from audit.detectors._units_apart import lost_currency, units_elsewhere
from audit.detectors._units_pivot import units_against_pivot
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.values.compare import same
from audit.values.quantities import Quantity, quantities
from audit.values.units import DOLLARS, agrees, clash

RULE = Rule(id="unit-or-currency", category="value", severity="major", mqm="Accuracy/Mistranslation")

_STRANDED = Sought(
    r"(?P<sign>[$€£])\s?(?P<n>(?:tens|hundreds|thousands|dozens) of (?:thousands|millions|billions)"
    r"|several (?:million|billion)s?)(?: of)?\b"
)
_NAMES = {"$": "dollars", "€": "euros", "£": "pounds"}
_CHINESE = re.compile(
    r"(?<![\d,.])(?P<n>\d[\d,.]{0,15}(?: (?:thousand|million))?) (?P<u>mu|jin|catties|li|liang|taels?)\b(?! [A-Z])"
)
_CONVERTED = {
    "mu": (1 / 15, "hectares"), "jin": (0.5, "kilograms"), "catties": (0.5, "kilograms"), "li": (0.5, "kilometers"),
    "liang": (50, "grams"), "tael": (50, "grams"), "taels": (50, "grams"),
}  # fmt: skip
_POINTS = re.compile(r"\s*(?:percentage |basis )?points?\b")
_AGE = re.compile(r"\b(?P<n>\d{1,3})-year-old\b")
_BOND_AGE = Sought(
    r"\b(?P<n>\d{1,2})-year-old\b(?= (?:US |U\.S\. |government |German |Japanese |British )?(?:[Tt]reasur(?:y|ies)"
    r"|(?:[Tt]reasury |[Gg]overnment |[Ss]tate )?(?:bonds?|notes?|bunds?|gilts?|yields?)|mortgages?)\b)"
)
_VOTES = re.compile(r" (?:of the |of all )?(?:votes?|vote share|votes cast)\b")


def detect(context: Context) -> Iterator[Hit]:
    """Other units than the original has, stranded signs, Chinese units."""
    for pair in linked_sentences(context):
        ours = quantities(pair.text)
        if not ours:
            continue
        original = pair.original
        theirs = quantities(original)
        yield from _ages(pair, original)
        if not pair.loose:
            yield from lost_currency(pair, ours, theirs)
        for quantity in ours:
            hit = _other_unit(pair, quantity, ours, theirs, original)
            if (
                hit
                and not pair.loose
                and not any(q.unit == quantity.unit and same(quantity, q) for q in quantities(beside(context, pair)))
            ):
                yield hit
    yield from units_elsewhere(context)
    if context.document.pivot is not None:
        for start, end in context.sentences:
            if not context.linked(start, end):
                yield from units_against_pivot(context, start, end)
    yield from _bonds(context)
    for match in _STRANDED.matches(context):
        tail = (
            " of"
            if re.match(r" (?!a\b|an\b|per\b)[a-z]", context.text[match.end() :]) and match.group().endswith("of")
            else ""
        )
        fix = f"{match['n']} of {_NAMES[match['sign']]}{tail}"
        message = "a currency sign that lost its number"
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=message,
            confidence=0.85,
            subtype="stranded-sign",
            severity="minor",
            suggestions=(Suggestion(text=fix, confidence=0.85),),
        )
    for match in at_figures(context, _CHINESE):
        if not any(re.search(rf"\b{match['u']}\b", span.text) for span in context.linked(match.start(), match.end())):
            yield _chinese(match)


def _bonds(context: Context) -> Iterator[Hit]:
    """ "10-year-old Treasury" (10年期国债): a term of years made an age; bonds and their yields have none."""
    for match in _BOND_AGE.matches(context):
        if not context.linked(match.start(), match.end()):
            yield Hit(
                start=match.start(),
                end=match.end(),
                message=f'"{match.group()}" is an age; a bond has a term of years (年期)',
                confidence=0.85,
                subtype="age",
                severity="minor",
                suggestions=(Suggestion(text=f"{match['n']}-year", confidence=0.85),),
                evidence=(Evidence(kind="pattern", detail="年期 is a term; 岁 and 年 give ages"),),
            )


def _ages(pair: Pair, original: str) -> Iterator[Hit]:
    """ "10-year-old Treasury" for a bond of ten years, where the original has "10-year" and no age."""
    for match in _AGE.finditer(pair.text):
        term = re.search(rf"\b{match['n']}[- ]year\b(?![- ]old)", original, re.IGNORECASE)
        if term and not re.search(rf"\b{match['n']}[- ]years?[- ]old", original, re.IGNORECASE):
            yield Hit(
                start=pair.start + match.start(),
                end=pair.start + match.end(),
                message=f'"{match.group()}" is an age; the original has a term of years: "{term.group()}"',
                confidence=0.85,
                subtype="age",
                suggestions=(Suggestion(text=term.group(), confidence=0.9),),
                evidence=(
                    Evidence(
                        kind="original", detail=f'the original has "{term.group()}"', ref=place(pair.originals[0])
                    ),
                ),
            )


def _other_unit(
    pair: Pair, quantity: Quantity, ours: list[Quantity], theirs: list[Quantity], original: str
) -> Hit | None:
    mine = _unit(quantity, pair.text)
    if mine is None or quantity.kind not in ("count", "money", "percent", "points"):
        return None
    if any(
        agrees(mine, _unit(other, original))
        and same(quantity, other)
        and not _other_dollars(quantity, pair.text, other, original)
        for other in theirs
    ):
        return None
    equal = [
        other
        for other in theirs
        if quantity.low == other.low
        and quantity.high == other.high
        and _told_apart(quantity, pair.text, other, original)
    ]
    taken = [q for q in ours if q is not quantity and q.low == quantity.low]
    if len(equal) != 1 or taken or quantity.value in (0, 1):
        return None
    right = equal[0]
    words = original[right.start : max(right.end, _points_end(original, right))]
    span = pair.originals[0]
    end = quantity.end
    if {mine, _unit(right, original)} == {"percent", "point"} and (votes := _VOTES.match(pair.text, end)):
        end = votes.end()
        words = f"by {words}" if original[: right.start].endswith("by ") else words
    surface = pair.text[quantity.start : end]
    return Hit(
        start=pair.start + quantity.start,
        end=pair.start + end,
        message=f'"{surface}" against "{words}" in the original: another unit',
        confidence=0.85 if quantity.value > 12 or quantity.kind == "money" else 0.7,
        subtype="currency" if quantity.kind == "money" else "unit",
        suggestions=(Suggestion(text=words, confidence=0.85),),
        evidence=(Evidence(kind="original", detail=f'the linked original has "{words}"', ref=place(span)),),
    )


def _unit(quantity: Quantity, text: str) -> str | None:
    """The unit that counts for a comparison; "point" for points of any sort."""
    if quantity.unit == "basis point":
        return quantity.unit
    if quantity.kind == "points" or _POINTS.match(text, quantity.end):
        return "point"
    return quantity.unit


def _points_end(text: str, quantity: Quantity) -> int:
    match = _POINTS.match(text, quantity.end)
    return match.end() if match else quantity.end


def _told_apart(one: Quantity, text: str, other: Quantity, original: str) -> bool:
    mine = _unit(one, text)
    return mine is not None and (clash(mine, _unit(other, original)) or _other_dollars(one, text, other, original))


def _other_dollars(one: Quantity, text: str, other: Quantity, original: str) -> bool:
    """Whether both say whose dollars they are, and not the same: "HK$", "U.S. dollars"."""
    if one.unit == other.unit or not {one.unit, other.unit} <= DOLLARS:
        return False
    return all(
        q.unit != "USD" or re.search(r"U\.?S|American", words[max(0, q.start - 4) : q.end])
        for q, words in ((one, text), (other, original))
    )


def _chinese(match: re.Match[str]) -> Hit:
    factor, name = _CONVERTED[match["u"].casefold()]
    number, _, scale = match["n"].partition(" ")
    value = float(number.replace(",", "").rstrip(".") or 0) * factor
    fix = f"{value:,.3g}{' ' + scale if scale else ''} {name}" if value < 1000 else f"{value:,.0f} {name}"
    detail = f"{match['u']} is a unit of the Chinese market"
    return Hit(
        start=match.start(),
        end=match.end(),
        message=f"{detail}; English readers know {name}",
        confidence=0.6,
        subtype="chinese-unit",
        severity="minor",
        suggestions=(Suggestion(text=fix, confidence=0.7),),
        evidence=(Evidence(kind="pattern", detail=detail),),
    )
