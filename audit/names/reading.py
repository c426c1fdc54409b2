"""A text as it is read where names are judged without an original: what its words say, found out once for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from audit.names.alone_countries import homes_in, owners_in
from audit.names.tokens import Token

BLOCK = 20
"""Sentences that are looked at together where a text is long: a file of segments is many texts."""


@dataclass(frozen=True)
class Reading:
    """The words of every sentence of a text, and what is asked of them again and again."""

    text: str
    sentences: Sequence[Sequence[Token]]

    @cached_property
    def capitals(self) -> list[list[int]]:
        """Of each sentence, the words that begin with a capital."""
        return [[at for at, token in enumerate(sentence) if token.capital] for sentence in self.sentences]

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """Of each block of sentences (`BLOCK`), its folded words."""
        return [
            frozenset([token.key for sentence in self.sentences[first : first + BLOCK] for token in sentence])
            for first in range(0, len(self.sentences), BLOCK)
        ]

    @cached_property
    def owners(self) -> list[frozenset[str]]:
        """Of each sentence, the countries (ISO codes), bodies and companies (folded) that it names."""
        return [owners_in(*one) for one in zip(self.sentences, self.capitals, strict=True)]

    @cached_property
    def homes(self) -> list[frozenset[str]]:
        """Of each sentence, what it names and the countries whose capitals it names."""
        own = zip(self.sentences, self.capitals, self.owners, strict=True)
        return [named | homes_in(sentence, capitals) for sentence, capitals, named in own]

    def around(self, block: int) -> tuple[frozenset[str], frozenset[str]]:
        """What the text around a block speaks of (as `homes`), and its folded words.

        That is the block and its neighbours; texts of up to three blocks are taken whole.
        """
        whole = len(self.keys) <= 3
        first, last = (0, len(self.keys)) if whole else (max(0, block - 1), block + 2)
        homes = self.homes[first * BLOCK : last * BLOCK]
        return frozenset[str]().union(*homes), frozenset[str]().union(*self.keys[first:last])

    @cached_property
    def in_full_names(self) -> frozenset[str]:
        """Folded words that somewhere in the text follow a capitalised word which is no title."""
        out = set()
        text = self.text
        for tokens, capitals in zip(self.sentences, self.capitals, strict=True):
            for one, two in pairwise(capitals):
                before, token = tokens[one], tokens[two]
                joined = two == one + 1 and not text[before.bare : token.start].strip(" .")
                if joined and not before.opens and not is_title(before):
                    out.add(token.key)
        return frozenset(out)

    @cached_property
    def lone(self) -> list[tuple[int, int]]:
        """Capitalised words (sentence, word) of four letters and more that may be bare surnames: no usual word of
        English, no part of a longer name here or elsewhere in the text."""
        full = self.in_full_names
        return [
            (number, at)
            for number, (tokens, capitals) in enumerate(zip(self.sentences, self.capitals, strict=True))
            for at in capitals
            if not (usual(tokens[at].key) or len(tokens[at].key) < 4 or tokens[at].key in full)
            and bare(tokens, at, self.text)
        ]


def bare(tokens: Sequence[Token], at: int, text: str) -> bool:
    """A capitalised word that is no part of a longer name."""
    token = tokens[at]
    if not token.capital or token.shouted:
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        before is not None
        and before.capital
        and not text[before.bare : token.start].strip(" -")
        and not is_title(before)
    ):
        return False
    return not (after is not None and after.capital and not text[token.end : after.start].strip(" -"))


def is_title(token: Token) -> bool:
    """Whether a word is a title or a form of address."""
    return token.key in _titles()


@cache
def _titles() -> frozenset[str]:
    from audit.names.vocabulary import words

    return words("titles") | words("honorifics") | words("offices_words")


@lru_cache(maxsize=16384)
def usual(key: str) -> bool:
    """An English word, a country, a weekday: no surname to doubt."""
    from audit.names.authority_countries import country_words
    from audit.names.vocabulary import rarity

    return (key,) in country_words() or rarity(key) < 4.9
