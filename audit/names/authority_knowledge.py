"""What `seeds/` knows of offices and people: records, read once, from a packed copy where that is in step.

Parsing the TOML takes a few hundred milliseconds; `scripts/build_knowledge.py` packs it into one file that is read in
a few. The copy carries a checksum of the files that it was made of, and is passed over when they have changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

from audit.errors import SeedError
from audit.names.tokens import fold

PACKED = Path(__file__).parent / "data" / "knowledge.msgpack.z"
SCRIPTS = ("zh", "ru", "uk", "ja", "ko", "ar")


class Holder(msgspec.Struct, frozen=True):
    """Who held an office from `since` to `until` (None: still, as far as known). `about`: to the month only."""

    name: str
    since: date
    until: date | None = None
    about: bool = False
    acting: bool = False


class Office(msgspec.Struct, frozen=True):
    """An office of a country (ISO 3166-1 alpha-2), of a body or of a company, with its holders in order of time.

    `titles` are as English news writes them, `loose_titles` what translations make of them; `known_to` is the day up to
    which the holders are known.
    """

    id: str
    titles: tuple[str, ...]
    holders: tuple[Holder, ...]
    country: str | None = None
    body: str | None = None
    company: str | None = None
    loose_titles: tuple[str, ...] = ()
    several: bool = False
    known_to: date | None = None


class Person(msgspec.Struct, frozen=True, dict=True):
    """A person: the usual English form, and the name in other languages (full, simplified script for Chinese)."""

    name: str
    family: str | None = None
    variants: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    scripts: dict[str, str] = {}
    zh_also: tuple[str, ...] = ()
    characters: str | None = None
    order: str | None = None
    pinyin: str | None = None

    def forms_in(self, lang: str) -> tuple[str, ...]:
        """The name in a language, the usual form first: for Chinese, what other media print as well."""
        usual = self.scripts.get(lang)
        also = self.zh_also if lang == "zh" else ()
        return (usual, *also) if usual else also

    @cached_property
    def family_name(self) -> str:
        """The family name as written, by rule the last word of the name."""
        return self.family or self.name.split()[-1]

    @cached_property
    def given_name(self) -> str:
        """What is left of the name without the family name; empty where there is nothing."""
        words = self.name.split()
        family = self.family_name.split()
        for at in range(len(words) - len(family) + 1):
            if words[at : at + len(family)] == family:
                return " ".join(words[:at] + words[at + len(family) :])
        return " ".join(words[:-1])

    @cached_property
    def families(self) -> frozenset[str]:
        """The folded family name with its legitimate variants, words joined."""
        out = {self.folded_family}
        for variant in self.variants:
            out.add(fold(variant.split()[-1].replace("-", "")))
            if " " not in variant:
                out.add(fold(variant.replace("-", "")))
        return frozenset(out - {""})

    @cached_property
    def ends(self) -> frozenset[str]:
        """The last folded words of the family name and of its variants."""
        return frozenset(
            fold(word) for form in (self.family_name, *self.variants) for word in form.replace("-", " ").split()[-1:]
        )

    @cached_property
    def folded_family(self) -> str:
        """The folded family name, its words joined."""
        return fold(self.family_name.replace(" ", "").replace("-", ""))

    @cached_property
    def folded_given(self) -> str:
        """The folded given name, its words joined."""
        return fold(self.given_name.replace(" ", "").replace("-", ""))

    @cached_property
    def words(self) -> frozenset[str]:
        """All folded words under which the person is rightly named."""
        forms = (self.name, self.family or "", *self.variants, *self.aliases)
        return frozenset(fold(word) for form in forms for word in form.replace("-", " ").split() if fold(word))


class _Packed(msgspec.Struct):
    checksum: int
    offices: tuple[Office, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Knowledge:
    """Offices and people with the look-ups that the rules need."""

    offices: tuple[Office, ...]
    people: Mapping[str, Person]
    _memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def person(self, name: str) -> Person:
        """The person of that name; a bare record where only the office knows the name."""
        return self.people.get(name) or Person(name=name)

    @cached_property
    def by_word(self) -> dict[str, tuple[Person, ...]]:
        """People by every folded word of their names, variants and aliases."""
        out: dict[str, dict[str, Person]] = {}
        for person in self.people.values():
            for word in words_of(person):
                out.setdefault(word, {})[person.name] = person
        return {word: tuple(found.values()) for word, found in out.items()}

    @cached_property
    def names_by_word(self) -> Mapping[str, frozenset[str]]:
        """The names of the people by every folded word; those of a word are gathered when first asked for."""
        return _Names(self.by_word)

    @cached_property
    def by_family(self) -> dict[str, tuple[Person, ...]]:
        """People by their folded family names (joined where of several words)."""
        out: dict[str, list[Person]] = {}
        for person in self.people.values():
            for family in families(person):
                out.setdefault(family, []).append(person)
        return {family: tuple(found) for family, found in out.items()}

    @cached_property
    def by_given(self) -> dict[str, tuple[Person, ...]]:
        """People by the folded first word of their given names."""
        out: dict[str, list[Person]] = {}
        for person in self.people.values():
            given = person.given_name.split()
            if given:
                out.setdefault(fold(given[0]), []).append(person)
        return {given: tuple(found) for given, found in out.items()}

    @cached_property
    def offices_of(self) -> dict[str, tuple[tuple[Office, Holder], ...]]:
        """The offices of each person by name."""
        out: dict[str, list[tuple[Office, Holder]]] = {}
        for office in self.offices:
            for holder in office.holders:
                out.setdefault(holder.name, []).append((office, holder))
        return {name: tuple(held) for name, held in out.items()}


class _Names(dict[str, frozenset[str]]):
    """The names of the people who have a folded word, empty where nobody has it."""

    def __init__(self, people: Mapping[str, tuple[Person, ...]]) -> None:
        super().__init__()
        self._people = people

    def __missing__(self, word: str) -> frozenset[str]:
        people = self._people.get(word)
        if people is None:
            return frozenset()
        names = self[word] = frozenset(person.name for person in people)
        return names


def words_of(person: Person) -> frozenset[str]:
    """All folded words under which a person is rightly named."""
    return person.words


def families(person: Person) -> frozenset[str]:
    """The folded family name with its legitimate variants, words joined."""
    return person.families


def seed_files() -> list[Path]:
    """The files of offices and people, in order."""
    from audit.seeds import folder

    return sorted([*folder().glob("offices/*.toml"), *folder().glob("people/*.toml")])


def checksum(files: Iterable[Path]) -> int:
    """A checksum of the files' names and contents."""
    value = 0
    for path in files:
        value = zlib.crc32(path.read_bytes(), zlib.crc32(path.name.encode(), value))
    return value


@cache
def checksum_of_all() -> int:
    """The checksum of all files of offices and people."""
    return checksum(seed_files())


@cache
def knowledge() -> Knowledge:
    """Everything that the seeds know of offices and people.

    Raises SeedError with the file's name where one cannot be read.
    """
    packed = _unpack(checksum_of_all())
    if packed is None:
        packed = parse(seed_files())
    return Knowledge(offices=packed.offices, people={person.name: person for person in packed.people})


def pack(files: list[Path]) -> bytes:
    """The packed copy of the files."""
    parsed = parse(files)
    parsed.checksum = checksum(files)
    return zlib.compress(msgspec.msgpack.encode(parsed), 9)


def parse(files: list[Path]) -> _Packed:
    """Read the TOML files; the first entry of a person wins, later ones add what it lacks."""
    from audit.seeds import table

    offices: list[Office] = []
    people: dict[str, Person] = {}
    for path in files:
        data = table(f"{path.parent.name}/{path.name}")
        try:
            offices += [_office(entry, data.get("known_to")) for entry in data.get("office", ())]
            for entry in data.get("person", ()):
                person = _person(entry)
                people[person.name] = _joined(people[person.name], person) if person.name in people else person
        except (KeyError, TypeError, msgspec.ValidationError) as error:
            raise SeedError(f"{path.name}: {error}; restore the file") from error
    return _Packed(checksum=0, offices=tuple(offices), people=tuple(people.values()))


def _office(entry: Mapping[str, Any], known_to: date | None) -> Office:
    return msgspec.convert({"known_to": known_to, **entry}, Office)


def _person(entry: Mapping[str, Any]) -> Person:
    scripts = {lang: entry[lang] for lang in SCRIPTS if entry.get(lang)}
    return msgspec.convert({**entry, "scripts": scripts}, Person)


def _joined(first: Person, second: Person) -> Person:
    return msgspec.structs.replace(
        first,
        family=first.family or second.family,
        variants=tuple(dict.fromkeys((*first.variants, *second.variants))),
        aliases=tuple(dict.fromkeys((*first.aliases, *second.aliases))),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        scripts={**second.scripts, **first.scripts},
        zh_also=tuple(dict.fromkeys((*first.zh_also, *second.zh_also))),
        characters=first.characters or second.characters,
        order=first.order or second.order,
        pinyin=first.pinyin or second.pinyin,
    )


def _unpack(wanted: int) -> _Packed | None:
    try:
        packed = msgspec.msgpack.decode(zlib.decompress(PACKED.read_bytes()), type=_Packed)
    except (OSError, zlib.error, msgspec.DecodeError):
        return None
    return packed if packed.checksum == wanted else None
