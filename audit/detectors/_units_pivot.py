"""Units and currencies against the pivot, where no original is linked: 79 yuan where it has 79美元."""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Evidence, Hit, Suggestion
from audit.values import lexicon
from audit.values.pivots import MOST_COMPARED, numbers
from audit.values.quantities import quantities
from audit.values.units import DOLLARS, clash


def units_against_pivot(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Amounts of a sentence whose value the pivot sentence behind it has once, with another unit."""
    text = context.text[start:end]
    ours = [q for q in quantities(text) if q.unit and q.kind in ("count", "money") and q.low == q.high]
    pivot = (context.pivot_of(start, end) or "") if ours else ""
    behind = numbers(pivot, context.pivot_lang or "zh") if pivot else []
    if len(ours) * len(behind) > MOST_COMPARED:
        return
    for quantity in ours:
        equal = [n for n in behind if n.low == n.high == quantity.value]
        if len(equal) != 1 or quantity.value in (0, 1) or sum(q.value == quantity.value for q in ours) > 1:
            continue
        number = equal[0]
        unit = number.unit
        if unit is None or not clash(quantity.unit or "", unit) or (quantity.unit or "").startswith(f"{unit} an"):
            continue  # 每小时85英里: the time stands before
        if number.form == "元" and quantity.unit in DOLLARS:
            continue
        behind_form = pivot.find(number.form, number.end) + len(number.form) if number.form else number.end
        said = pivot[number.start : behind_form]
        fix = f"{text[quantity.number_start : quantity.number_end]} {lexicon.plural(unit)}"
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
