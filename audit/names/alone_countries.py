"""The countries, bodies and companies that a text speaks of: named, and by their capitals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from audit.names.authority_countries import country_words
from audit.names.owners import owner_heads, owners_named
from audit.names.tokens import Token, fold


def named_owners(sentences: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Countries (ISO codes), bodies and companies (folded) that a text names, in capitals, up to four words."""
    out: set[str] = set()
    heads = owner_heads()
    for sentence in sentences:
        keys = tuple([token.key for token in sentence])
        if heads.isdisjoint(keys):
            continue
        for at, token in enumerate(sentence):
            if token.capital and token.key in heads:
                for length in (1, 2, 3, 4):
                    out |= owners_named(keys[at : at + length])
    return frozenset(out)


def of_capitals(sentences: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Countries (ISO codes) whose capitals a text names: "In Bangkok, the governor said"."""
    out: set[str] = set()
    capitals, heads = _capitals()
    for sentence in sentences:
        for at, token in enumerate(sentence):
            if token.capital and token.key in heads:
                for length in (1, 2):
                    code = capitals.get(tuple([word.key for word in sentence[at : at + length]]))
                    if code is not None:
                        out.add(code)
    return frozenset(out)


@cache
def _capitals() -> tuple[Mapping[tuple[str, ...], str], frozenset[str]]:
    """Folded words of a capital of one word or two -> its country, without names of countries; and the first words."""
    from audit.seeds import table

    out: dict[tuple[str, ...], str] = {}
    for entry in table("demonyms.toml").get("countries", ()):
        keys = tuple(fold(word) for word in entry.get("capital", "").replace("-", " ").split())
        if 1 <= len(keys) <= 2 and entry.get("code") and keys not in country_words():
            out[keys] = entry["code"]
    return out, frozenset(keys[0] for keys in out)
