"""Figures over decisions: agreement against published examples, reliability, counts, progress, maps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from review_texts import EXONYM, SIGNATURE, WITKO, WITKOFF, audited
from sqlalchemy import select, update

from audit.errors import SettingsError
from audit.judgements.agreement import cohen_kappa, krippendorff_alpha
from audit.judgements.database import Database
from audit.judgements.records import QueueFilter
from audit.judgements.schema import decisions
from audit.judgements.statistics import wilson
from audit.judgements.store import Store

KAPPAS = [
    (20, 5, 10, 15, 0.4, "grant proposals, the example of many textbooks"),
    (45, 15, 25, 15, 0.1304, "six in ten agreed, margins alike"),
    (25, 35, 5, 35, 0.2593, "six in ten agreed, margins apart"),
    (10, 0, 0, 10, 1.0, "of one mind"),
    (0, 10, 10, 0, -1.0, "always against each other"),
]


@pytest.mark.parametrize(("a", "b", "c", "d", "kappa", "why"), KAPPAS, ids=[case[-1] for case in KAPPAS])
def test_cohen(a: int, b: int, c: int, d: int, kappa: float, why: str) -> None:
    pairs = [(1, 1)] * a + [(1, 0)] * b + [(0, 1)] * c + [(0, 0)] * d
    assert cohen_kappa(pairs) == pytest.approx(kappa, abs=5e-5), why


def test_cohen_against_another_implementation() -> None:
    from sklearn.metrics import cohen_kappa_score

    chance = random.Random(1)
    for _ in range(20):
        first = [chance.randrange(3) for _ in range(50)]
        second = [value if chance.random() < 0.6 else chance.randrange(3) for value in first]
        assert cohen_kappa(zip(first, second, strict=True)) == pytest.approx(cohen_kappa_score(first, second))


def _units(*reviewers: str) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*reviewers, strict=True)]


ALPHAS = [
    (_units("0100000010", "1110010000"), 0.095, "A: binary, two observers"),
    (_units("aabbdcccedda", "babbbccceddd"), 0.692, "B: nominal, two observers"),
    (
        _units("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
        0.743,
        "C: nominal, four observers, values missing",
    ),
]


@pytest.mark.parametrize(("units", "alpha", "why"), ALPHAS, ids=[case[-1] for case in ALPHAS])
def test_krippendorff(units: list[list[str]], alpha: float, why: str) -> None:
    """The worked examples of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011)."""
    assert krippendorff_alpha(units) == pytest.approx(alpha, abs=5e-4), why


def test_nothing_can_be_said() -> None:
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 3) is None
    assert krippendorff_alpha([["a"], ["b"]]) is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Twenty texts with one finding each: half sure, half not; two outlets; a text a day."""
    with Store.open(database_url) as opened:
        opened.load(
            [
                audited(
                    f"d{n:02}",
                    [f"Number {n} was seen in Zaporozhye."],
                    [("Zaporozhye", "Zaporizhzhia")],
                    of=EXONYM,
                    confidence=0.95 if n % 2 else 0.55,
                    outlet="Sina" if n < 15 else "Sohu",
                    published=date(2025, 8, 1) + timedelta(days=n),
                )
                for n in range(20)
            ],
            SIGNATURE,
        )
        yield opened


def rows(store: Store) -> list[int]:
    return [row.id for row in store.queue(QueueFilter(order="document"), size=100).rows]


def test_counts(store: Store) -> None:
    ids = rows(store)
    for id in ids[:4]:
        store.decide(id, "accepted", reviewer="Ann", expected_version=0)
    store.decide(ids[4], "right-here", reviewer="Ann", expected_version=0)
    store.decide(ids[5], "unsure", reviewer="Ann", expected_version=0)
    sina, sohu = store.statistics.counts("outlet")
    assert (sina.name, sina.total, sina.artifacts, sina.right, sina.open) == ("Sina", 15, 4, 1, 9)
    assert sina.precision == pytest.approx(0.8)
    assert (sohu.name, sohu.total, sohu.precision) == ("Sohu", 5, None)
    (only,) = store.statistics.counts("severity", QueueFilter(outlets=("Sohu",)))
    assert (only.name, only.total) == ("minor", 5)
    with pytest.raises(SettingsError, match="choose one of"):
        store.statistics.counts("surface")  # type: ignore[arg-type]


PERIODS = [
    ("day", 20, date(2025, 8, 1)),
    ("week", 4, date(2025, 7, 28)),
    ("month", 1, date(2025, 8, 1)),
]


@pytest.mark.parametrize(("period", "number", "first"), PERIODS, ids=[period for period, *_ in PERIODS])
def test_timeline(store: Store, period: str, number: int, first: date) -> None:
    counts = store.statistics.timeline("rule", period)  # type: ignore[arg-type]
    assert len(counts) == number
    assert counts[0].period == first
    assert sum(count.total for count in counts) == 20


def test_reliability(store: Store) -> None:
    for n, id in enumerate(rows(store)):
        wrong = n in (0, 2, 4, 6, 8, 1)
        store.decide(id, "right-here" if wrong else "accepted", reviewer="Ann", expected_version=0)
    found = store.statistics.reliability()
    low, high = found.bins
    assert (low.low, low.high, low.count, low.share) == (0.5, 0.6, 10, 0.5)
    assert (high.low, high.count, high.share) == (0.9, 10, 0.9)
    assert low.lower < 0.5 < low.upper
    assert found.error == pytest.approx((0.05 + 0.05) / 2)
    assert found.brier == pytest.approx((5 * 0.55**2 + 5 * 0.45**2 + 9 * 0.05**2 + 0.95**2) / 20)
    assert store.statistics.reliability(wanted=QueueFilter(outlets=("none",))).error is None


def test_intervals() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0


def test_agreement(store: Store) -> None:
    ann, bob = "0100000010", "1110010000"
    for id, a, b in zip(rows(store), ann, bob, strict=False):
        for reviewer, value in (("Ann", a), ("Bob", b)):
            verdict = "accepted" if value == "1" else "right-here"
            store.decide(id, verdict, reviewer=reviewer, expected_version=0, opinion=True)  # type: ignore[arg-type]
    found = store.statistics.agreement()
    assert (found.count, len(found.disputed)) == (10, 4)
    assert found.alpha == pytest.approx(0.095, abs=5e-4)
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.count, pair.agreed) == ("Ann", "Bob", 10, 6)
    assert pair.kappa == pytest.approx(cohen_kappa(zip(ann, bob, strict=True)))


def test_unsure_is_no_disagreement(store: Store) -> None:
    id = rows(store)[0]
    store.decide(id, "accepted", reviewer="Ann", expected_version=0)
    store.decide(id, "unsure", reviewer="Bob", expected_version=0, opinion=True)
    assert store.statistics.agreement().count == 0


def test_progress_and_pace(store: Store, database_url: str) -> None:
    ids = rows(store)
    for id in ids[:4]:
        store.decide(id, "accepted", reviewer="Ann", expected_version=0)
    store.decide(ids[4], "unsure", reviewer="Bob", expected_version=0)
    times = ["10:00:00", "10:01:00", "10:02:00", "15:00:00", "15:00:00"]
    database = Database(database_url)
    with database.writing() as connection:
        made = list(connection.scalars(select(decisions.c.id).order_by(decisions.c.id)))
        for id, time in zip(made, times, strict=True):
            at = f"2025-08-09T{time}.000000Z"
            connection.execute(update(decisions).where(decisions.c.id == id).values(at=at))
    database.close()
    found = store.statistics.progress()
    assert (found.total, found.open) == (20, 15)
    assert found.by_state == {"open": 15, "accepted": 4, "unsure": 1}
    ann, bob = found.reviewers
    assert (ann.reviewer, ann.decided, ann.per_hour) == ("Ann", 4, pytest.approx(60.0))
    assert bob.per_hour is None
    assert found.days == {date(2025, 8, 9): 5}
    assert found.hours_left == pytest.approx(15 / 60)


def test_the_map_of_a_document(database_url: str) -> None:
    with Store.open(database_url) as store:
        store.load([audited("a", [WITKO, "Nobody said this."], [("Witko", "Witkoff")], originals=[WITKOFF])], SIGNATURE)
        found = store.statistics.alignment("a")
    assert found.originals == ("a-original-0",)
    first, second = found.stretches
    assert (first.start, first.end, first.original_end, first.length) == (0, len(WITKO), len(WITKOFF), len(WITKOFF))
    assert second.doc == ""
    assert found.covered == pytest.approx(len(WITKO) / (len(WITKO) + len("Nobody said this.")))
