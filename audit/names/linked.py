"""Both sides of a sentence link with what each covers of the other: where residual names are looked for."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.names.coverage import Reach, related, spelled_out, together
from audit.names.mentions import Sentence
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
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A translated sentence beside its linked originals.

    `bare_t`: indexes of words of the translation that no linked original covers (names and other words alike);
    `bare_o[k]`: the same for the words of original k against the translation and its neighbours.
    `anchors[k]`: pairs (index in the translation, index in original k) of words that both have once, in order of
    the first.
    """

    sentence: Sentence
    number: int
    originals: tuple[Original, ...]
    bare_t: frozenset[int]
    bare_o: tuple[frozenset[int], ...]
    anchors: tuple[tuple[tuple[int, int], ...], ...]
    score: float
    lang: str = "zh"
    pivot: str | None = None


def pair_up(
    sentence: Sentence,
    number: int,
    originals: Sequence[Original],
    score: float,
    lang: str = "zh",
    pivot: str | None = None,
) -> Pairing:
    """Compare a sentence with its linked originals; `pivot` is the pivot text behind it, in language `lang`."""
    mine = sentence.tokens
    other = together([s.reach for original in originals for s in original.sentences])
    spelled = spelled_out(mine, other)
    bare_t = frozenset(i for i, token in enumerate(mine) if i not in spelled and not covered(token, other))
    own = sentence.reach
    bare_o = []
    anchors = []
    for original in originals:
        theirs = original.tokens
        spelled_o = spelled_out(theirs, own)
        bare_o.append(frozenset(i for i, token in enumerate(theirs) if i not in spelled_o and not covered(token, own)))
        anchors.append(_anchors(mine, theirs))
    return Pairing(
        sentence=sentence,
        number=number,
        originals=tuple(originals),
        bare_t=bare_t,
        bare_o=tuple(bare_o),
        anchors=tuple(anchors),
        score=score,
        lang=lang,
        pivot=pivot,
    )


def covered(token: Token, other: Reach) -> bool:
    """Whether the other side has the word in some form; an acronym must not be met by a small word (US / us)."""
    return other.covers(token.key)


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


def expected(anchors: Sequence[tuple[int, int]], at: float, length_t: int, length_o: int) -> float:
    """Where a word at index `at` of the translation is to be expected in the original, by its nearest anchors."""
    left = bisect.bisect_left([i for i, _ in anchors], at)
    before = anchors[left - 1] if left else (-1, -1)
    after = anchors[left] if left < len(anchors) else (length_t, length_o)
    if after[0] == before[0]:
        return float(after[1])
    share = (at - before[0]) / (after[0] - before[0])
    return before[1] + share * (after[1] - before[1])
