"""Links between the sentences of a translation and those of its originals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model import Candidate, Link
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

    A sentence that nothing fits has no link; one with two originals has two. Where two sentences run together without
    a full stop, each is linked by itself. A document with a pivot gets the pivot's stretch in each link; a document
    that is not English is taken for a pivot, its links have `pivot` and no `translation`.
    """
    from audit.alignment.lineup import links

    return links(document, sentences, candidates, pool, settings) if candidates and sentences else ()
