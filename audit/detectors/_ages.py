"""Ages: the translation makes somebody older or younger than the linked original does, in whatever form it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.detectors._sides import Pair, place
from audit.model import Evidence, Hit, Suggestion

_AGE = re.compile(
    r"\b(?:aged?(?: of)? (?P<aged>\d{1,3})|(?P<old>\d{1,3})[- ]years?[- ]old"
    r"|(?<=[a-z], )(?P<beside>\d{2,3})(?=[,;)]))\b"
    r"|(?<=[A-Za-z] )\((?P<bracket>\d{2})\)"
)
_LEAST, _MOST = 5, 110


def ages_apart(pair: Pair) -> Iterator[Hit]:
    """ "the 80-year-old former mayor" under a link to "Ruth Almeida, 79, a former mayor"; where each names one age."""
    if not pair.figures:
        return
    ours, theirs = list(_AGE.finditer(pair.text)), list(_AGE.finditer(pair.original))
    if len(ours) != 1 or len(theirs) != 1:
        return
    mine, told = _age(ours[0]), _age(theirs[0])
    if mine == told or not (_LEAST <= mine <= _MOST and _LEAST <= told <= _MOST):
        return
    if re.search(rf"(?<![\d.,]){mine}(?![\d.,]*\d)", pair.original) or re.search(rf"(?<!\d){told}(?!\d)", pair.text):
        return  # the original says the number of something, the translation the other
    group = ours[0].lastgroup or 0
    start, end = ours[0].span(group)
    detail = f'the linked original has "{theirs[0].group()}"'
    yield Hit(
        start=pair.start + start,
        end=pair.start + end,
        message=f'"{ours[0].group()}" against "{theirs[0].group()}" in the original: another age',
        confidence=0.8 if abs(mine - told) <= 2 else 0.65,
        subtype="value",
        suggestions=(Suggestion(text=str(told), confidence=0.75),),
        evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
    )


def _age(match: re.Match[str]) -> int:
    return int(next(number for number in match.groups() if number))
