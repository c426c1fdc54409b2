"""For the terminal: each finding in its sentence, the linked original under it, the suggestion and why."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.table import Table
from rich.text import Text

from audit.model import Audited, Finding, Link, Severity, Skipped
from audit.reports import Options, view
from audit.reports.records import Counts

Parts = list[tuple[str, str]]
"""Pieces of a line with their styles."""

_WORD = re.compile(r"\s*\S+\s*")
_PLAIN = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2192]*")
"""Letters, digits and signs that take one column each, and no spaces but the common one."""

COLOURS = {
    "name": "red",
    "value": "magenta",
    "date": "yellow",
    "quote": "cyan",
    "phrase": "blue",
    "residue": "magenta",
    "boilerplate": "bright_black",
    "style": "green",
    "structure": "bright_blue",
}
_SEVERE: dict[Severity, str] = {"critical": "bold red", "major": "red", "minor": "yellow", "info": "bright_black"}


def open_report(out: TextIO, options: Options) -> TextReport:
    """The report over an open stream."""
    return TextReport(out, options)


class TextReport:
    """Readable at 80 columns; without colours where there is no terminal: marked words then stand in « »."""

    def __init__(self, out: TextIO, options: Options) -> None:
        self._options = options
        self._out, self._buffer = out, io.StringIO()  # rich would end the process when the reader of `out` goes away
        self._console = Console(
            file=self._buffer,
            width=options.width,
            force_terminal=options.colour,
            no_color=not options.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        self._counts = Counts()
        self._rules: dict[str, Counter[str]] = defaultdict(Counter)
        self._signature = ""
        self._compact = False  # whether the last document was one line

    def begin(self, signature: Mapping[str, object]) -> None:
        self._signature = str(signature.get("short", ""))

    def document(self, audited: Audited) -> None:
        self._counts.add(audited)
        self._compact = not (audited.findings or audited.candidates or audited.notes or self._options.links)
        if self._compact:
            doc, sentences = view.visible(audited.document.id), _plural(len(audited.sentences), "sentence")
            self._line(0, (doc, "bold"), (f"  {sentences}, no findings", "bright_black"))
            self._flush()
            return
        rows = view.rows(audited, pivot=True)
        self._head(audited, sum(bool(row.links) for row in rows))
        for row in rows:
            if row.findings or self._options.links:
                self._row(audited, row)
        for finding in audited.findings:
            count = self._rules[finding.rule]
            count["findings"] += 1
            count["suggested"] += bool(finding.suggestions)
            count["safe"] += any(s.safe for s in finding.suggestions)
            count[finding.severity] += 1
        self._flush()

    def skipped(self, skipped: Skipped) -> None:
        self._counts.add(skipped)
        self._line(
            0, (view.visible(skipped.doc), "bold"), ("  skipped: ", "yellow"), (view.visible(skipped.reason), "")
        )
        self._blank()
        self._flush()

    def end(self) -> None:
        counts = self._counts
        parts = [_plural(counts.documents, "document")]
        if counts.skipped:
            parts.append(f"{counts.skipped} skipped")
        parts.append(_plural(counts.links, "link") if self._options.links else _plural(counts.findings, "finding"))
        if self._compact:
            self._blank()
        if self._rules:
            self._console.print(self._summary())
            self._blank()
        self._line(0, (", ".join(parts), "bold"))
        for line in _at_bars(self._signature, self._options.width):
            self._line(0, (line, "bright_black"))
        self._flush()

    def _flush(self) -> None:
        self._out.write(self._buffer.getvalue())
        self._buffer.seek(0)
        self._buffer.truncate()

    def _head(self, audited: Audited, linked: int) -> None:
        document = audited.document
        self._line(0, (view.visible(document.id), "bold"))
        if document.title:
            self._line(2, (view.visible(document.title), ""))
        what = [_plural(len(audited.sentences), "sentence")]
        if audited.originals or audited.links:
            what.append(f"{linked} with an original")
        if not self._options.links:
            what.append(_plural(len(audited.findings), "finding"))
        self._line(2, (", ".join(what), ""))
        for candidate in audited.candidates:
            about = f" ({candidate.relation}, {candidate.score:.2f})"
            self._line(2, ("original ", "green"), (view.visible(candidate.original), "bold"), (about, ""))
        for note in audited.notes:
            self._line(2, ("note ", "yellow"), (view.visible(note), ""))
        self._blank()

    def _row(self, audited: Audited, row: view.Row) -> None:
        document = audited.document
        self._line(0, (view.visible(view.place(document, row.start)), "bright_black"))
        sentence: Parts = []
        for piece in view.pieces(
            document.text, row.start, row.end, [(f.span.start, f.span.end) for f in row.findings], 600
        ):
            self._mark(sentence, piece, [COLOURS[row.findings[i].category] for i in piece.marks])
        self._wrap(2, sentence)
        pivot = view.pivot_of(audited, row)
        if pivot is not None and document.pivot is not None:
            shown = view.visible(view.shortened(pivot, 600))
            self._line(4, ("~ ", "blue"), (shown, ""), (f"  {view.visible(document.pivot.lang)}", "bright_black"))
        marks = [reference for finding in row.findings for reference in view.references(finding)]
        for link in row.links:
            self._original(link, audited, marks)
        if self._options.links and not row.links:
            self._line(4, ("no original", "bright_black"))
        for finding in row.findings:
            self._finding(finding)
        self._blank()

    def _original(self, link: Link, audited: Audited, marks: list[tuple[str, int, int]]) -> None:
        span = link.original
        shown: Parts = [("= ", "green")]
        known = audited.originals.get(span.doc)
        text, start, end = (known.text, span.start, span.end) if known else (span.text, 0, len(span.text))
        mine = [(a, b) for doc, a, b in marks if doc == span.doc and known and span.start <= a and b <= span.end]
        for piece in view.pieces(text, start, end, mine, 600):
            self._mark(shown, piece, ["green"] if piece.marks else [], plain="")
        where = f"  {view.visible(span.doc)} {link.score:.2f}"
        if link.alternates:
            where += ", also " + ", ".join(dict.fromkeys(view.visible(a.original.doc) for a in link.alternates))
        shown.append((where, "bright_black"))
        self._wrap(4, shown, hang=2)

    def _finding(self, finding: Finding) -> None:
        colour = COLOURS[finding.category]
        head: Parts = [(view.visible(view.shortened(finding.span.text, 80)) or "(nothing)", f"bold {colour}")]
        correction = view.correction(finding)
        if correction is not None:
            head += [(" → ", ""), (view.visible(view.shortened(correction, 200)), "bold green")]
        else:
            head.append(("  no suggestion", "bright_black"))
        head += [(f"  {finding.rule}", colour), (f" {finding.severity}", _SEVERE[finding.severity])]
        head.append((f" {finding.confidence:.2f}", ""))
        if finding.suggestions and finding.suggestions[0].safe:
            head.append((" safe", "green"))
        self._wrap(4, head, hang=2)
        self._line(6, (view.visible(finding.message), ""))
        if finding.route:
            self._line(6, ("came through ", "bright_black"), (view.visible(view.route(finding)), ""))
        for evidence in view.all_evidence(finding):
            if evidence.detail != finding.message:
                self._line(6, (f"{view.visible(evidence.kind)}: ", "bright_black"), (view.visible(evidence.detail), ""))
        for other in finding.suggestions[1:3]:
            text = f"{view.visible(other.text) or '(drop it)'} ({other.confidence:.2f})"
            self._line(6, ("or ", "bright_black"), (text, ""))
        for rejected in finding.rejected[:3]:
            text = f"{view.visible(rejected.text)}: {view.visible(rejected.why)}"
            self._line(6, ("not ", "bright_black"), (text, ""))

    def _summary(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
        table.add_column("rule", no_wrap=True)
        for title in ("findings", "major", "suggested", "safe"):
            table.add_column(title, justify="right")
        for rule, count in sorted(self._rules.items()):
            severe = count["major"] + count["critical"]
            table.add_row(rule, *(str(n) for n in (count["findings"], severe, count["suggested"], count["safe"])))
        return table

    def _mark(self, parts: Parts, piece: view.Piece, colours: list[str], plain: str = "«»") -> None:
        shown = view.visible(piece.text)
        if not piece.marks:
            parts.append((shown, ""))
        elif self._options.colour:
            parts.append((shown or "‸", f"bold underline {colours[0]}"))
        else:
            parts.append((f"{plain[:1]}{shown}{plain[1:]}", ""))

    def _line(self, indent: int, *parts: tuple[str, str]) -> None:
        self._wrap(indent, parts, hang=2)

    def _wrap(self, indent: int, parts: Sequence[tuple[str, str]], hang: int = 0) -> None:
        """Print wrapped, without trailing spaces; lines after the first hang by `hang` columns more.

        Rich styles every word for terminals; where there is no colour, lines are put together without it: a report of
        many findings is then ten times as quick.
        """
        width = max(20, self._options.width - indent - hang)
        if not self._options.colour:
            lines = wrapped("".join([text for text, _ in parts]), width)
            self._buffer.write(" " * indent + ("\n" + " " * (indent + hang)).join(lines) + "\n")
            return
        for number, line in enumerate(Text.assemble(*parts).wrap(self._console, width, overflow="fold")):
            line.rstrip()
            before = " " * (indent + (hang if number else 0))
            self._console.print(Text(before) + line, soft_wrap=True)

    def _blank(self) -> None:
        self._buffer.write("\n")


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text at most `width` columns wide, broken between words, or within one that is wider.

    >>> wrapped("a call with the minister", 11)
    ['a call with', 'the', 'minister']
    """
    if _PLAIN.fullmatch(text):
        if len(text) <= width:
            return [text.rstrip()]
        lines = _wrapped_plainly(text, width)
        if lines is not None:
            return lines
    lines = []
    for line in text.split("\n"):
        start = column = 0
        for match in _WORD.finditer(line):
            word = match.group()
            size = cell_len(word.rstrip())
            if size <= width - column:
                column += cell_len(word)
            elif size > width:
                if column:
                    lines.append(line[start : match.start()].rstrip())
                *full, last = chop_cells(word, width)
                lines += [piece.rstrip() for piece in full]
                start, column = match.end() - len(last), cell_len(last)
            else:
                lines.append(line[start : match.start()].rstrip())
                start, column = match.start(), cell_len(word)
        lines.append(line[start:].rstrip())
    return lines


def _wrapped_plainly(text: str, width: int) -> list[str] | None:
    """The lines of words of one column a letter; None where a word is wider than a line or spaces are doubled."""
    if "  " in text or text.startswith(" "):
        return None
    lines = []
    start = 0
    while len(text) - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:
            return None
        lines.append(text[start:end])
        start = end + 1
    lines.append(text[start:].rstrip())
    return lines


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _at_bars(signature: str, width: int) -> list[str]:
    """A signature on as many lines as it needs, broken after bars."""
    lines = [""]
    for part in re.findall(r"[^|]+\|?", signature):
        if len(lines[-1]) + len(part) > width and lines[-1]:
            lines.append("")
        lines[-1] += part
    return lines
