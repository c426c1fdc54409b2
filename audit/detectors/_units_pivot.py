"""Units and currencies against the pivot, where no original is linked: 79 yuan where it has 79美元."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from audit.context import Context
from audit.model import Evidence, Hit, Suggestion
from audit.seeds import table
from audit.values import lexicon
from audit.values.pivots import PivotNumber, numbers
from audit.values.quantities import quantities
from audit.values.units import DOLLARS, clash


def units_against_pivot(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Amounts of a sentence whose value the Chinese or Japanese sentence behind it has once, with another unit."""
    if context.pivot_lang not in ("zh", "ja"):
        return
    text = context.text[start:end]
    ours = [q for q in quantities(text) if q.unit and q.kind in ("count", "money") and q.low == q.high]
    pivot = (context.pivot_of(start, end) or "") if ours else ""
    behind = numbers(pivot, context.pivot_lang) if pivot else []
    for quantity in ours:
        equal = [n for n in behind if n.low == n.high == quantity.value]
        if len(equal) != 1 or quantity.value in (0, 1) or sum(q.value == quantity.value for q in ours) > 1:
            continue
        number = equal[0]
        unit, form = _unit(pivot, number)
        if unit is None or not clash(quantity.unit or "", unit) or (quantity.unit or "").startswith(f"{unit} an"):
            continue  # 每小时85英里: the time stands before
        if form == "元" and quantity.unit in DOLLARS:
            continue
        said = f"{number.text}{form}"
        fix = f"{text[quantity.number_start : quantity.number_end]} {_written(unit)}"
        if " per hour" in text[quantity.start : quantity.end] and "per hour" not in fix:
            fix += " per hour"
        yield Hit(
            start=start + quantity.start,
            end=start + quantity.end,
            message=f'"{text[quantity.start : quantity.end]}" against {said} in the pivot: another unit',
            confidence=0.8,
            subtype="currency" if quantity.kind == "money" else "unit",
            suggestions=(Suggestion(text=fix, confidence=0.75),),
            evidence=(Evidence(kind="pivot", detail=f"the pivot has {said}"),),
        )


def _unit(pivot: str, number: PivotNumber) -> tuple[str | None, str]:
    """The unit or currency behind a number of the pivot, and how it is written there."""
    after = pivot[number.end : number.end + 8].lstrip()
    for form, name in _forms():
        if after.startswith(form):
            return name, form
    return None, ""


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    data = table("quantities.toml")
    pairs = [(form, entry["code"]) for entry in data["currency"] for form in entry["zh"].split()]
    pairs += [(form, entry["name"]) for entry in data["unit"] for form in entry.get("zh", "").split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _written(unit: str) -> str:
    """The plural that American news writes."""
    for entry in table("quantities.toml")["unit"]:
        if entry["name"] == unit:
            plural: list[str] = [form for form in entry["forms"] if form.endswith("s") and len(form) > 3]
            return next((form for form in plural if "meter" in form or "liter" in form), (plural or [unit])[0])
    return lexicon.currency_name(unit)
