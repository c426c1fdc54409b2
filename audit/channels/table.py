"""A channel made of a shipped emission table and a table of spellings: the interface over the models."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

from audit.channels.accounts import MOST, differences, respelled, told
from audit.channels.emission import IMPOSSIBLE, Emission, emission
from audit.channels.letters import background, fold, words
from audit.channels.search import Writer, prepared, stretch
from audit.channels.spec import Spec
from audit.channels.spelling import HOPELESS, Spelling
from audit.channels.tables_io import lines
from audit.model import RouteStep

NONE = -30.0
"""The score of what cannot be compared at all (no letters, another script)."""

_SAME_WORD = 1.5
_MEAN_LETTER = 2.75
_BACKGROUND = 0.75


def chance(name: str) -> float:
    """log P(name) for comparison with a channel: the 4-gram model, a quarter of it replaced by a letter's mean."""
    return sum(_BACKGROUND * background(w) - (1 - _BACKGROUND) * _MEAN_LETTER * len(w) for w in words(name))


@cache
def _model(table: str) -> Emission:
    """The model of a shipped table, read once for all channels that share it."""
    return emission(lines(table))


class TableChannel:
    """A pivot language whose sounds were learnt from pairs of names."""

    kept = 2048
    """Letters with their neighbours whose tables of spellings are kept; most names of a text have some of these."""

    def __init__(self, spec: Spec, table: str | None = None) -> None:
        self.lang = spec.lang
        self.spec = spec
        self._table = table or spec.lang
        self._ratio = lru_cache(maxsize=4096)(self.word_likeness)
        self._forms = lru_cache(maxsize=2048)(self._write)
        self._first = lru_cache(maxsize=2048)(self._written_first)
        self._prepared = lru_cache(maxsize=256)(lambda sentence: prepared(spec, sentence))
        self._chance = lru_cache(maxsize=8192)(chance)

    @cached_property
    def emission(self) -> Emission:
        """The table of units and letter groups."""
        return _model(f"{self._table}.tsv")

    @cached_property
    def spelling(self) -> Spelling:
        """The tables of spellings there and back."""
        return Spelling(_model(f"{self._table}_spelling.tsv"), _model("alike.tsv"), self.kept)

    @cached_property
    def writer(self) -> Writer:
        """The model turned round: from letters to units."""
        return Writer(self.emission, self.spec)

    def word_likeness(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """`likeness` of two folded words."""
        return self.spelling.ratio(surface, name, floor)

    def likeness(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """See `Channel.likeness`."""
        left, right = words(surface), words(name)
        if not left or not right:
            return NONE
        if len(left) == len(right):
            if len(left) == 1:
                return self._ratio(left[0], right[0], floor)
            return sum(
                min(_SAME_WORD, self._ratio(a, b)) if a == b else self._ratio(a, b)
                for a, b in zip(left, right, strict=True)
            )
        return self._ratio(fold(surface), fold(name))

    def fit(self, form: str, name: str, *, per_letter: bool = False) -> float:
        """See `Channel.fit`."""
        word = fold(name)
        score, _ = self.aligned(form, word)
        if score <= IMPOSSIBLE:
            return NONE
        ratio = score - self._chance(name)
        return ratio / max(1, len(word)) if per_letter else ratio

    def units(self, form: str) -> list[str]:
        """The units of a form."""
        return [unit for unit, _, _ in self.spec.cut(form)]

    def aligned(self, form: str, word: str) -> tuple[float, tuple[str, ...]]:
        """log P(word | form) and the letters that each unit of the form stands for."""
        units = self.units(form)
        if not units or not word:
            return IMPOSSIBLE, ()
        return self.emission.best(self.spec.chains(units, False), word)

    def find(self, sentence: str, name: str) -> tuple[int, int, float] | None:
        """See `Channel.find`. The score is that of `fit`, less what the places of a long sentence give by chance."""
        found = stretch(self.emission, self._prepared(sentence), fold(name))
        if found is None:
            return None
        start, end, _ = found
        score = self.fit(sentence[start:end], name) - math.log(1 + len(sentence))
        return (start, end, round(score, 3)) if score > 0 else None

    def forms(self, name: str, limit: int = 5) -> tuple[tuple[str, float], ...]:
        """See `Channel.forms`."""
        parts = words(name)
        if not parts:
            return ()
        joined: list[tuple[str, float]] = [("", 0.0)]
        for part in parts:
            choices = self._forms(part)[:limit]
            joiner = self.spec.joiner if joined[0][0] else ""
            joined = [(form + joiner + more, p + q) for form, p in joined for more, q in choices]
            joined = sorted(joined, key=lambda item: (-item[1], item[0]))[:limit]
        return tuple((form, round(p, 3)) for form, p in joined if form)

    def likely(self, name: str, limit: int) -> Sequence[str]:
        """The forms that `forms` gives, without how likely they are."""
        parts = words(name)
        found = self._first(parts[0], limit) if len(parts) == 1 else None
        return found if found is not None else [form for form, _ in self.forms(name, limit)]

    def _written_first(self, word: str, limit: int) -> list[str] | None:
        return self.writer.first(word, limit)

    def _write(self, word: str) -> tuple[tuple[str, float], ...]:
        return tuple(self.writer.write(word))

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """See `Channel.account`. Without a form the likeliest that fits both words is shown, and said to be likely."""
        said, meant = fold(surface), fold(name)
        if not said or not meant or said == meant:
            return ()
        if form:
            return self._through(said, meant, form, "") or (self._step(form, respelled(said, meant)),)
        for likely in self.likely(name, 3):
            steps = self._through(said, meant, likely, "likely form; ")
            if steps:
                return steps
        return (self._step("", respelled(said, meant)),)

    def _through(self, said: str, meant: str, form: str, prefix: str) -> tuple[RouteStep, ...]:
        """The differences unit by unit; empty when the form does not go with both words."""
        score, right = self.aligned(form, meant)
        back, wrong = self.aligned(form, said)
        if not right or not wrong or score < self._chance(meant) or back < self._chance(said) - 3.0:
            return ()
        found = differences([form[start:end] for _, start, end in self.spec.cut(form)], right, wrong)
        if not found or len(found) > MOST:
            return ()
        return tuple(self._step(form, prefix + told(d)) for d in found)

    def _step(self, form: str, detail: str) -> RouteStep:
        return RouteStep(lang=self.lang, form=form, detail=detail)
