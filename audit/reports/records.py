"""The records of a report as plain dictionaries: the JSON lines of `audit/schema/report.json`, key for key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from audit.model import Audited, Candidate, Evidence, Finding, Link, Quote, RouteStep, Skipped, Suggestion
from audit.signature import SCHEMA
from corpora.documents import Document, Span

Record = dict[str, Any]
_DIGITS = 4


@dataclass(slots=True)
class Counts:
    """What a summary counts: documents audited and skipped, links, findings by rule."""

    documents: int = 0
    skipped: int = 0
    links: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)

    def add(self, result: Audited | Skipped) -> None:
        """Count one more result."""
        if isinstance(result, Skipped):
            self.skipped += 1
            return
        self.documents += 1
        self.links += len(result.links)
        self.by_rule.update(finding.rule for finding in result.findings)

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.by_rule.values())


@dataclass(slots=True)
class Trail:
    """The inputs that went into a report, in order: how many, and a hash over their ids."""

    number: int = 0
    digest: bytes = b""

    def step(self, id: str) -> None:
        """One more input."""
        self.number += 1
        self.digest = blake2b(self.digest + id.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def run_record(signature: Mapping[str, object]) -> Record:
    """The first line: the version of the form and the signature."""
    return {"type": "run", "schema": SCHEMA, "signature": dict(signature)}


def document_records(audited: Audited) -> Iterator[Record]:
    """All lines of one document: the document, its links, its findings."""
    document = audited.document
    record: Record = {
        "type": "document",
        "doc": document.id,
        "candidates": [_candidate(candidate) for candidate in audited.candidates],
    }
    if audited.notes:
        record["notes"] = list(audited.notes)
    if document.origin and document.origin.warnings:
        record["warnings"] = list(document.origin.warnings)
    yield record
    for link in audited.links:
        yield _link(document, link)
    for finding in audited.findings:
        yield finding_record(document, finding)


def result_records(result: Audited | Skipped) -> Iterator[Record]:
    """All lines of one result."""
    if isinstance(result, Skipped):
        yield skipped_record(result)
    else:
        yield from document_records(result)


def skipped_record(skipped: Skipped) -> Record:
    """The line of a text that could not be audited."""
    return {"type": "skipped", "doc": skipped.doc, "reason": skipped.reason}


def summary_record(counts: Counts) -> Record:
    """The last line."""
    return {
        "type": "summary",
        "documents": counts.documents,
        "skipped": counts.skipped,
        "links": counts.links,
        "findings": counts.findings,
        "by_rule": dict(sorted(counts.by_rule.items())),
    }


def finding_record(document: Document, finding: Finding) -> Record:
    """The line of one finding."""
    record: Record = {
        "type": "finding",
        "doc": document.id,
        "start": finding.span.start,
        "end": finding.span.end,
        "surface": finding.span.text,
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": round(finding.confidence, _DIGITS),
        "message": finding.message,
        "mqm": finding.mqm,
        "subtype": finding.subtype,
        "route": [_step(step) for step in finding.route],
        "suggestions": [_suggestion(suggestion) for suggestion in finding.suggestions],
        "rejected": [{"text": rejected.text, "why": rejected.why} for rejected in finding.rejected],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "fingerprint": finding.fingerprint,
        "context_key": finding.context_key,
    }
    if document.origin:
        place = document.origin.place(finding.span.start, document.text)
        record["place"] = {"file": place.file, "line": place.line, "column": place.column}
        if place.element is not None:
            record["place"]["element"] = place.element
    return record


def _link(document: Document, link: Link) -> Record:
    record: Record = {"type": "link", "doc": document.id}
    if link.translation is not None:
        record["translation"] = _offsets(link.translation)
    if link.pivot is not None:
        record["pivot"] = _offsets(link.pivot)
    record["original"] = _place(link.original)
    record["score"] = round(link.score, _DIGITS)
    if link.parts:
        record["parts"] = [{"translation": _offsets(a), "original": _offsets(b)} for a, b in link.parts]
    if link.quotes:
        record["quotes"] = [_quote(quote) for quote in link.quotes]
    if link.alternates:
        record["alternates"] = [{**_place(a.original), "score": round(a.score, _DIGITS)} for a in link.alternates]
    return record


def _quote(quote: Quote) -> Record:
    translated, published = quote.speakers
    return {
        "translation": _offsets(quote.translation),
        "original": _offsets(quote.original),
        "form": quote.form,
        "score": round(quote.score, _DIGITS),
        "speakers": {"translation": translated, "original": published},
    }


def _candidate(candidate: Candidate) -> Record:
    return {
        "original": candidate.original,
        "score": round(candidate.score, _DIGITS),
        "relation": candidate.relation,
        "evidence": [_evidence(evidence) for evidence in candidate.evidence],
    }


def _suggestion(suggestion: Suggestion) -> Record:
    return {
        "text": suggestion.text,
        "confidence": round(suggestion.confidence, _DIGITS),
        "safe": suggestion.safe,
        "evidence": [_evidence(evidence) for evidence in suggestion.evidence],
    }


def _evidence(evidence: Evidence) -> Record:
    record: Record = {"kind": evidence.kind, "ref": evidence.ref, "detail": evidence.detail}
    if evidence.weight:
        record["weight"] = round(evidence.weight, _DIGITS)
    return record


def _step(step: RouteStep) -> Record:
    return {"lang": step.lang, "form": step.form, "detail": step.detail}


def _offsets(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _place(span: Span) -> Record:
    return {"doc": span.doc, "start": span.start, "end": span.end}
