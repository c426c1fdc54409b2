"""Entity accuracy: which of an original's names and values arrive right in the translation.

A *name* is a mention of the original as `audit.names.mentions` recognises it (headlines in title case are left out); a
*value* is an amount, share, ordinal, year, day, time or score as `audit.values.quantities` reads it ("zero" and "one"
in words are left out). A name has arrived right when every word of it stands in the segment's translation; a value when
a quantity of the translation says the same. What does not count as a difference is written down in `FOLDING`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import structs

from corpora.documents import Document, Span

if TYPE_CHECKING:
    from audit.names.coverage import Reach
    from audit.names.tokens import Token
    from audit.scores.pairs import Spans
    from audit.values.quantities import Quantity

FOLDING: tuple[tuple[str, str], ...] = (
    ("characters", "traditional and simplified Chinese characters (威特科夫 in either script)"),
    ("separators", "hyphens, middle dots, spaces and stops: Al-Sisi / Al Sisi, Hun Manet / Hunmanet, U.S. / US"),
    ("diacritics", "accents and ligatures: Peña / Pena, Đoković / Dokovic"),
    ("possessives", "'s and s' in either apostrophe: Trump's / Trump"),
    ("case", "letter case: White House / white house"),
    ("inflection", "plural, demonym and derived forms of one word: Italy / Italian, governor / governors"),
    ("spelling", "British and American spelling: Labour / Labor"),
    (
        "acronyms",
        "an acronym and its expansion, and aliases of the seeds: UK / Britain, WHO / World Health Organization",
    ),
    ("values", "the same value otherwise written, rounded or converted: $15bn / 15 billion dollars, half / 50 percent"),
)
"""What does not count as a difference, with examples; `docs/scores.md` shows the same table."""

Kind = Literal["name", "value"]
_VALUES = frozenset(("count", "money", "percent", "points", "ordinal", "vague", "year", "day", "clock", "score"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One name or value of an original, at [start, end) of it, and whether it arrived right."""

    kind: Kind
    span: Span
    right: bool


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    tokens: tuple[Token, ...]
    """All words of its sentence that belong to it, small ones included."""
    sentence: tuple[Token, ...]
    first: int


class Entities:
    """The names and values of originals, read once each. `sentences(document)` says how a document is cut."""

    def __init__(self, by_lines: bool = False) -> None:
        self._by_lines = by_lines
        self._read = lru_cache(maxsize=4096)(self._names)

    def of(self, originals: Sequence[tuple[Document, Span]], translation: str) -> list[Entity]:
        """The entities of the spans of some originals, judged against the translation of those spans."""
        from audit.names.coverage import reach
        from audit.names.tokens import tokens
        from audit.values.quantities import quantities

        ours = [simplified(token) for token in tokens(translation, 0, len(translation))]
        covered = reach([ours])
        amounts = [q for q in quantities(translation) if q.kind in _VALUES]
        out: list[Entity] = []
        for document, span in originals:
            for name in self._read(document.id, document.text):
                if span.start <= name.start and name.end <= span.end:
                    found = Entity(
                        kind="name", span=document.span(name.start, name.end), right=arrived(name, covered, ours)
                    )
                    out.append(found)
            out += _values(document, span, amounts)
        return out

    def _names(self, id: str, text: str) -> tuple[_Name, ...]:
        from audit.names.mentions import read
        from audit.scores.pairs import lines
        from corpora.sentences import split

        spans: Spans = lines(text) if self._by_lines else tuple(split(text, "en"))
        sentences, _ = read(text, spans)
        out = []
        for sentence in sentences:
            if sentence.headline:
                continue
            words = tuple(simplified(token) for token in sentence.tokens)
            for mention in sentence.mentions:
                chosen = words[mention.first : mention.last + 1]
                out.append(_Name(chosen[0].start, chosen[-1].bare, chosen, words, mention.first))
        return tuple(out)


def arrived(name: _Name, covered: Reach, translation: Sequence[Token]) -> bool:
    """Whether every word of a name stands in the translation, together or one by one, folded as `FOLDING` says."""
    from audit.names.coverage import groups_of, small, spelled_out

    words = [(name.first + n, token.key) for n, token in enumerate(name.tokens) if not small(token.key)]
    open_ = [place for place, key in words if not covered.covers(key)]
    if not open_:
        return True
    joined = "".join(key for _, key in words)
    if joined in covered.keys or joined in covered.joins or not covered.groups.isdisjoint(groups_of(joined)):
        return True
    together = spelled_out(name.sentence, covered)
    return all(place in together for place in open_)


def _values(document: Document, span: Span, amounts: list[Quantity]) -> Iterable[Entity]:
    from audit.values.pairing import matched
    from audit.values.quantities import quantities

    theirs = [
        q
        for q in quantities(span.text)
        if q.kind in _VALUES and not (q.spelled and q.value in (0, 1)) and (q.kind != "vague" or q.base > 1)
    ]
    found = matched(theirs, amounts)
    for place, q in enumerate(theirs):
        yield Entity(kind="value", span=document.span(span.start + q.start, span.start + q.end), right=place in found)


@lru_cache(maxsize=1)
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(token: Token) -> Token:
    """A word with its key in simplified characters, where it holds Han characters."""
    if token.key.isascii() or not any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in token.key):
        return token
    return structs.replace(token, key=_converter().convert(token.key))  # type: ignore[attr-defined]
