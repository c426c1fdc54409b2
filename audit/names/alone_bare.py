"""Bare surnames that nobody bears and a known person's comes near: "Malkarova was seen", "Hegses spoke of success".

On later mention news writes the family name alone. That no list of names has the word, that a channel makes it of the
name of somebody who acts in these days, and that the text speaks of what that person does and of where: all of them are
asked for, and nobody else may come as near.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from math import inf

from audit.names.alone_likeness import at_least, likeness, spelled_otherwise
from audit.names.alone_near import Setting, holds_now
from audit.names.alone_people import countries_of, in_office, role_words
from audit.names.authority_knowledge import Person, knowledge
from audit.names.authority_lexicon import known
from audit.names.nearest import Nearest
from audit.names.reading import BLOCK, Reading
from audit.names.sound import letters
from audit.names.spoken_of import APART, TOP, bearers, families_spoken_of, telling_words, told_by
from audit.names.tokens import Token, fold
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

_FAMOUS = 6.2
"""Rarity (orders of magnitude) below which a family name is a common word of English news."""

_VOWELS = frozenset("aeiouy")


_NEAR = 0.74
"""Likeness in letters (Jaro-Winkler) from which a family name is near a word."""

_Meant = tuple[float, Person, float, str, tuple[str, ...]]
"""What speaks for a person in all, the person, the log-odds of likeness, its language, and what speaks in words."""


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
    doubted = (place for place in reading.lone if _doubtful(reading.sentences[place[0]][place[1]], taken))
    for block, places in groupby(doubted, key=lambda place: place[0] // BLOCK):
        setting = Setting(on, *reading.around(block))
        words: dict[str, list[tuple[int, int, Token]]] = {}
        for number, at in places:
            token = reading.sentences[number][at]
            words.setdefault(token.key, []).append((number, at, token))
        meant = _all_meant({key: known(found[0][2].word) for key, found in words.items()}, setting)
        for number, at, token in sorted(place for key in meant for place in words[key]):
            evidence, person, score, lang, support = meant[token.key]
            yield Bare(number, at, person, score, lang, evidence, support)


def _doubtful(token: Token, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a lone word may be a misspelled surname: no name of a known person, and not spoken for."""
    key = token.key
    if not key.isalpha() or _VOWELS.isdisjoint(key) or key in knowledge().by_word:
        return False
    if token.word[1:] != token.word[1:].lower():
        return False
    return not any(start < token.bare and token.start < end for start, end in taken)


def _all_meant(words: Mapping[str, bool], setting: Setting) -> dict[str, _Meant]:
    """What is meant by those of the folded words for which enough speaks; the value says that somebody bears it."""
    families = _families()
    spoken_of, governing = families_spoken_of(setting)
    strange = families.near([key for key, borne in words.items() if not borne], _NEAR, spoken_of)
    usual = families.near([key for key, borne in words.items() if borne], _NEAR, governing)
    people = _SpokenOf(setting)
    out = {}
    for key, near in (*strange, *usual):
        if any(people[families.names[at]] for at in near):
            meant = _meant(key, setting, words[key], people)
            if meant is not None:
                out[key] = meant
    return out


class _SpokenOf(dict[str, tuple[Person, ...]]):
    """The bearers of family names for whom something speaks in a text, looked up when asked for."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._setting = setting

    def __missing__(self, family: str) -> tuple[Person, ...]:
        setting = self._setting
        people = self[family] = tuple(
            person
            for person in bearers()[family]
            if in_office(person.name, setting.on) and _weighed(inf, family, person, setting) is not None
        )
        return people


def _meant(key: str, setting: Setting, borne: bool, spoken_of: dict[str, tuple[Person, ...]]) -> _Meant | None:
    """The known person for whom most speaks, where that is enough and nobody else comes near."""
    found: list[_Meant] = []
    families = _families()
    for at in families.find(key, _NEAR, 6):
        family = families.names[at]
        people = spoken_of[family]
        if borne:
            people = tuple(person for person in people if _acts(person, setting))
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
    told = told_by(person.name) & setting.around
    telling = telling_words()
    roles = sorted(told, key=lambda word: (-telling[word], word))[:3]
    weight = sum(telling[word] for word in roles[:2])
    if not home and weight < APART:
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
    told = role_words(person.name) & setting.around & telling_words().keys()
    at_home = countries_of(person.name) & setting.countries
    return _on_top(person, setting) and bool(told) and bool(at_home)


def _on_top(person: Person, setting: Setting) -> bool:
    """Whether the person is one of a government on the date."""
    return setting.on is not None and holds_now(person.name, setting.on) and bool(TOP & role_words(person.name))


@cache
def _families() -> Nearest:
    return Nearest(tuple(bearers()))
