"""Words that tell a country: names, adjectives, abbreviations, capitals as metonyms; from `seeds/demonyms.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from audit.errors import SeedError
from audit.names.tokens import fold

# needed by every rule about offices, and no matter of opinion: kept here so that they do not hang on a list's completeness
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
    for code, forms in _ALWAYS.items():
        _add(out, code, forms)
    for code, forms in _listed():
        _add(out, code, forms)
    return {keys: frozenset(codes) for keys, codes in out.items()}


def _add(out: dict[tuple[str, ...], set[str]], code: str, forms: Iterable[str]) -> None:
    for form in forms:
        keys = tuple(fold(word) for word in form.replace("-", " ").split() if fold(word))
        if keys:
            out.setdefault(keys, set()).add(code)


def _listed() -> list[tuple[str, list[str]]]:
    from audit.seeds import folder, table

    if not (folder() / "demonyms.toml").exists():
        return []
    entries: list[dict[str, Any]] = table("demonyms.toml").get("country", [])
    out = []
    for entry in entries:
        code = entry.get("code") or entry.get("iso")
        if not isinstance(code, str):
            raise SeedError("demonyms.toml: a country without a code; restore the file")
        forms: list[str] = [entry["name"]]
        for key in ("adjective", "adjectives", "forms", "demonyms", "abbreviations", "aliases"):
            value = entry.get(key, ())
            forms.extend([value] if isinstance(value, str) else value)
        out.append((code.upper(), forms))
    return out
