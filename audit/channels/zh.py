"""Chinese: names written in characters by their sound (威特科夫), or the English taken from their pinyin (Weitekefu)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from audit.channels.emission import Chain
from audit.channels.spec import Spec
from audit.channels.table import TableChannel
from audit.channels.units import han


@cache
def _syllables() -> dict[str, str]:
    from audit.channels.tables_io import lines

    return {char: row[1] for row in lines("zh_syllables.tsv") for char in row[0]}


@lru_cache(maxsize=32768)
def syllable(char: str) -> str:
    """The Mandarin syllable of a character, without tone, u for u-umlaut; the character itself where it has none."""
    known = _syllables().get(char)
    if known is not None:
        return known
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0]).replace("v", "u")


def chains(units: Sequence[str], running: bool = False) -> list[Chain]:
    """Syllable, character, character at its place of the name (^ first, $ last)."""
    last = len(units) - 1
    return [
        (
            syllable(unit),
            unit,
            unit + ("?" if running else "$" if at == last else "^" if at == 0 else ""),
        )
        for at, unit in enumerate(units)
    ]


def pinyin(form: str) -> list[str]:
    """The syllables of a form, one for each character."""
    return [syllable(unit) for unit, _, _ in han(form)]


SPEC = Spec(lang="zh", cut=han, chains=chains, joiner="·", longest=6, spaced=False)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
