"""What the calls of the review store cost, without a page: 50,000 findings in 5,000 documents, a part of them decided.

    python -m benchmarks.review [--documents 5000] [--findings 10] [--repeat 15] [--database URL] [--dry]

The texts are those of `benchmarks.review_page` (made up, fixed seed). Three reviewers have decided every tenth finding,
some of them twice. Each call is repeated with other arguments; figures are medians in milliseconds, of wall time and of
this process's CPU time (with PostgreSQL the server's is not in the latter). Writes review.json to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from audit.judgements.entries import NameFilter
from audit.judgements.records import QueueFilter
from audit.judgements.store import Store
from benchmarks.review_page import texts

RESULTS = Path(__file__).parent / "results"
REVIEWERS = ("Ann", "Bob", "Cem")
_EVERY = 10


def decide(store: Store) -> None:
    """Decisions as a team would have made them: every tenth finding, every thirtieth by two."""
    verdicts = ("accepted", "accepted", "accepted", "right-here", "unsure")
    number = 0
    for page in range(10_000):
        rows = store.queue(QueueFilter(order="document"), page=page, size=500).rows
        if not rows:
            return
        for row in rows:
            number += 1
            if number % _EVERY == 0:
                verdict = verdicts[number // _EVERY % len(verdicts)]
                who = REVIEWERS[number // _EVERY % 3]
                store.decide(row.id, verdict, reviewer=who, expected_version=0)  # type: ignore[arg-type]
                if number % (3 * _EVERY) == 0:
                    store.decide(row.id, "accepted", reviewer="Dee", expected_version=1, opinion=True)


class Calls:
    """The calls of the pages, each with its n-th arguments."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.open = QueueFilter(states=("open",))
        self.ids = [row.id for row in store.queue(self.open, size=500).rows]
        self.total = store.queue(self.open, size=1).total
        self.names = [row.key for row in store.names.page(size=100).rows]

    def table(self) -> dict[str, Callable[[int], Any]]:
        """Name of a call -> what makes it for the n-th time."""
        store, open_ = self.store, self.open
        return {
            "queue, first page": lambda n: store.queue(open_),
            "queue, a page in the middle": lambda n: store.queue(open_, page=self.total // 100 + n),
            "queue, one rule": lambda n: store.queue(QueueFilter(states=("open",), rules=("mangled-name",)), page=n),
            "queue, outlet and dates": lambda n: store.queue(
                QueueFilter(outlets=(f"Outlet {n}",), since=date(2024, 3, 1), until=date(2025, 3, 1))
            ),
            "queue, words": lambda n: store.queue(QueueFilter(text=f"Story 0{1000 + 7 * n}")),
            "queue, words that nothing has": lambda n: store.queue(QueueFilter(text=f"nothing{n}")),
            "queue, not judged by me": lambda n: store.queue(QueueFilter(unjudged_by="Ann"), page=n),
            "queue, by confidence": lambda n: store.queue(QueueFilter(order="confidence"), page=n),
            "facets": lambda n: store.facets(open_),
            "facets, under a filter": lambda n: store.facets(QueueFilter(outlets=(f"Outlet {n}",))),
            "documents": lambda n: store.documents(open_, page=n),
            "totals": lambda n: store.totals(),
            "next": lambda n: store.next(open_, self.ids[n]),
            "a finding": lambda n: store.finding(self.ids[n]),
            "a document": lambda n: store.document(f"news/{n:05}.txt"),
            "preview of a form": lambda n: store.preview_form(self.ids[n], "accepted"),
            "decide": self._decide,
            "undo": lambda n: store.undo("Eve"),
            "decide a form": self._decide_form,
            "undo a form": lambda n: store.undo("Eve"),
            "statistics: by rule": lambda n: store.statistics.counts("rule"),
            "statistics: by outlet and month": lambda n: store.statistics.timeline("outlet", "month"),
            "statistics: reliability": lambda n: store.statistics.reliability(),
            "statistics: agreement": lambda n: store.statistics.agreement(),
            "statistics: progress": lambda n: store.statistics.progress(),
            "names, first page": lambda n: store.names.page(),
            "names, words": lambda n: store.names.page(NameFilter(text=f"ba{n}")),
            "a name": lambda n: store.names.entity(self.names[n]),
        }

    def _decide(self, n: int) -> None:
        row = self.store.queue(self.open, page=n, size=1).rows[0]
        self.clock()
        self.store.decide(row.id, "accepted", reviewer="Eve", expected_version=row.version)

    def _decide_form(self, n: int) -> None:
        row = self.store.queue(self.open, page=n, size=1).rows[0]
        chosen = self.store.preview_form(row.id, "accepted").chosen
        self.clock()
        self.store.decide_form(row.id, "accepted", reviewer="Eve", chosen=chosen)

    def clock(self) -> None:
        """Begin to count now: what was done until here belongs to another call."""
        self.begun = (time.perf_counter(), time.process_time())

    def measure(self, repeat: int) -> dict[str, dict[str, float]]:
        """Medians of every call; the first one warms up. `undo` takes back what was decided before it."""
        table: dict[str, dict[str, float]] = {}
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in self.table()}
        for n in range(repeat + 1):
            for name, call in self.table().items():
                self.clock()
                call(n)
                wall, cpu = time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]
                if n:
                    seen[name].append((1000 * wall, 1000 * cpu))
        for name, times in seen.items():
            table[name] = {
                "median_ms": round(statistics.median(wall for wall, _ in times), 2),
                "cpu_ms": round(statistics.median(cpu for _, cpu in times), 2),
                "worst_ms": round(max(wall for wall, _ in times), 2),
            }
        return table


def main(arguments: list[str] | None = None) -> int:
    """Fill a database, measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--findings", type=int, default=10, help="in each document")
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--database", help="an empty database; without it, an SQLite file for the time of the run")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="taudit-") as name:
        database = options.database or str(Path(name, "review.sqlite"))
        with Store.open(database) as store:
            begun = time.process_time()
            store.load(texts(options.documents, options.findings), {"short": "benchmark"})
            loading = time.process_time() - begun
            decide(store)
            total = store.totals()
            table = Calls(store).measure(options.repeat)
        size = Path(database).stat().st_size if not options.database else 0
    result = {
        "documents": total.documents,
        "findings": total.findings,
        "decided": total.findings - total.open,
        "loading_cpu_s": round(loading, 1),
        "size_mb": round(size / 1e6),
        "calls": table,
        "database": options.database.partition(":")[0] if options.database else "sqlite",
        "load_average": round(os.getloadavg()[0], 1),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "versions": {name: version(name) for name in ("SQLAlchemy", "alembic")},
        "date": date.today().isoformat(),
    }
    print(f"{total.findings:,} findings in {total.documents:,} documents, {result['decided']:,} decided")
    print(f"{'':34}{'median':>8}{'CPU':>8}{'worst':>8}   ms, load average {result['load_average']}")
    for call, row in table.items():
        print(f"{call:34}{row['median_ms']:>8.1f}{row['cpu_ms']:>8.1f}{row['worst_ms']:>8.1f}")
    if not options.dry:
        kind = "" if result["database"] == "sqlite" else f"_{result['database']}"
        (RESULTS / f"review{kind}.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
