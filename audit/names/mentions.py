"""Mentions of people, places and organisations in English news text, without a model.

A mention is a run of capitalised words with the small words between them (Bank of England, Ludwig van Beethoven).
Which capitals mean a name is decided with the whole text in view: a word that also stands in lower case, a headline,
the beginning of a sentence, a title or a weekday are no evidence for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.names.coverage import PARTICLES, Reach, groups_of, national, small
from audit.names.tokens import Token, tokens
from audit.names.vocabulary import given_names, plain, rarity, words

if TYPE_CHECKING:
    from audit.names.recognizers import Recognizer

_ADDRESS = frozenset(
    "mr mrs ms miss dr prof sir i im id ill ive ok tv pm am gmt bst est pst celsius fahrenheit".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words first..last (inclusive) of a sentence's tokens that make one name. kind: person, place, organisation or
    ''."""

    first: int
    last: int
    kind: str
    quoted: bool = False


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of `text` with its words, and which of them look like parts of names."""

    start: int
    end: int
    text: str = field(repr=False)
    tokens: tuple[Token, ...]
    names: frozenset[int]
    headline: bool

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The runs of its names."""
        return runs(self.tokens, self.names, self.text)

    @cached_property
    def reach(self) -> Reach:
        """What its words cover of another sentence."""
        return Reach((self.tokens,))


@dataclass(frozen=True, slots=True)
class Census:
    """How the words of a text are written: counts of folded words in lower case and with a capital inside sentences."""

    lower: Counter[str]
    capital: Counter[str]


def census(sentences: Sequence[Sequence[Token]], headlines: Sequence[bool]) -> Census:
    """Count the writings of the words of a text; headlines (`headlines[i]` for sentence i) are left out."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for sentence, headline in zip(sentences, headlines, strict=True):
        if headline:
            continue
        lower.update([token.key for token in sentence if not token.capital])
        capital.update([token.key for token in sentence if token.capital and not token.opens])
    return Census(lower=lower, capital=capital)


def is_headline(sentence: Sequence[Token], ending: str = "") -> bool:
    """Whether nearly all longer words have a capital (title case or all capitals) and no full stop ends the line.

    `ending` is the last character of the sentence.
    """
    if ending == ".":
        return False
    long = [token for token in sentence if len(token.key) > 3 and not token.key.isdigit()]
    if len(long) < 4:
        return False
    plain = [token for token in long if not token.capital]
    return len(plain) <= max(1, len(long) // 10)


@cache
def never_names() -> frozenset[str]:
    """Folded words whose capital says nothing: weekdays, months, forms of address."""
    return words("weekdays") | words("months") | _ADDRESS


def name_words(sentence: Sequence[Token], counts: Census, headline: bool = False) -> frozenset[int]:
    """Indexes of the words that look like parts of names."""
    never = never_names()
    out = set()
    for index in [at for at, token in enumerate(sentence) if token.capital]:
        token = sentence[index]
        key = token.key
        if (
            (key in never and "&" not in token.text)
            or _emphasis(token)
            or _contraction(token)
            or key.isdigit()
            or (len(key) < 2 and not token.glued)
        ):
            continue
        if small(key) and token.opens:
            continue
        seen_lower, seen_capital = counts.lower.get(key, 0), counts.capital.get(key, 0)
        if headline or token.opens:
            if key in words("sentence_starters") and not seen_capital:
                continue
            if seen_capital and seen_capital >= seen_lower:
                out.add(index)
            elif seen_lower or _everyday(key, headline):
                following = sentence[index + 1] if index + 1 < len(sentence) else None
                if (
                    token.opens
                    and not headline
                    and following is not None
                    and following.capital
                    and rarity(key) >= 3.6
                    and not seen_lower
                ):
                    out.add(index)
            else:
                out.add(index)
        elif (rarity(key) < 2.9 and not token.shouted) or (
            key in words("sentence_starters") and sentence[index - 1].key.isdigit()
        ):
            if index - 1 in out and _between_names(sentence, index):
                out.add(index)
            continue  # "Sept. 27 According to": a sentence begins after its dateline
        else:
            out.add(index)
    out.update([at + 1 for at in out if _given_tail(sentence, at + 1, out)])
    return frozenset(out)


_SYLLABLE = re.compile("(?:[bcdfghjklmnprstwyz]|ch|sh|hs|ts|tz|wh)?[aeiouwy]{1,4}(?:n|ng|k|ck|l|m|p|t|c|h|r|g)?")
"""A syllable of a Korean name or of a Chinese one in the spelling of Taiwan, roughly."""


def _given_tail(sentence: Sequence[Token], at: int, names: set[int]) -> bool:
    """Whether a small word behind a hyphen is the second half of a given name: Lee Jae-myung, Euisun-led is none."""
    if at >= len(sentence) or not half_given(sentence, at):
        return False
    tail, head = sentence[at], sentence[at - 1]
    return (at - 2 in names and head.start - sentence[at - 2].end == 1) or (
        at + 1 in names and sentence[at + 1].start - tail.end == 1
    )


def _between_names(sentence: Sequence[Token], at: int) -> bool:
    """Whether a function word is a syllable between two words of a name: Siao Him Fa, Kim So Yeon."""
    parts = sentence[at - 1 : at + 2]
    if at < 1 or len(parts) < 3 or not all(token.capital for token in parts) or small(parts[1].key):
        return False
    apart = any(b.start - a.end != 1 for a, b in pairwise(parts))
    return not apart and not plain(parts[0].key) and all(_SYLLABLE.fullmatch(token.key) for token in parts[1:])


def half_given(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may be the small second half of a given name with a hyphen, which no change may cut off."""
    tail, head = tokens[at], tokens[at - 1]
    if not tail.glued or tail.capital or not head.capital or head.glued or (plain(tail.key) and plain(head.key)):
        return False
    return all(_SYLLABLE.fullmatch(token.key) for token in (head, tail))


def _contraction(token: Token) -> bool:
    """We've, They're, Don't: a function word with what hangs on its apostrophe."""
    if token.word.isalnum():
        return False
    head = token.word.replace("\u2019", "'").partition("'")[0]
    return len(head) < len(token.word) and len(head) > 1 and rarity(head.casefold()) < 3.4


def _emphasis(token: Token) -> bool:
    """An everyday word in capitals that is no known acronym: DOES NOT WORK."""
    return token.shouted and len(token.key) > 2 and plain(token.key) and not groups_of(token.key)


def _everyday(key: str, headline: bool) -> bool:
    """Whether a word is so usual that its capital at the beginning of a sentence, or in a headline, says nothing."""
    if headline:
        return rarity(key) < 4.6
    return rarity(key) < 4.2 or (plain(key) and not national(key))


def runs(sentence: Sequence[Token], names: frozenset[int], text: str) -> tuple[Mention, ...]:
    """Mentions: name words in a row, joined over nothing but spaces, hyphens or an ampersand, and over some small
    words."""
    out: list[Mention] = []
    free = 0
    for index in sorted(names):
        if index < free:
            continue
        last = index
        probe = index + 1
        while probe < len(sentence):
            gap = text[sentence[probe - 1].bare : sentence[probe].start]
            if gap.strip(" -\u2010\u2011&.\u00b7") or "\n" in gap or (". " in gap and len(sentence[probe - 1].key) > 3):
                break
            if probe in names:
                last = probe
            elif not _joins(sentence, last, probe):
                break
            probe += 1
        before = text[sentence[index].start - 1 : sentence[index].start] if sentence[index].start else ""
        after = text[sentence[last].end : sentence[last].end + 1]
        quoted = before in _OPENING and after in _CLOSING
        out.append(Mention(first=index, last=last, kind=_kind(sentence[index : last + 1]), quoted=quoted))
        free = last + 1
    return tuple(out)


def joined(sentence: Sequence[Token], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """First and last word of every mention, and of every two mentions that only "and" parts (Law and Justice)."""
    spans = [(mention.first, mention.last) for mention in mentions]
    spans += [
        (a.first, b.last)
        for a, b in pairwise(mentions)
        if b.first == a.last + 2
        and sentence[a.last + 1].key == "and"
        and sentence[b.first].start - sentence[a.last].bare == len(" and ")
    ]
    return spans


_OPENING = frozenset("\"\u201c\u2018'\u300a")
_CLOSING = frozenset("\"\u201d\u2019',.\u300b")
_BINDING = frozenset("of for".split())


def _joins(sentence: Sequence[Token], last: int, probe: int) -> bool:
    """Whether the small word at `probe` binds the name that ends at `last` to what follows."""
    word, head = sentence[probe], sentence[last]
    if probe - last > 2:
        return False
    if word.key in PARTICLES:
        return True
    if word.key in _BINDING or (word.key == "the" and probe - last == 2):
        if head.key in _PRIZES and _body_follows(sentence, probe):
            return False  # the Press Freedom Award of the Committee to Protect Journalists: two names
        body = head.key.removesuffix("s") in words("organisation_heads")
        if not body and last and (sentence[last - 1].key in given_names() or _between_names(sentence, last - 1)):
            return False  # John Lewis of Georgia, Adam Siao Him Fa of France: people and where they are from
        return (rarity(head.key) < 5.0 or body) and not head.shouted
    if word.key == "to":  # the Committee to Protect Journalists
        following = sentence[probe + 1] if probe + 1 < len(sentence) else None
        return (
            head.key in words("organisation_heads")
            and following is not None
            and following.capital
            and following.key in _AIMS
        )
    if word.key == "and":
        following = sentence[probe + 1] if probe + 1 < len(sentence) else None
        return head.key in _generic() and following is not None and following.capital and following.key in _generic()
    return False


# what committees and campaigns are there to do
_AIMS = frozenset(
    "protect save end defend elect recall reelect stop prevent promote ban abolish fight support combat free help study"
    " restore reform eliminate eradicate advance impeach investigate preserve rebuild unite".split()
)


_PRIZES = frozenset("award awards prize prizes medal trophy".split())


def _body_follows(sentence: Sequence[Token], at: int) -> bool:
    """Whether the first word with a capital after a small word is one that bodies begin with."""
    following = next((token for token in sentence[at + 1 : at + 3] if token.capital), None)
    return following is not None and following.key in words("organisation_heads")


@cache
def _generic() -> frozenset[str]:
    """Everyday words of which organisations' names are made (Housing and Urban Development)."""
    return words("organisation_heads") | _FIELDS


_FIELDS = frozenset(
    "trade industry commerce health human services education science technology culture sport media food drug urban"
    " housing"
    " development security cooperation research energy climate labour labor finance economic foreign home justice"
    " travel"
    " tourism transport infrastructure agriculture forestry fisheries immigration customs border nations".split()
)


def _kind(run: Sequence[Token]) -> str:
    keys = [token.key for token in run]
    if any(key in words("organisation_heads") for key in keys) or any(
        key in {"of", "for", "and"} for key in keys[1:-1]
    ):
        return "organisation"
    if any(key in words("place_heads") for key in keys) and not any(half_given(run, i) for i in range(1, len(run))):
        return "place"
    if len(run) == 1 and run[0].shouted:
        return "organisation"
    return ""


def read(
    text: str,
    spans: Sequence[tuple[int, int]],
    recognizer: Recognizer | None = None,
    words_of: Sequence[Sequence[Token]] | None = None,
) -> tuple[list[Sentence], Census]:
    """The sentences of a text at `spans` (offset pairs) with their mentions, and the census they rest on.

    `recognizer` finds the name words; None: the rules. `words_of` are the sentences' words where they are cut already.
    """
    from audit.names.recognizers import RULES

    if words_of is None:
        words_of = [tokens(text, start, end) for start, end in spans]
    headlines = [is_headline(sentence, text[end - 1 : end]) for (_, end), sentence in zip(spans, words_of, strict=True)]
    counts = census(words_of, headlines)
    found = (recognizer or RULES).name_words(text, spans, words_of, counts, headlines)
    out = []
    for (start, end), sentence, headline, names in zip(spans, words_of, headlines, found, strict=True):
        out.append(
            Sentence(
                start=start,
                end=end,
                text=text,
                tokens=tuple(sentence),
                names=names,
                headline=headline,
            )
        )
    return out, counts
