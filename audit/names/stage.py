"""The document as the name stage sees it: both sides read and paired, and the cases found so far."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.channels import LANGUAGES
from audit.model import Rejected
from audit.names.capitals import with_article
from audit.names.coverage import groups_of
from audit.names.forms import hyphens_of
from audit.names.linked import Original, Pairing, pair_up
from audit.names.mentions import Census, Sentence, read
from audit.names.recognizers import recognizer
from audit.settings import RecognizedBy

if TYPE_CHECKING:
    from audit.context import Context


@dataclass(frozen=True, slots=True)
class Case:
    """One place that should be written otherwise, before it becomes a hit.

    `confidence` is that of the text that should stand there; `doubt` that the place is wrong, if more is known of it.
    """

    number: int
    first: int
    last: int
    text: str
    confidence: float
    subtype: str
    why: str
    ref: str
    quote: str = ""
    rejected: tuple[Rejected, ...] = ()
    around: tuple[int, int] | None = None
    doubt: float = 0.0


@dataclass(slots=True)
class Stage:
    """The document as the name stage sees it."""

    sentences: list[Sentence]
    counts: Census
    others: Census
    pairings: list[Pairing]
    known: frozenset[str]
    groups: frozenset[int] = frozenset()
    hyphened: dict[tuple[str, str], str] = field(default_factory=dict)
    with_article: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    def knows(self, key: str) -> bool:
        """Whether the originals have a name word, or another legitimate form of the same name."""
        return key in self.known or not self.groups.isdisjoint(groups_of(key))


@lru_cache(maxsize=64)
def read_original(text: str, by: RecognizedBy = "rules") -> tuple[tuple[Sentence, ...], Census]:
    from corpora.sentences import split

    sentences, counts = read(text, split(text, "en"), recognizer(by))
    return tuple(sentences), counts


def prepare(context: Context) -> Stage:
    """Read both sides and pair every linked sentence with its originals."""
    sentences, counts = read(context.text, context.sentences, recognizer(context.settings.recognizer), context.words)
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    read_originals: dict[str, tuple[Sentence, ...]] = {}
    known: set[str] = set()
    hyphened: dict[tuple[str, str], str] = {}
    articles: dict[str, str] = {}
    for id, document in context.originals.items():
        read_originals[id], census = read_original(document.text, context.settings.recognizer)
        lower.update(census.lower)
        hyphened.update(hyphens_of(read_originals[id], document.text))
        articles.update(with_article(read_originals[id]))
        capital.update(census.capital)
        for sentence in read_originals[id]:
            known |= {sentence.tokens[i].key for i in sentence.names}
    lang = context.pivot_lang if context.pivot_lang in LANGUAGES else "zh"
    pairings = []
    for number, sentence in enumerate(sentences if context.originals else ()):
        stretches = _stretches(context, sentence, read_originals)
        if stretches:
            score = max(s for _, s in stretches)
            behind = context.pivot_of(sentence.start, sentence.end) if lang == context.pivot_lang else None
            pairings.append(pair_up(sentence, number, [o for o, _ in stretches], score, lang, behind))
    return Stage(
        sentences=sentences,
        counts=counts,
        others=Census(lower=lower, capital=capital),
        pairings=pairings,
        known=frozenset(known),
        groups=frozenset(group for key in known for group in groups_of(key)),
        hyphened=hyphened,
        with_article=articles,
    )


def _stretches(
    context: Context, sentence: Sentence, originals: dict[str, tuple[Sentence, ...]]
) -> list[tuple[Original, float]]:
    """The linked sentences of each original, joined by original, best score first."""
    chosen: dict[str, list[Sentence]] = defaultdict(list)
    scores: dict[str, float] = {}
    for link in context.links_at(sentence.start, sentence.end):
        id = link.original.doc
        read = originals.get(id, ())
        for other in read[bisect_right(read, link.original.start, key=_end) :]:
            if other.start >= link.original.end:
                break
            if other not in chosen[id]:
                chosen[id].append(other)
        scores[id] = max(scores.get(id, 0.0), link.score)
    out = [
        (
            Original(doc=id, text=context.originals[id].text, sentences=tuple(sorted(found, key=lambda s: s.start))),
            scores[id],
        )
        for id, found in chosen.items()
        if found
    ]
    return sorted(out, key=lambda item: (-item[1], item[0].doc))


def _end(sentence: Sentence) -> int:
    return sentence.end


def quote(original: Original, offset: int) -> str:
    for sentence in original.sentences:
        if sentence.start <= offset < sentence.end:
            return original.text[sentence.start : sentence.end]
    return ""


def words_at(tokens: Sequence[object], indexes: Sequence[int]) -> str:
    return " ".join(tokens[i].word for i in indexes)  # type: ignore[attr-defined]


def line(text: str, offset: int) -> str:
    """The line of a text around an offset, at most 200 code points of it."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[max(start, offset - 120) : min(len(text) if end < 0 else end, offset + 80)]
