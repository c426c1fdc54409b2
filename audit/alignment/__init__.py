"""Links between the sentences of a translation and those of its originals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model import Alternate, Candidate, Link
from audit.settings import Settings
from corpora.documents import Document

if TYPE_CHECKING:
    from audit.retrieval.pool import Pool

__all__ = ["line_up"]


def line_up(
    document: Document,
    sentences: tuple[tuple[int, int], ...],
    candidates: tuple[Candidate, ...],
    pool: Pool,
    settings: Settings,
) -> tuple[Link, ...]:
    """Links in order of the document: runs of whole sentences (offset pairs) with runs of one candidate's sentences.

    A sentence that nothing fits has no link; one with two originals has two.
    """
    from audit.alignment.cuts import cuts
    from audit.alignment.links import choose
    from audit.alignment.matching import match
    from audit.alignment.sides import Side
    from audit.alignment.units import refine
    from audit.retrieval.cut import cut
    from audit.retrieval.search import prior_of

    if not candidates or not sentences:
        return ()
    sentences = refine(document.text, sentences)
    originals = [pool.get(candidate.original) for candidate in candidates]
    spans = [cut(original.text) for original in originals]
    texts = [[one.text[a:b] for a, b in cuts] for one, cuts in zip(originals, spans, strict=True)]
    ours = Side.of([[document.text[start:end] for start, end in sentences]])
    theirs = Side.of(texts)
    prior = prior_of(document, originals, texts, settings)
    fit = match(ours, theirs, pool.weigh, prior)
    for _ in range(3):
        places = {cut.row: cut.place for cut in cuts(fit)}
        if not places:
            break
        sentences = tuple(
            span
            for row, (start, end) in enumerate(sentences)
            for span in (
                ((start, start + len(document.text[start : start + places[row]].rstrip())), (start + places[row], end))
                if row in places
                else ((start, end),)
            )
        )
        ours = Side.of([[document.text[start:end] for start, end in sentences]])
        fit = match(ours, theirs, pool.weigh, prior)
    links = []
    for bead in choose(fit, settings.min_link_score):
        start, end = sentences[bead.first_row][0], sentences[bead.last_row][1]

        def span(first: int, last: int) -> tuple[int, int, int]:
            number = theirs.document[first]
            cuts = spans[number]
            return number, cuts[theirs.position[first]][0], cuts[theirs.position[last]][1]

        number, left, right = span(bead.first, bead.last)
        alternates = []
        for first, last, score in bead.others:
            other, a, b = span(first, last)
            alternates.append(Alternate(original=originals[other].span(a, b), score=round(score, 4)))
        links.append(
            Link(
                translation=document.span(start, end),
                original=originals[number].span(left, right),
                score=round(bead.score, 4),
                alternates=tuple(alternates),
            )
        )
    return tuple(links)
