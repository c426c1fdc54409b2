"""Quotations of a text, and how near two wordings are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_MARKED = re.compile(
    r"“(?P<a>[^“”\n]{1,1500})”|(?<!\w)\"(?P<b>[^\"\n]{1,1500})\"(?!\w)|(?<!\w)‘(?P<c>[^‘\n]{1,800}?)’(?!\w)"
    r"|(?<![\w'])'(?P<d>[^'\"\n]{1,10}(?:[^'\"\n]|'(?=\w)){1,800}?)'(?![\w'])|``(?P<e>[^`\n]{1,1500}?)''"
)
_SIGNS = ('"', "“", "‘", "`")
_APOSTROPHE = re.compile(r"(?<![\w'])'")
"""What a text must have to hold a quotation: one of the signs, or an apostrophe that begins one."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s+[–—-]{1,2}\s+|(?<=[,;:])\s+")
_LIGHT = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "and",
        "or",
        "but",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "shall",
        "should",
        "may",
        "might",
        "i",
        "you",
        "he",
        "she",
        "we",
        "they",
        "him",
        "them",
        "her",
        "us",
        "me",
        "my",
        "our",
        "your",
        "his",
        "their",
        "not",
        "no",
        "there",
        "here",
        "so",
        "if",
        "than",
        "then",
        "what",
        "which",
        "who",
        "when",
        "where",
        "how",
        "about",
        "into",
        "out",
        "up",
        "down",
        "very",
        "also",
        "just",
        "some",
        "any",
        "all",
        "more",
    ]
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks: [start, end) of the text it was found in, without the marks."""

    start: int
    end: int
    text: str


def quotations(text: str, start: int = 0, end: int | None = None) -> Iterator[Quotation]:
    """The quotations of [start, end), in order; inner ones are part of the outer."""
    end = len(text) if end is None else end
    if all(text.find(sign, start, end) < 0 for sign in _SIGNS) and not (
        text.find("'", start, end) >= 0 and _APOSTROPHE.search(text, start, end)
    ):
        return
    for match in _MARKED.finditer(text, start, end):
        group = match.lastgroup or "a"
        words = match[group]
        first = match.start(group) + len(words) - len(words.lstrip())
        yield Quotation(first, first + len(words.strip()), words.strip())


def words(text: str) -> list[str]:
    """The words of a text, folded: lower case, straight apostrophes."""
    folded = text.casefold()
    if len(folded) == len(text):
        return _WORD.findall(folded.replace("’", "'"))
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def nearness(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Share of the words that two wordings (see `weights`) have in common, in [0, 1]."""
    common = sum(min(weight, other[key]) for key, weight in one.items() if key in other)
    total = sum(one.values()) + sum(other.values())
    return 2 * common / total if total else 0.0


def distance(one: list[str], other: list[str]) -> float:
    """How far two wordings are: edits of words over the longer one, in [0, 1]."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_distance(one, other)


def content(items: list[str]) -> int:
    """How many words carry meaning by themselves."""
    return sum(item not in _LIGHT for item in items)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its commonest endings: enough to see that two wordings use the same word."""
    for ending in ("'s", "ings", "ing", "ies", "edly", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def parts(quote: Quotation) -> list[Quotation]:
    """Sentences and clauses of a quotation, with their places; the quotation itself where it has one only."""
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(quote.text)), len(quote.text)]
    found = []
    for a, b in pairwise(cuts):
        piece = quote.text[a:b].rstrip()
        if piece:
            found.append(Quotation(quote.start + a, quote.start + a + len(piece), piece))
    return found


def weights(items: list[str]) -> Counter[str]:
    """The stems of some words with their weights: 5 a word, 1 a light one."""
    found: Counter[str] = Counter()
    for item in items:
        found[stem(item)] += 1 if item in _LIGHT else 5
    return found
