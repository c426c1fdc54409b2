"""A line or credit that the platform put around the article: an agency's opener, a source, an invitation to follow.

Portals add them to every text ("声明:本文仅代表作者个人观点", "新华社奥斯陆3月3日电", "[워싱턴=뉴스1]"); they
are no part of the report and are translated along with it.

Example: "Statement: This article represents the views of the author.", "[Paris Kyodo]", "(Compiled by Wang Li)" ->
drop it.

Limits: whole lines, their beginnings, ends and last sentences, and a few parts of lines, that
`seeds/boilerplate.toml` describes. What English wires write themselves ("LONDON, Feb 14 (Reuters) -", "(Reporting by
...; Editing by ...)") is left alone. Photo captions and names of authors stay: they may be right, and they are
audited like the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from audit.context import Context
from audit.detectors import _formulas
from audit.folded import bare_line
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="platform-boilerplate", category="boilerplate", severity="minor", mqm="Accuracy/Addition")

_TABLE = "boilerplate.toml"
_LONGEST, _HEAD, _TAIL = 300, 100, 200
"""Characters of a line that may be boilerplate whole; how far a longer one is looked at from its two ends."""


def detect(context: Context) -> Iterator[Hit]:
    """Boilerplate lines and parts of lines, in order of the text."""
    for start, end in (bare_line(context, number) for number in _formulas.likely_lines(context, _TABLE, _LONGEST)):
        found = _formulas.whole(context, _TABLE, "line", start, end) if 0 < end - start <= _LONGEST else None
        for match, entry in (found,) if found is not None else _within(context, start, end):
            if not entry.get("beside") or context.links or context.document.pivot is not None:
                yield _hit(match, entry)


def _within(context: Context, start: int, end: int) -> Iterator[_formulas.Found]:
    """Boilerplate inside [start, end), a line: all of it is looked at where it is short, else its head and tail."""
    if start == end:
        return
    stretches = [(start, end)] if end - start <= _LONGEST else [(start, start + _HEAD), (end - _TAIL, end)]
    found = list(heads(context, start, end))
    for stretch in stretches:
        found += _formulas.inside(context, _TABLE, "part", *stretch)
    found += _formulas.closing(context, _TABLE, "tail", start, end)
    yield from found
    yield from _last(context, start, end, max((match.end() for match, _ in found), default=start))


def _last(context: Context, start: int, end: int, after: int) -> Iterator[_formulas.Found]:
    """What is a line elsewhere and ends this one, [start, end), as sentences of its own behind `after`."""
    for sentence in _formulas.last_sentences(context.text, start, end):
        found = _formulas.whole(context, _TABLE, "line", *sentence) if sentence[0] >= after else None
        if found is None or found[1]["pattern"].startswith((".", "(?:[^")):
            break  # an entry whose beginning is open would take what was said for what the platform says
        yield found


def heads(context: Context, start: int, end: int) -> Iterator[_formulas.Found]:
    """What the platform put before a line [start, end), one after the other."""
    while found := _formulas.leading(context, _TABLE, "head", start, end):
        yield found
        start = found[0].end()


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text as offset pairs, without the white space around them."""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        start = at + len(line) - len(line.lstrip()) if bare else at
        yield start, start + len(bare)
        at += len(line)


def _hit(match: re.Match[str], entry: dict[str, Any]) -> Hit:
    group: str | int = "mark" if entry.get("names") else 0
    return Hit(
        start=match.start(group),
        end=match.start(group) + len(match.group(group).rstrip()),
        message=f"boilerplate of the platform ({entry['platform']}), not part of the report",
        confidence=entry.get("confidence", 0.95),
        suggestions=(Suggestion(text="", confidence=0.95, safe=not entry.get("names")),),
        evidence=(Evidence(kind="pattern", detail=f"stands for {entry['zh']}", ref="seeds/boilerplate.toml"),),
    )
