"""Whose an office is: countries, bodies and companies, and the words that name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Office, knowledge
from audit.names.tokens import fold
from audit.seeds import table

AMERICAN = {"defence": "defense", "labour": "labor", "advisor": "adviser", "centre": "center"}
"""British spellings of words of titles, as titles are compared."""


def keys_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, spelled the American way, hyphens as spaces."""
    return tuple(AMERICAN.get(fold(word), fold(word)) for word in phrase.replace("-", " ").split() if fold(word))


def owners_named(keys: tuple[str, ...]) -> frozenset[str]:
    """Countries (ISO code) and bodies or companies (folded) that the words name."""
    return _owners().get(keys, _NOBODY)


_NOBODY: frozenset[str] = frozenset()
_SEATS = {"white house": "US", "pentagon": "US", "kremlin": "RU", "downing street": "GB", "elysee": "FR"}
"""Seats of governments that stand for their country before a title: the White House trade adviser."""


@cache
def owner_heads() -> Mapping[str, tuple[int, ...]]:
    """The first words of what `owners_named` knows, with the numbers of words of what begins so."""
    lengths: dict[str, set[int]] = {}
    for keys in _owners():
        if keys:
            lengths.setdefault(keys[0], set()).add(len(keys))
    return {head: tuple(sorted(numbers)) for head, numbers in lengths.items()}


@cache
def _owners() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Words that name a country, body or company -> whom they name."""
    out = dict(country_words())
    for name, owner in (*_SEATS.items(), *((name, name) for name in _bodies()), *_spelled_out()):
        keys = tuple(name.split(" "))
        out[keys] = out.get(keys, _NOBODY) | {owner}
    return out


@cache
def _bodies() -> frozenset[str]:
    names = {office.body or office.company for office in knowledge().offices}
    return frozenset(" ".join(keys_of(name)) for name in names if name)


def _spelled_out() -> Iterator[tuple[str, str]]:
    """The most usual full names of bodies that the table of offices has under acronyms: United Nations, un."""
    bodies = {office.body for office in knowledge().offices if office.body}
    meant: dict[str, list[Sequence[str]]] = {}
    for file in ("acronyms.toml", "organisations.toml"):
        for entries in table(file).values():
            for entry in entries if isinstance(entries, list) else ():
                if entry.get("acronym") in bodies:
                    meant.setdefault(entry["acronym"], []).append(entry.get("expansions") or [entry["name"]])
    for acronym, names in meant.items():
        if len({keys_of(forms[0]) for forms in names}) == 1:
            yield from ((" ".join(keys_of(forms[0])), _name(acronym)) for forms in names)


def owner(office: Office) -> str:
    """The country's code, or the folded name of the body or company."""
    return office.country or _name(office.body or office.company or "")


@cache
def _name(phrase: str) -> str:
    """The folded name of a body or company of the table."""
    return " ".join(keys_of(phrase))
