"""What other outlets write in the place that a suggestion is taken from: evidence for it, or a warning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audit.model import Evidence, Hit, Link, Suggestion

SHORTEST = 3


def with_votes(hit: Hit, links: Sequence[Link]) -> Hit:
    """The hit, its suggestions supported by the outlets that tell the same sentence in the same words.

    Only suggestions that stand in the linked original are counted, as whole words; outlets that tell the sentence in
    other words say nothing.
    """
    told = [
        link
        for link in links
        if link.alternates
        and link.translation is not None
        and link.translation.start < hit.end
        and hit.start < link.translation.end
    ]
    if not told or not hit.suggestions:
        return hit
    return replace(hit, suggestions=tuple(_voted(suggestion, told) for suggestion in hit.suggestions))


def _voted(suggestion: Suggestion, links: Sequence[Link]) -> Suggestion:
    if len(suggestion.text) < SHORTEST:
        return suggestion
    word = re.compile(rf"(?<!\w){re.escape(suggestion.text)}(?!\w)")
    for link in links:
        if not word.search(link.original.text):
            continue
        same = [one.original for one in link.alternates if word.search(one.original.text)]
        if same:
            of = f"{len(same)} of {len(link.alternates)} other reports that tell"
            if len(link.alternates) == 1:
                of = "another report that tells"
            evidence = Evidence(
                kind="outlets",
                detail=f"“{suggestion.text}” also stands in {of} this sentence",
                ref=f"{same[0].doc}:{same[0].start}-{same[0].end}",
            )
            return replace(suggestion, evidence=(*suggestion.evidence, evidence))
    return suggestion
