"""English back to English with the pivot unseen: how likely one spelling comes back as another.

The same emission model, with the letters of the original name as units, each known by its neighbours; one table learnt
from pairs that share a pivot form or were drawn through it, one from pairs that look alike and do not. The score sets
the first against a mixture of the second and of any name at all.
"""

from __future__ import annotations

import math
from collections.abc import Set
from functools import cache, lru_cache

from audit.channels.emission import Chain, Emission, Groups
from audit.channels.letters import background

_LOOKALIKE = 0.02
"""How often a surface of some other name happens to look like this one (share among the other names of a text)."""
_CUT = 3.5
_CUT_LETTER = 0.8
_MOST_CUT = 4
"""An end of up to four letters may be lost (a last character that was dropped), at this cost."""

HOPELESS = -14.0
"""The lowest score: what is less likely than this is as unlikely."""

_CERTAIN = 1e-6
"""log P of what is certain, with room for how logarithms are rounded."""

_BAND = 4

_CHAINS = 2048
"""Letters with their neighbours whose tables are kept: most that names have."""

Steps = tuple[tuple[Chain, Chain], ...]


def chains(word: str) -> tuple[Chain, ...]:
    """The key chain of each letter: alone, with the one after, with both neighbours (`.` marks the ends)."""
    framed = f".{word}."
    return tuple((framed[i], framed[i : i + 2] + "+", framed[i - 1 : i + 2]) for i in range(1, len(framed) - 1))


_Row = tuple[Groups, Set[str], Set[str]]
"""log P(group | letter) of a letter's groups, the groups that the letter has anywhere, those of its chain besides.

All other groups of two letters or more are ruled out.
"""

_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def _pieces(surface: str, longest: int) -> list[list[str]]:
    """The groups of letters, the empty one first, that begin at each place of a surface and at its end."""
    width = len(surface)
    return [[surface[s : s + n] for n in range(min(longest, width - s) + 1)] for s in range(width + 1)]


class _Rows:
    """The row of each key chain of a model; letters of one kind share the set of their groups."""

    def __init__(self, model: Emission, kept: int) -> None:
        self._model = model
        self._of_letter: dict[str, Set[str]] = {}
        self.row = lru_cache(maxsize=kept)(self._row)

    def _row(self, chain: Chain) -> _Row:
        known = self._of_letter.get(chain[0])
        if known is None:
            known = self._of_letter[chain[0]] = frozenset(self._model.counts(0, chain[0])[0])
        more = _NONE
        for level, key in enumerate(chain[1:], start=1):
            groups = self._model.counts(level, key)[0]
            if not groups.keys() <= known:
                more |= groups.keys() - known
        return self._model.table(chain), known, more


@cache
def _rows(model: Emission, kept: int) -> _Rows:
    """The rows of a model, kept once for all channels that share it."""
    return _Rows(model, kept)


class Spelling:
    """log-likelihood ratios between spellings (nats). `kept`: letters with their neighbours whose tables are kept."""

    def __init__(self, changed: Emission, alike: Emission, kept: int = _CHAINS) -> None:
        self._changed = changed
        self._alike = alike
        self._row_changed = _rows(changed, kept).row
        self._row_alike = _rows(alike, kept).row
        self.rows = lru_cache(maxsize=1024)(self._rows)
        self.rows_alike = lru_cache(maxsize=1024)(self._rows_alike)

    def _rows(self, name: str) -> list[_Row]:
        return [self._row_changed(key) for key in chains(name)]

    def _rows_alike(self, name: str) -> list[_Row]:
        return [self._row_alike(key) for key in chains(name)]

    def ratio(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """log P(surface | name came back) - log P(surface | any other name); folded single words.

        A score below `floor` comes out as `floor`: the higher it is, the sooner hopeless pairs are given up.
        """
        other = background(surface)
        if other + floor > _CERTAIN:
            return floor  # not even with certainty
        ends = self._pass(self.rows(name), self._changed.longest, surface, other + floor)
        if ends is None:
            return floor
        whole = ends[-1][len(surface)]
        cut = max(
            (
                ends[at][len(surface)] - _CUT - _CUT_LETTER * (len(name) - at)
                for at in range(max(3, len(surface), len(name) - _MOST_CUT), len(name))
            ),
            default=-math.inf,
        )
        best = max(whole, cut)
        if best - other <= 0:
            return max(best - other, floor)
        rival = self._pass(self.rows_alike(name), self._alike.longest, surface, other - 12.0)
        if rival is not None:
            rivalry = rival[-1][len(surface)] + math.log(_LOOKALIKE)
            high = max(other, rivalry)
            other = high + math.log(math.exp(other - high) + math.exp(rivalry - high))
        return max(best - other, floor)

    @staticmethod
    def _pass(rows: list[_Row], longest: int, surface: str, least: float) -> list[list[float]] | None:
        """Best scores after each letter of the name, by how much of the surface is written; None when hopeless.

        `least` is what the whole must reach; a row is given up when nothing in it can.
        """
        width = len(surface)
        low = -math.inf
        score = [0.0] + [low] * width
        out = [score]
        slope = width / len(rows)
        pieces = _pieces(surface, longest)
        for at, (groups, known, more) in enumerate(rows):
            following = [low] * (width + 1)
            middle = int(at * slope)
            for start in range(max(0, middle - _BAND), min(width, middle + _BAND) + 1):
                value = score[start]
                if value < least:
                    continue
                stop = start
                for piece in pieces[start]:
                    if piece in known or len(piece) < 2 or piece in more:
                        total = value + groups[piece]
                        if total > following[stop]:  # noqa: PLR1730  (a call of max costs more)
                            following[stop] = total
                    stop += 1
            score = following
            out.append(score)
            if max(score) < least:
                return None
        return out
