"""What a number counts: the unit or currency behind it ("percent", "basis points", "km"), or the noun."""

from __future__ import annotations

from typing import Literal

from audit.values import lexicon
from audit.values.numerals import Token

Kind = Literal[
    "count", "money", "percent", "points", "times", "ordinal", "year", "day", "clock", "score", "vague", "part", "label"
]


def unit_behind(text: str, tokens: list[Token], at: int) -> tuple[str | None, Kind, int]:
    """The unit behind a number: its name, the kind it makes, the token after it."""
    here = at
    if here + 1 < len(tokens) and tokens[here].text in "-–" and tokens[here].start == tokens[here - 1].end:
        here += 1
    if here >= len(tokens):
        return None, "count", at
    word = tokens[here].low
    if word in ("%", "percent", "pct", "percentage") or (word == "per" and next_word(tokens, here) == "cent"):
        here += 2 if word == "per" else 1
        if here < len(tokens) and tokens[here].low in ("point", "points"):
            return "point", "points", here + 1
        return "percent", "percent", here
    if (word == "basis" and next_word(tokens, here) in ("point", "points")) or word in ("bps", "bp"):
        return "basis point", "points", here + (2 if word == "basis" else 1)
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


_OF_A_POINT = (
    ("of", "a", "percentage", "point"),
    ("of", "a", "point"),
    ("a", "percentage", "point"),
    ("a", "point"),
    ("-", "percentage", "point"),
    ("-", "percentage", "-", "point"),
    ("-", "point"),
    ("percentage", "point"),
)


def of_a_point(tokens: list[Token], at: int) -> tuple[str | None, Kind, int]:
    """ "a quarter of a percentage point", "half a point", "a half-point cut"."""
    words = tuple(token.low for token in tokens[at : at + 4])
    for form in _OF_A_POINT:
        if words[: len(form)] == form:
            return "point", "points", at + len(form)
    return None, "count", at


def next_word(tokens: list[Token], at: int) -> str:
    return tokens[at + 1].low if at + 1 < len(tokens) else ""


def noun_behind(tokens: list[Token], at: int) -> str | None:
    """The head of what is counted: the last word of the next few before a preposition, verb or stop; folded,
    singular."""
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
