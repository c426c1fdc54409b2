"""Names of a linked original that the translated sentence and its neighbours have in no form."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from audit.model import Evidence, Hit
from audit.names.calques import lost
from audit.names.coverage import reach
from audit.names.vocabulary import plain
from audit.values.lexicon import currency_words

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.stage import Stage

_STANDS_FOR = frozenset(
    "he him his she her hers they them their it its who whom whose this that these those we i you my our your"
    " company firm group team club agency ministry organisation organization party union paper newspaper city country"
    " state government president minister leader man woman official spokesman spokeswoman spokesperson author".split()
)
_CLOSE = 0.6


def missing_hits(context: Context, stage: Stage, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Hits for whole names that are lost; `taken` are the spans that other name findings explain."""
    by_number = {pairing.number: pairing for pairing in stage.pairings}
    touches = touched(taken)
    used: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for number, pairing in sorted(by_number.items()):
        sentence = pairing.sentence
        if pairing.score < 0.8 or all(
            o.names.isdisjoint(b) for o, b in zip(pairing.originals, pairing.bare_o, strict=True)
        ):
            continue
        if touches(sentence.start, sentence.end):
            continue
        content = [i for i, t in enumerate(sentence.tokens) if len(t.key) > 3]
        if not content or sum(i not in pairing.bare_t for i in content) < _CLOSE * len(content):
            continue
        near = reach([s.tokens for s in stage.sentences[max(0, number - 1) : number + 2]])
        substitute = any(t.key in _STANDS_FOR for t in sentence.tokens)
        for item in lost(pairing, used[number]):
            span = range(item.mention.first, item.mention.last + 1)
            words = [item.tokens[i] for i in span]
            if (
                len(item.missing) < len(words)
                or all(plain(w.key) or w.key in currency_words() for w in words)
                or any(near.covers(w.key) for w in words)
            ):
                continue
            original = pairing.originals[item.original]
            name = original.text[words[0].start : words[-1].bare]
            evidence = Evidence(
                kind="original",
                detail=f"the linked original names “{name}”",
                ref=f"{original.doc}:{words[0].start}-{words[-1].bare}",
            )
            yield Hit(
                start=sentence.start,
                end=sentence.end,
                message=f"“{name}” of the original is missing here",
                confidence=0.35 if substitute else 0.6,
                evidence=(evidence,),
            )


def touched(spans: Sequence[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Whether any of some spans touches [start, end)."""
    starts = sorted(spans)
    furthest = list(accumulate((end for _, end in starts), max))

    def touches(start: int, end: int) -> bool:
        before = bisect_left(starts, (end,))
        return before > 0 and furthest[before - 1] > start

    return touches
