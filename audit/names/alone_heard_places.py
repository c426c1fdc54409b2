"""Places that a Russian or Ukrainian pivot names and the translation spells by ear: Khozhuv for Chorzów, Хожув.

Countries that write Latin letters spell their places in one way. A word that no list of names has and that only says
what the pivot's word says is wrong where that word, in whatever case, is the form of such a place, and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.channels import channel
from audit.names.authority import places
from audit.names.authority_lexicon import known
from audit.names.bearers import spelled_so
from audit.names.sound import letters
from audit.names.tokens import Token, fold
from audit.names.vocabulary import rarity

LANGUAGES = frozenset({"ru", "uk"})

_OTHER_SCRIPTS = frozenset(
    "AE AF AM BD BG BH BT BY CN CY DZ EG ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MO "
    "MR MV NP OM PK PS QA RS RU SA SD SY TH TJ TM TN TW UA UZ YE".split()
)
"""Countries whose places are not written in Latin letters at home, or in two scripts: there spellings differ."""

_COMMON = 4.0
"""Rarity under which the first word of a sentence is no name."""

_SHORTEST, _SAID = 5, 4.0
_WORD = re.compile("[\u0400-\u04ff][\u0400-\u04ff'\u2019\u02bc-]{3,}")
_ENDINGS = ("", "а", "я", "ь", "о", "е", "ы", "и")
_CUT = 2
"""Letters of a case ending at most."""

_FITS = 0.0
"""Log-odds of the channel from which the word can come of the place's name."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Word `at` of a sentence that stands for the place `name`, which the pivot has as `form`."""

    at: int
    name: str
    form: str
    said: float


def find(tokens: Sequence[Token], behind: str, lang: str) -> Iterator[Heard]:
    """The places of a pivot sentence that the words of its translation only spell by ear."""
    for at, token in enumerate(tokens):
        if not token.capital or len(token.key) < _SHORTEST or not token.word.isalpha() or token.shouted:
            continue
        if known(token.word) or spelled_so(token.word) or any(_name(tokens[n]) for n in _beside(tokens, at)):
            continue
        found = channel(lang).find(behind, token.key)
        word = next((m for m in _WORD.finditer(behind) if found and m.start() == found[0]), None)
        if found is None or word is None or found[2] < _SAID or not word.group()[0].isupper():
            continue
        name = _place(word.group())
        if name and letters(token.key, fold(name)) < 1.0 and channel(lang).likeness(token.key, fold(name)) > _FITS:
            yield Heard(at, name, word.group(), found[2])


def _name(token: Token) -> bool:
    return token.capital and not (token.opens and rarity(token.key) < _COMMON)


def _beside(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The words directly beside one, with nothing but a space between: of a full name, mostly."""
    if at and tokens[at].start == tokens[at - 1].end + 1 and tokens[at - 1].bare == tokens[at - 1].end:
        yield at - 1
    if at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end + 1 and tokens[at].bare == tokens[at].end:
        yield at + 1


@lru_cache(maxsize=2048)
def _place(word: str) -> str:
    """The place of a Cyrillic word in any case; "" where it is none, none of Latin letters, or there are several."""
    for form in dict.fromkeys(word[: len(word) - cut] + end for cut in range(_CUT + 1) for end in _ENDINGS):
        entries = places().find(form) if len(form) >= _SHORTEST - 1 else ()
        if entries:
            names = {entry.name for entry in entries}
            one = len(names) == 1 and not {entry.country for entry in entries} & _OTHER_SCRIPTS
            return names.pop() if one else ""
    return ""
