"""One side of a comparison: sentences with their terms, names, numbers, lengths and vectors."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from audit.alignment.meaning import encoder
from audit.retrieval.terms import WORD, frequency, normal

if TYPE_CHECKING:
    from audit.alignment.meaning import Matrix

_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_COUNTING.split())} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "hundred": "100",
    "half": "0.5",
    "dozen": "12",
}
_COMMON_COST = 11.0
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it is compared: `terms` distinct stems and numbers, `names` capitalised rare words, `numbers`."""

    text: str
    terms: frozenset[str]
    names: tuple[str, ...]
    numbers: frozenset[str]
    words: int


@lru_cache(maxsize=50_000)
def sentence(text: str) -> Sentence:
    """The compared form of a sentence."""
    terms, names, numbers, words = set(), [], set(), 0
    for found in WORD.finditer(text):
        word = found.group()
        words += 1
        term = normal(word)
        terms.add(term)
        if _DIGITS.match(word):
            numbers.add(term)
        elif word.lower() in _NUMBER_WORDS:
            numbers.add(_NUMBER_WORDS[word.lower()])
        elif word[0].isupper() and len(word) > 2 and frequency().get(term, 99.0) > _COMMON_COST:
            names.append(re.sub(r"['’]s?$", "", word[:40]))
    return Sentence(text, frozenset(terms), tuple(dict.fromkeys(names)), frozenset(numbers), words)


@dataclass(frozen=True)
class Side:
    """The sentences of one side; `document` numbers the text each is from, `position` its place there."""

    sentences: tuple[Sentence, ...]
    document: tuple[int, ...]
    position: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> Side:
        """From the sentences of one or several texts."""
        return cls(
            tuple(sentence(line) for lines in texts for line in lines),
            tuple(number for number, lines in enumerate(texts) for _ in lines),
            tuple(place for lines in texts for place in range(len(lines))),
        )

    @cached_property
    def vectors(self) -> Matrix:
        """Meanings, one row a sentence."""
        return encoder().encode([one.text for one in self.sentences])

    def __len__(self) -> int:
        return len(self.sentences)

    def part(self, first: int, end: int) -> Side:
        """The sentences from number `first` up to `end`, `end` excluded."""
        return Side(self.sentences[first:end], self.document[first:end], self.position[first:end])


def total_weight(one: Sentence, weigh: Callable[[str], float]) -> float:
    """The summed weights of a sentence's distinct terms, above zero."""
    return math.fsum(weigh(term) for term in one.terms) or 1e-6
