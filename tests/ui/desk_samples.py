"""A desk at work, for the pictures: the seed case and short stories of several outlets, some of them decided."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from review_samples import SIGNATURE, audited, seed_results

from audit.judgements import deciding
from audit.judgements.records import QueueFilter
from audit.judgements.store import Store
from audit.model import Audited, Category, Severity

Story = tuple[str, Category, Severity, str, str, str, str]
STORIES: tuple[Story, ...] = (
    (
        "mangled-name", "name", "major", "Whitlock", "Witkoff", "zh|威特科夫|read as another surname",
        "The special envoy {} will return to Moscow at the end of the week, two officials said",
    ),
    (
        "mangled-name", "name", "major", "Becerra", "Bessent", "zh|贝森特|-ss- and -nt lost",
        "Treasury Secretary Scott {} said that the tariffs would stay in place until a deal is signed",
    ),
    (
        "mangled-name", "name", "major", "Takeda", "Takaichi", "ja|高市早苗|高市 read as another name",
        "Prime Minister Sanae {} told parliament that the budget would be ready before the winter",
    ),
    (
        "stale-exonym", "name", "minor", "Kharkov", "Kharkiv", "ru|Харьков|the Russian form",
        "Air defences were heard over {} for the third night, the regional governor wrote",
    ),
    (
        "stale-exonym", "name", "minor", "Zaporozhye", "Zaporizhzhia", "ru|Запорожье|the Russian form",
        "Engineers restored one of the two lines that feed the {} nuclear plant",
    ),
    (
        "chinese-date", "date", "minor", "on the 12th", "on Tuesday", "zh|12日|the day alone",
        "The central bank left its rate unchanged {} and hinted at a cut in the spring",
    ),
    (
        "number-mismatch", "value", "major", "thousands of billions", "hundreds of billions",
        "zh|数千亿|千亿 is 100 billion", "The fund has promised {} of dollars for ports and railways in the region",
    ),
    (
        "title-calque", "phrase", "minor", "State Secretary", "Secretary of State", "zh|国务卿|word by word",
        "{} Marco Rubio met his counterpart for two hours on the margins of the summit",
    ),
    (
        "back-translated-quote", "quote", "major", "We will not step back one step",
        "We are not taking a single step back", "", "“{},” the prime minister said to applause, and took no questions",
    ),
)  # fmt: skip
DECOYS = {
    "Witkoff": (("Whitaker", "held no such office in 2025"),),
    "Bessent": (("Becerra", "left another office in January 2025"),),
}
OUTLETS = ("Toutiao", "Sohu", "NetEase", "Pravda Report", "Nikkei")


def stories(number: int = 54) -> Iterator[Audited]:
    """Short news, one finding each."""
    draw = random.Random(3)
    for n in range(number):
        rule, category, severity, wrong, right, route, frame = STORIES[draw.randrange(len(STORIES))]
        headline = frame.format(right).strip("“")[:46].rsplit(" ", 1)[0]
        yield audited(
            f"desk/{n:02}.txt",
            f"{frame.format(wrong)}.",
            [(wrong, right)],
            original=f"{frame.format(right)}.",
            rule=rule,
            category=category,
            severity=severity,
            route=route,
            rejected=DECOYS.get(right, ()),
            confidence=round(draw.uniform(0.55, 0.99), 2),
            title=f"{headline} …",
            outlet=draw.choice(OUTLETS),
            published=date(2025, 3 + n % 6, 1 + draw.randrange(27)),
            metadata={"engine": draw.choice(("engine A", "engine B", "engine C"))},
        )


def desk(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of a desk in the middle of its work, at a human pace."""
    clock = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)

    def later() -> str:
        nonlocal clock
        clock += timedelta(seconds=23)
        return clock.isoformat()

    draw = random.Random(5)
    with Store.open(database) as store:
        store.load([*seed_results(), *stories()], SIGNATURE)
        with monkeypatch.context() as patched:
            patched.setattr(deciding, "now", later)
            rows = [row for row in store.queue(QueueFilter(), size=200).rows if row.doc.startswith("desk/")]
            for row in rows[: int(0.7 * len(rows))]:
                sure = draw.random() < row.confidence - 0.05
                verdict = "accepted" if sure else draw.choice(("right-here", "unsure"))
                person = draw.choice(("Ann", "Bo", "Ann", "Chidi"))
                store.decide(row.id, verdict, reviewer=person, expected_version=row.version)  # type: ignore[arg-type]
                if draw.random() < 0.4:
                    again = "accepted" if sure or draw.random() < 0.3 else "right-here"
                    other = "Bo" if person != "Bo" else "Ann"
                    store.decide(row.id, again, reviewer=other, expected_version=row.version, opinion=True)  # type: ignore[arg-type]
