"""The way from a document and its candidates to links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.alignment.beads import Bead
from audit.alignment.clauses import parts
from audit.alignment.cuts import cuts
from audit.alignment.links import choose
from audit.alignment.matching import match
from audit.alignment.order import in_order, one_story
from audit.alignment.pivots import Pairing, pairing
from audit.alignment.quotes import matches
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.units import Spans, refine
from audit.alignment.witness import strengthened
from audit.behind import lined_up
from audit.model import Alternate, Candidate, Link, Quote
from audit.retrieval.cut import by_line, cut
from audit.retrieval.pool import Pool
from audit.retrieval.search import foreign, prior_of
from audit.settings import Settings
from corpora.documents import Document, Span

CUT_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Originals:
    """The candidates' texts with their units, side by side as columns."""

    documents: tuple[Document, ...]
    spans: tuple[Spans, ...]
    side: Side

    @classmethod
    def of(cls, documents: Sequence[Document], lines: bool = False) -> Originals:
        """The sentences of some originals, or their `lines` where they are written line by line."""
        spans = tuple(by_line(one.text, cut(one.text)) if lines else cut(one.text) for one in documents)
        texts = [[one.text[a:b] for a, b in cuts] for one, cuts in zip(documents, spans, strict=True)]
        return cls(tuple(documents), spans, Side.of(texts))

    def document(self, id: str) -> Document:
        """The original of that id."""
        return next(one for one in self.documents if one.id == id)

    def span(self, first: int, last: int) -> Span:
        """The stretch of one original from column `first` to column `last`."""
        number = self.side.document[first]
        units = self.spans[number]
        return self.documents[number].span(units[self.side.position[first]][0], units[self.side.position[last]][1])


def links(
    document: Document, sentences: Spans, candidates: Sequence[Candidate], pool: Pool, settings: Settings
) -> tuple[Link, ...]:
    """The links of a document, in its order."""
    cross = foreign(document)
    texts = [pool.get(candidate.original) for candidate in candidates]
    originals = Originals.of(texts)

    def fitted(units: Spans) -> Fit:
        prior = prior_of(document, originals.documents, originals.spans, settings)
        fit = match(_side(document, units), originals.side, pool.weigh, prior, cross)
        return strengthened(fit, _behind(document, units, pairs)) if pairs else fit

    units = tuple(sentences)
    pairs = [] if cross else pairing(document, units)
    fit = fitted(units)
    story = one_story(fit)
    if story is not None:
        whole = originals
        originals = Originals.of(texts, lines=True)
        if by_line(document.text, units) != units or originals.spans != whole.spans:
            units = by_line(document.text, units)
            fit = fitted(units)
    elif not cross:
        units, fit = _apart(document, units, fit, fitted)
    if pairs and units != tuple(sentences):
        pairs = pairing(document, units)
    beads = _beads(fit, story, settings.min_link_score)
    return tuple(_link(document, units, bead, originals, pairs, cross, pool.weigh) for bead in beads)


def _apart(document: Document, units: Spans, fit: Fit, fitted: Callable[[Spans], Fit]) -> tuple[Spans, Fit]:
    """The units and their fit once sentences that run together without a full stop are cut."""
    plain = refine(document.text, units)
    if plain != units:
        units, fit = plain, fitted(plain)
    for _ in range(CUT_ROUNDS):
        places = {cut.row: cut.place for cut in cuts(fit)}
        if not places:
            break
        units = _cut(document.text, units, places)
        fit = fitted(units)
    return units, fit


def _behind(document: Document, units: Spans, pairs: Pairing) -> list[str]:
    """The text of the pivot behind each unit, empty where none is known."""
    text = document.pivot.text if document.pivot is not None else ""
    return [text[slice(*stretch)] if stretch else "" for stretch in (lined_up(pairs, *unit) for unit in units)]


def _side(document: Document, units: Spans) -> Side:
    return Side.of([[document.text[start:end] for start, end in units]])


def _cut(text: str, units: Spans, places: dict[int, int]) -> Spans:
    """The units, those with a place cut there in two."""
    result = []
    for row, (start, end) in enumerate(units):
        if row in places:
            place = start + places[row]
            result += [(start, start + len(text[start:place].rstrip())), (place, end)]
        else:
            result.append((start, end))
    return tuple(result)


def _beads(fit: Fit, number: int | None, threshold: float) -> list[Bead]:
    """Beads in order of the rows; by dynamic programming for the original, if any, that is followed throughout."""
    free = choose(fit, threshold)
    if number is None:
        return free
    beads = in_order(fit, number, threshold)
    taken = {row for bead in beads for row in range(bead.first_row, bead.last_row + 1)}
    rest = [bead for bead in free if not taken & set(range(bead.first_row, bead.last_row + 1))]
    elsewhere = [bead for bead in rest if fit.theirs.document[bead.first] != number]
    return sorted(beads + elsewhere, key=lambda bead: (bead.first_row, bead.first))


def _link(
    document: Document,
    units: Spans,
    bead: Bead,
    originals: Originals,
    pairs: Pairing,
    cross: bool,
    weigh: Callable[[str], float],
) -> Link:
    start, end = units[bead.first_row][0], units[bead.last_row][1]
    own = document.span(start, end)
    pivot = own if cross else None
    stretch = lined_up(pairs, start, end)
    if stretch is not None and document.pivot is not None:
        a, b = stretch
        pivot = Span(doc=document.id, start=a, end=b, text=document.pivot.text[a:b])
    told = originals.span(bead.first, bead.last)
    return Link(
        translation=None if cross else own,
        pivot=pivot,
        original=told,
        score=round(bead.score, 4),
        parts=() if cross else _parts(document, own, told, originals, weigh),
        quotes=() if cross else _quotes(document, own, told, originals),
        alternates=tuple(
            Alternate(original=originals.span(first, last), score=round(score, 4)) for first, last, score in bead.others
        ),
    )


def _parts(
    document: Document, own: Span, told: Span, originals: Originals, weigh: Callable[[str], float]
) -> tuple[tuple[Span, Span], ...]:
    """The clauses of a link that say the same, where it covers only a part of either side."""
    original = originals.document(told.doc)
    return tuple(
        (document.span(own.start + a, own.start + b), original.span(told.start + c, told.start + d))
        for (a, b), (c, d) in parts(own.text, told.text, weigh)
    )


def _quotes(document: Document, own: Span, told: Span, originals: Originals) -> tuple[Quote, ...]:
    """What is quoted on either side of a link beside the same statement on the other."""
    original = originals.document(told.doc)
    return tuple(
        Quote(
            translation=document.span(own.start + one.ours.start, own.start + one.ours.end),
            original=original.span(told.start + one.theirs.start, told.start + one.theirs.end),
            form=one.form,
            score=one.score,
            speakers=(one.ours.speaker, one.theirs.speaker),
        )
        for one in matches(own.text, told.text)
    )
