"""Known institutions under translations of their words, without a list of forms: "American Civil Freedom Union".

A run of capitalised words is laid beside the known institutions that share a telling word with it; every word must be
met, one or two of them by sense only, in any order. Words of bodies (agency, office, service) say little, because many
countries have such bodies side by side: there a rare word must be shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from audit.names.coverage import american, groups_of, related, small, umlauts
from audit.names.senses import match, same, senses, translated
from audit.names.tokens import Token, fold
from audit.names.vocabulary import rarity, words
from audit.seeds import table
from audit.seeds_packed import checksum_of, unpack_derived

_FEWEST, _MOST = 3, 8
_RARE = 4.9
_STEM = 6
_HEAD = 3
_Known = tuple[str, tuple[str, ...]]
"""An institution: form, content words."""

_NONE: dict[int, tuple[_Known, ...]] = {}
_FORCES = frozenset("army forces force military troops".split())  # of a country, of which there is one


def _content(form: str) -> tuple[str, ...]:
    keys = (fold(word) for word in form.replace("-", " ").split())
    return tuple(key for key in keys if key and not small(key))


@cache
def _known() -> tuple[dict[str, dict[int, tuple[_Known, ...]]], frozenset[tuple[str, ...]]]:
    """Stem of a word -> number of words -> the institutions that have it; all right forms as sorted words."""
    by_stem: dict[str, dict[int, list[_Known]]] = {}
    rightly: set[tuple[str, ...]] = set()
    for forms, body in _forms():
        for form in forms:
            keys = _content(form)
            rightly.add(tuple(sorted(keys)))
            if body and _FEWEST <= len(keys) <= _MOST:
                for key in set(keys):
                    if rarity(key) > 3.6:
                        by_stem.setdefault(key[:_STEM], {}).setdefault(len(keys), []).append((form, keys))
    return {
        stem: {count: tuple(found) for count, found in counts.items()} for stem, counts in by_stem.items()
    }, frozenset(rightly)


def _forms() -> Iterator[tuple[list[str], bool]]:
    """The right forms of every listed institution, and whether others are hardly called nearly the same.

    Of programmes and initiatives there are many side by side whose names are the same few everyday words.
    """
    for group, entries in table("organisations.toml").items():
        for entry in entries if isinstance(entries, list) else ():
            yield [entry["name"], *entry.get("aliases", ())], group != "initiatives"
    for entry in table("acronyms.toml").get("acronyms", []):
        yield list(entry.get("expansions", ())), True


def find(tokens: Sequence[Token], text: str, capitals: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """First and last word (inclusive) of runs that are a known institution in other words, and its name.

    `capitals`: the words that begin with a capital, by number; an institution has three (`_FEWEST`) that are no small
    words, with at most small ones between.
    """
    free = 0
    for at, second, third in zip(capitals, capitals[1:], capitals[2:], strict=False):  # fewer make no institution
        if at < free or small(tokens[at].key):
            continue
        if (second > at + 1 and not small(tokens[at + 1].key)) or (
            third > second + 1 and not small(tokens[second + 1].key)
        ):
            continue
        last = _run(tokens, text, at)
        free = last + 1
        if last > at:
            name = _institution(tuple([t.key for t in tokens[at : last + 1] if not small(t.key)]))
            if name is not None:
                yield at, last, name


def _run(tokens: Sequence[Token], text: str, at: int) -> int:
    """The last word of the run of capitalised words, over small words, that begins at such a word."""
    last = at
    for n in range(at + 1, min(len(tokens), at + 12)):
        if text[tokens[n - 1].bare : tokens[n].start].strip(" -&"):
            break
        if tokens[n].capital:
            last = n
        elif not small(tokens[n].key):
            break
    return last


def may_be_institution(keys: Sequence[str]) -> bool:
    """Whether folded words have as many in a row as an institution has, but for small ones, that such names have."""
    content = [key for key in keys if not small(key)]
    return any(all(map(_met, content[at : at + _FEWEST])) for at in range(len(content) - _FEWEST + 1))


@lru_cache(maxsize=4096)
def _institution(keys: tuple[str, ...]) -> str | None:
    """The known institution that words are which are no small ones; None where they are none, or its right name."""
    by_stem, rightly = _known()
    if not _FEWEST <= len(keys) <= _MOST or not all(map(_met, keys)) or tuple(sorted(keys)) in rightly:
        return None
    tried: set[tuple[str, ...]] = set()
    for key in keys:
        for form, theirs in by_stem.get(key[:_STEM], _NONE).get(len(keys), ()):
            if theirs in tried:
                continue
            tried.add(theirs)
            if _means(keys, theirs):
                return form
    return None


@lru_cache(maxsize=16384)
def _met(key: str) -> bool:
    """Whether any known institution has a word that is the `same`, or may be its translation; few names are met."""
    every = _words_of_known()
    return (
        american(key) in every.american
        or (key[:2], umlauts(key)) in every.umlauts
        or not every.groups.isdisjoint(groups_of(key))
        or not every.senses.isdisjoint(senses(key))
        or any(related(key, word) for word in every.by_head.get(key[:_HEAD], ()))
    )


class Words(msgspec.Struct):
    """What the words of known institutions are compared by.

    `by_head`: the words by their first letters, without which words are `related` only in the other ways of spelling.
    """

    american: frozenset[str]
    umlauts: frozenset[tuple[str, str]]
    groups: frozenset[int]
    senses: frozenset[int]
    by_head: dict[str, tuple[str, ...]]


WORDS = "institution_words_met"
"""What `words_of_known` gives is packed as."""


def checksum() -> int:
    """The checksum of the tables that `words_of_known` is made of."""
    return checksum_of(
        *("organisations.toml", "acronyms.toml", "demonyms.toml", "institution_words.toml", "names_words.toml"),
        *("styles.toml", "given_names.toml"),
    )


@cache
def _words_of_known() -> Words:
    return unpack_derived(WORDS, checksum(), Words) or msgspec.convert(words_of_known(), Words)


def words_of_known() -> dict[str, object]:
    """The words of all known institutions, as `Words` has them.

    Takes a tenth of a second: `scripts/build_tables.py` packs what comes out.
    """
    contents = (_content(form) for forms, body in _forms() if body for form in forms)
    every = {key for keys in contents if _FEWEST <= len(keys) <= _MOST for key in keys}
    by_head: dict[str, list[str]] = {}
    for key in sorted(every):
        by_head.setdefault(key[:_HEAD], []).append(key)
    return {
        "american": sorted({american(key) for key in every}),
        "umlauts": sorted({(key[:2], umlauts(key)) for key in every}),
        "groups": sorted({group for key in every for group in groups_of(key)}),
        "senses": sorted({sense for key in every for sense in senses(key)}),
        "by_head": by_head,
    }


def _means(keys: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if set(keys).isdisjoint(theirs):
        return False
    if not all(any(same(key, their) or translated(key, their) for their in theirs) for key in keys):
        return False  # nearly always: a word that the other name does not have in any form
    pairs = match(keys, theirs)
    if len(pairs) < len(keys):
        return False
    sense = [(keys[a], theirs[b]) for a, b, by_sense in pairs if by_sense]
    kept = [keys[a] for a, _, by_sense in pairs if not by_sense]
    if not sense or len(sense) > 2 or len(kept) < 2 or not any(keys[a] == theirs[b] for a, b, _ in pairs):
        return False
    rare = any(rarity(key) > _RARE and not groups_of(key) and not senses(key) for key in kept)
    national = any(groups_of(key) for key in kept)
    return rare or all(not _body(a) or (national and {a, b} <= _FORCES) for a, b in sense)


def _body(key: str) -> bool:
    return key in words("organisation_heads") or key.removesuffix("s") in words("organisation_heads")
