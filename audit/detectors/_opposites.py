"""A word of opposite sense in the original's place: rose for fell, upheld for overturned. Data: `opposites.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from audit.detectors._sides import Pair, place
from audit.model import Evidence, Hit, Suggestion
from audit.quotations import stem
from audit.seeds import table
from audit.values.lexicon import STOPS

_WORD = re.compile(r"\d[\d.,]*|[A-Za-z]+(?:['’-][A-Za-z]+)*")
_WINDOW = 7
"""Words looked at on each side."""
_ALIKE = 0.45
"""Share of the content words around the two that must be the same."""

_ALIKE_FIGURES = 0.3
"""The same where both sentences have two figures in common."""

_FIRM = 0.9
"""Score from which a link is sure enough for two sentences to be compared by their frame alone."""

_SLACK = 0.15
"""How much less of the longer side's words must be the same."""

Pole = tuple[int, int]
"""Number of the axis and of its pole (0, 1)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words [first, last] of a sentence that stand for a pole."""

    first: int
    last: int


def opposites(pair: Pair, original: str, around: Callable[[], str]) -> Iterator[Hit]:
    """Places where one pole stands once in the translation and the other once in the original, about the same."""
    if _forms().keys().isdisjoint(pair.letters):
        return
    mine = _words(pair.text)
    ours = _poles(mine)
    if not ours:
        return
    theirs = _words(original)
    told = _poles(theirs)
    for (axis, pole), places in ours.items():
        other = (axis, 1 - pole)
        if len(places) != 1 or len(told.get(other, ())) != 1:
            continue
        if other in ours or (axis, pole) in told:
            continue
        wrong, right = places[0], told[other][0]
        here, there = _span(pair.text, wrong), _span(original, right)
        sure = _tied(_axes()[axis][1], mine, wrong, theirs, right) or 0.65 * _framed(pair, original, here, there)
        if sure and (axis, pole) not in _poles(_words(around())):
            fix = _inflected(pair.text[slice(*here)], original[slice(*there)], other)
            yield _hit(pair, original, here, there, _axes()[axis][0], sure, fix)


def same_pole(denied: str, at: int, affirmed: str) -> tuple[int, int] | None:
    """The word of `affirmed` that says the same as the one at `at` in `denied` ("lower than" and "below")."""
    words = [m.start() for m in _WORD.finditer(denied)]
    number = words.index(at) if at in words else -1
    theirs = _poles(_words(affirmed))
    for pole, places in _poles(_words(denied)).items():
        if len(places) == 1 and places[0].first == number and len(theirs.get(pole, ())) == 1:
            return _span(affirmed, theirs[pole][0])
    return None


def _tied(beside: str, mine: list[str], wrong: Place, theirs: list[str], right: Place) -> float:
    """How sure it is that both words are about the same; 0 where they are not."""
    one, other = _around(mine, wrong), _around(theirs, right)
    common = one & other
    few, many = sorted((len(one), len(other)))
    figures = _figures(mine) & _figures(theirs)
    alike = _ALIKE_FIGURES if len(figures) >= 2 else _ALIKE
    if not common or len(common) < max(alike * few, (alike - _SLACK) * many):
        return 0.0
    if beside == "number":
        near = any(word[0].isdigit() for word in common)
        return 0.75 if near else 0.65 if figures and len(common) >= 2 and len(figures) >= 2 else 0.0
    if beside == "word":
        return 0.65 if len(common) >= 3 and _next(mine, wrong) == _next(theirs, right) != "" else 0.0
    whole = len(common) >= 2 and len(common) >= 0.6 * many
    return 0.65 if len(common) >= 3 or whole else 0.0


def _framed(pair: Pair, original: str, wrong: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two firmly linked sentences are the same but for the two words and names: "Both Kayser and Mata ..."."""
    frames = [_frame(pair.text, wrong), _frame(original, right)]
    return pair.score >= _FIRM and frames[0][0] == frames[1][0] != set() and min(frames[0][1], frames[1][1]) >= 2


def _frame(text: str, without: tuple[int, int]) -> tuple[set[str], int]:
    """The stems of the content words in small letters and the figures outside of a place, and how many names stand
    there."""
    words = [m.group() for m in _WORD.finditer(text) if not without[0] <= m.start() < without[1]]
    plain = {w if w[0].isdigit() else stem(w) for w in words if not w[0].isupper() and w not in STOPS}
    return plain, sum(w[0].isupper() and w.casefold() not in STOPS for w in words)


def _figures(words: list[str]) -> set[str]:
    return {word.rstrip(".,") for word in words if word[0].isdigit()}


def _around(words: list[str], at: Place) -> set[str]:
    """Stems of the content words, and the numbers, on both sides."""
    near = words[max(0, at.first - _WINDOW) : at.first] + words[at.last + 1 : at.last + 1 + _WINDOW]
    return {word.rstrip(".,") if word[0].isdigit() else stem(word) for word in near if word not in STOPS}


def _next(words: list[str], at: Place) -> str:
    """The stem of the first content word behind."""
    return next((stem(word) for word in words[at.last + 1 : at.last + 4] if word not in STOPS), "")


def _words(text: str) -> list[str]:
    """Words and numbers in lower case."""
    found: list[str] = _WORD.findall(text.lower())
    return found


def _poles(words: list[str]) -> dict[Pole, list[Place]]:
    """The poles that stand among some words, with their places; longer phrases before shorter ones."""
    found: dict[Pole, list[Place]] = {}
    known = _forms()
    for at, word in enumerate(words):
        for phrase, pole in known.get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                places = found.setdefault(pole, [])
                if not places or places[-1].last < at:
                    places.append(Place(at, at + len(phrase) - 1))
    return found


@cache
def _axes() -> tuple[tuple[str, str], ...]:
    """Name and `beside` of each axis."""
    return tuple((entry["name"], entry.get("beside", "")) for entry in table("opposites.toml")["axis"])


@cache
def _forms() -> dict[str, tuple[tuple[list[str], Pole], ...]]:
    """First word -> phrases that begin with it, longest first, with their poles."""
    forms: dict[str, list[tuple[list[str], Pole]]] = {}
    for axis, entry in enumerate(table("opposites.toml")["axis"]):
        for pole, side in enumerate(("one", "other")):
            for phrase in entry[side]:
                words = phrase.casefold().split()
                forms.setdefault(words[0], []).append((words, (axis, pole)))
    return {word: tuple(sorted(listed, key=lambda item: -len(item[0]))) for word, listed in forms.items()}


def _inflected(ours: str, theirs: str, pole: Pole) -> str:
    """The original's word in the form of the translation's: "raise" for "raised" where it has "reduce"."""
    ending, said = _ending(ours.casefold()), theirs.casefold()
    if said in _ANY or _ending(said) == ending or " " in f"{ours}{theirs}":
        return theirs
    listed = [words[0] for forms in _forms().values() for words, known in forms if known == pole and len(words) == 1]
    fitting = [form for form in listed if form[:4] == said[:4] and _ending(form) == ending]
    return min(fitting, key=len) if fitting else theirs


_PAST = frozenset(
    "rose risen fell fallen grew grown shrank shrunk slid upheld threw struck forbade began begun went left lost "
    "let".split()
)
_ANY = frozenset("cut shut quit".split())
"""Words that are their own past."""


def _ending(word: str) -> str:
    return "ed" if word in _PAST else next((end for end in ("ing", "ed", "s") if word.endswith(end)), "")


def _span(text: str, at: Place) -> tuple[int, int]:
    """Offsets of a place."""
    found = list(_WORD.finditer(text))
    return found[at.first].start(), found[at.last].end()


def _hit(
    pair: Pair, original: str, wrong: tuple[int, int], right: tuple[int, int], axis: str, sure: float, fix: str
) -> Hit:
    surface, theirs = pair.text[slice(*wrong)], original[slice(*right)]
    return Hit(
        start=pair.start + wrong[0],
        end=pair.start + wrong[1],
        message=f'"{surface}" against "{theirs}" in the original: the opposite ({axis})',
        confidence=sure,
        subtype="opposite",
        suggestions=(Suggestion(text=fix, confidence=sure),),
        evidence=(
            Evidence(kind="original", detail=f'the linked original has "{theirs}"', ref=place(pair.originals[0])),
        ),
    )
