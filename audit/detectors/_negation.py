"""A negation that is lost or added: one verb or noun that one side denies and the other affirms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit.context import Context
from audit.detectors._only import ONLY
from audit.detectors._opposites import same_pole
from audit.detectors._sides import Pair, common_share, place
from audit.model import Evidence, Hit, Suggestion
from audit.quotations import stem

_NOT = re.compile(
    r"\b(?:not|never)\b|n['’]t\b|\bcannot\b|\b(?:unable|unwilling|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?) to\b"
    r"|\b(?:nobody|no one)\b",
    re.IGNORECASE,
)
_NOT_WORDS = frozenset(
    "not never t cannot unable unwilling refuse refuses refused refusing fail fails failed failing nobody no "
    "none".split()
)
"""A word of each form of the above."""
_VERB = re.compile(r"(?:avoid|prevent|stop|ban|oppos|reject|lack|den|declin)[a-z]*|against", re.IGNORECASE)
"""Denials that both sides may have of the same thing."""
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|rarely|seldom"
    r"|few|little|less|unable|"
    r"fail\w*|refus\w+|lack\w*|den(?:y|ied|ies|ying)|declin\w+|reject\w*|avoid\w*|prevent\w*|stop\w*|ban(?:s|ned|ning)?|oppos\w+"
    r"|against|"
    r"yet to|or not|or may not|whether|unless|until|except|instead of|rather|non\w*|absence|far from|wrong|false"
    r"|unsuccess\w+|in vain|vainly|to no avail|futil\w+"
    r"|doubt\w*|otherwise|impossible|unlikely|unwilling|"
    r"too \w+(?: for [\w ]{1,20})? to|no longer|un[a-z]{4,}ed"
    r"|disagree\w*|dislike\w*|far away)\b|n['’]t\b|\b\w{1,20}less\b|\?",
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

_NO_NOUN = re.compile(r"\bno (?P<a>[a-z]{3,})(?: (?P<b>[a-z]{3,}))?", re.IGNORECASE)
_NO_IDIOMS = frozenset(
    "longer more less fewer matter doubt one sooner later way other further need use means wonder better worse".split()
)
_NONE = re.compile(r"\b(?:none|not one|not a single one)\b(?! of (?:the|his|her|their) (?:other|rest))", re.IGNORECASE)
_ONLY_ONE = re.compile(r"\b(?:only|just) (?:one|a single one)\b(?! of\b)", re.IGNORECASE)
_MODAL = re.compile(r"\b(?P<a>will|would|can|could|should|may|might|must|shall|is|are|was|were)(?P<b> be| been)? $")
_DID = re.compile(r"\b(?P<a>did|does|do)(?: not|n['’]t) (?P<v>[a-z]+)")
_RAISED = re.compile(
    r"(?:expect|believ|think|thought|want|plan|intend)[a-z]* to (?:be )?[a-z]+(?: than)?", re.IGNORECASE
)
"""Verbs whose denial is that of the verb behind: "did not expect it to fall" and "expected it not to fall"."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A place of the translation that denies too much or too little, what it should be, and the word in question."""

    start: int
    end: int
    fix: str | None
    word: str
    lost: bool


def negation(context: Context, pair: Pair) -> Hit | None:
    """The one statement that one side denies and the other affirms, where nothing else is denied."""
    original = pair.original
    if len(pair.originals) != 1 or (
        _NOT_WORDS.isdisjoint(pair.letters) and _NOT_WORDS.isdisjoint(pair.original_letters)
    ):
        return None
    found = _none(pair.text, original)
    if found is None:
        ours, theirs = _left(pair.text, original)
        if len(ours) + len(theirs) != 1 or re.search(r"\bor (?:may |might )?not\b", pair.text + original):
            return None
        if _ANTONYM.search(pair.text) or _ANTONYM.search(original):
            return None
        lost, at = bool(theirs), (ours + theirs)[0].start()
        denied, affirmed = (original, pair.text) if lost else (pair.text, original)
        found = _verb(denied, at, affirmed, lost) or _noun(denied, at, affirmed, lost)
    if found is None or (found.lost and _told_beside(context, pair, found.word)):
        return None
    confidence = 0.6
    if pivot := context.pivot_of(pair.start, pair.end):
        told = bool(_NEGATIONS.get(context.pivot_lang or "", _ZH_NOT).search(pivot))
        confidence += 0.15 if told == found.lost else -0.2
    message = f'"{found.word}" is {"denied" if found.lost else "affirmed"} in the original'
    evidence = Evidence(kind="original", detail=message, ref=place(pair.originals[0]))
    fixes = () if found.fix is None else (Suggestion(text=found.fix, confidence=confidence, evidence=(evidence,)),)
    return Hit(
        start=pair.start + found.start,
        end=pair.start + found.end,
        message=message,
        confidence=confidence,
        subtype="negation-lost" if found.lost else "negation-added",
        suggestions=fixes,
        evidence=(evidence,),
    )


def denies(text: str, original: str) -> bool:
    """Whether either side denies anything by words that are no poles of opposites themselves."""
    return _DENIAL.search(_UNDENIED.sub("", f"{text}\n{original}")) is not None


def _left(text: str, original: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The denials of each side; words like "avoid" that both sides have are none."""
    ours, theirs = list(_DENIAL.finditer(text)), list(_DENIAL.finditer(original))
    for mine in [match for match in ours if _VERB.fullmatch(match.group())]:
        other = next((m for m in theirs if m.group().casefold() == mine.group().casefold()), None)
        if other is not None:
            ours.remove(mine)
            theirs.remove(other)
    return ours, theirs


def _verb(denied: str, at: int, affirmed: str, lost: bool) -> _Found | None:
    """A verb behind the "not" at `at` on one side that the other has, or a word that says the same."""
    match = _NOT.search(denied, at)
    if match is None or match.start() != at:
        return None
    verb = next((w for w in _WORD.finditer(denied, match.end()) if w.group().casefold() not in _HELPERS), None)
    if verb is None or verb.start() - match.end() > 14:
        return None
    if re.search(r"\b(?:if|whether)\b[^,.]*$", denied[: match.start()]):
        return None
    same = _the_same(verb.group(), affirmed) or same_pole(denied, verb.start(), affirmed)
    if same is None:
        return None
    word = verb.group()
    if lost:
        start, end, fix = _denied(affirmed, same, denied, match.start())
    else:
        start, end, fix = _affirmed(denied, match, verb, affirmed[slice(*same)])
    return _Found(start, end, fix, word, lost)


def _the_same(word: str, affirmed: str) -> tuple[int, int] | None:
    """Where the affirming side has the word, or another of its family (respond, response)."""
    key = stem(word.casefold())
    if len(key) < 3 or key in _EMPTY or key in ONLY:
        return None
    if re.search(rf"\b(?:un|in|im|ir|dis){re.escape(key)}", affirmed.casefold()):
        return None
    others = [(stem(w.group().casefold()), w) for w in _WORD.finditer(affirmed)]
    same = [w for other, w in others if other == key]
    same += [w for other, w in others if len(key) > _FAMILY and other[:_FAMILY] == key[:_FAMILY] and other != key]
    return same[0].span() if same else None


_FAMILY = 6
"""Letters in common that make two words one family."""


def _denied(text: str, same: tuple[int, int], original: str, denial: int) -> tuple[int, int, str | None]:
    """The affirming words of the translation, and how they would be denied."""
    start, end = same
    if raised := _RAISED.match(text, start):
        return start, raised.end(), f"not {raised.group()}"
    if modal := _MODAL.search(text[:start]):
        fix = f"{modal['a']} not{modal['b'] or ''} {text[start:end]}"
        return modal.start(), end, fix.replace("can not", "cannot")
    did = _DID.match(original, original.rfind(" ", 0, denial) + 1) or _DID.search(original)
    return (
        start,
        end,
        f"{did['a']} not {did['v']}" if did and stem(did["v"]) == stem(text[start:end].casefold()) else None,
    )


def _affirmed(text: str, match: re.Match[str], verb: re.Match[str], said: str) -> tuple[int, int, str | None]:
    """The denying words of the translation, and what is affirmed; `said`: the original's word."""
    between = text[match.end() : verb.start()]
    if match.group().casefold() != "not" or between not in (" ", " be ", " been "):
        return match.start(), match.end(), None
    if did := re.search(r"\b(?:did|does|do) $", text[: match.start()]):
        return did.start(), verb.end(), said
    return match.start(), verb.end(), text[match.end() : verb.end()].lstrip()


def _noun(denied: str, at: int, affirmed: str, lost: bool) -> _Found | None:
    """ "No accident" on one side, "an accident" on the other."""
    match = _NO_NOUN.match(denied, at)
    if match is None or match["a"].casefold() in _NO_IDIOMS:
        return None
    for noun in (match["b"], match["a"]):
        told = noun and re.search(rf"\b(?P<a>an?) (?P<n>(?:[a-z]{{3,}} )?{noun})\b", affirmed, re.IGNORECASE)
        if not told or noun.casefold() in _EMPTY:
            continue
        if lost:
            return _Found(told.start(), told.end(), f"no {told['n']}", noun, lost)
        end = match.end() if noun == match["b"] else match.end("a")
        return _Found(match.start(), end, told.group(), noun, lost)
    return None


def _none(text: str, original: str) -> _Found | None:
    """ "Only one survived" where none did."""
    for ours, theirs, lost in ((_ONLY_ONE, _NONE, True), (_NONE, _ONLY_ONE, False)):
        mine, other = ours.search(text), theirs.search(original)
        if mine is None or other is None or theirs.search(text) or ours.search(original):
            continue
        figures = set(re.findall(r"\d+", text)) & set(re.findall(r"\d+", original))
        if figures or common_share(text, original) >= _CLOSE:
            return _Found(*mine.span(), other.group().lower(), mine.group(), lost)
    return None


_CLOSE = 0.4
"""Share of the words in common from which two sentences tell the same."""


def _told_beside(context: Context, pair: Pair, word: str) -> bool:
    """Whether a lost negation stands in the sentence before or behind: it was cut elsewhere."""
    key = stem(word.casefold())
    beside_ = context.text[max(0, pair.start - 200) : pair.start], context.text[pair.end : pair.end + 200]
    return any(_DENIAL.search(text) and key in {stem(w.casefold()) for w in _WORD.findall(text)} for text in beside_)
