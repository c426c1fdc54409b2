"""Names whose words stand in another order than in the linked original: "Lifeng He" for He Lifeng."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from audit.names.calques import Calque
from audit.names.linked import Original, Pairing
from audit.names.tokens import Token
from audit.names.vocabulary import plain

_SIZES = (3, 2)
_BETWEEN = frozenset(" -\u2010\u2011")


def turned(pairing: Pairing, text: str) -> Iterator[Calque]:
    """Runs of two or three capitalised words that an original has in another order only; `text`: the translation.

    Words that stand in the original's order belong there ("Pacho Herrera Pacho" is no Herrera Pacho). All words but one
    must be no everyday words: "Trump Tower" and "Tower Trump" are names, "Prime Minister" is none.
    """
    mine = pairing.sentence.tokens
    runs = [(first, last, _keys(mine, first, last)) for first, last in _runs(mine, text)]
    runs = [run for run in runs if pairing.reach_o.keys.issuperset(run[2])]
    if not runs:
        return
    places = [_places(original) for original in pairing.originals]
    orders = [[found.get(tuple(sorted(keys)), {}) for found in places] for _, _, keys in runs]
    taken = {
        i
        for (first, last, keys), found in zip(runs, orders, strict=True)
        if any(keys in order for order in found)
        for i in range(first, last + 1)
    }
    for (first, last, keys), found in zip(runs, orders, strict=True):
        k = next((k for k, order in enumerate(found) if order), None)
        if k is not None and taken.isdisjoint(range(first, last + 1)) and _telling(keys):
            taken.update(range(first, last + 1))
            at = next(iter(found[k].values()))
            why = "the same words in another order"
            yield Calque(pairing.number, first, last, k, at, at + last - first, 0.85, why)


def _places(original: Original) -> dict[tuple[str, ...], dict[tuple[str, ...], int]]:
    """The words of a run, sorted -> the orders in which the original has them, and where."""
    tokens = original.tokens
    found: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
    for first, last in _runs(tokens, original.text):
        keys = _keys(tokens, first, last)
        found.setdefault(tuple(sorted(keys)), {}).setdefault(keys, first)
    return found


def _runs(tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int]]:
    """First and last of three, then of two words with capitals and nothing but a space or hyphen between them."""
    beside = [
        a.capital and b.capital and a.end == b.start - 1 and text[a.end] in _BETWEEN
        for a, b in itertools.pairwise(tokens)
    ]
    for size in _SIZES if any(beside) else ():
        for first in range(len(beside) - size + 2):
            if all(beside[first : first + size - 1]):
                yield first, first + size - 1


def _keys(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    return tuple(token.key for token in tokens[first : last + 1])


def _telling(keys: tuple[str, ...]) -> bool:
    """Whether words may be a person's name: different ones, and at most one of them an everyday word."""
    return len(set(keys)) == len(keys) and sum(map(plain, keys)) <= 1
