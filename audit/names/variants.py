"""Two spellings of one name within a text: the rarer one beside the more frequent one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit.model import Evidence, Hit, Suggestion
from audit.names.coverage import related
from audit.names.sound import letters, sound
from audit.names.vocabulary import given_names, rarity

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.linkedstage import Stage

_SHORTEST = 5


def variant_hits(context: Context, stage: Stage, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Hits for words of names that differ by a letter or two from a more frequent word of a name in the same text.

    Both must be words that English does not know, of five letters or more, begin with the same letter, and at most one
    of them may stand in a linked original. Confidence grows with the frequency of the other spelling.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sentence in stage.sentences:
        for i in sorted(sentence.names):
            token = sentence.tokens[i]
            if len(token.key) >= _SHORTEST and token.key.isalpha() and rarity(token.key) > 5.6 and not token.shouted:
                places[token.key].append((token.start, token.bare))
    keys = sorted(places)
    for rare in keys:
        if rare in stage.known:
            continue
        best = max(
            (other for other in keys if _variants(rare, other) and len(places[other]) > len(places[rare])),
            key=lambda other: (other in stage.known, len(places[other]), letters(rare, other)),
            default=None,
        )
        if best is None or (rare in given_names() and best in given_names()):
            continue
        start, end = places[best][0]
        wanted = context.text[start:end]
        certain = best in stage.known
        confidence = min(0.85, 0.45 + 0.08 * min(4, len(places[best]) - len(places[rare])) + 0.15 * certain)
        for a, b in places[rare]:
            if any(a < end_ and start_ < b for start_, end_ in taken):
                continue
            surface = context.text[a:b]
            evidence = Evidence(
                kind="in-text",
                detail=f"this text writes “{wanted}” {len(places[best])} times and “{surface}” {len(places[rare])} times",
            )
            yield Hit(
                start=a,
                end=b,
                message=f"“{surface}” beside “{wanted}”: one name in two spellings",
                confidence=confidence,
                subtype="respelled",
                suggestions=(Suggestion(text=wanted, confidence=confidence * 0.8, evidence=(evidence,)),),
                evidence=(evidence,),
            )


def _variants(a: str, b: str) -> bool:
    if a == b or a[0] != b[0] or abs(len(a) - len(b)) > 2 or related(a, b):
        return False
    return letters(a, b) >= 0.9 and sound(a, b) >= 0.75
