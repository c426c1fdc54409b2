"""What English words are: how common, and which capitalised words are no names. Compiled once from `seeds/`."""

from __future__ import annotations

from functools import cache, lru_cache

from audit.names.frequencies import frequencies
from audit.names.tokens import fold
from audit.seeds import table


@cache
def words(kind: str) -> frozenset[str]:
    """A word list of `seeds/names_words.toml` (titles, organisation_heads, place_heads, particles, months ...), folded.

    Phrases of several words are left out here.
    """
    entries = table("names_words.toml").get(kind, {})
    listed = entries.get("words", []) if isinstance(entries, dict) else entries
    return frozenset(fold(word) for word in listed if " " not in word)


@lru_cache(maxsize=16384)
def rarity(key: str) -> float:
    """How rare a folded word is in English: 0 for the commonest, about 7 for a word that the list does not have.

    Minus the decimal logarithm of its share of running text, from 2 ("the") to 6; unknown words get 7.
    """
    from math import log10

    share = frequencies("small").get(key, 0.0)
    return -log10(share) if share else 7.0


def common(key: str) -> bool:
    """Whether a word is an everyday one (among the ten thousand or so commonest)."""
    return rarity(key) < 5.1


@cache
def given_names() -> frozenset[str]:
    """Folded given names (`seeds/given_names.toml`); that a word is one proves nothing, it only may be one."""
    return frozenset(
        fold(name) for listed in table("given_names.toml").get("common", {}).values() for name in listed.split()
    )


@lru_cache(maxsize=16384)
def plain(key: str) -> bool:
    """Whether a folded word is an everyday word of English that is not (also) a given name."""
    return rarity(key) < 5.0 and key not in given_names()
