"""Likely originals of a text and of its parts, from a pool of any size."""

from __future__ import annotations

from audit.model import Candidate
from audit.retrieval.pool import Pool
from audit.settings import Settings
from corpora.documents import Document

__all__ = ["Pool", "candidates"]


def candidates(
    document: Document, sentences: tuple[tuple[int, int], ...], pool: Pool, settings: Settings
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The likely originals of a document, best first, and one-line notes.

    `sentences` are offset pairs into the document's text. Empty where nothing in the pool fits well enough. Notes name
    texts that are younger than the translation and therefore not used, and the translation itself if it is there.
    """
    from audit.retrieval.search import likely

    return likely(document, sentences, pool, settings)
