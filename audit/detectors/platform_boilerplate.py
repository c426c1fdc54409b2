"""A line that the platform put around the article: a statement, a source, an invitation to follow.

Portals add them to every text ("声明:本文仅代表作者个人观点"); they are no part of the report and are translated along
with it.

Example: "Statement: This article represents the views of the author." -> drop the line.

Limits: whole lines, and a few parts of lines, that `seeds/boilerplate.toml` describes. Photo captions and
names of authors stay: they may be right, and they are audited like the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from audit.context import Context
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.seeds import table

RULE = Rule(id="platform-boilerplate", category="boilerplate", severity="minor", mqm="Accuracy/Addition")

_LONGEST, _HEAD, _TAIL = 300, 100, 200
"""Characters of a line that may be boilerplate whole; how far a longer one is looked at from its two ends."""


def detect(context: Context) -> Iterator[Hit]:
    """Boilerplate lines and parts of lines, in order of the text."""
    for start, end in lines(context.text):
        if end - start > _LONGEST:
            yield from _parts(context.text, start, start + _HEAD)
            yield from _parts(context.text, end - _TAIL, end)
            continue
        line = context.text[start:end]
        folded = line.casefold()
        if any(pattern.fullmatch(line) for pattern in _tried("line", folded)):
            whole = ((pattern.fullmatch(line), entry) for pattern, entry in _patterns("line"))
            yield next(_hit(entry, match, start) for match, entry in whole if match)
        elif line:
            yield from _parts(context.text, start, end)


def _parts(text: str, start: int, end: int) -> Iterator[Hit]:
    """Boilerplate inside [start, end): a line, or the head or tail of a long one."""
    line = text[start:end]
    if any(pattern.search(line) for pattern in _tried("part", line.casefold())):
        for pattern, entry in _patterns("part"):
            for match in pattern.finditer(line):
                yield _hit(entry, match, start)


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text as offset pairs, without the white space around them."""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        start = at + len(line) - len(line.lstrip()) if bare else at
        yield start, start + len(bare)
        at += len(line)


@cache
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    entries = table("boilerplate.toml").get(kind, [])
    return tuple((re.compile(entry["pattern"], re.IGNORECASE), entry) for entry in entries)


def _tried(kind: str, folded: str) -> Iterator[re.Pattern[str]]:
    """The joint patterns of a kind that a line can match, by what each needs: nearly every line matches none."""
    for needs, pattern in _joint(kind):
        if not needs or any(word in folded for word in needs):
            yield pattern


@cache
def _joint(kind: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    """One pattern for all of a kind that need the same."""
    written: dict[tuple[str, ...], list[str]] = {}
    for pattern, entry in _patterns(kind):
        needs = tuple(entry.get("needs", ()))
        written.setdefault(needs, []).append(re.sub(r"[(][?]P<[a-z]+>", "(?:", pattern.pattern))
    return tuple(
        (needs, re.compile("|".join(f"(?:{one})" for one in ones), re.IGNORECASE)) for needs, ones in written.items()
    )


def _hit(entry: dict[str, Any], match: re.Match[str], offset: int) -> Hit:
    group: str | int = "mark" if entry.get("names") else 0
    return Hit(
        start=offset + match.start(group),
        end=offset + match.end(group),
        message=f"boilerplate of the platform ({entry['platform']}), not part of the report",
        confidence=entry.get("confidence", 0.95),
        suggestions=(Suggestion(text="", confidence=0.95, safe=not entry.get("names")),),
        evidence=(Evidence(kind="pattern", detail=f"stands for {entry['zh']}", ref="seeds/boilerplate.toml"),),
    )
