"""What a detector sees: one document with everything known of it."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audit.behind import lined_up, stated
from audit.model import Link, Pair
from audit.settings import Settings
from corpora.documents import Document, Span

if TYPE_CHECKING:
    from audit.names.analysis import NameAnalysis
    from audit.names.tokens import Token


def _start_of(entry: tuple[int, Link]) -> int:
    return entry[0]


def _first(span: tuple[int, int]) -> int:
    return span[0]


@dataclass(frozen=True, kw_only=True)
class Context:
    """A document under audit, its sentences (offset pairs), links, the originals they refer to, and the settings.

    `background`: reports of the same days on the same matter that are no originals; who holds which office can be read
    from them, never a wording.
    """

    document: Document
    sentences: tuple[tuple[int, int], ...]
    links: tuple[Link, ...] = ()
    originals: Mapping[str, Document] = field(default_factory=dict)
    background: Mapping[str, Document] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def as_of(self) -> date | None:
        """The date the audit counts with: the publication date, else `--as-of`, else None (dated rules keep silent)."""
        return self.document.published or self.settings.as_of

    @property
    def pivot_lang(self) -> str | None:
        return self.document.pivot.lang if self.document.pivot else None

    def linked(self, start: int, end: int) -> list[Span]:
        """Spans of originals under links that touch [start, end) of the translation, best score first."""
        return [link.original for link in sorted(self.links_at(start, end), key=lambda link: -link.score)]

    def links_at(self, start: int, end: int) -> list[Link]:
        """Links that touch [start, end) of the translation, by their start."""
        spans, longest = self._by_start
        first = bisect.bisect_left(spans, start - longest, key=_start_of)
        last = bisect.bisect_left(spans, end, key=_start_of)
        return [link for begin, link in spans[first:last] if start < self._end(link)]

    @cached_property
    def _by_start(self) -> tuple[list[tuple[int, Link]], int]:
        """Links of the translation by their start (stable), and the length of the longest."""
        spans = [(link.translation.start, link) for link in self.links if link.translation is not None]
        spans.sort(key=_start_of)
        return spans, max((self._end(link) - begin for begin, link in spans), default=0)

    @staticmethod
    def _end(link: Link) -> int:
        return link.translation.end if link.translation is not None else 0

    def pivot_of(self, start: int, end: int) -> str | None:
        """The pivot sentences behind [start, end) of the translation: as links or segments know, else lined up."""
        document = self.document
        if document.pivot is None:
            return None
        span = stated(document, self.links_at(start, end), start, end) or lined_up(self.paired, start, end)
        return document.pivot.text[slice(*span)] if span is not None else None

    @cached_property
    def paired(self) -> tuple[Pair, ...]:
        """Stretches of the translation and of the pivot that tell the same; lined up for the first who asks."""
        from audit.alignment.meaning import using
        from audit.alignment.pivots import fine_pairing

        with using(self.settings.vectors):
            return tuple(fine_pairing(self.document, self.sentences))

    @property
    def paired_so_far(self) -> tuple[Pair, ...] | None:
        """The same where somebody has asked for it; None where nobody has."""
        found: tuple[Pair, ...] | None = vars(self).get("paired")
        return found

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence (offset pair) that holds `offset`; the nearest before it where it stands between two."""
        at = bisect.bisect_right(self.sentences, offset, key=_first) - 1
        return self.sentences[at] if at >= 0 else (0, len(self.text))

    @cached_property
    def words(self) -> tuple[tuple[Token, ...], ...]:
        """The words of every sentence, cut once for all who read them."""
        return tuple(map(self.words_of, range(len(self.sentences))))

    def words_of(self, number: int) -> tuple[Token, ...]:
        """The words of one sentence, for those who read few of them."""
        words = self._words.get(number)
        if words is None:
            from audit.names.tokens import tokens

            words = self._words[number] = tuple(tokens(self.text, *self.sentences[number]))
        return words

    @cached_property
    def _words(self) -> dict[int, tuple[Token, ...]]:
        """The words of the sentences that are cut so far, by number."""
        return {}

    @cached_property
    def shared(self) -> dict[str, Any]:
        """What rules of one kind find out once and share, by name."""
        return {}

    @cached_property
    def names(self) -> NameAnalysis:
        """Everything the name stage found out about this document, computed once and shared by the name rules."""
        from audit.names.analysis import analyse

        return analyse(self)
