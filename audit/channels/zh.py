"""Chinese: names written in characters by their sound (威特科夫), or left in English as their pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from audit.channels.characters import CharacterChannel
from audit.channels.emission import Chain
from audit.channels.letters import fold, words
from audit.channels.pinyin import parses, readable, syllable
from audit.channels.readings import belongs
from audit.channels.spec import Spec
from audit.channels.spelling import HOPELESS
from audit.channels.table import NONE
from audit.channels.units import han
from audit.model import RouteStep

_PINYIN = 3.0
"""What it costs to suppose that a surface is pinyin: few are, and other names can be cut into syllables as well."""

_USED = 50.0
"""How often a syllable must stand in the names that the table was learnt from: others write no foreign name."""


def chains(units: Sequence[str], running: bool = False) -> list[Chain]:
    """Syllable, character, character at its place of the name (^ first, $ last)."""
    last = len(units) - 1
    return [
        (
            syllable(unit),
            unit,
            unit + ("?" if running else "$" if at == last else "^" if at == 0 else ""),
        )
        for at, unit in enumerate(units)
    ]


def pinyin(form: str) -> list[str]:
    """The syllables of a form, one for each character."""
    return [syllable(unit) for unit, _, _ in han(form)]


SPEC = Spec(lang="zh", cut=han, chains=chains, joiner="·", longest=6, spaced=False)


class Chinese(CharacterChannel):
    """The learnt channel, and surfaces that are left in pinyin."""

    kept = 4096  # it is asked of every name, the others of few

    def __init__(self) -> None:
        super().__init__(SPEC)
        self._as_pinyin = lru_cache(maxsize=16384)(self._pinyin_likeness)

    def likeness(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """The better of the two ways: the sound spelled in English, or its pinyin left as it is."""
        heard = super().likeness(surface, name, floor)
        left, right = words(surface), words(name)
        said = "".join(word for word in left if word not in right)
        if len(said) < 4 or not parses(said):
            return heard
        return max(heard, self._as_pinyin(said, "".join(word for word in right if word not in left)))

    def _pinyin_likeness(self, said: str, meant: str) -> float:
        """Words that surface and name share are left out: they say nothing of the others."""
        best = NONE
        if not meant or said == meant:
            return best
        for cut in parses(said):
            if len(cut) > 1 and all(self.emission.counts(0, part)[1] >= _USED for part in cut):
                score, groups = self.emission.best([(s,) for s in cut], meant)
                if groups:
                    best = max(best, score - self._chance(meant) - _PINYIN)
        return best

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """As all channels, and "pinyin of 维兰多"."""
        said = fold(surface)
        if form and belongs(form, name):
            return super().account(surface, name, form)
        forms = [form] if form else self.likely(name, 10) if readable(said) else []
        for written in forms:
            if said and "".join(pinyin(written)) == said:
                return (self._step(written, f"{'' if form else 'likely '}pinyin of {written}"),)
        if not form and len(said) > 3 and parses(said) and self._as_pinyin(said, fold(name)) > 0:
            return (self._step("", f"reads as pinyin ({' '.join(parses(said)[0])}) of the sound of {name}"),)
        return super().account(surface, name, form)


def make() -> Chinese:
    """The channel."""
    return Chinese()
