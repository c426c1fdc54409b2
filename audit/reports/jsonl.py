"""JSON lines: one record a line, stable, versioned; the form is `audit/schema/report.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from audit.model import Audited, Skipped
from audit.reports import Options
from audit.reports.records import Counts, Record, Trail, document_records, run_record, skipped_record, summary_record

if TYPE_CHECKING:
    import pyarrow as pa


def open_report(out: TextIO, options: Options) -> JsonLines:
    """The report over an open stream."""
    return JsonLines(out)


class JsonLines:
    """Writes the lines of a document in one piece and flushes, so that an interrupted run ends between documents.

    `counts` may start at what an earlier, interrupted run has written (`continued`: then no run line is written).
    """

    def __init__(self, out: TextIO, counts: Counts | None = None, *, continued: bool = False) -> None:
        self._out = out
        self.counts = counts or Counts()
        self._continued = continued
        self.trail = Trail()

    def begin(self, signature: Mapping[str, object]) -> None:
        if not self._continued:
            self._write([run_record(signature)])

    def document(self, audited: Audited) -> None:
        self.counts.add(audited)
        self._write(document_records(audited))

    def skipped(self, skipped: Skipped) -> None:
        self.counts.add(skipped)
        self._write([skipped_record(skipped)])

    def batch(self, lines: pa.RecordBatch) -> None:
        """Documents whose lines are made already (`audit.batch.arrow.LINES`)."""
        reasons = lines.column("skipped")
        self.counts.skipped += lines.num_rows - reasons.null_count
        self.counts.documents += reasons.null_count
        self.counts.links += sum(lines.column("links").to_pylist())
        for rules in lines.column("rules").to_pylist():
            self.counts.by_rule.update(rules)
        self._out.write(b"".join(lines.column("lines").to_pylist()).decode("utf-8"))
        self._out.flush()

    def end(self) -> None:
        self._write([summary_record(self.counts)])

    def _write(self, records: Iterable[Record]) -> None:
        self._out.write("".join(line(record) + "\n" for record in records))
        self._out.flush()


def line(record: Record) -> str:
    """A record as one line of JSON. What some programs take for a line end inside a string is escaped."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    if not text.isascii():
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            text = json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(", ", ": "))
    return text
