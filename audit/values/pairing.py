"""Which quantity of a translated sentence stands for which of its original, and which stand for nothing there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit.values.compare import digits, family, power_of_ten, same
from audit.values.quantities import Quantity

AMOUNTS = frozenset({"count", "money", "percent", "points", "times", "vague", "ordinal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A quantity of the translation, the one of the original that it should be, and how sure the pair is (0 to 1).

    `power` is the number of powers of ten between them, where the digits are the same.
    """

    wrong: Quantity
    right: Quantity
    power: int | None
    score: float


def matched(ours: list[Quantity], theirs: list[Quantity]) -> dict[int, tuple[int, str]]:
    """Index of ours -> (index of theirs, why the same); same units first, each of theirs once where that is "
    "possible."""
    found: dict[int, tuple[int, str]] = {}
    used: set[int] = set()
    apart = any(q.kind == "times" for q in ours) and any(q.kind == "times" for q in theirs)
    for strict in (True, False):
        for i, one in enumerate(ours):
            if i in found:
                continue
            for j, other in enumerate(theirs):
                if j in used or (strict and family(one) != family(other)) or (apart and _mixed(one, other)):
                    continue
                if reason := same(one, other):
                    found[i] = (j, reason)
                    used.add(j)
                    break
    for i, one in enumerate(ours):
        if i not in found:
            for j, other in enumerate(theirs):
                if not (apart and _mixed(one, other)) and (reason := same(one, other)):
                    found[i] = (j, reason)
                    break
    return found


def _mixed(one: Quantity, other: Quantity) -> bool:
    """Whether only one is a multiple: where both sides say "doubled", a percentage is another statement."""
    return (one.kind == "times") != (other.kind == "times")


def slips(text: str, ours: list[Quantity], theirs: list[Quantity], translation: str, original: str) -> list[Slip]:
    """Pairs of amounts that should be the same and are not, most certain first, each quantity once."""
    pairs = matched(ours, theirs)
    taken = {j for j, _ in pairs.values()}
    free = [q for i, q in enumerate(ours) if i not in pairs and _amount(q)]
    open_ = [q for j, q in enumerate(theirs) if j not in taken and _amount(q)]
    open_ = [q for q in open_ if not any(same(one, q) for one in ours if not _mixed(one, q))]
    free += _said_twice(ours, theirs, pairs, open_)
    candidates = []
    for one in free:
        for other in open_:
            power = power_of_ten(one.value, other.value)
            score = _score(one, other, power, len(free), len(open_), translation, original)
            if score > 0:
                candidates.append(Slip(wrong=one, right=other, power=power, score=score))
    chosen: list[Slip] = []
    for slip in sorted(candidates, key=lambda s: (-s.score, s.wrong.start)):
        if not any(slip.wrong is s.wrong or slip.right is s.right for s in chosen):
            chosen.append(slip)
    return chosen


def _said_twice(
    ours: list[Quantity], theirs: list[Quantity], pairs: dict[int, tuple[int, str]], open_: list[Quantity]
) -> list[Quantity]:
    """The one of two equal amounts that stands in the place of another one with the same digits.

    "$20 billion, with no more than $20 billion a year" for "$200 billion, with no more than $20 billion a year".
    """
    for j, right in enumerate(theirs):
        doubled = [i for i, (place, _) in pairs.items() if place == j and _amount(ours[i])]
        others = [q for q in open_ if q.kind == right.kind and q.unit == right.unit]
        if len(doubled) != 2 or len(others) != 1 or sum(same(right, q) is not None for q in theirs) != 1:
            continue
        if power_of_ten(right.value, others[0].value) and right.unit:
            first, second = sorted(doubled)
            return [ours[first] if others[0].start < right.start else ours[second]]
    return []


def _amount(quantity: Quantity) -> bool:
    if quantity.kind == "ordinal" and quantity.noun == "quarter":
        return False  # a period of time, see `date-mismatch`
    return quantity.kind in AMOUNTS and not (quantity.spelled and quantity.value in (0, 1))


def _score(
    one: Quantity, other: Quantity, power: int | None, free: int, open_: int, translation: str, original: str
) -> float:
    """How sure it is that `one` stands for `other`: units, nouns, digits, neighbouring words, and being the only "
    "ones."""
    if family(one) != family(other) or (one.kind == "ordinal") != (other.kind == "ordinal"):
        if not (
            power and (digits(one.value) >= 2 or one.base > 1) and {one.kind, other.kind} <= {"count", "money", "vague"}
        ):
            return 0.0
        return 0.55
    score = 0.3
    if one.unit and one.unit == other.unit:
        score += 0.25
    if one.noun and other.noun and _stem(one.noun) == _stem(other.noun):
        score += 0.3
    elif one.noun and other.noun and not one.unit:
        score -= 0.1
    if power:
        scaled = digits(one.value) >= 2 or one.base > 1 or other.base > 1
        score += 0.35 if scaled else 0.25 if min(one.value, other.value) >= 1000 else 0.15
    score += 0.3 * _around(translation, one, original, other)
    if free == 1 and open_ == 1:
        score += 0.1
    return min(score, 1.0)


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word


def _around(text: str, one: Quantity, other_text: str, other: Quantity) -> float:
    """Share of the words about the two numbers that are the same, in [0, 1]."""
    mine = _neighbours(text, one)
    theirs = _neighbours(other_text, other)
    smaller = min(len(mine), len(theirs))
    return min(1.0, 1.5 * len(mine & theirs) / smaller) if smaller else 0.0


_LIGHT = frozenset(
    "a an the of in on at to for with by from as and or but that is are was were be been has have had its his her "
    "their "
    "it".split()
)


def _neighbours(text: str, quantity: Quantity) -> set[str]:
    before = re.findall(r"[^\W\d_]+", text[max(0, quantity.start - 40) : quantity.start])
    after = re.findall(r"[^\W\d_]+", text[quantity.end : quantity.end + 40])
    return {_stem(word.casefold()) for word in before[-4:] + after[:4] if word.casefold() not in _LIGHT}
