"""Sentences of an original as lining up uses them."""

from __future__ import annotations

import re
from functools import lru_cache

_LINE = re.compile(r"[^\r\n]+")
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")


@lru_cache(maxsize=4096)
def cut(text: str, lang: str = "en") -> tuple[tuple[int, int], ...]:
    """Sentences of a text, as offset pairs without surrounding space."""
    try:
        from corpora.sentences import split
    except ImportError:
        return _lines(text)
    return tuple(split(text, lang))


def _lines(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in [mark.end() for mark in _END.finditer(line.group())] + [len(line.group())]:
            piece = text[start : line.start() + end]
            if piece.strip():
                left = start + len(piece) - len(piece.lstrip())
                found.append((left, left + len(piece.strip())))
            start = line.start() + end
    return tuple(found)
