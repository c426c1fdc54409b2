"""What `seeds/numbers/` knows of a pivot language: its numerals in words, scales, units and currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from audit.seeds import folder, table

T = TypeVar("T")

_UNSPACED = frozenset({"zh", "ja", "ko"})
"""Languages that write on behind a unit without a space (3公里的, 3달러를)."""

_ENDINGS = {"ar": "(?:[اأ]?[\u064b-\u0652]?|[\u064b-\u0652]ا)"}
"""What may stand behind any word of a language: the accusative of Arabic."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Numerals and units of one language.

    `decimal`, `group`: signs inside of figures; `scales`, `words`: patterns with one group each whose number tells the
    value in `scale_values` and `word_values`; `unit`: a pattern of the same form, its names in `unit_names` (None: it
    only looks like a unit).
    """

    decimal: str
    group: str
    scales: re.Pattern[str] | None
    scale_values: tuple[float, ...]
    words: re.Pattern[str] | None
    word_values: tuple[float, ...]
    unit: re.Pattern[str]
    unit_names: tuple[str | None, ...]


@cache
def languages() -> frozenset[str]:
    """The languages that there is a file of."""
    return frozenset(path.stem for path in (folder() / "numbers").glob("*.toml"))


@cache
def forms(lang: str) -> Forms | None:
    """The forms of a language; None where there is no file of it."""
    if lang not in languages():
        return None
    data = table(f"numbers/{lang}.toml")
    scales = [(word, float(value)) for value, words in data.get("scales", {}).items() for word in _listed(words)]
    words = [(word, float(value)) for value, words in data.get("words", {}).items() for word in _listed(words)]
    units: list[tuple[str, str | None]] = [
        (word, None if name == "nothing" else name) for name, words in data["units"].items() for word in _listed(words)
    ]
    units += [(word, code) for code, words in data["currencies"].items() for word in _listed(words)]
    scale, scale_values = _pattern(scales, lang)
    word, word_values = _pattern(words, lang)
    unit, unit_names = _pattern(units, lang)
    return Forms(
        decimal=data.get("decimal", "."),
        group=data.get("group", ","),
        scales=scale if scales else None,
        scale_values=tuple(scale_values),
        words=word if words else None,
        word_values=tuple(word_values),
        unit=unit,
        unit_names=tuple(unit_names),
    )


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


def _pattern(entries: list[tuple[str, T]], lang: str) -> tuple[re.Pattern[str], list[T]]:
    """One pattern for all entries, the longest first, a group each; what the groups stand for, in order."""
    ordered = sorted(entries, key=lambda entry: -len(entry[0]))
    parts = []
    for word, _ in ordered:
        inner = r"[\s\u00a0-]+".join(
            re.escape(part[:-1]) + r"\w*" if part.endswith("*") else re.escape(part) for part in word.split()
        )
        open_end = (lang in _UNSPACED and not word[-1].isascii()) or not word[-1].isalnum()
        end = "" if open_end or word.endswith("*") else f"{_ENDINGS.get(lang, '')}(?!\\w)"
        parts.append(f"({inner}{end})")
    return re.compile("|".join(parts), 0 if lang == "de" else re.IGNORECASE), [value for _, value in ordered]


def unit_behind(text: str, at: int, lang: str) -> tuple[str | None, str]:
    """The unit or currency of a number that ends at `at`, and how it is written there; (None, "") where none stands."""
    known = forms(lang)
    if known is None:
        return None, ""
    start = at
    while start < len(text) and start < at + 2 and text[start] in " \u00a0\u202f-":
        start += 1
    if sign := _SIGNS.match(text, start):
        return _SIGN_CODES[sign.group()], sign.group()
    match = known.unit.match(text, start)
    if match is None or match.lastindex is None:
        return None, ""
    name = known.unit_names[match.lastindex - 1]
    return (name, match.group()) if name else (None, "")


_SIGN_CODES = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₩": "KRW", "₹": "INR"}
_SIGNS = re.compile("|".join(map(re.escape, _SIGN_CODES)))


def sign_before(text: str, at: int) -> str | None:
    """The currency whose sign stands right before a number: "$53 млрд"."""
    while at and text[at - 1] in " \u00a0":
        at -= 1
    return _SIGN_CODES.get(text[at - 1 : at])
