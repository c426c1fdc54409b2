"""Which entity a name of a text stands for: by the knowledge files, else by the fuller names of the same story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from audit.ledger.model import key_of
from audit.names.authority_knowledge import knowledge
from audit.names.coverage import national, small
from audit.names.tokens import fold
from audit.names.vocabulary import words
from audit.seeds import table

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Known:
    """An entity: its usual English form, its kind, and whether the knowledge files or the gazetteer have it."""

    name: str
    kind: str
    listed: bool


class Story:
    """The full names of one story (the text and its originals), by their last words: "Witkoff" is Steve Witkoff."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_last: dict[str, set[str]] = {}
        for name in names:
            parts = bare(name).split()
            if 1 < len(parts) <= 4:
                self._by_last.setdefault(fold(parts[-1]), set()).add(" ".join(parts))

    def fuller(self, word: str) -> str | None:
        """The one longer name that ends in this word; None where there is none or several."""
        found = self._by_last.get(fold(word), set())
        names = {key_of(name): name for name in sorted(found)}
        return next(iter(names.values())) if len(names) == 1 else None


def resolve(name: str, kind: str, story: Story) -> Known:
    """The entity behind a name as written, without its titles; `kind` is a guess that the knowledge files overrule."""
    plain = bare(name) or name
    listed = _listed(plain)
    if listed is not None:
        return listed
    if " " not in plain:
        longer = story.fuller(plain)
        if longer is not None:
            return _listed(longer) or Known(name=longer, kind=kind or "person", listed=False)
    return Known(name=plain, kind=kind, listed=False)


def bare(name: str) -> str:
    """A name on one line, without the article, titles and the country before a title.

    >>> bare("U.S. Treasury Secretary Bessent"), bare("the Kremlin"), bare("Prime Minister"), bare("US Steel")
    ('Bessent', 'Kremlin', 'Prime Minister', 'US Steel')
    """
    return " ".join(bare_of(name).split())


def bare_of(name: str) -> str:
    """The end of a name as written that `bare` keeps."""
    parts = list(_WORD.finditer(name))
    if len(parts) > 1 and parts[0].group().casefold() == "the":
        parts.pop(0)
    words_ = [part.group() for part in parts]
    last = max((i for i, word in enumerate(words_[:-1]) if fold(word) in words("titles")), default=-1)
    if last >= 0 and fold(words_[-1]) not in words("titles") and all(_beside_title(word) for word in words_[:last]):
        parts = parts[last + 1 :]
    return name[parts[0].start() :] if parts else name


def is_title(name: str) -> bool:
    """Whether a name is only a title: Prime Minister, Vice President."""
    return all(fold(word) in words("titles") or _beside_title(word) for word in name.split()) and any(
        fold(word) in words("titles") for word in name.split()
    )


def is_derived(name: str) -> bool:
    """Whether a name is only a word made from a place's: Russian, Europeans, South Korean. It names no entity."""
    return key_of(name) in _derived()


def known_as_one(name: str) -> bool:
    """Whether a name with a hyphen is that of one country or listed entity: Bosnia-Herzegovina."""
    return national(fold(name)) or _listed(name) is not None


def same_by_alias(one: str, other: str) -> bool:
    """Whether two names are one under a name and its acronym, or two listed names: US, United States."""
    known = _organisations().get(key_of(one))
    return known is not None and known == _organisations().get(key_of(other))


def _beside_title(word: str) -> bool:
    return fold(word) in _title_words() or national(fold(word)) or small(fold(word))


@cache
def _title_words() -> frozenset[str]:
    """Every word that stands in a title (Treasury Secretary, U.S. Trade Representative)."""
    listed = [*table("names_words.toml").get("titles", ())]
    listed += [title for office in knowledge().offices for title in (*office.titles, *office.loose_titles)]
    return frozenset(fold(word) for title in listed for word in title.split())


@lru_cache(maxsize=16384)
def _listed(name: str) -> Known | None:
    key = key_of(name)
    place = _places().get(key)
    if place is not None:
        return Known(name=place, kind="place", listed=True)
    if " " not in key and national(fold(name)):
        return Known(name=name, kind="place", listed=True)
    organisation = _organisations().get(key)
    if organisation is not None:
        return Known(name=organisation, kind="organisation", listed=True)
    people = _people().get(key) or _people().get(_turned(key), frozenset())
    if len(people) == 1:
        return Known(name=next(iter(people)), kind="person", listed=True)
    return _gazetteer(name)


def _gazetteer(name: str) -> Known | None:
    """A place of the gazetteer under its own name; other places' alternative names are too often surnames."""
    from audit.names.authority import places

    for entry in places().find(name)[:1]:
        if key_of(entry.name) == key_of(name):
            return Known(name=entry.name, kind="place", listed=True)
    return None


def _turned(key: str) -> str:
    """Family name first: "takaichi sanae" for "sanae takaichi"."""
    first, _, rest = key.partition(" ")
    return f"{rest} {first}" if rest and " " not in rest else key


@cache
def _places() -> dict[str, str]:
    from audit.names.exonyms import places

    out: dict[str, str] = {}
    for place in places():
        sure = [form for form in (*place.stale, *place.literal) if form not in place.ambiguous]
        for form in (place.name, *place.variants, *sure):
            out.setdefault(key_of(form), place.name)
    return out


@cache
def _derived() -> frozenset[str]:
    """Folded adjectives and names of inhabitants, with their plurals, without what is a name of a place as well."""
    entries = [entry for entries in table("demonyms.toml").values() if isinstance(entries, list) for entry in entries]
    names = {key_of(name) for entry in entries for name in (entry["name"], *entry.get("aliases", ()))}
    forms = {key_of(form) for entry in entries for form in entry.get("forms", ())}
    return frozenset(form for form in forms | {f"{form}s" for form in forms} if form not in names)


@cache
def _organisations() -> dict[str, str]:
    out: dict[str, str] = {}
    for file in ("organisations.toml", "acronyms.toml"):
        for entries in table(file).values():
            for entry in entries if isinstance(entries, list) else ():
                if not isinstance(entry, dict):
                    continue
                forms = [entry.get("name"), entry.get("acronym"), *entry.get("acronyms", ())]
                forms += [*entry.get("aliases", ()), *entry.get("expansions", ())]
                named = [form for form in forms if isinstance(form, str) and form]
                for form in named:
                    out.setdefault(key_of(form), named[0])
    return out


@cache
def _people() -> dict[str, frozenset[str]]:
    """Folded form -> the people who go by it. A family name that two people share names neither."""
    out: dict[str, set[str]] = {}
    for person in knowledge().people.values():
        for form in (person.name, person.family_name, *person.variants, *person.aliases, person.pinyin or ""):
            if form and not small(form.casefold()):
                out.setdefault(key_of(form), set()).add(person.name)
    return {key: frozenset(names) for key, names in out.items()}
