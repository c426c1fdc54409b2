"""A table for spreadsheets: one row a finding, skipped texts at their place; no cell can become a formula."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TextIO

from audit.model import Audited, Skipped
from audit.reports import Options, view

COLUMNS = (
    "document",
    "place",
    "start",
    "end",
    "surface",
    "suggestion",
    "safe",
    "rule",
    "category",
    "severity",
    "confidence",
    "message",
    "route",
    "sentence",
    "original",
    "fingerprint",
)


def open_report(out: TextIO, options: Options) -> Table:
    """The report over an open stream."""
    return Table(out)


class Table:
    """Comma-separated values, every cell quoted (RFC 4180)."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def begin(self, signature: Mapping[str, object]) -> None:
        self._writer.writerow(COLUMNS)

    def document(self, audited: Audited) -> None:
        document = audited.document
        for row in view.rows(audited):
            sentence = view.shortened(document.text[row.start : row.end])
            original = " | ".join(f"{k.original.doc}: {view.shortened(k.original.text)}" for k in row.links)
            for finding in row.findings:
                first = finding.suggestions[0] if finding.suggestions else None
                self._row(
                    document.id,
                    view.place(document, finding.span.start),
                    finding.span.start,
                    finding.span.end,
                    finding.span.text,
                    view.correction(finding) or "",
                    "yes" if first and first.safe else "no",
                    finding.rule,
                    finding.category,
                    finding.severity,
                    f"{finding.confidence:.4f}",
                    finding.message,
                    view.route(finding),
                    sentence,
                    original,
                    finding.fingerprint,
                )

    def skipped(self, skipped: Skipped) -> None:
        self._row(skipped.doc, *[""] * 10, f"skipped: {skipped.reason}", *[""] * 4)

    def end(self) -> None:
        """Nothing stands after the last row."""

    def _row(self, *cells: object) -> None:
        self._writer.writerow([cell if isinstance(cell, int) else safe_cell(view.visible(str(cell))) for cell in cells])


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one.

    Source: OWASP, "CSV Injection" (signs =, +, -, @, tab, carriage return; also their full-width forms).
    """
    return f"'{text}" if text.lstrip(" \u00a0\u3000")[:1] in tuple("=+-@\t\r\n＝＋－＠") else text
