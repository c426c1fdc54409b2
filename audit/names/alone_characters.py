"""Names of Vietnam and Japan whose characters a machine read in Mandarin: Ruan Dezhong for 阮德钟, Nguyen Duc Chung.

Chinese writes them with their own characters, and what they are in English is the reading of those: each character of
a Vietnamese name, and Japanese family names as listed. That a name is Vietnamese is told by its family name: 阮 where
the text is about Vietnam, or one that the translation itself reads in Vietnamese (Pham Mingzheng); Japanese ones that
are words or places of China as well (中山, 福田) are not listed, and the text must speak of Japan. Readings:
`audit/channels/tables`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from audit.channels.readings import readings
from audit.channels.tables_io import lines
from audit.names.alone_pinyin import near, pinyin_of
from audit.names.tokens import Token

_FAMILIES = frozenset("阮黎范裴武邓潘黄陈杜郑段丁吴张梁苏杨胡")
_SURE = "阮"
_VIETNAM = ("越南", "河内", "胡志明")
_JAPAN = ("日本", "东京", "日元")
_LONGEST = 3
"""Characters of a Vietnamese name after the family name, at most, and words that they are written as."""


@dataclass(frozen=True, slots=True)
class Misread:
    """Words first..last (inclusive) of a sentence that should be `text`, "" where a reading is not known."""

    first: int
    last: int
    form: str
    text: str
    language: str


@cache
def _vietnamese() -> dict[str, str]:
    return {row[0]: row[1] for row in lines("vietnamese.tsv")}


@cache
def _japanese() -> dict[str, str]:
    return {row[0]: row[1] for row in lines("japanese_surnames.tsv")}


def _read(char: str) -> tuple[str, ...]:
    known = readings(char, "vi")
    return known or ((_vietnamese()[char],) if char in _vietnamese() else ())


def find(sentence: Sequence[Token], pivot: str, whole: str) -> Iterator[Misread]:
    """The misread names of a translated sentence beside its Chinese pivot sentence; `whole` is the pivot text."""
    yield from _of_vietnam(sentence, pivot, any(word in whole for word in _VIETNAM))
    if any(word in whole for word in _JAPAN):
        yield from _of_japan(sentence, pivot)


def _of_vietnam(sentence: Sequence[Token], pivot: str, about: bool) -> Iterator[Misread]:
    for start, char in enumerate(pivot):
        if char not in _FAMILIES or not (char != _SURE or about):
            continue
        family = _read(char)
        left = {"".join(pinyin_of(char))} - set(family) if char == _SURE else set()
        for first, token in enumerate(sentence):
            if token.capital and token.key in {*family, *left}:
                found = _given(sentence, first, pivot[start : start + 1 + _LONGEST], token.key in left)
                if found is not None:
                    yield found
                    break


def _given(sentence: Sequence[Token], first: int, form: str, left: bool) -> Misread | None:
    """The words after a family name that are its given name, not all of it read in Vietnamese."""
    for length in range(len(form), 1, -1):
        given = form[1:length]
        choices = [(*_read(c), *pinyin_of(c)) for c in given]
        key = ""
        for last in range(first + 1, min(len(sentence), first + 1 + _LONGEST)):
            if not sentence[last].capital or sentence[last].shouted:
                break
            key += sentence[last].key
            how = _reading(key, choices)
            if how is None:
                continue
            right = [_read(c) for c in given]
            if not left and all(said in known for said, known in zip(how, right, strict=True)):
                return None
            text = " ".join(known[0].capitalize() for known in (_read(form[0]), *right)) if all(right) else ""
            return Misread(first, last, form[:length], text, "Vietnamese")
    return None


def _reading(key: str, choices: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """How the characters of a given name are read in a folded word; one of two or more may be misheard."""
    for said in product(*choices):
        if "".join(said) == key:
            return said
    for at, known in enumerate(choices):
        for said in product(*choices[:at], ("",), *choices[at + 1 :]) if len(choices) > 1 else ():
            before, after = "".join(said[:at]), "".join(said[at + 1 :])
            middle = key[len(before) : len(key) - len(after)]
            if len(middle) > 1 and before + middle + after == key and any(near(middle, one) for one in known):
                return (*said[:at], middle, *said[at + 1 :])
    return None


def _of_japan(sentence: Sequence[Token], pivot: str) -> Iterator[Misread]:
    """Japanese family names of two characters and more that stand in pinyin."""
    spelled = {"".join(pinyin_of(form)): form for form in _japanese() if form in pivot}
    if not spelled:
        return
    for at, token in enumerate(sentence):
        form = spelled.get(token.key)
        if form is not None and token.capital:
            yield Misread(at, at, form, _japanese()[form], "Japanese")
