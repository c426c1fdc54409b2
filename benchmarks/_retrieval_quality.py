"""How good retrieval is: the right original first, abstaining without it, all originals of a text put together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks._retrieval_data import Text, composites, originals, others, translations
from benchmarks._retrieval_methods import METHODS

SMALL_PART = 2
"""A part counts as small where at most this many sentences of a text come from it."""


def quality(name: str, every: int) -> dict[str, Any]:
    """The figures of one method over every Nth text; of the other texts in the pool, too, only every Nth is there."""
    started = time.process_time()
    method = METHODS[name](originals(), others()[::every])
    whole = translations()[::every]
    method.ask(whole[0].text)  # the first question loads weights and makes what is made once
    built = time.process_time() - started
    started = time.process_time()
    found = [method.ask(one.text) for one in whole]
    asked = (time.process_time() - started) / len(whole)
    left = [method.ask(one.text, without=one.story) for one in whole]
    firsts = [row[0] if row else None for row in found]
    wrong = [row[0] if row else None for row in left]
    right = [first is not None and first[0] == one.story for first, one in zip(firsts, whole, strict=True)]
    if method.abstains:
        abstained = [first is None for first in wrong]
        accepted = right
    else:
        accepted, abstained = with_threshold(
            whole, right, [score(one) for one in firsts], [score(one) for one in wrong]
        )
    parts = composites()[::every]
    answers = [[id for id, _ in method.ask(one.text)] for one in parts]
    return {
        "translations": len(whole),
        "first": share(right),
        "found_and_accepted": share(accepted),
        "abstains_without_original": share(abstained),
        "build_cpu_seconds": round(built, 3),
        "cpu_seconds_per_text": round(asked, 5),
        **in_parts(parts, answers, method.abstains),
    }


def in_parts(texts: Sequence[Text], answers: Sequence[Sequence[str]], abstains: bool) -> dict[str, Any]:
    """Recall over the originals of composites; a ranking counts as far as ten documents a text."""
    every, small, returned, true = [], [], 0, 0
    for one, ids in zip(texts, answers, strict=True):
        kept = set(ids if abstains else ids[:10])
        returned += len(kept)
        true += len(kept & set(one.originals))
        for id, count in one.originals.items():
            every.append(id in kept)
            if count <= SMALL_PART:
                small.append(id in kept)
    return {
        "composites": len(texts),
        "documents": len(every),
        "document_recall": share(every),
        "document_precision": round(true / max(1, returned), 4),
        "small_parts": len(small),
        "small_part_recall": share(small),
    }


def with_threshold(
    texts: Sequence[Text], right: Sequence[bool], with_it: Sequence[float], without: Sequence[float]
) -> tuple[list[bool], list[bool]]:
    """What a ranking with a threshold on its first score would do; the threshold comes from the other stories."""
    accepted, abstained = [], []
    thresholds: dict[str, float] = {}
    for one, good, high, low in zip(texts, right, with_it, without, strict=True):
        if one.story not in thresholds:
            rest = [number for number, other in enumerate(texts) if other.story != one.story]
            thresholds[one.story] = max(
                (
                    (sum((right[n] and with_it[n] >= value) + (without[n] < value) for n in rest), value)
                    for value in {with_it[n] for n in rest} | {0.0}
                ),
            )[1]
        accepted.append(good and high >= thresholds[one.story])
        abstained.append(low < thresholds[one.story])
    return accepted, abstained


def score(first: tuple[str, float] | None) -> float:
    return first[1] if first else 0.0


def share(values: Sequence[bool]) -> float:
    """The share of true values, 1 where there are none."""
    return round(sum(values) / len(values), 4) if values else 1.0
