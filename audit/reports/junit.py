"""JUnit XML for test dashboards: a suite a document, a case a finding, a skipped case a skipped text.

A finding is a failed case; in a check, one below its threshold passes and says what was found in its output.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from audit.model import Audited, Skipped
from audit.reports import Options, view
from audit.reports.sarif import message


def open_report(out: TextIO, options: Options) -> JUnit:
    """The report over an open stream."""
    return JUnit(out)


class JUnit:
    """Well-formed whatever the texts hold: what XML cannot carry is written out visibly."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self, signature: Mapping[str, object]) -> None:
        self._out.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="taudit">\n')

    def document(self, audited: Audited) -> None:
        document = audited.document
        name = _attribute(document.id)
        number = len(audited.findings)
        failing = audited.findings if audited.failing is None else audited.failing
        self._out.write(f'<testsuite name={name} tests="{number or 1}" failures="{len(failing)}" skipped="0">\n')
        fails = set(map(id, failing))
        if not number:
            self._out.write(f'<testcase classname={name} name="no findings"/>\n')
        for finding in audited.findings:
            line = message(finding)
            body = [view.place(document, finding.span.start), line]
            body += [f"came through {view.route(finding)}"] if finding.route else []
            body += [f"{evidence.kind}: {evidence.detail}" for evidence in view.all_evidence(finding)]
            text = escape("\n".join(view.visible(part) for part in body))
            case = _attribute(f"{finding.rule}: {view.shortened(finding.span.text, 80)} [{finding.fingerprint}]")
            kind = _attribute(f"{finding.severity} {finding.rule}")
            told = f"<system-out>{text}</system-out>"
            if id(finding) in fails:
                told = f"<failure type={kind} message={_attribute(line)}>{text}</failure>"
            self._out.write(f"<testcase classname={name} name={case}>{told}</testcase>\n")
        self._out.write("</testsuite>\n")

    def skipped(self, skipped: Skipped) -> None:
        name = _attribute(skipped.doc)
        self._out.write(
            f'<testsuite name={name} tests="1" failures="0" skipped="1"><testcase classname={name} name="skipped">'
            f"<skipped message={_attribute(skipped.reason)}/></testcase></testsuite>\n"
        )

    def end(self) -> None:
        self._out.write("</testsuites>\n")


def _attribute(text: str) -> str:
    return quoteattr(view.visible(text))
