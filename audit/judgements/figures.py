"""Figures about decisions, as records: what `statistics` hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from audit.judgements.records import State

By = Literal["rule", "category", "severity", "outlet", "engine", "reviewer"]
Period = Literal["day", "week", "month"]
Meaning = Literal["artifact", "right"]

MEANING: Mapping[State, Meaning] = {
    "accepted": "artifact",
    "edited": "artifact",
    "right-here": "right",
    "right-everywhere": "right",
}
"""What a state says of a finding; open and unsure say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Findings under one heading (`name`, and `period` where time is asked for, its first day), by state."""

    name: str
    by_state: Mapping[State, int]
    period: date | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        """Those that nobody has decided."""
        return self.by_state.get("open", 0)

    @property
    def artifacts(self) -> int:
        """Those that a reviewer called artifacts."""
        return sum(n for state, n in self.by_state.items() if MEANING.get(state) == "artifact")

    @property
    def right(self) -> int:
        """Those that a reviewer called right as they stand: false alarms."""
        return sum(n for state, n in self.by_state.items() if MEANING.get(state) == "right")

    @property
    def precision(self) -> float | None:
        """The share of artifacts among those decided; None where none is."""
        decided = self.artifacts + self.right
        return self.artifacts / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Decided findings with a confidence in [low, high): how sure the audit was, and what share are artifacts.

    `lower` and `upper` bound that share (Wilson's interval, 95 %).
    """

    low: float
    high: float
    count: int
    confidence: float
    share: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Confidences against decisions: `error` is the expected calibration error, `brier` the mean squared error."""

    bins: tuple[Bin, ...]
    count: int
    error: float | None
    brier: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two reviewers on the findings that both judged: artifact or right."""

    first: str
    second: str
    count: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Reviewers' own words on the same findings: `count` were judged by two or more; `disputed` are their ids."""

    count: int
    alpha: float | None
    pairs: tuple[Pair, ...]
    disputed: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One reviewer's work: findings decided, by day, and how many an hour while deciding (pauses over five minutes do
    not count; None below two decisions)."""

    reviewer: str
    decided: int
    days: Mapping[date, int]
    per_hour: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the findings are decided: `days` counts decisions by day, `hours_left` at the reviewers' joint pace."""

    total: int
    open: int
    by_state: Mapping[State, int]
    days: Mapping[date, int]
    reviewers: tuple[Pace, ...]
    hours_left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a translation: [start, end), and the part of the original (`doc`, `original_start`,
    `original_end` of `length`) that it comes from; `doc` is empty where none is known."""

    start: int
    end: int
    doc: str = ""
    original_start: int = 0
    original_end: int = 0
    length: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentMap:
    """Which part of a translation comes from which original; sentences in order, two stretches for two originals."""

    doc: str
    length: int
    originals: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    covered: float
