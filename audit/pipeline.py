"""The core: one document, a pool of originals and settings in, what was found out about it back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.behind import stated
from audit.context import Context
from audit.errors import AuditError
from audit.findings import BadHit, settle
from audit.model import Audited, Candidate, Evidence, Hit, Link, Rule, Skipped
from audit.settings import Settings
from corpora.documents import Document, Span

if TYPE_CHECKING:
    from audit.detectors import Detector
    from audit.retrieval import Pool

Spans = tuple[tuple[int, int], ...]

FAILED = "could not be applied"
"""What the note of a rule that raised says; front ends look for it to tell a broken rule from a remark."""

_BEYOND_LATIN = re.compile("[\u0250-\u1dff\u1f00-\u1fff\u2070-\U0010ffff]")
"""Characters that may be letters of another script; without general punctuation, which curly quotes are."""

_CLEAR_SHARE = 0.6
"""Share from which a detected language outweighs a missing or contradicting statement."""


def audit_document(document: Document, pool: Pool | None, settings: Settings) -> Audited | Skipped:
    """Audit one English translation against its likely originals (None: none are known).

    A text in another language is `Skipped`. A rule that raises loses its findings, with a note that names it; the other
    rules go on.
    """
    lang, share = language(document)
    reason = not_english(document, lang, share)
    if reason:
        return Skipped(doc=document.id, reason=reason)
    from audit.detectors import select
    from audit.votes import with_votes

    aligned = _align(document, pool, settings, lang)
    used = _used(aligned.candidates, aligned.links)
    context = Context(
        document=document,
        sentences=aligned.sentences,
        links=aligned.links,
        originals={id: original for id, original in aligned.originals.items() if id in used},
        background=_background(document, aligned, pool, settings),
        settings=settings,
    )
    hits: list[tuple[Rule, Hit]] = []
    notes = list(aligned.notes)
    for detector in select(settings.rules):
        try:
            hits += list(_hits(detector, context))
        except AuditError:
            raise
        except Exception as error:  # a rule's defect must not cost the other rules' findings
            notes.append(
                f"rule {detector.rule.id} {FAILED} ({type(error).__name__}: {_one_line(error)}); please report it"
            )
    voted = [(rule, with_votes(hit, aligned.links)) for rule, hit in hits]
    return Audited(
        document=document,
        candidates=aligned.candidates,
        links=aligned.links,
        findings=settle(document, voted, settings.min_confidence),
        originals=aligned.originals,
        notes=tuple(notes),
        sentences=aligned.sentences,
        paired=context.paired_so_far,
    )


def with_pivot(audited: Audited, settings: Settings) -> Audited:
    """The same with translation and pivot lined up, for readers who want to see what stands behind every sentence."""
    document = audited.document
    if document.pivot is None or audited.paired is not None:
        return audited
    context = Context(document=document, sentences=audited.sentences, links=audited.links, settings=settings)
    open_ = any(stated(document, context.links_at(*span), *span) is None for span in audited.sentences)
    return replace(audited, paired=context.paired if open_ else ())


def align_document(document: Document, pool: Pool | None, settings: Settings) -> Audited | Skipped:
    """Line one document up with its likely originals, without rules; the text may be a pivot in another language."""
    return _align(document, pool, settings, language(document)[0])


def language(document: Document) -> tuple[str | None, float]:
    """The document's language as ISO 639-1 and how sure that is: as stated, unless the text clearly says otherwise."""
    from corpora.languages import detect

    stated = (document.lang or "").replace("_", "-").split("-")[0].casefold() or None
    if stated is None:
        return detect(document.text)
    if _foreign_script(document.text):
        seen, share = detect(document.text)
        if seen is not None and seen != stated and share >= _CLEAR_SHARE:
            return seen, share
    return stated, 1.0


def not_english(document: Document, lang: str | None, share: float) -> str | None:
    """Why a document in this language (see `language`) cannot be audited as English, in one line; None where it can."""
    unsure = document.lang is None and share < _CLEAR_SHARE and not _foreign_script(document.text)
    if lang in (None, "en") or unsure:
        return None
    stated = f"stated as {document.lang}, but " if document.lang and document.lang[:2].casefold() == "en" else ""
    where = ""
    if document.origin:
        place = document.origin.place(0, document.text)
        where = f"{place.file}:{place.line}: "
    return (
        f"{where}{stated}the text is in another language than English ({lang}), "
        "audit its English translation (`taudit align` lines up a pivot text)"
    )


def _align(document: Document, pool: Pool | None, settings: Settings, lang: str | None) -> Audited:
    from corpora.sentences import of_document

    sentences = of_document(document, lang or "en")
    if document.original is not None:
        return _given(document, document.original, sentences)
    if pool is None:
        return Audited(document=document, sentences=sentences)
    from audit.alignment import line_up
    from audit.alignment.long_texts import in_stretches
    from audit.alignment.meaning import using
    from audit.retrieval import candidates, elsewhere

    def find(text: Document, cut: Spans) -> tuple[tuple[Candidate, ...], tuple[Link, ...], tuple[str, ...]]:
        likely, notes = candidates(text, cut, pool, settings, document)
        links = line_up(text, cut, likely, pool, settings)
        firm = tuple(link for link in links if link.score >= settings.min_link_score)
        return likely, elsewhere(text, cut, firm, likely, pool, settings, document), notes

    with using(settings.vectors):
        found, strong, notes = in_stretches(document, sentences, find)
    return Audited(
        document=document,
        candidates=found,
        links=strong,
        originals=_originals(found, strong, pool),
        notes=notes,
        sentences=sentences,
    )


def _given(document: Document, original: Document, sentences: Spans) -> Audited:
    """A document that came with its original: the file's own segments are the links."""
    links = []
    for one in document.segments:
        if one.original is None or not document.text[one.start : one.end].strip():
            continue
        pivot = None
        if one.pivot is not None and document.pivot is not None:
            start, end = one.pivot
            pivot = Span(doc=document.id, start=start, end=end, text=document.pivot.text[start:end])
        links.append(
            Link(
                translation=document.span(one.start, one.end),
                original=original.span(*one.original),
                score=1.0,
                pivot=pivot,
            )
        )
    evidence = Evidence(kind="context", detail="the file itself puts them side by side")
    candidate = Candidate(original=original.id, score=1.0, relation="whole", evidence=(evidence,))
    return Audited(
        document=document,
        candidates=(candidate,),
        links=tuple(links),
        originals={original.id: original},
        sentences=sentences,
    )


def _background(document: Document, aligned: Audited, pool: Pool | None, settings: Settings) -> dict[str, Document]:
    """Reports of the same days on the same matter that are no originals, by id."""
    if pool is None:
        return {}
    from audit.alignment.meaning import using
    from audit.retrieval import related

    with using(settings.vectors):
        ids = related(document, aligned.sentences, pool, settings)
    used = _used(aligned.candidates, aligned.links)
    return {id: pool.get(id) for id in ids if id not in used}


def _used(candidates: tuple[Candidate, ...], links: tuple[Link, ...]) -> set[str]:
    """The originals whose wording counts; texts that are only named as alternates are none."""
    return {candidate.original for candidate in candidates} | {link.original.doc for link in links}


def _originals(candidates: tuple[Candidate, ...], links: tuple[Link, ...], pool: Pool) -> dict[str, Document]:
    """The pool texts that candidates, links and alternates name, by id, in that order."""
    named = [candidate.original for candidate in candidates]
    for link in links:
        named.append(link.original.doc)
        named.extend(alternate.original.doc for alternate in link.alternates)
    return {id: pool.get(id) for id in dict.fromkeys(named)}


def _hits(detector: Detector, context: Context) -> Iterator[tuple[Rule, Hit]]:
    length = len(context.text)
    for hit in detector.detect(context):
        if not 0 <= hit.start <= hit.end <= length:
            raise BadHit(f"[{hit.start}, {hit.end}) lies outside of a text of {length} characters")
        yield detector.rule, hit


def _foreign_script(text: str) -> bool:
    """Whether fewer than half of the letters are Latin (of the first 20,000 characters)."""
    if text.isascii() or not any(c.isalpha() for c in _BEYOND_LATIN.findall(text, 0, 20_000)):
        return False
    letters = [c for c in text[:20_000] if c.isalpha()]
    return 2 * sum(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in letters) < len(letters)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
