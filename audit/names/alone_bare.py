"""Bare surnames that nobody bears and a known person's comes near: "Malkarova was seen", "Hegses spoke of success".

On later mention news writes the family name alone. That no list of names has the word, that a channel makes it of the
name of somebody who acts in these days, and that the text speaks of what that person does and of where: all of them are
asked for, and nobody else may come as near.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import inf, log

from audit.names.alone_likeness import at_least, likeness, spelled_otherwise
from audit.names.alone_near import Setting, holds_now
from audit.names.alone_people import common_roles, countries_of, in_office, role_words
from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Person, knowledge
from audit.names.authority_lexicon import known
from audit.names.fields import words_of_fields
from audit.names.nearest import Nearest
from audit.names.reading import BLOCK, Reading
from audit.names.sound import letters
from audit.names.tokens import fold
from audit.names.vocabulary import rarity

NEEDED = 4.5
"""Evidence (likeness, roles, country) from which a bare surname stands for a known person."""

NEEDED_BORNE = 6.5
"""The same for a word that is somebody's name: then the person must also be in office, at home, with roles told."""

AHEAD = 1.0
"""By how much more speaks for the person than for another of a different name."""

_LIKE, _CLOSE = 3.0, 6.0
"""Log-odds of likeness with the person's roles in the text, and without any."""

_SPELT, _SLIP = 0.88, 3.5
"""Likeness in letters from which a slip of the pen explains a form, and the log-odds that it is given."""

_APART = 2.2
"""How much the roles of somebody without an office must tell: two of them that few others have."""

_FAMOUS = 6.2
"""Rarity (orders of magnitude) below which a family name is a common word of English news."""

_VOWELS = frozenset("aeiouy")
_TOP = frozenset("president minister chancellor premier secretary chief".split())


@dataclass(frozen=True, slots=True)
class Bare:
    """Word `at` of sentence `number` that stands for `person`; `score`: likeness in nats, `evidence` with the rest."""

    number: int
    at: int
    person: Person
    score: float
    lang: str
    evidence: float
    support: tuple[str, ...]


def find(reading: Reading, on: date | None, taken: Sequence[tuple[int, int]]) -> Iterator[Bare]:
    """The bare surnames of a text that are nearly those of known people whom it speaks of, each where it stands.

    What a text speaks of is what stands within some thirty sentences: a file of segments is many texts.
    """
    known_words = knowledge().by_word
    block, setting = -1, None
    judged: dict[str, tuple[float, Person, float, str, tuple[str, ...]] | None] = {}
    spoken_of: dict[str, tuple[Person, ...]] = {}
    for number, at in reading.lone:
        token = reading.sentences[number][at]
        key = token.key
        if not key.isalpha() or _VOWELS.isdisjoint(key) or key in known_words:
            continue
        if token.word[1:] != token.word[1:].lower():
            continue
        if any(start < token.bare and token.start < end for start, end in taken):
            continue
        if number // BLOCK != block or setting is None:
            block = number // BLOCK
            setting, judged, spoken_of = Setting(on, *reading.around(block)), {}, {}
        if key not in judged:
            judged[key] = _meant(key, setting, known(token.word), spoken_of)
        found = judged[key]
        if found is not None:
            evidence, person, score, lang, support = found
            yield Bare(number, at, person, score, lang, evidence, support)


def _meant(
    key: str, setting: Setting, borne: bool, spoken_of: dict[str, tuple[Person, ...]]
) -> tuple[float, Person, float, str, tuple[str, ...]] | None:
    """The known person for whom most speaks, where that is enough and nobody else comes near.

    `spoken_of`: the bearers of family names for whom something speaks in this text, as far as they were looked up.
    """
    found: list[tuple[float, Person, float, str, tuple[str, ...]]] = []
    families = _families()
    for at in families.find(key, 0.74, 6):
        family = families.names[at]
        people = spoken_of.get(family)
        if people is None:
            people = spoken_of[family] = tuple(
                person
                for person in _bearers()[family]
                if in_office(person.name, setting.on) and _weighed(inf, family, person, setting) is not None
            )
        people = tuple(person for person in people if _acts(person, setting)) if borne else people
        if not people:
            continue  # the channels take longer than all else
        slip = letters(key, family) >= _SPELT
        like = likeness(key, family) if slip else at_least(key, family, _LIKE)
        if like is None:
            continue
        score, lang = max(like[0], _SLIP) if slip else like[0], like[1]
        for person in people:
            weighed = None if spelled_otherwise(key, person) else _weighed(score, family, person, setting)
            if weighed is not None:
                found.append((weighed[0], person, score, lang, weighed[1]))
    if not found:
        return None
    best = max(found, key=lambda item: item[0])
    others = [item[0] for item in found if fold(item[1].family_name) != fold(best[1].family_name)]
    needed = NEEDED_BORNE if borne else NEEDED
    return best if best[0] >= needed and best[0] - max(others, default=0.0) >= AHEAD else None


def _weighed(score: float, family: str, person: Person, setting: Setting) -> tuple[float, tuple[str, ...]] | None:
    """What speaks for the person in all, and in words; None where the text speaks of nothing of theirs."""
    countries = countries_of(person.name)
    home = countries & setting.countries
    if countries and not home:
        return None
    told = _told_by(person.name) & setting.around
    telling = _telling()
    roles = sorted(told, key=lambda word: (-telling[word], word))[:3]
    weight = sum(telling[word] for word in roles[:2])
    if not home and weight < _APART:
        return None
    if not roles and (score < _CLOSE or not home - {"US"} or not _on_top(person, setting)):
        return None
    support = []
    if roles:
        support.append(f"the text speaks of {', '.join(roles)}")
    if home:
        support.append("the text speaks of the person's country")
    country = 0.4 if home == {"US"} else 1.0 * bool(home)
    return 0.6 * score + weight + country + max(0.0, _FAMOUS - rarity(family)), tuple(support)


def _acts(person: Person, setting: Setting) -> bool:
    """Whether the person is in office on the date, and the text speaks of the country and of what the office does."""
    told = role_words(person.name) & setting.around & _telling().keys()
    at_home = countries_of(person.name) & setting.countries
    return _on_top(person, setting) and bool(told) and bool(at_home)


def _on_top(person: Person, setting: Setting) -> bool:
    """Whether the person is one of a government on the date."""
    return setting.on is not None and holds_now(person.name, setting.on) and bool(_TOP & role_words(person.name))


@cache
def _bearers() -> Mapping[str, tuple[Person, ...]]:
    """Known people by the folded letters of their family name, of four letters and more."""
    out: dict[str, list[Person]] = {}
    for person in knowledge().people.values():
        key = fold(person.family_name.replace(" ", "").replace("-", ""))
        if len(key) >= 4:
            out.setdefault(key, []).append(person)
    return {key: tuple(people) for key, people in out.items()}


@cache
def _families() -> Nearest:
    return Nearest(tuple(_bearers()))


@cache
def _told_by(name: str) -> frozenset[str]:
    """Those of a person's role words, and of the words of their field, that tell something."""
    telling = _telling()
    return frozenset(word for word in _spoken(name) if telling.get(word, 0.0) > 0.0)


@cache
def _spoken(name: str) -> frozenset[str]:
    """The words of a person's roles and of the field that these belong to."""
    roles = role_words(name)
    return roles | words_of_fields(roles)


@cache
def _telling() -> Mapping[str, float]:
    """How much a role word tells (0 to 1.5): the fewer people have it; words of countries tell nothing here."""
    people = knowledge().people
    count = Counter(word for name in people for word in _spoken(name))
    countries = {word for keys in country_words() for word in keys}
    return {
        word: min(1.5, max(0.0, 0.35 * (log(len(people) / n) - 1.6)))
        for word, n in count.items()
        if word not in countries and word not in common_roles()
    }
