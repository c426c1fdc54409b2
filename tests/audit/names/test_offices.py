"""Office phrases, whose they are, and the names beside them."""

from __future__ import annotations

from datetime import date

import pytest

from audit.names.alone_offices import _of_the_owners
from audit.names.authority_knowledge import PACKED, checksum, knowledge, pack, parse, seed_files
from audit.names.offices import held, holders_at, phrases
from audit.names.tokens import tokens

HELD = [
    ("U.S. Treasury Secretary Scott Bessent spoke.", "Scott Bessent", "us-treasury-secretary", "abbreviated country"),
    ("the US Defence Secretary Hegseth", "Hegseth", "us-secretary-of-defense", "British spelling"),
    ("Germany's Chancellor Friedrich Merz", "Friedrich Merz", "de-chancellor", "possessive"),
    ("Daniel Driscoll, the US Army Secretary, left.", "Daniel Driscoll", "us-army-secretary", "name first"),
    ("the Ukrainian president (Zelenskyy)", "Zelenskyy", "ua-president", "in brackets, lower case"),
    ("Finance Minister of France Roland Lescure", "Roland Lescure", "fr-finance-minister", "country after the title"),
    ("NATO Secretary-General Mark Rutte said", "Mark Rutte", "nato-secretary-general", "a body, hyphenated title"),
    ("Apple CEO Tim Cook's letter", "Tim Cook", "apple-ceo", "a company"),
    ("Ohio Governor Mike DeWine stayed away", "Mike DeWine", "us-governor-ohio", "a state's office, not the country's"),
    ("Georgia Governor Brian Kemp", "Brian Kemp", "us-governor-georgia", "a state named as a country is"),
]

NOT_HELD = [
    ("Former Treasury Secretary Janet Yellen", "former"),
    ("then-President Barack Obama", "then"),
    ("President-elect Donald Trump", "elect"),
    ("the late Prime Minister Shinzo Abe", "late"),
    ("Deputy Climate Commissioner Ivan Havryliuk", "deputy"),
    ("acting US Army Secretary John Smith", "acting"),
    ("the prime minister's aide Dave Pares", "the aide's name"),
    ("presidential candidate Kamala Harris", "no office"),
]


def named(text: str) -> list[tuple[str, list[str]]]:
    words = tokens(text, 0, len(text))
    return [
        (text[words[h.first].start : words[h.last].bare], [office.id for office in h.phrase.offices])
        for h in held(words, text)
    ]


@pytest.mark.parametrize(("text", "name", "office", "why"), HELD, ids=[case[3] for case in HELD])
def test_names_beside_offices(text: str, name: str, office: str, why: str) -> None:
    assert [found for found, _ in named(text)] == [name], why
    offices = named(text)[0][1]
    assert any(id == office or office.split("-", 1)[1] in id for id in offices), offices


@pytest.mark.parametrize(("text", "why"), NOT_HELD, ids=[case[1] for case in NOT_HELD])
def test_no_statement_about_the_holder(text: str, why: str) -> None:
    assert named(text) == [], why


@pytest.mark.parametrize(
    ("text", "stated", "why"),
    [
        ("NATO Secretary General Mark Rutte", True, "the title begins with its body"),
        ("US Vice President JD Vance", True, "the country stands before it"),
        ("Vice President JD Vance", False, "anybody's"),
    ],
)
def test_whose_office_it_is_may_stand_in_the_title(text: str, stated: bool, why: str) -> None:
    assert [phrase.stated for phrase in phrases(tokens(text, 0, len(text)), text)] == [stated], why


def test_a_country_that_has_no_such_office_is_none() -> None:
    text = "Texas Treasury Secretary John Smith"
    assert phrases(tokens(text, 0, len(text)), text) == []


def test_holders_on_a_day_with_grace_around_changes() -> None:
    office = next(o for o in knowledge().offices if o.id == "us-treasury-secretary")
    names = lambda *day: {h.name for h in holders_at(office, date(*day))}  # noqa: E731
    assert names(2023, 5, 1) == {"Janet Yellen"}
    assert names(2025, 2, 10) == {"Janet Yellen", "Scott Bessent"}
    assert names(2025, 6, 1) == {"Scott Bessent"}


def test_the_packed_copy_says_what_the_seeds_say() -> None:
    files = seed_files()
    parsed = parse(files)
    known = knowledge()
    assert known.offices == parsed.offices
    assert list(known.people.values()) == list(parsed.people)
    assert pack(files) == pack(files)
    assert checksum(files) != checksum(files[1:])


def test_the_packed_copy_is_in_step() -> None:
    assert PACKED.read_bytes() == pack(seed_files()), "run python scripts/build_knowledge.py"


def test_a_family_name_is_spoken_for_by_those_who_served_the_same_owner() -> None:
    know = knowledge()
    treasury = [office for office, _ in know.offices_of["Scott Bessent"]]
    assert _of_the_owners(frozenset(("Mike Pence", "Angela Merkel")), treasury, know) == {"Mike Pence"}
