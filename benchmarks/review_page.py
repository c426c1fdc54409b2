"""How fast the review page answers, measured in a real browser: 50,000 findings in 5,000 documents.

    python -m benchmarks.review_page [--documents 5000] [--findings 10] [--repeat 15] [--database URL] [--dry]

The texts are made up (words drawn with a fixed seed, forms as unequal in number as words are). Each interaction is
timed from the key to the moment when the page shows its last part; figures are milliseconds of wall time, so that other
work on the machine shows in them. Writes review_page.json to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from audit.judgements.store import Store
from audit.model import SEVERITIES, Audited, Evidence, Finding, Link, Rejected, RouteStep, Suggestion
from benchmarks._review_server import ARGUMENTS, CHROMIUM, PATIENCE, Served
from corpora.documents import Document, Span

RESULTS = Path(__file__).parent / "results"
RULES = (
    ("mangled-name", "name"), ("stale-exonym", "name"), ("chinese-date", "date"), ("number-mismatch", "value"),
    ("back-translated-quote", "quote"), ("calque-phrase", "phrase"), ("platform-boilerplate", "boilerplate"),
)  # fmt: skip
FORMS, OUTLETS, ENGINES = 900, 60, 6
SHOWN = "document.documentElement.dataset.shown"
PAGE = "document.documentElement.dataset.page"
SYLLABLES = ("ba", "ko", "lin", "mer", "ost", "pra", "shi", "tov", "ur", "wen", "yar", "zel")


def texts(documents: int, findings: int, seed: int = 7) -> Iterator[Audited]:
    """Audited documents as an audit of news would yield them."""
    draw = random.Random(seed)
    names = ["".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize() + str(n) for n in range(FORMS)]
    weights = [1 / (rank + 3) for rank in range(FORMS)]
    words = ["".join(draw.choice(SYLLABLES) for _ in range(draw.randint(1, 3))) for _ in range(3_000)]
    for number in range(documents):
        chosen = draw.choices(names, weights, k=findings)
        sentences, sources, places, at, there = [], [], [], 0, 0
        for name in chosen:
            front, back = " ".join(draw.choices(words, k=11)), " ".join(draw.choices(words, k=9))
            sentences.append(f"{front.capitalize()} {name} {back}.")
            sources.append(f"{front.capitalize()} {name}ff {back}.")
            begin = at + len(front) + 1
            places.append((at, at + len(sentences[-1]), begin, begin + len(name), there, there + len(sources[-1])))
            at += len(sentences[-1]) + 1
            there += len(sources[-1]) + 1
        outlet = f"Outlet {draw.randrange(OUTLETS)}"
        document = Document(
            id=f"news/{number:05}.txt", text=" ".join(sentences), lang="en", title=f"Story {number:05}", outlet=outlet,
            published=date(2024, 1, 1) + timedelta(days=draw.randrange(600)),
            metadata={"engine": f"engine-{draw.randrange(ENGINES)}"},
        )  # fmt: skip
        source = " ".join(sources)
        original = Document(id=f"wire/{number:05}", text=source, lang="en", title=f"Report {number}", outlet="Wire")
        yield Audited(
            document=document,
            links=tuple(
                Link(translation=document.span(a, b), original=original.span(e, f), score=0.9)
                for a, b, _, _, e, f in places
            ),
            findings=tuple(_finding(draw, document, original, number, place) for place in enumerate(places)),
            originals={original.id: original},
            sentences=tuple((a, b) for a, b, *_ in places),
        )


def _finding(draw: random.Random, document: Document, original: Document, number: int, place: Any) -> Finding:
    index, (_, _, start, end, there, until) = place
    rule, category = RULES[hash_of(document.text[start:end]) % len(RULES)]
    span: Span = document.span(start, end)
    evidence = Evidence(
        kind="original", detail=f"the linked sentence has {span.text}ff", ref=f"{original.id}:{there}-{until}"
    )
    return Finding(
        rule=rule, category=category, severity=draw.choice(SEVERITIES[1:]), confidence=0.5 + 0.5 * draw.random(),
        span=span, message=f"{span.text} should be {span.text}ff", mqm="Accuracy/Mistranslation", subtype=None,
        route=(RouteStep(lang="zh", form="威特科夫", detail="final 夫 (-ff) lost"),),
        suggestions=(Suggestion(text=f"{span.text}ff", confidence=0.9, safe=True),), evidence=(evidence,),
        rejected=(Rejected(text="Whitlock", why="of another office"),), fingerprint=f"{number}-{index}",
        context_key=f"{number}-{index}",
    )  # fmt: skip


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return sum(ord(c) * (n + 1) for n, c in enumerate(text))


class Reader:
    """A person at the page, with a clock."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url
        self.times: dict[str, list[float]] = {}

    def timed(self, name: str, act: Callable[[], None], shown: str) -> None:
        """Do something and note how long the page takes until a condition (JavaScript) holds, looked at every frame."""
        begun = time.perf_counter()
        act()
        self.page.wait_for_function(shown)
        self.times.setdefault(name, []).append(1000 * (time.perf_counter() - begun))

    def press(self, key: str) -> Callable[[], None]:
        """Press a key, or one after the other."""
        return lambda: [self.page.keyboard.press(part) for part in key.split(" ")] and None

    def shown(self) -> str:
        """What the page shows now, as it says itself."""
        return str(self.page.evaluate(f"{SHOWN} || ''"))

    def other(self) -> str:
        """Whether another finding is in hand than now."""
        return f"{SHOWN} && {SHOWN} !== '{self.shown()}'"

    def round(self, number: int) -> None:
        """Everything once."""
        page = self.page
        page.goto(self.url)
        page.wait_for_selector("html[data-page=queue]", state="attached")
        self.timed("queue: next page", self.press("]"), f"{SHOWN} === '1'")
        self.timed("queue: page before", self.press("["), f"{SHOWN} === '0'")
        self.timed("queue: documents", self.press("v"), f"{SHOWN} === 'documents 0'")
        self.timed("queue: findings", self.press("v"), f"{SHOWN} === '0'")
        page.keyboard.press("/")
        words = f"Story {7 * number + 100:05}"
        page.keyboard.type(words)
        self.timed("queue: search", self.press("Enter"), f"{SHOWN} === '{words} 0'")
        page.keyboard.press("Escape")
        self.timed("queue: clear the filters", self.press("x"), f"{SHOWN} === '0'")
        self.timed("open a finding", self.press("j Enter"), f"{PAGE} === 'review' && {SHOWN} !== '0'")
        for _ in range(3):
            self.timed("next finding", self.press("j"), self.other())
        self.timed("accept", self.press("a"), self.other())
        self.timed("undo", self.press("u"), self.other())
        self.timed("right here", self.press("r"), self.other())
        self.timed("undo", self.press("u"), self.other())
        self.timed("whole text", self.press("w"), holds("button", "Sentence W"))
        self.timed("only the sentence", self.press("w"), holds("button", "Whole text W"))
        id = self.shown()
        self.timed("preview of a form", self.press("A"), f"{SHOWN} === '{id} waiting'")
        self.timed("cancel", self.press("Escape"), f"{SHOWN} === '{id}'")
        self.timed("history", self.press("h"), holds("h3", "History"))
        page.keyboard.press("h")
        page.wait_for_function(f"!({holds('h3', 'History')})")
        self.timed("names", self.press("g n"), f"{PAGE} === 'names'")
        self.timed("dashboard", self.press("g d"), f"{PAGE} === 'dashboard'")
        self.timed("back to the queue", self.press("g q"), f"{PAGE} === 'queue'")


def holds(selector: str, pattern: str) -> str:
    """Whether an element of the page holds some words, as JavaScript."""
    return f"[...document.querySelectorAll('{selector}')].some((e) => /{pattern}/.test(e.textContent))"


def measure(database: str, repeat: int, folder: Path) -> dict[str, list[float]]:
    """Times of every interaction, in milliseconds; the first round warms up and is left out."""
    from playwright.sync_api import sync_playwright

    served = Served(database, folder / "server.log")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1360, "height": 900})
            page.set_default_timeout(PATIENCE)
            reader = Reader(page, served.url)
            reader.round(0)
            reader.times.clear()
            for number in range(1, repeat + 1):
                reader.round(number)
            browser.close()
        return reader.times
    finally:
        served.stop()


def main(arguments: list[str] | None = None) -> int:
    """Fill a database, measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--findings", type=int, default=10, help="in each document")
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--database", help="an empty database; without it, an SQLite file for the time of the run")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    if CHROMIUM is None:
        print("no chromium on this machine: nothing is measured", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="taudit-") as name:
        database = options.database or str(Path(name, "review.sqlite"))
        begun = time.perf_counter()
        with Store.open(database) as store:
            store.load(texts(options.documents, options.findings), {"short": "benchmark"})
            total = store.totals()
        loading = time.perf_counter() - begun
        times = measure(database, options.repeat, Path(name))
    table = {
        action: {
            "median_ms": round(statistics.median(seen)),
            "p95_ms": round(sorted(seen)[min(len(seen) - 1, int(0.95 * len(seen)))]),
            "n": len(seen),
        }
        for action, seen in times.items()
    }
    everything = [value for seen in times.values() for value in seen]
    result = {
        "documents": total.documents,
        "findings": total.findings,
        "loading_s": round(loading, 1),
        "median_ms": round(statistics.median(everything)),
        "interactions": table,
        "database": options.database.partition(":")[0] if options.database else "sqlite",
        "load_average": round(os.getloadavg()[0], 1),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "versions": {name: version(name) for name in ("streamlit", "SQLAlchemy", "playwright")},
        "date": date.today().isoformat(),
    }
    print(f"{total.findings:,} findings in {total.documents:,} documents, loaded in {loading:.0f} s")
    print(f"{'':28}{'median':>8}{'95 %':>8}   ms, load average {result['load_average']}")
    for action, row in table.items():
        print(f"{action:28}{row['median_ms']:>8,}{row['p95_ms']:>8,}")
    print(f"{'all':28}{result['median_ms']:>8,}")
    if not options.dry:
        (RESULTS / "review_page.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
