"""Units and currencies where links do not help: figures that some original has, sums that lost their currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.context import Context
from audit.detectors._sides import LONGEST, Pair, place
from audit.model import Evidence, Hit, Suggestion
from audit.values.compare import digits, same
from audit.values.lexicon import currency_words
from audit.values.quantities import Quantity, quantities
from audit.values.units import agrees, clash
from corpora.documents import Span

_MILLION = 1e6
_MOST = 400_000
"""Characters of originals that are read for figures."""

_COMPARISONS = 200_000
"""Comparisons of amounts after which no more are made in a document."""

_FIGURE = re.compile(r"\d")
_PLURAL = re.compile(r" ([a-z]{3,}s)\b")


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount of an original, its words and the line that it stands in."""

    quantity: Quantity
    words: str
    line: Span


def units_elsewhere(context: Context) -> Iterator[Hit]:
    """ "16,000 meters" where the only 16,000 of all originals are feet, in a sentence without a link to this."""
    told: Mapping[float, list[_Told]] | None = None
    left = _COMPARISONS
    for start, end in context.sentences if context.originals else ():
        text = context.text[start:end]
        if end - start > LONGEST or not _FIGURE.search(text):
            continue
        ours = [quantity for quantity in quantities(text) if _rare(quantity)]
        if not ours:
            continue
        told = _told(context) if told is None else told
        linked = {(span.doc, span.start) for span in context.linked(start, end)}
        for quantity in ours:
            others = told.get(quantity.low, [])
            if others and not any((one.line.doc, one.line.start) in linked for one in others):
                left -= sum(map(len, told.values()))
                if left < 0:
                    return  # tables of figures
                yield from _elsewhere(quantity, text, start, others, told)


def _rare(quantity: Quantity) -> bool:
    """Whether two texts about one event hardly have this figure by chance: 16,000, 14.1 billion, but not 20 or 500."""
    if quantity.kind not in ("count", "money") or quantity.unit is None or quantity.low != quantity.high:
        return False
    known = digits(quantity.value)
    return known >= 3 or (known == 2 and quantity.value >= 1000)


def _told(context: Context) -> Mapping[float, list[_Told]]:
    found: dict[float, list[_Told]] = {}
    left = _MOST
    for document in context.originals.values():
        at = 0
        for line in document.text[:left].splitlines(keepends=True):
            if _FIGURE.search(line):
                span = document.span(at, at + len(line))
                for quantity in quantities(line):
                    if quantity.low == quantity.high:
                        words = line[quantity.start : quantity.end]
                        found.setdefault(quantity.low, []).append(_Told(quantity, words, span))
            at += len(line)
        left = max(0, left - len(document.text))
    return found


def _elsewhere(
    quantity: Quantity, text: str, at: int, others: list[_Told], told: Mapping[float, list[_Told]]
) -> Iterator[Hit]:
    if quantity.unit is None or not all(clash(quantity.unit, one.quantity.unit) for one in others):
        return
    if len({one.quantity.unit for one in others}) > 1 or any(
        agrees(quantity.unit, one.quantity.unit) and same(quantity, one.quantity)
        for some in told.values()
        for one in some
    ):
        return  # converted
    right = others[0]
    surface = text[quantity.start : quantity.end]
    yield Hit(
        start=at + quantity.start,
        end=at + quantity.end,
        message=f'"{surface}" against "{right.words}" in an original: another unit',
        confidence=0.75,
        subtype="currency" if quantity.kind == "money" else "unit",
        suggestions=(Suggestion(text=right.words, confidence=0.75),),
        evidence=(
            Evidence(kind="original", detail=f'an original has "{right.words}", none has it so', ref=place(right.line)),
        ),
    )


def lost_currency(pair: Pair, ours: list[Quantity], theirs: list[Quantity]) -> Iterator[Hit]:
    """ "8 billion", "8 billion knives" (80亿刀) under a link to "$8 billion": a sum whose currency is gone."""
    if any(quantity.kind == "money" for quantity in ours) or not pair.letters.isdisjoint(currency_words()):
        return
    original = pair.original
    for quantity in ours:
        if quantity.kind != "count" or quantity.unit is not None or quantity.base < _MILLION:
            continue
        equal = [other for other in theirs if other.low == quantity.low and other.high == quantity.high]
        if len(equal) != 1 or equal[0].kind != "money" or _named(quantity, pair):
            continue
        words = original[equal[0].start : equal[0].end]
        behind = _PLURAL.match(pair.text, quantity.end)
        end = behind.end() if behind else quantity.end
        surface = pair.text[quantity.start : end]
        yield Hit(
            start=pair.start + quantity.start,
            end=pair.start + end,
            message=f'"{surface}" against "{words}" in the original: the currency is missing',
            confidence=0.75,
            subtype="currency",
            severity="major" if behind else "minor",
            suggestions=(Suggestion(text=words, confidence=0.8),),
            evidence=(
                Evidence(kind="original", detail=f'the linked original has "{words}"', ref=place(pair.originals[0])),
            ),
        )


def _named(quantity: Quantity, pair: Pair) -> bool:
    """Whether the original counts the same things, too: shares, people."""
    noun = quantity.noun
    return noun is not None and (noun in pair.original_letters or noun.removesuffix("s") in pair.original_letters)
