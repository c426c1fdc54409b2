"""Names that came back as common words: "count palace" for Earls Court, "bears" for the Bruins, "term financing plan".

A name of the original that the translation has in no form is looked for among the uncovered everyday words of the
linked sentences: by words that both share, and by words that come and go with the name over the whole document.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.names.coverage import related, small
from audit.names.linked import Pairing, expected
from audit.names.mentions import Mention
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, rarity, words

_USUAL = 3.6
"""Rarity of a word (show, set) up to which it comes and goes with any name by chance."""


@dataclass(frozen=True, slots=True)
class Calque:
    """Words first..last of sentence `number` that stand for words first_o..last_o of its original number `original`."""

    number: int
    first: int
    last: int
    original: int
    first_o: int
    last_o: int
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A name of a linked original that its translation has in no form (`whole`), or of which words are missing."""

    pairing: Pairing
    original: int
    mention: Mention
    tokens: tuple[Token, ...]
    missing: tuple[int, ...]

    @property
    def key(self) -> str:
        """The folded, joined name."""
        return "".join(self.tokens[i].key for i in range(self.mention.first, self.mention.last + 1))


def lost(pairing: Pairing, taken: set[tuple[int, int]]) -> Iterator[Lost]:
    """Names of the originals with uncovered words that no pair has taken (`taken`: original, index of a word)."""
    for k, original in enumerate(pairing.originals):
        tokens, names = original.tokens, original.names
        if names.isdisjoint(pairing.bare_o[k]):
            continue
        for mention in original.mentions:
            span = [i for i in range(mention.first, mention.last + 1) if not small(tokens[i].key)]
            missing = tuple(i for i in span if i in pairing.bare_o[k] and i in names and (k, i) not in taken)
            if missing and not any((k, i) in taken for i in span):
                yield Lost(pairing=pairing, original=k, mention=mention, tokens=tokens, missing=missing)


def shared_words(item: Lost, text: str) -> Iterator[Calque]:
    """A name of several words of which the translation keeps some, in their order, and translates the others."""
    span = [i for i in range(item.mention.first, item.mention.last + 1) if not small(item.tokens[i].key)]
    kept = [i for i in span if i not in item.missing and _telling(item.tokens[i].key)]
    if not kept or len(span) < 2 or any(item.tokens[i].key in given_names() for i in item.missing):
        return
    if all(item.tokens[i].key in words("titles") for i in item.missing):
        return  # President Biden, Joe Biden
    if sum(rarity(item.tokens[i].key) < 5.2 for i in span) < len(span) - 1:
        return
    mine = item.pairing.sentence.tokens
    best: tuple[float, int, int, int] | None = None
    for first in range(len(mine)):
        for last in range(first + 1, min(len(mine), first + len(span) + 2)):
            inside = [i for i in range(first, last + 1) if not small(mine[i].key)]
            if first not in inside or last not in inside or _broken(text, mine, first, last):
                continue
            met = _match(item, inside, kept, span)
            if met is None or (met < 2 and not mine[first].capital) or _sentence_like(mine, first, last, item):
                continue
            score = met / len(span) - 0.05 * abs(len(inside) - len(span))
            if best is None or score > best[0]:
                best = (score, first, last, met)
    if best is None:
        return
    _, first, last, met = best
    head = item.tokens[span[-1]].key in words("organisation_heads") or item.tokens[span[-1]].key in words("place_heads")
    plain = sum(rarity(mine[i].key) < 5.4 for i in range(first, last + 1) if i in item.pairing.bare_t)
    confidence = (
        0.3
        + 0.3 * met / len(span)
        + 0.15 * (mine[first].capital and mine[last].capital)
        + 0.1 * head
        + 0.05 * min(2, plain)
    )
    yield Calque(
        number=item.pairing.number,
        first=first,
        last=last,
        original=item.original,
        first_o=span[0],
        last_o=span[-1],
        confidence=min(0.9, confidence),
        why="the translation keeps some words of the name and translates the others",
    )


def _sentence_like(mine: Sequence[Token], first: int, last: int, item: Lost) -> bool:
    """Whether a stretch has a word in lower case that no name has: a verb's form, an article, a pronoun."""
    keys = {item.tokens[i].key for i in range(item.mention.first, item.mention.last + 1)}
    return any(
        not token.capital
        and token.key not in keys
        and (
            (rarity(token.key) < 3.2 and not small(token.key))
            or (token.key.endswith(("ing", "ed")) and len(token.key) > 5)
        )
        for token in mine[first : last + 1]
    )


def _match(item: Lost, inside: Sequence[int], kept: Sequence[int], span: Sequence[int]) -> int | None:
    """How many words of the name a stretch keeps, if the rest of it stands just where the name has other words."""
    mine, bare = item.pairing.sentence.tokens, item.pairing.bare_t
    met: list[tuple[int, int]] = []
    elsewhere = 0
    for i in inside:
        j = next((j for j in kept if (not met or j > met[-1][1]) and related(mine[i].key, item.tokens[j].key)), None)
        if j is not None:
            met.append((i, j))
        elif mine[i].key.isdigit() or not _telling(mine[i].key):
            return None
        elif i not in bare:
            if i in item.pairing.sentence.names:
                return None
            elsewhere += 1
    if not met or len(met) == len(inside) or elsewhere > 1 or len(inside) - len(met) <= elsewhere:
        return None
    mine_slots = _between([inside.index(i) for i, _ in met], len(inside))
    their_slots = _between([span.index(j) for _, j in met], len(span))
    for have, want in zip(mine_slots, their_slots, strict=True):
        if bool(have) != bool(want) or have > want + 1:
            return None
    return len(met)


def _between(positions: Sequence[int], length: int) -> list[int]:
    """How many words stand before, between and after the given positions."""
    borders = [-1, *positions, length]
    return [b - a - 1 for a, b in itertools.pairwise(borders)]


def _telling(key: str) -> bool:
    return key not in words("titles") and key not in words("honorifics")


def shortened(pairing: Pairing, text: str) -> Iterator[Calque]:
    """An institution's name that lost a word inside: Royal Hampshire Hospital for Royal Hampshire County Hospital."""
    mine = pairing.sentence.tokens
    heads = words("organisation_heads") | words("place_heads")
    spans = [range(mention.first, mention.last + 1) for mention in pairing.sentence.mentions]
    contents = [[i for i in span if not small(mine[i].key)] for span in spans if len(span) > 2]
    bodies = [have for have in contents if len(have) > 2 and mine[have[-1]].key in heads]
    for k, original in enumerate(pairing.originals):
        tokens = original.tokens
        for have in bodies:
            for other in original.mentions:
                span = [j for j in range(other.first, other.last + 1) if not small(tokens[j].key)]
                keys = [tokens[j].key for j in span]
                if not len(have) < len(span) <= len(have) + 2:
                    continue
                for at in range(len(have) - 2):
                    row = [mine[i].key for i in have[at:]]
                    if row[0] == keys[0] and row[-1] == keys[-1] and _inside(row, keys) and row != keys:
                        missing = [key for key in keys if key not in row]
                        if any(key in {t.key for t in mine} for key in missing):
                            continue
                        yield Calque(
                            pairing.number,
                            have[at],
                            have[-1],
                            k,
                            span[0],
                            span[-1],
                            0.6,
                            f"the name lost “{' '.join(missing)}”",
                        )


def _inside(row: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether `row` is what remains of `keys` when some are left out."""
    rest = iter(keys)
    return all(key in rest for key in row)


def _broken(text: str, mine: Sequence[Token], first: int, last: int) -> bool:
    """Whether punctuation other than a hyphen stands between the words."""
    return any(
        text[a.bare : b.start].strip(" -&\u2010\u2011")
        for a, b in zip(mine[first:last], mine[first + 1 : last + 1], strict=False)
    )


def grams(pairing: Pairing, text: str, longest: int = 3) -> dict[str, list[tuple[int, int]]]:
    """Runs of 1 to `longest` uncovered content words of a translated sentence, by their folded words."""
    mine = pairing.sentence.tokens
    out: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for first in sorted(pairing.bare_t):
        if not _content(mine, pairing, first):
            continue
        for last in range(first, min(first + longest, len(mine))):
            if not _content(mine, pairing, last) and not small(mine[last].key):
                break
            if small(mine[last].key):
                continue
            if _broken(text, mine, first, last):
                break
            out[" ".join(_stem(mine[i].key) for i in range(first, last + 1))].append((first, last))
    return out


def _content(mine: Sequence[Token], pairing: Pairing, i: int) -> bool:
    key = mine[i].key
    return (
        i in pairing.bare_t
        and rarity(key) > 3.3
        and len(key) > 2
        and not key.isdigit()
        and key not in words("sentence_starters")
    )


def _stem(key: str) -> str:
    return key[:-1] if key.endswith("s") and len(key) > 4 and not key.endswith("ss") else key


def recurring(items: Sequence[Lost], pairings: Sequence[Pairing], text: str) -> Iterator[Calque]:
    """Common words that stand, two times or more, exactly where a lost name should stand."""
    by_name: dict[str, list[Lost]] = defaultdict(list)
    for item in items:
        if not all(item.tokens[i].shouted for i in item.missing) and len(item.missing) == len(
            [i for i in range(item.mention.first, item.mention.last + 1) if not small(item.tokens[i].key)]
        ):
            by_name[item.key].append(item)
    if not any(len({i.pairing.number for i in group}) > 1 for group in by_name.values()):
        return
    everywhere: Counter[str] = Counter()
    of_sentence = {pairing.number: grams(pairing, text) for pairing in pairings}
    for found in of_sentence.values():
        everywhere.update(found.keys())
    for group in by_name.values():
        numbers = sorted({item.pairing.number for item in group})
        if len(numbers) < 2:
            continue
        inside: Counter[str] = Counter()
        for number in numbers:
            inside.update(of_sentence[number].keys())
        ranked = sorted(
            (
                (2 * count / (everywhere[gram] + len(numbers)) + 0.05 * gram.count(" "), gram)
                for gram, count in inside.items()
                if count > 1
            ),
            reverse=True,
        )
        if not ranked or ranked[0][0] < 0.66:
            continue
        share, gram = ranked[0]
        plain = all(rarity(group[0].tokens[i].key) < 5.0 for i in group[0].missing)
        if " " not in gram and (plain or rarity(gram) < _USUAL or gram.endswith(("ed", "ing", "ly"))):
            continue
        if plain and not any(item.mention.quoted for item in group) and group[0].mention.first == group[0].mention.last:
            continue  # "the Bill" for a draft law: a common noun with a capital
        for item in group:
            for first, last in of_sentence[item.pairing.number].get(gram, [])[:2]:
                there = item.mention.first
                mine = item.pairing.sentence.tokens
                expect = expected(item.pairing.anchors[item.original], first, len(mine), len(item.tokens))
                if abs(expect - there) > max(10.0, 0.5 * len(item.tokens)):
                    continue
                yield Calque(
                    number=item.pairing.number,
                    first=first,
                    last=last,
                    original=item.original,
                    first_o=item.mention.first,
                    last_o=item.mention.last,
                    confidence=min(0.92, 0.35 + 0.4 * min(1.0, share) + 0.06 * len(numbers)),
                    why=f"stands in {inside[gram]} of the {len(numbers)} sentences where the original has the name",
                )
