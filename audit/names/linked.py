"""Both sides of a sentence link with what each covers of the other: where residual names are looked for."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from audit.names.coverage import Reach, related, spelled_out
from audit.names.mentions import Mention, Sentence
from audit.names.tokens import Token


@dataclass(frozen=True)
class Original:
    """The linked stretch of one original: its sentences, in order, joined to one row of words."""

    doc: str
    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of all its sentences."""
        if len(self.sentences) == 1:
            return self.sentences[0].tokens
        return tuple(token for sentence in self.sentences for token in sentence.tokens)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of all its sentences, as if they were one."""
        if len(self.sentences) == 1:
            return self.sentences[0].mentions
        return tuple(
            Mention(first=m.first + at, last=m.last + at, kind=m.kind, quoted=m.quoted)
            for sentence, at in zip(self.sentences, self.starts, strict=True)
            for m in sentence.mentions
        )

    @cached_property
    def names(self) -> frozenset[int]:
        """Indexes of the words that look like parts of names, as if all its sentences were one."""
        if len(self.sentences) == 1:
            return self.sentences[0].names
        return frozenset(
            index + at for sentence, at in zip(self.sentences, self.starts, strict=True) for index in sentence.names
        )

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its words, folded."""
        if len(self.sentences) == 1:
            return self.sentences[0].reach.keys
        return frozenset(token.key for token in self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        """The index of the first word of each sentence."""
        return [0, *accumulate(len(sentence.tokens) for sentence in self.sentences)][:-1]


@dataclass(frozen=True)
class Pairing:
    """A translated sentence beside its linked originals.

    `bare_t`: indexes of words of the translation that no linked original covers (names and other words alike);
    `bare_o[k]`: the same for the words of original k against the translation; `reach_o`: the words of all of them.
    """

    sentence: Sentence
    number: int
    originals: tuple[Original, ...]
    reach_o: Reach
    bare_t: frozenset[int]
    bare_o: tuple[frozenset[int], ...]
    score: float
    lang: str = "zh"
    pivot: str | None = None

    @cached_property
    def anchors(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For original k, pairs (index in the translation, index there) of words that both have once, in order of the
        first."""
        return tuple(_anchors(self.sentence.tokens, original.tokens) for original in self.originals)

    @cached_property
    def partners(self) -> tuple[dict[int, int], ...]:
        """The anchors as index in the translation -> index in original k."""
        return tuple(map(dict, self.anchors))


def pair_up(
    sentence: Sentence,
    number: int,
    originals: Sequence[Original],
    score: float,
    lang: str = "zh",
    pivot: str | None = None,
) -> Pairing:
    """Compare a sentence with its linked originals; `pivot` is the pivot text behind it, in language `lang`."""
    read = [s for original in originals for s in original.sentences]
    other = read[0].reach if len(read) == 1 else Reach(tuple(s.tokens for s in read))
    own = sentence.reach
    return Pairing(
        sentence=sentence,
        number=number,
        originals=tuple(originals),
        reach_o=other,
        bare_t=_uncovered(sentence.tokens, other),
        bare_o=tuple(_uncovered(original.tokens, own) for original in originals),
        score=score,
        lang=lang,
        pivot=pivot,
    )


def _uncovered(tokens: Sequence[Token], other: Reach) -> frozenset[int]:
    """Indexes of words that the other side has in no form, neither alone nor together."""
    loose = [i for i, token in enumerate(tokens) if token.key not in other.keys and not other.covers(token.key)]
    return frozenset(loose).difference(spelled_out(tokens, other, loose)) if loose else frozenset()


def _anchors(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    once_t = _once(mine)
    once_o = _once(theirs)
    pairs = [(i, once_o[key]) for key, i in once_t.items() if key in once_o]
    taken_t, taken_o = {i for i, _ in pairs}, {j for _, j in pairs}
    by_head: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for other, j in once_o.items():
        if j not in taken_o:
            by_head[other[:2]].append((other, j))
    for key, i in once_t.items():
        if i in taken_t or len(key) < 4:
            continue
        for other, j in by_head.get(key[:2], ()):
            if j not in taken_o and related(key, other):
                pairs.append((i, j))
                taken_o.add(j)
                break
    return tuple(sorted(pairs))


def _once(tokens: Sequence[Token]) -> dict[str, int]:
    seen: dict[str, int] = {}
    twice: set[str] = set()
    for index, token in enumerate(tokens):
        if token.key in seen:
            twice.add(token.key)
        seen[token.key] = index
    return {key: index for key, index in seen.items() if key not in twice}


def _first(anchor: tuple[int, int]) -> int:
    return anchor[0]


def expected(anchors: Sequence[tuple[int, int]], at: float, length_t: int, length_o: int) -> float:
    """Where a word at index `at` of the translation is to be expected in the original, by its nearest anchors."""
    left = bisect.bisect_left(anchors, at, key=_first)
    before = anchors[left - 1] if left else (-1, -1)
    after = anchors[left] if left < len(anchors) else (length_t, length_o)
    if after[0] == before[0]:
        return float(after[1])
    share = (at - before[0]) / (after[0] - before[0])
    return before[1] + share * (after[1] - before[1])
