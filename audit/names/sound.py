"""Likeness of two Latin-script names in letters and in sound, when nothing is known of the way between them."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from audit.names.tokens import fold

# letters that transcription through another language confuses fall into one class (l/r; b/p/v/f/w; d/t/th; g/k/h ...)
_GROUPS = (("tch|sch|sh|ch|zh|dj|dg|th|ph|gh|ck|kh|ts|tz|cz", "S"),)
_CLASSES = {
    **dict.fromkeys("lr", "l"),
    **dict.fromkeys("bpvfw", "b"),
    **dict.fromkeys("dt", "d"),
    **dict.fromkeys("gkcqh", "k"),
    **dict.fromkeys("szxjyS", "s"),
    **dict.fromkeys("mn", "n"),
    **dict.fromkeys("aeiou", ""),
}
_DIGRAPHS = (
    (re.compile("ph"), "f"),
    (re.compile("tsch|tch|sch|sh|ch|zh|cz|sz|ts|tz"), "s"),
    (re.compile("ck|kh|gh|qu"), "k"),
    (re.compile("th|dh"), "t"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("g(?=[eiy])"), "j"),
    (re.compile("^y|^j"), "j"),
)


@lru_cache(maxsize=8192)
def skeleton(key: str) -> str:
    """The consonants of a folded name in coarse classes, doubled ones once.

    >>> skeleton("wiranto"), skeleton("villando")
    ('blnd', 'blnd')
    """
    for pattern, by in _DIGRAPHS:
        key = pattern.sub(by, key)
    coarse = "".join(_CLASSES.get(letter, letter) for letter in key)
    return re.sub(r"(.)\1+", r"\1", coarse)


@lru_cache(maxsize=32768)
def letters(a: str, b: str) -> float:
    """Likeness in letters of two folded names, 0 to 1: the better of Jaro-Winkler and edit similarity, halved below
    0.5."""
    return max(JaroWinkler.similarity(a, b), Levenshtein.normalized_similarity(a, b))


def near(a: str, b: str, least: float) -> bool:
    """Whether `letters` is at least so much; nothing is kept, so that pairs asked about once cost no memory."""
    return (
        JaroWinkler.similarity(a, b, score_cutoff=least) > 0.0
        or Levenshtein.normalized_similarity(a, b, score_cutoff=least) > 0.0
    )


@lru_cache(maxsize=8192)
def sound(a: str, b: str) -> float:
    """Likeness in sound of two folded names, 0 to 1, from their consonant skeletons and lengths."""
    one, two = skeleton(a), skeleton(b)
    if not one or not two:
        return 0.5 if one == two else 0.0
    return Levenshtein.normalized_similarity(one, two)


def likeness(a: str, b: str) -> float:
    """Joint likeness of two names as written, 0 to 1 (letters and sound weigh alike)."""
    one, two = fold(a.replace(" ", "").replace("-", "")), fold(b.replace(" ", "").replace("-", ""))
    if not one or not two:
        return 0.0
    return 0.5 * letters(one, two) + 0.5 * sound(one, two)
