"""Whom of the people known a text may speak of: by the words of their roles and fields, and by their countries.

A bare surname can only be meant for somebody of whom the text says something. Those are few, and found by what the text
says instead of one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
import numpy.typing as npt

from audit.names.alone_near import Setting
from audit.names.alone_people import common_roles, countries_of, role_words
from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Person, knowledge
from audit.names.fields import fields_of, words_of_field, words_of_fields
from audit.names.tokens import fold

TOP = frozenset("president minister chancellor premier secretary chief".split())
"""Words of the offices of a government."""

_MOST, APART = 1.5, 2.2
"""How much a word tells at most, and two of them must tell of somebody of no country."""

_MUCH = APART - _MOST - 1e-9
"""How much a word must tell so that it can be one of these two."""

Numbers = npt.NDArray[np.intp]


@cache
def bearers() -> Mapping[str, tuple[Person, ...]]:
    """Known people by the folded letters of their family name, of four letters and more."""
    out: dict[str, list[Person]] = {}
    for person in knowledge().people.values():
        key = fold(person.family_name.replace(" ", "").replace("-", ""))
        if len(key) >= 4:
            out.setdefault(key, []).append(person)
    return {key: tuple(people) for key, people in out.items()}


@cache
def told_by(name: str) -> frozenset[str]:
    """Those of a person's role words, and of the words of their field, that tell something."""
    roles = role_words(name)
    listed = telling_words()
    return frozenset(word for word in roles | words_of_fields(roles) if listed.get(word, 0.0) > 0.0)


@cache
def telling_words() -> Mapping[str, float]:
    """How much a role word tells (0 to `_MOST`): the fewer people have it; words of countries tell nothing here."""
    people = knowledge().people
    count = Counter[str]()
    for name in people:
        roles = role_words(name)
        count.update(roles | words_of_fields(roles))
    countries = {word for keys in country_words() for word in keys}
    return {
        word: min(_MOST, max(0.0, 0.35 * (log(len(people) / n) - 1.6)))
        for word, n in count.items()
        if word not in countries and word not in common_roles()
    }


@dataclass(frozen=True, slots=True)
class _Index:
    """People by number: the number of their family among `bearers`; who has a word among their roles, whose roles
    belong to a field, who holds or held offices of a country or body, of a government, or none.

    `much`: the words that tell much, of roles and (beside all that tell something) of fields.
    """

    family: Numbers
    by_word: Mapping[str, Numbers]
    much: frozenset[str]
    by_field: tuple[tuple[frozenset[str], frozenset[str], Numbers], ...]
    by_owner: Mapping[str, Numbers]
    top: Numbers
    nowhere: Numbers


@cache
def _index() -> _Index:
    words: dict[str, list[int]] = {}
    fields: dict[int, list[int]] = {}
    owners: dict[str, list[int]] = {}
    listed = telling_words()
    family: list[int] = []
    top: list[int] = []
    nowhere: list[int] = []
    for at, people in enumerate(bearers().values()):
        for person in people:
            number = len(family)
            family.append(at)
            roles, countries = role_words(person.name), countries_of(person.name)
            for word in roles:
                if listed.get(word, 0.0) > 0.0:
                    words.setdefault(word, []).append(number)
            for field in fields_of(roles):
                fields.setdefault(field, []).append(number)
            for owner in countries:
                owners.setdefault(owner, []).append(number)
            if not countries:
                nowhere.append(number)
            elif not TOP.isdisjoint(roles):
                top.append(number)
    return _Index(
        family=_numbers(family),
        by_word={word: _numbers(found) for word, found in words.items()},
        much=frozenset(word for word in words if listed[word] >= _MUCH),
        by_field=tuple((*_telling_of(field), _numbers(found)) for field, found in fields.items()),
        by_owner={owner: _numbers(found) for owner, found in owners.items()},
        top=_numbers(top),
        nowhere=_numbers(nowhere),
    )


def _telling_of(field: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a field that tell something, and those that tell much."""
    listed = {word: telling_words().get(word, 0.0) for word in words_of_field(field)}
    return (
        frozenset(word for word, tells in listed.items() if tells > 0.0),
        frozenset(word for word, tells in listed.items() if tells >= _MUCH),
    )


def _numbers(listed: list[int]) -> Numbers:
    return np.array(listed, np.intp)


def families_spoken_of(setting: Setting) -> tuple[Numbers, Numbers]:
    """The numbers (among `bearers`) of the families of people of whom a text may speak, and of those of governments.

    That is everybody of a country of the text with a telling word in it, those of no country with two that tell much
    (`APART`), on a date also whoever governs a country that the text names.
    """
    index = _index()
    told = [index.by_word[word] for word in setting.around & index.by_word.keys()]
    much = [index.by_word[word] for word in setting.around & index.much]
    for words, many, people in index.by_field:
        if not words.isdisjoint(setting.around):
            told.append(people)
            much += [people] * min(2, len(many & setting.around))
    home = np.zeros(len(index.family), np.bool_)
    for owner in setting.countries & index.by_owner.keys():
        home[index.by_owner[owner]] = True
    spoken_of = _times(told, home) > 0
    spoken_of &= home
    spoken_of[index.nowhere] = _times(much, home)[index.nowhere] > 1
    top = np.zeros(len(index.family), np.bool_)
    if setting.on is not None:
        top[index.top] = True
        top &= home
    return _of_any(index.family[spoken_of | top]), _of_any(index.family[top])


def _times(lists: Sequence[Numbers], every: npt.NDArray[np.bool_]) -> Numbers:
    """How often each number up to those of `every` stands in lists."""
    return np.bincount(np.concatenate(lists) if lists else np.empty(0, np.intp), minlength=len(every))


def _of_any(families: Numbers) -> Numbers:
    """Numbers in order, each once."""
    some = np.zeros(len(bearers()), np.bool_)
    some[families] = True
    return np.flatnonzero(some)
