"""Who says what in a sentence: its quotations and its indirect speech, with the speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from audit.quotations import quotations

SAYING = frozenset(
    """
    accepted acknowledges acknowledged adds added admits admitted agrees agreed alleges alleged announces announced
    answered argues argued asks asked asserts asserted assures assured believes believed claimed commented complains
    complained concedes conceded concludes concluded confirms confirmed continued declares declared demanded denies
    denied describes described emphasises emphasised emphasizes emphasized exclaims exclaimed explains explained insists
    insisted joked mentioned noted observes observed pointed posted predicts predicted promised recalls recalled
    remarked reminds reminded repeated replied reported responds responded say says said stated stressed suggests
    suggested tell tells told thinks thought tweeted urged vowed warns warned writes wrote
    """.split()
)
"""Forms of verbs that tell what somebody says; those that are commoner as nouns (claims, reports) are left out."""

_PLAIN = frozenset("say says said saying tell tells told add adds added according".split())
_MASK = "\x00"
_MARKS = '"“”«»'
_NAME = r"(?:[A-Z][\w’'-]*\.? (?:(?:de|da|al|bin|van|von|of) )?){0,4}[A-Z][\w’'-]+"
_NAMES = re.compile(_NAME)
_DIRECTLY = re.compile(r"\b(?P<p>he|she|they|it|i|we)(?: (?:has|had|have|also|later|then|\w+ly))? $", re.IGNORECASE)
_VERB = re.compile(r"[A-Za-z]+")
_ATTRIBUTION = re.compile(rf"(?:{_NAME}|[Hh]e|[Ss]he|[Tt]hey) (?:{'|'.join(sorted(SAYING))})(?: later| too)?[.,:]?")
"""What stands between two quotations; between marks where one of them was lost or has gone astray."""
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?:[a-z]+ ){{0,6}}(?P<n>{_NAME})?")
_OPENED = re.compile(rf"(?:^|(?<=[\s(:,—–-]))[{_MARKS}](?=\S)")
_CLOSED = re.compile(rf"(?<=[^\s\d])[{_MARKS}](?=$|[\s,.;:!?)])")
_THAT = re.compile(r"(?: [\w.'’-]+){0,8}? that ")
_BEHIND = re.compile(rf"(?: [a-z][\w’'-]*){{0,4}} (?P<n>{_NAME})")
_CLAUSE = re.compile(r"[.!?;:](?=\s|$)|\x00|, (?:and|but|while|whereas) ")
_STOP = re.compile(r"[.!?;:](?=\s|$)|\x00")
_SUBJECT = re.compile(r" (?=(?:he|she|they|it|we|there|this|these|those|the|a|an|his|her|their|its|no|some)\b|[A-Z])")
_BEGINNERS = frozenset(
    "The A An This That These Those In On At It He She They We You I But And If When While As After Before For From "
    "With There Their His Her Its Our What How Why According However Since Although Not Most Many Some By Under During "
    "To Despite Both Because Of Also Earlier Later Then Now Only One Two Meanwhile Asked So Yes No Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October "
    "November December".split()
)
LONGEST_NAME = 60
"""Code points between a clause and the verb behind it, for who says it."""
FEWEST_WORDS = 4
"""Words that a clause of indirect speech must have."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words [start, end) of a text that somebody says there, without quotation marks.

    `quoted` says whether they stand between marks; `speaker` is the name or pronoun of who says them, where it is told.
    """

    start: int
    end: int
    text: str
    quoted: bool
    speaker: str | None


@lru_cache(maxsize=50_000)
def quoted(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of one sentence between quotation marks, those included that begin before it or end behind it.

    >>> text = 'No other fight," said Garcia. "We are'
    >>> [text[a:b] for a, b in quoted(text)]
    ['No other fight,', 'We are']
    """
    marked = list(quotations(text))
    spans = [(one.start, one.end) for one in marked]
    found = [(one.start, one.end) for one in marked if not _ATTRIBUTION.fullmatch(one.text)]
    closed = _CLOSED.search(text)
    if closed and not any(a <= closed.start() <= b for a, b in spans) and _unmarked(text[: closed.start()], spans):
        found.insert(0, (0, closed.start()))
    opened = list(_OPENED.finditer(text))
    if opened and not any(a - 1 <= opened[-1].start() <= b for a, b in spans):
        found.append((opened[-1].end(), len(text)))
    return tuple((a, b) for a, b in found if b > a)


def _unmarked(before: str, found: list[tuple[int, int]]) -> bool:
    """Whether nothing before a closing mark is a quotation by itself."""
    return not any(mark in before for mark in _MARKS) and not any(a < len(before) for a, _ in found)


def masked(text: str) -> str:
    """The text with its quotations, marks included, overwritten, so that only the words around them are read."""
    chars = list(text)
    for a, b in quoted(text):
        for place in range(max(0, a - 1), min(len(text), b + 1)):
            chars[place] = _MASK
    return "".join(chars)


@lru_cache(maxsize=50_000)
def statements(text: str) -> tuple[Statement, ...]:
    """The quotations of a sentence and its clauses of indirect speech, in order.

    >>> [(one.text, one.speaker) for one in statements("Kim Lee said that the talks had been very hard.")]
    [('the talks had been very hard', 'Kim Lee')]
    """
    around = masked(text)
    verbs = list(_verbs(around))
    named = [(at, name) for at in verbs if (name := _speaker(around, *at))]
    if not named and (found := _ACCORDING.search(around)) and found["n"]:
        named = [(found.span(), found["n"])]

    def speaker(start: int, end: int) -> str | None:
        """Whose verb is the nearest."""
        return min(named, key=lambda one: max(one[0][0] - end, start - one[0][1]))[1] if named else None

    said = [Statement(a, b, text[a:b], True, speaker(a, b)) for a, b in quoted(text)]
    said += [Statement(a, b, text[a:b], False, speaker(a, b)) for a, b in _reported(around, verbs)]
    return tuple(sorted(said, key=lambda one: one.start))


def speaks(text: str) -> bool:
    """Whether the words around a sentence's quotations have a verb of saying."""
    around = masked(text)
    return any(True for _ in _verbs(around)) or _ACCORDING.search(around) is not None


def _verbs(around: str) -> Iterator[tuple[int, int]]:
    for found in _VERB.finditer(around):
        if found.group() in SAYING:
            yield found.span()


def _speaker(around: str, start: int, end: int) -> str | None:
    """The name, or else the pronoun, of who says what the verb at [start, end) introduces."""
    begin = max((stop.end() for stop in _CLAUSE.finditer(around, 0, start)), default=0)
    before = around[begin:start]
    if found := _DIRECTLY.search(before):
        return found["p"].lower()
    names = [name for found in _NAMES.finditer(before) if (name := _name(found.group()))]
    if names:
        return names[0] if before.rstrip().endswith(",") else names[-1]
    if found := _BEHIND.match(around, end):
        return found["n"]
    return None


def _name(words: str) -> str | None:
    """The name without the function words before it."""
    parts = words.split()
    while parts and parts[0] in _BEGINNERS:
        parts = parts[1:]
    return " ".join(parts) or None


def _reported(around: str, verbs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is told after "said that", after a plain "said", or before ", said Name" at the end."""
    for start, end in verbs:
        stop = next((one.start() for one in _STOP.finditer(around, end)), len(around))
        that = _THAT.match(around, end, stop)
        begin = that.end() if that else None
        if begin is None and around[:start].endswith((_MASK, f"{_MASK} ")):
            continue  # "...," said Holt: what follows is the speaker
        if begin is None and around[start:end] in _PLAIN and (subject := _SUBJECT.search(around, end, stop)):
            begin = subject.end()
        if begin is not None and len(around[begin:stop].split()) >= FEWEST_WORDS:
            yield begin, begin + len(around[begin:stop].rstrip())
            return
    for start, _ in verbs[-1:]:
        comma = around.rfind(",", 0, start)
        begin = max((stop.end() for stop in _STOP.finditer(around, 0, max(0, comma))), default=0)
        if comma > 0 and start - comma < LONGEST_NAME and len(around[begin:comma].split()) >= FEWEST_WORDS:
            yield begin + len(around[begin:comma]) - len(around[begin:comma].lstrip()), comma
