"""Whose names are Chinese, Japanese or read otherwise from characters, and the pinyin of what a name is written in."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from audit.channels.pinyin import syllable
from audit.names.authority_knowledge import Person, checksum_of_all, knowledge
from audit.names.tokens import fold
from audit.seeds_packed import unpack_derived

_SYLLABLES = re.compile(r"(?:(?:[kgszjtdnhbpfmyrw]|ch|sh|ts|ky|gy|ny|hy|by|py|my|ry)?[aiueo]{1,2}n?)+")


def japanese(person: Person) -> bool:
    """Whether the person's characters stand for a Japanese name (given as kana, or the name reads so)."""
    return bool(person.characters) and all(japanese_looking(fold(word)) for word in person.name.split())


@lru_cache(maxsize=16384)
def japanese_looking(key: str) -> bool:
    """Whether a folded word can be a Japanese name in Latin letters.

    >>> japanese_looking("takahashi"), japanese_looking("smith")
    (True, False)
    """
    return len(key) >= 3 and _SYLLABLES.fullmatch(key.replace("tch", "ch")) is not None


_CHINESE = frozenset("CN TW HK MO SG MY".split())
"""Countries whose people of Chinese names may write them in pinyin as well as otherwise."""


def chinese(person: Person) -> bool:
    """Whether pinyin is one of the person's own spellings: a Chinese name, wherever its bearer lives."""
    held = knowledge().offices_of.get(person.name, ())
    if any(office.country in _CHINESE for office, _ in held):
        return True
    return (
        bool(person.characters)
        and not japanese(person)
        and not any(office.country in {"JP", "KR", "KP", "VN"} for office, _ in held)
        and not _is_read_elsewhere(person)
    )


_MORE = 0.25
"""Share of the letters of a name by which Korean or Vietnamese readings must explain more of it than Mandarin does."""


ELSEWHERE = "read_elsewhere"
"""What `all_read_elsewhere` gives is packed as."""


def all_read_elsewhere() -> list[str]:
    """The names of known people that are rather Korean or Vietnamese readings of their characters.

    Takes a tenth of a second: `scripts/build_tables.py` packs what comes out.
    """
    return [p.name for p in knowledge().people.values() if p.characters and _read_elsewhere(p.characters, p.name)]


@cache
def _known_elsewhere() -> frozenset[str] | None:
    known = unpack_derived(ELSEWHERE, checksum_of_all(), list[str])
    return None if known is None else frozenset(known)


def _is_read_elsewhere(person: Person) -> bool:
    known = _known_elsewhere()
    if known is None:
        return _read_elsewhere(person.characters or "", person.name)
    return person.name in known


@lru_cache(maxsize=8192)
def _read_elsewhere(characters: str, name: str) -> bool:
    """Whether the name is rather the Korean or Vietnamese reading of its characters: Lee Jae-yong, 李在鎔."""
    from audit.channels.readings import read

    shares = {lang: found.share if (found := read(characters, name, (lang,))) else 0.0 for lang in ("ko", "vi", "zh")}
    return max(shares["ko"], shares["vi"]) >= 0.5 and max(shares["ko"], shares["vi"]) - shares["zh"] >= _MORE


def pinyin_of(person: Person) -> tuple[str, ...]:
    """The folded syllables of the person's Chinese form, family name first; empty where none is known.

    As the seeds give it, else read off a form of two to four characters; longer ones are transcriptions of sounds, but
    for Japanese names, of five at most.
    """
    if person.pinyin:
        return tuple(fold(word) for word in person.pinyin.replace("-", " ").split())
    form = person.scripts.get("zh", "")
    return _syllables(form, 5 if len(form) == 5 and japanese(person) else 4)


@lru_cache(maxsize=8192)
def _syllables(form: str, longest: int) -> tuple[str, ...]:
    if not 2 <= len(form) <= longest or not all("\u4e00" <= c <= "\u9fff" for c in form):
        return ()
    syllables = tuple(syllable(c) for c in form)
    return syllables if all(s.isascii() for s in syllables) else ()
