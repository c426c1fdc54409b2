"""THE function of every engine: an Arrow batch of documents in, an Arrow batch of records out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from audit.model import Audited, Skipped
from corpora.documents import Document
from corpora.errors import Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["lines", "records"]
Audit = Callable[[Document], Audited | Skipped]


def audit_batch(
    batch: pa.RecordBatch, audit: Audit, form: Form = "records", begun: Callable[[int], None] | None = None
) -> pa.RecordBatch:
    """Audit the documents of a batch (`arrow.DOCUMENTS`) one after another.

    `form` "records" gives a typed row for each record (`arrow.RECORDS`), "lines" a row for each document with its JSON
    lines (`arrow.LINES`). `begun` is told the number of each row before it is worked on.
    """
    from audit.batch.arrow import to_documents

    results = []
    for number, item in enumerate(to_documents(batch)):
        if begun is not None:
            begun(number)
        results.append(audit(item) if isinstance(item, Document) else skipped(item))
    return as_records(results) if form == "records" else as_lines(results)


def as_records(results: list[Audited | Skipped]) -> pa.RecordBatch:
    """Results as typed records, `arrow.RECORDS`."""
    from audit.batch.arrow import from_records
    from audit.reports.records import result_records

    return from_records(record for result in results for record in result_records(result))


def as_lines(results: list[Audited | Skipped]) -> pa.RecordBatch:
    """Results as JSON lines, `arrow.LINES`."""
    import pyarrow as pa

    from audit.batch.arrow import LINES
    from audit.batch.buffers import blobs, lists, numbers, texts
    from audit.reports.jsonl import line
    from audit.reports.records import result_records

    rows = []
    for result in results:
        text = "".join(line(record) + "\n" for record in result_records(result))
        name = result.doc if isinstance(result, Skipped) else result.document.id
        reason = result.reason if isinstance(result, Skipped) else None
        links = 0 if isinstance(result, Skipped) else len(result.links)
        rules = [] if isinstance(result, Skipped) else [finding.rule for finding in result.findings]
        rows.append((name, reason, text.encode("utf-8"), links, rules, remarks(result)))
    docs, reasons, written, linked, applied, said = zip(*rows, strict=True) if rows else [()] * len(LINES)
    columns = [texts(docs), texts(reasons), blobs(written), numbers(linked), lists(applied), lists(said)]
    return pa.RecordBatch.from_arrays(columns, schema=LINES)


def remarks(result: Audited | Skipped) -> list[str]:
    """What standard error hears of a result that was not skipped: rules that failed, doubts of reading."""
    if isinstance(result, Skipped):
        return []
    said = [f"{result.document.id}: {note}" for note in broken(result)]
    if result.document.origin:
        said += [f"{result.document.origin.file}: {warning}" for warning in result.document.origin.warnings]
    return said


def broken(audited: Audited) -> list[str]:
    """The notes about rules that could not be applied."""
    from audit.pipeline import FAILED

    return [note for note in audited.notes if note.startswith("rule ") and FAILED in note]


def skipped(item: Unreadable) -> Skipped:
    """An input that could not be read, as a result."""
    return Skipped(doc=item.doc, reason=item.reason)
