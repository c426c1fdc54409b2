"""Full names that are nearly the name of a known person: Demis Hasabis, Karol Navrotsky, Nikushor Dan.

That a name is like a famous one proves little: most people of such names exist. What speaks for the famous person is a
given name that few bear, a word that no name list has, the person's role or country in the same text; two of these are
asked for, and a likeness through a channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from math import inf

from audit.channels.pinyin import parses
from audit.names.alone_likeness import (
    SUFFIXES,
    Comparison,
    at_least,
    likeness,
    romanization,
    romanized,
    same_given,
    spelled_otherwise,
)
from audit.names.authority_knowledge import Person, knowledge, words_of
from audit.names.authority_lexicon import known
from audit.names.coverage import groups_of
from audit.names.nearest import Nearest
from audit.names.origins import chinese, japanese, japanese_looking, pinyin_of
from audit.names.sound import letters, near
from audit.names.tokens import Token, fold
from audit.names.vocabulary import given_names, rarity

_CLOSE = 4.0
"""Log-odds of a likeness that speaks for itself."""

_VERY_CLOSE = 6.0
"""The same where both words of the name are usual ones."""

_SPELT, _SLIP = 0.88, 3.5
"""Likeness in letters from which a slip of the pen explains a form, and the log-odds that it is given."""

NEEDED = 5.0
"""Log-odds (likeness and what speaks for the person) from which a near name is one."""

_SLACK = 1e-6
"""By this less is asked of a likeness than is needed, whatever is lost in the last digits."""


@dataclass(frozen=True, slots=True)
class Near:
    """Words first..last (inclusive) that should be part of the name of `person`; `support`: what speaks for it."""

    first: int
    last: int
    person: Person
    comparison: Comparison
    confidence: float
    support: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text says around the name: its date, countries (ISO codes) and folded words."""

    on: date | None
    countries: frozenset[str]
    around: frozenset[str]


def find(tokens: Sequence[Token], first: int, last: int, text: Setting) -> Near | None:
    """The known person whose name words first..last nearly are, at their end; None where there is none."""
    while last > first and tokens[last].key in SUFFIXES:
        last -= 1
    best: Near | None = None
    for begin in range(max(first, last - 2), last):
        if any(token.glued for token in tokens[begin : begin + 1]) or len(tokens[begin].key) < 3:
            continue
        every = (
            *_family(tokens, begin, last, text),
            *_given(tokens, begin, last, text),
            *_read_in_chinese(tokens, begin, last, text),
            *_half_in_chinese(tokens, begin, last, text),
        )
        for found in every:
            if best is None or found.comparison.score > best.comparison.score:
                best = found
    return best or _both(tokens, first, last, text)


def _family(tokens: Sequence[Token], begin: int, last: int, text: Setting) -> Iterator[Near]:
    """The given name is a known person's, the family name is like theirs."""
    given = tokens[begin].key
    surface = "".join(token.key for token in tokens[begin + 1 : last + 1])
    people = knowledge().by_given.get(given, ())
    if len(surface) < 3 or not people or any(person in people for person in knowledge().by_family.get(surface, ())):
        return
    rare = given not in given_names() and rarity(given) > 4.4 and len(people) <= 3
    strange: bool | None = None
    for person in people:
        own = person.folded_family
        if abs(len(surface) - len(own)) > 3 or len(own) < 4:
            continue
        if not near(surface, own, 0.5) or spelled_otherwise(surface, person):
            continue
        if strange is None:
            strange = all(not known(token.word) for token in tokens[begin + 1 : last + 1])
        least = _needed(person, rare, strange, text)
        if least <= _SLIP and letters(surface, own) >= _SPELT:
            score, lang = likeness(surface, person.family_name)
            score = max(score, _SLIP)
        else:
            like = at_least(surface, person.family_name, max(0.0, least)) if least < inf else None
            if like is None:
                continue
            score, lang = like
        yield from _weighed(begin + 1, last, person, Comparison("like", score, lang), rare, strange, text)


def _given(tokens: Sequence[Token], begin: int, last: int, text: Setting) -> Iterator[Near]:
    """The family name is a known person's, the given name is no usual one and like theirs."""
    family = "".join(token.key for token in tokens[begin + 1 : last + 1])
    surface = tokens[begin]
    people = knowledge().by_family.get(family, ())
    if len(surface.key) < 4 or not people:
        return
    usual = surface.key in given_names() or known(surface.word)
    rare = len(people) == 1 and rarity(family) > 5.0
    if usual and not rare:
        return
    for person in people:
        given = fold(person.given_name.split()[0]) if person.given_name else ""
        if len(given) < 4 or not near(surface.key, given, 0.6):
            continue
        if same_given(surface.key, given, person) or not _other(surface.key, given, person):
            continue
        if _needed(person, rare, not usual, text) == inf:
            continue
        like = at_least(surface.key, given, 1.0)
        if like is None and text.on is not None and holds_now(person.name, text.on):
            like = (_SLIP, "") if letters(surface.key, given) >= _SPELT else None
        if like is not None:
            yield from _weighed(begin, begin, person, Comparison("given", *like), rare, not usual, text)


def _read_in_chinese(tokens: Sequence[Token], begin: int, last: int, text: Setting) -> Iterator[Near]:
    """A Japanese family name rightly read, before a given name whose characters were read otherwise: Noda Jiayan."""
    if last != begin + 1 or len(tokens[last].key) < 4:
        return
    given = tokens[last].key
    people = [p for p in knowledge().by_family.get(tokens[begin].key, ()) if japanese(p) and p.order == "family-first"]
    if len(people) != 1 or given in words_of(people[0]):
        return
    person = people[0]
    mandarin = bool(parses(given)) and not japanese_looking(given)
    if not mandarin and not (japanese_looking(given) and letters(given, fold(person.given_name)) >= 0.5):
        return
    if text.on is not None and holds_now(person.name, text.on) and _roles(person.name) & text.around:
        why = (f"the text speaks of {person.family_name}'s office",) + (("a given name read in Chinese",) * mandarin)
        yield Near(begin, last, person, Comparison("misread", 6.0, "zh"), 0.8 if mandarin else 0.66, why)


def _half_in_chinese(tokens: Sequence[Token], begin: int, last: int, text: Setting) -> Iterator[Near]:
    """One half of a Japanese, Korean or Vietnamese name is right or nearly so, the other its characters in Mandarin.

    Suzuki Junyi (鈴木俊一), Park Anzhu (朴安洙), Xiaoquan Jinjiro (小泉進次郎).
    """
    if last != begin + 1 or min(len(tokens[at].key) for at in (begin, last)) < 3:
        return
    family, given = tokens[begin].key, tokens[last].key
    found: list[tuple[Person, str]] = []
    for person in knowledge().by_family.get(family, ()):
        parts = pinyin_of(person) if _read_apart(person) else ()
        if given in {"".join(parts[at:]) for at in range(1, len(parts))} and given not in words_of(person):
            found.append((person, f"{given.capitalize()} is its characters in Mandarin"))
    for person in _families_in_mandarin().get(family, ()):
        if letters(given, person.folded_given) >= 0.6 and holds_or_held(person.name, text.on):
            found.append((person, f"{family.capitalize()} is its characters in Mandarin"))
    if len({person.name for person, _ in found}) == 1:
        person, why = found[0]
        yield Near(begin, last, person, Comparison("misread", 8.0, "zh"), 0.84, (why,))


def _read_apart(person: Person) -> bool:
    """Whether the name is written in characters that its own language reads otherwise than Mandarin."""
    return person.order == "family-first" and bool(person.characters) and not chinese(person)


@cache
def _families_in_mandarin() -> dict[str, tuple[Person, ...]]:
    """People by the Mandarin of the first characters of their names, two or three syllables as one word."""
    out: dict[str, list[Person]] = {}
    for person in knowledge().people.values():
        parts = pinyin_of(person) if _read_apart(person) else ()
        if len(parts) > 3 or (len(parts) == 3 and japanese(person)):
            out.setdefault("".join(parts[:2]), []).append(person)
    return {key: tuple(people) for key, people in out.items()}


def holds_or_held(name: str, on: date | None) -> bool:
    """Whether the person holds an office on the date or did not long before; without a date, any at any time."""
    return bool(knowledge().offices_of.get(name)) and (on is None or _of_these_days(name, on))


def holds_now(name: str, on: date) -> bool:
    """Whether the person holds an office on the date, or did in the two months before."""
    held = knowledge().offices_of.get(name, ())
    return any(h.since - timedelta(days=60) <= on and (h.until is None or on <= h.until) for _, h in held)


def _other(surface: str, given: str, person: Person) -> bool:
    """Whether two forms of a given name are more than two of one name (Sergei, Sergey; Mohamed, Mohammed; Jon, John).

    Who writes the name in Latin letters writes it in one way: Giorgia Meloni is no Georgia.
    """
    if romanized(person.name) or not holds_or_held(person.name, None):
        same = romanization(surface, False) == romanization(given, False)
    else:
        same = surface == given
    return not same and groups_of(surface).isdisjoint(groups_of(given))


def _both(tokens: Sequence[Token], first: int, last: int, text: Setting) -> Near | None:
    """Neither word is known, and both together are like a known person's name."""
    if last != first + 1 or any(known(tokens[n].word) or len(tokens[n].key) < 4 for n in (first, last)):
        return None
    names, people = _full()
    surface = tokens[first].key + " " + tokens[last].key
    for at in names.find(surface, 0.8, 3):
        person = people[at]
        least = max(0.0, _needed(person, True, True, text))
        one = at_least(tokens[first].key, fold(person.given_name), least) if least < inf else None
        two = at_least(tokens[last].key, person.family_name, least) if one is not None else None
        if one is None or two is None or spelled_otherwise(tokens[last].key, person):
            continue
        found = _weighed(first, last, person, Comparison("full", min(one[0], two[0]), two[1]), True, True, text)
        return next(iter(found), None)
    return None


@cache
def _full() -> tuple[Nearest, list[Person]]:
    people = [
        person
        for person in knowledge().people.values()
        if len(person.name.split()) == 2 and not person.characters and person.given_name
    ]
    return Nearest([fold(p.given_name) + " " + fold(p.family_name) for p in people]), people


def _needed(person: Person, rare: bool, strange: bool, text: Setting) -> float:
    """The log-odds of likeness below which `_weighed` finds nothing, inf where no likeness is enough."""
    roles = not _roles(person.name).isdisjoint(text.around)
    at_home = not _countries(person.name).isdisjoint(text.countries)
    if text.on is not None and not _of_these_days(person.name, text.on):
        return inf
    if not (rare or strange or roles):
        return inf
    least = NEEDED - 1.5 * (rare + strange + roles) - at_home
    if rare + strange + roles + at_home < 2:
        least = max(least, _CLOSE)
    if not (rare or strange):
        least = max(least, _VERY_CLOSE)
    return least - _SLACK


def _weighed(
    first: int, last: int, person: Person, comparison: Comparison, rare: bool, strange: bool, text: Setting
) -> Iterator[Near]:
    """The find, where enough speaks for the person."""
    roles = sorted(_roles(person.name) & text.around)
    at_home = bool(_countries(person.name) & text.countries)
    if text.on is not None and not _of_these_days(person.name, text.on):
        return
    reasons = int(rare) + int(strange) + int(bool(roles)) + int(at_home) + int(comparison.score > _CLOSE)
    total = comparison.score + 1.5 * rare + 1.5 * strange + 1.5 * bool(roles) + 1.0 * at_home
    if reasons < 2 or total < NEEDED:
        return
    if not (rare or strange) and (comparison.score < _VERY_CLOSE or not roles):
        return
    support = []
    if rare:
        support.append(f"few are named so but {person.name}")
    if strange:
        support.append("no list of names has the word")
    if roles:
        support.append(f"the text speaks of {', '.join(roles[:3])}")
    if at_home:
        support.append("the text speaks of the person's country")
    confidence = min(0.9, 0.6 + 0.04 * (total - NEEDED) + 0.03 * (reasons - 2))
    yield Near(
        first, last, person, Comparison(comparison.kind, total, comparison.lang), round(confidence, 3), tuple(support)
    )


@lru_cache(maxsize=4096)
def _roles(name: str) -> frozenset[str]:
    from audit.names.alone_people import common_roles, role_words

    return role_words(name) - common_roles()


@lru_cache(maxsize=4096)
def _countries(name: str) -> frozenset[str]:
    from audit.names.alone_people import countries_of

    return countries_of(name)


def _of_these_days(name: str, on: date) -> bool:
    from audit.names.alone_people import in_office

    return in_office(name, on)
