"""One name of the pivot that came back in several ways: what stands there is right at most once.

An engine decides afresh in each sentence: 加西亚 comes back as "Garcia" twice and as "Garcetti" once. The pivot has one
form for both, so that a reader who sees two people is misled, and the spelling that is known, or the one that stands
in most places, is a better guess than the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from audit.channels import channel
from audit.errors import AuditError
from audit.model import Evidence, Hit, RouteStep, Suggestion
from audit.names.alone_forms import transcription_characters
from audit.names.alone_pivot import beside
from audit.names.authority_lexicon import known
from audit.names.coverage import groups_of, related
from audit.names.pivotstage import chinese_name
from audit.names.tokens import Token, fold
from audit.names.vocabulary import rarity

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.stage import Stage

FIT = 5.5
"""Log-odds from which a stretch of the pivot counts as the form of a word."""

_BOUNDED = 2.0
"""What the dot between the parts of a foreign name (阿德里安·布罗纳) is worth: it shows where they begin or end."""

_JOINERS = frozenset("·•・‧")

_WEAKEST = -6.0
_ALIKE = 0.75
"""Fit, and likeness (Jaro-Winkler) to a rendering of the form, from which a word of another sentence that has the form
but none of its renderings is taken for one more."""

_APART = 5.0
"""How much better (log-odds) the form must fit one of two names that people bear, for the other one to be doubted."""

_NEARLY = 3.0
"""How much better (log-odds) the form must fit another rendering for a name to lose what being in lists is worth."""

_LONGEST = 2000
"""Characters of a stretch of the pivot beyond which it is no sentence."""

_LATIN = re.compile(r"[^\W\d_]*[A-Za-z][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rendering stands: its word, and how well the form fits it (log-odds)."""

    token: Token
    fit: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """A sentence and what the pivot has behind it; `fits`: positions of its doubtful names -> form and fit, if any."""

    tokens: Sequence[Token]
    pivot: str
    joined: str
    fits: Mapping[int, tuple[str, float] | None]


def rendering_hits(context: Context, stage: Stage) -> Iterator[Hit]:
    """Hits for renderings of a form that a better rendering of the same text contradicts, in order of the forms."""
    pivot = context.document.pivot
    lang = pivot.lang if pivot is not None else ""
    if lang not in _SOUNDING:
        return
    pairs = [
        _pair(sentence.tokens, behind, lang)
        for sentence, behind in zip(stage.sentences, beside(context), strict=True)
        if behind and len(behind) <= _LONGEST
    ]
    for form, renderings in _by_form(pairs, lang).items():
        yield from _contradicted(context, stage, form, renderings)


def _pair(tokens: Sequence[Token], pivot: str, lang: str) -> _Pair:
    latin = {fold(word) for word in _LATIN.findall(pivot)}
    fits = {
        at: _form(lang, pivot, token.word)
        for at, token in enumerate(tokens)
        if token.capital
        and not token.shouted
        and len(token.key) >= 4
        and token.key not in latin
        and rarity(token.key) > (5.0 if token.opens else 4.2)
        and not (lang == "zh" and chinese_name(pivot, token.key))
    }
    return _Pair(tokens, pivot, "".join(token.key for token in tokens), fits)


def _katakana(form: str) -> bool:
    return all("\u30a0" <= c <= "\u30ff" for c in form)


def _transcribed(form: str) -> bool:
    return sum(c in transcription_characters() for c in form) >= max(2, len(form) - 1)


_SOUNDING: dict[str, Callable[[str], bool]] = {"zh": _transcribed, "ja": _katakana}
"""Pivot languages whose writing shows that a stretch is a foreign name written by its sound, and never inflects it."""


@lru_cache(maxsize=8192)
def _form(lang: str, pivot: str, word: str) -> tuple[str, float] | None:
    try:
        found = channel(lang).find(pivot, word)
    except AuditError:
        return None
    if found is None:
        return None
    form = pivot[found[0] : found[1]]
    joined = pivot[found[0] - 1 : found[0]] in _JOINERS or pivot[found[1] : found[1] + 1] in _JOINERS
    if found[2] < (FIT - _BOUNDED if joined else FIT):
        return None
    return (form, found[2]) if len(form) >= 2 and _SOUNDING[lang](form) else None


def _by_form(pairs: Sequence[_Pair], lang: str) -> dict[str, dict[str, list[Place]]]:
    """Form -> rendering (folded) -> places, firm ones and those that stand where a firm one should."""
    out: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        for at, found in pair.fits.items():
            if found is not None:
                out[found[0]][pair.tokens[at].key].append(Place(pair.tokens[at], found[1]))
    _shorten(out, lang)
    firm = {form: tuple(renderings) for form, renderings in out.items()}
    for form, renderings in firm.items():
        longer = [other for other in firm if form in other and form != other]
        for pair in pairs:
            if (
                form not in pair.pivot
                or any(other in pair.pivot for other in longer)
                or any(key in pair.joined for key in renderings)
            ):
                continue
            place = _instead(pair, form, renderings, lang)
            if place is not None:
                out[form][place.token.key].append(place)
    return out


def _shorten(forms: dict[str, dict[str, list[Place]]], lang: str) -> None:
    """Give what was found once with one character too many (加西亚提) to the form that stands in more places."""
    for long in sorted(forms, key=len, reverse=True):
        once = [place for places in forms[long].values() for place in places]
        for short in (long[:-1], long[1:]):
            if len(once) == 1 and sum(map(len, forms.get(short, {}).values())) > 1:
                key = once[0].token.key
                if max(JaroWinkler.similarity(key, other) for other in forms[short]) >= _ALIKE:
                    forms[short][key].append(Place(once[0].token, channel(lang).fit(short, once[0].token.word)))
                    del forms[long]
                    break


def _instead(pair: _Pair, form: str, renderings: Sequence[str], lang: str) -> Place | None:
    """The word of a sentence that stands for the form there, though the form does not fit it firmly."""
    best: tuple[float, float, int] | None = None
    for at, found in pair.fits.items():
        key = pair.tokens[at].key
        if found is not None or not any(key[0] == other[0] for other in renderings):
            continue
        alike = max(JaroWinkler.similarity(key, other) for other in renderings)
        fit = channel(lang).fit(form, pair.tokens[at].word)
        if alike >= _ALIKE and fit > _WEAKEST and (best is None or (alike, fit) > best[:2]):
            best = (alike, fit, at)
    return None if best is None else Place(pair.tokens[best[2]], best[1])


def _contradicted(context: Context, stage: Stage, form: str, renderings: dict[str, list[Place]]) -> Iterator[Hit]:
    groups: list[list[str]] = []
    for key in sorted(renderings, key=lambda key: (-len(renderings[key]), key)):
        for group in groups:
            if any(_same(key, other) for other in group):
                group.append(key)
                break
        else:
            groups.append([key])
    if len(groups) < 2:
        return

    def worth(group: list[str]) -> tuple[bool, bool, int, float]:
        places = [place for key in group for place in renderings[key]]
        return (
            any(stage.knows(key) for key in group),
            any(known(place.token.word) for place in places),
            len(places),
            max(place.fit for place in places),
        )

    closest = max(worth(group)[3] for group in groups)

    def claim(group: list[str]) -> tuple[bool, bool, int, float]:
        knows, heard_of, places, fit = worth(group)
        return knows, heard_of and closest - fit < _NEARLY, places, fit

    groups.sort(key=claim, reverse=True)
    best, *others = groups
    wanted = max(best, key=lambda key: len(renderings[key]))
    for group in others:
        if worth(group)[0] or (worth(group)[1] and worth(best)[3] - max(0.0, worth(group)[3]) < _APART):
            continue  # Davis and Davies, both names that people bear: two people may share one form
        for key in group:
            for place in renderings[key]:
                yield _hit(context, form, place, renderings[wanted], worth(best), worth(group))


def _same(a: str, b: str) -> bool:
    """Whether two renderings are one name, inflected or as an adjective (Catalan, Catalonia)."""
    short, long = sorted((a, b), key=len)
    ending = long[len(short) :]
    return (
        related(a, b)
        or not groups_of(a).isdisjoint(groups_of(b))
        or (long.startswith(short) and ending in ("s", "es", "n", "an", "ian", "i", "ese", "ish"))
    )


def _hit(
    context: Context,
    form: str,
    place: Place,
    wanted: Sequence[Place],
    better: tuple[bool, bool, int, float],
    worse: tuple[bool, bool, int, float],
) -> Hit:
    token, right = place.token, wanted[0].token.word
    sure = better[0] or (better[1] and not worse[1])
    more = better[2] - worse[2]
    confidence = min(0.88, 0.64 + 0.14 * sure + 0.03 * max(-1, min(4, more)))
    evidence = Evidence(
        kind="in-text",
        detail=f"the pivot has {form} for “{token.word}” and for “{right}” alike",
    )
    return Hit(
        start=token.start,
        end=token.bare,
        message=f"“{token.word}” and “{right}” are both {form} in the pivot: one name in two spellings",
        confidence=confidence,
        subtype="respelled",
        route=(RouteStep(lang=context.pivot_lang or "", form=form, detail="spelt from its sound"),),
        suggestions=(Suggestion(text=right, confidence=confidence * 0.8, evidence=(evidence,)),) if sure else (),
        evidence=(evidence,),
    )
