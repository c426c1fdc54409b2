"""Units of lining up: sentences, cut where two run together without a full stop, lines where a text is line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.retrieval.terms import frequency, normal

Spans = tuple[tuple[int, int], ...]

OPENERS = frozenset(
    "The A An This That These Those In On At It He She They We You But And If When While As After Before For From With "
    "There Their His Her Its Our What How Why According However Since Although Not Most Many Some By Under During To "
    "Despite Both Because Of Also Earlier Later Then Now Only One Two".split()
)
_UNFINISHED = frozenset(
    "a an the of in on at to for from with by as and or but that which who than into about over under between his her "
    "its their our my your is are was were be been has have had not this these those unless if when while because "
    "although though since until whether after before where whose whom so nor what how why said says told called "
    "named former president minister mr mrs ms dr against among including like without within through during "
    "per".split()
)
_PLACE = re.compile(r"(?<=[^\W_])[\"”’')]?,?[ \t]+(?=[\"“‘'(]?[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_SMALLEST = 12


def run_on(text: str) -> Iterator[int]:
    """Places in one sentence where another begins without a full stop before it: `... media time If the share ...`.

    A capitalised function word after a word in lower case (or a number), followed by a word in lower case.
    """
    for found in _PLACE.finditer(text):
        after = _WORD.findall(text[found.end() : found.end() + 40])
        before = _WORD.findall(text[max(0, found.start() - 40) : found.start()])
        if len(after) < 2 or not before:
            continue
        if before[-1][0].isupper() or before[-1] in _UNFINISHED:
            continue
        if after[0] in OPENERS and after[1][0].islower():
            yield found.end()


_BEGINNING = re.compile(
    r"(?<=\S)[ \t]+(?=[\"“‘'(]{0,2}[A-Z0-9])|(?<=[.?!\"”])[ \t]+(?=[\"“‘'(]{0,2}[a-z])"
    r"|(?<=,)[ \t]+(?=(?:and|but|while)\s)"
)
_SHORTEST_LEFT = 4
_SHORTEST_RIGHT = 8
_TITLES = frozenset("mr mrs ms dr gen sen rep prof lt col st".split())


def everyday(word: str) -> bool:
    """Whether a capitalised word is a common one, so that its capital may mark a beginning."""
    return bool(word) and frequency().get(normal(word), 99.0) < 10.0


def unfinished(text: str) -> bool:
    """Whether a text ends in a word that hardly ends a sentence: `Considers that`."""
    words = _WORD.findall(text[-40:])
    return bool(words) and words[-1].lower() in _UNFINISHED


def possible(text: str, most: int = 30) -> list[int]:
    """Places in one sentence where another might begin: before a capital or number, after an end mark, and before a
    conjunction behind a comma."""
    places = []
    for found in _BEGINNING.finditer(text):
        before = _WORD.findall(text[max(0, found.start() - 40) : found.start()])
        place = found.end()
        if not before or place < _SHORTEST_LEFT or len(text) - place < _SHORTEST_RIGHT:
            continue
        if before[-1].lower() not in _TITLES and _WORD.search(text, place):
            places.append(place)
    return places[:most]


def refine(text: str, sentences: Sequence[tuple[int, int]]) -> Spans:
    """The sentences with those cut in which two run together; every cut lies at a word's beginning."""
    units = []
    for start, end in sentences:
        left = start
        for place in run_on(text[start:end]):
            cut = start + place
            if cut - left >= _SMALLEST and end - cut >= _SMALLEST:
                units.append((left, left + len(text[left:cut].rstrip())))
                left = cut
        units.append((left, end))
    return tuple(units)
