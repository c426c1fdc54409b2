"""Quantities of English news text, with offsets: digits, words, amounts of money, percentages, vague ones.

Grown for news: "$15bn", "2.5 million", "a dozen", "two-thirds", "some 40 percent", "tens of thousands",
"1.2m people". Years, dates, times of day, scores and designations ("Boeing 737", "G20") are found too, but
under kinds of their own, so that nobody takes them for amounts. Values are floats: enough for sixteen
digits, and news has fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from audit.values import lexicon
from audit.values.counted import Kind, next_word, noun_behind, of_a_point, unit_behind
from audit.values.numerals import MULTIPLES, SIGNS, STARTERS, Number, Token, one_in_five, read_number, tokens_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a text: [start, end) with its unit, [number_start, number_end) the number and scale alone.

    `low` and `high` are its value (equal but for ranges and vague amounts); `grain` the unit of its last digit (1e5 for
    "2.5 million"); `unit` a unit or currency of the seeds; `noun` the word that is counted, folded; `base` the scale
    word's value (1e6).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: float
    high: float
    grain: float
    kind: Kind
    unit: str | None = None
    noun: str | None = None
    base: float = 1.0
    hedged: bool = False
    spelled: bool = False

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


_VAGUE: dict[str, tuple[float, float]] = {
    "dozens": (20, 99), "tens": (10, 99), "hundreds": (100, 999), "thousands": (1e3, 9999), "millions": (1e6, 9.99e6),
    "billions": (1e9, 9.99e9), "trillions": (1e12, 9.99e12), "scores": (20, 99),
}  # fmt: skip
_FIGURE = re.compile(rf"[\d€£￡¥$₽₴₹₩{''.join(SIGNS)}]")
_LETTERS = re.compile(r"[a-z]+")
_SPELLED = frozenset({*STARTERS, *_VAGUE})
_HEDGES = frozenset(
    "about around nearly almost some roughly approximately over under up than least most estimated close well just as "
    "circa approaching exceeding exceeded topped past beyond".split()
)
_DESIGNATED = frozenset(
    "section article chapter highway route flight boeing airbus number no grade class level room type".split()
)


def quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in order, without overlaps."""
    return list(_quantities(text))


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    if not _FIGURE.search(text) and _SPELLED.isdisjoint(_LETTERS.findall(text.casefold())):
        return ()  # as most sentences of news
    tokens = tokens_of(text)
    begins, signs = _SPELLED, lexicon.signs()
    found: list[Quantity] = []
    after = 0
    for at, token in enumerate(tokens):
        low = token.low
        if at < after or not (low[0].isdigit() or low in begins or low in SIGNS or low in signs):
            continue
        quantity, after = _read(text, tokens, at)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _read(text: str, tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    for reader in (_special, _multiple, _vague, _plain):
        quantity, after = reader(text, tokens, at)
        if after > at:
            return quantity, after
    return None, at + 1


_SPECIAL = re.compile(
    r"(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?\b)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2} o['’]clock)"
    r"|(?P<score>\d{1,3}[-–:]\d{1,3}(?:[-–]\d{1,3})*(?![\d,.]\d)(?![-–]\w))"
    r"|(?P<decade>['’]?\d{2,4}['’]?s\b)"
    r"|(?P<phone>\d+(?:[-/.]\d+){2,})"
    r"|(?P<mixed>\d+[A-Za-z]+\d\w*)"
)
_ITEM = re.compile(r"\d{1,2}\.(?:(?:19|20)\d\d\b|\s)")
_YEARLY = re.compile(r"(?:1[5-9]|20)\d\d$")


def _special(text: str, tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    """Clock times, scores, decades and designations: found so that they are not read as amounts."""
    token = tokens[at]
    if not token.text[0].isdigit():
        return None, at
    before = text[token.start - 1] if token.start else " "
    match = _SPECIAL.match(text, token.start)
    if at == 0 and _ITEM.match(text, token.start):
        return _special_of(tokens, at, token.start, token.end, "label", 0.0)
    joined = token.start > 1 and (
        (before in "./" and text[token.start - 2].isalnum()) or (before == "-" and text[token.start - 2].isupper())
    )
    if before.isalpha() or joined:
        return _special_of(tokens, at, token.start, token.end, "label", 0.0)
    if match is None:
        return None, at
    group = match.lastgroup or ""
    words = match.group()
    if group == "clock":
        if re.fullmatch(r"\d{1,2}\.\d{2}(?:\.\d{2})?", words):
            return None, at
        return _special_of(tokens, at, match.start(), match.end(), "clock", float(re.match(r"\d+", words).group()))  # type: ignore[union-attr]
    if group == "decade":
        return _special_of(tokens, at, match.start(), match.end(), "year", float(re.sub(r"\D", "", words)))
    if group == "score":
        return _range_or_score(text, tokens, at, match)
    return _special_of(tokens, at, match.start(), match.end(), "label", 0.0)


def _range_or_score(text: str, tokens: list[Token], at: int, match: re.Match[str]) -> tuple[Quantity | None, int]:
    first, *rest = (int(part) for part in re.split(r"[-–:]", match.group()))
    after = _index(tokens, match.end(), at)
    unit = unit_behind(text, tokens, after)
    if len(rest) == 1 and first < rest[0] and ":" not in match.group() and unit[0]:
        end = tokens[unit[2] - 1].end
        kind: Kind = unit[1]
        quantity = Quantity(start=match.start(), end=end, number_start=match.start(), number_end=match.end(), low=first,
                            high=rest[0], grain=1, kind=kind, unit=unit[0])  # fmt: skip
        return quantity, unit[2]
    return _special_of(tokens, at, match.start(), match.end(), "score", float(first))


def _special_of(
    tokens: list[Token], at: int, start: int, end: int, kind: Kind, value: float
) -> tuple[Quantity | None, int]:
    quantity = Quantity(
        start=start, end=end, number_start=start, number_end=end, low=value, high=value, grain=1, kind=kind
    )
    return quantity, _index(tokens, end, at)


def _index(tokens: list[Token], offset: int, at: int) -> int:
    """The first token at or behind `offset`."""
    while at < len(tokens) and tokens[at].start < offset:
        at += 1
    return at


_NOT_TIMES = frozenset("down up over back as".split())


def _multiple(text: str, tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    """ "doubled", "more than tripled", "tenfold": how many times as much; not "doubled down", "doubled over"."""
    value = MULTIPLES.get(tokens[at].low)
    if value is None or next_word(tokens, at) in _NOT_TIMES:
        return None, at
    more = at >= 2 and (tokens[at - 2].low, tokens[at - 1].low) in (("more", "than"), ("over", "than"))
    quantity = Quantity(
        start=tokens[at].start,
        end=tokens[at].end,
        number_start=tokens[at].start,
        number_end=tokens[at].end,
        low=value,
        high=value * 1.49 if more and value > 1 else value,
        grain=1,
        kind="times",
        hedged=_hedged(tokens, at),
        spelled=True,
    )
    return quantity, at + 1


def _vague(text: str, tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    """ "tens of thousands of", "hundreds of billions of dollars", "dozens of"."""
    first = at
    sign = lexicon.signs().get(tokens[at].low)
    if sign:
        at += 1
    if at >= len(tokens) or tokens[at].low not in _VAGUE:
        return None, first
    number = at
    low, high = _VAGUE[tokens[at].low]
    base = 1.0
    at += 1
    while (scale := _scale_behind(tokens, at)) is not None:
        base = _VAGUE[tokens[scale].low][0]
        low, high = low * base, high * base
        at = scale + 1
    last = at
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if tokens[number].low == "scores" and last == at:
        return None, first
    unit, kind, after = unit_behind(text, tokens, at)
    if kind in ("percent", "points"):
        return None, first
    quantity = Quantity(
        start=tokens[first].start,
        end=tokens[after - 1].end if unit else tokens[last - 1].end,
        number_start=tokens[number].start,
        number_end=tokens[last - 1].end,
        low=low,
        high=high,
        grain=low,
        kind="money" if sign or kind == "money" else "vague",
        unit=unit or sign,
        noun=None if unit else noun_behind(tokens, at),
        base=base,
        hedged=True,
        spelled=True,
    )
    return quantity, after if unit else last


def _scale_behind(tokens: list[Token], at: int) -> int | None:
    """Where the scale of "(tens) of thousands" stands; a machine's "of of" is read as one."""
    here = at
    while here < min(at + 2, len(tokens)) and tokens[here].low == "of":
        here += 1
    return here if at < here < len(tokens) and tokens[here].low in _VAGUE else None


def _plain(text: str, tokens: list[Token], at: int) -> tuple[Quantity | None, int]:
    first = at
    sign = lexicon.signs().get(tokens[at].low)
    if sign:
        at += 1
    number = read_number(text, tokens, at)
    if number is None:
        return None, first
    after = number.last
    low = high = number.value
    high_end = after
    if not sign and (share := one_in_five(text, tokens, number)):
        number, low, high, high_end = share, share.value, share.value, share.last
    if rest := _range(text, tokens, after, number, bool(sign)):
        high, high_end = rest.value, rest.last
        if rest.base > 1 and number.base == 1 and low * rest.base <= high:
            low *= rest.base
        number = Number(
            low, min(rest.grain, number.grain * max(1.0, rest.base / number.base)), rest.base, high_end, number.spelled
        )
    unit, kind, end = unit_behind(text, tokens, high_end)
    if unit is None and tokens[high_end - 1].low in _VAGUE and high_end + 1 < len(tokens):
        unit, kind, end = unit_behind(text, tokens, high_end + 1)  # "2 thousands of dollars"
    if unit is None and 0 < high < 1:
        unit, kind, end = of_a_point(tokens, high_end)
    kind = "money" if sign else kind
    if number.ordinal:
        kind, unit, end = "ordinal", None, high_end
    digits = tokens[at].text
    if not sign and not unit and not number.spelled and _YEARLY.match(digits) and high_end == at + 1:
        kind = "year"
    elif not unit and not sign and _is_day(tokens, at, high_end):
        kind = "day"
    elif not (unit or sign or number.spelled or number.ordinal) and _designation(tokens, at, high_end):
        kind = "label"
    quantity = Quantity(
        start=tokens[first].start,
        end=tokens[end - 1].end if unit or kind in ("percent", "points") else tokens[high_end - 1].end,
        number_start=tokens[at].start,
        number_end=tokens[high_end - 1].end,
        low=min(low, high),
        high=max(low, high),
        grain=number.grain,
        kind=kind,
        unit=sign or unit,
        noun=None if unit else noun_behind(tokens, high_end),
        base=number.base,
        hedged=_hedged(tokens, first),
        spelled=number.spelled,
    )
    return quantity, max(end, high_end)


def _range(text: str, tokens: list[Token], at: int, number: Number, money: bool) -> Number | None:
    """The second half of "5 to 10 million", "between 3 and 4 percent" (without its first half)."""
    if number.ordinal or number.value < 1 or at + 1 >= len(tokens) or tokens[at].low not in ("to", "-", "–", "and"):
        return None
    if tokens[at].low == "and" and not (number.last >= 2 and _between(tokens, number)):
        return None
    after = at + 1
    if tokens[after].low in lexicon.signs() and money:
        after += 1
    second = read_number(text, tokens, after) if after < len(tokens) else None
    if second is None or second.ordinal or second.value <= number.value or _YEARLY.match(tokens[after].text):
        return None
    if tokens[at].low == "to" and second.value > 100 * number.value and second.base == 1:
        return None
    return second


def _between(tokens: list[Token], number: Number) -> bool:
    return any(token.low == "between" for token in tokens[max(0, number.last - 4) : number.last])


def _hedged(tokens: list[Token], at: int) -> bool:
    return any(token.low in _HEDGES for token in tokens[max(0, at - 2) : at])


def _designation(tokens: list[Token], at: int, after: int) -> bool:
    """ "Boeing 737", "Section 301": a plain number behind a capitalised word that does not begin the sentence."""
    if at < 2 or after != at + 1 or not tokens[at].text.isdigit():
        return False
    if any(token.low.endswith("s") or token.low == "people" for token in tokens[after : after + 2]):
        return False
    name, before = tokens[at - 1], tokens[at - 2]
    return name.text[:1].isupper() and (before.text not in '.!?"“' or name.low in _DESIGNATED)


def _is_day(tokens: list[Token], at: int, after: int) -> bool:
    """ "Aug. 8", "8 August", "August 8th"."""
    if after != at + 1 and not tokens[after - 1].low.endswith(("st", "nd", "rd", "th")):
        return False
    sides = [tokens[i].low.rstrip(".") for i in (at - 2, at - 1, after, after + 1) if 0 <= i < len(tokens)]
    if at and tokens[at - 1].text[:1].isupper() and tokens[at - 1].low.rstrip(".") in lexicon.MONTH_WORDS:
        return True
    if at > 1 and tokens[at - 1].text == "." and tokens[at - 2].low in lexicon.MONTH_WORDS:
        return True
    follows = tokens[after] if after < len(tokens) else None
    return bool(sides) and follows is not None and follows.text[:1].isupper() and follows.low in lexicon.MONTH_WORDS


def of_kind(found: list[Quantity], *kinds: Kind) -> Iterator[Quantity]:
    """Those of the kinds named."""
    return (quantity for quantity in found if quantity.kind in kinds)
