"""Chinese forms of known people, places and countries in a pivot sentence, with the English that they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from audit.names.authority_knowledge import knowledge, words_of
from audit.names.tokens import fold

if TYPE_CHECKING:
    from audit.names.alone_pivot import Expected

_EAST = frozenset(("CN", "TW", "HK", "MO", "JP", "KR", "KP"))
_SEPARATORS = "·•・‧. "


@dataclass(frozen=True, slots=True)
class _Form:
    word: str
    name: str
    also: frozenset[str]
    kind: str


@cache
def _forms() -> dict[str, _Form]:
    """Chinese form -> English. Forms of one character, and forms of several people, are left out."""
    out: dict[str, _Form | None] = {}
    others: dict[str, _Form | None] = {}
    for person in knowledge().people.values():
        if person.characters:
            continue
        entry = _Form(person.family_name.split()[-1], person.name, words_of(person), "person")
        for listed, forms in ((out, [person.scripts.get("zh", "")]), (others, person.zh_also)):
            for form in forms:
                for part in _told_apart(form):
                    _put(listed, part, entry)
    for form, place in _places():
        _put(out, form, place)
    return {form: entry for form, entry in {**others, **out}.items() if entry is not None}


def _told_apart(form: str) -> Iterator[str]:
    """A person's form and its family name, where they are long enough to be nobody's else."""
    parts = [part for part in _split(form) if len(part) >= 2]
    if len(form) >= 2 and (len(parts) > 1 or len(form) >= 4):
        yield form
    if parts and len(parts[-1]) >= 3:
        yield parts[-1]


def _put(out: dict[str, _Form | None], form: str, entry: _Form) -> None:
    if form in out and (out[form] is None or out[form].word != entry.word):  # type: ignore[union-attr]
        out[form] = None
    else:
        out[form] = entry


def _split(form: str) -> list[str]:
    for separator in _SEPARATORS:
        form = form.replace(separator, "·")
    return [part for part in form.split("·") if part]


def _places() -> Iterator[tuple[str, _Form]]:
    from audit.names.authority import places

    for entry in places().entries():
        if entry.country in _EAST:
            continue
        also = frozenset(
            fold(form.replace(" ", "").replace("-", "")) for form in (entry.name, *entry.forms.get("", ()))
        )
        for form in entry.forms.get("zh", ()):
            bare = form[:-1] if form[-1:] in "市州县区镇省" and len(form) > 3 else form
            if len(bare) >= 3 and all(c in transcription_characters() for c in bare):
                yield bare, _Form(entry.name, entry.name, also, "place")


@cache
def transcription_characters() -> frozenset[str]:
    """Characters that Chinese uses to write foreign names by their sound: frequent in names of Western people."""
    counts: Counter[str] = Counter()
    for person in knowledge().people.values():
        if not person.characters and "·" in person.scripts.get("zh", ""):
            counts.update(c for c in person.scripts["zh"] if "\u4e00" <= c <= "\u9fff")
    return frozenset(c for c, n in counts.items() if n >= 2)


@cache
def _matcher() -> tuple[Any, list[str]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    forms = sorted(_forms())
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), forms


def known_forms(pivot: str) -> Iterator[Expected]:
    """The known names of a pivot sentence, longest first where they overlap; none within a longer run of sounds."""
    from audit.names.alone_pivot import Expected

    matcher, forms = _matcher()
    sounding = transcription_characters()
    for index, start, end in matcher.find_matches_as_indexes(pivot):
        form = forms[index]
        before, after = pivot[start - 1 : start], pivot[end : end + 1]
        if (before in sounding and before) or (after in sounding and after):
            continue
        entry = _forms()[form]
        yield Expected(form, entry.word, entry.name, f"{form} is {entry.name}", entry.also)
