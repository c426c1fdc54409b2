"""Error spans as JSON lines, in the fields of WMT's Error Span Annotation data (Kocmi et al. 2024).

One line a segment: `src` is the linked original, `tgt` the translation, `esa_spans` the findings with start and end in
code points of `tgt` (end exclusive; both `missing` for what is not there) and severity minor or major. `esa_score` is
null: in the protocol it is a human's judgement of the whole segment, which spans of artifacts do not give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from audit.model import Audited, Finding, Skipped
from audit.reports import Options, view
from audit.reports.jsonl import line

_LONG = 3_000
_SEVERITIES = {"critical": "major", "major": "major", "minor": "minor"}
_ABSENT = frozenset({"missing-name", "omitted-passage"})
"""Rules whose findings say that something is not there."""


def open_report(out: TextIO, options: Options) -> Esa:
    """The report over an open stream."""
    return Esa(out)


class Esa:
    """Segments are rows of sentences; findings of severity info are no errors and are left out."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._line = 0
        self._annotator = "taudit"

    def begin(self, signature: Mapping[str, object]) -> None:
        self._annotator = f"taudit {signature.get('version', '')}".strip()

    def document(self, audited: Audited) -> None:
        document = audited.document
        pivot = document.pivot.lang if document.pivot else None
        engine = document.metadata.get("engine")
        for row in view.rows(audited):
            self._line += 1
            record: dict[str, Any] = {
                "langs": "en-en",
                "pivot": pivot,
                "line_id": self._line,
                "doc_id": document.id,
                "domain": "news",
                "system": str(engine) if isinstance(engine, str) else document.outlet or "",
                "annotator": self._annotator,
                "src": view.shortened(" ".join(link.original.text for link in row.links), _LONG),
                "tgt": document.text[row.start : row.end],
                "esa_score": None,
                "esa_spans": [span(row, finding) for finding in row.findings if is_error(finding)],
            }
            self._out.write(line(record) + "\n")

    def skipped(self, skipped: Skipped) -> None:
        """ESA knows no skipped texts; they are left to standard error."""

    def end(self) -> None:
        """Nothing stands after the last line."""


def is_error(finding: Finding) -> bool:
    """Whether ESA has a severity for the finding: it knows no remarks."""
    return finding.severity in _SEVERITIES


def span(row: view.Row, finding: Finding) -> dict[str, Any]:
    """A finding as an error span of its row's text."""
    absent = finding.rule in _ABSENT
    return {
        "start_i": "missing" if absent else finding.span.start - row.start,
        "end_i": "missing" if absent else finding.span.end - row.start,
        "severity": _SEVERITIES[finding.severity],
        "error_type": finding.mqm,
        "rule": finding.rule,
        "correction": finding.suggestions[0].text if finding.suggestions else None,
        "confidence": round(finding.confidence, 4),
    }
