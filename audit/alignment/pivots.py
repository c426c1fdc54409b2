"""Which sentences of the pivot stand behind which units of the translation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audit.alignment.meaning import encoder
from audit.alignment.parallel import align
from audit.model import Pair
from audit.retrieval.cut import cut
from corpora.documents import Document

Pairing = list[Pair]
SAMPLE = 8
CLOSER = 0.05
LONGEST = 1200
"""Sentences up to which a pivot is lined up beside originals."""
LONGEST_ALONE = 500
"""Sentences up to which a text is lined up with its pivot alone; memory goes by the square (500: some 200 MB)."""
SEVERAL = 3
"""Sentences of a line from which it is lined up inside: two belong together more surely than they are cut alike."""
SAME = 0.38
"""Mean cosine of pairs from which a pivot is that of the text: its own has 0.6 and more, others up to 0.27."""


def pairing(document: Document, units: Sequence[tuple[int, int]], longest: int = LONGEST) -> Pairing:
    """Pairs of a stretch of the translation and the stretch of the pivot that it renders, in order.

    From the file's own segments where it has them; line by line where the two have as many lines and these fit; else
    by lining up the two texts in order. Empty without a pivot.
    """
    pivot = document.pivot
    if pivot is None or not pivot.text.strip() or not units:
        return []
    known = [((one.start, one.end), one.pivot) for one in document.segments if one.pivot is not None]
    if known:
        return known
    ours, theirs = lines(document.text), lines(pivot.text)
    sentences = cut(pivot.text, pivot.lang) if len(ours) != len(theirs) or len(ours) == 1 < len(units) else []
    if len(ours) == len(theirs) and (
        (len(ours) == 1 and min(len(units), len(sentences)) < 2)
        or (len(ours) > 1 and _parallel(document.text, ours, pivot.text, theirs))
    ):
        return list(zip(ours, theirs, strict=True))
    return _in_order(document.text, units, pivot.text, sentences or cut(pivot.text, pivot.lang), longest)


def fine_pairing(document: Document, units: Sequence[tuple[int, int]]) -> Pairing:
    """The same, with pairs of three sentences and more lined up inside; empty for another text's pivot.

    For rules that compare a sentence with what stands behind it. A segment of the file stays whole.
    """
    pivot = document.pivot
    pairs = pairing(document, units, LONGEST_ALONE)
    if pivot is None or any(one.pivot is not None for one in document.segments):
        return pairs
    out: Pairing = []
    for (start, end), (first, last) in pairs:
        inside = [unit for unit in units if start <= unit[0] and unit[1] <= end]
        behind_it = cut(pivot.text[first:last], pivot.lang) if len(inside) >= SEVERAL else []
        if len(behind_it) >= SEVERAL:
            theirs = [(first + a, first + b) for a, b in behind_it]
            out += _in_order(document.text, inside, pivot.text, theirs, LONGEST_ALONE) or [
                ((start, end), (first, last))
            ]
        else:
            out.append(((start, end), (first, last)))
    return out if _alike(document.text, pivot.text, out) else []


def _in_order(
    text: str, units: Sequence[tuple[int, int]], other: str, sentences: Sequence[tuple[int, int]], longest: int
) -> Pairing:
    """Two texts lined up in order; empty where one is empty or very long."""
    if not sentences or max(len(units), len(sentences)) > longest:
        return []
    steps = align([other[a:b] for a, b in sentences], [text[a:b] for a, b in units], lambda _: 1.0, cross=True)
    return [
        (
            (units[step.j][0], units[step.j + step.right - 1][1]),
            (sentences[step.i][0], sentences[step.i + step.left - 1][1]),
        )
        for step in steps
        if step.left and step.right
    ]


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text that are not empty, as offset pairs without surrounding space."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body)
            spans.append((start, start + len(body)))
        at += len(line)
    return spans


def _parallel(text: str, ours: list[tuple[int, int]], other: str, theirs: list[tuple[int, int]]) -> bool:
    """Whether a sample of lines means the same as the lines with the same number, rather than as those after them."""
    step = max(1, len(ours) // SAMPLE)
    chosen = range(0, len(ours), step)
    left = encoder().encode([text[slice(*ours[number])] for number in chosen])
    right = encoder().encode([other[slice(*theirs[number])] for number in chosen])
    same = float((left * right).sum(axis=1).mean())
    shifted = float((left * np.roll(right, 1, axis=0)).sum(axis=1).mean())
    return same > shifted + CLOSER or len(chosen) < 3


def _alike(text: str, other: str, pairs: Pairing) -> bool:
    """Whether a sample of pairs means much the same: the pivot is one of this text."""
    if len(pairs) < 2:
        return True
    chosen = pairs[:: max(1, len(pairs) // SAMPLE)]
    left = encoder().encode([text[slice(*one)] for one, _ in chosen])
    right = encoder().encode([other[slice(*two)] for _, two in chosen])
    return float((left * right).sum(axis=1).mean()) >= SAME
