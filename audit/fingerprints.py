"""Names for findings that survive edits elsewhere in the text: made of words, never of offsets."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from audit.model import Finding

_WORD = re.compile(r"\w+")
_NEIGHBOURS = 3
_WINDOW = 80
"""Code points looked at on each side for the neighbouring words: bounded, so that a 1 MB word costs nothing."""


def fingerprint(rule: str, doc: str, surface: str, occurrence: int) -> str:
    """The fingerprint of the `occurrence`-th (from 0) place with these words: 16 hexadecimal digits."""
    return _digest(rule, doc, surface, str(occurrence))


def context_key(rule: str, surface: str, text: str, start: int, end: int) -> str:
    """A second key for texts that were edited: rule, surface and three words on each side, letter case folded."""
    before = _WORD.findall(text[max(0, start - _WINDOW) : start])[-_NEIGHBOURS:]
    after = _WORD.findall(text[end : end + _WINDOW])[:_NEIGHBOURS]
    return _digest(rule, surface, " ".join(before).casefold(), " ".join(after).casefold())


def stamp(findings: Iterable[Finding], doc: str, text: str) -> tuple[Finding, ...]:
    """The findings with fingerprint and context key filled in, in the order given (that of the text).

    `occurrence` counts the surface in the text before the finding, not the findings: a rule that gets better does not
    rename the others' findings. Findings of one rule on one place (two names missing from a sentence) are told apart by
    what they say.
    """
    seen: set[str] = set()
    places: dict[str, list[int]] = {}
    stamped = []
    for finding in findings:
        span = finding.span
        occurrence = span.start
        if span.text:
            if span.text not in places:
                places[span.text] = _ends(text, span.text)
            occurrence = bisect.bisect_right(places[span.text], span.start)
        key = fingerprint(finding.rule, doc, span.text, occurrence)
        if key in seen:
            key = _digest(key, finding.subtype or "", *(s.text for s in finding.suggestions), finding.message)
        number = 1
        while key in seen:
            number += 1
            key = _digest(key, str(number))
        seen.add(key)
        stamped.append(
            replace(
                finding,
                fingerprint=key,
                context_key=context_key(finding.rule, span.text, text, span.start, span.end),
            )
        )
    return tuple(stamped)


def _ends(text: str, surface: str) -> list[int]:
    """Where the occurrences of a surface end, counted from the left, none overlapping another."""
    found = []
    at = text.find(surface)
    while at >= 0:
        found.append(at + len(surface))
        at = text.find(surface, at + len(surface))
    return found


def _digest(*parts: str) -> str:
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
