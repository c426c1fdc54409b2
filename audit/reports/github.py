"""GitHub's workflow commands: one line a finding, shown at its place in a pull request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from audit.model import Audited, Severity, Skipped
from audit.reports import Options, view
from audit.reports.sarif import message

_LEVELS: dict[Severity, str] = {"critical": "error", "major": "error", "minor": "warning", "info": "notice"}


def open_report(out: TextIO, options: Options) -> Annotations:
    """The report over an open stream."""
    return Annotations(out)


class Annotations:
    """`::warning file=...,line=...,col=...::message`; what a text holds cannot become a command."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self, signature: Mapping[str, object]) -> None:
        """Nothing stands before the first line."""

    def document(self, audited: Audited) -> None:
        document = audited.document
        for finding in audited.findings:
            where = {"file": document.id, "line": "1"}
            if document.origin:
                start = document.origin.place(finding.span.start, document.text)
                end = document.origin.place(finding.span.end, document.text, end=True)
                where = {"file": start.file, "line": str(start.line), "col": str(start.column)}
                if start.exact and end.exact and end.line == start.line:
                    where["endColumn"] = str(end.column)
            where["title"] = finding.rule
            self._command(_LEVELS[finding.severity], where, message(finding))

    def skipped(self, skipped: Skipped) -> None:
        self._command("warning", {"title": "skipped"}, f"{skipped.doc}: {skipped.reason}")

    def end(self) -> None:
        """Nothing stands after the last line."""

    def _command(self, level: str, where: dict[str, str], text: str) -> None:
        joined = ",".join(f"{key}={_property(value)}" for key, value in where.items())
        self._out.write(f"::{level} {joined}::{_data(text)}\n")


def _data(text: str) -> str:
    return view.visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
