"""Inside a chosen pair of mentions: which words stand for which, and what should be written."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from audit.names.authority import places
from audit.names.candidates import Candidate, narrowed
from audit.names.coverage import organisation_names, related, small
from audit.names.linked import Pairing
from audit.names.mentions import half_given
from audit.names.particles import with_particles
from audit.names.sound import letters, sound
from audit.names.tokens import Token
from audit.names.vocabulary import plain, words

_FAINT = 0.45
"""Likeness below which nothing but its place speaks for a pair, which is too little for what another pair left over."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words first..last (inclusive) of the translated sentence and the words of the original that belong there."""

    first: int
    last: int
    original: int
    first_o: int
    last_o: int
    like: float
    whole: bool


def resolve(pairing: Pairing, candidate: Candidate) -> list[Change]:
    """Changes that make the translated mention right: word by word for people, as a whole where the order differs."""
    mine = pairing.sentence.tokens
    theirs = pairing.originals[candidate.original].tokens
    a, b = candidate.mine, candidate.theirs
    left, right = list(range(a.first, a.last + 1)), list(range(b.first, b.last + 1))
    if len(right) == 1 and theirs[right[0]].shouted and set(left) == set(a.bare):
        left += _lower_head(pairing, a.last)
        return [_change(candidate, mine, theirs, left, right, whole=True)]
    anchors = _anchors(mine, theirs, left, right)
    if all(plain(mine[i].key) for i in a.bare) and len(left) > 1 and not _alike(mine, theirs, a.bare, b.bare):
        anchors = None
    if anchors is None:
        ours, wanted = _trim(mine, left, a.bare, theirs, right), _trim(theirs, right, b.bare, mine, left)
        return [_change(candidate, mine, theirs, ours, wanted, whole=True)]
    out: list[Change] = []
    borders = [(a.first - 1, b.first - 1), *anchors, (a.last + 1, b.last + 1)]
    for (i0, j0), (i1, j1) in itertools.pairwise(borders):
        block_t = [i for i in range(i0 + 1, i1) if i in a.bare]
        block_o = [j for j in range(j0 + 1, j1) if j in b.bare]
        if block_t and block_o:
            enclosed = i0 >= a.first and i1 <= a.last
            out += _block(candidate, mine, theirs, block_t, block_o, enclosed)
    return with_particles(out, mine, theirs, pairing.bare_o[candidate.original])


def _lower_head(pairing: Pairing, last: int) -> list[int]:
    """The head of an organisation's name that is written small after its capitals: "European Football association"."""
    tokens = pairing.sentence.tokens
    if last + 1 >= len(tokens) or last + 1 not in pairing.bare_t or tokens[last + 1].start - tokens[last].end > 1:
        return []
    return [last + 1] if tokens[last + 1].key in words("organisation_heads") and not _head(tokens[last]) else []


def left_over(pairing: Pairing, row: Sequence[Candidate], changes: Sequence[Change]) -> list[Candidate]:
    """Candidates of a link whose mention has no change yet, with the words of the original that no change has used."""
    ours = {i for change in changes for i in range(change.first, change.last + 1)}
    used = {(change.original, j) for change in changes for j in range(change.first_o, change.last_o + 1)}
    out = []
    for c in row:
        bare = tuple(j for j in c.theirs.bare if (c.original, j) not in used)
        if bare and len(bare) < len(c.theirs.bare) and ours.isdisjoint(range(c.mine.first, c.mine.last + 1)):
            fresh = narrowed(pairing, c, bare)
            if fresh.features["like"] >= _FAINT:
                out.append(fresh)
    return out


def _alike(mine: Sequence[Token], theirs: Sequence[Token], left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether a word in question sounds like one of the original's, so that it is a respelling and no translation."""
    return any(
        letters(mine[i].key, theirs[j].key) > 0.75 and not related(mine[i].key, theirs[j].key)
        for i in left
        for j in right
    )


def _anchors(
    mine: Sequence[Token], theirs: Sequence[Token], left: Sequence[int], right: Sequence[int]
) -> list[tuple[int, int]] | None:
    """Pairs of words that both mentions have, in order; None when their order crosses."""
    pairs = []
    used: set[int] = set()
    for i in left:
        for j in right:
            if j not in used and (mine[i].key == theirs[j].key or related(mine[i].key, theirs[j].key)):
                pairs.append((i, j))
                used.add(j)
                break
    content = [pair for pair in pairs if not small(mine[pair[0]].key)]
    if any(x[1] > y[1] for x, y in itertools.pairwise(content)):
        return None
    return content


def _trim(
    tokens: Sequence[Token], span: Sequence[int], bare: Sequence[int], others: Sequence[Token], theirs: Sequence[int]
) -> list[int]:
    """The span without words at its ends that are not in question and have no counterpart in the other mention."""
    out = list(span)

    def loose(i: int) -> bool:
        token = tokens[i]
        if i in bare:
            return False
        return small(token.key) or not any(related(token.key, others[j].key) for j in theirs)

    while len(out) > 1 and loose(out[0]):
        out.pop(0)
    while len(out) > 1 and loose(out[-1]):
        out.pop()
    return out


def _block(
    candidate: Candidate,
    mine: Sequence[Token],
    theirs: Sequence[Token],
    left: list[int],
    right: list[int],
    enclosed: bool,
) -> list[Change]:
    """Match uncovered words of both sides that stand between the same anchors (`enclosed`: anchors on both sides)."""
    ours, wanted = _units(mine, left), _units(theirs, right)
    whole = [_change(candidate, mine, theirs, left, right)]
    if len(ours) == len(wanted) == 1:
        return whole
    likes = {(a, b): _like_at(mine, a, theirs, b) for a in ours for b in wanted}
    if len(ours) == len(wanted) and not any(mine[unit[0]].glued for unit in ours[1:]):
        rows = list(zip(ours, wanted, strict=True))
        if all(likes[pair] >= 0.4 for pair in rows):
            return [_change(candidate, mine, theirs, a, b) for a, b in rows]
        return whole
    together = _like_at(mine, left, theirs, right)
    best, a, b = max((like, a, b) for (a, b), like in likes.items())
    rest = [i for unit in ours if unit != a for i in unit]
    if len(wanted) == 1:
        single = best >= max(together, 0.5) and not enclosed and all(plain(mine[i].key) for i in rest)
        return [_change(candidate, mine, theirs, a, b)] if single else whole
    if len(ours) == 1:
        # one word for several: the likest one, unless the whole is likelier (a title or first name may be left out)
        if best < _SAME and _never_short(candidate, theirs, right):
            return whole
        return [_change(candidate, mine, theirs, left, b)] if best >= max(0.55, together - 0.15) else whole
    if best < 0.7:
        return whole
    behind = [i for i in left if i > a[-1]], [j for j in right if j > b[-1]]
    if not behind[0] and behind[1] and _runs_on(mine, a, theirs, b, behind[1]):
        b, behind = (*b, *behind[1]), ([], [])
    out = [_change(candidate, mine, theirs, a, b)]
    for others, named in (([i for i in left if i < a[0]], [j for j in right if j < b[0]]), behind):
        if others and named:
            out += _remainder(candidate, mine, theirs, others, named)
    return sorted(out, key=lambda change: change.first)


_SAME = 0.9
"""Likeness from which one word of a name is surely meant."""


def _never_short(candidate: Candidate, theirs: Sequence[Token], right: Sequence[int]) -> bool:
    """Whether several words are all of a place's name or of a known organisation's: Ubon Ratchathani, Eli Lilly.

    Unlike people's, these are seldom named by one word of several.
    """
    if (right[0], right[-1]) != (candidate.theirs.first, candidate.theirs.last):
        return False
    words = [theirs[j].word for j in right]
    return places().has(" ".join(words)) or "".join(theirs[j].key for j in right) in organisation_names()


def _runs_on(
    mine: Sequence[Token], a: Sequence[int], theirs: Sequence[Token], b: Sequence[int], rest: list[int]
) -> bool:
    """Whether a word is liker to several words than to their first one: Honghe for Hong Ha."""
    word, first = "".join(mine[i].key for i in a), "".join(theirs[j].key for j in b)
    alike = Levenshtein.normalized_similarity
    return alike(word, first + "".join(theirs[j].key for j in rest)) > alike(word, first)


_ARTICLES = frozenset("el al la le de di da del los las van von".split())


def _units(tokens: Sequence[Token], span: Sequence[int]) -> list[tuple[int, ...]]:
    """Words that are changed together: each for itself, but halves of a given name (Jae-myung) and articles (El Obeid)
    with what they belong to."""
    out: list[tuple[int, ...]] = []
    for i in span:
        if out and out[-1][-1] == i - 1 and (half_given(tokens, i) or tokens[i - 1].key in _ARTICLES):
            out[-1] = (*out[-1], i)
        else:
            out.append((i,))
    return out


def _remainder(
    candidate: Candidate, mine: Sequence[Token], theirs: Sequence[Token], left: list[int], right: list[int]
) -> list[Change]:
    """What is left beside the likest pair of words: one word of the original for all of it, or all of it for one word.

    Where both mentions end here, the one family name that is left stands for whatever is left; else nothing is certain.
    """
    wanted = _units(theirs, right)
    like, b = max((_like_at(mine, left, theirs, unit), unit) for unit in wanted)
    if len(wanted) > 1 and _like_at(mine, left, theirs, right) >= max(0.6, like):
        return [_change(candidate, mine, theirs, left, right)]
    if like >= 0.6:
        return [_change(candidate, mine, theirs, left, b)]
    ends = left[-1] == candidate.mine.last and right[-1] == candidate.theirs.last
    alike = _head(mine[left[-1]]) == _head(theirs[right[-1]])
    if len(wanted) == 1 and (len(left) == 1 or (ends and alike and len(left) == 2)):
        return [_change(candidate, mine, theirs, left, right)]
    return []


def _head(token: Token) -> bool:
    """Whether a word says what kind of thing its name is of."""
    return token.key in words("organisation_heads") or token.key in words("place_heads")


def _change(
    candidate: Candidate,
    mine: Sequence[Token],
    theirs: Sequence[Token],
    left: Sequence[int],
    right: Sequence[int],
    whole: bool = False,
) -> Change:
    first, last = left[0], left[-1]
    first_o, last_o = _whole_given(theirs, right[0], right[-1])
    if last_o - first_o > right[-1] - right[0]:
        first, last = _whole_given(mine, first, last)
    return Change(
        first=first,
        last=last,
        original=candidate.original,
        first_o=first_o,
        last_o=last_o,
        like=_like_at(mine, left, theirs, right),
        whole=whole,
    )


def _whole_given(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """A span with all of the given names with a hyphen that it begins or ends in."""
    while first > 0 and half_given(tokens, first):
        first -= 1
    while last + 1 < len(tokens) and half_given(tokens, last + 1):
        last += 1
    return first, last


def _like_at(mine: Sequence[Token], left: Sequence[int], theirs: Sequence[Token], right: Sequence[int]) -> float:
    one, two = "".join(mine[i].key for i in left), "".join(theirs[j].key for j in right)
    return 0.5 * letters(one, two) + 0.5 * sound(one, two)
