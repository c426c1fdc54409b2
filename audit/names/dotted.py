"""Names of the pivot with a dot between their parts (贝恩特·林德奎斯特), one part right and one not.

The dot shows where the parts begin and end. Where a word of the translation is plainly one part, the name beside it
stands for the other part, and is doubted if its sounds are not those of that part, be it as good a name as any: Gordon
is none for 贝恩特 (Bernt). What speaks for the word, at another place of the sentence or as another form of the same
name, clears it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from audit.channels import channel
from audit.model import Evidence, Hit, RouteStep
from audit.names.alone_forms import transcription_characters
from audit.names.alone_pivot import beside
from audit.names.coverage import groups_of
from audit.names.frequencies import frequencies
from audit.names.name_words import meant
from audit.names.tokens import Token, fold, in_marked_name
from audit.names.vocabulary import given_names, plain, words

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.stage import Stage

_DOTS = "·•・‧∙?"
_HAN = re.compile("[\u4e00-\u9fff]")
_DOTTED = re.compile(f"{_HAN.pattern}{{2}}[{re.escape(_DOTS)}]{_HAN.pattern}{{2}}")
_LATIN = re.compile(r"[^\W\d_]*[A-Za-z][^\W\d_]*")

_LONGEST = 2000
"""Characters of a stretch of the pivot beyond which it is no sentence."""

_PART = 6
"""Characters of a part of a name at most."""

_ANCHOR, _ELSEWHERE = 3.5, 2.0
"""Log-odds from which a word is the part beside the dot; and from which a word belongs elsewhere in the sentence."""

_MISFIT = -2.5
"""Log-odds at most that a word is a part, however that is cut, for it to be doubted."""

_HEARD = 10**-6.6
"""Share of running text from which a word is a usual one, such as an engine takes for another; a rare name with letters
that are not heard (Navracsics, 瑙夫劳契奇) is what somebody knew."""

_ALIKE = 0.8
"""Likeness to a likely name of the part from which it may be the pivot that has another name (Andrea, 安德鲁)."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Word `at` of a sentence that stands for the part `form` of a pivot name and does not sound like it."""

    at: int
    form: str
    fit: float
    beside: str


def dotted_hits(context: Context, stage: Stage, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Hits for words beside a part of a pivot name that they cannot be; none where linked originals know the word."""
    pivot = context.document.pivot
    if pivot is None or pivot.lang.split("-")[0] != "zh" or not _DOTTED.search(pivot.text):
        return
    for sentence, behind in zip(stage.sentences, beside(context), strict=True):
        if len(behind) > _LONGEST or not _DOTTED.search(behind):
            continue
        for misfit in misfits(sentence.tokens, behind):
            token = sentence.tokens[misfit.at]
            if stage.knows(token.key) or any(token.start < end and start < token.bare for start, end in taken):
                continue
            yield _hit(token, misfit)


def misfits(tokens: Sequence[Token], pivot: str) -> Iterator[Misfit]:
    """The words of a translated sentence that cannot be the part of a pivot name for which they stand."""
    latin = {fold(word) for word in _LATIN.findall(pivot)}
    done: set[int] = set()
    for left, right in pairwise(range(len(tokens))):
        if tokens[right].start - tokens[left].bare != 1 or not (tokens[left].capital and tokens[right].capital):
            continue
        for at, anchor, step in ((left, right, -1), (right, left, 1)):
            if at in done or not _doubtable(tokens[at], latin) or in_marked_name(tokens, at):
                continue
            found = _misfit(tokens, at, anchor, step, pivot)
            if found is not None:
                done.add(at)
                yield found


def _doubtable(token: Token, latin: set[str]) -> bool:
    key = token.key
    return (
        len(key) >= 3
        and key.isalpha()
        and not token.shouted
        and key not in latin
        and not plain(key)
        and (key in given_names() or frequencies("large").get(key, 0.0) >= _HEARD)
        and key not in words("titles")
        and key not in words("honorifics")
    )


def _misfit(tokens: Sequence[Token], at: int, anchor: int, step: int, pivot: str) -> Misfit | None:
    placed = place(pivot, tokens[anchor].word)
    if placed is None or placed[2] < _ANCHOR:
        return None
    parts = _parts_beside(pivot, pivot[placed[0] : placed[1]], step)
    named = sum(token.key == tokens[anchor].key for token in tokens)
    if not parts or named > len(parts):
        return None
    word = tokens[at].word
    fit = max(_fit(part, word, step) for part in parts)
    if fit > _MISFIT or _elsewhere(tokens, at, step, parts, pivot):
        return None
    form = _cut(parts[0], step)
    return None if len(form) < 2 or _same_name(word, form) else Misfit(at, form, fit, tokens[anchor].word)


def _elsewhere(tokens: Sequence[Token], at: int, step: int, parts: Sequence[str], pivot: str) -> bool:
    """Whether the word has a form of its own in the sentence, or the word behind it is the part: a middle name."""
    own = place(pivot, tokens[at].word)
    if own is not None and own[2] >= _ELSEWHERE:
        return True
    beyond = at + step
    return 0 <= beyond < len(tokens) and any(_fit(part, tokens[beyond].word, step) > 0 for part in parts)


def _parts_beside(pivot: str, form: str, step: int) -> list[str]:
    """What stands beyond the dot before (-1) or behind (1) each occurrence of a form; empty if one has no dot there."""
    out: list[str] = []
    start = pivot.find(form)
    while start >= 0:
        end = start + len(form)
        dot = start - 1 if step < 0 else end
        if not 0 <= dot < len(pivot) or pivot[dot] not in _DOTS:
            return []
        part, at = "", dot + step
        while 0 <= at < len(pivot) and len(part) < _PART and _HAN.match(pivot[at]):
            part = pivot[at] + part if step < 0 else part + pivot[at]
            at += step
        if not part:
            return []
        out.append(part)
        start = pivot.find(form, end)
    return out


def _fit(part: str, word: str, step: int) -> float:
    """How well a word fits the end (-1) or the beginning (1) of a stretch, cut where it fits best (log-odds)."""
    cuts = (part[-length:] if step < 0 else part[:length] for length in range(1, len(part) + 1))
    return max(channel("zh").fit(cut, word) for cut in cuts)


def _cut(part: str, step: int) -> str:
    """The part as far as it is written with characters of sounds."""
    sounding = transcription_characters()
    length = 0
    for char in reversed(part) if step < 0 else part:
        if char not in sounding:
            break
        length += 1
    return (part[-length:] if step < 0 else part[:length]) if length else ""


def _same_name(word: str, form: str) -> bool:
    """Whether a word is another form of a name that the part is likely to be (Bill, William), or nearly that name."""
    key = fold(word)
    return any(
        not groups_of(key).isdisjoint(groups_of(fold(name.name)))
        or JaroWinkler.similarity(key, fold(name.name)) >= _ALIKE
        for name in meant(form)[:4]
    )


@lru_cache(maxsize=8192)
def place(pivot: str, word: str) -> tuple[int, int, float] | None:
    """See `Channel.find`."""
    return channel("zh").find(pivot, word)


def _hit(token: Token, misfit: Misfit) -> Hit:
    confidence = min(0.84, 0.66 + 0.03 * (_MISFIT - misfit.fit))
    detail = f"the pivot has {misfit.form} beside “{misfit.beside}”, whose sounds are not those of “{token.word}”"
    return Hit(
        start=token.start,
        end=token.bare,
        message=f"“{token.word}” stands for {misfit.form}, and does not sound like it",
        confidence=round(confidence, 3),
        subtype="respelled",
        route=(RouteStep(lang="zh", form=misfit.form, detail="rendered as another name"),),
        evidence=(Evidence(kind="pivot", detail=detail, weight=2.0),),
    )
