"""Suggestions for names that nothing but the pivot tells of: the usual English names that its form can stand for.

An engine spells a foreign name by its sound: 阿图罗 comes back as Aturo. Which name was meant is a guess among those
that people bear; the likeliest are suggested, each with the probability that it is right, and none where none stands
out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from audit.channels import channel
from audit.model import Evidence, Hit, Suggestion
from audit.names.alone_likeness import through_chinese
from audit.names.alone_pinyin import transcribed
from audit.names.name_words import LANGUAGES, Meant, meant
from audit.names.pivot_bodies import by_chinese
from audit.names.tokens import fold

LIKELY, CLEAR = 0.2, 2.0
"""Probability of the likeliest name from which it is suggested, and how many times that of the next one it must be."""

_SHORT = 0.6
"""The probability for a form of two characters, which is the sound of many names."""

_ALSO, _MOST = 0.1, 3
"""Probability from which further names are shown beside it, and how many there are at most."""

_SHARE, _LEAST, _USUAL = 0.4, -10.0, 4.0
"""What an engine spells is made of the form, and a little of the name that it half knows: share of the log-odds that
the name came back as the surface, their lowest, and what they usually are where the name is right."""

_SOUNDS = {"zh": re.compile("[\u4e00-\u9fff]{2,}"), "ja": re.compile("[\u30a1-\u30fa\u30fc]{2,}")}
_SOUNDS["ko"] = re.compile("[\uac00-\ud7a3]{2,}")


def candidates(surface: str, form: str, lang: str) -> tuple[Meant, ...]:
    """The names worth suggesting for a surface that has this form in the pivot, the likeliest first.

    None where the likeliest is what stands there already or hardly likelier than others, and for characters that are
    not those of sounds, which may be a Chinese name.
    """
    if lang not in LANGUAGES or not _SOUNDS[lang].fullmatch(form) or (lang == "zh" and not transcribed(form)):
        return ()
    found = _weighed(surface, form, lang)
    own = fold(surface)
    if not found or fold(found[0].name) == own:
        return ()
    best, second = found[0].probability, found[1].probability if len(found) > 1 else 0.0
    if best < (_SHORT if len(form) < 3 else LIKELY) or best < CLEAR * second:
        return ()
    return tuple(name for name in found if name.probability >= _ALSO and fold(name.name) != own)[:_MOST]


@lru_cache(maxsize=4096)
def _weighed(surface: str, form: str, lang: str) -> list[Meant]:
    """The names of a form by their probability in the light of what stands there."""
    found = meant(form, lang)
    odds = [
        name.probability
        * math.exp(_SHARE * (min(_USUAL, max(_LEAST, channel(lang).likeness(surface, name.name))) - _USUAL))
        for name in found
    ]
    other = max(0.0, 1.0 - sum(name.probability for name in found))
    norm = sum(odds) + other
    weighed = [Meant(name.name, round(value / norm, 4)) for name, value in zip(found, odds, strict=True)]
    return sorted(weighed, key=lambda name: (-name.probability, name.name))


def suggestions(found: Sequence[Meant], form: str, sure: float) -> tuple[Suggestion, ...]:
    """The suggestions of candidates for a finding of this confidence."""
    return tuple(
        Suggestion(
            text=name.name,
            confidence=round(sure * name.probability, 3),
            evidence=(
                Evidence(
                    kind="channel",
                    detail=f"of the names in use, {form} stands for {name.name} with a probability of "
                    f"{name.probability:.0%}",
                ),
            ),
        )
        for name in found
    )


def _glossed(form: str, gloss: str, sure: float) -> Suggestion:
    evidence = Evidence(kind="pivot", detail=f"the pivot itself writes {gloss} beside {form}", weight=3.0)
    return Suggestion(text=gloss, confidence=round(0.98 * sure, 3), evidence=(evidence,))


def _listed(form: str, name: str, sure: float) -> Suggestion:
    evidence = Evidence(kind="authority", detail=f"{form} is {name}", weight=3.0, ref=f"organisations:{name}")
    return Suggestion(text=name, confidence=round(0.95 * sure, 3), evidence=(evidence,))


def with_suggestions(hits: Sequence[Hit], text: str, glossed: Mapping[str, str]) -> Iterator[Hit]:
    """The hits; those of one word and one known pivot form that have no suggestion get what the form stands for.

    `glossed`: forms with the Latin letters that the pivot itself gives for them.
    """
    for hit in hits:
        surface = text[hit.start : hit.end]
        step = hit.route[0] if hit.route else None
        if hit.suggestions or step is None or (" " in surface and hit.subtype != "romanized-pivot"):
            yield hit
            continue
        gloss = glossed.get(step.form)
        if gloss and fold(gloss) != fold(surface):
            yield replace(hit, suggestions=(_glossed(step.form, gloss, hit.confidence),))
            continue
        body = by_chinese().get(step.form) if step.lang == "zh" and len(step.form) > 1 else None
        if body is not None and " " not in body.name and through_chinese(surface, body.name) >= 0.0:
            yield replace(hit, suggestions=(_listed(step.form, body.name, hit.confidence),))
            continue
        found = candidates(surface, step.form, step.lang)
        yield replace(hit, suggestions=suggestions(found, step.form, hit.confidence)) if found else hit
