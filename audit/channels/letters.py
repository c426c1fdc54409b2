"""English letters: how surfaces are folded for comparison, and how likely a string of letters is as a name."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache, lru_cache
from importlib import resources

_SINGLE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ŋ": "ng"}
)
_JOINED = re.compile(r"['\u2019\u2018\u02bc\u02bb\u02b9`\u00b4.\-\u2010\u2011]")
_OTHER = re.compile(r"[^a-z]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
LONGEST = 40
"""Letters of a folded name that are looked at; what is longer is no name."""

STEP = 16.0
"""The background table keeps -log p in steps of 1/16 nat, one byte each."""


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in plain letters a-z: case, diacritics, apostrophes and hyphens folded, `'s` dropped."""
    folded = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text[: 4 * LONGEST].lower()).translate(_SINGLE))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return tuple(word[:LONGEST] for word in _OTHER.sub(" ", _JOINED.sub("", folded)).split())


def fold(text: str) -> str:
    """`words` written together: "Ho Chi Minh" -> hochiminh."""
    return "".join(words(text))[:LONGEST]


@cache
def _table() -> bytes:
    return zlib.decompress((resources.files(__package__) / "tables" / "letters.bin").read_bytes())


@lru_cache(maxsize=8192)
def background(word: str) -> float:
    """log P(word) in nats under a 4-gram model of the letters of names; `word` is one folded word, its end counts."""
    table = _table()
    context = 0
    total = 0
    for char in word:
        letter = ord(char) - 96
        total += table[context * 27 + letter]
        context = (context * 27 + letter) % 19683
    total += table[context * 27]
    return -total / STEP
