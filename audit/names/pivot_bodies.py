"""Organisations that the Chinese pivot names and the translation calls otherwise: Penguin Langdon Book House.

A name that the table has for the pivot's form and that its translated sentence lacks is looked for in a run of
capitalised words that has most of its words, the others by their sound or sense (Langdon, 兰登, Random), or in words
that only write it apart (face books, 脸书). Where the pivot has a title in its marks, the words that translations make
of it stand for it in small letters, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from audit.model import Evidence, Hit, RouteStep, Suggestion
from audit.names.alone_likeness import through_chinese
from audit.names.alone_organisations import Organisation, organisations, works
from audit.names.alone_pivot import beside
from audit.names.coverage import small
from audit.names.senses import match
from audit.names.tokens import Token, fold, tokens
from audit.names.vocabulary import rarity

if TYPE_CHECKING:
    from audit.context import Context

_SHORTEST, _LONGEST = 3, 2000
"""Characters of a form that tells of an organisation by itself, and of a pivot sentence at most."""

_RARE, _SHARE = 4.5, 0.5
"""Rarity of a word that a run must have in common with the name, and the share of the name's words at least."""

_SPLIT = 7
"""Letters of a name of one word that is looked for written apart, at least."""

_APART, _NEARLY, _TITLE = 0.85, 0.8, 0.8


@dataclass(frozen=True, slots=True)
class Instead:
    """Words first..last (inclusive) of a sentence that stand for the organisation of a pivot form."""

    first: int
    last: int
    name: str
    form: str
    confidence: float


@cache
def by_chinese() -> dict[str, Organisation]:
    """Chinese forms -> the organisation, titles in their marks -> the work; those of several are left out."""
    out: dict[str, Organisation | None] = {}
    for organisation in (*organisations(), *works()):
        for form in organisation.zh:
            if organisation.work and form[0] != "《":
                continue
            out[form] = None if form in out and out[form] is not organisation else organisation
    return {form: organisation for form, organisation in out.items() if organisation is not None}


@cache
def _matcher() -> tuple[Any, list[str]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    forms = sorted(by_chinese())
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), forms


def body_hits(context: Context, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Hits for organisations that the pivot names, under words that are nearly theirs."""
    pivot = context.document.pivot
    if pivot is None or pivot.lang.split("-")[0] != "zh":
        return
    for words, behind in zip(context.words, beside(context), strict=True):
        if not words or not behind or len(behind) > _LONGEST:
            continue
        for found in find(words, behind):
            start, end = words[found.first].start, words[found.last].bare
            if not any(start < b and a < end for a, b in taken):
                yield _hit(context.text[start:end], start, end, found)


def find(words: Sequence[Token], pivot: str) -> Iterator[Instead]:
    """The organisations of a Chinese sentence that its translation calls otherwise."""
    matcher, forms = _matcher()
    expected = dict.fromkeys(forms[index] for index, _, _ in matcher.find_matches_as_indexes(pivot))
    if not expected:
        return
    keys = [token.key for token in words]
    joined = "".join(keys)
    for form in expected:
        organisation = by_chinese()[form]
        written = _in_small_letters if organisation.work else _written_apart
        found = written(words, keys, organisation, form)
        if found is None and not organisation.work and len(form) >= _SHORTEST:
            if any(fold(right.replace(" ", "")) in joined for right in _whole(organisation)):
                continue
            found = _nearly(words, organisation, form)
        if found is not None:
            yield found


def _whole(organisation: Organisation) -> Iterator[str]:
    """The right forms that are no mere word of the name (Penguin in Penguin Random House)."""
    name = {fold(word) for word in organisation.name.split()}
    return (form for form in organisation.rightly if len(name) == 1 or not {fold(w) for w in form.split()} < name)


def _written_apart(
    words: Sequence[Token], keys: Sequence[str], organisation: Organisation, form: str
) -> Instead | None:
    for name in organisation.rightly:
        key = fold(name)
        if " " in name or len(key) < _SPLIT or key in keys:
            continue
        for at in range(len(keys) - 1):
            if keys[at] + keys[at + 1] in (key, key + "s") and words[at + 1].start - words[at].end == 1:
                return Instead(at, at + 1, name, form, _APART)
    return None


def _in_small_letters(words: Sequence[Token], keys: Sequence[str], work: Organisation, form: str) -> Instead | None:
    """Where the words stand that translations make of a title, the first of them without a capital."""
    text = " " + " ".join(keys) + " "
    if any(f" {' '.join(_keys(right))} " in text for right in work.rightly):
        return None
    for wrong in map(_keys, work.weak):
        for at in range(len(keys) - len(wrong) + 1 if len(wrong) > 1 else 0):
            if not words[at].capital and tuple(keys[at : at + len(wrong)]) == wrong:
                return Instead(at, at + len(wrong) - 1, work.name, form, _TITLE)
    return None


def _nearly(words: Sequence[Token], organisation: Organisation, form: str) -> Instead | None:
    """The run of capitalised words that has most of an organisation's words, and the others by sound or sense."""
    theirs = _content(organisation.name)
    if len(theirs) < 2:
        return None
    for first, last in _runs(words):
        mine = [at for at in range(first, last + 1) if not small(words[at].key)]
        pairs = match([words[at].key for at in mine], theirs)
        shared = [j for _, j, by_sense in pairs if not by_sense]
        left = [at for i, at in enumerate(mine) if i not in {i for i, _, _ in pairs}]
        missing = [j for j in range(len(theirs)) if j not in {j for _, j, _ in pairs}]
        if (
            len(shared) >= _SHARE * len(theirs)
            and any(rarity(theirs[j]) > _RARE for j in shared)
            and len(mine) >= len(theirs)
            and _sounded(words, left, theirs, missing)
        ):
            return Instead(first, last, organisation.name, form, _NEARLY)
    return None


def _sounded(words: Sequence[Token], left: list[int], theirs: Sequence[str], missing: list[int]) -> bool:
    """Whether each missing word of a name has one of the words left that sounds like it, and at most one more is left.

    There must be some: where a name is all there, in whatever order, it is left to others.
    """
    rest = list(left)
    for j in missing:
        best = max(rest, key=lambda at: through_chinese(words[at].key, theirs[j]), default=None)
        if best is None or through_chinese(words[best].key, theirs[j]) < 0.0:
            return False
        rest.remove(best)
    return bool(missing) and len(rest) <= 1


def _runs(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last words of the runs of capitalised words, small ones between them included."""
    first = None
    last = 0
    for at, word in enumerate(words):
        if word.capital and not (first is None and small(word.key)):
            first, last = at if first is None else first, at
            if word.end == word.bare and at + 1 < len(words) and words[at + 1].start - word.end <= 1:
                continue
        elif first is not None and small(word.key) and at == last + 1:
            continue
        if first is not None:
            yield first, last
        first = None
    if first is not None:
        yield first, last


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(name, 0, len(name)))


def _content(name: str) -> tuple[str, ...]:
    return tuple(key for key in _keys(name) if not small(key))


def _hit(surface: str, start: int, end: int, found: Instead) -> Hit:
    evidence = (
        Evidence(kind="pivot", detail=f"{found.form} stands in the pivot", weight=3.0),
        Evidence(
            kind="authority",
            detail=f"{found.form} is {found.name}, which the sentence lacks",
            weight=2.0,
            ref=f"organisations:{found.name}",
        ),
    )
    return Hit(
        start=start,
        end=end,
        message=f"{surface} stands for {found.form}, {found.name}",
        confidence=found.confidence,
        subtype="literal",
        route=(RouteStep(lang="zh", form=found.form, detail=f"{found.name} came back as {surface}"),),
        suggestions=(Suggestion(text=found.name, confidence=round(0.95 * found.confidence, 3), evidence=evidence),),
        evidence=evidence,
    )
