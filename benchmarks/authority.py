"""Size, build time and look-up of the names store with generated names.

    python -m benchmarks.authority [--names 1000000]

Generated entities have four forms each (two in Latin, one in Cyrillic, one in Han script). The look-up runs in a
process of its own, so that its memory is the store's; half of the names asked for are unknown. Results are kept by
size in benchmarks/results/authority.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from audit.names.authority_store import Record, Store, build

RESULTS = Path(__file__).parent / "results" / "authority.json"
FORMS = 4
LATIN = "ba be bi bo ca da de di do fa fe ga go ha he ja ka ke ki la le li lo ma me mi na ne ni no pa ra re ri".split()
CYRILLIC = (
    "ба бе би бо ка ке да де ди до фа фе га го ха хе жа ка ке ки ла ле ли ло ма ме ми на не ни но па пе ра".split()
)
HAN = "阿巴贝比博布达德迪多尔菲弗格哈基卡克拉莱利洛马梅米纳内尼诺帕佩普拉雷里罗萨塞斯塔特瓦维沃西"


def names(count: int) -> Iterator[Record]:
    """Entities with four forms each, the same for every run."""
    chance = random.Random(7)
    pick = chance.choices
    for number in range(count // FORMS):
        latin = "".join(pick(LATIN, k=5)).title() + " " + "".join(pick(LATIN, k=4)).title()
        other = latin[:-1] + "y"
        yield Record(
            ref=f"g:{number}",
            name=latin,
            kind="person",
            forms=(("en", latin), ("en", other), ("ru", "".join(pick(CYRILLIC, k=6))), ("zh", "".join(pick(HAN, k=5)))),
            weight=number % 1000,
        )


def lookup(path: Path, asked: int) -> dict[str, float]:
    """Milliseconds a look-up and the memory of this process, with a cold store."""
    wanted = [record.name for record, _ in zip(names(asked * FORMS), range(asked // 2), strict=False)]
    wanted += [name[::-1] for name in wanted]
    random.Random(1).shuffle(wanted)
    before = _resident()
    begin = time.perf_counter()
    store = Store.open(path)
    opened = time.perf_counter() - begin
    times, found = [], 0
    for name in wanted:
        begin = time.perf_counter()
        found += bool(store.find(name))
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return {
        "open_ms": round(opened * 1000, 2),
        "lookup_ms_median": round(times[len(times) // 2], 4),
        "lookup_ms_99": round(times[int(len(times) * 0.99)], 4),
        "lookup_ms_largest": round(times[-1], 3),
        "found_share": round(found / len(wanted), 3),
        "resident_mb": round(_resident(), 1),
        "resident_of_the_store_mb": round(_resident() - before, 1),
    }


def _resident() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def main() -> None:
    """Build, look up, print a table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--lookup", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.lookup:
        print(json.dumps(lookup(args.lookup, 20_000)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        begin = time.perf_counter()
        entities, forms = build(names(args.names), path)
        seconds = time.perf_counter() - begin
        figures = {"entities": entities, "forms": forms, "build_s": round(seconds, 1)}
        figures |= {"size_mb": round(path.stat().st_size / 1e6, 1), "build_resident_mb": round(_resident(), 1)}
        command = [sys.executable, "-m", "benchmarks.authority", "--lookup", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        figures |= json.loads(done.stdout)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    results[str(args.names)] = {
        **figures,
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(dict(sorted(results.items(), key=lambda r: int(r[0]))), indent=1) + "\n", "utf-8")
    for key, value in figures.items():
        print(f"{key:28}{value:>14,}")


if __name__ == "__main__":
    main()
