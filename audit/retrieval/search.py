"""From a text to its likely originals: a search by words, then sentence evidence on the few that come back."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model import Candidate
from audit.retrieval.dates import day_of, prior_of, too_old, too_young
from audit.retrieval.outlets import best_wordings, with_outlets
from audit.retrieval.pool import Pool
from audit.retrieval.rerank import worth_a_look
from audit.retrieval.sameness import same_words
from audit.retrieval.shortlist import shortlist, shortlist_by_meaning
from audit.retrieval.weighing import sides, weigh_texts
from audit.settings import Settings
from corpora.documents import Document

__all__ = ["foreign", "likely", "prior_of", "same_days"]

YOUNG_NAMED = 5


def likely(
    document: Document, sentences: Sequence[tuple[int, int]], pool: Pool, settings: Settings, whole: Document
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The likely originals, best first, and one-line notes on what was found but not used.

    `whole` is the text of which the document is a stretch, or the document.
    """
    lines = [document.text[start:end] for start, end in sentences]
    found = shortlist_by_meaning(lines, pool) if foreign(document) else shortlist(lines, pool)
    notes: list[str] = []
    kept = []
    young = 0
    for id in found:
        original = pool.get(id)
        if id == document.id or same_words(whole.text, original.text):
            notes.append(f"{id}: is the translation itself, set aside")
        elif too_young(document, original, settings):
            young += 1
            if young <= YOUNG_NAMED:
                notes.append(f"{id}: published {original.published}, after the translation, and therefore not used")
        elif not too_old(document, original, settings):
            kept.append(original)
    if young > YOUNG_NAMED:
        notes.append(f"{young - YOUNG_NAMED} more texts were published after the translation and are not used")
    cross = foreign(document)
    copies: dict[str, list[Document]] = {}
    if kept and not cross:
        ours, theirs, _ = sides(lines, kept)
        chosen, told = worth_a_look(ours, theirs, len(kept), pool.weigh)
        groups = best_wordings([kept[number] for number in chosen], [float(told[number]) for number in chosen])
        kept = [group[0] for group in groups]
        copies = {group[0].id: group[1:] for group in groups}
    if not kept or not lines:
        return (), tuple(notes)
    weighed = weigh_texts(document, lines, kept, pool, settings, cross)
    return tuple(with_outlets(one, copies.get(one.original, ())) for one in weighed), tuple(notes)


def foreign(document: Document) -> bool:
    """Whether a document is not English: a pivot that is audited by itself."""
    return document.lang is not None and document.lang.split("-")[0].lower() not in ("en", "und", "")


SAME_MATTER_DAYS = 14


def same_days(
    document: Document, sentences: Sequence[tuple[int, int]], pool: Pool, settings: Settings, limit: int
) -> tuple[str, ...]:
    """Ids of dated pool texts on the same matter, at most two weeks older than the document and not younger."""
    when = day_of(document, settings)
    if when is None or not sentences:
        return ()
    lines = [document.text[start:end] for start, end in sentences]
    out = []
    for id in shortlist(lines, pool):
        original = pool.get(id)
        if original.published is None or id == document.id or same_words(document.text, original.text):
            continue
        if 0 <= (when - original.published).days <= SAME_MATTER_DAYS:
            out.append(id)
    return tuple(out[:limit])
