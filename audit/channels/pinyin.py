"""Mandarin syllables, and English surfaces that are the pinyin of a form: Maiweita for 麦维他, Dai Jie for 戴杰."""

from __future__ import annotations

from functools import cache, lru_cache

from audit.channels.tables_io import lines


@cache
def _syllables() -> dict[str, str]:
    return {char: row[1] for row in lines("zh_syllables.tsv") for char in row[0]}


def syllable(char: str) -> str:
    """The Mandarin syllable of a character, without tone, u for u-umlaut; the character itself where it has none."""
    return _syllables().get(char, char)


@cache
def syllables() -> frozenset[str]:
    """The syllables of Mandarin without tones, u for u-umlaut."""
    vowels = set("aeiou")
    return frozenset(known for known in _syllables().values() if vowels & set(known)) - {"i", "u"}


@cache
def _readings() -> frozenset[str]:
    return frozenset(_syllables().values())


@lru_cache(maxsize=8192)
def readable(word: str) -> bool:
    """Whether a folded word may be the syllables of some characters in a row, however rare these are."""
    known = _readings()
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(end - n in ends and word[end - n : end] in known for n in range(1, min(6, end) + 1)):
            ends.add(end)
    return len(word) in ends


@lru_cache(maxsize=8192)
def parses(word: str, limit: int = 4) -> tuple[tuple[str, ...], ...]:
    """The ways to cut a folded word wholly into pinyin syllables, longest syllables first, at most `limit`."""
    if len(word) > 24:
        return ()
    known = syllables()
    reachable = [False] * len(word) + [True]
    for start in range(len(word) - 1, -1, -1):
        reachable[start] = any(
            start + n <= len(word) and reachable[start + n] and word[start : start + n] in known for n in range(1, 7)
        )
    found: list[tuple[str, ...]] = []
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    while stack and len(found) < limit:
        start, cut = stack.pop()
        if start == len(word):
            found.append(cut)
            continue
        for n in range(1, 7):
            if start + n <= len(word) and reachable[start + n] and word[start : start + n] in known:
                stack.append((start + n, (*cut, word[start : start + n])))
    return tuple(found)
