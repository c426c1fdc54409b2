"""What becomes of an English name on its way through another language and back: one channel a pivot language."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from audit.channels.spec import Spec
from audit.channels.spelling import HOPELESS
from audit.model import RouteStep

if TYPE_CHECKING:
    from audit.channels.table import TableChannel

LANGUAGES = ("zh", "ja", "ko", "ru", "uk", "ar", "he")


class Channel(Protocol):
    """One pivot language. Scores are log-likelihood ratios in nats; offsets are code points, end exclusive."""

    lang: str

    def likeness(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """How much `surface` looks like what this language made of the English `name`, the pivot form unseen.

        log P(surface | name came back so) - log P(surface | it is some other name); above 0 speaks for it. Names of
        one or more words; case, diacritics, apostrophes and hyphens are folded. Of two single words a score below
        `floor` may come out as `floor`, sooner.
        """

    def fit(self, form: str, name: str, *, per_letter: bool = False) -> float:
        """log P(form | name) - log P(form) of a pivot form; `per_letter` divides by the letters of the name."""

    def find(self, sentence: str, name: str) -> tuple[int, int, float] | None:
        """The stretch [start, end) of a pivot sentence that best fits `name`, and its score; None where none does."""

    def forms(self, name: str, limit: int = 5) -> tuple[tuple[str, float], ...]:
        """Likely pivot forms of an English name, best first, each with its log-probability."""

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """What happened on the way, in words for an editor; `form` is the pivot form where it is known."""


@cache
def specs() -> dict[str, Spec]:
    """What each language with a table of its own tells the shared model."""
    return {lang: importlib.import_module(f"{__name__}.{lang}").SPEC for lang in LANGUAGES}


@cache
def channel(lang: str) -> Channel:
    """The channel of a language (ISO 639-1); its tables are read when first used.

    Raises ValueError for a language that has none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no channel for {lang!r}: there are {', '.join(LANGUAGES)}")
    module = importlib.import_module(f"{__name__}.{lang}")
    made: TableChannel = module.make()
    return made


def likeness(surface: str, name: str, langs: Sequence[str] = LANGUAGES) -> tuple[float, str]:
    """The best `Channel.likeness` over the channels, with its language."""
    return max((channel(lang).likeness(surface, name), lang) for lang in langs)
