"""Names that the pivot writes in Latin letters and the translation otherwise: Riodock beside 《Riodoce》.

Whatever its language, a pivot keeps brands, papers and glossed names as they are spelled, and an engine has only to
copy them; where a word of its sentence is missing and one nearly like it stands in the translation, that one is wrong.
A pivot that is written in Latin letters itself has words and names of its own for much (Bolivien, Demokraten) and
writes what it hears (Zengezur, Nahçıvan'a): there the word must be none that English or anybody's name has, nor one
that sounds like the pivot's or is the same word with another ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.names.authority_lexicon import known
from audit.names.coverage import groups_of, related
from audit.names.sound import letters, skeleton
from audit.names.tokens import Token, tokens
from audit.names.vocabulary import rarity

_SHORTEST = 5
_OTHER = re.compile("[\u0250-\u1dff\u2e80-\uffff]+")
"""Letters of other scripts, with their punctuation."""

_NAME = re.compile(r"[A-Z][A-Za-z\u00c0-\u024f'\u2019]{4,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_ALIKE, _RARE = 0.8, 4.2
"""Likeness in letters of what was copied badly, and rarity from which an English word can be that."""

_SAME_ROOT = 3
"""Letters of an ending; two words that differ in their endings only are forms of one."""


@dataclass(frozen=True, slots=True)
class Miscopied:
    """Word `at` of a sentence that should be `text`, as the pivot writes it."""

    at: int
    text: str
    likeness: float


def has_names(pivot: str) -> bool:
    """Whether a pivot has a capitalised word in Latin letters that is long enough to be told from others."""
    return _NAME.search(pivot) is not None


def own_letters(pivot: str) -> bool:
    """Whether a pivot is written in Latin letters itself, whatever it says of its language."""
    letters_here = sum(map(str.isalpha, pivot))
    return 2 * sum(map(len, _LATIN.findall(pivot))) > letters_here


def find(sentence: Sequence[Token], pivot: str, *, own: bool = False) -> Iterator[Miscopied]:
    """The words of a translated sentence that are slips of a name in Latin letters of its pivot sentence.

    `own`: the pivot is written in Latin letters (`own_letters`).
    """
    latin = _OTHER.sub(" ", pivot)
    said = tokens(latin, 0, len(latin))
    written = {token.key for token in said}
    if not any(len(key) >= _SHORTEST for key in written):
        return
    keys = {token.key for token in sentence}
    joined = "".join(token.key for token in sentence)
    missing = {
        token.key: token.word
        for token in said
        if len(token.key) >= _SHORTEST and any(c.isupper() for c in token.word) and token.key not in joined
    }
    for name, word in missing.items():
        found = [
            (letters(token.key, name), at)
            for at, token in enumerate(sentence)
            if _may_be(token, name, written)
            and not (own and (known(token.word) or skeleton(token.key) == skeleton(name) or _cognate(token.key, name)))
            and not any(related(token.key, key) for key in written)
        ]
        best = max(found, default=(0.0, 0))
        if best[0] >= _ALIKE and name not in keys:
            yield Miscopied(best[1], word, best[0])


_ENDINGS = frozenset(
    pair
    for english, others in {
        "y": ("io", "ia", "ie", "e", "i"), "ty": ("dad", "tad", "te", "taet"), "tion": ("cion", "zione", "cao"),
        "ism": ("ismo", "isme", "ismus"), "ist": ("ista", "iste"), "ic": ("ico", "ique", "isch"),
        "an": ("ano", "ain", "aner"), "al": ("ale", "el"), "ence": ("encia", "enza"), "ance": ("ancia", "anza"),
    }.items()
    for pair in ((english, other) for other in others)
)  # fmt: skip
"""Endings of one word in English and in Spanish, Italian, Portuguese, French or German."""


def _cognate(key: str, name: str) -> bool:
    """Whether two folded words are one in English and in another language: dicastery, dicasterio."""
    alike = next((n for n, (a, b) in enumerate(zip(key, name, strict=False)) if a != b), min(len(key), len(name)))
    return alike >= _SHORTEST and any(
        (key[at:], name[at:]) in _ENDINGS for at in range(alike, max(_SHORTEST, alike - _SAME_ROOT) - 1, -1)
    )


def _may_be(token: Token, name: str, written: set[str]) -> bool:
    """Whether a word of the translation can be a slip of a name: none that the pivot has, nor a form of the name."""
    key = token.key
    if len(key) < _SHORTEST - 1 or key in written or not token.word[0].isupper() or any(c.isdigit() for c in key):
        return False
    short, long = sorted((key, name), key=len)
    if long.startswith(short) and len(long) - len(short) <= _SAME_ROOT and len(key) > len(name):
        return False
    return rarity(key) > _RARE and groups_of(key).isdisjoint(groups_of(name))
