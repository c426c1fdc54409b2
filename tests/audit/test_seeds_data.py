"""The knowledge files: their form, their inner consistency, their look-ups, and the packed copies."""

from __future__ import annotations

import re
import shutil
import time
import tomllib
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from audit import seeds, seeds_packed
from audit.names.alone_organisations import SPELLED, TABLE, _key, organisations, spelled, works
from audit.names.exonyms import occurrences, places, stale_form
from audit.names.styles import equivalent, preferred
from audit.names.tokens import tokens
from audit.seeds_packed import PACKED, pack, place
from audit.settings import STYLES
from scripts.build_tables import derived

FOLDER = seeds.folder()
TOP_LEVEL = sorted(path.name for path in FOLDER.glob("*.toml"))
HAN = re.compile(r"[\u3400-\u9fff]")
CYRILLIC = re.compile(r"^[\u0400-\u04ff’'(),.\- —ʼ]+$")


def parsed(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_every_file_says_what_it_is_and_when_it_was_written(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    head = text[: text.find("\n\n") if "\n\n" in text else len(text)]
    assert head.startswith("# ") and re.search(r"\b20\d\d\b", head), "a comment at the top with source and date"
    assert not any(f"/{top}/" in text for top in ("home", "root", "tmp", "usr")), "a path of some machine"


@pytest.mark.parametrize("name", PACKED)
def test_packed_copies_are_in_step(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert place(name).read_bytes() == pack(content), "run python scripts/build_tables.py"
    assert seeds_packed.unpack(name, content) == parsed(name)


def test_what_is_made_of_tables_is_in_step() -> None:
    for name, packed in derived().items():
        assert place(name).read_bytes() == packed, f"{name}: run python scripts/build_tables.py"


def test_what_was_made_of_an_edited_table_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checksum, right = seeds_packed.checksum_of(TABLE), spelled()
    assert seeds_packed.unpack_derived(SPELLED, checksum, dict[str, int]) == right
    assert seeds_packed.unpack_derived(SPELLED, checksum + 1, dict[str, int]) is None, "an edited table is spelled anew"
    monkeypatch.setattr(seeds_packed, "place", lambda name: tmp_path / "none.msgpack")
    assert seeds_packed.unpack_derived(SPELLED, checksum, dict[str, int]) is None
    (tmp_path / "none.msgpack").write_bytes(b"\x93\x00")
    assert seeds_packed.unpack_derived(SPELLED, checksum, dict[str, int]) is None


def test_forms_are_read_as_texts_are() -> None:
    for organisation in (*organisations(), *works()):
        for form in (*organisation.rightly, *organisation.mangled, *organisation.weak):
            assert _key(form) == tuple(token.key for token in tokens(form, 0, len(form))), form


@pytest.mark.parametrize("damage", [b"", b"\x93", b"\x92\x00\xc0", b"not a table"])
def test_a_damaged_or_stale_copy_is_passed_over(damage: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "styles.msgpack"
    copy.write_bytes(damage)
    monkeypatch.setattr(seeds_packed, "place", lambda name: copy)
    assert seeds_packed.unpack("styles.toml", (FOLDER / "styles.toml").read_bytes()) is None


def test_an_edited_table_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FOLDER / "works.toml", tmp_path / "works.toml")
    with (tmp_path / "works.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[added]]\nname = "Something New"\n')
    monkeypatch.setattr(seeds, "folder", lambda: tmp_path)
    assert seeds.table.__wrapped__("works.toml")["added"] == [{"name": "Something New"}]


def test_reading_all_packed_tables_is_quick() -> None:
    contents = {name: (FOLDER / name).read_bytes() for name in PACKED}
    best = min(_seconds(contents) for _ in range(5))
    assert best < 0.05, f"{best:.3f} s"


def _seconds(contents: dict[str, bytes]) -> float:
    start = time.process_time()
    for name, content in contents.items():
        seeds_packed.unpack(name, content)
    return time.process_time() - start


# ---- exonyms ---------------------------------------------------------------------------------------------------------


def exonym_entries() -> list[dict[str, Any]]:
    return [entry for group in parsed("exonyms.toml")["group"] for entry in group["places"]]


def test_places_stand_once_and_their_forms_belong_to_one_place() -> None:
    entries = exonym_entries()
    assert [name for name, count in Counter(entry["name"] for entry in entries).items() if count > 1] == []
    wrong = Counter(form for entry in entries for form in {*entry.get("stale", ()), *entry.get("literal", ())})
    assert [form for form, count in wrong.items() if count > 1] == []
    current = {entry["name"] for entry in entries} - {"Astana"}
    assert sorted(current & set(wrong)) == [], "a current name cannot be a stale form"


@pytest.mark.parametrize("entry", exonym_entries(), ids=lambda entry: entry["name"])
def test_an_exonym_entry_is_consistent(entry: dict[str, Any]) -> None:
    listed = {*entry.get("stale", ()), *entry.get("literal", ())}
    assert not listed & {*entry.get("variants", ()), entry["name"]}, "a form cannot be both right and stale"
    assert set(entry.get("ambiguous", ())) <= listed
    assert {*entry.get("styles", {}), *entry.get("dates", {})} <= set(STYLES)
    assert HAN.search(entry["zh"])
    for key in ("ru", "uk"):
        assert key not in entry or CYRILLIC.match(entry[key]), key
    assert set(entry.get("styles", {}).values()) <= {entry["name"], *entry.get("variants", ())}
    assert ("kept" in entry) == ("keeps" in entry)


@pytest.mark.parametrize(
    ("form", "style", "on", "expected", "why"),
    [
        ("Zaporozhye", "neutral", date(2025, 8, 9), "Zaporizhzhia", "Russian-derived, no main style writes it"),
        ("Kiev", "ap", date(2019, 8, 14), "Kyiv", "the day of AP's change"),
        ("Kiev", "ap", date(2019, 8, 13), None, "the day before"),
        ("Kiev", "neutral", date(2019, 9, 1), None, "Reuters still wrote Kiev"),
        ("Kiev", "reuters", date(2020, 7, 1), "Kyiv", "after Reuters' change"),
        ("Odessa", "neutral", date(2018, 5, 1), None, "good English in 2018"),
        ("Odessa", "neutral", date(2025, 5, 1), "Odesa", "not any more"),
        ("Nur-Sultan", "neutral", date(2020, 1, 1), None, "the city's name from 2019 to 2022"),
        ("Nur-Sultan", "neutral", date(2023, 1, 1), "Astana", "renamed back"),
        ("Artemovsk", "neutral", date(2023, 5, 20), "Bakhmut", "renamed in 2016"),
        ("Red Army City", "neutral", None, "Pokrovsk", "literal forms are artifacts at any date"),
        ("Kiev", "ap", None, None, "dated forms keep silent without a date"),
        ("Swaziland", "ap", date(2018, 8, 1), "Eswatini", "AP changed before the others"),
        ("Diaoyu Dao", "neutral", date(2024, 1, 1), "Senkaku Islands", "Chinese word for island kept"),
    ],
)
def test_stale_forms_by_style_and_date(form: str, style: str, on: date | None, expected: str | None, why: str) -> None:
    found = stale_form(form)
    assert found is not None, why
    assert (found.replacement(style, on) if found.applies(style, on) else None) == expected, why


@pytest.mark.parametrize(
    "name",
    ["Luhansk", "Donetsk", "Kherson", "Crimea", "Kyiv", "Mumbai", "Chernobyl", "Hong Kong", "New York", "", "—"],
)
def test_right_names_are_no_stale_forms(name: str) -> None:
    assert stale_form(name) is None


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("They met in Kiev.", [("Kiev", False)], "plain"),
        ("He ordered chicken Kiev in Kiev.", [("Kiev", True), ("Kiev", False)], "the dish keeps its name"),
        ("oil town of Odessa, Texas", [("Odessa", True)], "another place"),
        ("the Dnipropetrovsk region", [("Dnipropetrovsk", True)], "the region was not renamed"),
        ("the Dnepropetrovsk region", [("Dnepropetrovsk", False)], "but it has its Ukrainian form"),
        ("near Krasny Liman and Ugledar", [("Krasny Liman", False), ("Ugledar", False)], "two words"),
        ("Congo (Gold) sent troops", [("Congo (Gold)", False)], "with its bracket"),
        ("at Ren’ai Reef", [("Ren’ai Reef", False)], "typographic apostrophe"),
        ("odessa and kiev in lower case", [], "user names, addresses"),
        ("Red. Army City", [], "not across a full stop"),
        ("Kievan monasteries", [], "another word"),
    ],
)
def test_occurrences(text: str, expected: list[tuple[str, bool]], why: str) -> None:
    found = list(occurrences(text))
    assert [(text[o.start : o.end], o.exempt) for o in found] == expected, why
    if "Dnepropetrovsk" in text:
        assert found[0].instead == "Dnipropetrovsk", why


@pytest.mark.parametrize("piece", ["Congo ", "A ", "Kiev", "Red Army ", "(((", "Odessa, "])
def test_occurrences_take_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    start = time.process_time()
    for _ in occurrences(text):
        pass
    assert time.process_time() - start < 6


# ---- styles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "same", "why"),
    [
        ("Zelensky", "Zelenskiy", True, "house style"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True, "whole name"),
        ("Vladimir Zelensky", "Volodymyr Zelenskyy", True, "the Russian given name of a Ukrainian"),
        ("Vladimir Putin", "Volodymyr Putin", False, "but not of a Russian"),
        ("Sergei Lavrov", "Sergey Lavrov", True, "romanization"),
        ("Kim Jong-un", "Kim Jong Un", True, "hyphen"),
        ("al-Qaida", "Al Qaeda", True, "article and vowels"),
        ("Bashar al-Assad", "Bashar Assad", True, "the article is free"),
        ("Medvedev", "Medvedchuk", False, "two people"),
        ("Li Wei", "Li Hui", False, "two people"),
        ("Zelensky", "Zaluzhny", False, "two people"),
        ("Kyiv", "Kiev", False, "a matter of dates, not of spelling"),
        ("Erbil", "Irbil", True, "places too"),
        ("Sanaa", "Sana'a", True, "apostrophe"),
        ("Hussein", "Hassan", False, "two names"),
        ("", "Putin", False, "nothing is like nothing"),
    ],
)
def test_equivalent(a: str, b: str, same: bool, why: str) -> None:
    assert equivalent(a, b) is same, why
    assert equivalent(b, a) is same, why


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        ("Zelensky", "ap", "Zelenskyy"),
        ("Zelensky", "reuters", "Zelenskiy"),
        ("Zelensky", "neutral", None),
        ("Qaddafi", "ap", "Gadhafi"),
        ("Erbil", "ap", "Irbil"),
        ("Macron", "ap", None),
    ],
)
def test_preferred(name: str, style: str, expected: str | None) -> None:
    assert preferred(name, style) == expected


def test_styles_are_those_of_the_settings_and_preferences_are_listed_forms() -> None:
    data = parsed("styles.toml")
    assert set(data["style"]) == set(STYLES)
    for entry in chain(data["people"], data["organisations"], data["given"]):
        assert len(entry["forms"]) > 1, entry
        assert len(set(entry["forms"])) == len(entry["forms"]), entry
        assert {entry[style] for style in STYLES if style in entry} <= set(entry["forms"]), entry


# ---- organisations, works, countries, words -------------------------------------------------------------------------


def listed(name: str) -> list[dict[str, Any]]:
    return [entry for entries in parsed(name).values() for entry in entries]


@pytest.mark.parametrize("name", ["organisations.toml", "works.toml"])
def test_mangled_forms_are_no_names_of_their_own(name: str) -> None:
    entries = listed(name)
    own = {
        form.casefold()
        for e in entries
        for form in (e["name"], *e.get("aliases", ()), *([e["acronym"]] if "acronym" in e else []))
    }
    mangled = Counter(form.casefold() for e in entries for form in {*e.get("mangled", ())})
    assert sorted(own & set(mangled)) == []
    assert [form for form, count in mangled.items() if count > 1] == [], "one form, one entry"
    for entry in entries:
        assert HAN.search(entry["zh"]) or entry["zh"].isascii(), entry
        assert not {*entry.get("mangled", ())} & {*entry.get("weak", ())}, entry
        assert entry.get("kind"), entry


def test_countries_are_complete_and_stand_once() -> None:
    countries = parsed("demonyms.toml")["countries"]
    codes = [entry["code"] for entry in countries if "code" in entry]
    assert len(codes) == len(set(codes)) and len(codes) >= 195
    assert all(len(code) == 2 and code.isupper() for code in codes)
    for entry in countries:
        assert entry["forms"] and HAN.search(entry["zh"]) and CYRILLIC.match(entry["ru"]), entry


def test_acronyms_stand_once_and_have_expansions() -> None:
    entries = parsed("acronyms.toml")["acronyms"]
    assert [a for a, count in Counter(entry["acronym"] for entry in entries).items() if count > 1] == []
    assert all(entry["expansions"] and entry["acronym"].isalnum() for entry in entries)


def test_word_lists_hold_no_word_twice() -> None:
    for name, words in parsed("names_words.toml").items():
        assert [word for word, count in Counter(words).items() if count > 1] == [], name
        assert all(word == word.strip() and word for word in words), name


def test_confusable_given_names_are_given_names() -> None:
    data = parsed("given_names.toml")
    known = set(" ".join(data["common"].values()).split())
    for line in data["confusable"]["groups"].strip().splitlines():
        assert len(line.split()) > 1 and set(line.split()) <= known, line
    for pair in data["nicknames"]["pairs"].split():
        assert re.fullmatch(r"[^\W\d_]+:[^\W\d_]+(,[^\W\d_]+)*", pair), pair
    for pair in data["russian"]["pairs"].split():
        assert re.fullmatch(r"[A-Z][a-z]+(,[A-Z][a-z]+)*:[A-Z][a-z]+(,[A-Z][a-z]+)*", pair), pair


def test_tables_of_places_are_loaded_whole() -> None:
    assert len(places()) == len(exonym_entries())
