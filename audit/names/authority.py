"""The names authority: what is known of a name, from the seeds, the shipped places and a store that the user built."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audit.folders import of_user
from audit.names.authority_knowledge import Knowledge, Office, Person, knowledge
from audit.names.authority_store import AuthorityError, Entry, Record, Store, key_of

_LATIN = re.compile("[A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff\uff10-\uff5a]")

PLACES = Path(__file__).parent / "data" / "places.sqlite.zst"


def data_folder() -> Path:
    """Where a user's names are kept: `TAUDIT_NAMES`, else `translation-audit` in the user's data folder."""
    given = os.environ.get("TAUDIT_NAMES")
    if given:
        return Path(given)
    return of_user("XDG_DATA_HOME", ".local", "share")


def store_path() -> Path:
    """The file of the user's store."""
    return data_folder() / "names.sqlite"


def users_names() -> str:
    """A hash of what the user's store holds; empty without one. Raises AuthorityError."""
    path = store_path()
    if not os.path.isfile(path):  # noqa: PTH113 - False where the folder may not be looked into
        return ""
    store = Store.open(path)
    try:
        return store.digest() or "of an earlier version"
    finally:
        store.close()


@cache
def places() -> Store:
    """The shipped places (about 40,000), in memory."""
    import zstandard

    try:
        data = zstandard.ZstdDecompressor().decompress(PLACES.read_bytes())
    except (OSError, zstandard.ZstdError) as error:
        raise AuthorityError(f"{PLACES.name}: {error}; install translation-audit again") from error
    return Store.of_bytes(data, PLACES.name)


@dataclass(frozen=True)
class Authority:
    """Look-ups over all sources. `store` is None where the user has built none."""

    seeds: Knowledge
    store: Store | None

    def find(self, name: str) -> tuple[Entry, ...]:
        """Everything known under that form, in any language, most prominent first; seeds before the rest."""
        seen: dict[str, Entry] = {}
        for entry in (*self._seeded(name), *(self.store.find(name) if self.store else ()), *places().find(name)):
            seen.setdefault(entry.ref, entry)
        return tuple(seen.values())

    def has(self, name: str) -> bool:
        """Whether the form is known from any source."""
        if key_of(name) in (_seeded_in_latin() if name.isascii() else _seeded()) or places().has(name):
            return True
        return self.store is not None and self.store.has(name)

    def _seeded(self, name: str) -> Iterator[Entry]:
        for person in _seeded().get(key_of(name), ()):
            yield entry_of(person)


@cache
def authority(store: Path | None = None) -> Authority:
    """The authority with the store at `store` (default: the user's, where there is one)."""
    path = store or store_path()
    there = os.path.isfile(path)  # noqa: PTH113 - False where the folder may not be looked into
    opened = Store.open(path) if store is not None or there else None
    return Authority(seeds=knowledge(), store=opened)


@cache
def _seeded_in_latin() -> frozenset[str]:
    """Keys of the forms of known people, without those of other scripts, which take longest and no plain word has."""
    out: set[str] = set()
    for person in knowledge().people.values():
        out.update(map(key_of, (person.name, person.family_name, *person.variants, *person.aliases)))
        out.update(map(key_of, (person.pinyin or "", *_in_latin(person))))
    return frozenset(out - {""})


def _in_latin(person: Person) -> Iterator[str]:
    """The forms in other languages that have Latin letters."""
    return (part for form in person.scripts.values() for part in (form, *form.split("·")[-1:]) if _LATIN.search(part))


@cache
def _seeded() -> dict[str, tuple[Person, ...]]:
    out: dict[str, dict[str, Person]] = {}
    for person in knowledge().people.values():
        scripts = [part for form in person.scripts.values() for part in (form, *form.split("·")[-1:])]
        forms = (person.name, person.family_name, *person.variants, *person.aliases, person.pinyin or "", *scripts)
        for form in forms:
            out.setdefault(key_of(form), {})[person.name] = person
    return {key: tuple(found.values()) for key, found in out.items() if key}


def entry_of(person: Person) -> Entry:
    """A person of the seeds as an entry."""
    forms: dict[str, tuple[str, ...]] = {"en": (person.name, *person.variants, *person.aliases)}
    forms |= {lang: (form,) for lang, form in person.scripts.items()}
    facts = [fact(office, at) for office, holder in knowledge().offices_of.get(person.name, ()) for at in [holder]]
    return Entry(
        ref=f"seeds:{person.name}",
        name=person.name,
        kind="person",
        country=next((o.country for o, _ in knowledge().offices_of.get(person.name, ()) if o.country), "") or "",
        weight=10**9,
        forms=forms,
        facts=(*facts, *person.roles),
    )


def fact(office: Office, holder: object) -> str:
    """An office held, in words: "US Treasury Secretary, 2025-01-28 to now"."""
    from audit.names.authority_knowledge import Holder

    assert isinstance(holder, Holder)
    whose = office.country or office.body or office.company or ""
    title = office.titles[0]
    shown = title if whose.casefold() in title.casefold() else f"{whose} {title}".strip()
    return f"{shown}, {holder.since.isoformat()} to {holder.until.isoformat() if holder.until else 'now'}"


def seed_records() -> Iterator[Record]:
    """The people of the seeds and the shipped places as records, for a store of its own."""
    for person in knowledge().people.values():
        entry = entry_of(person)
        yield record_of(entry)
    for entry in places().entries():
        yield record_of(entry)


def record_of(entry: Entry) -> Record:
    """An entry as a record again."""
    forms = tuple((lang, form) for lang, found in entry.forms.items() for form in found)
    return Record(entry.ref, entry.name, entry.kind, forms, entry.country, entry.weight, entry.facts)
