"""Quantities of English news text, with offsets: digits, words, amounts of money, percentages, vague ones.

Grown for news: "$15bn", "2.5 million", "a dozen", "two-thirds", "some 40 percent", "tens of thousands", "1.2m people".
Years, dates, times of day, scores and designations ("Boeing 737", "G20") are found too, but under kinds of their own, so
that nobody takes them for amounts. Values are floats: enough for sixteen digits, and news has fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from audit.values import lexicon

Kind = Literal[
    "count", "money", "percent", "points", "ordinal", "year", "day", "clock", "score", "vague", "part", "label"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a text: [start, end) with its unit, [number_start, number_end) the number and scale alone.

    `low` and `high` are its value (equal but for ranges and vague amounts); `grain` the unit of its last digit (1e5 for
    "2.5 million"); `unit` a unit or currency of the seeds; `noun` the word that is counted, folded; `base` the scale word's
    value (1e6).
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


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True)
class _Number:
    """A number read from tokens [first, last): value, grain, scale."""

    value: float
    grain: float
    base: float
    last: int
    spelled: bool
    ordinal: bool = False


_TOKEN = re.compile(
    r"\d{1,3}(?:, ?\d{3})*, 000(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:['’.][^\W\d_]+)*|[€£￡¥$₽₴₹₩%‰]|[½¼¾⅓⅔]|\S"
)
_ONES = {w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}  # fmt: skip
_TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mln": 1e6, "bln": 1e9,
           "trn": 1e12, "tn": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3, "b": 1e9, "mn": 1e6, "lakh": 1e5, "crore": 1e7}  # fmt: skip
_LETTER_SCALES = frozenset({"m", "k", "b", "bn", "tn", "mn", "mln", "bln", "trn"})
_ORDINALS = {w: n for n, w in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"], 1)} | {
             "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "hundredth": 100}  # fmt: skip
_FRACTIONS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
              "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10}  # fmt: skip
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_VAGUE = {"dozens": (20, 99), "tens": (10, 99), "hundreds": (100, 999), "thousands": (1e3, 9999), "millions": (1e6, 9.99e6),
          "billions": (1e9, 9.99e9), "trillions": (1e12, 9.99e12), "scores": (20, 99)}  # fmt: skip
_HEDGES = frozenset(["about", "around", "nearly", "almost", "some", "roughly", "approximately", "over", "under", "up", "than", "least", "most", "estimated", "close", "well", "just", "as", "circa", "approaching", "exceeding", "exceeded", "topped", "past", "beyond"])  # fmt: skip


def quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in order, without overlaps."""
    tokens = [_Token(m.start(), m.end(), m.group(), m.group().casefold()) for m in _TOKEN.finditer(text)]
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity, after = _read(text, tokens, at)
        if quantity is not None:
            found.append(quantity)
        at = max(after, at + 1)
    return found


def _read(text: str, tokens: list[_Token], at: int) -> tuple[Quantity | None, int]:
    token = tokens[at]
    if not (token.text[0].isdigit() or token.text in _SIGNS or token.low in _WORDS or token.low in lexicon.signs()):
        return None, at + 1
    for reader in (_special, _vague, _plain):
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
_YEARLY = re.compile(r"(?:1[5-9]|20)\d\d$")


def _special(text: str, tokens: list[_Token], at: int) -> tuple[Quantity | None, int]:
    """Clock times, scores, decades and designations: found so that they are not read as amounts."""
    token = tokens[at]
    if not token.text[0].isdigit():
        return None, at
    before = text[token.start - 1] if token.start else " "
    match = _SPECIAL.match(text, token.start)
    if before.isalpha() or (
        before in "-./" and token.start > 1 and text[token.start - 2].isalnum() and not before == "-"
    ):
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


def _range_or_score(text: str, tokens: list[_Token], at: int, match: re.Match[str]) -> tuple[Quantity | None, int]:
    first, *rest = (int(part) for part in re.split(r"[-–:]", match.group()))
    after = _index(tokens, match.end(), at)
    unit = _unit(text, tokens, after)
    if len(rest) == 1 and first < rest[0] and ":" not in match.group() and unit[0]:
        end = tokens[unit[2] - 1].end
        kind: Kind = unit[1]
        quantity = Quantity(start=match.start(), end=end, number_start=match.start(), number_end=match.end(), low=first,
                            high=rest[0], grain=1, kind=kind, unit=unit[0])  # fmt: skip
        return quantity, unit[2]
    return _special_of(tokens, at, match.start(), match.end(), "score", float(first))


def _special_of(
    tokens: list[_Token], at: int, start: int, end: int, kind: Kind, value: float
) -> tuple[Quantity | None, int]:
    quantity = Quantity(
        start=start, end=end, number_start=start, number_end=end, low=value, high=value, grain=1, kind=kind
    )
    return quantity, _index(tokens, end, at)


def _index(tokens: list[_Token], offset: int, at: int) -> int:
    """The first token at or behind `offset`."""
    while at < len(tokens) and tokens[at].start < offset:
        at += 1
    return at


def _vague(text: str, tokens: list[_Token], at: int) -> tuple[Quantity | None, int]:
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
    while at + 1 < len(tokens) and tokens[at].low == "of" and tokens[at + 1].low in _VAGUE:
        base = _VAGUE[tokens[at + 1].low][0]
        low, high = low * base, high * base
        at += 2
    last = at
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if tokens[number].low == "scores" and last == at:
        return None, first
    unit, kind, after = _unit(text, tokens, at)
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
        noun=None if unit else _noun(tokens, at),
        base=base,
        hedged=True,
        spelled=True,
    )
    return quantity, after if unit else last


def _plain(text: str, tokens: list[_Token], at: int) -> tuple[Quantity | None, int]:
    first = at
    sign = lexicon.signs().get(tokens[at].low)
    if sign:
        at += 1
    number = _number(text, tokens, at)
    if number is None:
        return None, first
    after = number.last
    low = high = number.value
    high_end = after
    if not sign and (share := _one_in_five(text, tokens, number)):
        number, low, high, high_end = share, share.value, share.value, share.last
    if rest := _range(text, tokens, after, number, bool(sign)):
        high, high_end = rest.value, rest.last
        if rest.base > 1 and number.base == 1 and low * rest.base <= high:
            low *= rest.base
        number = _Number(
            low, min(rest.grain, number.grain * max(1.0, rest.base / number.base)), rest.base, high_end, number.spelled
        )
    unit, kind, end = _unit(text, tokens, high_end)
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
        noun=None if unit else _noun(tokens, high_end),
        base=number.base,
        hedged=_hedged(tokens, first),
        spelled=number.spelled,
    )
    return quantity, max(end, high_end)


def _range(text: str, tokens: list[_Token], at: int, number: _Number, money: bool) -> _Number | None:
    """The second half of "5 to 10 million", "between 3 and 4 percent" (without its first half)."""
    if number.ordinal or number.value < 1 or at + 1 >= len(tokens) or tokens[at].low not in ("to", "-", "–", "and"):
        return None
    if tokens[at].low == "and" and not (number.last >= 2 and _between(tokens, number)):
        return None
    after = at + 1
    if tokens[after].low in lexicon.signs() and money:
        after += 1
    second = _number(text, tokens, after) if after < len(tokens) else None
    if second is None or second.ordinal or second.value <= number.value or _YEARLY.match(tokens[after].text):
        return None
    if tokens[at].low == "to" and second.value > 100 * number.value and second.base == 1:
        return None
    return second


def _one_in_five(text: str, tokens: list[_Token], number: _Number) -> _Number | None:
    """ "one in five", "3 out of 10": a share."""
    at = number.last
    if number.ordinal or number.base > 1 or not 1 <= number.value <= 9 or at + 1 >= len(tokens):
        return None
    after = (
        at + 2 if tokens[at].low == "out" and tokens[at + 1].low == "of" else at + 1 if tokens[at].low == "in" else 0
    )
    second = _number(text, tokens, after) if after else None
    if second is None or second.ordinal or not number.value < second.value <= 100 or second.value < 2:
        return None
    if tokens[at].low == "in" and second.last < len(tokens) and tokens[second.last].low in _PERIODS:
        return None
    return _Number(number.value / second.value, 0.01, 1.0, second.last, True)


_PERIODS = frozenset(
    [
        "days",
        "weeks",
        "months",
        "years",
        "hours",
        "minutes",
        "seconds",
        "matches",
        "games",
        "seasons",
        "states",
        "cities",
        "countries",
    ]
)


def _between(tokens: list[_Token], number: _Number) -> bool:
    return any(token.low == "between" for token in tokens[max(0, number.last - 4) : number.last])


def _number(text: str, tokens: list[_Token], at: int) -> _Number | None:
    """Digits or words with their scale: "2.5 million", "three hundred and twelve", "half a million", "a dozen"."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text in _SIGNS:
        return _Number(_SIGNS[token.text], 0.05, 1.0, at + 1, True)
    if token.text[0].isdigit():
        return _digits(text, tokens, at)
    return _spelled(tokens, at)


def _digits(text: str, tokens: list[_Token], at: int) -> _Number | None:
    token = tokens[at]
    plain = re.sub(r"[, ]", "", token.text)
    value = float(plain[:40])
    grain = 10.0 ** -len(plain.split(".")[1]) if "." in plain else _grain(value)
    after = at + 1
    if after < len(tokens) and tokens[after].start == token.end and tokens[after].text in _SIGNS:
        value, grain, after = value + _SIGNS[tokens[after].text], 0.25, after + 1
    if after < len(tokens) and tokens[after].start == token.end and tokens[after].low in ("st", "nd", "rd", "th"):
        return _Number(value, 1, 1, after + 1, False, True)
    base = 1.0
    while after < len(tokens):
        here = after
        if tokens[here].text == "-" and here + 1 < len(tokens) and tokens[here + 1].low in _SCALES:
            here += 1
        word = tokens[here].low
        glued = tokens[here].start == tokens[after - 1].end
        if word not in _SCALES or (word in _LETTER_SCALES and not _letter_scale(text, tokens, at, here, glued)):
            break
        base *= _SCALES[word]
        after = here + 1
    if base == 1 and [t.low for t in tokens[after : after + 2]] == ["ten", "thousand"]:
        base, after = 1e4, after + 2
    return _Number(value * base, grain * base, base, after, False)


def _letter_scale(text: str, tokens: list[_Token], at: int, here: int, glued: bool) -> bool:
    """ "15bn", "$1.2m", "£3 bn"; but no metres: "100m" without a currency is a length unless people are counted."""
    word = tokens[here].low
    money = at > 0 and tokens[at - 1].low in lexicon.signs()
    if word in ("bn", "tn", "mn", "mln", "bln", "trn"):
        return glued or tokens[here].start - tokens[here - 1].end == 1
    if word in ("m", "b"):
        if money and tokens[here].start - tokens[here - 1].end == 1:
            return word == "m" and tokens[here].text == "m"
        return glued and (
            money or (here + 1 < len(tokens) and tokens[here + 1].low in _COUNTED | lexicon.currency_words())
        )
    return glued and (money or tokens[here].text in "kK")


_COUNTED = frozenset(
    [
        "people",
        "users",
        "viewers",
        "homes",
        "households",
        "jobs",
        "barrels",
        "copies",
        "followers",
        "downloads",
        "subscribers",
        "workers",
    ]
)


def _grain(value: float) -> float:
    """The unit of the last digit that is no zero, as 1,200 is given to the hundred; at most a hundredth of the value."""
    grain = 1.0
    if value < 100:
        return grain
    while value % (grain * 10) == 0 and grain * 10 < value:
        grain *= 10
    return min(grain, max(1.0, value / 10))


def _spelled(tokens: list[_Token], at: int) -> _Number | None:
    total, current, after, base = 0.0, 0.0, at, 1.0
    seen = False
    grain = 1.0
    while after < len(tokens):
        word = tokens[after].low
        if word in _ONES:
            if seen and current % 10 and current < 20:
                break
            current += _ONES[word]
        elif word in _TENS:
            if seen and current % 100:
                break
            current += _TENS[word]
        elif word in ("hundred", "thousand", "million", "billion", "trillion") and (seen or _article(tokens, after)):
            scale = _SCALES[word]
            current = (current or 1) * scale
            base, grain = max(base, scale), scale
            if scale >= 1e3:
                total, current = total + current, 0.0
        elif word == "dozen" and (seen or _article(tokens, after)):
            current, base = (current or 1) * 12, 12
        elif word in ("-", "and") and seen and after + 1 < len(tokens) and _goes_on(tokens, after):
            after += 1
            continue
        else:
            break
        seen = True
        after += 1
    if not seen:
        return _fraction_or_ordinal(tokens, at)
    if after < len(tokens) and (more := _tail_fraction(tokens, after, total + current)):
        return more
    if after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after + 1].low in _ORDINALS and current >= 20:
        return _Number(total + current + _ORDINALS[tokens[after + 1].low], 1, 1, after + 2, True, True)
    return _Number(total + current, grain, base, after, True)


def _goes_on(tokens: list[_Token], at: int) -> bool:
    """ "twenty-five", "three hundred and twelve" go on; "two and three" and "ten-year" do not."""
    following, before = tokens[at + 1].low, tokens[at - 1].low
    if tokens[at].low == "and":
        return before in ("hundred", "thousand", "million") and (following in _ONES or following in _TENS)
    return (before in _TENS and following in _ONES) or following in (
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
    )


def _article(tokens: list[_Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in ("a", "an", "half", "several", "the", "per", "few")


def _tail_fraction(tokens: list[_Token], at: int, value: float) -> _Number | None:
    """ "two-thirds", "three quarters", "two and a half"."""
    if value <= 10 and tokens[at].text == "-" and at + 1 < len(tokens) and tokens[at + 1].low in _FRACTIONS:
        return _Number(value / _FRACTIONS[tokens[at + 1].low], 0.01, 1, at + 2, True)
    if 2 <= value <= 10 and tokens[at].low in _FRACTIONS and tokens[at].low.endswith("s"):
        return _Number(value / _FRACTIONS[tokens[at].low], 0.01, 1, at + 1, True)
    window = [(i, tokens[i].low) for i in range(at, min(at + 6, len(tokens))) if tokens[i].text != "-"][:3]
    words = [word for _, word in window]
    if words == ["and", "a", "half"] or words == ["and", "a", "quarter"]:
        plus = 1 / _FRACTIONS[words[2]]
        after = window[2][0] + 1
        base = (
            _SCALES.get(tokens[after].low, 1.0)
            if after < len(tokens) and tokens[after].low not in _LETTER_SCALES
            else 1.0
        )
        return _Number((value + plus) * base, 0.1 * base, base, after + (base > 1), True)
    return None


def _fraction_or_ordinal(tokens: list[_Token], at: int) -> _Number | None:
    word = tokens[at].low
    before = tokens[at - 1].low if at else ""
    if word == "half" or (word in _FRACTIONS and before in ("a", "one", "-")):
        words = [token.low for token in tokens[at + 1 : at + 3]]
        if len(words) == 2 and words[0] == "a" and words[1] in ("million", "billion", "trillion", "dozen", "century"):
            scale = {"dozen": 12.0, "century": 100.0}.get(words[1]) or _SCALES[words[1]]
            return _Number(scale / 2, scale / 10, scale, at + 3, True)
        return _Number(1 / _FRACTIONS[word], 0.05, 1, at + 1, True)
    if word in _ORDINALS:
        return _Number(float(_ORDINALS[word]), 1, 1, at + 1, True, True)
    return None


def _unit(text: str, tokens: list[_Token], at: int) -> tuple[str | None, Kind, int]:
    """The unit behind a number: its name, the kind it makes, the token after it."""
    here = at
    if here + 1 < len(tokens) and tokens[here].text in "-–" and tokens[here].start == tokens[here - 1].end:
        here += 1
    if here >= len(tokens):
        return None, "count", at
    word = tokens[here].low
    if word in ("%", "percent", "pct", "percentage") or (word == "per" and _next(tokens, here) == "cent"):
        here += 2 if word == "per" else 1
        if here < len(tokens) and tokens[here].low in ("point", "points"):
            return "point", "points", here + 1
        return "percent", "percent", here
    for length in (3, 2, 1):
        if here + length > len(tokens):
            continue
        name = text[tokens[here].start : tokens[here + length - 1].end].casefold()
        if unit := lexicon.units().get(name):
            return unit, "count", here + length
        if code := lexicon.currencies().get(name):
            return code, "money", here + length
    if word in ("point", "points") and tokens[here].start > tokens[here - 1].end:
        return None, "count", at
    return None, "count", at


def _next(tokens: list[_Token], at: int) -> str:
    return tokens[at + 1].low if at + 1 < len(tokens) else ""


def _noun(tokens: list[_Token], at: int) -> str | None:
    """The head of what is counted: the last word of the next few before a preposition, verb or stop; folded, singular."""
    found = None
    for token in tokens[at : at + 4]:
        if token.text in "-–":
            continue
        if not token.text[0].isalpha() or token.low in lexicon.STOPS:
            break
        found = token.low
        if found.endswith("s") and len(found) > 3 and not found.endswith("ss"):
            break
    if not found:
        return None
    return found[:-1] if found.endswith("s") and not found.endswith("ss") else found


def _hedged(tokens: list[_Token], at: int) -> bool:
    return any(token.low in _HEDGES for token in tokens[max(0, at - 2) : at])


def _designation(tokens: list[_Token], at: int, after: int) -> bool:
    """ "Boeing 737", "Section 301": a plain number behind a capitalised word that does not begin the sentence."""
    if at < 2 or after != at + 1 or not tokens[at].text.isdigit():
        return False
    if any(token.low.endswith("s") or token.low == "people" for token in tokens[after : after + 2]):
        return False
    name, before = tokens[at - 1], tokens[at - 2]
    return name.text[:1].isupper() and (before.text not in '.!?"“' or name.low in _DESIGNATED)


_DESIGNATED = frozenset(
    [
        "section",
        "article",
        "chapter",
        "highway",
        "route",
        "flight",
        "boeing",
        "airbus",
        "number",
        "no",
        "grade",
        "class",
        "level",
        "room",
        "type",
    ]
)


def _is_day(tokens: list[_Token], at: int, after: int) -> bool:
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


@cache
def _starters() -> frozenset[str]:
    return frozenset(
        {
            *_ONES,
            *_TENS,
            *_ORDINALS,
            *_VAGUE,
            *_FRACTIONS,
            "hundred",
            "thousand",
            "million",
            "billion",
            "trillion",
            "dozen",
        }
    )


_WORDS = _starters()


def of_kind(found: list[Quantity], *kinds: Kind) -> Iterator[Quantity]:
    """Those of the kinds named."""
    return (quantity for quantity in found if quantity.kind in kinds)
