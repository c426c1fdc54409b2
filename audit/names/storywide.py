"""Names against reports of the same story, without a sentence link: the same office or given name, another person.

"Commerce Secretary Rutenberg" where the reports have "Commerce Secretary Howard Lutnick"; "Steve Whitlock" where"
" they have
Steve Witkoff. Used for sentences that link to nothing, and for reports of the same days that are no originals.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from msgspec import structs

from audit.channels import channel
from audit.channels.letters import background
from audit.channels.letters import words as latin
from audit.channels.pinyin import parses
from audit.names.coverage import groups_of, related, small
from audit.names.mentions import Mention, Sentence, half_given
from audit.names.sound import letters, sound
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, plain, words


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a text names one: words of the name (`keys`: folded), those of the office before it, and where it
    stands."""

    words: tuple[Token, ...]
    keys: tuple[str, ...]
    office: frozenset[str]
    doc: str
    start: int
    end: int
    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Substitution:
    """A person of the translation and the person of the reports who should stand there."""

    mine: Named
    theirs: Named
    probability: float
    why: str
    votes: int
    rivals: tuple[str, ...]


def people(sentences: Sequence[Sentence], doc: str) -> Iterator[Named]:
    """People named in a text: mentions without the head of an organisation or place, one to three words of a name."""
    for number, sentence in enumerate(sentences):
        if sentence.headline and len(sentence.tokens) > 12:
            continue
        for mention in sentence.mentions:
            named = _person(sentence, number, mention, doc)
            if named is not None:
                yield named


def _person(sentence: Sentence, number: int, mention: Mention, doc: str) -> Named | None:
    tokens = sentence.tokens
    first, last = mention.first, mention.last
    titles = [i for i in range(first, last) if tokens[i].key in words("titles") or tokens[i].key in words("honorifics")]
    if titles:
        first = titles[-1] + 1
    while first < last and titular(tokens[first].key):
        first += 1
    row = _with_halves_joined(tokens[first : last + 1])
    if not 1 <= len(row) <= 3 or any(small(t.key) and t.key in {"of", "for", "the", "and"} for t in row):
        return None
    heads = words("organisation_heads") | words("place_heads")
    if any(t.key in heads or groups_of(t.key) for t in row) or all(
        plain(t.key) and t.key not in given_names() for t in row
    ):
        return None
    if any(t.shouted and len(t.key) > 2 for t in row):
        return None
    office = _office(tokens, first)
    return Named(
        words=tuple(row),
        keys=tuple([token.key for token in row]),
        office=office,
        doc=doc,
        start=row[0].start,
        end=row[-1].bare,
        number=number,
        first=first,
        last=last,
    )


def _with_halves_joined(row: Sequence[Token]) -> list[Token]:
    """The words of a name, with a given name of two halves as one: Jae-myung."""
    out: list[Token] = []
    for at, token in enumerate(row):
        if not at or not half_given(row, at):
            out.append(token)
            continue
        head = out[-1]
        word = f"{head.word}-{token.word}"
        out[-1] = structs.replace(head, end=token.end, bare=token.bare, text=word, key=head.key + token.key, word=word)
    return out


def titular(key: str) -> bool:
    """Whether a folded word before a name is a title, a form of address or a country and no part of the name."""
    return key in words("titles") or key in words("honorifics") or key in words("offices_words") or bool(groups_of(key))


def _office(tokens: Sequence[Token], first: int) -> frozenset[str]:
    """The words of the office directly before a name (up to five): titles with what they are of, without countries."""
    out: set[str] = set()
    after = first
    for index in range(first - 1, max(-1, first - 6), -1):
        token = tokens[index]
        key = token.key
        if tokens[after].start - token.end > 1:
            break
        after = index
        if key in words("titles") or key in words("offices_words") or (out and token.capital and not groups_of(key)):
            out.add(key)
        elif groups_of(key) or small(key):
            continue
        else:
            break
    return frozenset(out - words("honorifics"))


def substitutions(
    sentences: Sequence[Sentence],
    reports: Sequence[tuple[str, Sequence[Sentence], bool]],
    known: frozenset[str],
    done: Set[tuple[int, int]] = frozenset(),
) -> list[Substitution]:
    """People whom no report names, each with the person of the reports who fits best.

    `reports`: id, sentences, and whether it is an original (else it is a report of the same days); `known`: folded
    words of names in the originals; `done`: sentence and index of the words that are settled, whose people are left
    out.
    """
    theirs = [named for id, read, _ in reports for named in people(read, id)]
    if not theirs:
        return []
    everywhere = known | {key for named in theirs for key in named.keys}
    everywhere |= {a + b for named in theirs for a, b in pairwise(named.keys)}  # Jae Myung written Jae-myung
    groups = {group for key in everywhere for group in groups_of(key)}
    holders: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for named in theirs:
        if len(named.office) > 1:
            holders[named.office][named.keys[-1]] += 1
    different = list({(named.keys, named.office): named for named in theirs}.values())
    mine = list(people(sentences, ""))
    written = {key for named in mine for key in named.keys}
    out = []
    for named in mine:
        if any((named.number, i) in done for i in range(named.first, named.last + 1)):
            continue
        strange = [
            key
            for key in named.keys
            if key not in everywhere
            and groups.isdisjoint(groups_of(key))
            and not any(related(key, k) for k in _near(key, everywhere))
        ]
        if not strange:
            continue
        if not any(_score(named, other, strange, holders, written, _ANSWER) >= _ANSWER for other in different):
            continue  # most names: nobody is near enough to be the answer, and how near the rivals are matters no more
        scored = sorted(
            ((_score(named, other, strange, holders, written), n, other) for n, other in enumerate(theirs)),
            key=lambda x: (-x[0], x[1]),
        )
        best, _, other = scored[0]
        rivals = tuple(
            dict.fromkeys(o.words[-1].word for s, _, o in scored[1:12] if o.keys[-1] != other.keys[-1] and s > -2)
        )[:2]
        votes = len({o.doc for o in theirs if o.keys[-1] == other.keys[-1]})
        probability = 1 / (1 + math.exp(-(best + 0.3 * (votes - 1))))
        out.append(Substitution(named, other, min(0.97, probability), _why(named, other), votes, rivals))
    return out


def _near(key: str, keys: frozenset[str]) -> list[str]:
    return [k for k in keys if k[:3] == key[:3]]


_FAINT = 0.35
"""Likeness up to which two words are no more alike than any."""

_SLACK = 1e-6
"""Room for what sums lose when their parts are added in another order."""

_IDLE = -2.0
"""Log-odds up to which a person of the reports is neither an answer nor a rival."""


_ANSWER = 0.0
"""Log-odds from which a person of the reports is the answer."""


def _score(
    mine: Named,
    theirs: Named,
    strange: Sequence[str],
    holders: dict[frozenset[str], Counter[str]],
    written: set[str],
    idle: float = _IDLE,
) -> float:
    """Log-odds that the person of the translation is the person of the report; not exact where they are `idle`."""
    shared = [k for k in mine.keys if k in theirs.keys]
    rest = [k for k in theirs.keys if k not in mine.keys]
    if not rest:
        return -9.0
    family = shared == [mine.keys[0]] and "-" in mine.words[-1].word  # Lee Jae-yong: many share the family name
    by_name = (3.2 if len(mine.keys) > 1 and len(theirs.keys) > 1 and not family else 1.0) if shared else 0.0
    by_office = 0.0
    same = mine.office & theirs.office
    if mine.office and mine.office == theirs.office:
        by_office = 3.6 if len(same) > 1 and len(holders[theirs.office]) == 1 else 1.2
    elif same:
        by_office = 1.8 if len(same) > 1 else 0.6
    elsewhere = 1.0 if theirs.keys[-1] in written and not shared and not same else 0.0
    full = len(mine.keys) > 1 and len(theirs.keys) > 1 and not shared
    least = 0.0
    if not full or mine.keys[0] in strange or mine.keys[-1] in strange:
        least = _needed(by_name + by_office - elsewhere, full, idle)
    able = strange if least <= 1.0 else [key for key in strange if _likest(key) > least]
    like = max([_alike(a, b, least) for a in able for b in rest], default=0.0)
    if least and like <= least:
        return idle - _SLACK
    score = -4.2 + 5.0 * max(0.0, like - _FAINT) + by_name + by_office
    if full:
        score += 2.2 * (_crossed(mine.keys, theirs.keys) - 0.5)
    return score - elsewhere


@lru_cache(maxsize=64)
def _needed(more: float, full: bool, idle: float) -> float:
    """The likeness without which two people stay below `idle`, whatever else is known of them (`more`, log-odds).

    Of two full names the ends weigh too, by the weaker pair: never more than the likest words, one being strange.
    """
    wanted = idle + 4.2 - more
    least = (wanted + 5.0 * _FAINT + 2.2 * 0.5) / (5.0 + 2.2) if full else wanted / 5.0 + _FAINT
    return least - _SLACK if least > _FAINT + _SLACK else 0.0


@lru_cache(maxsize=4096)
def _likest(key: str) -> float:
    """A likeness (`_alike`) that no name has with a folded word, however surely it is meant; infinite where unknown.

    The channel says by how much a word is likelier as that name than as any, which is the most for what is certain.
    """
    row = latin(key)
    if len(row) != 1 or parses(row[0]):
        return math.inf
    return max(1.0, 0.5 - background(row[0]) / 20) + _SLACK


def _crossed(a: Sequence[str], b: Sequence[str]) -> float:
    """Likeness of two full names in the better of both orders (family name first or last), the weaker pair counts."""
    straight = min(_alike(a[0], b[0]), _alike(a[-1], b[-1]))
    crossed = min(_alike(a[0], b[-1]), _alike(a[-1], b[0]))
    return max(straight, crossed)


@lru_cache(maxsize=16384)
def _alike(a: str, b: str, least: float = 0.0) -> float:
    """Likeness of two folded words in writing, sound or on the way through Chinese; below `least` anything up to it."""
    plain_like = 0.5 * letters(a, b) + 0.5 * sound(a, b)
    if plain_like < _FAINT:
        return plain_like
    return max(plain_like, 0.5 + channel("zh").likeness(a, b, 20 * (max(plain_like, least) - 0.5)) / 20)


def _why(mine: Named, theirs: Named) -> str:
    full = " ".join(token.word for token in theirs.words)
    reasons = []
    if mine.office and mine.office == theirs.office:
        reasons.append(f"the reports give the same office to {full}")
    if set(mine.keys) & set(theirs.keys):
        reasons.append(f"they know nobody of this name but {full}")
    if not reasons:
        reasons.append(f"of the people in the reports {full} is the likest")
    return "; ".join(reasons)


def repair(mine: Named, theirs: Named) -> tuple[int, int, str]:
    """Which words to change (first, last of the sentence) into what: the differing word where one is shared.

    A full name replaces a full name; a family name alone replaces a single word.
    """
    if len(mine.words) == 1:
        return mine.first, mine.last, _family(theirs)
    shared = set(mine.keys) & set(theirs.keys)
    if shared and len(mine.keys) == len(theirs.keys) and mine.keys[0] == theirs.keys[0]:
        return mine.first + 1, mine.last, " ".join(token.word for token in theirs.words[1:])
    return mine.first, mine.last, " ".join(token.word for token in theirs.words)


def _family(named: Named) -> str:
    return named.words[-1].word
