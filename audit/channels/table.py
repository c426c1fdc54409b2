"""A channel made of a shipped emission table and a table of spellings: the interface over the models."""

from __future__ import annotations

from functools import cached_property, lru_cache

from audit.channels.emission import IMPOSSIBLE, Chain, Emission, emission
from audit.channels.letters import background, fold, words
from audit.channels.spec import Spec
from audit.channels.spelling import Spelling
from audit.channels.tables_io import lines
from audit.model import RouteStep

NONE = -30.0
_SAME_WORD = 1.5
_MEAN_LETTER = 2.75
_BACKGROUND = 0.8


def chance(name: str) -> float:
    """log P(name) for comparison with a channel: the 4-gram model, a fifth of it replaced by a letter's mean."""
    return sum(_BACKGROUND * background(w) - (1 - _BACKGROUND) * _MEAN_LETTER * len(w) for w in words(name))


class TableChannel:
    """A pivot language whose sounds were learnt from pairs of names."""

    def __init__(self, spec: Spec, table: str | None = None) -> None:
        self.lang = spec.lang
        self.spec = spec
        self._table = table or spec.lang
        self._ratio = lru_cache(maxsize=65536)(self._word_ratio)

    @cached_property
    def emission(self) -> Emission:
        """The table of units and letter groups."""
        return emission(lines(f"{self._table}.tsv"))

    @cached_property
    def spelling(self) -> Spelling:
        """The tables of spellings there and back."""
        return Spelling(emission(lines(f"{self._table}_spelling.tsv")), emission(lines("alike.tsv")))

    def _word_ratio(self, surface: str, name: str) -> float:
        return self.spelling.ratio(surface, name)

    def likeness(self, surface: str, name: str) -> float:
        """See `Channel.likeness`."""
        left, right = words(surface), words(name)
        if not left or not right:
            return NONE
        if len(left) == len(right) == 1:
            return self._ratio(left[0], right[0])
        if len(left) == len(right):
            total = 0.0
            for a, b in zip(left, right, strict=True):
                total += min(_SAME_WORD, self._ratio(a, b)) if a == b else self._ratio(a, b)
            return total
        return self._ratio(fold(surface), fold(name))

    def fit(self, form: str, name: str, *, per_letter: bool = False) -> float:
        """See `Channel.fit`."""
        score = self._fit(form, name)
        return score / max(1, len(fold(name))) if per_letter else score

    def _fit(self, form: str, name: str) -> float:
        units = [unit for unit, _, _ in self.spec.cut(form)]
        word = fold(name)
        if not units or not word:
            return NONE
        score, _ = self.emission.best(self.spec.chains(units, False), word)
        return NONE if score <= IMPOSSIBLE else score - chance(name)

    def find(self, sentence: str, name: str) -> tuple[int, int, float] | None:
        """See `Channel.find`."""
        return None

    def forms(self, name: str, limit: int = 5) -> tuple[tuple[str, float], ...]:
        """See `Channel.forms`."""
        return ()

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """See `Channel.account`."""
        return ()


__all__ = ["Chain", "TableChannel", "chance"]
