"""Audited documents into the database: new ones added, known ones brought up to date, no decision lost on the way."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from audit.judgements import naming
from audit.judgements.carrying import carry
from audit.judgements.database import Database
from audit.judgements.keys import digest, document_key, form_of, now, plain
from audit.judgements.ranking import rank, worth
from audit.judgements.schema import (
    NAMED,
    document_originals,
    document_payloads,
    document_texts,
    documents,
    finding_payloads,
    finding_texts,
    findings,
    originals,
    runs,
    skipped,
)
from audit.model import SEVERITIES, Audited, Finding, Skipped
from corpora.documents import Document, Span

_BATCH = 40
_SECONDS = 2.0
"""Results are written in transactions of so many documents, or so much time: an interruption costs no more."""

_LONG = 1_500
"""Code points of a sentence that are kept beside a finding; of longer ones, what stands around the words."""


def load(
    database: Database, results: Iterable[Audited | Skipped], signature: Mapping[str, object], engine_key: str
) -> int:
    """Write results as they come; returns the id of the run. See `Store.load`."""
    with database.writing() as connection:
        row = {"short": str(signature.get("short", "")), "signature": _json(dict(signature)), "at": now()}
        run = connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one()
    try:
        for batch in _batches(results):
            with database.writing() as connection:
                for result in batch:
                    if isinstance(result, Skipped):
                        _skip(connection, result, run)
                    else:
                        _Loading(connection, result, run, engine_key).write()
    finally:  # what an interrupted audit brought in is ready to be reviewed, too
        with database.writing() as connection:
            rank(connection)
            naming.count(connection)
    return int(run)


def known(connection: Connection, short: str) -> dict[str, str]:
    """What was audited under a signature: digests of the documents' contents by key of id."""
    query = select(documents.c.key, documents.c.content).join(runs, runs.c.id == documents.c.run)
    return dict(connection.execute(query.where(runs.c.short == short)).all())


def signature(connection: Connection) -> dict[str, object]:
    """The signature of the last run; empty where there is none."""
    found = connection.execute(select(runs.c.signature).order_by(runs.c.id.desc()).limit(1)).scalar_one_or_none()
    return dict(msgspec.json.decode(found)) if found else {}


def content_of(document: Document) -> str:
    """A digest of all that an audit reads of a document."""
    return digest(_json(replace(document, origin=None, metadata={})))


def _batches(results: Iterable[Audited | Skipped]) -> Iterator[list[Audited | Skipped]]:
    batch: list[Audited | Skipped] = []
    began = time.monotonic()
    for result in results:
        batch.append(result)
        if len(batch) >= _BATCH or time.monotonic() - began > _SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _skip(connection: Connection, result: Skipped, run: int) -> None:
    key = document_key(result.doc)
    connection.execute(delete(skipped).where(skipped.c.key == key))
    connection.execute(
        insert(skipped).values(key=key, doc=plain(result.doc), reason=plain(result.reason, 2_000), run=run)
    )


class _Loading:
    """One audited document on its way into the tables."""

    def __init__(self, connection: Connection, audited: Audited, run: int, engine_key: str) -> None:
        self._connection, self._audited, self._run = connection, audited, run
        self._engine_key = engine_key
        document = audited.document
        self._named = {
            "outlet": plain(document.outlet or "", NAMED),
            "engine": plain(str(document.metadata.get(engine_key) or ""), NAMED),
            "published": document.published.isoformat() if document.published else "",
        }

    def write(self) -> None:
        """The document, its originals and its findings."""
        document = self._document()
        self._originals(document)
        found = list(self._audited.findings)
        old = list(self._connection.execute(select(findings).where(findings.c.document == document)))
        pairs, new = _matched(found, old)
        kept = {row.id for row, _ in pairs}
        gone = [row.id for row in old if row.id not in kept and row.present]
        if gone:
            self._connection.execute(update(findings).where(findings.c.id.in_(gone)).values(present=False))
        for row, finding in sorted(pairs, key=lambda pair: pair[0].id):  # as all lock them
            self._update(row.id, finding)
        if new:
            self._insert(document, new)
        naming.write(self._connection, document, self._audited, self._engine_key)
        self._connection.execute(delete(skipped).where(skipped.c.key == document_key(self._audited.document.id)))

    def _document(self) -> int:
        document = self._audited.document
        key = document_key(document.id)
        values = {
            "doc": plain(document.id),
            "title": plain(document.title or "", 2_000),
            "content": content_of(document),
            "run": self._run,
            **self._named,
        }
        payload = _json(replace(self._audited, originals={}, findings=(), suppressed=()))
        at = self._connection.execute(select(documents.c.id).where(documents.c.key == key)).scalar_one_or_none()
        if at is None:
            query = insert(documents).values(key=key, **values).returning(documents.c.id)
            at = self._connection.execute(query).scalar_one()
            self._connection.execute(insert(document_payloads).values(document=at, payload=payload))
            self._connection.execute(insert(document_texts).values(document=at, text=plain(document.text)))
        else:
            self._connection.execute(update(documents).where(documents.c.id == at).values(values))
            self._connection.execute(
                update(document_payloads).where(document_payloads.c.document == at).values(payload=payload)
            )
            self._connection.execute(
                update(document_texts).where(document_texts.c.document == at).values(text=plain(document.text))
            )
        return int(at)

    def _originals(self, document: int) -> None:
        wanted = {}
        for original in self._audited.originals.values():
            bare = replace(original, metadata={}, origin=None)
            payload = _json(bare)
            wanted[digest(payload)] = {"doc": plain(original.id), "payload": payload}
        query = select(originals.c.key, originals.c.id).where(originals.c.key.in_(wanted))
        there = dict(self._connection.execute(query).all())
        for key in sorted(set(wanted) - set(there)):
            row = insert(originals).values(key=key, **wanted[key]).returning(originals.c.id)
            there[key] = self._connection.execute(row).scalar_one()
        self._connection.execute(delete(document_originals).where(document_originals.c.document == document))
        if there:
            rows = [{"document": document, "original": id} for id in sorted(there.values())]
            self._connection.execute(insert(document_originals), rows)

    def _update(self, id: int, finding: Finding) -> None:
        self._connection.execute(
            update(findings).where(findings.c.id == id).values(present=True, **self._columns(finding))
        )
        shown, searched = self._texts(finding)
        self._connection.execute(update(finding_payloads).where(finding_payloads.c.finding == id).values(shown))
        self._connection.execute(update(finding_texts).where(finding_texts.c.finding == id).values(searched))

    def _insert(self, document: int, found: Sequence[Finding]) -> None:
        rows = [
            {
                "document": document,
                "present": True,
                "worth": round(worth(finding.severity, finding.confidence), 6),
                "same_form": 1,
                "version": 0,
                "state": "open",
                "reviewer": "",
                "at": "",
                **self._columns(finding),
            }
            for finding in found
        ]
        query = insert(findings).returning(findings.c.id, sort_by_parameter_order=True)
        ids = list(self._connection.scalars(query, rows))
        texts = [self._texts(finding) for finding in found]
        shown = [{"finding": id, "replacement": None, **part} for id, (part, _) in zip(ids, texts, strict=True)]
        self._connection.execute(insert(finding_payloads), shown)
        searched = [{"finding": id, **part} for id, (_, part) in zip(ids, texts, strict=True)]
        self._connection.execute(insert(finding_texts), searched)
        carry(self._connection, list(zip(ids, found, strict=True)))

    def _columns(self, finding: Finding) -> dict[str, Any]:
        return {
            "fingerprint": plain(finding.fingerprint, 64),
            "context_key": plain(finding.context_key, 64),
            "form": form_of(finding.rule, finding.span.text),
            "rule": plain(finding.rule, 100),
            "category": finding.category,
            "severity": SEVERITIES.index(finding.severity),
            "confidence": finding.confidence,
            "start": finding.span.start,
            **self._named,
        }

    def _texts(self, finding: Finding) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is shown of a finding, and what is searched."""
        document = self._audited.document
        start, end = self._sentence(finding)
        if end - start > _LONG:
            start, end = max(start, finding.span.start - _LONG // 2), min(end, finding.span.start + _LONG // 2)
        sentence = document.text[start:end]
        first = finding.suggestions[0] if finding.suggestions else None
        suggestion = plain(first.text, _LONG) if first else None
        words = (finding.span.text[:_LONG], suggestion or "", sentence, document.title or "", document.id)
        return {
            "surface": plain(finding.span.text, _LONG),
            "suggestion": suggestion,
            "safe": bool(first and first.safe),
            "sentence": plain(sentence),
            "offset": finding.span.start - start,
            "same_in_original": plain(same_in_original(self._audited, finding.span)),
            "payload": _json(finding),
        }, {"search": plain("\n".join(words).casefold())}

    def _sentence(self, finding: Finding) -> tuple[int, int]:
        for start, end in self._audited.sentences:
            if start <= finding.span.start < max(end, start + 1):
                return start, max(end, finding.span.end)
        return finding.span.start, finding.span.end


def same_in_original(audited: Audited, span: Span) -> str:
    """The original whose linked sentence has the same words, as words of their own; empty where none has."""
    if not span.text.strip() or len(span.text) > _LONG:
        return ""
    same = re.compile(rf"(?<!\w){re.escape(span.text)}(?!\w)")
    for link in audited.links:
        side = link.translation
        if side is not None and side.start < span.end and span.start < side.end and same.search(link.original.text):
            return link.original.doc
    return ""


def _matched(found: Sequence[Finding], old: Sequence[Row[Any]]) -> tuple[list[tuple[Row[Any], Finding]], list[Finding]]:
    """Which finding is which row of before, and the findings that are new.

    The same words in the same surroundings come first; then the same occurrence, unless a correction stands there that
    was made for other surroundings.
    """
    left = list(found)
    free = {row.id: row for row in old}
    pairs: list[tuple[Row[Any], Finding]] = []

    def take(fits: Any) -> None:
        index = defaultdict(list)
        for row in free.values():
            index[row.form].append(row)
        for finding in list(left):
            for row in index[form_of(finding.rule, finding.span.text)]:
                if row.id in free and fits(row, finding):
                    del free[row.id]
                    left.remove(finding)
                    pairs.append((row, finding))
                    break

    take(lambda row, finding: (row.context_key, row.fingerprint) == (finding.context_key, finding.fingerprint))
    take(lambda row, finding: row.context_key == finding.context_key)
    take(lambda row, finding: row.fingerprint == finding.fingerprint and row.state not in ("accepted", "edited"))
    return pairs, left


def _json(value: Any) -> str:
    return msgspec.json.encode(value, enc_hook=tuple).decode()  # places that are cut when asked for
