"""The corpus level: sources that came to write a name in another way, and names that are written in several ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb
from typing import Literal

from audit.ledger.entities import same_by_alias
from audit.ledger.model import Entity, Form, key_of
from audit.names.tokens import fold

Source = Literal["outlet", "engine"]

_FEWEST = 4
"""Appearances needed on each side of a change."""
_BEFORE, _AFTER = 0.2, 0.6
"""A change: at most this share of a source's appearances before it, at least that share from it on."""
_CHANCE = 0.01
"""How likely chance alone may be (Fisher's exact test, times the days tried)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A source (an outlet or an engine) that writes `entity` as `form` from a day on; shares in [0, 1] of its
    appearances of the entity before that day and from it on, with their numbers."""

    entity: str
    form: str
    by: Source
    source: str
    since: str
    before: float
    after: float
    counts: tuple[int, int]
    chance: float
    replaced: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """An entity written in several ways, the commonest first: (way, appearances, artifacts among them)."""

    entity: str
    kind: str
    ways: tuple[tuple[str, int, int], ...]
    pivots: tuple[str, ...]


def changes(entity: Entity) -> Iterator[Change]:
    """The changes of one entity, outlets first, by name of the source."""
    ways = ways_of(entity)
    for by in ("outlet", "engine"):
        days = _days(ways, by)
        for source in sorted(days):
            found = _change(days[source])
            if found is not None:
                way, since, before, after, counts, chance, replaced = found
                yield Change(
                    entity=entity.name,
                    form=way,
                    by=by,
                    source=source,
                    since=since,
                    before=before,
                    after=after,
                    counts=counts,
                    chance=chance,
                    replaced=replaced,
                )


def divided(entity: Entity) -> Divided | None:
    """The ways in which an entity is written, where there are several that are no mere short forms of each other."""
    ways = ways_of(entity)
    if len(ways) < 2:
        return None
    rows = [
        (way, sum(f.count for f in forms), sum(f.verdicts["artifact"] for f in forms)) for way, forms in ways.items()
    ]
    pivots = {pivot for forms in ways.values() for form in forms for _, pivot in form.pivots}
    return Divided(
        entity=entity.name,
        kind=entity.kind,
        ways=tuple(sorted(rows, key=lambda row: (-row[1], row[0]))),
        pivots=tuple(sorted(pivots)),
    )


def ways_of(entity: Entity) -> dict[str, list[Form]]:
    """Forms by what sets them apart: "Trump" and "Donald Trump" are one way, "Witko" and "Steve Witko" another.

    A way is named by its commonest form. A legitimate alias or acronym is no other way.
    """
    usual = set(key_of(entity.name).split())
    joined = "".join(sorted(usual))
    groups: dict[str, list[tuple[str, Form]]] = {}
    for text, form in sorted(entity.forms.items()):
        odd = [word for word in key_of(text).split() if word not in usual]
        if (
            odd
            and not form.verdicts["artifact"]
            and (entity.kind == "organisation" or same_by_alias(text, entity.name))
        ):
            odd = []
        if "".join(sorted(key_of(text).split())) == joined:
            odd = []
        groups.setdefault(" ".join(fold(word) for word in odd), []).append((text, form))
    return {
        min(forms, key=lambda item: (-item[1].count, item[0]))[0]: [form for _, form in forms]
        for forms in groups.values()
    }


def _days(ways: Mapping[str, list[Form]], by: Source) -> dict[str, dict[str, Counter[str]]]:
    """Source -> day -> way -> appearances; what has no date or no source is left out."""
    at = 1 if by == "outlet" else 2
    out: dict[str, dict[str, Counter[str]]] = {}
    for way, forms in ways.items():
        for form in forms:
            for cell, count in form.cells.items():
                if cell[0] and cell[at]:
                    out.setdefault(cell[at], {}).setdefault(cell[0], Counter())[way] += count
    return out


def _change(days: Mapping[str, Counter[str]]) -> tuple[str, str, float, float, tuple[int, int], float, str] | None:
    """The clearest change of one source: the way and the day for which the share grows most."""
    total: Counter[str] = Counter()
    for counts in days.values():
        total.update(counts)
    if len(total) < 2 or total.total() < 2 * _FEWEST:
        return None
    best = None
    tried = _splits(days)
    for way in sorted(total):
        for day, seen in tried:
            before, after = seen.total(), total.total() - seen.total()
            old, new = seen[way] / before, (total[way] - seen[way]) / after
            if (
                not days[day][way]
                or old > _BEFORE
                or new < _AFTER
                or (best is not None and new - old <= best[3] - best[2])
            ):
                continue
            chance = min(1.0, len(tried) * _fisher(seen[way], before, total[way], total.total()))
            if chance <= _CHANCE:
                replaced = min(seen, key=lambda other: (-seen[other], other))
                best = (way, day, old, new, (before, after), chance, replaced)
    return best


def _splits(days: Mapping[str, Counter[str]]) -> list[tuple[str, Counter[str]]]:
    """The days on which a change can be looked for, each with what was written before it."""
    out = []
    seen: Counter[str] = Counter()
    left = sum(counts.total() for counts in days.values())
    for day in sorted(days):
        if seen.total() >= _FEWEST and left >= _FEWEST:
            out.append((day, seen.copy()))
        seen.update(days[day])
        left -= days[day].total()
    return out


def _fisher(hits: int, before: int, every_hit: int, every: int) -> float:
    """The chance that at most `hits` of `every_hit` appearances fall among the first `before` of `every`.

    >>> round(_fisher(0, 5, 5, 10), 4)
    0.004
    """
    ways = sum(comb(every_hit, k) * comb(every - every_hit, before - k) for k in range(hits + 1) if before - k >= 0)
    return ways / comb(every, before)
