"""A score or a time of day keeps a foreign form, or differs from the original's.

Chinese writes scores with a colon (2:1) and times with the full-width one or with 点; machines add spaces or
turn a score into a time.

Example: "won 2: 1" -> "won 2-1"; "at 19:30 in the evening" beside "7:30 p.m." in the original is right, "at
9:30" is not.

Limits: scores are compared only where both sides have exactly one; 24-hour times and a.m./p.m. are the
same, and so are times that differ by whole hours where the original names another time zone. A space inside a time
is below the default confidence:
it is the typesetter's business more than the translator's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._sides import Pair, at_figures, beside, linked_sentences, place
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="score-or-time-format", category="value", severity="minor", mqm="Fluency/Register")

_SPACED = re.compile(
    r"(?<![\d:.,/-])(?P<a>\d{1,2})(?P<s> ?: | : ?| - (?=\d\b))(?P<b>\d{1,2})(?![\d:.,/-]*\d)(?P<p> ?[ap]\.?m\b)?"
)
_SPORT = re.compile(
    r"\b(?:won|win|wins|beat|beaten|defeat\w*|lost|lose|los(?:es|ing)|draw|drew|tied?|victory|score\w*|leading|led"
    r"|lead|match|game|set|goals?)\b",
    re.IGNORECASE,
)
_COLON = re.compile(r"(?<![\d:.,/-])(?P<a>\d{1,3}):(?P<b>\d{1,3})(?![\d:]|[.,]\d)(?! ?[ap]\.?m\b)")
_DIAN = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])(?::(?P<m>[0-5]\d) points\b| o['’]clock(?: and)? (?P<n>[0-5]?\d) minutes\b)"
)
_SCORE = re.compile(r"(?<![\d:.,/–-])(?P<a>\d{1,3})[-–:](?P<b>\d{1,3})(?![\d:–-]|[.,]\d|[-–]?[A-Za-z])")
_TIME = re.compile(
    r"(?<![\d:.,-])(?<!\d: )(?P<h>\d{1,2})(?:[:.] ?(?P<m>[0-5]\d))? ?(?P<p>[ap])\.?m\b\.?"
    r"|(?<![\d:.,-])(?P<g>[01]?\d|2[0-3]): ?(?P<n>[0-5]\d)(?![\d:])"
)
_ZONE = re.compile(r"\b(?:GMT|BST|E[SD]?T|P[SD]?T|CET|CEST|UTC|local time|Beijing time|Eastern|Pacific)\b")


def detect(context: Context) -> Iterator[Hit]:
    """Forms first, then what the original says otherwise."""
    for match in at_figures(context, _SPACED):
        if not match["p"] and not _sporting(context, match) and not (":" in match["s"] and len(match["b"]) == 2):
            continue
        if not match["p"] and "-" in match["s"] and len(match["a"] + match["b"]) > 2:
            continue
        time = bool(match["p"]) or (":" in match["s"] and _clock(match, context))
        fix = f"{match['a']}:{match['b']}{match['p'] or ''}" if time else f"{match['a']}-{match['b']}"
        message = "a space inside a time" if time else "a space inside a score"
        yield _hit(match, fix, message, 0.45 if time else 0.75, "spacing")
    for match in at_figures(context, _COLON):
        if _sporting(context, match) and not _clock(match, context):
            yield _hit(
                match, f"{match['a']}-{match['b']}", "a score with a colon; English writes a hyphen", 0.7, "colon"
            )
    for match in at_figures(context, _DIAN):
        fix = f"{match['h']}:{int(match['m'] or match['n']):02}"
        yield _hit(match, fix, "an hour and minutes as Chinese counts them (点, 分)", 0.8, "clock")
    for pair in linked_sentences(context):
        if not pair.figures:
            continue
        for hit in (*_other_score(pair), *_other_time(pair)):
            if context.text[hit.start : hit.end] not in beside(context, pair):
                yield hit


def _sporting(context: Context, match: re.Match[str]) -> bool:
    start, end = context.sentence(match.start())
    return bool(_SPORT.search(context.text, max(start, match.start() - 80), min(end, match.end() + 80)))


def _clock(match: re.Match[str], context: Context) -> bool:
    """Two figures behind the colon, a preposition of time before it or a zone near by: a time of day."""
    before = context.text[max(0, match.start() - 12) : match.start()]
    near = context.text[match.start() : match.end() + 20]
    timed = re.search(r"\b(?:at|until|from|by|before|after|around|since|in)\s$", before, re.IGNORECASE)
    possible = len(match["a"]) < 3 and int(match["b"]) < 60  # of the day, or of the game
    return possible and (len(match["b"]) == 2 or bool(timed) or bool(_ZONE.search(near)))


def _other_score(pair: Pair) -> Iterator[Hit]:
    ours = list(_SCORE.finditer(pair.text))
    if len(ours) != 1:
        return
    original = pair.original
    theirs = list(_SCORE.finditer(original))
    if len(theirs) != 1 or not _SPORT.search(pair.text) or not _SPORT.search(original):
        return
    one, other = ours[0], theirs[0]
    if ":" in one.group() + other.group():
        return
    if {one["a"], one["b"]} == {other["a"], other["b"]} or len(one["a"] + one["b"]) > 6:
        return
    if any(number in original.replace(other.group(), "") for number in (one["a"], one["b"]) if len(number) > 1):
        return
    yield _against(pair, one, other.group(), "score")


def _other_time(pair: Pair) -> Iterator[Hit]:
    ours = list(_TIME.finditer(pair.text))
    if len(ours) != 1:
        return
    original = pair.original
    theirs = list(_TIME.finditer(original))
    if len(theirs) != 1 or (_SPORT.search(pair.text) and not ours[0]["p"]):
        return
    one, other = ours[0], theirs[0]
    a, b = _minutes(one), _minutes(other)
    if a == b or (a - b) % 720 == 0 or _ZONE.search(original) or _ZONE.search(pair.text):
        return
    yield _against(pair, one, other.group(), "time")


def _minutes(match: re.Match[str]) -> int:
    if match["g"]:
        return int(match["g"]) * 60 + int(match["n"])
    return (int(match["h"]) % 12 + (12 if match["p"].casefold() == "p" else 0)) * 60 + int(match["m"] or 0)


def _against(pair: Pair, match: re.Match[str], theirs: str, subtype: str) -> Hit:
    detail = f'the linked original has "{theirs}"'
    return Hit(
        start=pair.start + match.start(),
        end=pair.start + match.end(),
        message=f'"{match.group()}" against "{theirs}" in the original',
        confidence=0.8,
        subtype=subtype,
        severity="major",
        suggestions=(Suggestion(text=theirs, confidence=0.8),),
        evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
    )


def _hit(match: re.Match[str], fix: str, message: str, confidence: float, subtype: str) -> Hit:
    return Hit(
        start=match.start(),
        end=match.end(),
        message=message,
        confidence=confidence,
        subtype=subtype,
        suggestions=(Suggestion(text=fix, confidence=0.85, safe=subtype == "spacing"),),
    )
