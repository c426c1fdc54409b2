"""The sentence says the opposite: a negation was lost or added, or "in a rare move" became "rarely".

罕见质疑 ("questioned, which is rare") comes back as "rarely questioned"; 不 and 未 fall out of long sentences.
Nothing in the English looks wrong.

Example: "The paper rarely questioned the plan" where the original has "in a rare move, the paper questioned
the plan".

Limits: a negation is missed only where the linked original denies one and the same verb (or a noun, by "no") that the
translation affirms, and nothing else in either sentence denies (no "without", "less"); a doubt is enough to keep
silent. Words of opposite sense (rose and fell, upheld and overturned; `seeds/opposites.toml`) count only where each
stands once, neither sentence denies anything, and the words around are much the same; amounts also need the same
number. "Only" and "not only" (不仅) are compared where each side has one such word, before the same words; what is
denied in other ways ("more than", "besides", "alone") is left alone. Pleas (guilty, not guilty) are compared with all
originals, linked or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._negation import denies, negation
from audit.detectors._only import only_hits
from audit.detectors._opposites import opposites
from audit.detectors._pleas import pleas
from audit.detectors._sides import Pair, beside, linked_sentences, place
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="polarity-flip", category="quote", severity="critical", mqm="Accuracy/Mistranslation")

_RARELY = Sought(r"\b(?P<a>rarely|seldom|hardly ever) (?P<v>[a-z]+(?:ed|s|t|ew|aw))\b")
_RARE = re.compile(r"\b(?:rare|unusual|uncommon|unprecedented|exceptional)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:rarely|seldom|hardly|scarcely|little|few|infrequently|unusually|not often|never)\b", re.IGNORECASE
)


def detect(context: Context) -> Iterator[Hit]:
    """Rare moves first, then lost and added negations."""
    rarely = next(_RARELY.matches(context), None) is not None
    for pair in linked_sentences(context):
        original = pair.original
        if rarely:
            yield from _rare(pair, original)
        yield from only_hits(context, pair)
        hit = negation(context, pair)
        if hit is not None:
            yield hit
        elif hit is None and len(pair.originals) == 1:
            for other in opposites(pair, original, lambda pair=pair: beside(context, pair)):  # type: ignore[misc]
                if not denies(pair.text, original):
                    yield other
    yield from pleas(context)
    if rarely and context.document.pivot and context.pivot_lang == "zh" and not context.links:
        for match in _RARELY.matches(context):
            if "罕见" in (context.pivot_of(*match.span()) or ""):
                yield _rarely(
                    match, 0, Evidence(kind="pivot", detail="the pivot has 罕见: it happened, and that is rare")
                )


def _rare(pair: Pair, original: str) -> Iterator[Hit]:
    if not _RARELY.pattern.search(pair.text) or not _RARE.search(original) or _OFTEN.search(original):
        return
    for match in _RARELY.pattern.finditer(pair.text):
        detail = f'the linked original has "{_RARE.search(original).group()}"'  # type: ignore[union-attr]
        yield _rarely(match, pair.start, Evidence(kind="original", detail=detail, ref=place(pair.originals[0])))


def _rarely(match: re.Match[str], offset: int, evidence: Evidence) -> Hit:
    return Hit(
        start=offset + match.start(),
        end=offset + match.end(),
        message=f'"{match["a"]}" says that it hardly happens; here it happened, which is rare (罕见)',
        confidence=0.85,
        subtype="rarely",
        suggestions=(Suggestion(text=f"in a rare move {match['v']}", confidence=0.75),),
        evidence=(evidence,),
    )
