"""Which sentences of a translation have an original, and when that is enough to speak of the text's structure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from audit.context import Context
from corpora.documents import Span

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 0.6
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence [start, end) with its best linked stretch of an original, if there is one."""

    start: int
    end: int
    original: Span | None


def rows(context: Context) -> list[Row]:
    """The sentences with their best original; empty where fewer than three in five have one, or the text is short."""
    known: list[Row] | None = context.shared.get("rows")
    if known is None:
        known = context.shared["rows"] = _rows(context)
    return known


def _rows(context: Context) -> list[Row]:
    if not context.links:
        return []
    body = [(a, b) for a, b in context.sentences if words(context.text[a:b]) >= 4]
    found = [Row(a, b, next(iter(context.linked(a, b)), None)) for a, b in body]
    share = sum(row.original is not None for row in found) / len(found) if found else 0.0
    return found if len(found) >= _LEAST and share >= _ENOUGH else []


def main_original(found: list[Row]) -> str | None:
    """The id of the original that most sentences go back to."""
    counts = Counter(row.original.doc for row in found if row.original)
    return counts.most_common(1)[0][0] if counts else None


def words(text: str) -> int:
    """How many words a sentence has."""
    return len(_WORD.findall(text))
