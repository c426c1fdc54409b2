"""What a form in another script is made of: the units that each stand for a group of English letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

Units = list[tuple[str, int, int]]
"""Units in order: (unit, start, end), code points of the form they were cut from; what is no letter is left out."""

_SMALL_KANA = frozenset("ァィゥェォャュョヮ")


@cache
def _simplified() -> dict[str, str]:
    from audit.channels.tables_io import lines

    return {line[0]: line[1] for line in lines("zh_variants.tsv")}


def han(form: str) -> Units:
    """Chinese characters, in simplified script."""
    variants = _simplified()
    return [
        (variants.get(char, char), at, at + 1)
        for at, char in enumerate(form)
        if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
    ]


def kana(form: str) -> Units:
    """Japanese morae in katakana: small vowels and glides stay with the sign before; ッ, ン and ー stand alone."""
    units: Units = []
    for at, char in enumerate(form):
        sign = chr(ord(char) + 0x60) if "\u3041" <= char <= "\u3096" else char
        if sign in _SMALL_KANA and units and units[-1][2] == at and units[-1][0] not in "ッンー":
            units[-1] = (units[-1][0] + sign, units[-1][1], at + 1)
        elif "\u30a1" <= sign <= "\u30fa" or sign == "ー":
            units.append((sign, at, at + 1))
    return units


_ONSET = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_NUCLEUS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODA = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def hangul(form: str) -> Units:
    """Korean syllables as onset with nucleus, and coda (marked `-`) where there is one."""
    units: Units = []
    for at, char in enumerate(form):
        code = ord(char) - 0xAC00
        if not 0 <= code < 11172:
            continue
        units.append((_ONSET[code // 588] + _NUCLEUS[code // 28 % 21], at, at + 1))
        if code % 28:
            units.append(("-" + _CODA[code % 28], at, at + 1))
    return units


def compose_hangul(units: Sequence[str]) -> str | None:
    """The syllables that the units of `hangul` make up; None for a coda without a syllable before it."""
    form: list[str] = []
    open_syllable = False
    for unit in units:
        if unit[0] == "-":
            if not open_syllable:
                return None
            form[-1] = chr(ord(form[-1]) + _CODA.index(unit[1]))
            open_syllable = False
        else:
            form.append(chr(0xAC00 + _ONSET.index(unit[0]) * 588 + _NUCLEUS.index(unit[1]) * 28))
            open_syllable = True
    return "".join(form)


_CYRILLIC = re.compile("[\u0430-\u044f\u0451\u0454\u0456\u0457\u0491\u045e]")


def capitalized(units: Sequence[str]) -> str:
    """The units as a word with a capital."""
    return "".join(units).capitalize()


def cyrillic(form: str) -> Units:
    """Cyrillic letters in lower case."""
    return [(char.lower(), at, at + 1) for at, char in enumerate(form) if _CYRILLIC.match(char.lower())]


_ARABIC_FOLDED = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ۀ": "ه", "ﻻ": "لا"}


def arabic(form: str) -> Units:
    """Arabic letters without vowel signs; Persian and final forms folded."""
    return [
        (_ARABIC_FOLDED.get(char, char), at, at + 1)
        for at, char in enumerate(form)
        if unicodedata.category(char) == "Lo" and "\u0600" <= char <= "\u06ff"
    ]


_FINAL_HEBREW = str.maketrans("ךםןףץ", "כמנפצ")
_TO_FINAL = {"כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ"}


def hebrew(form: str) -> Units:
    """Hebrew letters without points, a geresh kept with its letter, final forms folded."""
    units: Units = []
    for at, char in enumerate(form):
        if "\u05d0" <= char <= "\u05ea":
            units.append((char.translate(_FINAL_HEBREW), at, at + 1))
        elif char in "'\u2019\u05f3" and units and units[-1][2] == at:
            units[-1] = (units[-1][0] + "'", units[-1][1], at + 1)
    return units


def compose_hebrew(units: Sequence[str]) -> str:
    """The units as a word, its last letter in final form."""
    return "".join(units[:-1]) + _TO_FINAL.get(units[-1], units[-1])
