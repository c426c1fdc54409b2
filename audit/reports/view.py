"""What reports for readers show, whatever their format: rows of sentences with links and findings, pieces to mark."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.behind import lined_up, stated
from audit.model import Audited, Evidence, Finding, Link
from corpora.documents import Document, Span

LONG = 1_500
"""Code points of unmarked text shown in one go; the middle of longer stretches is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence, or a run of them that belong together: offsets of the text, its links (best first) and findings."""

    start: int
    end: int
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text and what marks it: positions in the list of marks it was cut by."""

    text: str
    marks: tuple[int, ...]


def rows(audited: Audited, *, pivot: bool = False) -> list[Row]:
    """The whole text as rows, in order; a finding stands in the first row that it touches.

    What one link joins is one row; with `pivot`, what one stretch of the pivot joins is, too, where no link is.
    """
    document = audited.document
    sides = [(side, link) for link in audited.links if (side := side_of(link, document)) is not None]
    spans = list(audited.sentences) or [(0, len(document.text))]
    joined = [(side.start, side.end) for side, _ in sides]
    if pivot and audited.paired:
        linked = {index for start, end in joined for index in _touching(spans, start, end)}
        joined += [ours for ours, _ in audited.paired if linked.isdisjoint(_touching(spans, *ours))]
    runs = _runs(spans, joined)
    links: dict[int, list[Link]] = {}
    for side, link in sides:
        for index in _touching(runs, side.start, side.end):
            links.setdefault(index, []).append(link)
    findings: dict[int, list[Finding]] = {}
    for finding in audited.findings:
        findings.setdefault(_first(runs, finding.span), []).append(finding)
    made = []
    for index, (start, end) in enumerate(runs):
        mine: Sequence[Link] = links.get(index, ())
        found = findings.get(index)
        if found:
            start = min(start, *(f.span.start for f in found))  # noqa: PLW2901
            end = max(end, *(f.span.end for f in found))  # noqa: PLW2901
        if mine:
            mine = sorted(mine, key=lambda link: (-link.score, link.original.doc, link.original.start))
        made.append(Row(start=start, end=end, links=tuple(mine), findings=tuple(found or ())))
    return made


def side_of(link: Link, document: Document) -> Span | None:
    """The span of a link that lies in the document itself: the translation's, or the pivot's of a pivot text."""
    if link.translation is not None:
        return link.translation
    return link.pivot if link.pivot is not None and link.pivot.doc == document.id else None


def pivot_of(audited: Audited, row: Row) -> str | None:
    """The pivot sentences behind a row: as its links or the file's own segments know them, else as lined up."""
    document = audited.document
    if document.pivot is None:
        return None
    span = stated(document, row.links, row.start, row.end) or lined_up(audited.paired or (), row.start, row.end)
    return (document.pivot.text[slice(*span)].strip() or None) if span is not None else None


def pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int]], long: int = LONG) -> Iterator[Piece]:
    """Cut [start, end) of `text` where marks (offset pairs, which may overlap) begin and end.

    Empty marks give an empty piece at their place. Of stretches longer than `long` the middle is left out.
    """
    if not marks:
        if start < end:
            yield Piece(text=shortened(text[start:end], long), marks=())
        return
    inside = [(max(a, start), min(b, end)) for a, b in marks]
    at: dict[int, list[int]] = {start: [], end: []}
    for index, (a, b) in enumerate(inside):
        if a <= b:
            at.setdefault(a, []).append(index)
            at.setdefault(b, [])
    cuts = sorted(at)
    open_marks: list[int] = []
    for left, right in zip(cuts, [*cuts[1:], end], strict=True):
        open_marks = [index for index in open_marks if inside[index][1] > left]
        empty = tuple(index for index in at[left] if inside[index] == (left, left))
        open_marks += [index for index in at[left] if inside[index][1] > left]
        if empty:
            yield Piece(text="", marks=empty)
        if left < right:
            yield Piece(text=shortened(text[left:right], long), marks=tuple(sorted(open_marks)))


def shortened(text: str, long: int = LONG) -> str:
    """The text, without its middle where it is longer than `long` code points."""
    if len(text) <= long + 60:  # a cut costs room, too
        return text
    half = long // 2
    return f"{text[:half]} […{len(text) - 2 * half:,} characters…] {text[-half:]}"


def references(finding: Finding) -> list[tuple[str, int, int]]:
    """The stretches of originals (id, start, end) that a finding's evidence points to."""
    found = []
    for evidence in all_evidence(finding):
        match = re.fullmatch(r"(.+):(\d{1,12})-(\d{1,12})", evidence.ref or "", re.DOTALL)
        if match:
            found.append((match[1], int(match[2]), int(match[3])))
    return list(dict.fromkeys(found))


def all_evidence(finding: Finding) -> list[Evidence]:
    """The reasons for a finding and for its first suggestion, each once."""
    first = finding.suggestions[0].evidence if finding.suggestions else ()
    return list({evidence.detail: evidence for evidence in (*finding.evidence, *first)}.values())


def correction(finding: Finding) -> str | None:
    """What should stand there, as words: the first suggestion, `(drop it)` for an empty one, None for none."""
    if not finding.suggestions:
        return None
    return finding.suggestions[0].text or "(drop it)"


def route(finding: Finding) -> str:
    """The way of the words, as one line: `zh 威特科夫: final 夫 (-ff) lost`; empty where it is not known."""
    return "; ".join(" ".join(f"{step.lang} {step.form}".split()) + f": {step.detail}" for step in finding.route)


def place(document: Document, offset: int) -> str:
    """Where an offset lies, for readers: `file:line:column`, or `character 2,323` where the file is not known."""
    if document.origin is None:
        return f"character {offset + 1:,}"
    return str(document.origin.place(offset, document.text))


def visible(text: str) -> str:
    """The text on one line, with controls and invisible directions written out (`⟨U+202E⟩`), so that nothing hides."""
    if text.isprintable():
        return text
    text = " ".join(re.split(r"[\t\n\v\f\r\x85\u2028\u2029]+", text))
    return "".join(c if is_plain(c) else f"⟨U+{ord(c):04X}⟩" for c in text)


def is_plain(character: str) -> bool:
    """Whether a character shows as itself: no control, no direction mark, no surrogate, no unassigned code point.

    The joiners that scripts and emoji need stay as they are.
    """
    if character.isprintable() or character in "\u00ad\u200b\u200c\u200d\u3000\u00a0\u202f\u2009":
        return True
    return unicodedata.category(character) in ("Zs", "Co")


def _runs(spans: list[tuple[int, int]], links: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences as runs: those that one link covers (by more than half) together are one run."""
    joined = [False] * len(spans)  # whether a sentence belongs to the run of the one before it
    for start, end in links:
        covered = [i for i in _touching(spans, start, end) if _covers(start, end, *spans[i])]
        for i in covered[1:]:
            joined[i] = True
    runs: list[tuple[int, int]] = []
    for (start, end), join in zip(spans, joined, strict=True):
        if join and runs:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _covers(start: int, end: int, a: int, b: int) -> bool:
    return 2 * (min(b, end) - max(a, start)) > b - a


def _touching(runs: list[tuple[int, int]], start: int, end: int) -> range:
    """Positions of the runs (in order, apart) that share a character with [start, end)."""
    first = bisect.bisect_right(runs, start, key=lambda run: run[1])
    last = bisect.bisect_left(runs, end, key=lambda run: run[0])
    return range(first, max(first, last))


def _first(runs: list[tuple[int, int]], span: Span) -> int:
    """The first run that a span touches; the one before it where it stands between two."""
    touching = _touching(runs, span.start, max(span.end, span.start + 1))
    return touching[0] if touching else max(0, bisect.bisect_right(runs, span.start, key=lambda run: run[0]) - 1)
