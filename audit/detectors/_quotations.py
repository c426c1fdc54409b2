"""Quotations of a text, and how near two wordings are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_MARKED = re.compile(
    r"“(?P<a>[^“”\n]{1,1500})”|(?<!\w)\"(?P<b>[^\"\n]{1,1500})\"(?!\w)|(?<!\w)‘(?P<c>[^‘\n]{1,800}?)’(?!\w)"
    r"|(?<![\w'])'(?P<d>[^'\"\n]{1,10}(?:[^'\"\n]|'(?=\w)){1,800}?)'(?![\w'])|``(?P<e>[^`\n]{1,1500}?)''"
)
_SIGN = re.compile(r"[“\"‘`]|(?<![\w'])'")
"""What a text must have to hold a quotation."""
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
    if not _SIGN.search(text, start, end):
        return
    for match in _MARKED.finditer(text, start, end):
        group = match.lastgroup or "a"
        words = match[group]
        first = match.start(group) + len(words) - len(words.lstrip())
        yield Quotation(first, first + len(words.strip()), words.strip())


def words(text: str) -> list[str]:
    """The words of a text, folded: lower case, straight apostrophes."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def nearness(one: list[str], other: list[str]) -> float:
    """Share of the words (stems, light words at a fifth) that two wordings have in common, in [0, 1]."""
    a, b = _weights(one), _weights(other)
    common = sum(min(weight, b.get(stem, 0.0)) for stem, weight in a.items())
    total = sum(a.values()) + sum(b.values())
    return 2 * common / total if total else 0.0


def distance(one: list[str], other: list[str]) -> float:
    """How far two wordings are: edits of words over the longer one, in [0, 1]."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_distance(one, other)


def content(items: list[str]) -> int:
    """How many words carry meaning by themselves."""
    return sum(item not in _LIGHT for item in items)


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


def _weights(items: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in items:
        key = stem(item)
        found[key] = found.get(key, 0.0) + (0.2 if item in _LIGHT else 1.0)
    return found
