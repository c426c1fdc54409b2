"""Bare surnames that are near misses of somebody whom the same text names rightly, or has been found to mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from audit.names.alone_likeness import likeness
from audit.names.authority_knowledge import Person, families, knowledge, words_of
from audit.names.reading import Reading
from audit.names.tokens import fold

NEAR = 2.5
"""Log-odds of likeness from which a rare bare surname is a variant of a person of the same text."""

_ENDINGS = frozenset(("s", "es", "ian", "ite", "ites", "ism", "ist", "esque", "ization", "onomics", "ists", "ians"))


@dataclass(frozen=True, slots=True)
class Variant:
    """Word `at` of sentence `number` that stands for `person`; `like`: the surface that it goes with, if any."""

    number: int
    at: int
    person: Person
    score: float
    lang: str
    like: str = ""


def present(reading: Reading) -> dict[str, Person]:
    """Known people whom the text names in full and rightly, by name."""
    by_given, may_follow, text = knowledge().by_given, _family_words(), reading.text
    out: dict[str, Person] = {}
    for tokens, capitals in zip(reading.sentences, reading.capitals, strict=True):
        for one, two in pairwise(capitals):
            first, second = tokens[one], tokens[two]
            if two > one + 1 or first.key not in by_given or text[first.end : second.start].strip(" ."):
                continue
            if second.key not in may_follow:
                continue
            for person in by_given[first.key]:
                if second.key in families(person) or fold(person.family_name.split()[0]) == second.key:
                    out[person.name] = person
    return out


@cache
def _family_words() -> frozenset[str]:
    """Folded family names of known people, and the first words of those of several."""
    first = (fold(person.family_name.split()[0]) for person in knowledge().people.values())
    return frozenset((*knowledge().by_family, *first))


def find(
    reading: Reading,
    people: Iterable[Person],
    surfaces: Mapping[str, Person],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Variant]:
    """Near misses of `people` and of the `surfaces` already found (folded surface -> person), one word each."""
    named = tuple(people)
    if not named and not surfaces:
        return
    known = knowledge().by_word
    for number, at in reading.lone:
        token = reading.sentences[number][at]
        bearers = known.get(token.key, ())  # somebody is always called so: it only counts who is of this text
        if any(person in named for person in bearers) or (bearers and not surfaces):
            continue
        if any(start < token.bare and token.start < end for start, end in taken):
            continue
        variant = _best(number, at, token.key, () if bearers else named, surfaces)
        if variant is not None:
            yield variant


def _best(number: int, at: int, key: str, people: Sequence[Person], surfaces: Mapping[str, Person]) -> Variant | None:
    for surface, person in surfaces.items():
        score, lang = likeness(key, person.family_name)
        if key == surface or _form_of(key, words_of(person)):
            continue
        if score > -4.0 and JaroWinkler.similarity(key, surface) >= 0.9:
            return Variant(number, at, person, score, lang, surface)
    scored = [
        (likeness(key, person.family_name), person)
        for person in people
        if person.family_name[0].casefold() == key[0] and not _form_of(key, words_of(person))
    ]
    if not scored:
        return None
    (score, lang), person = max(scored, key=lambda item: item[0][0])
    long, short = max(len(key), len(fold(person.family_name))), min(len(key), len(fold(person.family_name)))
    if score < NEAR or long - short > 2:
        return None
    return Variant(number, at, person, score, lang)


def _form_of(key: str, own: frozenset[str]) -> bool:
    """Whether a word is a word of the name, or a plural or an adjective made of it."""
    return key in own or any(key.startswith(word) and key[len(word) :] in _ENDINGS for word in own)
