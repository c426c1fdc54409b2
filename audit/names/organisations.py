"""Institutions whose names came back with their words in another order, or as the ministry of another country."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from audit.names.coverage import small
from audit.names.linked import Pairing
from audit.names.mentions import Sentence
from audit.names.tokens import fold
from audit.seeds import table

_FEWEST = 4
_STEM = 6


def _stems(words: list[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words if not small(word))


@cache
def _full_names() -> dict[frozenset[str], tuple[str, frozenset[tuple[str, ...]]]]:
    """Stems of the words of a known full name -> the name, and all word orders in which it is listed."""
    orders: dict[frozenset[str], set[tuple[str, ...]]] = {}
    names: dict[frozenset[str], str] = {}
    for file in ("organisations.toml", "acronyms.toml"):
        for entries in table(file).values():
            for entry in entries if isinstance(entries, list) else ():
                for name in _written(entry):
                    words = [fold(word) for word in name.split()]
                    content = [word for word in words if not small(word)]
                    if len(content) < _FEWEST:
                        continue
                    stems = _stems(words)
                    names.setdefault(stems, name)
                    orders.setdefault(stems, set()).add(tuple(content))
    return {stems: (names[stems], frozenset(orders[stems])) for stems in names}


def _written(entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return []
    out = []
    for field in ("name", "aliases", "expansion", "expansions", "full"):
        value = entry.get(field, [])
        out += [value] if isinstance(value, str) else [item for item in value if isinstance(item, str)]
    return out


def permuted(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Mentions with exactly the words of a known institution, but in an order that it never has.

    Yields the first and last word and the name: "European Union of Football Associations" -> Union of European
    Football Associations.
    """
    if len(sentence.names) < _FEWEST:
        return  # what stands between the words of a name are small words only
    for mention in sentence.mentions:
        words = [token.key for token in sentence.tokens[mention.first : mention.last + 1]]
        content = tuple(word for word in words if not small(word))
        if len(content) < _FEWEST or len(content) != len(_stems(words)):
            continue
        found = _full_names().get(_stems(words))
        if found is None:
            continue
        name, orders = found
        shaped = {tuple(word[:_STEM] for word in order) for order in orders}
        if tuple(word[:_STEM] for word in content) not in shaped:
            yield mention.first, mention.last, name


# the ministry that only one country calls so -> what other countries' ministries are called, by preference
_MINISTRIES = {
    ("foreign", "office"): ("ministry of foreign affairs", "foreign ministry", "foreign affairs ministry", "ministry"),
    ("home", "office"): ("ministry of the interior", "interior ministry", "ministry of internal affairs", "ministry"),
    ("state", "department"): ("ministry of foreign affairs", "foreign ministry", "ministry"),
    ("defense", "department"): ("ministry of defence", "ministry of defense", "defence ministry", "defense ministry"),
    ("treasury", "department"): ("ministry of finance", "finance ministry"),
}


_HEADS = frozenset(head for _, head in _MINISTRIES)


def ministries(pairing: Pairing) -> Iterator[tuple[int, int, int, int, int]]:
    """A ministry under the name that another country gives its own, where the original says ministry.

    Yields first and last word of the translation, the number of the original, and the span (code points) there.
    """
    mine = pairing.sentence.tokens
    if pairing.sentence.reach.keys.isdisjoint(_HEADS):
        return
    for i in range(len(mine) - 1):
        titles = _MINISTRIES.get((mine[i].key, mine[i + 1].key))
        if titles is None or not mine[i + 1].capital or not {i, i + 1} & pairing.bare_t:
            continue
        for k, original in enumerate(pairing.originals):
            keys = [token.key for token in original.tokens]
            for title in titles:
                words = title.split()
                at = next((n for n in range(len(keys) - len(words) + 1) if keys[n : n + len(words)] == words), None)
                if at is not None:
                    yield i, i + 1, k, original.tokens[at].start, original.tokens[at + len(words) - 1].bare
                    break
