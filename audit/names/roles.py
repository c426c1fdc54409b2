"""What a sentence says somebody is: the title directly before a name, or behind it after a comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from audit.names.tokens import Token
from audit.seeds import table

_LONGEST = 3
"""Words of the longest office, rank or field of `seeds/roles.toml`."""
_BEFORE = 8
"""Words before a comma within which an office with "of" may begin: Governor of the State of Louisiana, Jeff Landry."""
_AFTER = 5
"""Words between the comma behind a name and the title: the U.S. Senate's ..."""
_LINKS = frozenset(("of", "for", "in", "at", "to"))
_ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "who", "is", "as"))


@dataclass(frozen=True, slots=True)
class Role:
    """Words first..last (inclusive) of a sentence's tokens that are a title; `head`: the office or rank in it, by its
    folded words; `kind`: offices, ranks, speakers or calques."""

    first: int
    last: int
    head: str
    kind: str


@cache
def _kinds() -> dict[str, str]:
    seeds = table("roles.toml")
    return {words: kind for kind in ("calques", "offices", "ranks", "speakers") for words in seeds[kind]}


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("roles.toml")[name])


@cache
def near(one: str, two: str) -> bool:
    """Whether two heads are the same title, one that reporters use for the other, or two that one person may hold.

    >>> near("chairman", "chair"), near("chairman", "president"), near("general", "major general")
    (True, False, True)
    """
    if one == two or set(one.split()) <= set(two.split()) or set(two.split()) <= set(one.split()):
        return True
    seeds = table("roles.toml")
    return any(one in group and two in group for group in (*seeds["same"], *seeds["both"]))


def role_of(tokens: Sequence[Token], text: str, first: int, last: int) -> Role | None:
    """The title that a sentence gives the name of the words first..last (inclusive), or None."""
    while first > 0 and _of_name(tokens, text, first - 1):
        first -= 1
    while last + 1 < len(tokens) and _of_name(tokens, text, last + 1, back=True):
        last += 1
    return _before(tokens, text, first) or _behind(tokens, text, last)


def _gap(tokens: Sequence[Token], text: str, at: int) -> str:
    """What stands between word `at` and the next one."""
    return text[tokens[at].end : tokens[at + 1].start]


def _of_name(tokens: Sequence[Token], text: str, at: int, back: bool = False) -> bool:
    """Whether a word beside a name is another part of it: a capital, no title."""
    token = tokens[at]
    gap = _gap(tokens, text, at - 1 if back else at)
    if not token.capital or gap.strip(" -.") or token.end != token.bare or token.opens > back:
        return False
    return token.key not in _kinds() and token.key not in _listed("before") and token.key not in _listed("status")


def _head_ending(tokens: Sequence[Token], text: str, last: int) -> tuple[int, str] | None:
    """The first word of the longest head that ends with word `last`, and the head."""
    for length in range(min(_LONGEST, last + 1), 0, -1):
        first = last - length + 1
        words = " ".join(token.key for token in tokens[first : last + 1])
        if words in _kinds() and all(not _gap(tokens, text, at).strip(" -'\u2019") for at in range(first, last)):
            return first, words
    return None


def _whole(tokens: Sequence[Token], text: str, first: int, last: int, head: str) -> Role:
    """The head with the words before it that belong to the title, and its field."""
    while (
        first > 0
        and tokens[first - 1].key in _listed("before")
        and tokens[first - 1].end == tokens[first - 1].bare
        and not _gap(tokens, text, first - 1).strip(" -")
    ):
        first -= 1
    if last + 2 < len(tokens) and tokens[last + 1].key == "of":
        for length in (2, 1):
            words = " ".join(token.key for token in tokens[last + 2 : last + 2 + length])
            if words in _listed("fields"):
                last = last + 1 + length
                break
    return Role(first, last, head, _kinds()[head])


def _before(tokens: Sequence[Token], text: str, name: int) -> Role | None:
    """The title before the name that begins with word `name`: directly, or with "of" and a comma."""
    if name == 0:
        return None
    gap = _gap(tokens, text, name - 1).strip(' "\u201c\u201d')
    if gap not in {"", ","}:
        return None
    found = _head_ending(tokens, text, name - 1)
    if found is not None:
        return _whole(tokens, text, found[0], name - 1, found[1])
    for at in range(name - 2, max(-1, name - _BEFORE - 1), -1):
        if _gap(tokens, text, at).strip(" -\u2019'"):
            break
        if tokens[at + 1].key in _LINKS and (gap or _field_until(tokens, at + 2, name)):
            found = _head_ending(tokens, text, at)
            if found is not None:
                return _whole(tokens, text, found[0], at, found[1])
    return None


def _field_until(tokens: Sequence[Token], first: int, name: int) -> bool:
    return " ".join(token.key for token in tokens[first:name]) in _listed("fields")


def _behind(tokens: Sequence[Token], text: str, name: int) -> Role | None:
    """The title behind the name that ends with word `name`, after a comma: ", the Scottish first minister"."""
    if name + 1 >= len(tokens) or tokens[name].end != tokens[name].bare or _gap(tokens, text, name).strip() != ",":
        return None
    for last in range(name + 1, min(len(tokens), name + 1 + _AFTER + _LONGEST)):
        if last > name + 1 and _gap(tokens, text, last - 1).strip(" -"):
            return None
        longer = last + 1 < len(tokens) and not _gap(tokens, text, last).strip(" -'\u2019")
        found = _head_ending(tokens, text, last)
        if found is not None:
            after = _head_ending(tokens, text, last + 1) if longer else None
            if after is not None and after[0] <= last:
                continue
            if last + 2 < len(tokens) and longer and (far := _head_ending(tokens, text, last + 2)) and far[0] <= last:
                continue
            if longer and tokens[last + 1].key not in _LINKS and tokens[last + 1].capital:
                return None  # ", President Xi": the next one's
            return _whole(tokens, text, found[0], last, found[1])
        key = tokens[last].key
        fits = tokens[last].capital or key in _ARTICLES or key in _listed("before") or key in _listed("status")
        if not fits and tokens[last].end == tokens[last].bare:
            return None
    return None
