"""From a finished report (JSON lines) back to ledgers, with the texts and originals where they are given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from audit.errors import AuditError
from audit.ledger.collect import appearances
from audit.ledger.model import Ledger
from audit.model import Audited, Category, Finding, Link, RouteStep, Severity, Suggestion
from corpora.documents import Document, Span

if TYPE_CHECKING:
    from audit.retrieval import Pool

Record = Mapping[str, Any]


class ReportError(AuditError):
    """A file is no report; the text names file and line."""


def ledgers_of(path: str, texts: Mapping[str, Document], pool: Pool | None) -> Iterator[Ledger]:
    """The ledger of each document of a report. Raises ReportError with file and line.

    Without a document's text only its findings are counted. With the text, and the originals it was audited against,
    the ledger is the one that the run would have written.
    """
    for records in _documents(path):
        audited = _audited(path, records, texts, pool)
        yield Ledger.of(appearances(audited))


def _documents(path: str) -> Iterator[list[tuple[int, Record]]]:
    """The records of each document, with their line numbers."""
    records: list[tuple[int, Record]] = []
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if not isinstance(record, dict) or (number == 1 and record.get("type") != "run"):
                    raise ReportError(f"{path}:{number}: is no report or ledger, make one with `taudit run`")
                kind = record.get("type")
                if kind in ("document", "skipped", "summary") and records:
                    yield records
                    records = []
                if kind in ("document", "link", "finding"):
                    records.append((number, record))
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"{path}: cannot be read ({error}), name a report or a ledger") from error
    if records:
        yield records


def _audited(path: str, records: list[tuple[int, Record]], texts: Mapping[str, Document], pool: Pool | None) -> Audited:
    number = records[0][0]
    try:
        id = records[0][1]["doc"]
        document = texts.get(id) or _blank(id, [record for _, record in records if record["type"] == "finding"])
        findings, links = [], []
        for number, record in records:  # noqa: B007 - the last number tells where it failed
            if record["type"] == "finding":
                findings.append(_finding(document, record))
            elif record["type"] == "link" and pool is not None and id in texts:
                links.append(_link(document, record, pool))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"{path}:{number}: no record of a report ({error!r}), make the report again") from error
    originals = {link.original.doc: pool.get(link.original.doc) for link in links} if pool is not None else {}
    sentences: tuple[tuple[int, int], ...] = ()
    if id in texts:
        from corpora.sentences import split

        sentences = tuple(split(document.text, "en"))
    return Audited(
        document=document, links=tuple(links), findings=tuple(findings), originals=originals, sentences=sentences
    )


def _blank(id: str, findings: list[Record]) -> Document:
    """A document of which nothing is known but the words of the findings."""
    text = [" "] * max((record["end"] for record in findings), default=0)
    for record in findings:
        text[record["start"] : record["end"]] = record["surface"]
    return Document(id=id, text="".join(text))


def _finding(document: Document, record: Record) -> Finding:
    span = document.span(record["start"], record["end"])
    if span.text != record["surface"]:
        raise ValueError(f"{document.id} has another text now")
    return Finding(
        rule=record["rule"],
        category=cast(Category, record["category"]),
        severity=cast(Severity, record["severity"]),
        confidence=record["confidence"],
        span=span,
        message=record["message"],
        mqm=record["mqm"],
        subtype=record.get("subtype"),
        route=tuple(RouteStep(lang=s["lang"], form=s["form"], detail=s["detail"]) for s in record["route"]),
        suggestions=tuple(Suggestion(text=s["text"], confidence=s["confidence"]) for s in record["suggestions"]),
        evidence=(),
        rejected=(),
        fingerprint=record["fingerprint"],
    )


def _link(document: Document, record: Record, pool: Pool) -> Link:
    place = record["original"]
    original = pool.get(place["doc"])
    pivot: Span | None = None
    if "pivot" in record and document.pivot is not None:
        start, end = record["pivot"]["start"], record["pivot"]["end"]
        pivot = Span(doc=document.id, start=start, end=end, text=document.pivot.text[start:end])
    translation = record.get("translation")
    return Link(
        translation=document.span(translation["start"], translation["end"]) if translation else None,
        original=original.span(place["start"], place["end"]),
        score=record["score"],
        pivot=pivot,
    )
