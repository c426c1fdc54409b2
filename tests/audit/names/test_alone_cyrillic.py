"""Whole names of known people out of Cyrillic letters."""

from __future__ import annotations

import pytest

from audit.names.alone_cyrillic import find, sound
from audit.names.authority_knowledge import knowledge
from audit.names.tokens import tokens

FOUND = [
    ("Radoslav Sikorsky", "Radoslaw Sikorski", "Radoslav Sikorsky", "Russian"),
    ("Vladislav Kosinyak-Kamysh", "Wladyslaw Kosiniak-Kamysz", "Vladislav Kosinyak-Kamysh", "a double name"),
    ("Minister Fridrikh Merts", "Friedrich Merz", "Fridrikh Merts", "a word before the name"),
    ("Lech Kachinskiy", "Lech Kaczynski", "Kachinskiy", "the given name is right"),
    ("Emmanyuel Makron", "Emmanuel Macron", "Emmanyuel Makron", "both words"),
]
QUIET = [
    ("Radoslaw Sikorski", "his own spelling"),
    ("Radek Sikorski", "his nickname"),
    ("John Li", "both words are names: need not be John Lee"),
    ("Sergey Lavrov", "a Russian, whose romanizations are all right"),
    ("Volodymyr Zelenskiy", "a Ukrainian"),
    ("Sikorsky Helicopter", "a company"),
    (
        "Alexei Gromov",
        "a Russian; Russian letters call the Ukrainian Oleksii Hromov so, who is spelled out of such letters",
    ),
]


def spelt(text: str) -> list[tuple[str, str]]:
    words = tokens(text, 0, len(text))
    return [
        (found.person.name, text[words[found.first].start : words[found.last].bare])
        for found in find(words, 0, len(words) - 1)
    ]


@pytest.mark.parametrize(("text", "person", "surface", "why"), FOUND, ids=[case[3] for case in FOUND])
def test_found(text: str, person: str, surface: str, why: str) -> None:
    assert spelt(text)[:1] == [(person, surface)], why


@pytest.mark.parametrize(("text", "why"), QUIET, ids=[case[1] for case in QUIET])
def test_left_alone(text: str, why: str) -> None:
    assert spelt(text) == [], why


def test_the_right_forms_of_known_people_stand_for_nobody_else() -> None:
    for person in knowledge().people.values():
        for name in (person.name, *person.variants):
            assert {found for found, _ in spelt(name)} <= {person.name}, name


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("sikorsky", "sikorskiy", True),
        ("sikorskii", "sikorskij", True),
        ("khamenei", "hameney", True),
        ("tsvetkova", "cvetkova", False),
        ("merts", "mertz", True),
        ("babish", "babis", False),
    ],
)
def test_systems_of_romanization(one: str, two: str, same: bool) -> None:
    assert (sound(one) == sound(two)) is same
