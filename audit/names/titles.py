"""Titles of works, programmes and ships in quotation marks, which come back translated: "Life-cutting technique".

A short quotation of the translation that its linked original does not cover stands for a short quotation there that the
translation does not cover: the only one, or the one in the same place of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.names.calques import Calque
from audit.names.coverage import small
from audit.names.linked import Pairing, expected
from audit.names.tokens import Token

_PAIRS = {"\u201c": "\u201d", "\u2018": "\u2019", '"': '"', "\u00ab": "\u00bb", "\u300a": "\u300b", "\u300c": "\u300d"}
_OPENING = re.compile(f"[{''.join(_PAIRS)}]")
_LONGEST = 9
_NEAR, _APART = 8, 14
"""Words from the place where a title is expected within which it is looked for."""
_JOINING = frozenset("to with from by as or nor but is are vs upon".split())


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words first..last (inclusive) that stand alone in quotation marks; `title`: written as titles are."""

    first: int
    last: int
    title: bool


def quoted(tokens: Sequence[Token], text: str) -> list[Quoted]:
    """The short quotations of some sentences, in order."""
    out: list[Quoted] = []
    at = 0
    if not tokens or not _OPENING.search(text, max(0, tokens[0].start - 1), tokens[-1].start):
        return out
    while at < len(tokens):
        opening = text[tokens[at].start - 1 : tokens[at].start]
        closing = _PAIRS.get(opening)
        again = opening == closing and out and out[-1].last == at - 1  # its own end, unless another one follows
        if closing is None or (again and text[tokens[at - 1].bare : tokens[at].start].count(opening) < 2):
            at += 1
            continue
        last = at
        while last < min(len(tokens), at + _LONGEST) and not _closes(tokens, text, last, closing):
            last += 1
        if last >= min(len(tokens), at + _LONGEST):
            at += 1
            continue
        after = text[tokens[last].bare : tokens[last].bare + 2]
        if after[:1] in {".", "!", "?"} and last - at > 3:
            at = last + 1
            continue
        words = tokens[at : last + 1]
        out.append(Quoted(at, last, _titled(words)))
        at = last + 1
    return out


def _closes(tokens: Sequence[Token], text: str, at: int, closing: str) -> bool:
    end = tokens[at + 1].start if at + 1 < len(tokens) else tokens[at].end + 3
    return closing in text[tokens[at].bare : end]


def _titled(words: Sequence[Token]) -> bool:
    return all(w.capital or small(w.key) or w.key in _JOINING for w in words) and words[0].capital


def translated(pairing: Pairing, text: str, originals: Sequence[str]) -> Iterator[Calque]:
    """Titles in quotation marks that came back in other words. `originals`: the texts of the linked originals."""
    mine = pairing.sentence.tokens
    ours = quoted(mine, text)
    if not ours:
        return
    for k, original in enumerate(pairing.originals):
        tokens = original.tokens
        theirs = [q for q in quoted(tokens, originals[k]) if q.title]
        if not theirs:
            continue
        left = [q for q in ours if not _same_as_any(mine, q, tokens, theirs) and not _told(mine, q, tokens)]
        right = [q for q in theirs if not _same_as_any(tokens, q, mine, ours) and not _told(tokens, q, mine)]
        if not left or not right:
            continue
        aligned = len(ours) == len(theirs)
        for q in left:
            where = expected(pairing.anchors[k], q.first, len(mine), len(tokens))
            if aligned:
                partner = theirs[ours.index(q)]
                confidence = 0.82 if len(ours) == 1 or q.title else 0.74
            else:
                partner = min(right, key=lambda r: abs(r.first - where))
                confidence = 0.76 if len(left) == len(right) == 1 else 0.6
            if partner not in right or abs(partner.first - where) > (_APART if aligned else _NEAR):
                continue
            yield Calque(
                pairing.number,
                q.first,
                q.last,
                k,
                partner.first,
                partner.last,
                confidence - (0.0 if q.title else 0.08) - (0.1 if q.last - q.first > 5 else 0.0),
                "a title in quotation marks came back in other words",
            )


def _told(tokens: Sequence[Token], q: Quoted, mine: Sequence[Token]) -> bool:
    """Whether the words of a quotation stand in a row in the other text, without its marks."""
    row = [t.key for t in tokens[q.first : q.last + 1]]
    keys = [t.key for t in mine]
    return any(keys[n : n + len(row)] == row for n in range(len(keys) - len(row) + 1))


def _same_as_any(tokens: Sequence[Token], q: Quoted, others: Sequence[Token], candidates: Sequence[Quoted]) -> bool:
    keys = [t.key for t in tokens[q.first : q.last + 1] if not small(t.key)]
    return any([t.key for t in others[o.first : o.last + 1] if not small(t.key)] == keys for o in candidates)
