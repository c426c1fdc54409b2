"""Which published quotation, or run of its parts, a quotation of the translation was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._sides import (
    Pair,
    beside,
)
from audit.quotations import Quotation, content, nearness, parts, quotations, weights, words
from corpora.documents import Span

_LEAST, _NEAR = 0.2, 0.34
"""Likeness from which the whole of the one quotation at the same place, and any other, may be what is meant."""


_LONGEST_RUN = 6


_BESIDE = 300


_STOP = ".!?"


Choice = tuple[float, float, Quotation, Quotation, Span]


def choices_of(context: Context, pair: Pair, quote: Quotation, ours: list[Quotation]) -> Iterator[Choice]:
    """Published quotations, or runs of their parts, that may be what `quote` was: likeness, rank, places, span."""
    mine = words(quote.text)
    if _verbatim(mine, f"{pair.original}\n{beside(context, pair)}"):
        return
    for span in pair.originals:
        text = context.originals[span.doc].text if span.doc in context.originals else ""
        inside = [q for q in quotations(text, span.start, span.end) if content(words(q.text))]
        around = [q for q in _around(text, span) if content(words(q.text))]
        for theirs, where in ((inside, 0.0), (around, -0.1)):
            for near, rank, found in _runs(mine, text, theirs):
                whole = any(q.start == found.start and q.end == found.end for q in theirs)
                aligned = where == 0.0 and len(theirs) == len(ours) and _holds(theirs[ours.index(quote)], found)
                least = _LEAST if aligned and whole else _NEAR - where
                if near >= least:
                    yield near, rank + where + 0.15 * aligned + 0.1 * whole, quote, found, span


def _holds(quote: Quotation, part: Quotation) -> bool:
    return quote.start <= part.start and part.end <= quote.end


def _around(text: str, span: Span) -> Iterator[Quotation]:
    """Quotations just before and behind a linked stretch: the next sentence may hold the second half."""
    for quote in quotations(text, max(0, span.start - _BESIDE), min(len(text), span.end + _BESIDE)):
        if quote.end <= span.start or quote.start >= span.end:
            yield quote


def _runs(mine: list[str], text: str, theirs: list[Quotation]) -> Iterator[tuple[float, float, Quotation]]:
    """Runs of neighbouring parts of quotations, of about the same length: likeness, rank, the run with its words."""
    pieces = [piece for quote in theirs for piece in parts(quote)]
    told = [words(piece.text) for piece in pieces]
    weighed = [weights(said) for said in told]
    wanted = weights(mine)
    for a in range(len(pieces)):
        count, other = 0, Counter[str]()
        for b in range(a + 1, min(len(pieces), a + _LONGEST_RUN) + 1):
            count += len(told[b - 1])
            other.update(weighed[b - 1])
            if count < 2 or not 0.4 <= count / len(mine) <= 2.5:
                continue
            near = nearness(wanted, other)
            if near > _LEAST:
                whole = (a == 0 or text[pieces[a - 1].end - 1] in _STOP) + (text[pieces[b - 1].end - 1] in _STOP)
                joined = _join(text, pieces[a:b], theirs)
                yield near, near + 0.06 * whole, Quotation(pieces[a].start, pieces[b - 1].end, joined)


def _join(text: str, pieces: list[Quotation], quotes: list[Quotation]) -> str:
    """The words of neighbouring parts as they stand; what stands between two quotations is left out."""
    said = [
        text[max(q.start, pieces[0].start) : min(q.end, pieces[-1].end)]
        for q in quotes
        if q.start < pieces[-1].end and pieces[0].start < q.end
    ]
    joined = said[0] if said else ""
    for piece in said[1:]:
        stop = "." if piece[:1].isupper() and joined.endswith(",") else ""
        joined = f"{joined.rstrip(',') if stop else joined}{stop} {piece}"
    return joined


def _verbatim(mine: list[str], text: str) -> bool:
    folded = text.casefold().replace("’", "'")
    if not all(word in folded for word in mine):
        return False
    return f" {' '.join(mine)} " in f" {' '.join(words(text))} "
