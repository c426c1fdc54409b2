"""What is reckoned before a name is compared with known people: it may spare work, but never lose a find."""

from __future__ import annotations

import random
from datetime import date
from math import inf

import numpy as np
import pytest
from rapidfuzz.distance import JaroWinkler

from audit.names import alone_bare, alone_near
from audit.names.alone_likeness import Comparison, compare
from audit.names.alone_near import Setting
from audit.names.alone_people import countries_of, in_office, role_words
from audit.names.authority_knowledge import Person, knowledge
from audit.names.spoken_of import bearers, families_spoken_of

PEOPLE = sorted(knowledge().people.values(), key=lambda person: person.name)
WORDS = sorted({word for person in PEOPLE for word in role_words(person.name)})
OWNERS = sorted({owner for person in PEOPLE for owner in countries_of(person.name)})


def settings(chance: random.Random, count: int) -> list[Setting]:
    """What texts of a few sentences may speak of, some of them dated."""
    return [
        Setting(
            on=chance.choice([None, date(2019, 5, 1), date(2026, 2, 1)]),
            countries=frozenset(chance.sample(OWNERS, 3)) | chance.choice([frozenset(), {"US"}]),
            around=frozenset(chance.sample(WORDS, 40)) | {"goal", "striker", "said"},
        )
        for _ in range(count)
    ]


def misspelt(name: str, chance: random.Random) -> str:
    letters = list(name)
    for _ in range(chance.randint(1, 3)):
        letters[chance.randrange(len(letters))] = chance.choice("aeiounrstlkmbv")
    return "".join(letters)


def test_everybody_of_whom_a_text_speaks_is_among_the_families() -> None:
    names, found, governing = tuple(bearers()), 0, 0
    for setting in settings(random.Random(1), 20):
        spoken_of, top = ({names[at] for at in numbers.tolist()} for numbers in families_spoken_of(setting))
        for family, people in bearers().items():
            for person in people:
                if not in_office(person.name, setting.on) or alone_bare._weighed(inf, family, person, setting) is None:
                    continue
                found += 1
                assert family in spoken_of, (person.name, setting)
                if alone_bare._acts(person, setting):
                    governing += 1
                    assert family in top, (person.name, setting)
        assert len(spoken_of) < len(names) / 4, "or nothing is spared"
    assert found > 500
    assert governing > 50


def test_near_names_are_those_of_a_look_at_each() -> None:
    chance = random.Random(2)
    names = alone_bare._families()
    among = sorted(chance.sample(range(len(names.names)), 900))
    words = [misspelt(chance.choice(names.names), chance) for _ in range(60)] + ["a" * 300, "b", "é\u5f6d"]

    expected = {
        word: near
        for word in words
        if (near := [at for at in among if JaroWinkler.similarity(word, names.names[at], score_cutoff=0.74)])
    }
    assert {word: list(near) for word, near in names.near(words, 0.74, np.array(among, np.intp))} == expected
    assert len(expected) > 20


def test_a_near_name_is_found_from_the_likeness_that_it_needs() -> None:
    chance, able = random.Random(3), 0
    for setting in settings(chance, 60):
        for person in chance.sample(PEOPLE, 40):
            rare, strange = chance.random() < 0.5, chance.random() < 0.5
            least = alone_near._needed(person, rare, strange, setting)
            able += least < inf
            for score in (0.5, 2.1, 3.4, 3.6, 4.1, 5.2, 6.1, 9.0):
                found = list(alone_near._weighed(0, 1, person, Comparison("like", score, "zh"), rare, strange, setting))
                assert not found or score >= least, (person.name, score, least)
            if least < inf:
                enough = max(least, 0.0) + 0.01
                assert list(
                    alone_near._weighed(0, 1, person, Comparison("like", enough, "zh"), rare, strange, setting)
                ), (person.name, enough)
    assert able > 500


@pytest.mark.parametrize("least", [2.0, 3.5, inf])
def test_what_is_asked_for_comes_out_as_without_a_bound(least: float) -> None:
    chance, found, same = random.Random(4), 0, 0
    for person in chance.sample(PEOPLE, 250):
        for words in _forms(person, chance):
            exact, bounded = compare(words, person), compare(words, person, least)
            if exact.kind in ("same", "order", "pinyin", "given"):
                same += 1
                assert bounded == exact, (words, person.name)
            elif exact.score >= least:
                found += 1
                assert bounded == exact, (words, person.name)
            else:
                assert bounded.score < least, (words, person.name)
                assert bounded.kind not in ("same", "order", "pinyin", "given")
    assert same > 100
    assert found > 30 or least == inf


def _forms(person: Person, chance: random.Random) -> list[list[str]]:
    family = person.family_name.split()[-1]
    given = person.given_name.split()[:1]
    wrong = misspelt(family.lower(), chance).capitalize()
    return [[family], [wrong], [*given, wrong], [*given, family]]
