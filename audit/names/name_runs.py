"""Runs of words that can be somebody's name: "Keir Starmer", "Ban Ki-moon", "von der Leyen", "Sun Zhengyi"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from audit.names.tokens import Token

PARTICLES = frozenset(
    "de da di do dos del della der den des du la le van von bin ibn al el ben abu y e zu ter ten af av".split()
)
"""Small words inside names."""

_LEADING = frozenset("bin ibn al el von van de der den ben abu".split())
DETERMINERS = frozenset(("the", "a", "an", "its", "their", "our", "his", "her"))
"""Words before a title or a noun, never part of a name."""

_LONGEST = 6


def beginnings(tokens: Sequence[Token]) -> list[int]:
    """The words at which a name may begin (`name_run`)."""
    return [at for at, token in enumerate(tokens) if token.capital or token.glued or token.key in PARTICLES]


def name_run(tokens: Sequence[Token], text: str, first: int, taken: set[int]) -> int | None:
    """The last word of the name that begins at word `first`; None where no name begins there."""
    if first >= len(tokens):
        return None
    opening = tokens[first]
    if not (opening.capital or opening.glued or opening.key in PARTICLES) or not nameable(tokens, first, taken):
        return None
    if lower_word(tokens[first]) and not (tokens[first].key in _LEADING and first + 1 < len(tokens)):
        return None
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST:
        gap = text[tokens[last].end : tokens[last + 1].start]
        initial = len(tokens[last].key) <= 2 and gap.strip() == "."
        if tokens[last].end != tokens[last].bare or "\n" in gap or (gap.strip(" -\u2010\u2011") and not initial):
            break
        if not nameable(tokens, last + 1, taken):
            break
        last += 1
    while last > first and lower_word(tokens[last]) and not tokens[last].glued:
        last -= 1
    return None if lower_word(tokens[last]) and not tokens[last].glued else last


def nameable(tokens: Sequence[Token], at: int, taken: set[int]) -> bool:
    token = tokens[at]
    if at in taken or token.key.isdigit():
        return False
    if token.key in _never():
        return token.key in _SURNAMES and token.capital and _followed(tokens, at)
    if token.glued and at and tokens[at - 1].capital:
        return True  # the second half of Ki-moon, Jae-in, Suk-yeol
    return token.capital or token.key in PARTICLES


_SURNAMES = frozenset("sun mar may jun jan august".split())
"""Days and months in short that are names of people too."""


def _followed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word follows with nothing but a space between: Sun Zhengyi, no "Sun. Nov. 2"."""
    if at + 1 >= len(tokens) or not tokens[at + 1].capital or tokens[at + 1].key in _never():
        return False
    return tokens[at].end == tokens[at].bare and tokens[at + 1].start == tokens[at].end + 1


def lower_word(token: Token) -> bool:
    return not token.capital


@cache
def _never() -> frozenset[str]:
    from audit.names.vocabulary import words

    listed = words("weekdays") | words("months") | words("organisation_heads") | words("sentence_starters")
    return (
        listed | DETERMINERS | frozenset("i he she it we they who says said will and or but as in on at to for".split())
    )
