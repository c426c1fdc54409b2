"""Audited documents into the database: new ones added, known ones brought up to date, no decision lost on the way."""

from __future__ import annotations

import hashlib
import math
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from audit.judgements.database import Database
from audit.judgements.schema import (
    decisions,
    document_originals,
    document_payloads,
    document_texts,
    documents,
    finding_payloads,
    findings,
    form_rules,
    originals,
    runs,
    skipped,
    steps,
)
from audit.model import SEVERITIES, Audited, Finding, Skipped
from corpora.documents import Document, Span

_BATCH = 40
_SECONDS = 2.0
"""Results are written in transactions of so many documents, or so much time: an interruption costs no more."""

_LONG = 1_500
"""Code points of a sentence that are kept beside a finding; of longer ones, what stands around the words."""

_WEIGHTS = {"info": 0.25, "minor": 1.0, "major": 3.0, "critical": 6.0}


def now() -> str:
    """The time, so fine that pace can be told from it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def plain(text: str, limit: int | None = None) -> str:
    """Text as any database holds it: without NUL and lone surrogates, cut at `limit` code points."""
    cut = text if limit is None else text[:limit]
    return cut.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def digest(*parts: str) -> str:
    """A key of 32 hexadecimal digits for texts of any length."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_key(doc: str) -> str:
    """The key of a document by its id."""
    return digest(plain(doc))


def form_of(rule: str, surface: str) -> str:
    """The key of a form: the same rule and words."""
    return digest(rule, surface)


def worth(severity: str, confidence: float) -> float:
    """What deciding one finding is worth: its severity times how much the answer tells.

    The latter is the entropy of the confidence in bits, and a tenth: sure findings are worth a confirmation, too.
    """
    p = min(max(confidence, 1e-6), 1 - 1e-6)
    return _WEIGHTS[severity] * (0.1 - p * math.log2(p) - (1 - p) * math.log2(1 - p))


def load(
    database: Database, results: Iterable[Audited | Skipped], signature: Mapping[str, object], engine_key: str
) -> int:
    """Write results as they come; returns the id of the run. See `Store.load`."""
    with database.writing() as connection:
        row = {"short": str(signature.get("short", "")), "signature": _json(dict(signature)), "at": now()}
        run = connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one()
    for batch in _batches(results):
        with database.writing() as connection:
            for result in batch:
                if isinstance(result, Skipped):
                    _skip(connection, result, run)
                else:
                    _Loading(connection, result, run, engine_key).write()
    with database.writing() as connection:
        rank(connection)
    return int(run)


def known(connection: Connection, short: str) -> dict[str, str]:
    """What was audited under a signature: digests of the documents' contents by key of id."""
    query = select(documents.c.key, documents.c.content).join(runs, runs.c.id == documents.c.run)
    return dict(connection.execute(query.where(runs.c.short == short)).all())


def content_of(document: Document) -> str:
    """A digest of all that an audit reads of a document."""
    return digest(_json(replace(document, origin=None, metadata={})))


def rank(connection: Connection) -> None:
    """Count the findings of each form, and set what the queue is sorted by.

    The finding of a form that is most worth deciding stands for all of them and is worth as much as all; the others
    count for themselves: deciding the first can decide the rest.
    """
    c = findings.c
    query = select(c.id, c.form, c.severity, c.confidence, c.worth, c.same_form).where(c.present).order_by(c.form, c.id)
    changed: list[dict[str, Any]] = []
    for rows in _by_form(connection.execute(query)):
        own = [worth(SEVERITIES[row.severity], row.confidence) for row in rows]
        first = own.index(max(own))
        for index, row in enumerate(rows):
            value = round(own[index] * (len(rows) if index == first else 1), 6)
            if (row.worth, row.same_form) != (value, len(rows)):
                changed.append({"at_id": row.id, "worth": value, "same_form": len(rows)})
    if changed:
        from sqlalchemy import bindparam

        connection.execute(update(findings).where(c.id == bindparam("at_id")), changed)


def _by_form(rows: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    group: list[Row[Any]] = []
    for row in rows:
        if group and group[0].form != row.form:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


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
        document = audited.document
        self._named = {
            "outlet": plain(document.outlet or "", 200),
            "engine": plain(str(document.metadata.get(engine_key) or ""), 200),
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
        for row, finding in pairs:
            self._update(row.id, finding)
        if new:
            self._insert(document, new)
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
        self._connection.execute(
            update(finding_payloads).where(finding_payloads.c.finding == id).values(self._texts(finding))
        )

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
        texts = [
            {"finding": id, "replacement": None, **self._texts(finding)} for id, finding in zip(ids, found, strict=True)
        ]
        self._connection.execute(insert(finding_payloads), texts)
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

    def _texts(self, finding: Finding) -> dict[str, Any]:
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
            "search": plain("\n".join(words).casefold()),
            "payload": _json(finding),
        }

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


def carry(connection: Connection, new: Sequence[tuple[int, Finding]]) -> None:
    """Decide new findings as the same words in the same surroundings, or the whole form, were decided before."""
    c = findings.c
    ids = {id for id, _ in new}
    standing: dict[tuple[str, str], Any] = {}
    keys = {plain(finding.context_key, 64) for _, finding in new if finding.context_key}
    for row in connection.execute(
        select(c.id, c.form, c.context_key, c.state, c.reviewer, c.at, finding_payloads.c.replacement)
        .join(finding_payloads, finding_payloads.c.finding == c.id)
        .where(and_(c.context_key.in_(keys), c.state != "open"))
        .order_by(c.at)
    ):
        if row.id not in ids:
            standing[row.context_key, row.form] = row
    forms = {form_of(finding.rule, finding.span.text) for _, finding in new}
    rules = {row.form: row for row in connection.execute(select(form_rules).where(form_rules.c.form.in_(forms)))}
    at, step = now(), None
    for id, finding in new:
        form = form_of(finding.rule, finding.span.text)
        before, rule = standing.get((plain(finding.context_key, 64), form)), rules.get(form)
        if before is None and rule is None:
            continue
        said = {
            "state": before.state if before is not None else "right-everywhere",
            "replacement": before.replacement if before is not None else None,
            "reviewer": before.reviewer if before is not None else rule.reviewer,  # type: ignore[union-attr]
        }
        note = "the same words in the same surroundings" if before is not None else rule.note  # type: ignore[union-attr]
        if step is None:
            made = {"reviewer": "", "at": at, "kind": "carried", "label": "carried over from earlier decisions"}
            step = connection.execute(insert(steps).values(made).returning(steps.c.id)).scalar_one()
        connection.execute(
            insert(decisions).values(finding=id, version=1, step=step, note=note, at=at, kind="carried", **said)
        )
        connection.execute(
            update(findings).where(c.id == id).values(version=1, state=said["state"], reviewer=said["reviewer"], at=at)
        )
        connection.execute(
            update(finding_payloads).where(finding_payloads.c.finding == id).values(replacement=said["replacement"])
        )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
