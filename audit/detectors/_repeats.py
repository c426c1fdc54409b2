"""Lines in which words stand again and again: what a loop of words needs, found on whole texts.

A loop has a word three times in a row, or a phrase of two words and more so often that four words stand twice in the
same order. Words cut into smaller pieces still do, so that pieces can be cut as is quickest.
"""

from __future__ import annotations

from itertools import islice
from operator import eq

from audit.context import Context
from audit.folded import beyond_ascii, fold, folded, line_starts, longer_folded


def _piece(code: int) -> int:
    """What stands for a byte of a text: letters, digits and line ends for themselves, other signs are blanks."""
    sign = chr(code)
    if code > 127 or sign.isalnum() or sign == "\r":
        return code
    return ord("\n") if not sign.strip() and sign.splitlines() == [""] else ord(" ")


_PIECES = bytes(map(_piece, range(256)))


def repeating(context: Context) -> set[int]:
    """The lines that may hold a loop, by number."""
    if longer_folded(context):  # there, letters would make other words when they are folded one by one
        return set(range(len(line_starts(context))))
    plain = folded(context)
    for sign in beyond_ascii(context):
        if not (one := fold(sign)).isalnum():
            plain = plain.replace(one, "\n" if one.splitlines() == [""] else " ")
    lines = plain.encode("utf-8", "surrogatepass").translate(_PIECES).splitlines()
    return {number for number, line in enumerate(lines) if _repeats(line.split())}


def _repeats(words: list[bytes]) -> bool:
    """Whether a word stands twice in a row and once more, or four words twice in the same order."""
    known = len(words) - len(set(words))
    if known < 2:
        return False
    if any(map(eq, words, islice(words, 1, None))):
        return True
    if known < 4:
        return False
    pairs = list(zip(words, islice(words, 1, None), strict=False))
    return len(pairs) - len(set(pairs)) >= 3
