"""The files of offices and people keep their form: what the loader and the rules rely on."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
OFFICE_FILES = sorted((SEEDS / "offices").glob("*.toml"))
PEOPLE_FILES = sorted((SEEDS / "people").glob("*.toml"))

OFFICE_KEYS = {"id", "country", "body", "company", "titles", "loose_titles", "several", "known_to", "holders"}
HOLDER_KEYS = {"name", "since", "until", "acting", "about"}
PERSON_LISTS = {"variants", "aliases", "roles", "zh_also"}
SCRIPTS = {
    "zh": r"[\u3400-\u9fff]",
    "characters": r"[\u3400-\u9fff]",
    "ja": r"[\u3040-\u30ff\u3400-\u9fff]",
    "ru": r"[\u0400-\u04ff]",
    "uk": r"[\u0400-\u04ff]",
    "ko": r"[\uac00-\ud7a3]",
    "ar": r"[\u0600-\u06ff]",
}
PERSON_KEYS = {"name", "family", "order", "pinyin", *PERSON_LISTS, *SCRIPTS}
# latest day a file may claim to know of: a guard against slips of the pen in years
HORIZON = date(2027, 1, 1)


@cache
def _parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _offices() -> list[dict[str, Any]]:
    return [office for path in OFFICE_FILES for office in _parsed(path).get("office", [])]


def _people() -> list[dict[str, Any]]:
    return [person for path in PEOPLE_FILES for person in _parsed(path)["person"]]


def _family(name: str, people: dict[str, dict[str, Any]]) -> str:
    return str(people.get(name, {}).get("family") or name.rsplit(maxsplit=1)[-1])


def test_there_is_something_to_test() -> None:
    assert len(_offices()) > 500
    assert len(_people()) > 1000


@pytest.mark.parametrize("path", OFFICE_FILES, ids=lambda path: path.stem)
def test_offices_have_the_form(path: Path) -> None:
    data = _parsed(path)
    assert set(data) <= {"office", "known_to", "generic_titles"}
    if "office" in data:
        assert isinstance(data["known_to"], date), "says up to which day it knows"
    for office in data.get("office", []):
        where = office["id"]
        assert set(office) <= OFFICE_KEYS, where
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", where), where
        assert len({"country", "body", "company"} & set(office)) == 1, f"{where}: one owner"
        assert re.fullmatch(r"[A-Z]{2}", office.get("country", "XX")), where
        titles = office["titles"] + office.get("loose_titles", [])
        assert office["titles"] and all(title and title == title.strip() for title in titles), where
        assert len({title.casefold() for title in titles}) == len(titles), f"{where}: a title twice"
        assert office.get("several", True) is True, where
        assert office["holders"], where
        latest = max(holder["since"] for holder in office["holders"])
        assert latest <= office.get("known_to", data["known_to"]), f"{where}: knows more than it says"


def test_ids_are_given_once() -> None:
    counted = Counter(office["id"] for office in _offices())
    assert [one for one, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("path", OFFICE_FILES, ids=lambda path: path.stem)
def test_holders_follow_one_another(path: Path) -> None:
    for office in _parsed(path).get("office", []):
        where, holders = office["id"], office["holders"]
        for holder in holders:
            assert set(holder) <= HOLDER_KEYS, (where, holder)
            assert date(1945, 1, 1) < holder["since"] < HORIZON, (where, holder)
            if "until" in holder:
                assert holder["since"] < holder["until"] < HORIZON, (where, holder)
            assert holder.get("about", True) is True and holder.get("acting", True) is True, (where, holder)
        if office.get("several"):
            continue
        for earlier, later in pairwise(holders):
            assert "until" in earlier, f"{where}: {earlier['name']} has a successor and no end"
            assert earlier["until"] <= later["since"], f"{where}: {earlier['name']} overlaps {later['name']}"


def test_nobody_holds_an_office_twice_at_a_time() -> None:
    for office in _offices():
        terms: dict[str, list[tuple[date, date]]] = {}
        for holder in office["holders"]:
            terms.setdefault(holder["name"], []).append((holder["since"], holder.get("until", HORIZON)))
        for name, spans in terms.items():
            for (_, end), (start, _) in pairwise(sorted(spans)):
                assert end <= start, f"{office['id']}: {name}"


@pytest.mark.parametrize("path", PEOPLE_FILES, ids=lambda path: path.stem)
def test_people_have_the_form(path: Path) -> None:
    for person in _parsed(path)["person"]:
        where = person["name"]
        assert set(person) <= PERSON_KEYS, where
        assert not re.search(r"[\u0400-\u04ff\u3040-\u9fff]", where), f"{where}: the English form"
        for key in PERSON_LISTS & set(person):
            assert person[key] and len(set(person[key])) == len(person[key]), (where, key)
            assert where not in person[key], (where, key)
        for key, letter in SCRIPTS.items():
            if key in person:
                assert re.search(letter, person[key]), (where, key, person[key])
        assert person.get("zh") not in person.get("zh_also", ()), where
        assert person.get("order", "family-first") == "family-first", where
        if "pinyin" in person:
            assert re.fullmatch(r"[A-Z][A-Za-z' ]+", person["pinyin"]), where
            assert person.get("zh"), f"{where}: pinyin without the characters"


def test_people_are_entered_once() -> None:
    counted = Counter(person["name"] for person in _people())
    assert [name for name, count in counted.items() if count > 1] == []


def test_family_names_are_part_of_the_name() -> None:
    people = {person["name"]: person for person in _people()}
    names = set(people) | {holder["name"] for office in _offices() for holder in office["holders"]}
    for name in sorted(names):
        family = _family(name, people)
        assert family.casefold() in name.casefold(), (name, family)
        assert not re.fullmatch(r"(Jr|Sr)\.?|I{1,3}|IV|VI?|X[IV]+", family), f"{name}: a suffix is no family name"


def test_particles_do_not_split_family_names() -> None:
    """ "Ursula von der Leyen" needs an entry that says where the family name begins."""
    people = {person["name"]: person for person in _people()}
    particles = {"von", "van", "der", "den", "de", "di", "del", "al", "bin", "bint", "ten", "ter", "ap", "le", "la"}
    for office in _offices():
        for holder in office["holders"]:
            words = holder["name"].split()
            if len(words) > 2 and words[-2].casefold() in particles:
                assert " " in _family(holder["name"], people) or "family" in people.get(holder["name"], {}), holder


def test_chinese_is_simplified() -> None:
    """No characters that only the traditional script or Japanese has: zh is written as in mainland newspapers."""
    traditional = set("國會長東馬門書車見貝頁風飛麥齊龍賴張劉陳黃趙鄭蔣韓謝蘇葉許盧羅歐衛錢閻馮鄧錦鐵關")
    japanese = set("郞緖愼硏沢辺斎鉄竜恵桜栄絵戸氷﨑冨渕")
    for person in _people():
        for form in (person.get("zh", ""), *person.get("zh_also", ())):
            assert not (traditional | japanese) & set(form), (person["name"], form)


def test_generic_titles_are_lower_case_and_known() -> None:
    generic = _parsed(SEEDS / "offices" / "generic.toml")["generic_titles"]
    assert generic == sorted(set(generic))
    assert all(title == title.lower() and len(title.split()) > 1 for title in generic)
    assert "chief cabinet secretary" not in generic, "particular to Japan"
    assert {"foreign minister", "special envoy", "presidential aide"} <= set(generic)
