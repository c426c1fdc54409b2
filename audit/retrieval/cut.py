"""Sentences of an original; and lines, where a text that is told in order is written line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpora.sentences import split

_LINE = re.compile(r"[^\r\n]+")
LINES_SHARE = 1.35
FEWEST_LINES = 4

Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def cut(text: str, lang: str | None = "en") -> Spans:
    """The sentences of a text as offset pairs without surrounding space; the last few thousand texts are kept."""
    return tuple(split(text, lang or "en"))


def line_by_line(text: str, sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether a text has about one sentence a line (bitexts, subtitles), and more than a few."""
    lines = sum(1 for found in _LINE.finditer(text) if found.group().strip())
    return lines >= FEWEST_LINES and len(sentences) <= LINES_SHARE * lines


def by_line(text: str, sentences: Sequence[tuple[int, int]]) -> Spans:
    """The sentences, joined to whole lines where the text has about one sentence a line (bitexts, subtitles).

    Joined units begin and end where sentences do.
    """
    if not line_by_line(text, sentences):
        return tuple(sentences)
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text) if found.group().strip()]
    units: list[tuple[int, int]] = []
    number = 0
    owner = -1
    for start, end in sentences:
        while number + 1 < len(lines) and lines[number + 1][0] <= start:
            number += 1
        if number == owner and end <= lines[number][1]:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
        owner = number
    return tuple(units)
