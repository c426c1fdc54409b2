"""SARIF 2.1.0 (OASIS) for code scanning: results as they come, the tool with the rules they used after them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO
from urllib.parse import quote

from audit.model import Audited, Finding, Severity, Skipped
from audit.reports import Options, view
from corpora.documents import Document
from corpora.remote import is_remote

LEVELS: dict[Severity, str] = {"critical": "error", "major": "error", "minor": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def open_report(out: TextIO, options: Options) -> Sarif:
    """The report over an open stream."""
    return Sarif(out)


class Sarif:
    """One run; columns count code points, as the tool does."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._rules: dict[str, Finding] = {}
        self._skipped: list[dict[str, Any]] = []
        self._signature: Mapping[str, object] = {}
        self._first = True

    def begin(self, signature: Mapping[str, object]) -> None:
        self._signature = signature
        head = {"$schema": _SCHEMA, "version": "2.1.0"}
        self._out.write(_json(head)[:-1] + ', "runs": [{"columnKind": "unicodeCodePoints", "results": [')

    def document(self, audited: Audited) -> None:
        for finding in audited.findings:
            self._out.write(("\n" if self._first else ",\n") + _json(self._result(audited.document, finding)))
            self._first = False
        for item in audited.suppressed:
            result = self._result(audited.document, item.finding)
            result["suppressions"] = [
                {"kind": "inSource" if item.in_source else "external", "justification": view.visible(item.why)}
            ]
            self._out.write(("\n" if self._first else ",\n") + _json(result))
            self._first = False

    def skipped(self, skipped: Skipped) -> None:
        text = f"{view.visible(skipped.doc)}: {view.visible(skipped.reason)}"
        self._skipped.append({"level": "warning", "message": {"text": text}})

    def end(self) -> None:
        driver = {
            "name": "taudit",
            "fullName": "translation-audit",
            "version": self._signature.get("version", ""),
            "rules": [_descriptor(finding) for finding in self._rules.values()],
        }
        rest = {
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": self._skipped}],
            "properties": {"signature": self._signature.get("short", "")},
        }
        self._out.write("\n], " + _json(rest)[1:] + "]}\n")

    def _result(self, document: Document, finding: Finding) -> dict[str, Any]:
        self._rules.setdefault(finding.rule, finding)
        region, exact = _region(document, finding)
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": list(self._rules).index(finding.rule),
            "level": LEVELS[finding.severity],
            "message": {"text": message(finding)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(document)}, "region": region}}],
            "partialFingerprints": {"tauditFingerprint/v1": finding.fingerprint},
            "rank": round(100 * finding.confidence, 1),
            "properties": {"category": finding.category, "severity": finding.severity, "document": document.id},
        }
        first = finding.suggestions[0] if exact and finding.suggestions else None
        words = _written(document, finding, first.text) if first else None
        if first is not None and words is not None:
            change = {"deletedRegion": region, "insertedContent": {"text": words}}
            what = f"Replace by {view.visible(first.text)}" if first.text else "Drop it"
            fix = {"artifactLocation": {"uri": uri(document)}, "replacements": [change]}
            result["fixes"] = [{"description": {"text": what}, "artifactChanges": [fix]}]
        return result


def message(finding: Finding) -> str:
    """A finding in one line: the words, what should stand there, why."""
    surface = view.visible(view.shortened(finding.span.text, 120))
    correction = view.correction(finding)
    arrow = f" → {view.visible(view.shortened(correction, 200))}" if correction is not None else ""
    return f"{surface}{arrow}: {view.visible(finding.message)}"


def uri(document: Document) -> str:
    """The file behind a document as a relative URI; the document's id where there is none."""
    path = document.origin.file if document.origin else document.id
    return quote(path.encode("utf-8", "replace"), safe="/:" if is_remote(path) else "/")


def _region(document: Document, finding: Finding) -> tuple[dict[str, int], bool]:
    """The finding's region, and whether it is exactly the finding's words in the file."""
    if document.origin is None:
        return {"charOffset": finding.span.start, "charLength": len(finding.span.text)}, False
    start = document.origin.place(finding.span.start, document.text)
    region = {"startLine": start.line, "startColumn": start.column}
    end = document.origin.place(finding.span.end, document.text, end=True)
    if not (start.exact and end.exact and finding.span.text):
        return region, False
    return {**region, "endLine": end.line, "endColumn": end.column}, True


def _written(document: Document, finding: Finding, words: str) -> str | None:
    """New words as the file would have them; None where they cannot be put there."""
    from corpora.forms import Declined
    from corpora.splicing import Edit, in_file

    origin = document.origin
    if origin is None or origin.format == "docx":
        return None
    if not origin.pieces or origin.pieces[0].at < 0:
        return words
    try:
        return in_file(origin, Edit(start=finding.span.start, end=finding.span.end, text=words)).text
    except Declined:
        return None


def _descriptor(finding: Finding) -> dict[str, Any]:
    """A rule as its results need it; its documentation where it is one of this tool's rules."""
    descriptor: dict[str, Any] = {
        "id": finding.rule,
        "properties": {"category": finding.category, "mqm": finding.mqm},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
    }
    from audit.detectors import detectors

    doc = next((detector.doc.strip() for detector in detectors() if detector.rule.id == finding.rule), "")
    if doc:
        descriptor["shortDescription"] = {"text": doc.split("\n", 1)[0].strip()}
        descriptor["help"] = {"text": doc}
    return descriptor


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
