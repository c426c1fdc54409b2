"""Ukrainian in Russian words, as far as sound laws, endings and a list of common words go, for vectors of Russian.

The embedded encoder was trained on Russian, not on Ukrainian. Its reading need not be good Russian: it is never shown,
only encoded. Where a law leaves a choice (ліс is лес, ніч is ночь, син is сын) the form that the encoder's vocabulary
knows best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

Known = Callable[[str], float]
Forms = dict[str, tuple[str, ...]]

LETTERS = {"і": "иео", "и": "иы", "ї": "ие", "є": "е", "ґ": "г", "'": "ъь", "ё": "е"}
"""Letters whose Russian counterpart is another one, the likeliest first."""

_WORD = re.compile(r"[а-яёіїєґ]+(?:['’ʼ`][а-яёіїєґ]+)*", re.IGNORECASE)
_APOSTROPHE = str.maketrans("’ʼ`", "'''")
_SHORTEST_STEM = 3
_LONGEST_ENDING = 12
_REACH = 2
_LONGEST_BEGINNING = 3
_MOST_SPELLINGS = 24
_MOST_FORMS = 96


@cache
def table() -> dict[str, Forms]:
    """Words, stems, endings, neuter endings and beginnings with their Russian forms, from `ukrainian.txt`; ё is е."""
    kinds: dict[str, Forms] = {kind: {} for kind in ("words", "stems", "endings", "neuter", "beginnings")}
    for line in (Path(__file__).parent / "ukrainian.txt").read_text("utf-8").splitlines():
        for pair in () if line.startswith("#") else line.split():
            ours, theirs = pair.replace("_", " ").replace("ё", "е").split("=")
            kind = {"-": "endings", "*": "neuter"}.get(ours[0]) or {"-": "stems", "+": "beginnings"}.get(ours[-1])
            kinds[kind or "words"][ours.strip("-*+")] = tuple(form.removesuffix("-") for form in theirs.split(","))
    return kinds


def in_russian(text: str, known: Known) -> str:
    """The text with each word read as a Russian one; `known` says how well a word in small letters is known.

    >>> in_russian("Уряд України обговорив ціни.", lambda word: -float(len(word)))
    'Правительство Украины обговорил цены.'
    """
    return _WORD.sub(lambda found: _cased(found.group(), _read(found.group().translate(_APOSTROPHE), known)), text)


def vocabulary(pieces: Iterable[str]) -> Known:
    """How well a word is known to a tokenizer with these pieces, of which those that begin a word begin with a `▁`.

    For whole words above 100, the commonest first (pieces stand in order); else the length of the longest piece that
    it begins with.
    """
    ranks: dict[str, int] = {}
    for rank, piece in enumerate(pieces):
        if piece.startswith("▁") and "а" <= piece[-1].lower() <= "я":
            ranks.setdefault(piece[1:].lower(), rank)
    last = max(ranks.values(), default=0) + 1

    def known(word: str) -> float:
        if word in ranks:
            return 101.0 - ranks[word] / last
        return next((float(length) for length in range(len(word) - 1, 0, -1) if word[:length] in ranks), 0.0)

    return known


def _cased(word: str, russian: str) -> str:
    if word[0].islower():
        return russian
    return russian.upper() if len(word) > 1 and word.isupper() else russian[:1].upper() + russian[1:]


@lru_cache(maxsize=50_000)
def _read(word: str, known: Known) -> str:
    """One word in Russian, in small letters."""
    lower = word.lower()
    words, stems = table()["words"], table()["stems"]
    if lower in words:
        return words[lower][0]
    for length in range(len(lower), _SHORTEST_STEM - 1, -1):
        if lower[:length] in stems:
            return max(_after(stems[lower[:length]][0], lower[length:]), key=known)
    return max(islice(_forms(lower), _MOST_FORMS), key=known)


def _after(stem: str, ending: str) -> Iterator[str]:
    """The forms of a Russian stem with a Ukrainian ending, which may begin in the stem's last letters."""
    neuter = table()["neuter"]
    if stem.endswith("и") and ending in neuter:
        yield from (stem + form for form in neuter[ending])
    else:
        yield from (stem[:-_REACH] + form for form in _ended(stem[-_REACH:] + ending, 0))


def _forms(word: str) -> Iterator[str]:
    """Russian forms that the laws make of a word, the likeliest first."""
    beginnings = table()["beginnings"]
    for length in range(_LONGEST_BEGINNING, 0, -1):
        if word[:length] in beginnings and len(word) > length + 2:
            for form in beginnings[word[:length]]:
                yield from (form + rest for rest in _ended(word[length:], 2))
            return
    yield from _ended(word, 2)


def _ended(word: str, shortest: int) -> Iterator[str]:
    """The forms of a word by its longest known ending, with at least `shortest` letters before it."""
    endings = table()["endings"]
    for length in range(min(_LONGEST_ENDING, len(word) - shortest), 0, -1):
        if word[-length:] in endings:
            for stem in _spelt(word[:-length]):
                yield from (stem + form for form in endings[word[-length:]])
            return
    yield from _spelt(word)


def _spelt(word: str) -> Iterator[str]:
    """The word in Russian letters, in all ways or the first of them."""
    choices = product(*(LETTERS.get(letter, letter) for letter in word))
    return islice(map("".join, choices), _MOST_SPELLINGS)
