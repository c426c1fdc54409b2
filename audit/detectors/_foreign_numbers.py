"""Numbers in a build that English does not have: "3 trillion 200 billion", "200 milliards", "2,5 billion".

They show in the translation alone. The value is mostly plain, so that the number can be written as English does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._scales import written
from audit.detectors._sides import at_figures, original_words
from audit.model import Evidence, Hit, Suggestion

_UNITS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "several": None, "dozens of": None,
    "hundreds of": None, "tens of": None,
}  # fmt: skip
_SCALES = {
    "thousand": 1e3, "ten thousand": 1e4, "million": 1e6, "billion": 1e9, "trillion": 1e12, "ten": 1e1, "hundred": 1e2,
}  # fmt: skip
_N = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(_UNITS) + ")"
_COUNTED = (
    r"(?:people|soldiers|dollars|rubles|roubles|yuan|euros|hryvnias?|residents|citizens|tons|tonnes|hectares|refugees"
    r"|workers|troops|children|users|kilometers|kilometres|vehicles|families|houses|students)"
)
_FRACTIONS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 10: "a tenth"}


class Form(NamedTuple):
    """A form that no English number has: how it is found, what stands there, whose it is, how sure that is."""

    pattern: Sought | re.Pattern[str]
    fix: Callable[[re.Match[str]], str | None]
    told: str
    confidence: float


def foreign_numbers(context: Context) -> Iterator[Hit]:
    """One hit a form; none that the linked original has in the same words."""
    done: set[int] = set()
    for form in _FORMS:
        at = form.pattern.matches(context) if isinstance(form.pattern, Sought) else at_figures(context, form.pattern)
        for match in at:
            if match.start() in done or match.group() in original_words(context, match.start(), match.end()):
                continue
            fix = form.fix(match)
            done.add(match.start())
            yield Hit(
                start=match.start(),
                end=match.end(),
                message=f'"{match.group()}" is no English number: {form.told}',
                confidence=form.confidence,
                subtype="form",
                severity="minor",
                suggestions=(Suggestion(text=fix, confidence=form.confidence),) if fix else (),
                evidence=(Evidence(kind="pattern", detail=form.told),),
            )


def _value(words: str) -> float | None:
    """The value of a number in figures or one word; None for "several".

    >>> _value("1,250"), _value("two"), _value("several")
    (1250.0, 2.0, None)
    """
    if words[:1].isdigit():
        return float(words.replace(",", ""))
    known = _UNITS.get(words.casefold())
    return None if known is None else float(known)


def _milliards(match: re.Match[str]) -> str | None:
    return f"{match['n']} billion" if match["n"] else None


def _stacked(match: re.Match[str]) -> str | None:
    """ "1.2 thousand billion" -> "1.2 trillion"; "ten thousand hundred million" -> "1 trillion"."""
    value = _value(match["n"]) if match["n"] else 1.0
    if value is None:
        return None
    for scale in re.findall(r"ten thousand|[a-z]+", match["s"].casefold()):
        value *= _SCALES[scale]
    return written(value)


def _summed(match: re.Match[str]) -> str | None:
    """ "3 trillion 200 billion" -> "3.2 trillion"; a part that is too great for its scale counts in 억."""
    first, second = _value(match["a"]), _value(match["b"])
    if first is None or second is None:
        return None
    scale = _SCALES[match["t"].casefold()]
    part = second * (scale if second < 1000 else scale / 10)
    whole = _SCALES[match["s"].casefold()]
    return written(first * whole + part) if part < whole else None


def _european(match: re.Match[str]) -> str:
    swapped = match["n"].translate({ord("."): ",", ord(","): "."})
    return f"{swapped}{match['rest']}"


def _plain(match: re.Match[str]) -> str | None:
    value = _value(match["n"])
    return f"{written(value * 1000)} {match['rest']}" if value is not None else None


def _less(match: re.Match[str]) -> str | None:
    value = _value(match["n"])
    share = _FRACTIONS.get(int(value)) if value else None
    return f"{match['verb']} to {share}" if share and match["verb"].casefold() in _FALLS else None


_FALLS = frozenset("reduced decreased fell dropped cut declined shrank".split())


def _more(match: re.Match[str]) -> str | None:
    value = _value(match["n"])
    if value is None:
        return None
    if match["verb"].casefold() in ("decreased", "fell"):
        return f"{match['verb']} to {_FRACTIONS[int(value)]}" if int(value) in _FRACTIONS else None
    return "doubled" if value == 2 else "tripled" if value == 3 else f"{match['verb']} {value:g}-fold"


_FORMS = (
    Form(
        Sought(rf"\b(?:(?P<n>{_N}) )?(?-i:milliards?)(?: of)?\b", re.IGNORECASE),
        _milliards,
        "a milliard (миллиард, Milliarde) is a billion",
        0.85,
    ),
    Form(
        Sought(rf"\b(?:(?P<n>{_N}) )?(?P<s>(?:ten thousand|thousand|hundred|ten) hundred million)s?\b", re.IGNORECASE),
        _stacked,
        "万亿 and 千亿 carried over piece by piece",
        0.9,
    ),
    Form(
        Sought(rf"\b(?P<n>{_N}) (?P<s>thousand (?:thousand|billion|trillion))s?\b", re.IGNORECASE),
        _stacked,
        "one scale upon another",
        0.85,
    ),
    Form(
        Sought(r"(?<![\d.,])(?P<n>\d{1,3}(?:,\d{3})+) (?P<s>thousand)\b"),
        _stacked,
        "thousands of thousands (тыс., 千)",
        0.85,
    ),
    Form(
        Sought(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|\d{1,4}) (?P<s>ten)[- ]thousands?\b", re.IGNORECASE),
        lambda match: written((_value(match["n"]) or 0) * 1e4),
        "万 carried over as a scale of its own",
        0.9,
    ),
    Form(
        Sought(r"\b(?:tens of (?:hundreds|tens)|hundreds of (?:tens|hundreds))(?= of\b)", re.IGNORECASE),
        lambda match: {"hh": "tens of thousands", "tt": "hundreds"}.get(
            match.group()[0].casefold() + match.group().split()[2][0], "thousands"
        ),
        "one vague scale upon another",
        0.8,
    ),
    Form(
        Sought(
            r"\b(?P<a>\d[\d,]*(?:\.\d+)?) (?P<s>trillion|billion|million) (?:and )?(?P<b>\d[\d,]*(?:\.\d+)?)"
            r" (?P<t>billion|million|thousand)"
            r"(?= (?:won|yen|yuan|US|U\.S\.|dollars|rubles|roubles|euros|hryvnias?|people|tons|tonnes|baht|rupiah)\b)"
        ),
        _summed,
        "two scales side by side (3조 2000억, 3兆2000億, 3亿2000万)",
        0.8,
    ),
    Form(
        re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:\.\d{3})+,\d{1,2})(?P<rest>)(?![\d,.]*\d)"),
        _european,
        "points and commas as on the European continent",
        0.85,
    ),
    Form(
        re.compile(
            r"(?<![\d.,])(?P<n>[1-9]?\d?\d,\d{1,2})(?P<rest> ?%| (?:million|billion|trillion|percent|per cent)\b)"
        ),
        _european,
        "a decimal comma",
        0.75,
    ),
    Form(
        Sought(rf"(?<![$€£¥\d.,])(?P<n>\d[\d,]*(?:\.\d+)?) thousand of (?P<rest>{_COUNTED})\b"),
        _plain,
        "a scale with 'of' behind a figure (5 тысяч солдат)",
        0.75,
    ),
    Form(
        Sought(rf"(?<![$€£¥\d.,])(?P<n>\d[\d,]*(?:\.\d+)? (?:million|billion)) of (?P<rest>{_COUNTED})\b"),
        lambda match: f"{match['n']} {match['rest']}",
        "a scale with 'of' behind a figure (2 миллиона человек)",
        0.65,
    ),
    Form(
        Sought(
            r"\b(?P<verb>reduced|decreased|fell|fallen|dropped|cut|declined|cheaper|lower|lowered|less|smaller|fewer|slower"
            rf"|shrank) by (?:about |almost |more than )?(?P<n>{_N}) times\b",
            re.IGNORECASE,
        ),
        _less,
        "nothing falls by several times; в 3 раза, 3倍 give what is left",
        0.75,
    ),
    Form(
        Sought(
            r"\b(?P<verb>grew|grown|increased|rose|risen|jumped|expanded|soared|multiplied|higher|more|decreased"
            rf"|fell) in (?:about |almost |more than )?(?P<n>{_N}) times\b",
            re.IGNORECASE,
        ),
        _more,
        "в 2 раза: twice, by half",
        0.8,
    ),
)
