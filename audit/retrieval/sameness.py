"""Texts that are the same: the translation itself in the pool, and one report at several outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from audit.retrieval.terms import terms
from corpora.documents import Document

SAME_WORDS = 0.9
SAME_REPORT = 0.5
SHINGLE = 4
FEWEST_SHINGLES = 12


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same text, letter case and punctuation aside (nine tenths of their word triples)."""
    if not 0.8 < (len(one) + 1) / (len(other) + 1) < 1.25:
        return False
    left, right = _triples(one), _triples(other)
    union = sum((left | right).values())
    return union > 0 and sum((left & right).values()) / union >= SAME_WORDS


def same_report(one: str, other: str) -> bool:
    """Whether two texts are one report, cut or edited: half of the shorter one's runs of four words are the other's."""
    left, right = _shingles(one), _shingles(other)
    shorter = min(len(left), len(right))
    return shorter >= FEWEST_SHINGLES and len(left & right) >= SAME_REPORT * shorter


def grouped(originals: Sequence[Document]) -> list[list[Document]]:
    """The originals in groups of one report each; groups and their members in the order given."""
    groups: list[list[Document]] = []
    for original in originals:
        for group in groups:
            if same_report(group[0].text, original.text):
                group.append(original)
                break
        else:
            groups.append([original])
    return groups


def agreement(texts: Sequence[str]) -> list[int]:
    """For each of several wordings of one report, in how many of the others its runs of four words stand, summed."""
    every = Counter(run for text in texts for run in _shingles(text))
    return [sum(every[run] - 1 for run in _shingles(text)) for text in texts]


@lru_cache(maxsize=1024)
def _shingles(text: str) -> frozenset[int]:
    words = terms(text)
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(max(0, len(words) - SHINGLE + 1)))


@lru_cache(maxsize=64)
def _triples(text: str) -> Counter[tuple[str, ...]]:
    words = terms(text)
    if len(words) < 3:
        return Counter([tuple(words)])
    return Counter(zip(words, words[1:], words[2:], strict=False))
