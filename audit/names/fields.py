"""Fields of public life: which words tell that a text is about what a person is known for; from `seeds/fields.toml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from audit.names.tokens import fold
from audit.seeds import table


def words_of_fields(roles: Collection[str]) -> frozenset[str]:
    """The telling words of the fields that some of these folded words of roles belong to.

    >>> "goals" in words_of_fields({"barcelona", "winger"}), words_of_fields({"mayor"})
    (True, frozenset())
    """
    return frozenset(word for marks, words in _fields() if not marks.isdisjoint(roles) for word in words)


def fields_of(roles: Collection[str]) -> list[int]:
    """The numbers of the fields that some of these folded words of roles belong to."""
    return [number for number, (marks, _) in enumerate(_fields()) if not marks.isdisjoint(roles)]


def words_of_field(number: int) -> frozenset[str]:
    """The telling words of a field."""
    return _fields()[number][1]


@cache
def _fields() -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """Marks and words of every field, folded."""
    return [
        (frozenset(map(fold, entry["marks"].split())), frozenset(map(fold, entry["words"].split())))
        for entry in table("fields.toml").values()
    ]
