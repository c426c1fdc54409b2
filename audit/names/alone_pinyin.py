"""Chinese names whose pinyin is not that of their characters: Liang Zhenggen beside 梁稳根, Sehanba beside 塞罕坝.

A character was misread by an engine, or taken for another. What its pinyin is can be said from the characters; that
the name is written in pinyin at all (not Chow Tai Fook, Lee Kuan Yew) cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from audit.channels.pinyin import parses
from audit.names.tokens import fold

_LONGEST = 4
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Misread:
    """The characters of the pivot, their pinyin as one word, and the syllables in which the translation differs."""

    form: str
    pinyin: str
    said: str
    meant: str


def misread(key: str, before: str, pivot: str) -> Misread | None:
    """What a folded word is a misreading of, in a Chinese sentence; None where nothing or more than one thing fits.

    All syllables but one must be those of neighbouring characters, the odd one near theirs; behind the word `before`
    (folded) as the family name of the characters, the odd one may be any.

    >>> misread("zhenggen", "liang", "三一集团董事长梁稳根说")
    Misread(form='稳根', pinyin='Wengen', said='zheng', meant='wen')
    """
    found: dict[str, Misread] = {}
    for cut in parses(key):
        if not 2 <= len(cut) <= _LONGEST:
            continue
        for start, form, choices in _windows(pivot, len(cut)):
            odd = [at for at, (syllable, known) in enumerate(zip(cut, choices, strict=True)) if syllable not in known]
            if not odd:
                return None
            if len(odd) > 1 or transcribed(form):
                continue
            anchored = start > 0 and bool(before) and before in readings(pivot[start - 1])
            meant = pinyin_of(form)
            said, right = cut[odd[0]], meant[odd[0]]
            if anchored or near(said, right):
                found.setdefault(form, Misread(form, "".join(meant).capitalize(), said, right))
    return next(iter(found.values())) if len(found) == 1 else None


def transcribed(form: str) -> bool:
    """Whether characters look like the sounds of a foreign name: all of two, or most of more, are used so daily."""
    sounds = sum(map(_transcribes, form))
    return sounds >= (len(form) if len(form) < 3 else 0.6 * len(form))


def near(one: str, other: str) -> bool:
    """Whether two syllables are taken for each other easily: one letter apart, or the same final after others.

    >>> near("le", "lei"), near("jun", "zhun"), near("zheng", "wen")
    (True, True, False)
    """
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1 or (
        len(_final(one)) > 1 and _final(one) == _final(other)
    )


def _final(syllable: str) -> str:
    return next((syllable[at:] for at, letter in enumerate(syllable) if letter in _VOWELS), "")


def _windows(pivot: str, length: int) -> Iterator[tuple[int, str, list[frozenset[str]]]]:
    """Start, characters and their readings of each run of so many Chinese characters."""
    for start in range(len(pivot) - length + 1):
        form = pivot[start : start + length]
        if all("\u4e00" <= char <= "\u9fff" for char in form):
            yield start, form, [readings(char) for char in form]


@lru_cache(maxsize=16384)
def readings(char: str) -> frozenset[str]:
    """All readings of a character in pinyin, folded and without tones."""
    from pypinyin import Style, pinyin

    return frozenset(fold(reading) for reading in pinyin(char, style=Style.NORMAL, heteronym=True)[0])


_USUAL = 600.0


@lru_cache(maxsize=8192)
def _transcribes(char: str) -> bool:
    """Whether a character is among those that transcription uses most (by the counts of the Chinese channel)."""
    from audit.channels import channel
    from audit.channels.table import TableChannel

    model = channel("zh")
    assert isinstance(model, TableChannel)
    return model.emission.counts(1, char)[1] >= _USUAL


@lru_cache(maxsize=4096)
def pinyin_of(form: str) -> tuple[str, ...]:
    """The syllables of characters as read together, folded and without tones."""
    from pypinyin import lazy_pinyin

    return tuple(fold(syllable) for syllable in lazy_pinyin(form))


_AS_USUAL = 2.5
"""How much likelier (log-odds) the usual spelling of characters must be than their pinyin to doubt the pinyin."""


@lru_cache(maxsize=4096)
def plainer(form: str, key: str) -> float:
    """How much likelier (log-odds) the usual spelling of characters is than a folded word that stands for them."""
    from audit.channels import channel
    from audit.channels.table import TableChannel

    model = channel("zh")
    assert isinstance(model, TableChannel)
    emission = model.emission
    usual = sum(
        max(emission.table(chain)[group] for group in {*emission.groups(chain), ""})
        for chain in model.spec.chains(model.units(form), False)
    )
    return usual - model.aligned(form, key)[0]


def sounds_so(form: str, key: str) -> bool:
    """Whether a folded word, the pinyin of a form, is also how its sounds are usually spelled in foreign names.

    >>> sounds_so("阿卡拉", "akala"), sounds_so("麦维他", "maiweita")
    (True, False)
    """
    return plainer(form, key) < _AS_USUAL
