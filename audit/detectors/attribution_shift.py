"""Who said it, or how they spoke to each other, has changed: a call became a meeting, a denial a confirmation.

会谈 and 通话 and 会晤 are near to each other, 称 is any verb of saying; on the way back the wrong one is chosen,
and a phone call turns into a visit.

Example: "said after meeting with Zelenskyy" where the original has "he had just spoken on the phone with"
-> "after a call with Zelenskyy".

Limits: only with a linked original. A call and a meeting where the original has the one and not the other, and
both name the same person beside it. Another speaker only where both are known people; a firmer or weaker verb
(claimed, said, confirmed; suggested, demanded) only where each side has one and the subject is the same; subject
and object changed places only with one verb of accusing, attacking and the like on each side. An unnamed source
that became an announcement is shown without a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._sides import Pair, beside, linked_sentences, place
from audit.detectors._speakers import speakers
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="attribution-shift", category="quote", severity="major", mqm="Accuracy/Mistranslation")

_MEETING = re.compile(
    r"\b(?P<v>(?:a |the |his |her |their |the first )?(?:face-to-face )?(?:meeting|talks) with"
    r"|(?:had )?met(?: with)?|meets? with|meeting)(?= (?:(?:[A-Z][\w.-]+|the|with|his|her|[a-z]+) ){0,3}[A-Z])"
)
_CALL = re.compile(
    r"\b(?:(?:(?:tele)?phone|video|conference) calls?|(?:a|the|his|her|their|in a) calls? (?:with|to|from|between)"
    r"|call with|call to"
    r"|(?:spoke|spoken|speaking|talked|talks|talk|conversation|conversations)(?: \w+){0,3} (?:by|on the|over the"
    r"|via) (?:tele|video)?phone|by (?:tele)?phone|over the phone"
    r"|on the phone|(?:tele)?phoned|by video link|(?:tele)?phone conversations?)\b"
)
_MET = re.compile(
    r"\b(?:met|meet|meets|meeting|meetings|face[- ]to[- ]face|in person|visit(?:ed|ing|s)?|hosted|received|talks in"
    r"|summit)\b"
)
_IN_PERSON = re.compile(r"\b(?:met|face[- ]to[- ]face|in person|hosted|received)\b(?! (?:by|with) (?:tele)?phone)")
_DENY = re.compile(r"\b(?:denied|denies|deny|denying|rejected|dismissed)\b")
_DENY_WORDS = frozenset("denied denies deny denying rejected dismissed".split())
_CONFIRM = re.compile(r"\b(?:confirmed|confirms|confirm|confirming|admitted|acknowledged|admits|acknowledges)\b")
_NAME = re.compile(r"\b[A-Z][\w'’-]{2,}")


def detect(context: Context) -> Iterator[Hit]:
    """Calls that became meetings and the reverse; denial and confirmation."""
    for pair in linked_sentences(context):
        original = pair.original
        yield from _meeting(pair, original)
        yield from _call(pair, original)
        yield from _verbs(pair, original)
        if len(pair.originals) == 1:
            yield from speakers(pair, original, lambda pair=pair: beside(context, pair))  # type: ignore[misc]


def _meeting(pair: Pair, original: str) -> Iterator[Hit]:
    call = _called(original)
    met = _MET.search(original) if call else None
    if call is None:
        return
    for match in _MEETING.finditer(pair.text):
        if met or _called(pair.text):
            return
        partner = _NAME.search(pair.text, match.end())
        if (
            partner
            and partner.start() - match.end() < 40
            and _near(partner.group(), original[max(0, call.start() - 120) : call.end() + 120])
        ):
            words = match["v"]
            fix = "a call with" if words.endswith("with") or words == "meeting" else "spoke by phone with"
            if words.startswith(("met", "had met", "meet")) and words != "meeting" and not words.startswith("meeting"):
                fix = "spoke by phone with" if not words.startswith("had") else "had spoken by phone with"
            yield _hit(pair, match, fix, call.group(), "a call became a meeting", 0.85)


def _call(pair: Pair, original: str) -> Iterator[Hit]:
    """A meeting that became a call."""
    call = _called(pair.text)
    met = _IN_PERSON.search(original) if call else None
    if call and met and not _called(original) and not _MET.search(pair.text):
        partner = _NAME.search(pair.text, call.end())
        if partner and partner.start() - call.end() < 40 and _near(partner.group(), original):
            yield _hit(pair, call, met.group(), met.group(), "a meeting became a call", 0.75)


def _called(text: str) -> re.Match[str] | None:
    """The first call that a text names."""
    return _CALL.search(text) if "call" in text or "phon" in text or "video" in text else None


def _verbs(pair: Pair, original: str) -> Iterator[Hit]:
    if _DENY_WORDS.isdisjoint(pair.letters) and _DENY_WORDS.isdisjoint(pair.original_letters):
        return
    for wrong, right in ((_CONFIRM, _DENY), (_DENY, _CONFIRM)):
        ours, theirs = list(wrong.finditer(pair.text)), list(right.finditer(original))
        if len(ours) == 1 and len(theirs) == 1 and not wrong.search(original) and not right.search(pair.text):
            negated = re.search(r"\b(?:not|n['’]t|never|refused to|declined to|without)\b", f"{pair.text} {original}")
            if (
                not negated
                and theirs[0].group() not in ("rejected", "dismissed")
                and ours[0].group() not in ("rejected", "dismissed")
            ):
                yield _hit(
                    pair, ours[0], theirs[0].group(), theirs[0].group(), "denial and confirmation changed places", 0.75
                )


def _near(name: str, words: str) -> bool:
    """Whether a name stands among `words`, in any spelling near enough."""
    from rapidfuzz.distance import JaroWinkler

    folded = name.casefold().removesuffix("'s").removesuffix("’s")
    return any(JaroWinkler.similarity(folded, other.casefold()) >= 0.85 for other in _NAME.findall(words))


def _hit(pair: Pair, match: re.Match[str], fix: str, theirs: str, message: str, confidence: float) -> Hit:
    detail = f'the linked original has "{theirs}"'
    return Hit(
        start=pair.start + match.start(),
        end=pair.start + match.end(),
        message=f'{message}: "{match.group()}" against "{theirs}" in the original',
        confidence=confidence,
        suggestions=(Suggestion(text=fix, confidence=0.75),),
        evidence=(Evidence(kind="original", detail=detail, ref=place(pair.originals[0])),),
    )
