"""Likely originals of a text and of its parts, from a pool of any size."""

from __future__ import annotations

from audit.model import Candidate, Link
from audit.retrieval.pool import Pool
from audit.settings import Settings
from corpora.documents import Document

__all__ = ["Pool", "candidates", "elsewhere", "related"]


def candidates(
    document: Document,
    sentences: tuple[tuple[int, int], ...],
    pool: Pool,
    settings: Settings,
    whole: Document | None = None,
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The likely originals of a document, best first, and one-line notes.

    `sentences` are offset pairs into the document's text. Empty where nothing in the pool fits well enough. Notes name
    texts that are younger than the translation and therefore not used, and the translation itself if it is there.
    `whole` is the text of which `document` is a stretch, by which the translation itself is known.
    """
    from audit.retrieval.search import likely

    return likely(document, sentences, pool, settings, whole or document)


def related(
    document: Document, sentences: tuple[tuple[int, int], ...], pool: Pool, settings: Settings, limit: int = 6
) -> tuple[str, ...]:
    """Ids of dated reports on the same matter, published in the two weeks before a dated document, likest first."""
    from audit.retrieval.search import same_days

    return same_days(document, sentences, pool, settings, limit)


def elsewhere(
    document: Document,
    sentences: tuple[tuple[int, int], ...],
    links: tuple[Link, ...],
    found: tuple[Candidate, ...],
    pool: Pool,
    settings: Settings,
    whole: Document | None = None,
) -> tuple[Link, ...]:
    """The links with alternates: sentences of other reports in the pool that tell the same as a linked one.

    `whole` as in `candidates`.
    """
    if not links:
        return links
    from audit.retrieval.outlets import told_elsewhere

    return told_elsewhere(document, sentences, links, found, pool, settings, whole or document)
