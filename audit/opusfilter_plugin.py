"""The audit as a custom filter of OpusFilter.

- type: filter
  parameters:
    inputs: [corpus.en.gz, corpus.zh.gz]
    outputs: [clean.en.gz, clean.zh.gz]
    filters:
      - ArtifactFilter: {rules: "name,value,residue", pivot_lang: zh}
        module: audit.opusfilter_plugin
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opusfilter import CLEAN_LOW, FilterABC

from audit.api import Auditor
from audit.model import Skipped

__all__ = ["ArtifactFilter"]


class ArtifactFilter(FilterABC):  # type: ignore[misc]
    """Scores a pair by the number of findings in its English side; accepts up to `threshold` of them (0).

    `translation` is the position of the English segment in a pair (0), `pivot` that of the text it came from (1; None:
    there is none), in `pivot_lang`. `rules`, `min_confidence`, `style` and `originals` (paths) are as for `taudit run`.
    What cannot be audited (it is not English, it is empty) scores 0: other filters see to that.
    """

    def __init__(
        self,
        threshold: int = 0,
        translation: int = 0,
        pivot: int | None = 1,
        pivot_lang: str | None = None,
        rules: str | None = None,
        min_confidence: float = 0.5,
        style: str = "neutral",
        originals: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        from pathlib import Path

        super().__init__(**kwargs)
        self.threshold, self._translation, self._pivot, self._lang = threshold, translation, pivot, pivot_lang
        self._auditor = Auditor(
            [Path(path) for path in originals], rules=rules, min_confidence=min_confidence, style=style
        )

    @property
    def score_direction(self) -> str:
        """Less is better."""
        return str(CLEAN_LOW)

    @property
    def accept_threshold(self) -> int:
        """At or below it a pair is always accepted."""
        return 0

    @property
    def reject_threshold(self) -> float:
        """Above it a pair is always rejected."""
        return float("inf")

    def score(self, pairs: Iterable[Sequence[str]]) -> Iterator[int]:
        """The number of findings of each pair."""
        for number, pair in enumerate(pairs):
            text = pair[self._translation]
            if not text.strip():
                yield 0
                continue
            row: dict[str, object] = {"id": str(number), "text": text, "lang": "en"}
            if self._pivot is not None and self._pivot < len(pair) and pair[self._pivot].strip():
                row["pivot"] = {"lang": self._lang or "und", "text": pair[self._pivot]}
            found = self._auditor(row)
            yield 0 if isinstance(found, Skipped) else len(found.findings)

    def accept(self, score: int) -> bool:
        """Whether there are few enough."""
        return score <= self.threshold
