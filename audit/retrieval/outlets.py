"""One report at several outlets: copies grouped under the best wording, and where else a linked sentence is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from audit.alignment.features import compare
from audit.alignment.sides import Side
from audit.alignment.weights import model, probability
from audit.model import Alternate, Candidate, Evidence, Link
from audit.retrieval.cut import cut
from audit.retrieval.dates import age_penalty, day_of, too_old, too_young
from audit.retrieval.pool import Pool
from audit.retrieval.rerank import strength
from audit.retrieval.sameness import agreement, grouped, same_words
from audit.retrieval.shortlist import shortlist
from audit.settings import Settings
from corpora.documents import Document

SHARED = 1.5
"""Weight of common words (as `rerank.strength` counts it) from which two sentences may tell the same."""
NAMED = 5


def best_wordings(originals: Sequence[Document], told: Sequence[float]) -> list[list[Document]]:
    """The originals in groups of one report each, the best wording first; groups in the order given.

    Best is the wording that shares most with the translation (`told`, by original); among equals the one that most of
    the others agree with, then the oldest.
    """
    value = dict(zip([one.id for one in originals], told, strict=True))
    groups = grouped(originals)
    for group in groups:
        if len(group) > 1:
            votes = agreement([one.text for one in group])
            order = sorted(
                range(len(group)),
                key=lambda n: (-round(value[group[n].id], 3), -votes[n], str(group[n].published or "9"), group[n].id),
            )
            group[:] = [group[number] for number in order]
    return groups


def with_outlets(candidate: Candidate, others: Sequence[Document]) -> Candidate:
    """The candidate with the other outlets of its report as evidence."""
    if not others:
        return candidate
    names = [one.outlet or one.id for one in others]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    detail = f"the same report also stands at {', '.join(names[:NAMED])}{more}; this wording is the nearest"
    evidence = Evidence(kind="outlets", detail=detail, weight=float(len(others)), ref=others[0].id)
    return replace(candidate, evidence=(*candidate.evidence, evidence))


def told_elsewhere(
    document: Document,
    sentences: Sequence[tuple[int, int]],
    links: Sequence[Link],
    candidates: Sequence[Candidate],
    pool: Pool,
    settings: Settings,
    whole: Document,
) -> tuple[Link, ...]:
    """The links, with sentences of other reports that tell the same as alternates.

    Looks among the texts that retrieval found and did not use, which are compared with both sides of each link. `whole`
    is the text of which the document is a stretch, or the document.
    """
    rows = [link for link in links if link.translation is not None]
    company = _company(document, sentences, candidates, pool, settings, whole) if rows else []
    if not company:
        return tuple(links)
    told = Side.of([[link.original.text for link in rows]])
    ours = Side.of([[link.translation.text for link in rows if link.translation is not None]])
    spans = [cut(one.text) for one in company]
    theirs = Side.of([[one.text[a:b] for a, b in cuts] for one, cuts in zip(company, spans, strict=True)])
    near = np.flatnonzero(
        np.maximum(strength(told, theirs, pool.weigh), strength(ours, theirs, pool.weigh)).max(axis=0) >= SHARED
    )
    if not len(near):
        return tuple(links)
    few = Side.of([[theirs.sentences[column].text for column in near]])
    pair = model("pair")
    logits = np.maximum(
        pair.logit(compare(told, few, pool.weigh)), pair.logit(compare(ours, few, pool.weigh))
    ) + _prior(document, company, settings, [theirs.document[column] for column in near])
    found: dict[int, list[Alternate]] = {}
    for row, link in enumerate(rows):
        best: dict[int, int] = {}
        for column in np.flatnonzero(logits[row] >= 0.0):
            owner = theirs.document[near[column]]
            if owner not in best or logits[row, column] > logits[row, best[owner]]:
                best[owner] = int(column)
        found[id(link)] = [
            Alternate(
                original=company[owner].span(*spans[owner][theirs.position[near[column]]]),
                score=round(float(probability(logits[row, column])), 4),
            )
            for owner, column in best.items()
        ]
    return tuple(_joined(link, found.get(id(link), ())) for link in links)


def _company(
    document: Document,
    sentences: Sequence[tuple[int, int]],
    candidates: Sequence[Candidate],
    pool: Pool,
    settings: Settings,
    whole: Document,
) -> list[Document]:
    """Texts of the shortlist that are no candidates, plausible by their dates, and not the translation itself."""
    used = {candidate.original for candidate in candidates} | {document.id}
    found = shortlist([document.text[start:end] for start, end in sentences], pool)
    return [
        original
        for original in (pool.get(id) for id in found if id not in used)
        if not too_young(document, original, settings)
        and not too_old(document, original, settings)
        and not same_words(whole.text, original.text)
    ]


def _prior(
    document: Document, company: Sequence[Document], settings: Settings, owners: Iterable[int]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    when = day_of(document, settings)
    values = [age_penalty(when, one.published) for one in company]
    return np.array([values[owner] for owner in owners])


def _joined(link: Link, more: Sequence[Alternate]) -> Link:
    if not more:
        return link
    known = {alternate.original.doc for alternate in link.alternates} | {link.original.doc}
    new = [alternate for alternate in more if alternate.original.doc not in known]
    return replace(link, alternates=tuple(sorted([*link.alternates, *new], key=lambda one: -one.score)))
