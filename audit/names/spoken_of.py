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

import msgspec
import numpy as np
import numpy.typing as npt

from audit.names.alone_near import Setting
from audit.names.alone_people import common_roles, countries_of, role_words
from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Person, checksum_of_all, knowledge
from audit.names.fields import fields_of, words_of_field, words_of_fields
from audit.names.tokens import fold
from audit.seeds_packed import checksum_of, unpack_derived

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
    tells = telling_words()
    return frozenset(word for word in roles | words_of_fields(roles) if tells.get(word, 0.0) > 0.0)


@cache
def telling_words() -> Mapping[str, float]:
    """How much a role word tells (0 to `_MOST`): the fewer people have it; words of countries tell nothing here."""
    return _listed().tells


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


class Listed(msgspec.Struct):
    """How much each word tells, and lists of the numbers of people (see `_Index`)."""

    tells: dict[str, float]
    family: list[int]
    by_word: dict[str, list[int]]
    by_field: dict[int, list[int]]
    by_owner: dict[str, list[int]]
    top: list[int]
    nowhere: list[int]


SPOKEN = "spoken_of"
"""What `listed` gives is packed as."""


def checksum() -> int:
    """The checksum of the tables that `listed` is made of."""
    return checksum_of_all() ^ checksum_of("fields.toml", "demonyms.toml")


@cache
def _listed() -> Listed:
    return unpack_derived(SPOKEN, checksum(), Listed) or listed()


def listed() -> Listed:
    """What is to be known of all people known together.

    Takes an eighth of a second: `scripts/build_tables.py` packs what comes out.
    """
    tells = _tells()
    out = Listed(tells=tells, family=[], by_word={}, by_field={}, by_owner={}, top=[], nowhere=[])
    for at, people in enumerate(bearers().values()):
        for person in people:
            number = len(out.family)
            out.family.append(at)
            roles, countries = role_words(person.name), countries_of(person.name)
            for word in sorted(roles):
                if tells.get(word, 0.0) > 0.0:
                    out.by_word.setdefault(word, []).append(number)
            for field in fields_of(roles):
                out.by_field.setdefault(field, []).append(number)
            for owner in sorted(countries):
                out.by_owner.setdefault(owner, []).append(number)
            if not countries:
                out.nowhere.append(number)
            elif not TOP.isdisjoint(roles):
                out.top.append(number)
    return out


def _tells() -> dict[str, float]:
    people = knowledge().people
    count = Counter[str]()
    for name in people:
        roles = role_words(name)
        count.update(roles | words_of_fields(roles))
    countries = {word for keys in country_words() for word in keys}
    return {
        word: min(_MOST, max(0.0, 0.35 * (log(len(people) / n) - 1.6)))
        for word, n in sorted(count.items())
        if word not in countries and word not in common_roles()
    }


@cache
def _index() -> _Index:
    known = _listed()
    by_word = {word: _numbers(found) for word, found in known.by_word.items()}
    return _Index(
        family=_numbers(known.family),
        by_word=by_word,
        much=frozenset(word for word in by_word if known.tells[word] >= _MUCH),
        by_field=tuple((*_telling_of(field), _numbers(found)) for field, found in known.by_field.items()),
        by_owner={owner: _numbers(found) for owner, found in known.by_owner.items()},
        top=_numbers(known.top),
        nowhere=_numbers(known.nowhere),
    )


def _telling_of(field: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a field that tell something, and those that tell much."""
    words = {word: telling_words().get(word, 0.0) for word in words_of_field(field)}
    return (
        frozenset(word for word, tells in words.items() if tells > 0.0),
        frozenset(word for word, tells in words.items() if tells >= _MUCH),
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
