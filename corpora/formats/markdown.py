"""Markdown: a file is one document, without front matter (which gives title, date and language) and code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpora.assembly import Assembly
from corpora.chars import Chars, Line
from corpora.documents import Document
from corpora.encodings import binary_reason
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import language_code
from corpora.streams import LIMIT, opened

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
_FACT = re.compile(r"""(title|date|published|lang|language)\s*[:=]\s*["']?(.*?)["']?\s*\Z""", re.IGNORECASE)
_FRONT = 200
"""Lines within which front matter has to end; else its first line is a rule across the page."""


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The one document of a Markdown file."""
    with opened(source.path, source.compression) as stream:
        chars = Chars(stream)
        lines, size = list[Line](), 0
        for line in chars.lines():
            size += len(line.text or "")
            if line.text is None or size > LIMIT:
                what = f"larger than {LIMIT // 1_000_000} MB, split it into documents"
                yield Unreadable(doc=source.id, reason=f"{source.path}:{line.number}: {what}")
                return
            lines.append(line)
    front = _front(lines)
    made = Assembly()
    for first, last in _bodies(lines, front):
        text = "".join(line.text or "" for line in lines[first:last])
        made.run(text, lines[first].at, len(text), lines[first].number, 1)
    reason = binary_reason(made.text)
    if reason is None and not made.text.strip():
        reason = "is an empty document: give it a text or leave it out"
    if reason:
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {reason}")
        return
    facts = _facts(lines[:front])
    yield Document(
        id=source.id,
        text=made.text,
        lang=language_code(facts.get("lang") or facts.get("language")),
        title=facts.get("title") or None,
        published=_day(facts.get("date") or facts.get("published")),
        origin=made.origin(source, "markdown", chars.encoding),
    )


def _front(lines: list[Line]) -> int:
    """How many lines the front matter takes."""
    mark = (lines[0].text or "").rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return 0
    for number, line in enumerate(lines[1:_FRONT], 1):
        if (line.text or "").rstrip() in (mark, "..."):
            return number + 1
    return 0


def _bodies(lines: list[Line], front: int) -> Iterator[tuple[int, int]]:
    """Runs of lines, [first, last), that are neither front matter nor within a fenced code block."""
    begin, fence = front, ""
    for number in range(front, len(lines)):
        found = _FENCE.match(lines[number].text or "")
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                begin, fence = number + 1, ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            if begin < number:
                yield begin, number
            begin, fence = len(lines), found[1]
    if begin < len(lines):
        yield begin, len(lines)


def _facts(front: list[Line]) -> dict[str, str]:
    found = (_FACT.match((line.text or "").rstrip("\r\n")) for line in front)
    return {match[1].lower(): match[2] for match in found if match}


def _day(value: str | None) -> date | None:
    """The day that the front matter names; one that is no date is left out, as a page's is."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
