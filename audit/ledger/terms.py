"""Titles as terms of the ledger: which English title a word-by-word one stands for, and where titles stand rightly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from audit.ledger.entities import Known
from audit.ledger.model import key_of
from audit.seeds import table
from corpora.encodings import clean

if TYPE_CHECKING:
    from audit.model import Finding


def is_term(finding: Finding) -> bool:
    """Whether a finding says that a title is no English term and which one is meant."""
    return finding.category == "phrase" and finding.mqm.startswith("Terminology") and bool(finding.suggestions)


def term_of(finding: Finding) -> Known:
    """The term that a finding's first suggestion stands for, as the knowledge files write it."""
    told = finding.suggestions[0].text
    return _known(_terms().get(key_of(told), told))


def terms_in(text: str) -> Iterator[tuple[int, int, Known]]:
    """Places of the English titles that some language renders word by word, longest first, in any case."""
    finder, terms = _finder()
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lower = clean(lower)[0]
    for index, start, end in finder.find_matches_as_indexes(lower):
        if not (lower[start - 1 : start].isalnum() or lower[end : end + 1].isalnum()):
            yield start, end, _known(terms[index])


def _known(term: str) -> Known:
    return Known(name=term, kind="term", listed=True)


@cache
def _terms() -> dict[str, str]:
    """Key -> the title; single words (envoy, chancellor) are too many things."""
    forms = (form for entry in table("phrases.toml").get("title", []) for form in entry.get("english", ()))
    return {key_of(form): form for form in sorted(forms) if " " in form}


@cache
def _finder() -> tuple[Any, tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    terms = tuple(_terms().values())
    return AhoCorasick([term.lower() for term in terms], matchkind=MatchKind.LeftmostLongest), terms
