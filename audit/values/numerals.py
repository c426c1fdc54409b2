"""Numerals of English: tokens, digits with their scale words, numbers in words, fractions, ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from audit.values import lexicon


class Token(NamedTuple):
    """A number, word or sign at [start, end), as written and folded."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from tokens [first, last): value, grain, scale."""

    value: float
    grain: float
    base: float
    last: int
    spelled: bool
    ordinal: bool = False


_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mln": 1e6, "bln": 1e9,
    "trn": 1e12, "tn": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3, "b": 1e9, "mn": 1e6, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
_GREAT = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_LETTER_SCALES = frozenset({"m", "k", "b", "bn", "tn", "mn", "mln", "bln", "trn"})
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "hundredth": 100,
}  # fmt: skip
_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
MULTIPLES = {
    "doubled": 2.0, "doubling": 2.0, "twofold": 2.0, "tripled": 3.0, "tripling": 3.0, "trebled": 3.0, "threefold": 3.0,
    "quadrupled": 4.0, "quadrupling": 4.0, "fourfold": 4.0, "quintupled": 5.0, "fivefold": 5.0, "sixfold": 6.0,
    "sevenfold": 7.0, "eightfold": 8.0, "ninefold": 9.0, "tenfold": 10.0, "halved": 0.5, "halving": 0.5,
}  # fmt: skip
"""Words that say how many times as much something became."""

SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
"""Fractions written as one character."""

STARTERS = frozenset({*_ONES, *_TENS, *_ORDINALS, *_FRACTIONS, *_GREAT, *MULTIPLES, "dozen"})
"""Folded words that a number may begin with."""

_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
_COUNTED = frozenset(
    "people users viewers homes households jobs barrels copies followers downloads subscribers workers".split()
)
_PERIODS = frozenset(
    "days weeks months years hours minutes seconds matches games seasons states cities countries".split()
)

_TOKEN = re.compile(
    r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)|\d{1,3}(?: \d{3})? 000(?!\d)|\d{1,3}(?:, ?\d{3})*, 000(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![-–\d.,])\d{1,3},\d{1,2}(?![\d,])|\d+(?:\.\d+)?"
    r"|\b(?:US|AU?|CA?|HK|NZ|S|NT|R|CN|JP)[$¥](?=\s?\d)|[^\W\d_]+(?:['’.][^\W\d_]+)*|[€£￡¥$₽₴₹₩%‰]|[½¼¾⅓⅔]|\S"
)


def tokens_of(text: str) -> list[Token]:
    """Numbers, words and signs of a text, in order."""
    return [Token(*m.span(), word := m.group(), word.casefold()) for m in _TOKEN.finditer(text)]


def read_number(text: str, tokens: list[Token], at: int) -> Number | None:
    """Digits or words with their scale: "2.5 million", "three hundred and twelve", "half a million", "a dozen"."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text in SIGNS:
        return Number(SIGNS[token.text], 0.05, 1.0, at + 1, True)
    if token.text[0].isdigit():
        return _digits(text, tokens, at)
    return _spelled(tokens, at)


def _digits(text: str, tokens: list[Token], at: int) -> Number | None:
    token = tokens[at]
    text_ = token.text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(token.text) else token.text
    plain = re.sub(r"[,\s]", "", text_)
    value = float(plain[:40])
    grain = 10.0 ** -len(plain.split(".")[1]) if "." in plain else _grain(value)
    after = at + 1
    if after < len(tokens) and tokens[after].start == token.end and tokens[after].text in SIGNS:
        value, grain, after = value + SIGNS[tokens[after].text], 0.25, after + 1
    if after < len(tokens) and tokens[after].start == token.end and tokens[after].low in ("st", "nd", "rd", "th"):
        return Number(value, 1, 1, after + 1, False, True)
    base = 1.0
    while after < len(tokens):
        here = after
        if tokens[here].text == "-" and here + 1 < len(tokens) and tokens[here + 1].low in _SCALES:
            here += 1
        word = tokens[here].low
        if word[:-1] in _GREAT and word.endswith("s") and base == 1 and _counted_off(tokens, here):
            word = word[:-1]  # "2 thousands of dollars"
        glued = tokens[here].start == tokens[after - 1].end
        if word not in _SCALES or (word in _LETTER_SCALES and not _letter_scale(text, tokens, at, here, glued)):
            break
        base *= _SCALES[word]
        after = here + 1
    if base == 1 and [t.low for t in tokens[after : after + 2]] == ["ten", "thousand"]:
        base, after = 1e4, after + 2
    return Number(value * base, grain * base, base, after, False)


def _counted_off(tokens: list[Token], at: int) -> bool:
    """Whether "of" follows, so that a plural scale counts something; "3 millions more" is read so, too."""
    return at + 1 >= len(tokens) or tokens[at + 1].low in ("of", "more", ".", ",")


def _letter_scale(text: str, tokens: list[Token], at: int, here: int, glued: bool) -> bool:
    """ "15bn", "$1.2m", "£3 bn"; but no metres: "100m" without a currency is a length unless people are counted."""
    word = tokens[here].low
    money = at > 0 and tokens[at - 1].low in lexicon.signs()
    if word in ("bn", "tn", "mn", "mln", "bln", "trn"):
        return glued or tokens[here].start - tokens[here - 1].end == 1
    if word in ("m", "b"):
        if money and tokens[here].start - tokens[here - 1].end == 1:
            return word == "m" and tokens[here].text == "m"
        return glued and (
            money
            or (
                here + 1 < len(tokens)
                and (tokens[here + 1].low in _COUNTED | lexicon.currency_words() or _weighed(tokens[here + 1].low))
            )
        )
    return glued and (money or tokens[here].text in "kK")


def _weighed(word: str) -> bool:
    """Whether a word is a unit that lengths are not given in: "1.3m tonnes" are millions."""
    unit = lexicon.unit(lexicon.units().get(word, ""))
    return unit is not None and unit.kind in ("mass", "volume", "area", "power")


def _grain(value: float) -> float:
    """The unit of the last digit that is no zero, as 1,200 is given to the hundred; at most a hundredth of the "
    "value."""
    grain = 1.0
    if value < 100:
        return grain
    while value % (grain * 10) == 0 and grain * 10 < value:
        grain *= 10
    return min(grain, max(1.0, value / 10))


def _spelled(tokens: list[Token], at: int) -> Number | None:
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
        elif word in _GREAT and (seen or _article(tokens, after)):
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
        return Number(total + current + _ORDINALS[tokens[after + 1].low], 1, 1, after + 2, True, True)
    return Number(total + current, grain, base, after, True)


def _goes_on(tokens: list[Token], at: int) -> bool:
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


def _article(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in ("a", "an", "half", "several", "the", "per", "few")


def _tail_fraction(tokens: list[Token], at: int, value: float) -> Number | None:
    """ "two-thirds", "three quarters", "two and a half"."""
    if value <= 10 and tokens[at].text == "-" and at + 1 < len(tokens) and tokens[at + 1].low in _FRACTIONS:
        return Number(value / _FRACTIONS[tokens[at + 1].low], 0.01, 1, at + 2, True)
    if 2 <= value <= 10 and tokens[at].low in _FRACTIONS and tokens[at].low.endswith("s"):
        return Number(value / _FRACTIONS[tokens[at].low], 0.01, 1, at + 1, True)
    window = [(i, tokens[i].low) for i in range(at, min(at + 6, len(tokens))) if tokens[i].text != "-"][:3]
    words = [word for _, word in window]
    if words in (["and", "a", "half"], ["and", "a", "quarter"]):
        plus = 1 / _FRACTIONS[words[2]]
        after = window[2][0] + 1
        base = (
            _SCALES.get(tokens[after].low, 1.0)
            if after < len(tokens) and tokens[after].low not in _LETTER_SCALES
            else 1.0
        )
        return Number((value + plus) * base, 0.1 * base, base, after + (base > 1), True)
    return None


def _fraction_or_ordinal(tokens: list[Token], at: int) -> Number | None:
    word = tokens[at].low
    before = tokens[at - 1].low if at else ""
    if word == "half" or (word in _FRACTIONS and before in ("a", "one", "-")):
        words = [token.low for token in tokens[at + 1 : at + 3]]
        if len(words) == 2 and words[0] == "a" and words[1] in ("million", "billion", "trillion", "dozen", "century"):
            scale = {"dozen": 12.0, "century": 100.0}.get(words[1]) or _SCALES[words[1]]
            return Number(scale / 2, scale / 10, scale, at + 3, True)
        return Number(1 / _FRACTIONS[word], 0.05, 1, at + 1, True)
    if word in _ORDINALS:
        return Number(float(_ORDINALS[word]), 1, 1, at + 1, True, True)
    return None


def one_in_five(text: str, tokens: list[Token], number: Number) -> Number | None:
    """ "one in five", "3 out of 10": a share."""
    at = number.last
    if number.ordinal or number.base > 1 or not 1 <= number.value <= 9 or at + 1 >= len(tokens):
        return None
    after = (
        at + 2 if tokens[at].low == "out" and tokens[at + 1].low == "of" else at + 1 if tokens[at].low == "in" else 0
    )
    second = read_number(text, tokens, after) if after else None
    if second is None or second.ordinal or not number.value < second.value <= 100 or second.value < 2:
        return None
    if tokens[at].low == "in" and second.last < len(tokens) and tokens[second.last].low in _PERIODS:
        return None
    return Number(number.value / second.value, 0.01, 1.0, second.last, True)
