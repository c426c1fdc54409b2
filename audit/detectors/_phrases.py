"""Fixed phrases of `seeds/phrases.toml`, found on word boundaries in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from audit.context import Context
from audit.detectors._needed import line_at
from audit.detectors._sides import original_words
from audit.detectors._wanted import Wanted
from audit.model import Evidence, Hit, Suggestion
from audit.seeds import table

_NEAR = 12
_NEAR_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_STOPS = ".!?"
_STOP = re.compile(f"[{_STOPS}]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An entry of the table under one of its wordings."""

    words: str
    english: tuple[str, ...]
    zh: str
    confidence: float
    needs_original: bool
    unless: tuple[str, ...]


def phrase_hits(context: Context, kind: str, message: str) -> Iterator[Hit]:
    """One hit a phrase of the kind ("title", "phrase", "idiom") that the original does not have in the same words."""
    for start, end, phrase in _find(context, kind):
        linked = original_words(context, start, end)
        folded = f" {' '.join(wordlist(linked))} " if linked else ""
        if any(f" {' '.join(wordlist(same))} " in folded for same in (phrase.words, *phrase.unless)):
            continue
        told = next((e for e in phrase.english if e and f" {' '.join(wordlist(e))} " in folded), None)
        if phrase.needs_original and told is None:
            continue
        surface = context.text[start:end]
        evidence = [Evidence(kind="pattern", detail=f"stands for {phrase.zh}", ref="seeds/phrases.toml")]
        if told:
            evidence.insert(0, Evidence(kind="original", detail=f'the linked original has "{told}"'))
        options = [told] if told else list(phrase.english[:2])
        yield Hit(
            start=start,
            end=end,
            message=f'"{surface}" {message} ({phrase.zh})',
            confidence=max(0.85, phrase.confidence) if told else phrase.confidence,
            suggestions=tuple(
                Suggestion(text=cased(surface, text), confidence=0.85 if told else 0.6, evidence=tuple(evidence[:1]))
                for text in options
            ),
            evidence=tuple(evidence),
        )


def _lowered(context: Context) -> str:
    """The text in lower case, made once for all kinds of phrases."""
    known: str | None = context.shared.get("lower")
    if known is None:
        known = context.shared["lower"] = lower(context.text)
    return known


def find(folded: str, kind: str) -> Iterator[tuple[int, int, Phrase]]:
    """Places of the phrases of a kind, longest first, in a text in lower case."""
    yield from _within(folded, 0, len(folded), kind)


def _find(context: Context, kind: str) -> Iterator[tuple[int, int, Phrase]]:
    """The same for the text of a context; only lines are searched in which one may begin."""
    text, end = _lowered(context), -1
    for at in _WORDINGS.places(context, _KINDS.index(kind)):
        if at >= end:
            start, end = line_at(text, at)
            yield from _within(text, start, end, kind)


def _within(folded: str, first: int, last: int, kind: str) -> Iterator[tuple[int, int, Phrase]]:
    finder, phrases = _compiled(kind)
    if finder is None:
        return
    for index, at, stop in finder.find_matches_as_indexes(folded[first:last]):
        start, end = first + at, first + stop
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if not (before.isalnum() or after.isalnum() or before == "-" or after == "-"):
            yield start, end, phrases[index]


def near_hits(context: Context, message: str) -> Iterator[Hit]:
    """Idioms told by words of several groups near each other, in any order (`[[near]]`)."""
    low = _lowered(context)
    for number, (rare, groups, entry) in enumerate(_near()):
        for start, end in _together(low, groups, sorted(_RARE.places(context, number))):
            named = context.text[start].isupper() and _NEAR_WORD.match(low, start).group() in rare  # type: ignore[union-attr]
            if named or context.text[start + 1 : end] != low[start + 1 : end]:
                continue  # a name among the words: Tiger Woods rides high
            if low[start:end].split()[0] in original_words(context, start, end).casefold():
                continue
            told = Evidence(kind="pattern", detail=f"stands for {entry['zh']}", ref="seeds/phrases.toml")
            yield Hit(
                start=start,
                end=end,
                message=f'"{context.text[start:end]}" {message} ({entry["zh"]})',
                confidence=entry.get("confidence", 0.75),
                suggestions=tuple(Suggestion(text=text, confidence=0.5) for text in entry["english"][:2]),
                evidence=(told,),
            )


def _together(text: str, groups: list[frozenset[str]], rare_at: list[int]) -> Iterator[tuple[int, int]]:
    """The shortest stretch of a dozen words, within a sentence, that has a word of each group; the first of a text.

    `rare_at`: where words of the first group may stand, in order; other sentences are not looked at.
    """
    end = 0
    for at in rare_at:
        if at < end:
            continue
        start = max(text.rfind(stop, end, at) for stop in _STOPS) + 1 or end
        stop = _STOP.search(text, at)
        end = stop.start() if stop else len(text)
        if all(any(word in text[start:end] for word in group) for group in groups):
            found = next(_stretch(text, groups, start, end), None)
            if found is not None:
                yield found
                return


def _stretch(text: str, groups: list[frozenset[str]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first stretch in a sentence [start, end)."""
    every = frozenset().union(*groups)
    found = [(n, m) for n, m in enumerate(_NEAR_WORD.finditer(text, start, end)) if m.group() in every]
    for at, (first, match) in enumerate(found):
        wanted = list(groups)
        for number, other in found[at:]:
            if number - first >= _NEAR:
                break
            wanted = [group for group in wanted if other.group() not in group]
            if not wanted:
                yield match.start(), other.end()
                return


@cache
def _near() -> tuple[tuple[frozenset[str], list[frozenset[str]], dict[str, Any]], ...]:
    entries = table("phrases.toml").get("near", [])
    return tuple(
        (frozenset(entry["near"][0]), [frozenset(group) for group in entry["near"]], entry) for entry in entries
    )


_RARE = Wanted(lambda: (rare for rare, _, _ in _near()))
"""The words of the first groups, a list for each entry."""


@cache
def _compiled(kind: str) -> tuple[Any, tuple[Phrase, ...]]:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    phrases = tuple(
        Phrase(
            lower(words),
            tuple(entry.get("english", ())),
            entry["zh"],
            float(entry.get("confidence", 0.8)),
            entry.get("needs", "none") == "original",
            tuple(entry.get("unless", ())),
        )
        for entry in table("phrases.toml").get(kind, [])
        for words in entry["words"]
    )
    if not phrases:
        return None, ()
    words = [phrase.words for phrase in phrases]
    finder = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return finder, phrases


_KINDS = ("phrase", "title", "idiom")
_WORDINGS = Wanted(lambda: ((phrase.words for phrase in _compiled(kind)[1]) for kind in _KINDS))
"""The wordings of phrases, a list for each kind."""


def lower(text: str) -> str:
    """Lower case without a change of length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def wordlist(text: str) -> list[str]:
    """The words of a text in lower case, without what stands between them."""
    return "".join(c if c.isalnum() else " " for c in lower(text)).split()


_CAPITAL = re.compile(r"^\w|(?<=-)(?!(?:in|of|at|the)\b)\w")
"""Where a word of a title has a capital: Director-General, Editor-in-Chief."""


def _raised(match: re.Match[str]) -> str:
    return match.group().upper()


def cased(surface: str, text: str) -> str:
    """The suggestion in the case of what it replaces: "Finance Minister" -> "Treasury Secretary"."""
    if not text:
        return text
    words = [word for word in surface.split() if word[0].isalpha()]
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return " ".join(word if word in ("of", "the") else _CAPITAL.sub(_raised, word) for word in text.split())
    return text[0].upper() + text[1:] if surface[0].isupper() else text
