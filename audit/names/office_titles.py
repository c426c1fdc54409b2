"""The titles of offices, and where one stands in a sentence: as it is listed, or with its country inside.

"chief of the Russian General Staff" is the title "chief of the General Staff", and Russia's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from audit.names.authority_countries import country_words
from audit.names.authority_knowledge import Office, knowledge
from audit.names.owners import keys_of, owner_heads, owners_named
from audit.names.tokens import Token

_THIN = " -\u2010\u2011\u00a0"


@dataclass(frozen=True, slots=True)
class Title:
    """A title by its folded words. `tight`: offices that English news calls so; `loose`: that only translations do."""

    keys: tuple[str, ...]
    tight: tuple[Office, ...]
    loose: tuple[Office, ...]
    words: frozenset[str]
    """The keys without "the", all of which stand in a sentence that has the title."""


_HEADS = frozenset(
    (
        *("president", "prime minister", "chancellor", "supreme leader", "general secretary", "king", "emir"),
        *("crown prince", "premier", "taoiseach", "sultan"),
    )
)
_LEADER = ("leader", "top leader")
"""What news calls the holders of these offices of a country too; it says nothing about others of that country."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The titles that begin with a word, longest first. `seconds`: the words that follow it in them; `alone`: whether
    one has no other word; `long`: whether one has more than two."""

    titles: tuple[Title, ...]
    seconds: frozenset[str]
    alone: bool
    long: bool


@cache
def titles() -> dict[str, _Beginning]:
    """All titles by their first word."""
    tight: dict[tuple[str, ...], list[Office]] = {}
    loose: dict[tuple[str, ...], list[Office]] = {}
    for office in knowledge().offices:
        owner = keys_of(office.body or office.company or "")
        leads = _LEADER if office.country and not _HEADS.isdisjoint(map(str.casefold, office.titles)) else ()
        for listed, table in ((office.titles, tight), ((*office.loose_titles, *leads), loose)):
            for title in listed:
                keys = _without_country(keys_of(title), office.country)
                for form in {keys, _inverted(keys)}:
                    if form and form != owner and office not in table.setdefault(form, []):
                        table[form].append(office)
    out: dict[str, list[Title]] = {}
    for keys in {*tight, *loose}:
        entry = Title(
            keys=keys,
            tight=tuple(tight.get(keys, ())),
            loose=tuple(loose.get(keys, ())),
            words=frozenset(keys) - {"the"},
        )
        out.setdefault(keys[0], []).append(entry)
    return {
        first: _Beginning(
            titles=tuple(sorted(found, key=lambda t: (-len(t.keys), t.keys))),
            seconds=frozenset(title.keys[1] for title in found if len(title.keys) > 1),
            alone=any(len(title.keys) == 1 for title in found),
            long=any(len(title.keys) > 2 for title in found),
        )
        for first, found in out.items()
    }


def _without_country(keys: tuple[str, ...], country: str | None) -> tuple[str, ...]:
    """A title without its country at the beginning ("US President"): the country is looked for apart.

    A state's name stays ("Georgia Governor"): it is no country, or another one.
    """
    words = country_words()
    for length in (3, 2, 1):
        named = words.get(keys[:length], ()) if len(keys) > length else ()
        if country in named or (country is None and named):
            return keys[length:]
    return keys


def _inverted(keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "minister of foreign affairs" also as "foreign affairs minister"."""
    if len(keys) >= 3 and keys[1] == "of" and keys[0] in {"minister", "secretary"} and "the" not in keys:
        return (*keys[2:], keys[0])
    return keys


def title_at(
    keys: tuple[str, ...], index: int, words: frozenset[str], tokens: Sequence[Token], text: str
) -> tuple[Title, int, frozenset[str]] | None:
    """The title that begins at a word, its last word and whose it is, where that stands inside the title.

    `words`: all the keys.
    """
    beginning = titles()[keys[index]]
    inside = beginning.long and _owner_follows(tokens, index)
    if not inside and not beginning.alone and keys[index + 1 : index + 2] and keys[index + 1] not in beginning.seconds:
        return None
    for title in beginning.titles:
        if not title.words <= words:
            continue
        end = index + len(title.keys)
        if keys[index:end] == title.keys and (
            unbroken(tokens, text, index, end - 1) or _listed(tokens, text, index, end - 1)
        ):
            return title, end - 1, frozenset()
        around = _around_owner(keys, index, title) if inside and len(title.keys) > 2 else None
        if around is not None and joined(tokens, text, index, around[0]):
            return title, *around
    return None


def _owner_follows(tokens: Sequence[Token], index: int) -> bool:
    """Whether a country, body or company may be named within the words of a title that begins at a word."""
    heads = owner_heads()
    return any(token.key in heads and token.capital for token in tokens[index + 1 : index + _INSIDE])


_INSIDE = 6
"""Words from the first of a title within which its country may stand."""


def _around_owner(keys: tuple[str, ...], index: int, title: Title) -> tuple[int, frozenset[str]] | None:
    """The last word of a title with its country inside, and the country: "chief of the Russian General Staff".

    The article is free, on both sides: "head of Ukraine's presidential office".
    """
    at, owners = index, frozenset[str]()
    for key in title.keys:
        while at < len(keys) and at > index and keys[at] != key:
            named = next((n for n in (3, 2, 1) if not owners and owners_named(keys[at : at + n])), 0)
            if named:
                owners, at = owners_named(keys[at : at + named]), at + named
            elif keys[at] == "the":
                at += 1
            else:
                break
        if at < len(keys) and keys[at] == key:
            at += 1
        elif key != "the" or at == index:
            return None
    return (at - 1, owners) if owners else None


def unbroken(tokens: Sequence[Token], text: str, first: int, last: int) -> bool:
    """Whether nothing but spaces and hyphens stands between the words first..last."""
    return not any(text[tokens[at].bare : tokens[at + 1].start].strip(_THIN + "&") for at in range(first, last))


def _listed(tokens: Sequence[Token], text: str, first: int, last: int) -> bool:
    """The same, with commas before an "and": Minister of Agriculture, Forestry and Fisheries."""
    if not any(tokens[at].key == "and" for at in range(first, last)):
        return False
    return not any(text[tokens[at].bare : tokens[at + 1].start].strip(_THIN + "&,") for at in range(first, last))


def joined(tokens: Sequence[Token], text: str, first: int, last: int) -> bool:
    """Like `unbroken`, with possessive endings allowed between the words."""
    return not any(text[tokens[at].end : tokens[at + 1].start].strip(_THIN) for at in range(first, last))
