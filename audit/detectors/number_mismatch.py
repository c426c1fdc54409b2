"""A number says something else than the linked original, or than the pivot.

万 and 亿 cut numbers into other groups than thousand and million: powers of ten get lost, and with them the
story. A wrong figure reads as smoothly as the right one.

Example: "a deal worth 2 million pounds" where the original has "£20m"; "thousands of billions of dollars"
(数千亿) for hundreds of billions, which shows without an original, as do "3 trillion 200 billion" and "2,5 billion".

Limits: rounding, words for digits, shares for percentages and converted units are the same number (the evidence of
a neighbouring finding says which). Small counts are compared only where the counted noun is the same, ages where
each side has one, and other values not at all where a weak link may join two outlets' reports of one event.
Currencies are the business of `unit-or-currency`, dates and years of `date-mismatch`, scores and times of `score-
or-time-format`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._ages import ages_apart
from audit.detectors._foreign_numbers import foreign_numbers
from audit.detectors._numbers_pivot import against_pivot
from audit.detectors._scales import ABSURD, TEN_THOUSANDS, absurd, ten_thousands
from audit.detectors._sides import BESIDE, Pair, beside, linked_sentences
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.values.compare import family, has, same
from audit.values.pairing import AMOUNTS, Slip, slips
from audit.values.pivots import PivotNumber, numbers
from audit.values.quantities import Quantity, quantities
from audit.values.units import agrees

RULE = Rule(id="number-mismatch", category="value", severity="major", mqm="Accuracy/Mistranslation")


def detect(context: Context) -> Iterator[Hit]:
    """Slips against the original, else against the pivot, and scales that nobody writes."""
    seen: set[int] = set()
    for pair in linked_sentences(context):
        ages = {hit.start: hit for hit in ages_apart(pair)} if not pair.loose else {}
        for hit in _against_original(context, pair):
            seen.update(range(hit.start, hit.end))
            age = ages.pop(hit.start, hit)
            yield age if age.confidence > hit.confidence else hit
        yield from ages.values()
    if context.document.pivot is not None:
        for start, end in context.sentences:
            if not context.linked(start, end):
                yield from against_pivot(context, start, end)
    for match in TEN_THOUSANDS.matches(context):
        yield ten_thousands(match)
    for match in ABSURD.matches(context):
        if match["n"] == "thousands" and match.start() not in seen:
            yield absurd(context, match)
    yield from foreign_numbers(context)


def _against_original(context: Context, pair: Pair) -> Iterator[Hit]:
    ours = quantities(pair.text)
    if not any(q.kind in AMOUNTS for q in ours):
        return
    original = pair.original
    theirs = quantities(original)
    pivot = context.pivot_of(pair.start, pair.end)
    behind = numbers(pivot, context.pivot_lang or "zh") if pivot else None
    around: list[Quantity] | None = None
    for slip in slips(pair.text, ours, theirs, pair.text, original):
        if slip.power is None and pair.loose:
            continue  # two outlets count differently
        around = quantities(beside(context, pair)) if around is None else around
        if any(_told(slip.wrong, q) for q in around) and not (slip.power and _said_beside(context, pair, slip.wrong)):
            continue
        if _rest_of(slip, ours, theirs):
            continue
        confidence = _confidence(slip, behind)
        if confidence > 0.3:
            yield _hit(pair, slip, original, confidence, behind)


def _of(text: str, end: int) -> bool:
    return text.startswith(" of ", end)


def _told(wrong: Quantity, beside: Quantity) -> bool:
    """Whether the original says the amount in a neighbouring sentence; "thousands more were hurt" are no dollars."""
    return same(wrong, beside) is not None and (beside.kind != "vague" or family(wrong) == family(beside))


def _said_beside(context: Context, pair: Pair, wrong: Quantity) -> bool:
    """Whether the translation, too, says the amount in a sentence beside: the original's is taken by that."""
    text = context.text
    near = f"{text[max(0, pair.start - BESIDE) : pair.start]}\n{text[pair.end : pair.end + BESIDE]}"
    return any(_told(wrong, q) for q in quantities(near))


def _rest_of(slip: Slip, ours: list[Quantity], theirs: list[Quantity]) -> bool:
    """Whether both are parts of one whole: "made 1 of 7" and "missed six of seven"."""
    whole = slip.wrong.value + slip.right.value
    return all(any(q.value == whole and q.kind == "count" for q in side) for side in (ours, theirs))


def _confidence(slip: Slip, behind: list[PivotNumber] | None) -> float:
    confidence = slip.score
    if behind is not None:
        mine, theirs = has(behind, slip.wrong), has(behind, slip.right)
        if theirs and not mine:
            confidence += 0.15
        elif mine and not theirs:
            confidence -= 0.05
        elif mine and theirs:
            confidence -= 0.3
    small = slip.wrong.value <= 12 and slip.wrong.spelled and not slip.power
    return max(0.0, min(0.97, confidence - (0.15 if small else 0.0)))


_SCALE_WORD = re.compile(r"(?:m|b|tr)illion")
_LETTER = re.compile(r"(?<=\d)\s?(m|mn|bn|tn|trn)\b")
_SCALES = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion", "trn": "trillion"}


def _spelled_out(number: str) -> str:
    """The original's "111.5m" in the translation's way, "111.5 million"."""
    return _LETTER.sub(lambda match: f" {_SCALES[match[1]]}", number)


def _hit(pair: Pair, slip: Slip, original: str, confidence: float, behind: list[PivotNumber] | None) -> Hit:
    wrong, right = slip.wrong, slip.right
    theirs = original[right.start : right.end]
    start, end = wrong.number_start, wrong.number_end
    fix = original[right.number_start : right.number_end]
    if {wrong.unit, right.unit} == {"basis point", "point"} and right.unit == "point":
        fix = f"{100 * right.value:g}"
    elif wrong.unit != right.unit and not (wrong.kind == "money" and agrees(wrong.unit, right.unit)):
        start, end, fix = wrong.start, wrong.end, theirs
    elif _of(pair.text, end) and not _of(original, right.number_end) and pair.text[end - 1] == "s":
        end += len(" of")  # "2 thousands of dollars", "20 million dollars"
    fix = _spelled_out(fix) if _SCALE_WORD.search(pair.text[start:end]) else fix
    fix = fix[0].lower() + fix[1:] if pair.text[start].islower() else fix
    span = pair.originals[0]
    evidence = [
        Evidence(
            kind="original", detail=f'the linked original has "{theirs}"', ref=f"{span.doc}:{span.start}-{span.end}"
        )
    ]
    if number := behind and (has(behind, right) or has(behind, wrong)):
        evidence.append(Evidence(kind="pivot", detail=f"the pivot has {number.text}"))
    times = f", {10 ** abs(slip.power):,} times too {'much' if slip.power > 0 else 'little'}" if slip.power else ""
    return Hit(
        start=pair.start + start,
        end=pair.start + end,
        message=f'"{pair.text[start:end]}" against "{theirs}" in the original{times}',
        confidence=confidence,
        subtype="scale" if slip.power else "value",
        severity="critical" if slip.power else None,
        suggestions=(Suggestion(text=fix, confidence=min(0.95, confidence), evidence=(evidence[0],)),),
        evidence=tuple(evidence),
    )
