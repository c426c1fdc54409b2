"""Whether a word is part of any known name or an English word: a Bloom filter over a few hundred thousand words.

Says "known" for about one unknown word in a hundred, and never "unknown" for one that it was made of. Made by
`scripts/build_lexicon.py`; sources and licences in `audit/names/data/README.md`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from audit.names.tokens import fold

FILE = Path(__file__).parent / "data" / "lexicon.bloom"
HASHES = 7
_ENDINGS = (
    "s",
    "es",
    "n",
    "an",
    "ian",
    "ans",
    "ians",
    "ese",
    "ish",
    "ite",
    "ites",
    "i",
    "is",
    "er",
    "ers",
    "ist",
    "ism",
)


def positions(key: str, bits: int) -> Iterator[int]:
    """The places of a word in a filter of so many bits (two checksums, combined)."""
    data = key.encode()
    one, two = zlib.crc32(data), zlib.adler32(data) | 1
    two = zlib.crc32(data, two) | 1
    return ((one + n * two) % bits for n in range(HASHES))


def pack(words: Iterable[str], bits_each: int = 10) -> bytes:
    """A filter over the words."""
    chosen = set(words)
    size = max(8, (len(chosen) * bits_each + 7) // 8)
    field = bytearray(size)
    for word in chosen:
        for at in positions(word, size * 8):
            field[at >> 3] |= 1 << (at & 7)
    return bytes(field)


@cache
def _field() -> bytes:
    return FILE.read_bytes()


def holds(field: bytes, key: str) -> bool:
    """Whether a folded word is in a filter."""
    return all(field[at >> 3] >> (at & 7) & 1 for at in positions(key, len(field) * 8))


def listed(key: str) -> bool:
    """Whether a folded word is in the filter of known words."""
    return holds(_field(), key)


@lru_cache(maxsize=16384)
def known(word: str) -> bool:
    """Whether a word as written is known: listed, an English word, in the authority, or made of one of these.

    >>> known("Putin"), known("Zxqvrt")
    (True, False)
    """
    key = fold(word)
    if _known(key):
        return True
    if "-" in word or "'" in word or "\u2019" in word:
        parts = [fold(part) for part in word.replace("'", "-").replace("\u2019", "-").split("-")]
        if all(len(part) < 3 or _known(part) for part in parts):
            return True
    if not key.endswith(_ENDINGS):
        return False
    return any(key.endswith(end) and len(key) - len(end) >= 4 and _known(key[: -len(end)]) for end in _ENDINGS)


@lru_cache(maxsize=16384)
def borne(word: str) -> bool:
    """Whether a word is known as it stands, with hyphens or apostrophes in it, or as a plural.

    Unlike `known` it does not take for a word what an engine spelled by ear and what only ends as one (Foleyan, Elfan).

    >>> borne("Putins"), borne("Foleyan")
    (True, False)
    """
    key = fold(word)
    if _known(key) or (key.endswith("s") and len(key) > 4 and _known(key[:-1])):
        return True
    return ("-" in word or "'" in word or "\u2019" in word) and known(word)


def _known(key: str) -> bool:
    from audit.names.authority import authority
    from audit.names.vocabulary import rarity

    return listed(key) or rarity(key) < 7.0 or authority().has(key)
