"""Names against the pivot text alone: spellings that no English text uses, for names that the pivot writes in its
own script.

A name that came back wrong is often a spelling that does not exist: "Jastis", "Chayapra". A name that English does not
know, that the pivot does not have in Latin letters and that is not the regular romanization of a name of the
pivot's own
language (a Chinese person in a Chinese text) is doubted; the more so when the same pivot form came back in two ways.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from audit.channels import LANGUAGES, channel
from audit.model import Evidence, Hit, RouteStep
from audit.names.alone_pinyin import pinyin_of, readings, sounds_so, transcribed
from audit.names.alone_pivot import beside
from audit.names.authority_lexicon import known
from audit.names.bearers import spelled_so
from audit.names.frequencies import frequencies
from audit.names.sound import letters
from audit.names.tokens import Token, fold, in_marked_name
from audit.names.vocabulary import given_names

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.stage import Stage

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{3,}")
_SHORTEST = 4
_DOUBT = {"romanized-pivot": 0.72, "respelled": 0.66}
_BORNE = 0.2
"""Taken off the confidence where somebody or some place bears the name (Mazlan, Lyashenko): rare, but spelled so."""


@lru_cache(maxsize=16384)
def unheard_of(word: str) -> bool:
    """Whether a word of a name is in no list of English words, given names or places that comes with the tool."""
    from audit.names.authority import places

    key = fold(word)
    if len(key) < _SHORTEST or not word.isalpha() or word.isupper() or any(c.isupper() for c in word[1:]):
        return False
    return (
        word.casefold() not in frequencies("large")
        and key not in frequencies("large")
        and key not in given_names()
        and not places().has(word)
        and not _inflected(key)
    )


def _inflected(key: str) -> bool:
    """Whether a folded word is a form of an English word that lists of words leave out ("insighting")."""
    return any(
        key.endswith(end) and key[: -len(end)] in frequencies("large") for end in ("ing", "ed", "ness", "wise", "less")
    )


def pivot_hits(context: Context, stage: Stage, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Doubtful names of a text that has a pivot; nothing where linked originals or the authority know the name."""
    pivot = context.document.pivot
    if pivot is None or pivot.lang not in LANGUAGES:
        return
    latin = {fold(word) for word in _LATIN.findall(pivot.text)}
    doubts: list[tuple[Token, str, str]] = []
    lines = dict(zip(context.sentences, beside(context), strict=True))
    for sentence in stage.sentences:
        behind = lines.get((sentence.start, sentence.end), "")
        for i in sorted(sentence.names):
            token = sentence.tokens[i]
            if (
                token.key in latin
                or stage.knows(token.key)
                or token.key in known_people()
                or not unheard_of(token.word)
                or in_marked_name(sentence.tokens, i)
            ):
                continue
            if any(token.start < end and start < token.end for start, end in taken) or _plural_of_known(
                token.key, latin
            ):
                continue
            form = _form(pivot.lang, behind, token.word)
            if pivot.lang == "zh" and chinese_name(behind or pivot.text, token.key):
                continue
            if pivot.lang in _LETTERED and said_by(pivot.lang, behind or pivot.text[:_LONGEST_PIVOT], token.key):
                continue
            spelt = bool(form) and _spelt(form or "", token.key)
            if spelt and pivot.lang == "zh" and sounds_so(form or "", token.key):
                continue
            doubts.append((token, form or "", "romanized-pivot" if spelt else "respelled"))
    by_form: dict[str, set[str]] = defaultdict(set)
    for token, form, _ in doubts:
        by_form[form].add(token.key)
    for token, form, subtype in doubts:
        ways = by_form[form] if form else {token.key}
        yield _hit(context, token, form, subtype, ways)


def _hit(context: Context, token: Token, form: str, subtype: str, ways: set[str]) -> Hit:
    lang = context.pivot_lang or ""
    detail = f"English has no such name, and the pivot does not write “{token.word}” in Latin letters"
    evidence = [Evidence(kind="pivot", detail=detail + (f", but {form}" if form else ""), ref=None)]
    if len(ways) > 1:
        evidence.append(
            Evidence(kind="in-text", detail=f"{form} came back in {len(ways)} ways: {', '.join(sorted(ways))}")
        )
    borne = _BORNE if len(ways) < 2 and (known(token.word) or spelled_so(token.word)) else 0.0
    return Hit(
        start=token.start,
        end=token.bare,
        message=f"“{token.word}” is no name that English knows" + (f"; the pivot has {form}" if form else ""),
        confidence=min(0.9, _DOUBT[subtype] + 0.1 * (len(ways) - 1)) - borne,
        subtype=subtype,
        route=(RouteStep(lang=lang, form=form, detail="spelt from its sound"),) if form else (),
        evidence=tuple(evidence),
    )


_LETTERED = frozenset({"ar", "he", "ja", "ko", "ru", "uk"})
"""Languages whose script spells sounds: what it says so is mostly written so in English, too, natives always."""

_LONGEST_PIVOT = 20_000
"""Characters of a pivot text that are searched where the sentence behind a name is not known."""

_SAID = 3.0
_ENDING = 3
"""Letters of a case ending; a stem keeps four and more."""


@lru_cache(maxsize=8192)
def said_by(lang: str, sentence: str, key: str) -> bool:
    """Whether the pivot sentence says a folded word, as it stands or in another case (Denysenko, Денисенка).

    Nobody can tell then whether the spelling is the usual one: Burnaston and Bernaston are both Бернастон.
    """
    stem = key[: max(_SHORTEST, len(key) - _ENDING)] if lang in {"ru", "uk"} else key
    for said in dict.fromkeys((key, key.rstrip("aeiouy"), stem)):
        if len(said) >= _SHORTEST and (hit := channel(lang).find(sentence, said)) is not None and hit[2] >= _SAID:
            return True
    return False


@cache
def known_people() -> frozenset[str]:
    """Folded words of the names of people in the knowledge files."""
    from audit.names.authority_knowledge import knowledge

    return frozenset(knowledge().by_word)


def _plural_of_known(key: str, latin: set[str]) -> bool:
    return (key.endswith("s") and key[:-1] in latin) or any(
        len(word) > 3 and letters(key, word) > 0.9 for word in latin
    )


@lru_cache(maxsize=4096)
def _form(lang: str, sentence: str, word: str) -> str | None:
    """The stretch of the pivot sentence that fits the word best; None where nothing does."""
    if not sentence:
        return None
    hit = channel(lang).find(sentence, word)
    if hit is None or hit[2] < 2.0:
        return None
    return sentence[hit[0] : hit[1]]


def _spelt(form: str, key: str) -> bool:
    """Whether a word is letter by letter the pinyin of a Chinese form."""
    return "".join(pinyin_of(form)) == key


_LONGEST_OWN = 4
"""Characters of a name of the pivot's own language; transcriptions of foreign names are often longer."""


@lru_cache(maxsize=8192)
def chinese_name(pivot: str, key: str) -> bool:
    """Whether a folded word is the pinyin of some characters of the pivot that are no transcription.

    Two characters make the given name of a Chinese person, or a place; where all of them are characters that
    transcription uses day in day out (斯, 尔, 特), or most of three and more, the pinyin is one that the engine left.
    """
    return any(not transcribed(form) for form in _spelt_by(pivot, key))


def _spelt_by(pivot: str, key: str) -> Iterator[str]:
    """The runs of one to four characters of the pivot of which a folded word is the pinyin, in any reading."""
    heads = _readings_of(pivot)
    for start in heads.get(key[:1], ()):
        yield from _runs(pivot, start, start, key)


def _runs(pivot: str, start: int, at: int, rest: str) -> Iterator[str]:
    if not rest:
        yield pivot[start:at]
    elif at < len(pivot) and at - start < _LONGEST_OWN and "\u4e00" <= pivot[at] <= "\u9fff":
        for reading in readings(pivot[at]):
            if rest.startswith(reading):
                yield from _runs(pivot, start, at + 1, rest[len(reading) :])


@lru_cache(maxsize=64)
def _readings_of(pivot: str) -> dict[str, tuple[int, ...]]:
    """First letters of readings -> where the pivot has a character that may be read so."""
    out: dict[str, list[int]] = defaultdict(list)
    for at, char in enumerate(pivot):
        if "\u4e00" <= char <= "\u9fff":
            for letter in {reading[:1] for reading in readings(char)}:
                out[letter].append(at)
    return {letter: tuple(places) for letter, places in out.items()}
