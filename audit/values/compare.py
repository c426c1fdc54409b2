"""When two quantities say the same, and what kind of slip lies between two that do not."""

from __future__ import annotations

import math
import re

from audit.values import lexicon
from audit.values.pivots import PivotNumber
from audit.values.quantities import Quantity

_ROUND = 0.011
"""Relative difference below which two amounts are taken as rounded from each other."""

_PRECISE = 0.002
"""Two amounts that are both given more finely than to this share of them are not rounded: 1,986 and 1,968."""


def same(one: Quantity, other: Quantity) -> str | None:
    """Why two quantities say the same ("equal", "rounded", "converted from miles"); None where they do not.

    A year is never rounded, and no amount of money or share: 2,000 dollars are not 2005.
    """
    if "year" in (one.kind, other.kind):
        return _years(one, other)
    if one.kind == other.kind == "points" and one.unit != other.unit and "basis point" in (one.unit, other.unit):
        small, large = (one, other) if one.unit == "basis point" else (other, one)
        return "converted from basis points" if abs(small.value / 100 - large.value) < 0.006 else None
    if "times" in (one.kind, other.kind):
        return _times(one, other)
    if reason := _values(one.low, one.high, one.grain, other.low, other.high, other.grain):
        return reason
    vague = "vague" in (one.kind, other.kind) or (one.hedged and one.base > 1 and one.high > one.low)
    if vague and one.low <= other.high * 1.05 and other.low <= one.high * 1.05:
        return "within the vague amount"
    if one.hedged or other.hedged:
        wide = 0.08 * max(abs(one.high), abs(other.high))
        if one.low <= other.high + wide and other.low <= one.high + wide:
            return "rounded"
    return _converted(one, other) or _fraction(one, other)


def _years(one: Quantity, other: Quantity) -> str | None:
    """A year and a year, or a bare number that is written like one: "2000 people"."""
    bare = all(q.kind == "year" or (q.unit is None and q.kind in ("count", "vague")) for q in (one, other))
    return "equal" if bare and one.low == other.low else None


def _times(one: Quantity, other: Quantity) -> str | None:
    """Doubled, twofold, "two times", up 100 percent; "halved" and a fall of 50 percent.

    "Grew three times" is read as tripled and as quadrupled: Chinese 增长三倍 means the
    latter, English writers mix them.
    """
    if one.kind != "times":
        one, other = other, one
    if other.kind == "times":
        return "equal" if one.low <= other.high and other.low <= one.high else None
    if other.kind == "percent":
        low, high = (100 * (one.low - 1), 100 * (one.high - 1)) if one.low > 1 else (50.0, 50.0)
        wide = 15 if one.hedged or other.hedged else 6
        return "a multiple in other words" if low - wide <= other.value <= high + max(wide, 0.2 * high) else None
    if other.noun == "time" or other.kind == "count":
        near = one.low - 1.01 <= other.low <= one.high + 0.49
        return "a multiple in other words" if other.noun == "time" and near else None
    return "a multiple in other words" if one.low == 0.5 and abs(other.value - 0.5) < 0.05 else None


def _values(low: float, high: float, grain: float, low2: float, high2: float, grain2: float) -> str | None:
    if low == low2 and high == high2:
        return "equal"
    top = max(abs(high), abs(high2))
    loose = top >= 100 and max(grain, grain2) >= _PRECISE * top
    near = max(_half(grain, low), _half(grain2, low2), _ROUND * top if loose else 0.0)
    if low <= high2 + near and low2 <= high + near:
        return "rounded" if low != low2 else "equal"
    return None


def _half(grain: float, value: float) -> float:
    """Half of the last digit's unit; whole numbers below a hundred are exact."""
    return 0.0 if grain >= 1 and value < 100 else grain / 2


def _converted(one: Quantity, other: Quantity) -> str | None:
    a, b = lexicon.unit(one.unit or ""), lexicon.unit(other.unit or "")
    if a is None or b is None or a.kind != b.kind or a.name == b.name:
        return None
    if a.kind == "temperature":
        return _degrees(one, other)
    x, y = one.value * a.factor, other.value * b.factor
    return f"converted from {b.name}s" if y and abs(x - y) <= 0.12 * max(x, y) else None


def _degrees(one: Quantity, other: Quantity) -> str | None:
    """Celsius and Fahrenheit, or degrees that do not say which."""
    for a, b in ((one, other), (other, one)):
        if b.unit == "degree Fahrenheit" and abs(a.value * 9 / 5 + 32 - b.value) <= 2:
            return "converted from degrees Fahrenheit" if b is other else "converted from degrees Celsius"
    return None


def _fraction(one: Quantity, other: Quantity) -> str | None:
    """A half and 50 percent, two-thirds and 67 percent."""
    for a, b in ((one, other), (other, one)):
        if a.kind == "percent" and b.kind != "percent" and 0 < b.value < 1 and abs(a.value - 100 * b.value) <= 1:
            return "a share in other words"
    return None


def has(numbers: list[PivotNumber], quantity: Quantity) -> PivotNumber | None:
    """The pivot's number with this value, if there is one."""
    for number in numbers:
        wide = quantity.kind == "vague" or quantity.high > quantity.low
        if _values(quantity.low, quantity.high, quantity.grain, number.low, number.high, _grain_of(number)):
            return number
        if (
            (wide or number.high > number.low)
            and quantity.low <= number.high * 1.05
            and number.low <= quantity.high * 1.05
        ):
            return number
        if any(_values(quantity.low, quantity.high, quantity.grain, other, other, 1.0) for other in number.other):
            return number
        if 0 < quantity.value < 1 and number.unit == "percent" and abs(100 * quantity.value - number.low) <= 1:
            return number
    return None


_DECIMALS = re.compile(r"\D*[\d\s]*[.,٫](?P<d>[\d٠-٩]{1,2})(?!\d)")


def _grain_of(number: PivotNumber) -> float:
    """The unit of the last digit: a tenth of the scale for 2,8 млрд."""
    found = _DECIMALS.match(number.text)
    return number.base * 10.0 ** -len(found["d"]) if found else 1.0


def power_of_ten(wrong: float, right: float) -> int | None:
    """How many powers of ten lie between two values with the same digits; None where the digits differ or none lie."""
    if wrong <= 0 or right <= 0:
        return None
    power = math.log10(wrong / right)
    whole = round(power)
    return whole if whole and abs(power - whole) < 0.0025 else None


def digits(value: float) -> int:
    """How many significant digits a value has (at most 6): 4,000 has one, 262 million three."""
    return len(f"{value:.6g}".split("e")[0].replace(".", "").strip("0")) or 1


def family(quantity: Quantity) -> str:
    """What can be confused with what: money, shares, a unit's kind, a counted noun."""
    if quantity.kind in ("money",):
        return "money"
    if quantity.kind in ("percent", "points"):
        return "share"
    if quantity.kind == "times":
        return "times"
    unit = lexicon.unit(quantity.unit or "")
    return unit.kind if unit else "count"
