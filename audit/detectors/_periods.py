"""Quarters, halves, neighbouring weeks, months and years, and hours with their zones, against the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audit.detectors._sides import Pair, place
from audit.model import Evidence, Hit, Suggestion

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_SPANS = {"january": 1, "april": 2, "july": 3, "october": 4}
_QUARTER = re.compile(
    r"\b(?P<o>first|second|third|fourth|final)[- ]quarter\b|\bQ(?P<q>[1-4])\b"
    r"|\b(?P<m>January|April|July|October)(?:[-–]| to | through )(?:March|June|September|December)\b",
    re.IGNORECASE,
)
_QUARTERS = frozenset("quarter q january april july october".split())
_UNITS = frozenset("week month year decade".split())
"""Words of which a sentence must have one to name a quarter, or a neighbouring period."""
_GAME = re.compile(r"touchdown|basket|points|scor|yard|pass|goal|lead|interception|rebound|minutes", re.IGNORECASE)
_HALF = re.compile(r"\b(?P<o>first|second) half of (?:the year|this year|last year|(?:19|20)\d\d)\b", re.IGNORECASE)
_NEAR = re.compile(r"\b(?P<d>next|last|previous|coming|past) (?P<u>week|month|year|decade)(?!['’]s\b)\b", re.IGNORECASE)
_BACK = frozenset({"last", "previous", "past"})
_ZONE = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?(?: ?(?P<n>[ap])\.?m\.?)?,? \(?(?P<z>Moscow|Kyiv|Kiev|Beijing|Tokyo|London"
    r"|Paris|Berlin|Eastern|Pacific|Washington|New York|Central European|GMT|UTC|BST|CET|CEST|EST|EDT|ET|PT|PST|PDT)"
    r"(?: (?:standard |daylight |summer )?time)?\b",
    re.IGNORECASE,
)
_SAME_ZONE = (
    {"eastern", "est", "edt", "et", "washington", "new york"},
    {"pacific", "pt", "pst", "pdt"},
    {"gmt", "utc"},
    {"bst", "london"},
    {"cet", "cest", "central european", "paris", "berlin"},
    {"kyiv", "kiev"},
)


def periods(pair: Pair, original: str, around: Callable[[], str]) -> Iterator[Hit]:
    """One quarter, half or neighbouring period on each side, and not the same."""
    if not (_QUARTERS.isdisjoint(pair.letters) or _GAME.search(pair.text)):
        yield from _single(pair, original, around, _QUARTER, _quarter, "quarter")
    if "half" in pair.letters:
        yield from _single(pair, original, around, _HALF, lambda m: m["o"].casefold(), "half")
    if not _UNITS.isdisjoint(pair.letters):
        yield from _single(pair, original, around, _NEAR, _near, "neighbour")


def zones(pair: Pair, original: str) -> Iterator[Hit]:
    """The same hour in another zone."""
    ours = list(_ZONE.finditer(pair.text)) if pair.figures else []
    theirs = list(_ZONE.finditer(original)) if ours else []
    if len(ours) != 1 or len(theirs) != 1:
        return
    one, other = ours[0], theirs[0]
    if _hour(one) != _hour(other) or _zone(one) == _zone(other):
        return
    yield _hit(pair, one, other, "zone", "the hour of another time zone", 0.8)


def _single(
    pair: Pair,
    original: str,
    around: Callable[[], str],
    pattern: re.Pattern[str],
    key: Callable[[re.Match[str]], object],
    subtype: str,
) -> Iterator[Hit]:
    ours = list(pattern.finditer(pair.text))
    theirs = list(pattern.finditer(original)) if ours else []
    if len({key(m) for m in ours}) != 1 or len({key(m) for m in theirs}) != 1:
        return
    wrong, right = ours[0], theirs[0]
    if key(wrong) == key(right) or key(wrong) in {key(m) for m in pattern.finditer(around())}:
        return
    if _fiscal(pair.text, wrong) != _fiscal(original, right):
        return
    yield _hit(pair, wrong, right, subtype, "another period", 0.8 if subtype != "neighbour" else 0.7)


def _hit(pair: Pair, wrong: re.Match[str], right: re.Match[str], subtype: str, message: str, confidence: float) -> Hit:
    detail = f'the linked original has "{right.group()}"'
    return Hit(
        start=pair.start + wrong.start(),
        end=pair.start + wrong.end(),
        message=f'"{wrong.group()}" against "{right.group()}" in the original: {message}',
        confidence=confidence,
        subtype=subtype,
        suggestions=(Suggestion(text=right.group(), confidence=confidence),),
        evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
    )


def _quarter(match: re.Match[str]) -> int:
    if match["q"]:
        return int(match["q"])
    return _ORDINALS[match["o"].casefold()] if match["o"] else _SPANS[match["m"].casefold()]


def _near(match: re.Match[str]) -> tuple[bool, str]:
    return match["d"].casefold() in _BACK, match["u"].casefold()


def _fiscal(text: str, match: re.Match[str]) -> bool:
    """Whether a period is one of a business year, which may begin in any month."""
    return (
        re.search(r"fiscal|financial year|business year", text[max(0, match.start() - 40) : match.end() + 40])
        is not None
    )


def _hour(match: re.Match[str]) -> tuple[int, int]:
    hour = int(match["h"]) % 12 + 12 * (match["n"] or "").casefold().startswith("p") if match["n"] else int(match["h"])
    return hour, int(match["m"] or 0)


def _zone(match: re.Match[str]) -> object:
    zone = match["z"].casefold()
    return next((n for n, group in enumerate(_SAME_ZONE) if zone in group), zone)
