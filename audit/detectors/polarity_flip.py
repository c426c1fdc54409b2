"""The sentence says the opposite: a negation was lost or added, or "in a rare move" became "rarely".

罕见质疑 ("questioned, which is rare") comes back as "rarely questioned"; 不 and 未 fall out of long sentences.
Nothing in the English looks wrong.

Example: "The paper rarely questioned the plan" where the original has "in a rare move, the paper questioned
the plan".

Limits: a negation is missed only where the linked original denies one and the same verb that the
translation affirms, and nothing else in either sentence denies (no "without", "less"); a doubt is enough to keep
silent. Words of opposite sense (rose and fell, upheld and overturned; `seeds/opposites.toml`) count only where each
stands once, neither sentence denies anything, and the words around are much the same; amounts also need the same
number. "Only" and "not only" (不仅) are compared where each side has one such word, before the same words; what is
denied in other ways ("more than", "besides", "alone") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._only import ONLY, only_hits
from audit.detectors._opposites import opposites
from audit.detectors._sides import Pair, beside, linked_sentences, place
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.quotations import stem

RULE = Rule(id="polarity-flip", category="quote", severity="critical", mqm="Accuracy/Mistranslation")

_RARELY = Sought(r"\b(?P<a>rarely|seldom|hardly ever) (?P<v>[a-z]+(?:ed|s|t|ew|aw))\b")
_RARE = re.compile(r"\b(?:rare|unusual|uncommon|unprecedented|exceptional)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:rarely|seldom|hardly|scarcely|little|few|infrequently|unusually|not often|never)\b", re.IGNORECASE
)
_NOT = re.compile(
    r"\b(?:not|never)\b|n['’]t\b|\bcannot\b|\b(?:unable|unwilling|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?) to\b"
    r"|\b(?:nobody|no one)\b",
    re.IGNORECASE,
)
_NOT_WORDS = frozenset(
    "not never t cannot unable unwilling refuse refuses refused refusing fail fails failed failing nobody no".split()
)
"""A word of each form of the above."""
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|rarely|seldom"
    r"|few|little|less|unable|"
    r"fail\w*|refus\w+|lack\w*|den(?:y|ied|ies|ying)|declin\w+|reject\w*|avoid\w*|prevent\w*|stop\w*|ban\w*|oppos\w+"
    r"|against|"
    r"yet to|or not|or may not|whether|unless|until|except|instead|rather|non\w*|absence|far from|wrong|false"
    r"|unsuccess\w+|in vain|vainly|to no avail|futil\w+"
    r"|doubt\w*|otherwise|impossible|unlikely|unwilling|"
    r"too \w+ to|no longer|un[a-z]{4,}ed|disagree\w*|dislike\w*|far away)\b|n['’]t\b|\b\w{1,20}less\b|\?",
    re.IGNORECASE,
)
_UNDENIED = re.compile(
    r"\b(?:unlikely|reject\w*|opposes?|opposed|against|fail\w*|bann?\w*|less|little|stop\w*|un(?:lawful|safe)\w*|impossible"
    r"|refused|few)\b",
    re.IGNORECASE,
)
"""Denials that are poles of the opposites themselves."""
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_HELPERS = frozenset(
    "be been being is are was were am have has had do does did will would can could should may might must shall to a "
    "an the in of at by for on it "
    "that this there they he she we you i so as with and or ever even yet also all going get got make made take "
    "taken really necessarily".split()
)
_EMPTY = frozenset(
    "his her their our my your about everything everyth every everyone long him her them much many well more most"
    " other one thing way time very quite really particularly especially exactly entirely fully completely".split()
)
_ZH_NOT = re.compile(r"[不没未无非否勿莫别]")
_CYRILLIC_NOT = re.compile(
    r"\b(?:не|ні|ни|нет|немає|нема|без|ніхто|ніколи|никто|никогда|лише|недо\w+|не\w{4,})\b", re.IGNORECASE
)
_NEGATIONS = {"zh": _ZH_NOT, "ru": _CYRILLIC_NOT, "uk": _CYRILLIC_NOT, "ja": re.compile(r"ない|ず|未|不|無")}
_ANTONYM = re.compile(
    r"\b(?:bad\w*|poor\w*|terrib\w+|horr\w+|awful\w*|complicated|difficult\w*|hard\w*|ill|worse|worst|weak\w*|free|"
    r"anything but|nothing but|all but|lost|long|away from|someday|sometime)\b",
    re.IGNORECASE,
)
"""Words of opposite sense: with one of them a denied sentence may say the same as an affirmed one."""


def detect(context: Context) -> Iterator[Hit]:
    """Rare moves first, then lost and added negations."""
    rarely = next(_RARELY.matches(context), None) is not None
    for pair in linked_sentences(context):
        original = pair.original
        if rarely:
            yield from _rare(pair, original)
        yield from only_hits(context, pair)
        hit = _negation(context, pair, original)
        if hit and not _told_beside(context, pair, hit):
            yield hit
        elif hit is None and len(pair.originals) == 1:
            for other in opposites(pair, original, lambda pair=pair: beside(context, pair)):  # type: ignore[misc]
                if not _DENIAL.search(_UNDENIED.sub("", f"{pair.text}\n{original}")):
                    yield other
    if rarely and context.document.pivot and context.pivot_lang == "zh" and not context.links:
        for match in _RARELY.matches(context):
            if "罕见" in (context.pivot_of(*match.span()) or ""):
                yield _rarely(
                    match, 0, Evidence(kind="pivot", detail="the pivot has 罕见: it happened, and that is rare")
                )


def _told_beside(context: Context, pair: Pair, hit: Hit) -> bool:
    """Whether a lost negation stands in the sentence before or behind: it was cut elsewhere."""
    if hit.subtype != "negation-lost":
        return False
    key = stem(context.text[hit.start : hit.end].casefold())
    beside_ = context.text[max(0, pair.start - 200) : pair.start], context.text[pair.end : pair.end + 200]
    return any(_DENIAL.search(text) and key in {stem(w.casefold()) for w in _WORD.findall(text)} for text in beside_)


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


def _negation(context: Context, pair: Pair, original: str) -> Hit | None:
    """The one verb that one side denies and the other affirms, where nothing else is denied."""
    if len(pair.originals) != 1 or (
        _NOT_WORDS.isdisjoint(pair.letters) and _NOT_WORDS.isdisjoint(pair.original_letters)
    ):
        return None
    if not (_NOT.search(pair.text) or _NOT.search(original)):
        return None
    ours = list(islice(_DENIAL.finditer(pair.text), 2))
    theirs = list(islice(_DENIAL.finditer(original), 2)) if len(ours) < 2 else []
    if len(ours) + len(theirs) != 1:
        return None
    if (
        re.search(r"\bor (?:may |might )?not\b", pair.text + original)
        or _ANTONYM.search(pair.text)
        or _ANTONYM.search(original)
    ):
        return None
    lost = bool(theirs)
    denied, affirmed = (original, pair.text) if lost else (pair.text, original)
    match = _NOT.search(denied)
    if match is None:
        return None
    verb = next((w for w in _WORD.finditer(denied, match.end()) if w.group().casefold() not in _HELPERS), None)
    if verb is None or verb.start() - match.end() > 14:
        return None
    key = stem(verb.group().casefold())
    same = next((w for w in _WORD.finditer(affirmed) if stem(w.group().casefold()) == key), None)
    if (
        same is None
        or len(key) < 3
        or key in _EMPTY
        or key in ONLY
        or re.search(rf"\b(?:un|in|im|ir|dis){re.escape(key)}", affirmed.casefold())
    ):
        return None
    if re.search(r"\b(?:if|whether)\b[^,.]*$", denied[: match.start()]):
        return None
    place_ = same if lost else match
    confidence = 0.6
    if pivot := context.pivot_of(pair.start, pair.end):
        confidence += 0.15 if bool(_NEGATIONS.get(context.pivot_lang or "", _ZH_NOT).search(pivot)) == lost else -0.2
    message = f'"{verb.group()}" is denied in the original' if lost else f'"{verb.group()}" is affirmed in the original'
    return Hit(
        start=pair.start + place_.start(),
        end=pair.start + place_.end(),
        message=message,
        confidence=confidence,
        subtype="negation-lost" if lost else "negation-added",
        evidence=(Evidence(kind="original", detail=message, ref=place(pair.originals[0])),),
    )
