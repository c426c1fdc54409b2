"""Places in the capitals of a dateline: "KHARKIV, Ukraine (AP) -" names Kharkiv, whatever the letters it is set in."""

from __future__ import annotations

import re

_PLACE = re.compile(
    r"(?P<place>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+(?:[ /][A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+){0,4})"
    r"(?=,| \(| ?[-–—:]\s)"
)
_WORD = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'’]+")
_LONGEST = 80


def unshouted(text: str, original: str, at: int) -> str:
    """A name `text` that stands at offset `at` of an original, in usual letters where that is its dateline.

    >>> unshouted("EL FASHER", "EL FASHER, Sudan (Reuters) - Fighting went on.", 0), unshouted("NATO", "In NATO, -", 3)
    ('El Fasher', 'NATO')
    """
    if not text.isupper():
        return text
    line = original.rfind("\n", 0, at) + 1
    place = _PLACE.match(original, line, line + _LONGEST)
    if place is None or at >= place.end():
        return text
    return _WORD.sub(lambda word: word.group()[0] + word.group()[1:].lower(), text)
