"""The countries, bodies and companies that a text speaks of: named, and by their capitals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from audit.names.authority_countries import country_words
from audit.names.owners import owner_heads, owners_named
from audit.names.tokens import Token, fold

LONGEST = 4
"""Words of the longest names of countries, bodies and companies that are looked for."""


def owners_in(sentence: Sequence[Token], capitals: Sequence[int]) -> frozenset[str]:
    """Countries (ISO codes), bodies and companies (folded) that a sentence names, in capitals, up to four words.

    `capitals`: the words that begin with one (`tokens.capitals`).
    """
    heads = owner_heads()
    out: set[str] = set()
    for at in capitals:
        for length in heads.get(sentence[at].key, ()):
            if length <= LONGEST and at + length <= len(sentence):
                out |= owners_named(tuple([token.key for token in sentence[at : at + length]]))
    return frozenset(out)


def homes_in(sentence: Sequence[Token], capitals: Sequence[int]) -> frozenset[str]:
    """Countries (ISO codes) whose capitals a sentence names: "In Bangkok, the governor said"."""
    cities, heads = _capitals()
    out: set[str] = set()
    for at in capitals:
        if sentence[at].key in heads:
            for length in (1, 2):
                code = cities.get(tuple([word.key for word in sentence[at : at + length]]))
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
