"""Whose an office is: countries, bodies and companies, and the words that name them."""

from __future__ import annotations

from functools import cache

from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Office, knowledge
from audit.names.tokens import fold

AMERICAN = {"defence": "defense", "labour": "labor", "advisor": "adviser", "centre": "center"}
"""British spellings of words of titles, as titles are compared."""


def keys_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, spelled the American way, hyphens as spaces."""
    return tuple(AMERICAN.get(fold(word), fold(word)) for word in phrase.replace("-", " ").split() if fold(word))


def owners_named(keys: tuple[str, ...]) -> set[str]:
    """Countries (ISO code) and bodies or companies (folded) that the words name."""
    owners = set(country_words().get(keys, ()))
    joined = " ".join(keys)
    if joined in _SEATS:
        owners.add(_SEATS[joined])
    if joined in _bodies():
        owners.add(joined)
    return owners


_SEATS = {"white house": "US", "pentagon": "US", "kremlin": "RU", "downing street": "GB", "elysee": "FR"}
"""Seats of governments that stand for their country before a title: the White House trade adviser."""


@cache
def owner_heads() -> frozenset[str]:
    """The first words of what `owners_named` knows."""
    names = (*_bodies(), *_SEATS)
    return frozenset(keys[0] for keys in country_words() if keys) | {name.partition(" ")[0] for name in names}


@cache
def _bodies() -> frozenset[str]:
    names = {office.body or office.company for office in knowledge().offices}
    return frozenset(" ".join(keys_of(name)) for name in names if name)


def owner(office: Office) -> str:
    """The country's code, or the folded name of the body or company."""
    return office.country or " ".join(keys_of(office.body or office.company or ""))
