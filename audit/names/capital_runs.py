"""Runs of capitalised words in a text, found before words are cut: where they are sought, most words are none of them.

Cutting every word of a text costs ten times as much as one pass that finds where two capitalised words stand together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from audit.names.coverage import SMALL_WORDS

_APOSTROPHES = "'\u2019\u02bc"
_FIRST = "[A-Z@\u0080-\U0010ffff]"
"""With what a capitalised word begins: it may be a handle, and whatever is not ASCII may be a capital."""

_REST = f"[\\w{_APOSTROPHES}]*+"
_NOT_INSIDE = f"(?<![^\\W_][^@])(?<![^\\W_][{_APOSTROPHES}][^@])"
"""Behind the first sign: the word does not begin before it."""

_BETWEEN = "(?:[ &-]|(?<=[A-Z])\\.)*+"
_SMALL = (
    f"(?=[a-z])(?:(?:{'|'.join(sorted(SMALL_WORDS))})(?![\\w{_APOSTROPHES}])"
    f"|[a-z]{{1,5}}(?:[A-Z{_APOSTROPHES}]|[^\\W\\u0000-\\u007f]){_REST})"
)
"""A small word, or one with a sign that `tokens.fold` may take away or make a letter of a small word."""

_RUN = re.compile(f"{_FIRST}{_NOT_INSIDE}{_REST}(?:(?:{_BETWEEN}{_SMALL})*+{_BETWEEN}{_FIRST}{_REST})++")


def capital_runs(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches (offset pairs) of sentences that have two capitalised words and more together.

    Together: with nothing but small words (`coverage.small`), spaces, hyphens and "&" between them. A stretch has all
    the words of such a run, cut as in its sentence; it may have more, and it may hold no run at all.
    """
    starts = [start for start, _ in sentences]
    for match in _RUN.finditer(text):
        at, stop = match.start(), match.end() + 1  # with the sign behind it, which may be the stop of initials
        at -= text[at - 1 : at] == "_"  # as in `tokens`, what follows it begins no word with an "&"
        for number in range(max(0, bisect_right(starts, at) - 1), bisect_right(starts, stop)):
            start, end = sentences[number]
            if max(at, start) < min(stop, end):
                yield max(at, start), min(stop, end)
