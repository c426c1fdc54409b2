""" "Only" for "not only", and the reverse: 不仅 and 仅 differ by one character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.context import Context
from audit.detectors._sides import Pair, common_share, place
from audit.model import Evidence, Hit, Suggestion
from audit.quotations import stem
from audit.values.lexicon import STOPS

ONLY = frozenset("only merely solely exclusively just simply".split())
"""Words that limit what stands behind them."""

_MANY_SENSES = frozenset(("just", "simply"))
"""Those that mean other things as well: counted only where the other side has the same word."""
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|[^\sA-Za-z]")
_NOT = re.compile(
    r"(?:not|never|cannot|nor|neither|hardly|nothing|no|without|beyond|than|far|\w+n['’]t)", re.IGNORECASE
)
"""What denies an "only" behind it: "not only", "wasn't only", "more than just", "far from only"."""
_HAVE = re.compile(r"ha(?:ve|s|d|ving)|\w+['’](?:ve|d)")
"""What makes a "just" behind it one of time: "has just left"."""
_ARTICLES = frozenset("the a an his her its their our".split())
_LIGHT = frozenset(
    "been be to in for by on as of at about with from do does did is are was were it he she they".split()
)
_REACH, _BEHIND = 6, 6
"""Words before an "only" that may deny it, and words behind it that are compared."""
_SHARED, _CLOSE = 0.5, 0.4
"""Shares of the words behind, and of the content words of both sentences, that must be the same."""
_ADDED = re.compile(r"\b(?:besides|in addition|as well as|apart from|not alone|alone)\b", re.IGNORECASE)
_ZH_NOT_ONLY = re.compile(r"不[仅僅只但光单單止]|非但|并非只|不局限")


@dataclass(frozen=True, slots=True)
class Only:
    """An "only" at [start, end) with what belongs to it ("not the only"): whether it is denied, closely, and of what.

    `behind`: stems of the content words and numbers behind it; `article`: "the only".
    """

    start: int
    end: int
    word: str
    denied: bool
    close: bool
    article: bool
    behind: tuple[str, ...]


def only_hits(context: Context, pair: Pair) -> Iterator[Hit]:
    """The one "only" of a sentence that is denied on one side and affirmed on the other, before the same words."""
    if ONLY.isdisjoint(pair.letters) or ONLY.isdisjoint(pair.original_letters):
        return
    if len(pair.originals) != 1 or pair.loose or _ADDED.search(pair.text) or _ADDED.search(pair.original):
        return
    ours, theirs = onlies(pair.text), onlies(pair.original)
    if len(ours) != 1 or len(theirs) != 1:
        return
    one, other = ours[0], theirs[0]
    denied = one if one.denied else other
    if one.denied == other.denied or not denied.close or one.article != other.article:
        return
    if one.word != other.word and {one.word, other.word} & _MANY_SENSES:
        return
    common = set(one.behind) & set(other.behind)
    alike = common and len(common) >= _SHARED * min(len(one.behind), len(other.behind))
    if alike and common_share(pair.text, pair.original) >= _CLOSE:
        yield _hit(context, pair, one, other)


def onlies(text: str) -> list[Only]:
    """Every "only" of a sentence."""
    words = list(_WORD.finditer(text))
    low = [word.group().casefold() for word in words]
    found = []
    for at, word in enumerate(low):
        if word not in ONLY or (word == "just" and at and _HAVE.fullmatch(low[at - 1])):
            continue
        first = at - 1 if at and low[at - 1] in _ARTICLES else at
        before = first - 1
        while before >= 0 and low[before] in ("been", "be"):
            before -= 1
        close = before >= 0 and _NOT.fullmatch(low[before]) is not None
        denied = close
        for back in range(before, max(-1, before - _REACH), -1):
            if not low[back][0].isalpha():
                break
            denied = denied or _NOT.fullmatch(low[back]) is not None
        behind = [w for w in low[at + 1 : at + 1 + _BEHIND] if w[0].isalnum() and w not in STOPS and w not in _LIGHT]
        start = words[before if close else first].start()
        found.append(Only(start, words[at].end(), word, denied, close, first < at, tuple(map(stem, behind))))
    return found


def _hit(context: Context, pair: Pair, one: Only, other: Only) -> Hit:
    surface, theirs = pair.text[one.start : one.end], pair.original[other.start : other.end]
    confidence = 0.7
    pivot = context.pivot_of(pair.start, pair.end)
    if pivot and context.pivot_lang == "zh":
        confidence += 0.15 if bool(_ZH_NOT_ONLY.search(pivot)) == other.denied else -0.1
    words = surface.split()
    plain = words[-2:] if one.article else words[-1:]
    fix = " ".join(plain) if one.denied else f"not {surface[0].lower()}{surface[1:]}"
    whole = not one.denied or words[0].casefold() in ("not", "never")
    fix = fix[0].upper() + fix[1:] if surface[0].isupper() else fix
    message = (
        f'"{surface}" against "{theirs}" in the original: one says that there is more, the other that there is not'
    )
    return Hit(
        start=pair.start + one.start,
        end=pair.start + one.end,
        message=message,
        confidence=confidence,
        subtype="only-added" if one.denied else "only-lost",
        severity="major",
        suggestions=(Suggestion(text=fix, confidence=0.65),) if whole else (),
        evidence=(
            Evidence(kind="original", detail=f'the linked original has "{theirs}"', ref=place(pair.originals[0])),
        ),
    )
