"""Markdown for pull requests and notes: every text of a stranger is escaped, so that it shows as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TextIO

from audit.model import Audited, Finding, Skipped
from audit.reports import Options, view
from audit.reports.records import Counts

_SPECIAL = re.compile(r"[\\`*_\[\]|~$^]")
_BEGINS = re.compile(r"^(\s*)([-+=>#]|\d{1,9}[.)])")


def open_report(out: TextIO, options: Options) -> Markdown:
    """The report over an open stream."""
    return Markdown(out, options)


class Markdown:
    """GitHub's Markdown: a section a document, findings under their sentence, a table at the end."""

    def __init__(self, out: TextIO, options: Options) -> None:
        self._out, self._links = out, options.links
        self._counts = Counts()
        self._severe: Counter[str] = Counter()
        self._signature = ""

    def begin(self, signature: Mapping[str, object]) -> None:
        self._signature = str(signature.get("short", ""))
        self._write("# Translation audit", "")

    def document(self, audited: Audited) -> None:
        self._counts.add(audited)
        document = audited.document
        self._write(f"## {escape(document.title or document.id)}", "")
        if document.title:
            self._write(f"Document {escape(document.id)}", "")
        for candidate in audited.candidates:
            self._write(f"- original **{escape(candidate.original)}** ({candidate.relation}, {candidate.score:.2f})")
        for note in audited.notes:
            self._write(f"- note: {escape(note)}")
        if audited.candidates or audited.notes:
            self._write("")
        shown = [row for row in view.rows(audited, pivot=True) if row.findings or self._links]
        for row in shown:
            self._row(audited, row)
        if not shown:
            self._write("No findings.", "")

    def skipped(self, skipped: Skipped) -> None:
        self._counts.add(skipped)
        self._write(f"## {escape(skipped.doc)}", "", f"Skipped: {escape(skipped.reason)}", "")

    def end(self) -> None:
        counts = self._counts
        self._write("## Summary", "")
        total = f"{counts.documents} documents audited, {counts.skipped} skipped, {counts.findings} findings."
        self._write(total, "")
        if counts.by_rule:
            self._write("| rule | findings | major |", "|---|---:|---:|")
            for rule, number in sorted(counts.by_rule.items()):
                self._write(f"| {escape(rule)} | {number} | {self._severe[rule]} |")
            self._write("")
        self._write(f"Signature: {escape(self._signature)}")

    def _row(self, audited: Audited, row: view.Row) -> None:
        text = audited.document.text
        whole = (row.start, row.end)
        spans = [(f.span.start, f.span.end) for f in row.findings if (f.span.start, f.span.end) != whole]
        marked = ""
        for piece in view.pieces(text, row.start, row.end, spans):
            shown = escape(piece.text)
            marked += f"<mark>{shown}</mark>" if piece.marks else shown
        self._write(f"> {marked}  ", f"> <sub>{escape(view.place(audited.document, row.start))}</sub>", "")
        pivot = view.pivot_of(audited, row)
        if pivot is not None and audited.document.pivot is not None:
            self._write(f"- ~ {escape(view.shortened(pivot))} ({escape(audited.document.pivot.lang)})")
        for link in row.links:
            original = escape(view.shortened(link.original.text))
            self._write(f"- = {original} ({escape(link.original.doc)}, {link.score:.2f})")
        if self._links and not row.links:
            self._write("- no original")
        for finding in row.findings:
            self._finding(finding)
        self._write("")

    def _finding(self, finding: Finding) -> None:
        self._severe[finding.rule] += finding.severity in ("major", "critical")
        correction = view.correction(finding)
        arrow = f" → **{escape(view.shortened(correction, 300))}**" if correction is not None else ", no suggestion"
        surface = escape(view.shortened(finding.span.text, 200)) or "(nothing)"
        about = f"{escape(finding.rule)}, {finding.severity}, {finding.confidence:.2f}"
        self._write(f"- **{surface}**{arrow} ({about}): {escape(finding.message)}")
        if finding.route:
            self._write(f"  - came through {escape(view.route(finding))}")
        for evidence in view.all_evidence(finding):
            self._write(f"  - {escape(evidence.kind)}: {escape(evidence.detail)}")

    def _write(self, *lines: str) -> None:
        for line in lines:
            self._out.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is: no markup, link, mention or list; one line, nothing invisible."""
    text = view.visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(lambda sign: "\\" + sign[0], text)
    text = _BEGINS.sub(lambda sign: f"{sign[1]}{sign[2][:-1]}\\{sign[2][-1]}", text)
    text = re.sub(r"([@#])(?=\w)", r"\1<!-- -->", text)
    return text.replace("://", "&#58;//").replace("www.", "www&#46;")
