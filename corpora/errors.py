"""The errors of reading and writing corpora, and what becomes of an input that could not be read."""

from __future__ import annotations

from dataclasses import dataclass


class CorpusError(Exception):
    """An input or output is not what it should be; the text is one line, `file:line: what, what to do`."""


class MissingInput(CorpusError):
    """A path or pattern that the user named matches nothing (wrong usage, exit status 2)."""


class UnreadableInput(CorpusError):
    """An input exists but cannot be read as a document; it is skipped and the batch goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An input that could not be read, as a result: `doc` is the id it would have had, `reason` one clear line."""

    doc: str
    reason: str
