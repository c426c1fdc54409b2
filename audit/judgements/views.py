"""What a page shows of one document and of one finding, read from the database as records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, select

from audit.judgements.deciding import finding_of, history, own_opinions
from audit.judgements.keys import document_key
from audit.judgements.queue import queue_row, rows_query
from audit.judgements.records import (
    Beside,
    Difference,
    DocumentView,
    FindingView,
    Linked,
    Mark,
    NotThere,
    QueueRow,
    Sentence,
)
from audit.judgements.schema import (
    decisions,
    document_originals,
    document_payloads,
    documents,
    finding_payloads,
    findings,
    originals,
)
from audit.model import Audited, Finding
from audit.reports import view
from corpora.documents import Document, Span

_COMPARED = 500
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_MANY_WORDS = 11
"""Words, spaces and signs from which letters would tell less than words: about six words."""

_SHOWN = 3_000
"""Code points of a sentence that are shown; hostile texts have longer ones."""


def audited(connection: Connection, doc: str, *, present: bool = True) -> tuple[Audited, dict[str, int]]:
    """A document's audit as it was, with the ids of its findings by fingerprint. Raises NotThere."""
    row = connection.execute(
        select(documents.c.id, document_payloads.c.payload)
        .join(document_payloads, document_payloads.c.document == documents.c.id)
        .where(documents.c.key == document_key(doc))
    ).one_or_none()
    if row is None:
        raise NotThere(f"{doc}: is not in the database")
    query = (
        select(findings.c.id, finding_payloads.c.payload)
        .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
        .where(findings.c.document == row.id, findings.c.present == present)
        .order_by(findings.c.start, findings.c.id)
    )
    found = {found.id: finding_of(found) for found in connection.execute(query)}
    pool = (
        select(originals.c.payload)
        .join(document_originals, document_originals.c.original == originals.c.id)
        .where(document_originals.c.document == row.id)
    )
    texts = [msgspec.json.decode(payload, type=Document) for payload in connection.scalars(pool)]
    result = replace(
        msgspec.json.decode(row.payload, type=Audited),
        findings=tuple(found.values()),
        originals={text.id: text for text in texts},
    )
    return result, {finding.fingerprint: id for id, finding in found.items()}


def document_view(connection: Connection, doc: str) -> DocumentView:
    """See `Store.document`."""
    result, ids = audited(connection, doc)
    rows = _rows(connection, list(ids.values()))
    document = result.document
    engine = next(iter(rows.values())).engine if rows else ""
    lines = view.rows(result, pivot=True)
    return DocumentView(
        doc=document.id,
        title=document.title or "",
        outlet=document.outlet or "",
        engine=engine,
        published=document.published,
        url=document.url or "",
        lang=document.lang or "en",
        pivot_lang=document.pivot.lang if document.pivot else None,
        sentences=tuple(_sentence(result, line, ids, rows) for line in lines),
        beside=_beside(result, lines),
        originals=tuple(result.originals),
        notes=result.notes,
    )


def finding_view(connection: Connection, id: int) -> FindingView:
    """See `Store.finding`."""
    row = connection.execute(rows_query().where(findings.c.id == id)).one_or_none()
    if row is None:
        raise NotThere(f"finding {id}: is not in the database")
    result, ids = audited(connection, row.doc, present=row.present)
    rows = _rows(connection, list(ids.values()))
    finding = next(f for f in result.findings if ids[f.fingerprint] == id)
    lines = view.rows(result, pivot=True)
    at = next(i for i, line in enumerate(lines) if any(f is finding for f in line.findings))
    document = result.document
    sentence = _sentence(result, lines[at], ids, rows, finding)
    first = finding.suggestions[0].text if finding.suggestions else None
    return FindingView(
        row=queue_row(row),
        finding=finding,
        mark=next(mark for mark in sentence.marks if mark.finding == id),
        sentence=sentence,
        before=_text(document.text, lines[at - 1]) if at else "",
        after=_text(document.text, lines[at + 1]) if at + 1 < len(lines) else "",
        beside=_beside(result, lines),
        pivot_lang=document.pivot.lang if document.pivot else None,
        url=document.url or "",
        differences=differences(finding.span.text, first) if first is not None else (),
        history=history(connection, decisions.c.finding == id),
        opinions=own_opinions(connection, id),
    )


def differences(left: str, right: str) -> tuple[Difference, ...]:
    """Two texts compared letter by letter, whole sentences word by word (their first 500 letters)."""
    from rapidfuzz.distance import Levenshtein

    a, b = _WORDS.findall(left[:_COMPARED]), _WORDS.findall(right[:_COMPARED])
    if min(len(a), len(b)) < _MANY_WORDS:
        a, b = list(left[:_COMPARED]), list(right[:_COMPARED])
    return tuple(
        Difference(
            kind=op.tag,
            left="".join(a[op.src_start : op.src_end]),
            right="".join(b[op.dest_start : op.dest_end]),
        )
        for op in Levenshtein.opcodes(a, b)
    )


def _rows(connection: Connection, ids: list[int]) -> dict[int, QueueRow]:
    return {row.id: queue_row(row) for row in connection.execute(rows_query().where(findings.c.id.in_(ids)))}


def _beside(result: Audited, lines: list[view.Row]) -> tuple[Beside, ...]:
    if not any(view.pivot_of(result, line) for line in lines):
        return ("original",)
    return ("original", "pivot") if result.links else ("pivot",)


def _text(text: str, row: view.Row) -> str:
    return view.shortened(text[row.start : row.end], _SHOWN)


def _sentence(
    result: Audited,
    row: view.Row,
    ids: Mapping[str, int],
    rows: Mapping[int, QueueRow],
    finding: Finding | None = None,
) -> Sentence:
    """A row of the text with its marks. Of one longer than is shown, what stands around `finding`."""
    start, end = row.start, row.end
    if end - start > _SHOWN:
        middle = finding.span.start if finding else start
        start = max(start, middle - _SHOWN // 2)
        end = min(end, start + _SHOWN)
    marks = []
    for found in row.findings:
        if found.span.start > end or found.span.end < start:
            continue
        known = rows[ids[found.fingerprint]]
        marks.append(
            Mark(
                start=max(found.span.start, start) - start,
                end=min(found.span.end, end) - start,
                finding=known.id,
                rule=found.rule,
                category=found.category,
                severity=found.severity,
                confidence=found.confidence,
                state=known.state,
                surface=known.surface,
                suggestion=known.suggestion,
                replacement=known.replacement,
                version=known.version,
            )
        )
    pointed = [place for f in ([finding] if finding else row.findings) for place in view.references(f)]
    return Sentence(
        start=start,
        end=end,
        text=result.document.text[start:end],
        marks=tuple(marks),
        originals=tuple(_linked(result, link.original, link.score, pointed) for link in row.links),
        pivot=_short(view.pivot_of(result, row)),
    )


def _short(text: str | None) -> str | None:
    return view.shortened(text, _SHOWN) if text is not None else None


def _linked(result: Audited, span: Span, score: float, pointed: list[tuple[str, int, int]]) -> Linked:
    original = result.originals.get(span.doc)
    end = min(span.end, span.start + _SHOWN)
    marks = {
        (max(a, span.start) - span.start, min(b, end) - span.start)
        for doc, a, b in pointed
        if doc == span.doc and a < end and span.start < b and (a, b) != (span.start, span.end)
    }
    return Linked(
        doc=span.doc,
        title=(original.title or "") if original else "",
        outlet=(original.outlet or "") if original else "",
        published=original.published if original else None,
        url=(original.url or "") if original else "",
        text=span.text[: end - span.start],
        start=span.start,
        end=end,
        score=score,
        marks=tuple(sorted(marks)),
    )
