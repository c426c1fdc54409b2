"""Full names of known people in the letters that Russian or Ukrainian made of them: Radoslav Sikorsky, Stiv Uitkoff.

An engine that does not know a Pole, a Czech or an American spells what stands in Cyrillic. A whole name tells at once
who is meant, and that this way was taken; the sound alone would leave doubts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from audit.names.alone_likeness import romanized
from audit.names.authority_knowledge import Person, checksum_of_all, families, knowledge
from audit.names.authority_lexicon import known
from audit.names.tokens import Token, fold

_SHORTEST = 4
"""Letters of a family name that can be told from others."""

_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_UKRAINIAN = {**_RUSSIAN, "г": "h", "ґ": "g", "е": "e", "є": "ye", "и": "y", "і": "i", "ї": "yi"}
_TABLES = {"ru": _RUSSIAN, "uk": _UKRAINIAN}

_ONE_SOUND = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"kh", "h"), (r"tz|tc|c(?=[eiy])", "ts"), (r"x", "ks"), (r"(?<=[aeou])[ij](?![aeou])", "y"),
        (r"(?<=[^aeou])(?:iy|ij|yj|yi|ii)$", "y"), (r"[ij](?=[aou])", "y"),
        (r"(?<=[aeouy])ye|^ye|(?<=[a-z])[yij]e", "e"), (r"yo", "e"), (r"(?<=[^aeou])i$", "y"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""What romanizations of one Cyrillic word differ in."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """Words first..last (inclusive) that are `person`'s name, or the family name alone, out of language `lang`."""

    first: int
    last: int
    person: Person
    lang: str
    whole: bool


def find(tokens: Sequence[Token], first: int, last: int) -> Iterator[Spelt]:
    """The names of known people in a run of capitalised words that Cyrillic letters made of them.

    Whose family name is right, or another legitimate form of it, is left out, and so are people whose own language is
    written in such letters, whose names have many right forms.
    """
    for begin in range(first, last):
        surface = "".join(token.key for token in tokens[begin + 1 : last + 1])
        given = tokens[begin].key
        if given not in _given() and sound(given) not in _given():
            continue
        for person, lang, spelt in _by_family().get(sound(surface), ()) if len(surface) >= _SHORTEST else ():
            if surface in families(person):
                continue
            own = given == person.folded_given or given in {fold(word) for word in person.given_name.split()}
            if own and all(known(token.word) for token in tokens[begin + 1 : last + 1]):
                continue  # John Li need not be John Lee
            if own or sound(given) == spelt:
                yield Spelt(begin + 1 if own else begin, last, person, lang, not own)


@lru_cache(maxsize=16384)
def sound(key: str) -> str:
    """A folded romanized word without what systems of romanization differ in.

    >>> sound("babish") == sound("babiš"), sound("sikorsky") == sound("sikorskiy") == sound("sikorskii")
    (False, True)
    """
    for pattern, one in _ONE_SOUND:
        key = pattern.sub(one, key)
    return key


SPELT = "cyrillic_names"
"""What `spelt` gives is packed as."""


@cache
def _by_family() -> Mapping[str, Sequence[tuple[Person, str, str]]]:
    """Romanized family names -> people with the language, and their romanized given names."""
    from audit.seeds_packed import unpack_derived

    known = unpack_derived(SPELT, checksum_of_all(), dict[str, list[tuple[str, str, str]]])
    people = knowledge().people
    return {
        family: [(people[name], lang, given) for name, lang, given in listed]
        for family, listed in (spelt() if known is None else known).items()
    }


def spelt() -> dict[str, list[tuple[str, str, str]]]:
    """Romanized family names -> names of people with the language, and their romanized given names.

    Takes a fifth of a second: `scripts/build_tables.py` packs what comes out.
    """
    out: dict[str, list[tuple[str, str, str]]] = {}
    for person in knowledge().people.values():
        if romanized(person.name) or person.characters or person.order == "family-first" or not person.given_name:
            continue
        words = {lang: said for lang in _TABLES if (said := _spelt(person, lang)) is not None}
        if (sound(person.folded_given), sound(person.folded_family)) in words.values():
            continue  # the name itself is spelled out of these letters: Oleksii Hromov is no Alexei Gromov
        for lang, (given, family) in words.items():
            out.setdefault(family, []).append((person.name, lang, given))
    return out


def _spelt(person: Person, lang: str) -> tuple[str, str] | None:
    """The sounds of the given and the family name out of the language's form; None where it has no whole name."""
    words = person.scripts.get(lang, "").casefold().replace("-", "").split()
    if len(words) < 2:
        return None
    given, *family = ("".join(_TABLES[lang].get(letter, "") for letter in word) for word in words)
    return sound(given), sound("".join(family))


@cache
def _given() -> frozenset[str]:
    """The given names that may stand before one of these family names: folded, and romanized."""
    people = [entry for listed in _by_family().values() for entry in listed]
    own = {fold(word) for person, _, _ in people for word in (person.folded_given, *person.given_name.split())}
    return frozenset(own | {spelt for _, _, spelt in people})
