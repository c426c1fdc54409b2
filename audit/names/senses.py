"""Words of institutions' names that are translations of each other: freedom and liberty, survey and service.

A name that went through another language comes back with other words of the same sense, in another order. Two words
that share a class of `seeds/institution_words.toml` may stand for each other; that alone proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from audit.names.coverage import american, groups_of, related
from audit.names.tokens import fold
from audit.seeds import table


@cache
def _classes() -> dict[str, frozenset[int]]:
    """Folded word -> the numbers of its classes."""
    out: dict[str, set[int]] = {}
    for number, entry in enumerate(table("institution_words.toml")["classes"]):
        for word in entry["words"].split():
            out.setdefault(fold(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in out.items()}


@lru_cache(maxsize=8192)
def senses(key: str) -> frozenset[int]:
    """The numbers of the classes that a folded word, or its singular, belongs to."""
    found = _classes().get(key)
    if found is None and key.endswith("s") and len(key) > 3:
        found = _classes().get(key[:-1]) or _classes().get(key[:-2] if key.endswith("es") else key[:-1])
    if found is None and key.endswith("ies"):
        found = _classes().get(key[:-3] + "y")
    return found or frozenset()


def same(a: str, b: str) -> bool:
    """Whether two folded words are one word: the same, a form of each other, British and American, or an alias."""
    return a == b or related(a, b) or american(a) == american(b) or not groups_of(a).isdisjoint(groups_of(b))


def translated(a: str, b: str) -> bool:
    """Whether two different folded words may be translations of one word.

    >>> translated("freedom", "liberties"), translated("freedom", "justice")
    (True, False)
    """
    return not senses(a).isdisjoint(senses(b))


def match(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, bool]]:
    """Pairs of words of two names, in any order: (index, index, whether only the sense is the same), each word once."""
    out: list[tuple[int, int, bool]] = []
    left, right = set(range(len(mine))), set(range(len(theirs)))
    for by_sense in (False, True):
        for i in sorted(left):
            agree = translated if by_sense else same
            found = [j for j in sorted(right) if agree(mine[i], theirs[j])]
            if found:
                j = min(found, key=lambda j: (mine[i] != theirs[j], abs(i - j)))
                out.append((i, j, by_sense))
                left.discard(i)
                right.discard(j)
    return sorted(out)
