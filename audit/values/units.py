"""Which units of two amounts exclude each other."""

from __future__ import annotations

from audit.values import lexicon

DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "NZD", "SGD"})
POUNDS = frozenset({"GBP", "pound (mass)"})
SHARES = frozenset({"percent", "point", "basis point"})


def agrees(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same: equal, unknown, dollars of any country, degrees of any scale."""
    if one is not None and other is not None and "degree" in (one, other) and one[:6] == other[:6]:
        return True
    return one == other or other is None or {one, other} <= DOLLARS or {one, other} <= POUNDS


def clash(one: str, other: str | None) -> bool:
    """Whether two units exclude each other: two currencies, two units of a kind, a share and points."""
    if other is None or agrees(one, other) or {one, other} == {"JPY", "CNY"} or {one, other} == {"tonne", "ton"}:
        return False
    if {one, other} <= SHARES:
        return True
    a, b = lexicon.unit(one), lexicon.unit(other)
    if a and b:
        return a.kind == b.kind or {a.kind, b.kind} in ({"mass", "volume"}, {"length", "area"}, {"length", "speed"})
    return a is None and b is None and not {one, other} & SHARES and "cent" not in (one, other)
