"""Bare surnames that are near misses of somebody whom the same text names rightly, or has been found to mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from audit.names.alone_likeness import likeness
from audit.names.authority_knowledge import Person, families, knowledge, words_of
from audit.names.tokens import Token, fold

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


def present(sentences: Sequence[Sequence[Token]], text: str) -> dict[str, Person]:
    """Known people whom the text names in full and rightly, by name."""
    know = knowledge()
    out: dict[str, Person] = {}
    for tokens in sentences:
        for first, second in pairwise(tokens):
            if not (first.capital and second.capital) or text[first.end : second.start].strip(" ."):
                continue
            for person in know.by_given.get(first.key, ()):
                if second.key in families(person) or fold(person.family_name.split()[0]) == second.key:
                    out[person.name] = person
    return out


def find(
    sentences: Sequence[Sequence[Token]],
    text: str,
    people: Iterable[Person],
    surfaces: Mapping[str, Person],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Variant]:
    """Near misses of `people` and of the `surfaces` already found (folded surface -> person), one word each."""
    named = tuple(people)
    if not named and not surfaces:
        return
    known = knowledge().by_word
    full = {key for tokens in sentences for key in beside_given(tokens, text)}
    for number, tokens in enumerate(sentences):
        for at, token in enumerate(tokens):
            key = token.key
            if not token.capital or len(key) < 4 or key in full or usual(token) or not bare(tokens, at, text):
                continue
            bearers = known.get(key, ())  # somebody is always called so: it only counts who is of this text
            if any(person in named for person in bearers) or (bearers and not surfaces):
                continue
            if any(start < token.bare and token.start < end for start, end in taken):
                continue
            variant = _best(number, at, key, () if bearers else named, surfaces)
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


def bare(tokens: Sequence[Token], at: int, text: str) -> bool:
    """A capitalised word that is no part of a longer name."""
    token = tokens[at]
    if not token.capital or token.shouted:
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and before.capital and not text[before.bare : token.start].strip(" -") and not _title(before):
        return False
    return not (after is not None and after.capital and not text[token.end : after.start].strip(" -"))


def beside_given(tokens: Sequence[Token], text: str) -> Iterator[str]:
    """Words that follow a capitalised word which is no title: parts of somebody's full name."""
    for before, token in pairwise(tokens):
        if before.capital and token.capital and not before.opens:
            joined = not text[before.bare : token.start].strip(" .")
            if joined and not _title(before):
                yield token.key


def _title(token: Token) -> bool:
    return token.key in _titles()


@cache
def _titles() -> frozenset[str]:
    from audit.names.vocabulary import words

    return words("titles") | words("honorifics") | words("offices_words")


def usual(token: Token) -> bool:
    """An English word, a country, a weekday: no surname to doubt."""
    from audit.names.authority_countries import country_words
    from audit.names.vocabulary import rarity

    return (token.key,) in country_words() or rarity(token.key) < 4.9
