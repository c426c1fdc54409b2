"""The text of a segment with inline codes, as TMX and XLIFF have them: codes hold no text, marks around text do."""

from __future__ import annotations

from corpora.markup import Run, Tag

CODES = frozenset(("bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "cp", "originaldata", "note"))
"""Elements whose content is a code (or a text of its own within one); all others are marks around text."""

ALONE = frozenset(("ph", "x", "it", "ut", "cp"))
"""Codes that stand for something by themselves: words on both sides of one are two words."""


class Inline:
    """Collects the runs of one segment. Corrections never reach over a tag, for the runs do not touch in the file."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, int, int, int, int, str, bool]] = []
        self._within = 0
        self._apart = False

    def run(self, run: Run) -> None:
        """Add a run of text; one within a code is left out."""
        if self._within:
            return
        if self._apart and self._runs and self._runs[-1][0][-1:].isalnum() and run.text[:1].isalnum():
            self._runs.append((" ", run.at, 0, run.line, run.column, "", False))
        self._apart = False
        self._runs.append((run.text, run.at, run.size, run.line, run.column, run.form, False))

    def tag(self, tag: Tag) -> None:
        """Take note of a tag."""
        if tag.name in CODES:
            self._within += -1 if tag.closing else 1
            self._apart = self._apart or tag.name in ALONE

    @property
    def runs(self) -> tuple[tuple[str, int, int, int, int, str, bool], ...]:
        return tuple(self._runs)

    @property
    def text(self) -> str:
        return "".join(run[0] for run in self._runs)
