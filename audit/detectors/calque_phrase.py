"""A turn of phrase or an order of words is that of another language in English words.

Formulas of Chinese news ("截至发稿", "据悉"), of Russian ("в связи с этим") and others, and the Chinese order of
apposition (office, relation, name) survive machine
translation. They are not wrong word by word, but no English desk would write them.

Example: "Poland's Prime Minister, a close ally of Ukraine, Donald Tusk, said" -> "Polish Prime Minister
Donald Tusk, a close ally of Ukraine,".

Limits: formulas of `seeds/phrases.toml`, weighed down where they also occur in English, and silenced by an
original with the same words; turns that are good English one by one ("it is worth noting that") only where a text
heaps them; a source before the news ("According to Reuters, ...") only where the text begins
with it; apposition only with an office before and a full name behind it, and a verb after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from audit.context import Context
from audit.detectors import _formulas
from audit.detectors._built_phrases import built_hits
from audit.detectors._heaped import heaped_hits
from audit.detectors._phrases import phrase_hits
from audit.detectors._sides import original_words
from audit.detectors.platform_boilerplate import heads, lines
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.seeds import table

RULE = Rule(id="calque-phrase", category="phrase", severity="minor", mqm="Fluency/Unidiomatic", languages=("zh",))

_OFFICES = (
    r"(?:[Ff]ormer |[Dd]eputy |[Vv]ice |[Aa]cting )?(?:(?:[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior"
    r"|[Jj]ustice|[Tt]rade) [Mm]inister"
    r"|[Pp]resident|[Cc]hancellor|[Pp]remier|[Cc]hairman|[Ss]ecretary(?: of [Ss]tate| [Gg]eneral)?|[Ss]pokes(?:man"
    r"|woman|person)"
    r"|[Aa]mbassador|[Gg]overnor|[Ss]enator|[Mm]ayor|[Cc]hief [Ee]xecutive|CEO|[Ll]eader|[Mm]inister|[Ff]ounder)"
)
_LAST_OF_OFFICES = tuple(
    "inister resident hancellor remier hairman ecretary tate eneral man woman person mbassador overnor enator ayor"
    " xecutive CEO eader ounder".split()
)
_RELATIONS = ("a", "an", "the", "one of")
"""An office before a relation: what every apposition has in it, found faster than the whole."""

_OFFICE_BEFORE, _NAME_BEHIND = 240, 400
"""Code points around a relation that hold the whole of an apposition."""

_FIRST_LINES = 3
"""Lines among which the first sentence of a text stands: headlines may come before it."""

_APPOSITION = re.compile(  # words of bounded length: a text without spaces must not cost its length for every capital
    rf"(?P<owner>(?:[A-Z][\w.-]{{1,40}} ){{0,2}}[A-Z][\w.-]{{0,40}}['’]s? |the |The )?(?P<office>{_OFFICES}), "
    rf"(?P<relation>(?:{'|'.join(_RELATIONS)}) [^,.;:\n]{{3,80}}), "
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2})(?P<comma>,?) (?=(?:said|says|told|has|had|is|was|will|also"
    r"|earlier|announced"
    r"|stated|called|met|wrote|added|warned|posted|made|arrived|confirmed|denied|expressed|believes|visited)\b)"
)


def detect(context: Context) -> Iterator[Hit]:
    """Formulas, the source that opens the text, then apposition."""
    yield from phrase_hits(context, "phrase", "is a formula of Chinese news")
    yield from built_hits(context, "phrase_pattern", "is carried over word by word")
    yield from heaped_hits(context)
    yield from _opening(context)
    done = 0
    for _, office, behind in _offices_before_relations().find_matches_as_indexes(context.text):
        if office < done:
            continue
        relation = context.text.index(",", office)
        match = _APPOSITION.search(context.text, max(done, relation - _OFFICE_BEFORE), behind + _NAME_BEHIND)
        if match is None or match.start() > relation:
            continue
        done = match.end()
        order = f"{match['relation']}, {match['name']}"
        if order not in original_words(context, match.start(), match.end()):
            yield _apposition(match)


def _opening(context: Context) -> Iterator[Hit]:
    """The source with which a text begins ("According to Reuters,"), behind the headline and the agency's own line."""
    for start, end in islice(((a, b) for a, b in lines(context.text) if b > a), _FIRST_LINES):
        first = max((head.end() for head, _ in heads(context, start, end)), default=start)
        found = _formulas.leading(context, "phrases.toml", "opening", first, end)
        if found is None:
            if context.text[end - 1] in '.!?"”':
                return
            continue
        match, entry = found
        surface = context.text[match.start() : match.end()].rstrip()
        linked = original_words(context, match.start(), match.end())
        told = bool(linked) or context.document.pivot is not None
        if (entry.get("foreign") or told) and not _names_source(surface, match.group(), linked):
            yield Hit(
                start=match.start(),
                end=match.start() + len(surface),
                message=f'"{surface}" opens the text with its source as a portal does; English names it after the news',
                confidence=0.8 if told else 0.65,
                subtype="source",
                evidence=(Evidence(kind="pattern", detail=f"stands for {entry['zh']}", ref="seeds/phrases.toml"),),
            )
        return


def _names_source(surface: str, masked: str, linked: str) -> bool:
    """Whether the linked original names the outlet of an opening, too, or has the same words."""
    signs = re.search("[ωψ]+", masked)
    named = surface[signs.start() : signs.end()] if signs else surface.rstrip(",")
    return named.casefold() in linked.casefold()


@cache
def _offices_before_relations() -> Any:
    from ahocorasick_rs import AhoCorasick, Implementation

    ways = [f"{last}, {relation} " for last in _LAST_OF_OFFICES for relation in _RELATIONS]
    return AhoCorasick(ways, implementation=Implementation.DFA)


def _apposition(match: re.Match[str]) -> Hit:
    owner = (match["owner"] or "").strip()
    bare = re.sub(r"['’]s?$", "", owner)
    first = _adjectives().get(bare.casefold(), owner) if bare != owner else ("" if owner.casefold() == "the" else owner)
    office = match["office"]
    office = " ".join(word[0].upper() + word[1:] if word not in ("of",) else word for word in office.split())
    fix = f"{first} {office} {match['name']}, {match['relation']},".strip()
    start = match.start() if owner else match.start("office")
    return Hit(
        start=start,
        end=match.end("comma"),
        message="the order of apposition is Chinese: office, relation, name",
        confidence=0.85,
        subtype="apposition",
        suggestions=(Suggestion(text=fix, confidence=0.85),),
        evidence=(
            Evidence(kind="pattern", detail="English puts the name behind the office and the relation after it"),
        ),
    )


@cache
def _adjectives() -> dict[str, str]:
    """Folded names of countries -> the adjective that stands before an office."""
    found = {}
    for entry in table("demonyms.toml").get("countries", []):
        if entry.get("forms"):
            for name in (entry["name"], *entry.get("aliases", ())):
                found[name.casefold()] = entry["forms"][0]
    return found
