"""Known institutions under translations of their words, without a list of forms: "American Civil Freedom Union".

A run of capitalised words is laid beside the known institutions that share a telling word with it; every word must be
met, one or two of them by sense only, in any order. Words of bodies (agency, office, service) say little, because many
countries have such bodies side by side: there a rare word must be shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from audit.names.coverage import groups_of, small
from audit.names.senses import match, same, senses, translated
from audit.names.tokens import Token, fold
from audit.names.vocabulary import rarity, words
from audit.seeds import table

_FEWEST, _MOST = 3, 8
_RARE = 4.9
_STEM = 6
_FORCES = frozenset("army forces force military troops".split())  # of a country, of which there is one


def _content(form: str) -> tuple[str, ...]:
    keys = (fold(word) for word in form.replace("-", " ").split())
    return tuple(key for key in keys if key and not small(key))


@cache
def _known() -> tuple[dict[str, tuple[tuple[str, tuple[str, ...]], ...]], frozenset[tuple[str, ...]]]:
    """Stem of a word -> (form, content words) of the institutions that have it; all right forms as sorted words."""
    by_stem: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    rightly: set[tuple[str, ...]] = set()
    for forms, body in _forms():
        for form in forms:
            keys = _content(form)
            rightly.add(tuple(sorted(keys)))
            if body and _FEWEST <= len(keys) <= _MOST:
                for key in set(keys):
                    if rarity(key) > 3.6:
                        by_stem.setdefault(key[:_STEM], []).append((form, keys))
    return {stem: tuple(found) for stem, found in by_stem.items()}, frozenset(rightly)


def _forms() -> Iterator[tuple[list[str], bool]]:
    """The right forms of every listed institution, and whether others are hardly called nearly the same.

    Of programmes and initiatives there are many side by side whose names are the same few everyday words.
    """
    for group, entries in table("organisations.toml").items():
        for entry in entries if isinstance(entries, list) else ():
            yield [entry["name"], *entry.get("aliases", ())], group != "initiatives"
    for entry in table("acronyms.toml").get("acronyms", []):
        yield list(entry.get("expansions", ())), True


def find(tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int, str]]:
    """First and last word (inclusive) of runs that are a known institution in other words, and its name."""
    free = 0
    for at, token in enumerate(tokens):
        if at < free or not token.capital or small(token.key):
            continue
        last = _run(tokens, text, at)
        free = last + 1
        if last > at:
            name = _institution(tokens, at, last)
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


def _institution(tokens: Sequence[Token], first: int, last: int) -> str | None:
    keys = tuple(t.key for t in tokens[first : last + 1] if not small(t.key))
    by_stem, rightly = _known()
    if not _FEWEST <= len(keys) <= _MOST or tuple(sorted(keys)) in rightly:
        return None
    tried: set[tuple[str, ...]] = set()
    for key in keys:
        for form, theirs in by_stem.get(key[:_STEM], ()):
            if theirs in tried or len(theirs) != len(keys):
                continue
            tried.add(theirs)
            if _means(keys, theirs):
                return form
    return None


def _means(keys: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
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
