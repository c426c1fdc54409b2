"""Which units of two amounts exclude each other."""

from __future__ import annotations

from audit.values import lexicon

DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "NZD", "SGD"})
POUNDS = frozenset({"GBP", "EGP", "pound (mass)"})
SHARES = frozenset({"percent", "point", "basis point"})
_ALIKE = (
    DOLLARS,
    POUNDS,
    frozenset({"¥", "JPY"}),
    frozenset({"¥", "CNY"}),
    frozenset({"INR", "PKR"}),
    frozenset({"IRR", "SAR", "QAR"}),
    frozenset({"MDL", "RON"}),
    frozenset({"RUB", "BYN"}),
    frozenset({"tonne", "ton"}),
)
"""Units that share a name or a sign."""


def agrees(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same: equal, unknown, dollars of any country, degrees of any scale."""
    if one is not None and other is not None and "degree" in (one, other) and one[:6] == other[:6]:
        return True
    return one == other or other is None or any({one, other} <= alike for alike in _ALIKE)


def clash(one: str, other: str | None) -> bool:
    """Whether two units exclude each other: two currencies, two units of a kind, a share and points."""
    if other is None or agrees(one, other):
        return False
    if {one, other} <= SHARES:
        return True
    a, b = lexicon.unit(one), lexicon.unit(other)
    if a and b:
        return a.kind == b.kind or {a.kind, b.kind} in ({"mass", "volume"}, {"length", "area"}, {"length", "speed"})
    if a or b:
        return "GBP" in (one, other) and (a or b) is not None and kind(one if a else other) == "mass"
    return not {one, other} & SHARES and "cent" not in (one, other)


def kind(unit: str | None) -> str | None:
    """What a unit measures: "money", "share", or its kind (length, time); None without a unit."""
    if unit is None:
        return None
    if unit in SHARES:
        return "share"
    known = lexicon.unit(unit)
    return known.kind if known else "money"
