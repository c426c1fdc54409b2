"""Calques whose build is fixed and whose words are not ("Chicago Fed chairman"): patterns of `seeds/phrases.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from audit.context import Context
from audit.detectors import _formulas
from audit.detectors._phrases import cased, wordlist
from audit.detectors._sides import original_words
from audit.model import Evidence, Hit, Suggestion


def built_hits(context: Context, kind: str, message: str) -> Iterator[Hit]:
    """One hit a match of a pattern of the kind that the linked original does not have in the same words."""
    for match, entry in _formulas.anywhere(context, "phrases.toml", kind):
        wanted = entry.get("original")
        if wanted and not context.links:
            continue
        surface = context.text[match.start() : match.end()]
        linked = _folded(original_words(context, match.start(), match.end()))
        if _among(surface, linked):
            continue
        told = _told(context, match, wanted, linked) if wanted else None
        if wanted and told is None:
            continue
        yield _hit(match, entry, surface, told, message)


def _hit(match: re.Match[str], entry: dict[str, Any], surface: str, told: str | None, message: str) -> Hit:
    evidence = [Evidence(kind="pattern", detail=f"stands for {entry['zh']}", ref="seeds/phrases.toml")]
    if told:
        evidence.insert(0, Evidence(kind="original", detail=f'the linked original has "{told}"'))
    english = [match.expand(text) for text in entry.get("english", [told] if told else [])]
    return Hit(
        start=match.start(),
        end=match.end(),
        message=f'"{surface}" {message} ({entry["zh"]})',
        confidence=entry.get("confidence", 0.7),
        suggestions=tuple(
            Suggestion(text=cased(surface, text), confidence=0.75, evidence=tuple(evidence[:1])) for text in english
        ),
        evidence=tuple(evidence),
    )


def _told(context: Context, match: re.Match[str], wanted: list[str], linked: str) -> str | None:
    """The word of the original that the calque stands for, one that the translation's sentence does not have itself."""
    start, end = context.sentence(match.start())
    mine = _folded(context.text[start:end])
    return next((word for word in wanted if _among(word, linked) and not _among(word, mine)), None)


@lru_cache(maxsize=4)  # a sentence may have the phrase many times
def _folded(text: str) -> str:
    return f" {' '.join(wordlist(text))} "


def _among(phrase: str, folded: str) -> bool:
    return f" {' '.join(wordlist(phrase))} " in folded
