"""One self-contained page: translation and originals side by side, findings coloured by rule, evidence at hand.

Nothing is fetched: style and script stand in the page and are allowed by their hashes only (Content-Security-Policy).
Every text of a stranger goes through `escaped`.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import TextIO

from audit.model import Audited, Skipped
from audit.reports import Options
from audit.reports.html_document import Pens, document_html, escaped
from audit.reports.records import Counts


def open_report(out: TextIO, options: Options) -> Page:
    """The report over an open stream."""
    return Page(out, options)


class Page:
    """The body is kept in a temporary file until the end, because the legend with its counts stands before it."""

    def __init__(self, out: TextIO, options: Options) -> None:
        self._out, self._options = out, options
        self._body = tempfile.SpooledTemporaryFile(  # noqa: SIM115  (closed by `end`)
            max_size=8_000_000, mode="w+", encoding="utf-8", newline=""
        )
        self._counts = Counts()
        self._pens = Pens()
        self._contents: list[tuple[str, int, int]] = []
        self._suggested = 0
        self._signature = ""

    def begin(self, signature: Mapping[str, object]) -> None:
        self._signature = str(signature.get("short", ""))

    def document(self, audited: Audited) -> None:
        self._counts.add(audited)
        name = audited.document.title or audited.document.id
        severe = sum(finding.severity in ("major", "critical") for finding in audited.findings)
        self._contents.append((name, len(audited.findings), severe))
        self._suggested += sum(bool(finding.suggestions) for finding in audited.findings)
        self._body.write(document_html(audited, f"d{len(self._contents)}", self._pens, self._options.links))

    def skipped(self, skipped: Skipped) -> None:
        self._counts.add(skipped)
        self._body.write(
            f'<p class="skipped"><span class="tag note">skipped</span> <b dir="auto">{escaped(skipped.doc)}</b><br>'
            f'<span dir="auto">{escaped(skipped.reason)}</span></p>\n'
        )

    def end(self) -> None:
        style = _asset("style.css") + self._pens.css()
        script = _asset("script.js")
        policy = (
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        )
        write = self._out.write
        write(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{self._title()}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        )
        write(self._header())
        if self._counts.by_rule:
            write(self._bar())
        write('<main class="wrap">\n')
        if len(self._contents) > 1:
            write(self._table())
        self._body.seek(0)
        shutil.copyfileobj(self._body, self._out)
        self._body.close()
        write(
            f'<footer class="soft small">Signature <span class="code">{escaped(self._signature)}</span></footer>\n'
            f"</main>\n<script>{script}</script>\n</body>\n</html>\n"
        )

    def _title(self) -> str:
        what = "Translation and originals" if self._options.links else "Translation audit"
        return f"{what}: {escaped(self._contents[0][0])}" if len(self._contents) == 1 else what

    def _header(self) -> str:
        counts = self._counts
        figures = [(counts.documents, "document", "documents")]
        if counts.skipped:
            figures.append((counts.skipped, "skipped", "skipped"))
        if self._options.links:
            figures.append((counts.links, "link", "links"))
        else:
            figures.append((counts.findings, "finding", "findings"))
            figures.append((self._suggested, "with a suggestion", "with a suggestion"))
        items = "".join(f"<li><b>{n:,}</b>{one if n == 1 else many}</li>" for n, one, many in figures)
        heading = "Translation and originals" if self._options.links else "Translation audit"
        return f'<header class="top wrap"><h1>{heading}</h1>\n<ul class="figures">{items}</ul></header>\n'

    def _bar(self) -> str:
        chips = "".join(
            f'<button type="button" class="chip {self._pens.name(rule)}" data-rule="{escape(rule)}" '
            f'aria-pressed="true" title="Show or hide; with Alt, show only this rule"><span class="dot"></span>'
            f'{escaped(rule)}<span class="n">{number:,}</span></button>'
            for rule, number in sorted(self._counts.by_rule.items(), key=lambda item: self._pens.order(item[0]))
        )
        controls = (
            '<div class="right needs-js"><label>confidence from <input type="range" id="confidence" min="0" max="1" '
            'step="0.05" value="0"><output id="confidence-value">0 %</output></label>'
            '<label><input type="checkbox" id="only"> only sentences with findings</label>'
            '<span class="soft small">j, k: next, previous</span></div>'
        )
        return f'<nav class="bar" aria-label="Rules"><div class="wrap">{chips}{controls}</div></nav>\n'

    def _table(self) -> str:
        rows = "".join(
            f'<tr><td dir="auto"><a href="#d{number}">{escaped(name)}</a></td><td>{findings:,}</td>'
            f"<td>{severe:,}</td></tr>\n"
            for number, (name, findings, severe) in enumerate(self._contents, 1)
        )
        head = "<tr><th>document</th><th>findings</th><th>major</th></tr>"
        return f'<table class="contents">{head}\n{rows}</table>\n'


def _asset(name: str) -> str:
    return files("audit.reports").joinpath("page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
