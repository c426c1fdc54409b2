"""Candidate pairs under a link: a residual name of the translation with a residual name of the original, and their
features."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from audit.names.coverage import groups_of, national, related, small
from audit.names.linked import Pairing, expected
from audit.names.mentions import Mention, Sentence, half_given
from audit.names.sides import Side, same_office, sides, somebody
from audit.names.sound import letters, sound
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, plain, rarity, words

_Words = TypeVar("_Words", Side, Mention)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair with its features; `original` numbers the linked originals of the pairing."""

    number: int
    original: int
    mine: Side
    theirs: Side
    features: dict[str, float]


def candidates(pairing: Pairing) -> list[Candidate]:
    """All pairs of residual names of one link, with the features that need no other link."""
    mine = pairing.sentence
    left = sides(mine.tokens, mine.mentions, pairing.bare_t, mine.names, ours=True)
    left += _lowered(mine, pairing.bare_t)
    left = [side for side in left if len(side.keys) <= _LONGEST]
    rivals = sum(side.kind not in _NO_RIVALS for side in left)
    out: list[Candidate] = []
    if not left:
        return out
    for k, original in enumerate(pairing.originals):
        tokens, mentions, names = original.tokens, original.mentions, original.names
        right = sides(tokens, mentions, pairing.bare_o[k], names, ours=False)
        right += _from_headlines(original.sentences, pairing.bare_o[k], names)
        right = [side for side in right if len(side.keys) <= _LONGEST]
        begun = {side.whole[0] for side in right}
        rest = [m for m in mentions if m.first not in begun and m.last - m.first < _LONGEST]
        crowd = len(left) * len(mentions) > _CROWD
        if crowd:
            right.sort(key=_middle)
        for a in left:
            facing, beside = right, rest
            if crowd:
                where = expected(pairing.anchors[k], _middle(a), len(mine.tokens), len(tokens))
                facing, beside = _around(right, where), _around(rest, where)
            for b in facing + _anchored(mine.tokens, tokens, a, beside, names):
                if (a.kind == "office" and somebody(tokens, b)) or (b.kind == "office" and somebody(mine.tokens, a)):
                    continue  # "Fed Chairman Powell" for "Jerome Powell": a body is nobody's given name
                features = _features(pairing, k, tokens, a, b)
                if features["country"] and len(a.bare) < len(a.keys) and features["like"] < _SAME:
                    continue  # "Russian President Putin" for "Vladimir Putin": somebody's country, not a name of his
                if features["common_in"] and _only_kind(mine.tokens, a, b):
                    continue  # "Paris Saint-Germain Football Club": the kind of body is added to its name
                features["rivals_t"] = min(3.0, rivals - (a.kind not in _NO_RIVALS))
                features["rivals_o"] = min(3.0, max(0, len(right) - 1))
                features["only"] = float(features["rivals_t"] == 0 and len(right) <= 1 and a.kind != "lower")
                out.append(Candidate(number=pairing.number, original=k, mine=a, theirs=b, features=features))
    return out


_SAME = 0.9
"""Likeness from which a country's name may be a slip for somebody's: Paris for Parisi, Georgia for Giorgia."""

_LONGEST = 40
"""Words beyond which a run of capitals is no name, and is not compared with any: it would cost its square."""

_CROWD = 2_500
"""Residual names of a sentence times mentions of its original beyond which they are a list or a table: each name is
compared with the nearest ones only, so that the work grows with the length."""

_NEAREST = 16
"""How many of them that are."""

_NO_RIVALS = frozenset({"lower", "office"})


def narrowed(pairing: Pairing, c: Candidate, bare: tuple[int, ...]) -> Candidate:
    """A candidate with nothing of the original's mention but the stretch of some of its uncovered words."""
    tokens = pairing.originals[c.original].tokens
    keys = tuple(tokens[j].key for j in range(bare[0], bare[-1] + 1))
    side = replace(c.theirs, first=bare[0], last=bare[-1], bare=bare, keys=keys)
    return replace(c, theirs=side, features={**c.features, **_features(pairing, c.original, tokens, c.mine, side)})


def _from_headlines(sentences: Sequence[Sentence], bare: frozenset[int], names: frozenset[int]) -> list[Side]:
    """Uncovered capitalised words of a headline: they may be names, which a headline's capitals do not tell."""
    out: list[Side] = []
    at = 0
    for sentence in sentences:
        if sentence.headline:
            row = [i for i, t in enumerate(sentence.tokens) if t.capital and i + at in bare and i + at not in names]
            row = [i for i in row if not sentence.tokens[i].opens and not small(sentence.tokens[i].key)]
            while row:
                first = last = row.pop(0)
                while row and all(small(sentence.tokens[n].key) for n in range(last + 1, row[0])):
                    last = row.pop(0)
                span = range(first, last + 1)
                if last > first:
                    out.append(
                        Side(
                            first + at,
                            last + at,
                            tuple(i + at for i in span if i + at in bare and sentence.tokens[i].capital),
                            tuple(sentence.tokens[i].key for i in span),
                            "headline",
                        )
                    )
        at += len(sentence.tokens)
    return out


def _lowered(mine: Sentence, bare: frozenset[int]) -> list[Side]:
    """Uncovered words in lower case that English does not know: names that lost their capitals."""
    strange = [
        i
        for i in sorted(bare - mine.names)
        if not (token := mine.tokens[i]).capital
        and len(token.key) > 3
        and token.key.isalpha()
        and rarity(token.key) > 6.0
    ]
    out: list[Side] = []
    for i in strange:
        if out and out[-1].last == i - 1:
            last = out.pop()
            out.append(Side(last.first, i, (*last.bare, i), (*last.keys, mine.tokens[i].key), "lower"))
        else:
            out.append(Side(i, i, (i,), (mine.tokens[i].key,), "lower"))
    return out


def _middle(words: Side | Mention) -> float:
    return (words.first + words.last) / 2


def _around(row: Sequence[_Words], where: float) -> list[_Words]:
    """The nearest of some words in a row to the place of a word."""
    at = bisect_left(row, where, key=_middle)
    return list(row[max(0, at - _NEAREST // 2) : at + _NEAREST // 2])


def _anchored(
    mine: Sequence[Token], theirs: Sequence[Token], a: Side, mentions: Sequence[Mention], names: frozenset[int]
) -> list[Side]:
    """Mentions that are covered elsewhere in the sentence but share a telling word with the side (a gloss, an
    acronym)."""
    out: list[Side] = []
    row = range(a.whole[0], a.whole[1] + 1)
    keys = {mine[i].key for i in row if i not in a.bare}
    if not keys:
        return out
    for mention in mentions:
        span = range(mention.first, mention.last + 1)
        shared = [i for i in span if theirs[i].key in keys and not small(theirs[i].key)]
        bare = tuple(i for i in span if i in names and not any(related(theirs[i].key, mine[n].key) for n in row))
        telling = [
            i for i in shared if theirs[i].key not in words("titles") and theirs[i].key not in words("honorifics")
        ]
        if (
            bare
            and telling
            and 2 * len(shared) >= len(span) - len(shared)
            and (len(bare) == len(a.bare) or len(telling) > 1)
        ):
            out.append(Side(mention.first, mention.last, bare, tuple(theirs[i].key for i in span), mention.kind))
    return out


def bare_text(tokens: Sequence[Token], side: Side) -> str:
    """The uncovered words of a side, joined for comparison."""
    return "".join(tokens[i].key for i in side.bare)


def _features(pairing: Pairing, k: int, tokens: Sequence[Token], a: Side, b: Side) -> dict[str, float]:
    mine = pairing.sentence.tokens
    one, two = bare_text(mine, a), bare_text(tokens, b)
    whole = (
        max(_like(one, two), _like(a.joined, two), _like(one, b.joined))
        if len(a.bare) + len(b.bare) > 2
        else _like(one, two)
    )
    core_a, core_b = _core(mine, a.bare), _core(tokens, b.bare)
    fewer = len(core_a) < len(a.bare) or len(core_b) < len(b.bare)
    if fewer and not all(map(plain, core_a)) and not all(map(plain, core_b)):
        whole = max(whole, _like("".join(core_a), "".join(core_b)))
    best = max((_like(mine[i].key, tokens[j].key) for i in a.bare for j in b.bare), default=0.0)
    keys_a = {mine[i].key for i in range(a.whole[0], a.whole[1] + 1) if i not in a.bare}
    shared = [
        j
        for j in range(b.whole[0], b.whole[1] + 1)
        if j not in b.bare
        and _telling(tokens[j].key)
        and (tokens[j].key in keys_a or any(_short(tokens[j].key, key) for key in keys_a))
    ]
    at = sum(a.bare) / len(a.bare)
    there = sum(b.bare) / len(b.bare)
    distance = min(1.0, abs(expected(pairing.anchors[k], at, len(mine), len(tokens)) - there) / max(8.0, len(tokens)))
    everyday = [plain(mine[i].key) for i in a.bare]
    acronym = len(b.bare) == 1 and tokens[b.bare[0]].shouted and len(a.bare) > 1 and sum(everyday) >= len(everyday) - 1
    like = max(whole, best if len(a.bare) == len(b.bare) or best > 0.8 else best - 0.1)
    by_sound = _channel(pairing.lang, [mine[i].key for i in a.bare], [tokens[j].key for j in b.bare], like)
    return {
        "like": like,
        "shared": float(bool(shared)),
        "distance": 0.3 * distance if shared else distance,
        "near": float(_neighbours(pairing, k, tokens, a, b)),
        "kind": _kinds(a.kind, b.kind),
        "common": float(all(everyday)),
        "common_in": float(all(everyday) and len(a.bare) < a.last - a.first + 1 and not shared),
        "common_o": float(all(rarity(tokens[j].key) < 4.6 for j in b.bare)),
        "title": float(_titled(mine, a.first) and _titled(tokens, b.first)),
        "office": float(same_office(mine, a, tokens, b)),
        "words": 0.0 if acronym else float(min(3, abs(_count(mine, a.bare) - _count(tokens, b.bare)))),
        "acronym": float(acronym),
        "lower": float(a.kind == "lower"),
        "given": float(_given(mine, a.bare) and not _given(tokens, b.bare) and like < 0.5),
        "country": float(
            like < _SAME
            and all(national(mine[i].key) for i in a.bare)
            and not any(national(tokens[j].key) for j in b.bare)
        ),
        "left_out": float(not shared and like < 0.75 and _left_out(pairing, k, tokens, b)),
        "headline_o": float(b.kind == "headline"),
        "quoted": float(a.quoted),
        "channel": max(by_sound, 0.0 if acronym or any(everyday) else -1.0),
        "pivot": _in_pivot(pairing, [tokens[j] for j in b.bare]),
    }


def _count(tokens: Sequence[Token], bare: Sequence[int]) -> int:
    """How many words are in question; a given name with a hyphen (Jae-myung) is one."""
    return sum(not half_given(tokens, i) or i - 1 not in bare for i in bare)


def _short(a: str, b: str) -> bool:
    """Whether two folded given names are one, short and in full (Rob, Robert)."""
    return a in given_names() and b in given_names() and not groups_of(a).isdisjoint(groups_of(b))


def _core(tokens: Sequence[Token], bare: Sequence[int]) -> list[str]:
    """The words in question but those that only say what kind of thing it is (Panay County: Panay), if any are left."""
    heads = words("organisation_heads") | words("place_heads")
    return [tokens[i].key for i in bare if tokens[i].key not in heads]


def _only_kind(mine: Sequence[Token], a: Side, b: Side) -> bool:
    """Whether words that say what kind of body it is follow a rare name, and the other side has no such words."""
    heads = words("organisation_heads")
    tail = a.bare[-1] == a.last and mine[a.last].key in heads and all(plain(mine[i].key) for i in a.bare)
    named = any(rarity(mine[i].key) > _RARE for i in range(a.first, a.bare[0]))
    return tail and named and not any(key in heads for key in b.keys)


def _telling(key: str) -> bool:
    return not small(key) and key not in words("titles") and key not in words("honorifics")


def _like(a: str, b: str) -> float:
    return 0.5 * letters(a, b) + 0.5 * sound(a, b)


def _given(tokens: Sequence[Token], bare: Sequence[int]) -> bool:
    return any(tokens[i].key in given_names() for i in bare)


def _kinds(a: str, b: str) -> float:
    if not a or not b or {"lower", "headline"} & {a, b}:
        return 0.0
    return 1.0 if a == b else -1.0


def _titled(tokens: Sequence[Token], first: int) -> bool:
    before = {tokens[i].key for i in (first - 1, first) if 0 <= i < len(tokens)}
    return bool(before & (words("titles") | words("honorifics")))


def _left_out(pairing: Pairing, k: int, tokens: Sequence[Token], b: Side) -> bool:
    """Whether the words in question are given names before a family name that the translation has: left out there."""
    family = b.last
    while family > b.first and half_given(tokens, family):
        family -= 1
    if b.kind or b.bare[-1] >= family or family in pairing.bare_o[k]:
        return False
    return _given(tokens, b.bare) or (b.last - b.first == 1 and not plain(tokens[family].key))


def _neighbours(pairing: Pairing, k: int, tokens: Sequence[Token], a: Side, b: Side) -> int:
    """On how many sides (0 to 2) a covered content word stands beside both names."""
    pairs = pairing.partners[k]
    left = any(b.first - 4 <= pairs.get(i, -99) < b.first for i in range(max(0, a.first - 3), a.first))
    right = any(b.last < pairs.get(i, 999) <= b.last + 4 for i in range(a.last + 1, a.last + 4))
    return int(left) + int(right)


_RARE = 5.0
_MOST = 10.0  # nats; beyond this a channel is as sure as it gets


@lru_cache(maxsize=4096)
def _word_likeness(lang: str, surface: str, name: str) -> float:
    from audit.channels import channel

    return max(-_MOST, min(_MOST, channel(lang).likeness(surface, name, -_MOST)))


def _channel(lang: str, mine: Sequence[str], theirs: Sequence[str], like: float) -> float:
    """How much the channel says that the words are one name, -1 to 1: the better of single words and of all together.

    It is not asked where the letters alone decide (`like`, 0 to 1).
    """
    if like < 0.3:
        return -0.8
    if like > 0.93:
        return 1.0
    best = max((_word_likeness(lang, a, b) for a in mine for b in theirs), default=0.0)
    if len(mine) + len(theirs) > 2:
        best = max(best, _word_likeness(lang, "".join(mine), "".join(theirs)))
    return best / _MOST


def _in_pivot(pairing: Pairing, theirs: Sequence[Token]) -> float:
    """Whether a name of the original stands in the pivot sentence, 0 to 1; 0 where there is no pivot."""
    if not pairing.pivot:
        return 0.0
    return max((_found(pairing.lang, pairing.pivot, token.key) for token in theirs), default=0.0)


@lru_cache(maxsize=16384)
def _found(lang: str, pivot: str, name: str) -> float:
    from audit.channels import channel

    hit = channel(lang).find(pivot, name)
    return max(0.0, min(_MOST, hit[2])) / _MOST if hit else 0.0
