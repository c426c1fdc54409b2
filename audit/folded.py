"""A text as it is compared without regard to case, made once for all rules that look words up before they try patterns.

Looking up is done on whole texts: it costs a hundredth of what patterns cost that are tried at every place.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from audit.context import Context

_ASCII = bytes(range(128))


def folded(context: Context) -> str:
    """The text of a context under `fold`."""
    known: str | None = context.shared.get("folded")
    if known is None:
        known = context.shared["folded"] = fold(context.text)
    return known


def fold(text: str) -> str:
    """Without case, character by character, so that offsets stay; what `re.IGNORECASE` takes for one letter is one.

    >>> fold("İstanbul, DİYARBAKıR, Straße, ſo")
    'istanbul, diyarbakir, straße, so'
    """
    low = text.casefold()
    if len(low) != len(text):  # casefold only ever lengthens a character
        low = "".join(one if len(one := c.casefold()) == 1 else c for c in text)
    return low.replace("ı", "i").replace("İ", "i")


def beyond_ascii(context: Context) -> str:
    """The different characters of a text that are not ASCII, in order."""
    known: str | None = context.shared.get("beyond ASCII")
    if known is None:
        text = context.text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        known = context.shared["beyond ASCII"] = "".join(sorted(set(text)))
    return known


def longer_folded(context: Context) -> bool:
    """Whether `str.casefold` makes several letters of one in this text (ß), as `fold` does not."""
    return any(len(c.casefold()) > 1 for c in beyond_ascii(context))


def line_starts(context: Context) -> list[int]:
    """Where the lines of a text begin, as `str.splitlines` cuts them."""
    known: list[int] | None = context.shared.get("line starts")
    if known is None:
        ends = accumulate(map(len, context.text.splitlines(keepends=True)))
        known = context.shared["line starts"] = [0, *ends][:-1] or [0]
    return known


def line_number(context: Context, at: int) -> int:
    """The number of the line that holds an offset, from 0."""
    return bisect_right(line_starts(context), at) - 1


def bare_line(context: Context, number: int) -> tuple[int, int]:
    """A line by its number, as offset pair without the white space around it."""
    starts = line_starts(context)
    start, end = starts[number], starts[number + 1] if number + 1 < len(starts) else len(context.text)
    line = context.text[start:end]
    start += len(line) - len(line.lstrip())
    return start, start + len(line.strip())
