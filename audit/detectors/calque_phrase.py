"""A turn of phrase or an order of words is Chinese in English words.

Formulas of Chinese news ("截至发稿", "据悉") and its order of apposition (office, relation, name) survive machine
translation. They are not wrong word by word, but no English desk would write them.

Example: "Poland's Prime Minister, a close ally of Ukraine, Donald Tusk, said" -> "Polish Prime Minister
Donald Tusk, a close ally of Ukraine,".

Limits: formulas of `seeds/phrases.toml`, weighed down where they also occur in English, and silenced by an
original with the same words; apposition only with an office before and a full name behind it, and a verb
after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from audit.context import Context
from audit.detectors._phrases import phrase_hits
from audit.detectors._sides import original_words
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
_RELATION = re.compile(r", (?:a|an|the|one of) ")
"""An office before a relation: what every apposition has in it, found faster than the whole."""

_OFFICE_BEFORE, _NAME_BEHIND = 240, 400
"""Code points around a relation that hold the whole of an apposition."""

_APPOSITION = re.compile(  # words of bounded length: a text without spaces must not cost its length for every capital
    rf"(?P<owner>(?:[A-Z][\w.-]{{1,40}} ){{0,2}}[A-Z][\w.-]{{0,40}}['’]s? |the |The )?(?P<office>{_OFFICES}), "
    r"(?P<relation>(?:a|an|the|one of) [^,.;:\n]{3,80}), "
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2})(?P<comma>,?) (?=(?:said|says|told|has|had|is|was|will|also"
    r"|earlier|announced"
    r"|stated|called|met|wrote|added|warned|posted|made|arrived|confirmed|denied|expressed|believes|visited)\b)"
)


def detect(context: Context) -> Iterator[Hit]:
    """Formulas, then apposition."""
    yield from phrase_hits(context, "phrase", "is a formula of Chinese news")
    done = 0
    for relation in _RELATION.finditer(context.text):
        first = max(done, relation.start() - _OFFICE_BEFORE)
        if not context.text.endswith(_LAST_OF_OFFICES, first, relation.start()):
            continue
        match = _APPOSITION.search(context.text, first, relation.end() + _NAME_BEHIND)
        if match is None or match.start() > relation.start():
            continue
        done = match.end()
        order = f"{match['relation']}, {match['name']}"
        if order not in original_words(context, match.start(), match.end()):
            yield _apposition(match)


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
