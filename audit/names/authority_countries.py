"""Words that tell a country: names, adjectives, abbreviations, capitals as metonyms; from `seeds/demonyms.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from audit.errors import SeedError
from audit.names.tokens import fold

PART = "part:"
"""Begins the codes of parts of countries (US states), which have offices of their own."""

# needed by every rule about offices, and no matter of opinion: they do not hang on the completeness of a list
_ALWAYS = {
    "US": ("us", "u.s.", "usa", "united states", "america", "american", "united states of america"),
    "GB": ("uk", "u.k.", "britain", "british", "united kingdom", "english", "england"),
    "RU": ("russia", "russian", "russian federation"),
    "UA": ("ukraine", "ukrainian"),
    "CN": ("china", "chinese"),
    "JP": ("japan", "japanese"),
    "KR": ("south korea", "south korean", "rok", "korean"),
    "KP": ("north korea", "north korean", "dprk"),
    "DE": ("germany", "german"),
    "FR": ("france", "french"),
    "PL": ("poland", "polish"),
    "IL": ("israel", "israeli"),
    "IR": ("iran", "iranian"),
    "IN": ("india", "indian"),
}


@cache
def country_words() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Folded words of every country name, adjective and abbreviation -> ISO 3166-1 alpha-2 codes."""
    out: dict[tuple[str, ...], set[str]] = {}
    for code, always in _ALWAYS.items():
        _add(out, code, always)
    for code, listed in _listed():
        _add(out, code, listed)
    return {keys: frozenset(codes) for keys, codes in out.items()}


def _add(out: dict[tuple[str, ...], set[str]], code: str, forms: Iterable[str]) -> None:
    for form in forms:
        keys = tuple(fold(word) for word in form.replace("-", " ").split() if fold(word))
        if keys:
            out.setdefault(keys, set()).add(code)


def _listed() -> list[tuple[str, list[str]]]:
    """Countries by code; US states and other parts of countries by a name of their own, so that they are no country."""
    from audit.seeds import table

    data = table("demonyms.toml")
    out: list[tuple[str, list[str]]] = []
    try:
        for entry in data.get("countries", ()):
            code = entry.get("code") or PART + fold(entry["name"])
            out.append((code, [entry["name"], *entry.get("forms", ()), *entry.get("aliases", ())]))
        for entry in data.get("states", ()):
            out.append(
                (PART + fold(entry["name"]), [entry["name"], *entry.get("forms", ()), *entry.get("aliases", ())])
            )
    except (KeyError, TypeError) as error:
        raise SeedError(f"demonyms.toml: {error}; restore the file") from error
    return out
