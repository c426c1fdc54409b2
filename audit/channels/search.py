"""Where a name may stand in a sentence of the pivot language, and what its form there may look like."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from audit.channels.emission import IMPOSSIBLE, Chain, Emission, Scored
from audit.channels.spec import Spec
from audit.channels.units import Units

LONGEST_SENTENCE = 2000
"""Units of a sentence that are looked at."""

_MEAN_LETTER = 2.75
_INSIDE = 3.0
_ENDING = 0.7
_PRUNE = 9.0
_BEAM = 40
_CHOICES = 14
_NEAR = 0.002
"""Log-probabilities nearer than this may be the same when rounded."""

Stretch = tuple[int, int, float]


def _boundaries(units: Units, spec: Spec) -> tuple[list[float], list[float]]:
    """What it costs to begin before each unit, and to end after it: nothing at word edges or where words are joined."""
    begin = [0.0] * len(units)
    end = [0.0] * len(units)
    if not spec.spaced:
        return begin, end
    left = 0
    for at in range(len(units) - 1, -1, -1):
        closes = at + 1 == len(units) or units[at + 1][1] > units[at][2]
        left = 0 if closes else left + 1
        end[at] = min(_INSIDE, _ENDING * left)
    for at in range(1, len(units)):
        begin[at] = 0.0 if units[at][1] > units[at - 1][2] else _INSIDE
    return begin, end


def running_chains(units: Units, spec: Spec) -> list[Chain]:
    """The keys of the units of a text, each stretch without gaps by itself."""
    chains: list[Chain] = []
    run: list[str] = []
    for at, (unit, start, _) in enumerate(units):
        if run and start > units[at - 1][2]:
            chains += spec.chains(run, True)
            run = []
        run.append(unit)
    return chains + (spec.chains(run, True) if run else [])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence cut once for all names: its units, their keys, and what it costs to begin or end at each."""

    units: Units
    chains: list[Chain]
    begin: list[float]
    end: list[float]


def prepared(spec: Spec, sentence: str) -> Sentence:
    """The sentence as `stretch` searches it."""
    units = spec.cut(sentence)[:LONGEST_SENTENCE]
    return Sentence(units, running_chains(units, spec), *_boundaries(units, spec))


def stretch(emission: Emission, sentence: Sentence, word: str) -> Stretch | None:
    """The run of units that likeliest stands for the folded `word`: [start, end) and log P(word | run)."""
    units, begin, end = sentence.units, sentence.begin, sentence.end
    if not units or not word:
        return None
    width = len(word)
    low: tuple[float, int] = (IMPOSSIBLE, 0)
    cells = [low] * (width + 1)
    best: tuple[float, int, int] = (IMPOSSIBLE, 0, 0)
    pieces = [
        [(stop, word[start:stop]) for stop in range(start if start else 1, min(start + emission.longest, width) + 1)]
        for start in range(width + 1)
    ]
    for at, chain in enumerate(sentence.chains):
        known = emission.table(chain)
        following = [low] * (width + 1)
        cells[0] = (-begin[at], at)
        for start, (value, origin) in enumerate(cells):
            if value < -_MEAN_LETTER * start - _PRUNE:
                continue
            for stop, piece in pieces[start]:
                total = value + known[piece]
                if total > following[stop][0]:
                    following[stop] = (total, origin)
        cells = following
        value, origin = cells[width]
        if value - end[at] > best[0]:
            best = (value - end[at], origin, at)
    if best[0] <= IMPOSSIBLE:
        return None
    return units[best[1]][1], units[best[2]][2], best[0]


class Writer:
    """Likely forms of a name, by a beam over units that stand for its letters."""

    def __init__(self, emission: Emission, spec: Spec) -> None:
        self._emission = emission
        self._spec = spec

    @cached_property
    def _places(self) -> int:
        """The level whose keys are single units (with their place, where the language has it)."""
        return 0 if len(self._emission.levels) == 3 and self._spec.lang != "zh" else len(self._emission.levels) - 1

    @cached_property
    def _units(self) -> dict[str, list[tuple[float, str]]]:
        """For each letter group (with the place): the likeliest units, joint log-probability first."""
        level = self._places
        found: dict[str, list[tuple[float, str]]] = defaultdict(list)
        total = 0.0
        for key in self._emission.levels[level]:
            counts, number = self._emission.counts(level, key)
            total += number
            place = key[-1] if level and key[-1] in "^$" else ""
            for group, count in counts.items():
                found[place + group].append((count, key.rstrip("^$") if level else key))
        return {
            group: [(math.log(count / total), unit) for count, unit in sorted(choices, reverse=True)[:_CHOICES]]
            for group, choices in found.items()
        }

    @cached_property
    def _pairs(self) -> tuple[dict[str, float], float]:
        """How often a unit stands before another, where the table knows (alphabets)."""
        if self._places:
            return {}, 0.0
        sums = {key: self._emission.counts(1, key)[1] for key in self._emission.levels[1]}
        return sums, sum(sums.values())

    @cached_property
    def _singles(self) -> tuple[dict[str, float], float]:
        sums = {key: self._emission.counts(self._places, key)[1] for key in self._emission.levels[self._places]}
        return sums, sum(sums.values())

    def _prior(self, units: Sequence[str], chains: Sequence[Chain]) -> float:
        """log P(form) under the frequencies of its units (with their keys)."""
        singles, total = self._singles
        if self._places:
            return sum([math.log((singles.get(chain[-1], 0.0) + 0.1) / total) for chain in chains])
        pairs, _ = self._pairs
        value = 0.0
        for unit, after in zip(units, [*units[1:], "."], strict=True):
            value += math.log((pairs.get(f"{unit}{after}+", 0.0) + 0.05) / (singles.get(unit, 0.0) + 1.0))
        return value

    def write(self, word: str) -> list[tuple[str, float]]:
        """The likeliest forms of a folded word, best first, each with log P(form | word) among the forms considered."""
        found = self._considered(word)
        fits = self._emission.scores([chains for _, _, chains in found], word)
        scored = [(form, fit + prior) for (prior, form, _), fit in zip(found, fits, strict=True)]
        if not scored:
            return []
        top = max(value for _, value in scored)
        norm = top + math.log(sum(math.exp(value - top) for _, value in scored))
        scored.sort(key=lambda item: (-item[1], item[0]))
        return [(form, round(value - norm, 3)) for form, value in scored]

    def first(self, word: str, limit: int) -> list[str] | None:
        """The first forms of `write`, without how likely they are; None where two are so near that rounding decides.

        A form is given up when even with certainty of all that is left it would not be among them.
        """
        fits = Scored(self._emission, word)
        least: list[float] = []
        scored = []
        for prior, form, chains in sorted(self._considered(word), key=lambda item: -item[0]):
            needed = least[0] - prior - _NEAR if len(least) == limit else IMPOSSIBLE
            if needed > 0.0:
                break
            value = fits.of(chains, needed) + prior
            scored.append((value, form))
            heapq.heappush(least, value)
            if len(least) > limit:
                heapq.heappop(least)
        scored.sort(key=lambda item: (-item[0], item[1]))
        if any(a - b <= _NEAR for (a, _), (b, _) in pairwise(scored[: limit + 1])):
            return None
        return [form for _, form in scored[:limit]]

    def _considered(self, word: str) -> list[tuple[float, str, list[Chain]]]:
        """The forms that a beam leaves of a folded word, with log P(form) and the keys of their units."""
        width = len(word)
        beams: list[dict[tuple[str, ...], float]] = [{} for _ in range(width + 1)]
        beams[0] = {(): 0.0}
        for start in range(width):
            kept = self._with_silent(beams[start]) if start else [((), 0.0)]
            for stop in range(start + 1, min(start + self._emission.longest, width) + 1):
                place = "" if not self._places else "$" if stop == width else "^" if start == 0 else ""
                choices = self._units.get(place + word[start:stop], ())
                beam = beams[stop]
                for rank, (units, value) in enumerate(kept, start=1):
                    # of kept and choices in falling order, one with a beam's width of better pairs is never kept
                    for joint, unit in choices[: _BEAM // rank]:
                        reached = (*units, unit)
                        if value + joint > beam.get(reached, IMPOSSIBLE):
                            beam[reached] = value + joint
        found = []
        for units, _ in self._with_silent(beams[width]):
            form = self._spec.compose(units)
            if form is not None:
                chains = self._spec.chains(units, False)
                found.append((self._prior(units, chains), form, chains))
        return found

    def _with_silent(self, beam: dict[tuple[str, ...], float]) -> list[tuple[tuple[str, ...], float]]:
        """The best of a beam, each also with a unit after it that stands for no letter (a length mark)."""
        kept = sorted(beam.items(), key=lambda item: -item[1])[:_BEAM]
        silent = self._units.get("", ())[:3]
        merged = {(*units, unit): value + joint for units, value in kept for joint, unit in silent} | dict(kept)
        return sorted(merged.items(), key=lambda item: -item[1])[:_BEAM]
