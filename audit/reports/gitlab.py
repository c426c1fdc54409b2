"""GitLab's Code Quality report: a JSON array, one object a finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from audit.model import Audited, Skipped
from audit.reports import Options
from audit.reports.sarif import message


def open_report(out: TextIO, options: Options) -> CodeQuality:
    """The report over an open stream."""
    return CodeQuality(out)


class CodeQuality:
    """Written as it comes; skipped texts have no place in this format and are left to standard error."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._first = True

    def begin(self, signature: Mapping[str, object]) -> None:
        self._out.write("[")

    def document(self, audited: Audited) -> None:
        document = audited.document
        for finding in audited.findings:
            path, line = document.id, 1
            if document.origin:
                place = document.origin.place(finding.span.start, document.text)
                path, line = place.file, place.line
            record = {
                "description": message(finding),
                "check_name": finding.rule,
                "fingerprint": finding.fingerprint,
                "severity": finding.severity,
                "location": {"path": path, "lines": {"begin": line}},
            }
            self._out.write(("\n" if self._first else ",\n") + json.dumps(record, ensure_ascii=True))
            self._first = False

    def skipped(self, skipped: Skipped) -> None:
        """Not said in this format."""

    def end(self) -> None:
        self._out.write("\n]\n")
