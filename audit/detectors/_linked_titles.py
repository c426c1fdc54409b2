"""Titles that the linked original gives the same person otherwise: Minister President for prime minister."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from audit.context import Context
from audit.detectors._phrases import cased
from audit.detectors._sides import Pair, in_quotation, linked_sentences, place
from audit.model import Evidence, Hit, Suggestion
from audit.names.roles import Role, near, role_of
from audit.names.tokens import Token, tokens
from corpora.documents import Span

_FIRM = 0.6
"""Score of a link from which a title beside the same name is the same statement."""


def linked_titles(context: Context) -> Iterator[Hit]:
    """One hit a person whose title the linked original has, and has otherwise."""
    said: set[int] = set()
    for pair in linked_sentences(context):
        if pair.score < _FIRM or pair.loose:
            continue
        mine = tokens(context.text, pair.start, pair.end)
        for span in pair.originals[:2]:
            text = context.originals[span.doc].text
            theirs = _words(text, span.start, span.end)
            for hit in _hits(context, pair, mine, span, text, theirs):
                if hit.start not in said:
                    said.add(hit.start)
                    yield hit


@lru_cache(maxsize=64)
def _words(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(tokens(text, start, end))


def _hits(
    context: Context, pair: Pair, mine: Sequence[Token], span: Span, text: str, theirs: Sequence[Token]
) -> Iterator[Hit]:
    for (first, last), (first_o, last_o) in _same_names(context, pair, mine, span, theirs):
        ours = role_of(mine, context.text, first, last)
        told = role_of(theirs, text, first_o, last_o)
        if ours is None or told is None or not _other(ours, told, mine, theirs):
            continue
        start, end = mine[ours.first].start, mine[ours.last].bare
        if in_quotation(context.text, start, (pair.start, pair.end)):
            continue
        surface = context.text[start:end]
        wanted = text[theirs[told.first].start : theirs[told.last].bare]
        proof = Evidence(
            kind="original", detail=f'the linked original has "{wanted}" beside the same name', ref=place(span)
        )
        yield Hit(
            start=start,
            end=end,
            message=f'"{surface}" is "{wanted}" in the original',
            confidence=0.75,
            subtype="linked",
            suggestions=(Suggestion(text=_as_written(surface, wanted), confidence=0.8, evidence=(proof,)),),
            evidence=(proof,),
        )


def _as_written(surface: str, wanted: str) -> str:
    """The original's title with the capitals of the translation's; abbreviations keep theirs."""
    if surface.islower():
        return " ".join(word if word.isupper() else word.lower() for word in wanted.split())
    return cased(_telling(surface), wanted)


def _telling(surface: str) -> str:
    """A title without its small words, whose case says nothing: Minister of Health."""
    return " ".join(word for word in surface.split() if word not in {"of", "the"})


def _other(ours: Role, told: Role, mine: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether two titles are of one kind and not the same, and neither side has the other's title elsewhere."""
    kinds = {ours.kind, told.kind}
    if told.kind == "calques" or (len(kinds) > 1 and kinds != {"calques", "offices"}) or near(ours.head, told.head):
        return False
    return not _among(ours.head, theirs) and not _among(told.head, mine)


def _among(head: str, words: Sequence[Token]) -> bool:
    return f" {head} " in f" {' '.join(token.key for token in words)} "


def _same_names(
    context: Context, pair: Pair, mine: Sequence[Token], span: Span, theirs: Sequence[Token]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Words (first, last) of both sides that are one name: found mangled, or written the same and only once."""
    for hit in context.names.hits.get("mangled-name", ()):
        if not pair.start <= hit.start < pair.end:
            continue
        for evidence in hit.evidence:
            doc, _, where = (evidence.ref or "").rpartition(":")
            start, _, end = where.partition("-")
            if evidence.kind == "original" and doc == span.doc and start.isdigit() and end.isdigit():
                ours, their = _within(mine, hit.start, hit.end), _within(theirs, int(start), int(end))
                if ours and their:
                    yield ours, their
    once = _capitals(theirs)
    for key, at in _capitals(mine).items():
        if key in once:
            yield (at, at), (once[key], once[key])


def _within(words: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    inside = [at for at, token in enumerate(words) if token.start < end and start < token.end]
    return (inside[0], inside[-1]) if inside else None


def _capitals(words: Sequence[Token]) -> dict[str, int]:
    """The words with a capital that stand once among some words, by their key."""
    out: dict[str, int] = {}
    twice: set[str] = set()
    for at, token in enumerate(words):
        if token.capital and len(token.key) > 2:
            twice |= {token.key} & out.keys()
            out[token.key] = at
    return {key: at for key, at in out.items() if key not in twice}
