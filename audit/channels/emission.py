"""The model shared by all channels: units in a row, each of which stands for a group of English letters.

log P(letters | units) is summed or maximised over all ways to cut the letters. A unit is looked up by a chain of keys,
general first (the syllable, the character, the character at that place of the name); the counts of each key are
smoothed by those of the one before, the most general by letters drawn independently. Counts come from
`scripts/learn_channels.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from sys import intern

Chain = tuple[str, ...]
Arc = tuple[str, float]
_Level = tuple[dict[str, float], float, float]
"""Counts of the groups of a key, their sum, and the strength with which the level before smoothes them."""

IMPOSSIBLE = -1e9
STOP = 0.4
_TABLES = 1200
"""Units whose tables are kept; all are let go when there are more."""
_PARSED = 2000
"""Rows of a table of counts that are kept parsed, likewise."""
_FOREIGN = -20.0
"""log P of a character that is no letter from a to z (a look-alike of another script in a word)."""
_FLOOR = 1e-9


class Groups(dict[str, float]):
    """log P(group | unit) of one unit; a group is computed when first asked for."""

    __slots__ = ("_general", "_levels")

    def __init__(self, general: dict[str, float], levels: Sequence[_Level]) -> None:
        super().__init__()
        self._general = general
        self._levels = levels

    def __missing__(self, group: str) -> float:
        p = self._general[group]
        for counts, total, strength in self._levels:
            p = (counts.get(group, 0.0) + strength * p) / (total + strength)
        value = self[intern(group)] = math.log(p if p > _FLOOR else _FLOOR)  # many tables have the same groups
        return value


class _General(dict[str, float]):
    """P(group | most general key of a unit), which many units share."""

    __slots__ = ("_bare", "_level")

    def __init__(self, bare: dict[str, float], level: _Level) -> None:
        super().__init__()
        self._bare = bare
        self._level = level

    def __missing__(self, group: str) -> float:
        counts, total, strength = self._level
        value = self[intern(group)] = (counts.get(group, 0.0) + strength * self._bare[group]) / (total + strength)
        return value


class _Bare(dict[str, float]):
    """P(group) by letters drawn independently."""

    __slots__ = ("_letters",)

    def __init__(self, letters: dict[str, float]) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, group: str) -> float:
        value = self[group] = STOP * math.exp(sum(self._letters.get(c, _FOREIGN) for c in group))
        return value


class Emission:
    """P(letter group | unit) with smoothing; groups have 0 to `longest` letters a-z.

    `levels` hold, general first, the counts of each key as the table writes them; they are parsed when first used.
    """

    def __init__(
        self, levels: Sequence[dict[str, str]], letters: Sequence[float], strength: Sequence[float], longest: int
    ) -> None:
        self.levels = levels
        self.longest = longest
        self.letters = tuple(letters)
        self.strength = tuple(strength)
        self._bare = _Bare({chr(97 + at): math.log(p * (1 - STOP)) for at, p in enumerate(letters)})
        self._cache: dict[Chain, Groups] = {}
        self._general: dict[str, _General] = {}
        self._parsed: list[dict[str, tuple[dict[str, float], float]]] = [{} for _ in levels]

    def counts(self, level: int, key: str) -> tuple[dict[str, float], float]:
        """The counts of the groups under a key of a level, and their sum; empty for an unknown key."""
        entry = self._parsed[level].get(key)
        if entry is None:
            written = self.levels[level].get(key)
            if written is None:
                return {}, 0.0
            if len(self._parsed[level]) > _PARSED:
                self._parsed[level].clear()
            counts = parse(written)
            entry = self._parsed[level][key] = (counts, sum(counts.values()))
        return entry

    def table(self, chain: Chain) -> Groups:
        """log P of the groups of a unit."""
        known = self._cache.get(chain)
        if known is None:
            if len(self._cache) > _TABLES:
                self._cache.clear()
                self._bare.clear()
                self._general.clear()
            general = self._general.get(chain[0])
            if general is None:
                general = self._general[chain[0]] = _General(self._bare, self._level(0, chain[0]))
            levels = [self._level(at, key) for at, key in enumerate(chain[1:], start=1)]
            known = self._cache[chain] = Groups(general, levels)
        return known

    def _level(self, level: int, key: str) -> _Level:
        counts, total = self.counts(level, key)
        return counts, total, self.strength[level]

    def group(self, chain: Chain, group: str) -> float:
        """log P(group | unit)."""
        return self.table(chain)[group]

    def knows(self, chain: Chain) -> bool:
        """The table has seen the unit, or its syllable."""
        return any(key in level for level, key in zip(self.levels, chain, strict=True))

    def groups(self, chain: Chain) -> Iterable[str]:
        """The letter groups that some level of the table has for the unit."""
        seen: set[str] = set()
        for level, key in enumerate(chain):
            seen.update(self.counts(level, key)[0])
        return seen

    def scores(self, several: Iterable[Sequence[Chain]], word: str) -> list[float]:
        """What `best` gives as log P for each of several rows of units; those that begin alike share the reckoning."""
        scored = Scored(self, word)
        return [scored.of(chains) for chains in several]

    def best(self, chains: Sequence[Chain], word: str) -> tuple[float, tuple[str, ...]]:
        """The likeliest cut of `word` into one group a unit: log P and the groups; IMPOSSIBLE where none fits."""
        width = len(word)
        longest = self.longest
        score = [0.0] + [IMPOSSIBLE] * width
        back: list[list[int]] = []
        left = len(chains)
        for chain in chains:
            left -= 1
            known = self.table(chain)
            following = [IMPOSSIBLE] * (width + 1)
            origin = [0] * (width + 1)
            for start, value in enumerate(score):
                if value <= IMPOSSIBLE:
                    continue
                low = max(start, width - left * longest)
                for end in range(low, min(start + longest, width) + 1):
                    total = value + known[word[start:end]]
                    if total > following[end]:
                        following[end] = total
                        origin[end] = start
            back.append(origin)
            score = following
        if score[width] <= IMPOSSIBLE:
            return IMPOSSIBLE, ()
        groups = []
        end = width
        for origin in reversed(back):
            groups.append(word[origin[end] : end])
            end = origin[end]
        return score[width], tuple(reversed(groups))


class Scored:
    """What `Emission.best` gives as log P for rows of units and one word; rows that begin alike share the reckoning."""

    def __init__(self, emission: Emission, word: str) -> None:
        width = len(word)
        longest = emission.longest
        self._table = emission.table
        self._pieces = [[word[at:end] for end in range(at, min(at + longest, width) + 1)] for at in range(width + 1)]
        self._begun = [0.0] + [IMPOSSIBLE] * width
        self._done: dict[tuple[Chain, ...], list[float]] = {}

    def of(self, chains: Sequence[Chain], least: float = IMPOSSIBLE) -> float:
        """log P(word | units); IMPOSSIBLE where none fits, or as soon as it must come out below `least`."""
        score, so_far = self._begun, tuple[Chain, ...]()
        for chain in chains:
            so_far = (*so_far, chain)
            following = self._done.get(so_far)
            if following is None:
                following = self._done[so_far] = [IMPOSSIBLE] * len(score)
                known = self._table(chain)
                for start, value in enumerate(score):
                    if value > IMPOSSIBLE:
                        for end, piece in enumerate(self._pieces[start], start):
                            total = value + known[piece]
                            if total > following[end]:  # noqa: PLR1730  (a call of max costs more)
                                following[end] = total
            score = following
            if max(score) < least:
                return IMPOSSIBLE
        return score[-1]


def parse(written: str) -> dict[str, float]:
    """`group:count` separated by blanks; the empty group is written `-`."""
    parts = written.replace(":", " ").split(" ")
    counts = dict(zip(parts[::2], map(float, parts[1::2]), strict=True))
    return {"" if group == "-" else group: count for group, count in counts.items()} if "-" in counts else counts


def emission(rows: Iterable[Sequence[str]]) -> Emission:
    """The model of a shipped table: settings (`=`, name, value), then level, key and counts of each key."""
    settings: dict[str, str] = {}
    levels: list[dict[str, str]] = []
    for first, key, written in rows:
        if first == "=":
            settings[key] = written
            continue
        level = int(first)
        while len(levels) <= level:
            levels.append({})
        levels[level][key] = written
    letters = [float(x) for x in settings["letters"].split(" ")]
    strength = [float(x) for x in settings["strength"].split(" ")]
    return Emission(levels, letters, strength, int(settings["longest"]))
