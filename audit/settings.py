"""What a user can choose for an audit; validated once, when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from audit.errors import SettingsError

STYLES = ("neutral", "ap", "reuters", "bgn")
RECOGNIZERS = ("rules", "spacy")
RecognizedBy = Literal["rules", "spacy"]
EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one run.

    `as_of` stands in for a missing publication date; `rules` selects ids or categories (`name,-inconsistent-name`);
    `min_confidence` in [0, 1] drops findings below it; `window_days` is how far before the translation an original may
    have been published (None: any time); `min_link_score` in [0, 1] drops weaker sentence links;
    `recognizer` finds the words of names: rules, or rules and spaCy together (extra [ner]);
    `vectors` give sentences their meaning: `embedded`, or a model of sentence-transformers by its name or folder (extra
    [semantic]).
    """

    style: str = "neutral"
    as_of: date | None = None
    rules: str | None = None
    min_confidence: float = 0.5
    later_originals: bool = False
    window_days: int | None = None
    min_link_score: float = 0.5
    recognizer: RecognizedBy = "rules"
    vectors: str = EMBEDDED

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise SettingsError(f"--style {self.style}: no such style, choose one of {', '.join(STYLES)}")
        if self.recognizer not in RECOGNIZERS:
            raise SettingsError(f"--names-by {self.recognizer}: choose one of {', '.join(RECOGNIZERS)}")
        if not 0.0 <= self.min_confidence <= 1.0:
            raise SettingsError(f"--min-confidence {self.min_confidence}: give a number from 0 to 1")
