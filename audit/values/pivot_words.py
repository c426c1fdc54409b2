"""Numbers of languages that write figures and scale words: 3,5 млн, 380 тис., ٨١ ألف, zwei Milliarden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audit.values.pivot_forms import Forms, forms

_DIGITS = str.maketrans({chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0xFF10) for n in range(10)} | {"٪": "%"})
_SPACE = "[ \u00a0\u202f\u2009]"
_TOKEN = re.compile(
    rf"(?P<figure>(?<![\d.,])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,٫٬]\d+|،\d{{3}}(?!\d))*)"
    r"|(?P<word>[^\W\d_]+(?:['’״\"-][^\W\d_]+)*)"
)
_PREFIXES = {"ar": re.compile("وال|بال|لل|ال|[وبلكف]"), "he": re.compile("[ובלכהמש]-?")}
"""What is written together with the word behind it: and, with, to, the."""
_BETWEEN = re.compile(rf"{_SPACE}?[-‑]?{_SPACE}?|\.?{_SPACE}")
"""What may stand between a number and its scale: 5 млн, 5-миллионный, 380 тис. доларів."""
_AND = re.compile(rf"{_SPACE}?(?:و{_SPACE}?|und{_SPACE})?")
_DASH = re.compile(r"\s?[-–—]\s?")
_TO = re.compile(
    r"\s?(?:[-–—~〜～至到或]|\b(?:до|по|и|или|і|й|та|або|bis|und|oder|إلى|الى|أو|و|עד)\b|から|ないし|에서|내지)\s?[$€£]?"
)
"""What may stand between two numbers that share the scale behind the second: от 3 до 5 млн, 14至15亿."""


@dataclass(frozen=True, slots=True)
class Read:
    """A number at [start, end): its value, what else its figures may say, its scale's value; vague: a scale alone."""

    start: int
    end: int
    low: float
    high: float
    other: tuple[float, ...] = ()
    base: float = 1.0
    vague: bool = False


def read(text: str, lang: str) -> list[Read]:
    """All numbers of a text in a language with scale words, in order; none where the language is not known."""
    known = forms(lang)
    if known is None or known.scales is None:
        return []
    text = text.translate(_DIGITS)
    found: list[Read] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() < end or (token["figure"] and _designation(text, token.start(), lang)):
            continue
        starts = [token.start()]
        if token["word"] and lang in _PREFIXES and (prefix := _PREFIXES[lang].match(text, token.start())):
            starts.append(prefix.end())
        number = next((n for at in starts if (n := _number(text, at, known)) is not None), None)
        if number is not None:
            found.append(number)
            end = number.end
    return list(shared_scales(text, found))


def _designation(text: str, at: int, lang: str) -> bool:
    """Whether a figure is part of a name: Су-35, F16."""
    return lang not in _PREFIXES and re.search(r"[^\W\d_][-‑]?$", text[max(0, at - 2) : at]) is not None


def _number(text: str, at: int, known: Forms, below: float = float("inf")) -> Read | None:
    """The number that begins at `at`, with its scales, and the smaller numbers that belong to it (2 млн 300 тыс.).

    One with a scale of `below` or more is read without what follows it: it belongs to no number before.
    """
    low, other, end = _figure(text, at, known) or _words(text, at, known) or (None, (), at)
    base, end = _scales(text, end, known, alone=low is None)
    if low is None:
        if base > 1 and " " in known.group and (told := _figure(text, end + 1, known)):
            return Read(at, told[2], told[0] * base, told[0] * base, base=base)  # тысяч 100: about as many
        return Read(at, end, base, 9.99 * base, base=base, vague=True) if base > 1 else None
    number = Read(at, end, low * base, low * base, tuple(value * base for value in other), base)
    gap = _AND.match(text, end)
    if 1 < base < below and gap and gap.end() > end and text[gap.end() : gap.end() + 1].isdigit():
        more = _number(text, gap.end(), known, below=base)
        counts = more is not None and (1 < more.base < base or (base == 1e3 and gap.group().strip() and more.low < 1e3))
        if more is not None and counts:
            total = number.low + more.low
            return replace(number, end=more.end, low=total, high=total, other=(number.low, more.low), base=more.base)
    return number


def _figure(text: str, at: int, known: Forms) -> tuple[float, tuple[float, ...], int] | None:
    """Value, other readings and end of the figures at `at`."""
    match = _TOKEN.match(text, at)
    if match is None or not match["figure"]:
        return None
    plain = re.sub(_SPACE, "", match["figure"])
    marks = re.findall(r"[.,٫٬،]", plain)
    parts = re.split(r"[.,٫٬،]", plain)
    if not marks:
        return float(plain), (), match.end()
    whole, last = "".join(parts[:-1]), parts[-1]
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0"
    if len(marks) > 1 and len(set(marks)) == 1:
        return (float("".join(parts)), (), match.end()) if grouped else None
    broken = float(f"{whole}.{last}")
    if len(marks) > 1 or not grouped or marks[0] == "٫":
        return broken, (), match.end()
    together = float("".join(parts))
    if marks[0] in known.group and marks[0] not in known.decimal:
        return together, (), match.end()
    if marks[0] in known.group:
        return together, (broken,), match.end()
    return broken, (together,), match.end()


def _words(text: str, at: int, known: Forms) -> tuple[float, tuple[float, ...], int] | None:
    """The sum of the numerals in words from `at` on: двадцать пять."""
    total, end, least = 0.0, at, float("inf")
    here, gap = at, None
    while known.words and (match := known.words.match(text, here)) and match.lastindex:
        value = known.word_values[match.lastindex - 1]
        if value >= least and not (gap and gap.group().strip()):
            break
        total, end, least = total + value, match.end(), value
        gap = _AND.match(text, end)
        here = gap.end() if gap else end
        if here == end:
            break
    return (total, (), end) if end > at else None


def _scales(text: str, end: int, known: Forms, alone: bool) -> tuple[float, int]:
    """The product of the scale words behind a number, and where they end."""
    base = 1.0
    while known.scales:
        gap = None if alone and base == 1 else _BETWEEN.match(text, end)
        match = known.scales.match(text, gap.end() if gap else end)
        if match is None or match.lastindex is None:
            break
        base, end = base * known.scale_values[match.lastindex - 1], match.end()
        abbreviated = len(match.group()) <= 4 and text[end : end + 2] != ".\n"
        end += abbreviated and text[end : end + 1] == "."
    return base, end


def shared_scales(text: str, found: list[Read]) -> Iterator[Read]:
    """Ranges joined (14–15 млрд), and the scale of the second number tried for the first (от 3 до 5 млн)."""
    at = 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        apart = other is None or not _TO.fullmatch(text, one.end, other.start)
        if other is None or apart or one.vague or other.vague or other.base == 1 or one.base > 1:
            yield one
            continue
        low = one.low * other.base
        if _DASH.fullmatch(text, one.end, other.start) and low < other.low:
            yield replace(other, start=one.start, low=low)
            at += 1
        else:
            yield replace(one, other=(*one.other, low))
