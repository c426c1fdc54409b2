"""One line a finding, `file:line:column` first: for terminals and editors that make it a link, and for grep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from audit.model import Audited, Skipped
from audit.reports import Options, view
from audit.reports.sarif import message


def open_report(out: TextIO, options: Options) -> Lines:
    """The report over an open stream."""
    return Lines(out)


class Lines:
    """`file:line:column: severity rule confidence: words → correction: why`; nothing a text holds breaks a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self, signature: Mapping[str, object]) -> None:
        """Nothing stands before the first line."""

    def document(self, audited: Audited) -> None:
        for finding in audited.findings:
            place = view.visible(view.place(audited.document, finding.span.start))
            what = f"{finding.severity} {finding.rule} {finding.confidence:.2f}"
            self._out.write(f"{place}: {what}: {message(finding)}\n")

    def skipped(self, skipped: Skipped) -> None:
        """Said on standard error."""

    def end(self) -> None:
        """Nothing stands after the last line."""
