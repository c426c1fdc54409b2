"""Words that rules look for before they try anything else: one pass over a text finds those of all rules.

Every pass has its own table, and tables that take turns push each other out of the processor's cache: one large table
costs a third of what a dozen small ones do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from audit.context import Context
from audit.folded import fold, folded

_ENOUGH = 12
"""Letters by which a word is looked for: where it stands, its beginning does."""

Lists = Iterable[Iterable[str]]
_Places = Mapping[int, Mapping[int, Sequence[int]]]
"""Number of who wants -> number of the list -> where its words may begin."""


class Wanted:
    """Lists of words that somebody wants to know the places of; read when the first text is looked at."""

    def __init__(self, lists: Callable[[], Lists]) -> None:
        self.lists = lists
        self._number = len(_ALL)
        _ALL.append(self)

    def places(self, context: Context, number: int = 0) -> Sequence[int]:
        """Where words of a list begin in a text without regard to case, by line; other words may begin alike."""
        return self.found(context).get(number, ())

    def found(self, context: Context) -> Mapping[int, Sequence[int]]:
        """Number of a list -> the places of its words; only lists of which there are any."""
        return _places(context).get(self._number, {})


_ALL: list[Wanted] = []
"""Everybody who wants words, in the order in which they came."""


def _places(context: Context) -> _Places:
    known: tuple[int, _Places] | None = context.shared.get("wanted")
    if known is None or known[0] < len(_ALL):
        finder, owners = _finder(len(_ALL))
        found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, start, _ in finder.find_matches_as_indexes(folded(context), overlapping=True):
            for one, number in owners[index]:
                found[one][number].append(start)
        known = context.shared["wanted"] = (len(_ALL), found)
    return known[1]


@lru_cache(maxsize=1)
def _finder(count: int) -> tuple[Any, tuple[tuple[tuple[int, int], ...], ...]]:
    """A finder of the words of so many, and who wants each: its number and that of its list."""
    from ahocorasick_rs import AhoCorasick, Implementation

    words: dict[str, dict[tuple[int, int], None]] = {}
    for one, wanted in enumerate(_ALL[:count]):
        for number, listed in enumerate(wanted.lists()):
            for word in listed:
                words.setdefault(fold(word)[:_ENOUGH], {})[one, number] = None
    return AhoCorasick(list(words), implementation=Implementation.DFA), tuple(map(tuple, words.values()))
