"""What the decisions say as a whole: artifacts by rule, outlet, engine and time; how far confidences can be trusted;
how far reviewers agree; how much is done and how fast. Reached as `store.statistics`."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any, get_args

from sqlalchemy import func, select

from audit.errors import SettingsError
from audit.judgements.agreement import cohen_kappa, krippendorff_alpha
from audit.judgements.database import Database
from audit.judgements.figures import (
    MEANING,
    Agreement,
    AlignmentMap,
    Bin,
    By,
    Count,
    Meaning,
    Pace,
    Pair,
    Period,
    Progress,
    Reliability,
    Stretch,
)
from audit.judgements.queue import conditions
from audit.judgements.records import STATES, QueueFilter, State
from audit.judgements.schema import decisions, findings, opinions
from audit.judgements.views import audited
from audit.model import SEVERITIES

_PAUSE = timedelta(minutes=5)
"""A longer gap between two decisions is no work on the second."""


class Statistics:
    """Figures about a store, each read when it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, by: By, wanted: QueueFilter | None = None) -> tuple[Count, ...]:
        """Findings of a filter under each value of one column, most first."""
        if by not in get_args(By):
            raise SettingsError(f"by {by}: choose one of {', '.join(get_args(By))}")
        column = findings.c[by]
        query = select(column, findings.c.state, func.count()).where(conditions(wanted or QueueFilter()))
        found: dict[Any, Counter[State]] = defaultdict(Counter)
        with self._database.reading() as connection:
            for value, state, number in connection.execute(query.group_by(column, findings.c.state)):
                found[value][state] += number
        named = [
            Count(name=SEVERITIES[value] if by == "severity" else value, by_state=_sorted(states))
            for value, states in found.items()
        ]
        return tuple(sorted(named, key=lambda count: (-count.total, count.name)))

    def timeline(self, by: By, period: Period, wanted: QueueFilter | None = None) -> tuple[Count, ...]:
        """Findings of dated documents by time of publication and one column, oldest first."""
        if period not in get_args(Period):
            raise SettingsError(f"period {period}: choose one of {', '.join(get_args(Period))}")
        column = findings.c[by]
        published_on: Any = findings.c.published
        day = (func.substr(published_on, 1, 7) if period == "month" else published_on).label("day")
        query = (
            select(day, column, findings.c.state, func.count())
            .where(conditions(wanted or QueueFilter()), findings.c.published != "")
            .group_by(day, column, findings.c.state)
        )
        found: dict[tuple[date, Any], Counter[State]] = defaultdict(Counter)
        with self._database.reading() as connection:
            for published, value, state, number in connection.execute(query):
                first = f"{published}-01" if period == "month" else published
                found[_first_day(date.fromisoformat(first), period), value][state] += number
        named = [
            Count(name=SEVERITIES[value] if by == "severity" else value, by_state=_sorted(states), period=day)
            for (day, value), states in found.items()
        ]
        return tuple(sorted(named, key=lambda count: (count.period, -count.total, count.name)))

    def reliability(self, bins: int = 10, wanted: QueueFilter | None = None) -> Reliability:
        """The audit's confidences against the decisions that stand; `bins` of equal width between 0 and 1."""
        query = select(findings.c.confidence, findings.c.state).where(
            conditions(wanted or QueueFilter()), findings.c.state.in_(list(MEANING))
        )
        groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        with self._database.reading() as connection:
            for confidence, state in connection.execute(query):
                at = min(bins - 1, max(0, int(confidence * bins + 1e-9)))
                groups[at].append((confidence, MEANING[state] == "artifact"))
        made = tuple(_bin(at / bins, (at + 1) / bins, groups[at]) for at in sorted(groups))
        total = sum(made_bin.count for made_bin in made)
        pairs = [pair for group in groups.values() for pair in group]
        return Reliability(
            bins=made,
            count=total,
            error=sum(b.count * abs(b.share - b.confidence) for b in made) / total if total else None,
            brier=sum((confidence - artifact) ** 2 for confidence, artifact in pairs) / total if total else None,
        )

    def agreement(self) -> Agreement:
        """How far reviewers agree on what they judged each for themselves (unsure does not count)."""
        query = select(opinions.c.finding, opinions.c.reviewer, opinions.c.state).order_by(
            opinions.c.finding, opinions.c.reviewer
        )
        words: dict[int, dict[str, Meaning]] = defaultdict(dict)
        with self._database.reading() as connection:
            for finding, reviewer, state in connection.execute(query):
                if state in MEANING:
                    words[finding][reviewer] = MEANING[state]
        shared = {finding: said for finding, said in words.items() if len(said) > 1}
        both: dict[tuple[str, str], list[tuple[Meaning, Meaning]]] = defaultdict(list)
        for said in shared.values():
            for first, second in combinations(sorted(said), 2):
                both[first, second].append((said[first], said[second]))
        return Agreement(
            count=len(shared),
            alpha=krippendorff_alpha([list(said.values()) for said in shared.values()]),
            pairs=tuple(
                Pair(
                    first=first,
                    second=second,
                    count=len(pairs),
                    agreed=sum(a == b for a, b in pairs),
                    kappa=cohen_kappa(pairs),
                )
                for (first, second), pairs in sorted(both.items())
            ),
            disputed=tuple(finding for finding, said in shared.items() if len(set(said.values())) > 1),
        )

    def progress(self) -> Progress:
        """How far the findings are decided, by whom, and how fast. Decisions for a whole form count once each."""
        states = select(findings.c.state, func.count()).where(findings.c.present).group_by(findings.c.state)
        made = (
            select(decisions.c.reviewer, decisions.c.at, decisions.c.step)
            .where(decisions.c.kind.in_(("decide", "form", "opinion")))
            .order_by(decisions.c.id)
        )
        times: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        with self._database.reading() as connection:
            by_state: Counter[State] = Counter(dict(connection.execute(states).all()))
            for reviewer, at, step in connection.execute(made):
                times[reviewer].append((datetime.fromisoformat(at), step))
        reviewers = tuple(_pace(reviewer, said) for reviewer, said in sorted(times.items()))
        days: Counter[date] = Counter()
        for pace in reviewers:
            days.update(pace.days)
        speed = sum(pace.per_hour for pace in reviewers if pace.per_hour is not None)
        left = by_state.get("open", 0)
        return Progress(
            total=by_state.total(),
            open=left,
            by_state=_sorted(by_state),
            days=dict(sorted(days.items())),
            reviewers=reviewers,
            hours_left=left / speed if speed else None,
        )

    def alignment(self, doc: str) -> AlignmentMap:
        """The map of one document. Raises NotThere."""
        with self._database.reading() as connection:
            result, _ = audited(connection, doc)
        stretches = []
        covered = 0
        for start, end in result.sentences or ((0, len(result.document.text)),):
            mine = [
                link
                for link in result.links
                if link.translation is not None and link.translation.start < end and start < link.translation.end
            ]
            covered += (end - start) if mine else 0
            for link in sorted(mine, key=lambda link: -link.score):
                original = result.originals.get(link.original.doc)
                stretches.append(
                    Stretch(
                        start=start,
                        end=end,
                        doc=link.original.doc,
                        original_start=link.original.start,
                        original_end=link.original.end,
                        length=len(original.text) if original else link.original.end,
                        score=link.score,
                    )
                )
            if not mine:
                stretches.append(Stretch(start=start, end=end))
        total = sum(end - start for start, end in result.sentences) or len(result.document.text) or 1
        return AlignmentMap(
            doc=result.document.id,
            length=len(result.document.text),
            originals=tuple(dict.fromkeys(stretch.doc for stretch in stretches if stretch.doc)),
            stretches=tuple(stretches),
            covered=covered / total,
        )


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Bounds of a share (Wilson 1927). `z` 1.96 for 95 %.

    >>> [round(bound, 3) for bound in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _bin(low: float, high: float, pairs: Sequence[tuple[float, bool]]) -> Bin:
    hits = sum(artifact for _, artifact in pairs)
    lower, upper = wilson(hits, len(pairs))
    return Bin(
        low=low,
        high=high,
        count=len(pairs),
        confidence=sum(confidence for confidence, _ in pairs) / len(pairs),
        share=hits / len(pairs),
        lower=lower,
        upper=upper,
    )


def _pace(reviewer: str, said: Sequence[tuple[datetime, int]]) -> Pace:
    days = Counter(at.date() for at, _ in said)
    work = timedelta()
    counted = 0
    for (before, _), (at, _) in pairwise(said):
        if at - before <= _PAUSE:
            work += at - before
            counted += 1
    hours = work.total_seconds() / 3600
    return Pace(
        reviewer=reviewer,
        decided=len(said),
        days=dict(sorted(days.items())),
        per_hour=counted / hours if counted and hours else None,
    )


def _first_day(day: date, period: Period) -> date:
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day


def _sorted(states: Mapping[State, int]) -> dict[State, int]:
    return {state: states[state] for state in STATES if states.get(state)}
