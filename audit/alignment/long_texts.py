"""Long texts, a book or a year of minutes: found and lined up a stretch at a time.

Every sentence of a text is compared with every sentence of its likely originals, so that time and memory grow with the
square of the length. Beyond `LONG` sentences a stretch of the text is treated as a text of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from audit.model import Candidate, Link
from corpora.documents import Document, Span

LONG, STRETCH = 2000, 300
"""Sentences from which a text is taken in stretches, and how many sentences a stretch has."""

Spans = tuple[tuple[int, int], ...]
Found = tuple[tuple[Candidate, ...], tuple[Link, ...], tuple[str, ...]]
"""Candidates, links and notes."""


def in_stretches(document: Document, sentences: Spans, find: Callable[[Document, Spans], Found]) -> Found:
    """What `find` says of a document; of a long one what it says of its stretches, with offsets into the whole."""
    if len(sentences) <= LONG:
        return find(document, sentences)
    found: list[tuple[Candidate, ...]] = []
    links: list[Link] = []
    notes: dict[str, None] = {}
    for start, stretch, cut in _stretches(document, sentences):
        candidates, told, said = find(stretch, cut)
        found.append(candidates)
        links += (_moved(link, document, start) for link in told)
        notes.update(dict.fromkeys(said))
    return _joined(found), tuple(links), tuple(notes)


def _stretches(document: Document, sentences: Spans) -> Iterator[tuple[int, Document, Spans]]:
    for at in range(0, len(sentences), STRETCH):
        part = sentences[at : at + STRETCH]
        start, end = part[0][0], part[-1][1]
        cut = tuple((a - start, b - start) for a, b in part)
        yield start, replace(document, text=document.text[start:end], segments=(), origin=None), cut


def _moved(link: Link, document: Document, by: int) -> Link:
    """A link of a stretch that begins at `by`, in offsets of the document."""

    def moved(span: Span) -> Span:
        return document.span(span.start + by, span.end + by)

    if link.translation is None:  # the text is itself the pivot
        return replace(link, pivot=moved(link.pivot) if link.pivot is not None else None)
    return replace(
        link,
        translation=moved(link.translation),
        parts=tuple((moved(own), told) for own, told in link.parts),
        quotes=tuple(replace(quote, translation=moved(quote.translation)) for quote in link.quotes),
    )


def _joined(found: Sequence[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """The candidates of all stretches, those of most stretches first; a part, unless every stretch has it."""
    best: dict[str, Candidate] = {}
    counts: dict[str, int] = {}
    for candidates in found:
        for one in candidates:
            counts[one.original] = counts.get(one.original, 0) + 1
            if one.original not in best or one.score > best[one.original].score:
                best[one.original] = one
    whole = {name for name, count in counts.items() if count == len(found)}
    joined = (replace(one, relation="whole" if name in whole else "part") for name, one in best.items())
    return tuple(sorted(joined, key=lambda one: (-counts[one.original], -one.score, one.original)))
