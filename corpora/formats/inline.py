"""The text of a segment with inline codes, as TMX and XLIFF have them: codes hold no text, marks around text do."""

from __future__ import annotations

from corpora.chars import moved
from corpora.markup import REFERENCE, Run, Stretch, Tag, resolved

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


def plain(stretch: Stretch, start: int, end: int) -> Inline | None:
    """The segment at [start, end) of a stretch that holds no tags there; None where a reference is not resolved."""
    raw, made, done = stretch.raw, Inline(), start
    line, column = moved(raw[:start], stretch.line, stretch.column)
    while done < end:
        mark = raw.find("&", done, end)
        stop = end if mark < 0 else mark
        if stop > done:
            made.run(Run(raw[done:stop], stretch.at + done, stop - done, line, column, "xml"))
        if mark < 0:
            break
        line, column = moved(raw[done:mark], line, column)
        found = REFERENCE.match(raw, mark, end)
        value = resolved(found[1]) if found else None
        if found is None or value is None:
            return None
        made.run(Run(value, stretch.at + mark, found.end() - mark, line, column, "xml"))
        column += found.end() - mark
        done = found.end()
    return made
