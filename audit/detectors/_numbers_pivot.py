"""Numbers against the pivot, where no original is linked: 53 million where it has 53 مليار."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._scales import written
from audit.model import Evidence, Hit, Suggestion
from audit.values import lexicon
from audit.values.compare import digits, has, power_of_ten
from audit.values.pairing import AMOUNTS
from audit.values.pivots import MOST_COMPARED, PivotNumber, numbers
from audit.values.quantities import Quantity, quantities
from audit.values.units import clash, kind

_MORE = re.compile(r"\b(?:more than|over|above|upwards of|some|at least) $", re.IGNORECASE)
_MORE_SIGNS = re.compile("[余餘多来几数여]")
_TELEPHONE = re.compile(r" \d{3}(?!\d)|-\d")


def against_pivot(context: Context, start: int, end: int) -> Iterator[Hit]:
    """A number that the pivot sentence lacks while one with the same digits stands there alone."""
    text = context.text[start:end]
    ours = quantities(text)
    if not any(quantity.kind in AMOUNTS for quantity in ours):
        return
    pivot = context.pivot_of(start, end)
    behind = numbers(pivot, context.pivot_lang or "zh") if pivot else []
    if len(ours) * len(behind) > MOST_COMPARED:
        return
    free = [n for n in behind if not n.vague and not any(has([n], q) for q in ours)]
    free.sort(key=lambda n: n.base == 1)
    for quantity in ours:
        if quantity.kind not in AMOUNTS or quantity.kind == "ordinal" or has(behind, quantity):
            continue
        first = quantity.number_start
        if _TELEPHONE.match(text, quantity.number_end) or re.search(r"\d $", text[max(0, first - 2) : first]):
            continue
        number = next((n for n in free if _same_digits(quantity, n)), None)
        if number is not None:
            yield _hit(text, start, quantity, number)


def _same_digits(quantity: Quantity, number: PivotNumber) -> bool:
    """Whether the two differ by powers of ten alone, of the same kind, and that is no chance."""
    power = power_of_ten(quantity.value, number.value) or power_of_ten(quantity.value, number.low)
    if not power or not _of_a_kind(quantity, number):
        return False
    if quantity.unit and quantity.unit == number.unit:
        return True
    return (number.low >= 10 or number.base > 1) and _telling(quantity, power)


def _of_a_kind(quantity: Quantity, number: PivotNumber) -> bool:
    """Whether both measure the same sort of thing, as far as they say it."""
    mine, other = kind(quantity.unit), kind(number.unit)
    return mine is None or other is None or mine == other or clash(quantity.unit or "", number.unit)


def _telling(quantity: Quantity, power: int) -> bool:
    """Whether the same digits are no chance: two of them and more, a scale word, or round thousands; 万 lost whole."""
    if digits(quantity.value) >= 2 or quantity.base > 1 or quantity.kind == "vague":
        return True
    return quantity.value >= 1000 or (quantity.value >= 10 and abs(power) >= 4)


def _hit(text: str, start: int, quantity: Quantity, number: PivotNumber) -> Hit:
    first, last = quantity.number_start, quantity.number_end
    fix = _mended(text[: quantity.number_start], quantity, number)
    if quantity.unit and number.unit and clash(quantity.unit, number.unit):
        first, last = quantity.start, quantity.end
        fix = fix and f"{fix} {lexicon.plural(number.unit)}"
    return Hit(
        start=start + first,
        end=start + last,
        message=f'"{text[first:last]}" against {number.text} in the pivot',
        confidence=0.85 if quantity.kind != "vague" else 0.75,
        subtype="scale",
        severity="critical",
        suggestions=(Suggestion(text=fix, confidence=0.8),) if fix else (),
        evidence=(Evidence(kind="pivot", detail=f"the pivot has {number.text}, {written(number.low)}"),),
    )


def _mended(before: str, quantity: Quantity, number: PivotNumber) -> str:
    """The pivot's number in English, with "more than" for 多 and 余 where the translation does not have it."""
    if quantity.kind == "vague" or number.text[0] in "数數几幾수몇":
        return ""
    if number.low != number.high and not _MORE_SIGNS.search(number.text):
        sign = before[-1:] if before[-1:] in "$€£" else ""
        return f"{written(number.low)} to {sign}{written(number.high)}"
    more = "more than " if number.low != number.high and not _MORE.search(before) else ""
    return f"{more}{written(number.low)}"
