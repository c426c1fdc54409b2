"""MQM annotations as tab-separated values, in the columns of Google's MQM data (Freitag et al. 2021).

One line a finding, the words between <v> and </v> in `target`; rows without findings say No-error. `source` is the
linked original: the pivot text need not be known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TextIO

from audit.model import Audited, Finding, Severity, Skipped
from audit.reports import Options, view

COLUMNS = (
    "system",
    "doc",
    "doc_seg_id",
    "global_seg_id",
    "rater",
    "source",
    "target",
    "category",
    "severity",
    "metadata",
)
_LONG = 3_000
"""Longer than any sentence: what hostile texts hold is cut, not repeated for each finding."""

_SEVERITIES: dict[Severity, str] = {"critical": "Critical", "major": "Major", "minor": "Minor", "info": "Neutral"}


def open_report(out: TextIO, options: Options) -> Mqm:
    """The report over an open stream."""
    return Mqm(out)


class Mqm:
    """Segments are rows of sentences; `rater` is the tool with its version, `metadata` what MQM has no column for."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._segment = 0
        self._rater = "taudit"

    def begin(self, signature: Mapping[str, object]) -> None:
        self._rater = f"taudit {signature.get('version', '')}".strip()
        self._out.write("\t".join(COLUMNS) + "\n")

    def document(self, audited: Audited) -> None:
        for number, row in enumerate(view.rows(audited), 1):
            self.segment(audited, row, number, [(finding, self._rater) for finding in row.findings or (None,)])

    def segment(
        self, audited: Audited, row: view.Row, number: int, rated: Sequence[tuple[Finding | None, str]]
    ) -> None:
        """One row of the text, its `number`-th, with findings and who rated them; None for a row without errors."""
        self._segment += 1
        original = " ".join(link.original.text for link in row.links)
        for finding, rater in rated:
            self._row(audited, row, number, original, finding, rater)

    def skipped(self, skipped: Skipped) -> None:
        """MQM knows no skipped texts; they are left to standard error."""

    def end(self) -> None:
        """Nothing stands after the last line."""

    def _row(
        self, audited: Audited, row: view.Row, number: int, original: str, finding: Finding | None, rater: str
    ) -> None:
        document = audited.document
        marks = [(finding.span.start, finding.span.end)] if finding else []
        target = "".join(
            f"<v>{_cell(piece.text)}</v>" if piece.marks else _cell(piece.text)
            for piece in view.pieces(document.text, row.start, row.end, marks, _LONG)
        )
        category, severity, about = "No-error", "No-error", {}
        if finding:
            category, severity = finding.mqm, _SEVERITIES[finding.severity]
            about = {
                "rule": finding.rule,
                "confidence": round(finding.confidence, 4),
                "correction": finding.suggestions[0].text if finding.suggestions else None,
                "fingerprint": finding.fingerprint,
            }
        cells = (
            document.outlet or "",
            document.id,
            str(number),
            str(self._segment),
            rater,
            view.shortened(original, _LONG),
        )
        line = [_cell(cell) for cell in cells] + [
            target,
            _cell(category),
            severity,
            json.dumps(about) if about else "{}",
        ]
        self._out.write("\t".join(line) + "\n")


def _cell(text: str) -> str:
    return view.visible(text).replace("<v>", "‹v›").replace("</v>", "‹/v›")
