"""House styles: which spellings are one name, which a style prefers; from `seeds/styles.toml` and `exonyms.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from audit.names.tokens import fold
from audit.seeds import table

_SPLIT = re.compile(r"[\s\-‐‑–]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """Legitimate spellings of one name: `forms` (the most usual first), what styles prefer, and from when.

    `names` restricts the group to people of these whole names, folded; empty: it holds for anybody.
    """

    kind: str
    forms: tuple[str, ...]
    preferred: dict[str, str] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    zh: str | None = None


def equivalent(a: str, b: str) -> bool:
    """Whether two names are one name but for house style or romanization: whole, or word by word.

    >>> equivalent("Volodymyr Zelensky", "Volodymyr Zelenskiy"), equivalent("al-Qaida", "Al Qaeda")
    (True, True)
    >>> equivalent("Medvedev", "Medvedchuk"), equivalent("Vladimir Putin", "Volodymyr Putin")
    (False, False)
    """
    if _joined(a) == _joined(b):
        return True
    if any(not group.names for group in _common(_joined(a), _joined(b))):
        return True
    ours, theirs = _words(a), _words(b)
    if not ours or len(ours) != len(theirs):
        return False
    whole = {"".join(ours), "".join(theirs)}
    return all(_same_word(x, y, whole) for x, y in zip(ours, theirs, strict=True))


def preferred(name: str, style: str, on: date | None = None) -> str | None:
    """The form that a style writes for a name or a place, in force on a day (None: today's); None where it has no rule.

    >>> preferred("Zelensky", "ap"), preferred("Zelensky", "reuters"), preferred("Zelensky", "neutral")
    ('Zelenskyy', 'Zelenskiy', None)
    """
    for group in _index().get(_joined(name), ()):
        form = group.preferred.get(style)
        since = group.since.get(style)
        if form is not None and not (on is not None and since is not None and on < since):
            return form
    return None


def spellings(name: str) -> tuple[Spellings, ...]:
    """The groups of legitimate spellings that a name belongs to."""
    return _index().get(_joined(name), ())


def _same_word(a: str, b: str, whole: set[str]) -> bool:
    return a == b or any(not group.names or whole & group.names for group in _common(a, b))


def _common(a: str, b: str) -> list[Spellings]:
    index = _index()
    theirs = index.get(b, ())
    return [group for group in index.get(a, ()) if any(group is other for other in theirs)]


def _words(name: str) -> list[str]:
    """The folded words of a name, without particles that are written or left out at will."""
    words = [fold(word) for word in _SPLIT.split(name)]
    kept = [word for word in words if word and word not in _particles()]
    return kept or [word for word in words if word]


def _joined(name: str) -> str:
    return "".join(fold(word) for word in _SPLIT.split(name))


@cache
def _particles() -> frozenset[str]:
    return frozenset(fold(word) for word in table("styles.toml")["particles"]["free"])


@cache
def _index() -> dict[str, tuple[Spellings, ...]]:
    """Folded, joined form -> its groups."""
    index: dict[str, list[Spellings]] = {}
    for group in _groups():
        for form in dict.fromkeys(_joined(form) for form in (*group.forms, *group.preferred.values())):
            index.setdefault(form, []).append(group)
    return {form: tuple(groups) for form, groups in index.items()}


def _groups() -> list[Spellings]:
    data = table("styles.toml")
    styles = data["style"]
    groups = [
        Spellings(
            kind=kind,
            forms=tuple(entry["forms"]),
            preferred={style: entry[style] for style in styles if style in entry},
            since=entry.get("dates", {}),
            names=frozenset(_joined(name) for name in entry.get("full", ())),
            zh=entry.get("zh"),
        )
        for kind in ("people", "organisations", "given")
        for entry in data[kind]
    ]
    return groups + _places()


def _places() -> list[Spellings]:
    from audit.names.exonyms import places

    return [
        Spellings(
            kind="place",
            forms=(place.name, *place.variants),
            preferred=dict(place.styles),
            since=dict(place.dates),
            zh=place.zh,
        )
        for place in places()
        if place.variants or place.styles
    ]
