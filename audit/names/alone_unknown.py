"""Names that nobody bears, where the pivot has a run of sounds for them: spelled by the engine, not by a newsroom.

The authority cannot say what should stand there; the finding has the pivot's form, and suggestions only where a known
name has that very form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from audit.errors import AuditError
from audit.names.alone_forms import transcription_characters
from audit.names.alone_likeness import through_chinese
from audit.names.alone_pinyin import plainer
from audit.names.authority_knowledge import knowledge
from audit.names.authority_lexicon import borne
from audit.names.bearers import spelled_so
from audit.names.frequencies import frequencies
from audit.names.tokens import Token, fold, in_marked_name

FIT = 5.5
"""Log-odds from which a stretch of the pivot counts as the form of a surface."""

_WRITTEN, _PLAINER, _LENGTH, _KNOWN = 0.5, 0.3, 0.35, 1.6
"""What speaks for a spelling that somebody knew: log P(form | word), the log-odds of the plainest spelling of the form
against it, and each character of the form; and where this is as likely as that an engine spelled the word by ear."""

_FORMS = 8
"""Forms of a word that are looked at."""

_SELDOM, _LONG, _ODD = -4.0, 6, 8.0
"""Where these three count no further: a form that is hardly ever written for the word, characters, log-odds."""

_HEARD = 10**-7.5
"""Share of running text (Zipf value 1.5) from which a word is one that English writes."""

MEANT = 8.0
"""Log-odds of a known name with the form from which it is suggested."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Word `at` of a sentence that no name list has; `form` is its stretch of the pivot, `score` how well it fits.

    `meant`: a known name that has that form too, where there is one; `borne`: somebody's name has the word.
    """

    at: int
    form: str
    score: float
    meant: str = ""
    borne: bool = False


def find(
    tokens: Sequence[Token], pivot: str, latin: set[str], taken: set[int], countries: frozenset[str]
) -> list[Unknown]:
    """The unknown names of a translated sentence with their Chinese forms.

    `latin`: folded Latin words of the pivot; `countries`: ISO codes that the text names, where a place may be.
    """
    out = []
    for at, token in enumerate(tokens):
        if at in taken or not doubtful(token) or token.key in latin or in_marked_name(tokens, at):
            continue
        found = _form(pivot, token.word)
        if found is not None:
            out.append(Unknown(at, *found, _meant(token.word, found[0], countries), spelled_so(token.word)))
    return out


def doubtful(token: Token) -> bool:
    """A capitalised word of four letters or more that is no known name, no handle and no abbreviation."""
    word = token.word
    if not token.capital or token.shouted or len(token.key) < 4 or word[0] == "@":
        return False
    if any(c.isdigit() or c.isupper() for c in word[1:]) and "-" not in word and "'" not in word:
        return False
    return not borne(word) and not heard_of(word)


@lru_cache(maxsize=16384)
def heard_of(word: str) -> bool:
    """Whether a name occurs in English now and then (Hoffenheim, Barclaycard), even if no list of names has it.

    More than once in some thirty million words of the corpora behind wordfreq; what an engine spells by ear does not.
    """
    return frequencies("large").get(word.casefold(), 0.0) >= _HEARD


def _meant(word: str, form: str, countries: frozenset[str]) -> str:
    """The known person or place whose Chinese form this can be and whose name is like the word; "" where none is."""
    from audit.channels import channel

    best, top = "", 0.0
    for names in (_people(), *(_places(code) for code in sorted(countries) if len(code) == 2)):
        for name, _, at in process.extract(
            fold(word), names[0], scorer=JaroWinkler.similarity, score_cutoff=0.7, limit=3
        ):
            fits = channel("zh").fit(form, names[1][at])
            if fits < MEANT or name == fold(word):
                continue
            like = through_chinese(word, names[1][at])
            if like >= 0.0 and fits + like > top:
                best, top = names[1][at], fits + like
    return best


@lru_cache(maxsize=4096)
def by_ear(form: str, word: str) -> float:
    """How probable it is that a word which nobody is known to bear was spelled by the sound of its Chinese form.

    Whoever knows a name writes letters that the form does not tell of (Tresidder, 特雷塞德), and the form is the one
    that Chinese writes for just these letters; what an engine spells is plainer, or fits badly.
    """
    from audit.channels import channel

    written = dict(channel("zh").forms(word, _FORMS)).get(form, _SELDOM)
    knew = (
        _WRITTEN * max(_SELDOM, written)
        + _PLAINER * min(_ODD, plainer(form, fold(word)))
        + _LENGTH * min(_LONG, len(form))
    )
    return 1 / (1 + math.exp(knew - _KNOWN))


@cache
def _people() -> tuple[list[str], list[str]]:
    people = knowledge().people.values()
    names = {form for p in people if not p.characters for form in (p.family_name, *p.aliases) if " " not in form}
    listed = sorted(names)
    return [fold(name) for name in listed], listed


@cache
def _places(code: str) -> tuple[list[str], list[str]]:
    from audit.names.authority import places

    listed = [name for name in places().of_country(code) if " " not in name]
    return [fold(name) for name in listed], listed


def _form(pivot: str, word: str) -> tuple[str, float] | None:
    from pypinyin import lazy_pinyin

    from audit.channels import channel

    try:
        found = channel("zh").find(pivot, word)
    except AuditError:
        return None
    if found is None or found[2] < FIT:
        return None
    form = pivot[found[0] : found[1]]
    if "".join(fold(s) for s in lazy_pinyin(form)) == fold(word):
        return None  # pinyin: a Chinese name, or what another rule looks at
    sounding = sum(c in transcription_characters() for c in form)
    return (form, found[2]) if len(form) >= 2 and sounding >= len(form) - 1 else None
