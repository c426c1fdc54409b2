"""Names of well-known people without an office beside them: left in pinyin, family name first, or respelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from audit.names import alone_cyrillic, alone_near
from audit.names.alone_likeness import SUFFIXES, Comparison, at_least, spelled_otherwise
from audit.names.authority_knowledge import Person, families, knowledge
from audit.names.name_runs import beginnings, name_run
from audit.names.offices import people_named
from audit.names.origins import chinese, japanese, japanese_looking, pinyin_of
from audit.names.owners import owner
from audit.names.sound import letters
from audit.names.tokens import Token, fold

_SMALL = frozenset("the and of for in to a an at on by with us general new co".split())
NEEDED = 4.5
"""Log-odds (likeness and support of the text together) from which a known given name makes a known person."""


@dataclass(frozen=True, slots=True)
class Known:
    """Words first..last (inclusive) that stand for `person`. `support`: what in the text speaks for the person."""

    first: int
    last: int
    person: Person
    comparison: Comparison
    confidence: float
    support: tuple[str, ...]


def _near(tokens: Sequence[Token], first: int, last: int, text: alone_near.Setting) -> Known | None:
    keys = [token.key for token in tokens[first : last + 1]]
    if len(keys) < 2 or people_named(keys):
        return None
    found = alone_near.find(tokens, first, last, text)
    if found is None:
        return None
    return Known(found.first, found.last, found.person, found.comparison, found.confidence, found.support)


@cache
def _by_pinyin() -> dict[str, tuple[Person, ...]]:
    out: dict[str, list[Person]] = {}
    for person in knowledge().people.values():
        parts = pinyin_of(person) if person.pinyin or (person.characters and not chinese(person)) else ()
        if parts:
            for joined in {"".join(parts), "".join([*parts[1:], parts[0]])}:
                if joined != fold(person.name.replace(" ", "").replace("-", "")):
                    out.setdefault(joined, []).append(person)
    return {joined: tuple(people) for joined, people in out.items()}


@cache
def role_words(name: str) -> frozenset[str]:
    """Folded content words of a person's roles and offices (titles, companies, bodies)."""
    know = knowledge()
    person = know.person(name)
    phrases = list(person.roles)
    for office, _ in know.offices_of.get(name, ()):
        phrases += [*office.titles, *office.loose_titles, office.body or "", office.company or ""]
    words = {fold(word) for phrase in phrases for word in phrase.replace("-", " ").split()}
    return frozenset(word for word in words if len(word) > 2 and word not in _SMALL)


@cache
def countries_of(name: str) -> frozenset[str]:
    """The owners (countries, bodies, companies) of a person's offices."""
    return frozenset(owner(office) for office, _ in knowledge().offices_of.get(name, ()))


@lru_cache(maxsize=16384)
def in_office(name: str, on: date | None) -> bool:
    """Whether the person holds an office on the date, or held one less than two years before; True without a date."""
    held = knowledge().offices_of.get(name, ())
    if on is None or not held:
        return True
    return any(
        h.since <= on + timedelta(days=90) and (h.until is None or h.until >= on - timedelta(days=730)) for _, h in held
    )


def find(
    tokens: Sequence[Token],
    text: str,
    taken: set[int],
    on: date | None,
    countries: frozenset[str],
    around: frozenset[str],
) -> Iterator[Known]:
    """Known people under wrong names among the capitalised runs of a sentence.

    `taken`: words that are spoken for; `countries`: ISO codes that the text names; `around`: folded words of the text.
    """
    free = 0
    begin = beginnings(tokens)
    if len(begin) < 2:
        return
    setting = alone_near.Setting(on, countries, around)
    beside = frozenset([token.key for token in tokens])
    for at, following in pairwise(begin):
        last = name_run(tokens, text, at, taken) if following == at + 1 and at >= free else None
        if last is None:
            continue
        found = (
            _turned(tokens, at, text, countries)
            if last == at  # one word alone is looked at elsewhere (`alone_bare`)
            else _pinyin(tokens, at, last, around, countries)
            or _cyrillic(tokens, at, last)
            or _run(tokens, at, last, on, countries, beside)
            or _near(tokens, at, last, setting)
        )
        if found is not None:
            yield found
        free = max(last, found.last if found is not None else last) + 1


def _pinyin(
    tokens: Sequence[Token], first: int, last: int, around: frozenset[str], countries: frozenset[str]
) -> Known | None:
    for begin in range(first, last):
        for end in range(last, begin, -1):
            joined = "".join(token.key for token in tokens[begin : end + 1])
            for person in _by_pinyin().get(joined, ()):
                support = sorted((role_words(person.name) - common_roles()) & around)
                if support or countries_of(person.name) & countries - {"CN"}:
                    why = (f"the text speaks of {', '.join(support[:3])}",) if support else ()
                    return Known(begin, end, person, Comparison("pinyin", 9.0, "zh"), 0.86, why)
    return None


def _cyrillic(tokens: Sequence[Token], first: int, last: int) -> Known | None:
    """A whole name out of Cyrillic letters: Radoslav Sikorsky."""
    spelt = next(alone_cyrillic.find(tokens, first, last), None)
    if spelt is None or people_named([token.key for token in tokens[first : last + 1]]):
        return None
    person = spelt.person
    why = f"{person.scripts[spelt.lang]} in Latin letters"
    kind, confidence = ("full", 0.88) if spelt.whole else ("like", 0.8)
    return Known(spelt.first, spelt.last, person, Comparison(kind, 7.0, spelt.lang), confidence, (why,))


@cache
def common_roles() -> frozenset[str]:
    """Folded words of roles that say nothing of who is meant."""
    return frozenset(
        "president minister chief executive ceo founder chairman director head leader former secretary".split()
    )


def _run(
    tokens: Sequence[Token],
    first: int,
    last: int,
    on: date | None,
    countries: frozenset[str],
    beside: frozenset[str],
) -> Known | None:
    if last == first or last - first > 3:
        return None
    while last > first and tokens[last].key in SUFFIXES:
        last -= 1
    if first + 1 < last and len(tokens[first + 1].key) == 1:
        return None  # a middle initial: written by somebody who knows the name
    if first == last:
        return None
    keys = [token.key for token in tokens[first : last + 1]]
    order = _order(keys, countries)
    if order is not None:
        return Known(first, last, order, Comparison("order", 9.0, "ja"), 0.7, ())
    if people_named(keys):
        return None
    misread = _misread(keys, on, countries)
    if misread is not None:
        return Known(
            first, last, misread, Comparison("misread", 2.0, "zh"), 0.74, ("its characters have other readings",)
        )
    return _respelled(tokens, first, last, on, countries, beside)


def _order(keys: Sequence[str], countries: frozenset[str]) -> Person | None:
    """A person whose two names English writes in the other order: Japanese given name first, Chinese family first."""
    if len(keys) != 2 or keys[0] == keys[1]:
        return None
    know = knowledge()
    for person in know.by_family.get(keys[0], ()):
        family_last = person.name.split()[-1] == person.family_name
        if person.order == "family-first" and family_last and fold(person.given_name) == keys[1]:
            return person
    for person in know.by_family.get(keys[1], ()):
        kept = person.order == "family-first" and chinese(person) and person.name.split()[0] == person.family_name
        if kept and fold(person.given_name) == keys[0] and len(keys[0]) > 4 and countries_of(person.name) & countries:
            return person  # an official: artists and athletes turn their names themselves; many are called Yi Wang
    return None


def _turned(tokens: Sequence[Token], first: int, text: str, countries: frozenset[str]) -> Known | None:
    """A given name before a family name that is no name by itself: Lifeng He."""
    behind = tokens[first + 1]
    if not behind.capital or text[tokens[first].end : behind.start] != " ":
        return None
    person = _order([tokens[first].key, behind.key], countries)
    return None if person is None else Known(first, first + 1, person, Comparison("order", 9.0, "zh"), 0.7, ())


def _misread(keys: Sequence[str], on: date | None, countries: frozenset[str]) -> Person | None:
    """A Japanese holder of an office at the date whose given name stands beside a family name that is not theirs.

    The given name may be misread in its end; then the family name must begin as theirs does.
    """
    if len(keys) != 2 or on is None or not all(japanese_looking(key) for key in keys):
        return None
    for given, family in (keys, reversed(keys)):
        for person in _japanese():
            own, name = fold(person.family_name), fold(person.given_name)
            if not (countries_of(person.name) & countries and alone_near.holds_now(person.name, on)) or own == family:
                continue
            begins = own[:4] == family[:4]
            alike = letters(own, family) >= 0.72
            if (given == name and alike) or (begins and len(name) > 3 and letters(given, name) >= 0.85):
                return person
    return None


@cache
def _japanese() -> tuple[Person, ...]:
    return tuple(p for p in knowledge().people.values() if p.order == "family-first" and japanese(p))


def _respelled(
    tokens: Sequence[Token],
    first: int,
    last: int,
    on: date | None,
    countries: frozenset[str],
    beside: frozenset[str],
) -> Known | None:
    know = knowledge()
    family = "".join(token.key for token in tokens[first + 1 : last + 1])
    best: Known | None = None
    for person in know.by_given.get(tokens[first].key, ()):
        if abs(len(family) - len(person.folded_family)) > 4 or family in families(person):
            continue
        if role_words(person.name).isdisjoint(beside):
            continue
        support = sorted(role_words(person.name) & beside)
        if spelled_otherwise(family, person) or not in_office(person.name, on):
            continue
        like = at_least(family, person.family_name, -0.5)
        if like is None:
            continue
        score, lang = like
        total = score + 2.5 + (1.0 if countries_of(person.name) & countries else 0.0)
        if total >= NEEDED and (best is None or total > best.comparison.score):
            confidence = min(0.93, 0.6 + 0.05 * (total - NEEDED))
            why = (f"beside {', '.join(support[:3])}", f"the given name is {person.given_name}")
            best = Known(first + 1, last, person, Comparison("like", total, lang), confidence, why)
    return best
