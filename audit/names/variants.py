"""Two spellings of one name within a text: the rarer one beside the more frequent one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from audit.channels import channel
from audit.model import Evidence, Hit, Suggestion
from audit.names.coverage import related
from audit.names.pivotstage import known_people, unheard_of
from audit.names.sound import letters, sound
from audit.names.vocabulary import rarity

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.stage import Stage

_SHORTEST = 5
_LIKE = 0.8
"""Likeness in letters (Jaro-Winkler or edits) from which two words may be one name."""


def variant_hits(context: Context, stage: Stage, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Hits for names that stand in the text in two spellings that no English text uses, or one beside a known one.

    Both must be words of five letters or more that English does not know, or the other one must stand in an original;
    they must begin alike and differ as one pivot form differs that is spelt twice. Where neither is much more frequent
    nor the name of a known person, both are doubted, if they sound alike.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sentence in stage.sentences:
        for i in sorted(sentence.names):
            token = sentence.tokens[i]
            if len(token.key) >= _SHORTEST and token.key.isalpha() and rarity(token.key) > 5.6 and not token.shouted:
                places[token.key].append((token.start, token.bare))
    beginning = defaultdict[str, list[str]](list)
    for key in sorted(places):
        beginning[key[0]].append(key)
    for key in sorted(places):
        alike = [other for other in _alike(key, beginning[key[0]]) if 3 * len(places[other]) >= len(places[key])]
        if not alike or stage.knows(key) or key in known_people():
            continue
        if not unheard_of(context.text[slice(*places[key][0])]):
            continue
        others = [other for other in alike if _variants(key, other)]
        if others:
            best = max(
                others,
                key=lambda other: (
                    stage.knows(other),
                    other in known_people(),
                    len(places[other]),
                    letters(key, other),
                ),
            )
            even = len(places[best]) <= len(places[key]) and not (stage.knows(best) or best in known_people())
            if not even or sound(key, best) >= _EVEN:
                yield from _hits(context, stage, key, best, places, taken)


def _alike(key: str, others: Sequence[str]) -> list[str]:
    """Those of other words that are alike in letters, in their order."""
    found = {
        at
        for scorer in (JaroWinkler.similarity, Levenshtein.normalized_similarity)
        for _, _, at in process.extract(key, others, scorer=scorer, score_cutoff=_LIKE, limit=None)
    }
    return [others[at] for at in sorted(found) if others[at] != key]


def _hits(
    context: Context,
    stage: Stage,
    key: str,
    best: str,
    places: dict[str, list[tuple[int, int]]],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Hit]:
    wanted = context.text[slice(*places[best][0])]
    more = len(places[best]) - len(places[key])
    settled = stage.knows(best) or best in known_people()
    bonus = 0.15 if stage.knows(best) else 0.07 * settled
    confidence = min(0.85, 0.58 + 0.06 * max(-1, min(3, more)) + bonus)
    for a, b in places[key]:
        if any(a < end_ and start_ < b for start_, end_ in taken):
            continue
        surface = context.text[a:b]
        evidence = Evidence(
            kind="in-text",
            detail=f"this text writes “{wanted}” {len(places[best])} times and “{surface}” {len(places[key])} times",
        )
        yield Hit(
            start=a,
            end=b,
            message=f"“{surface}” beside “{wanted}”: one name in two spellings",
            confidence=confidence,
            subtype="respelled",
            suggestions=(Suggestion(text=wanted, confidence=confidence * 0.7, evidence=(evidence,)),)
            if more > 0 or settled
            else (),
            evidence=(evidence,),
        )


_EVEN = 0.8
"""Likeness in sound that two spellings need of which nothing says that one is wrong: those of two names of one language
differ in a consonant (Nuussuaq and Napasoq)."""

_ALIKE = 2.0  # nats of the Chinese channel


def _variants(a: str, b: str) -> bool:
    """Whether two folded words that begin alike, and are alike in letters, may be one name spelt twice."""
    if abs(len(a) - len(b)) > 3 or a in b or b in a or related(a, b):
        return False
    if letters(a, b) >= 0.92 and sound(a, b) >= 0.75:
        return True
    if sound(a, b) < 0.7:
        return False
    likeness = channel("zh").likeness  # what is less than asked for comes out as that
    return likeness(a, b, _ALIKE) > _ALIKE or likeness(b, a, _ALIKE) > _ALIKE
