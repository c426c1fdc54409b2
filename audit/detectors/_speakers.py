"""Who says, who does what to whom, and how firmly: one statement on each side, compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit.detectors._sides import Pair, common_share, place
from audit.model import Evidence, Hit, Suggestion
from audit.names.authority_knowledge import knowledge
from audit.names.coverage import groups_of
from audit.names.sound import sound
from audit.names.tokens import fold
from audit.quotations import stem

_FIRMNESS = {
    "say": "said says told stated added noted remarked pointed",
    "claim": "claimed claims alleged alleges",
    "confirm": "confirmed confirms admitted admits acknowledged acknowledges conceded concedes",
    "demand": "demanded demands ordered orders",
    "suggest": "suggested suggests proposed proposes recommended recommends",
}
_CLASS = {verb: kind for kind, verbs in _FIRMNESS.items() for verb in verbs.split()}
_OTHERWISE = {
    ("confirm", "claim"): 0.75,
    ("claim", "confirm"): 0.75,
    ("confirm", "say"): 0.55,
    ("demand", "suggest"): 0.7,
    ("suggest", "demand"): 0.7,
}
"""(verb of the translation, verb of the original) that are no two words for one thing, and how sure that is."""

_NAME = r"(?:[A-Z][\w’'-]*\.? ){0,3}[A-Z][\w’'-]+"
_SAYING = "|".join([*_CLASS, "warned", "insisted", "argued", "replied", "wrote", "tweeted", "announced", "declared"])
_SPEECH = re.compile(rf"(?P<n>{_NAME}),? (?:also |later |then )?(?P<v>{_SAYING})\b|\b(?P<w>{_SAYING}) (?P<m>{_NAME})")
_ACTS = (
    "accused accuses blamed blames attacked attacks invaded invades sued sues defeated defeats criticised criticises "
    "criticized criticizes thanked thanks warned warns threatened threatens shelled shells bombed bombs overtook "
    "overtakes succeeded succeeds replaced replaces"
).split()
_ACTIVE = re.compile(rf"(?P<a>{_NAME}) (?:has |had |again |also )?(?P<v>{'|'.join(_ACTS)}) (?:the )?(?P<b>{_NAME})")
_TELLING, _ACTING = frozenset(_SAYING.split("|")), frozenset(_ACTS)
"""Words of which both sentences must have one for the slower patterns to be tried."""
_UNNAMED = re.compile(
    r"\b(?:familiar with|knowledge of|briefed on|anonym\w*|unnamed|not authori[sz]ed|sources?|people close to)\b",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r"\b(?:familiar|knowledge|briefed|anonym\w*|unnamed|sources?|insiders?|informed|close to|reported\w*|according to"
    r"|media|cit(?:ed|ing)|quot\w*)\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(rf"(?P<n>(?:The )?{_NAME}) (?P<v>announced|declared|confirmed)\b")
_SAID_TO_BE_SO = re.compile(r"\b(?:right|true|correct|accurate|indeed|genuine|authentic|real|did happen)\b")
_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_VERB = re.compile(rf"(?P<s>[\w’'-]+),? (?P<v>{'|'.join(_CLASS)})\b")
_SOUNDS_ALIKE = 0.6
_CLOSE = 0.5
_UNNAMED_CLOSE = 0.35
"""Shares of content words in common from which two sentences tell of the same."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A statement: the speaker as named, the verb, and their places in the sentence."""

    name: str
    verb: str
    name_at: tuple[int, int]
    verb_at: tuple[int, int]


def speakers(pair: Pair, original: str, around: Callable[[], str]) -> Iterator[Hit]:
    """Another speaker, a firmer verb, subject and object exchanged, a source that became an announcement."""
    share: float | None = None
    for hit, close in _candidates(pair, original, around):
        share = common_share(pair.text, original) if share is None else share
        if share >= close:
            yield hit


def _candidates(pair: Pair, original: str, around: Callable[[], str]) -> Iterator[tuple[Hit, float]]:
    """Hits, each with the share of words in common that it needs."""
    if not _TELLING.isdisjoint(pair.letters):
        for hit in _announced(pair, original):
            yield hit, _UNNAMED_CLOSE
        if not _TELLING.isdisjoint(pair.original_letters):
            ours = _speech(pair.text)
            theirs = _speech(original) if len(ours) == 1 else []
            if len(theirs) == 1:
                for hit in _speaker(pair, ours[0], theirs[0], original, around):
                    yield hit, _CLOSE
            for hit in _firmness(pair, original):
                yield hit, _CLOSE
    if not (_ACTING.isdisjoint(pair.letters) or _ACTING.isdisjoint(pair.original_letters)):
        for hit in _exchanged(pair, original):
            yield hit, _CLOSE


def _announced(pair: Pair, original: str) -> Iterator[Hit]:
    told = _UNNAMED.search(original)
    match = _OFFICIAL.search(pair.text) if told else None
    if told and match and match["n"].split()[-1] not in original and not _TOLD_BY.search(pair.text):
        yield _hit(pair, match.span(), told.group(), None, "an unnamed source became an announcement", 0.6)


def _speaker(pair: Pair, one: Speech, other: Speech, original: str, around: Callable[[], str]) -> Iterator[Hit]:
    """Two known people, each the speaker on one side; names that only sound alike are the business of names."""
    mine, theirs = one.name.split()[-1], other.name.split()[-1]
    if theirs in pair.text or any(_same(mine, word) for word in _CAPITAL.findall(original)):
        return
    if re.search(r"(?:\b(?:of|in|for|at|from|the)|,)$", original[: other.name_at[0]].rstrip()):
        return  # "Mayor of Bucha, said": no speaker Bucha
    if _two_people(mine, theirs) and sound(fold(mine), fold(theirs)) < _SOUNDS_ALIKE:
        elsewhere = re.search(rf"\b{re.escape(mine)}\b", around()) is not None
        yield _hit(pair, one.name_at, other.name, other.name, "another speaker", 0.75 if elsewhere else 0.65)


def _firmness(pair: Pair, original: str) -> Iterator[Hit]:
    ours, theirs = list(_VERB.finditer(pair.text)), list(_VERB.finditer(original))
    if len(ours) != 1 or len(theirs) != 1 or not _same(ours[0]["s"], theirs[0]["s"]):
        return
    one, other = ours[0], theirs[0]
    kind = _CLASS[one["v"]]
    sure = _OTHERWISE.get((kind, _CLASS[other["v"]]))
    if kind == "confirm" and _SAID_TO_BE_SO.search(original, other.end()):
        return
    if sure is None or (kind == "confirm" and re.search(r"\bconfirm|\badmi(?:t|ssion)|\backnowledg", original)):
        return
    yield _hit(pair, one.span("v"), other["v"], other["v"], "said more or less firmly", sure)


def _exchanged(pair: Pair, original: str) -> Iterator[Hit]:
    ours, theirs = list(_ACTIVE.finditer(pair.text)), list(_ACTIVE.finditer(original))
    if len(ours) != 1 or len(theirs) != 1 or stem(ours[0]["v"]) != stem(theirs[0]["v"]):
        return
    one, other = ours[0], theirs[0]
    a, b, c, d = (name.split()[-1] for name in (one["a"], one["b"], other["a"], other["b"]))
    if _same(a, d) and _same(b, c) and not _same(a, b):
        yield _hit(pair, one.span(), other.group(), other.group(), "subject and object changed places", 0.85)


def _speech(text: str) -> list[Speech]:
    found = []
    for match in _SPEECH.finditer(text):
        name, verb = ("n", "v") if match["n"] else ("m", "w")
        found.append(Speech(match[name], match[verb], match.span(name), match.span(verb)))
    return found


def _same(one: str, other: str) -> bool:
    """Whether two name words are one: equal, spelt alike, or names of one country (Moscow, Russia, Russian)."""
    from rapidfuzz.distance import JaroWinkler

    a, b = fold(one), fold(other)
    return a == b or not groups_of(a).isdisjoint(groups_of(b)) or JaroWinkler.similarity(a, b) >= 0.85


def _two_people(one: str, other: str) -> bool:
    """Whether both are family names of known people, and of no one person."""
    if min(len(one), len(other)) < 4:
        return False
    a = {person.name for person in knowledge().by_family.get(fold(one), ())}
    b = {person.name for person in knowledge().by_family.get(fold(other), ())}
    return bool(a) and bool(b) and not a & b


def _hit(pair: Pair, span: tuple[int, int], theirs: str, fix: str | None, message: str, sure: float) -> Hit:
    surface = pair.text[slice(*span)]
    return Hit(
        start=pair.start + span[0],
        end=pair.start + span[1],
        message=f'{message}: "{surface}" against "{theirs}" in the original',
        confidence=sure,
        suggestions=(Suggestion(text=fix, confidence=sure),) if fix else (),
        evidence=(
            Evidence(kind="original", detail=f'the linked original has "{theirs}"', ref=place(pair.originals[0])),
        ),
    )
