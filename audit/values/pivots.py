"""Numbers of a pivot text, for `audit.detectors.number_mismatch` and its neighbours.

Which values stand in the sentence that the translation was made from, with their units and currencies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from audit.values.pivot_forms import sign_before, unit_behind
from audit.values.pivot_han import read_han
from audit.values.pivot_words import Read, read, shared_scales

MOST_COMPARED = 100_000
"""Pairs of numbers up to which a sentence is compared with the pivot behind it: more stand in tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PivotNumber:
    """A number of a pivot text, [start, end).

    low = high but for vague ones (数千); `unit`: percent, a unit or a currency's code, `form` as it is written there;
    `base`: the value of its scale (万, млн), 1 without; `other`: what its figures may say as well; `vague`: a scale
    without a number (тысячи).
    """

    start: int
    end: int
    low: float
    high: float
    text: str
    unit: str | None = None
    form: str = ""
    base: float = 1.0
    other: tuple[float, ...] = ()
    vague: bool = False

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


def numbers(text: str, lang: str) -> list[PivotNumber]:
    """All numbers of a pivot sentence, in order; none for a language whose numerals are not known."""
    if lang not in ("zh", "ja", "ko"):
        made = [_made(text, number, lang, None) for number in read(text, lang)]
    else:
        told = sorted(read_han(text), key=lambda pair: pair[0].start)
        shares = {number.start: unit for number, unit in told}
        found = shared_scales(text, [number for number, _ in told])
        made = [_made(text, number, lang, shares.get(number.start)) for number in found]
    made = [number for number in made if math.isfinite(number.high)]
    return [n for i, n in enumerate(made) if not i or n.start >= made[i - 1].end + len(made[i - 1].form)]


def _made(text: str, number: Read, lang: str, share: str | None) -> PivotNumber:
    unit, form = (share, "") if share else unit_behind(text, number.end, lang)
    if unit is None and (sign := sign_before(text, number.start)):
        unit = sign
    return PivotNumber(
        start=number.start,
        end=number.end,
        low=number.low,
        high=number.high,
        text=text[number.start : number.end].strip(),
        unit=unit,
        form=form,
        base=number.base,
        other=number.other,
        vague=number.vague,
    )
