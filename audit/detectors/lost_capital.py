"""A name that English always writes with a capital stands in small letters.

Chinese, Japanese, Korean and Arabic have no capitals, Russian, Ukrainian and Spanish write peoples and days small; what
the machine did not take for a name stays small in English.

Example: "He met ukrainian officials in moscow on tuesday." -> Ukrainian, Moscow, Tuesday.

Limits: countries, their peoples and capitals (`seeds/demonyms.toml`), and the bodies, places and days of
`seeds/small_letters.toml`; none that is an English word or part of a set phrase as well ("french fries", "polish",
"march"). Only within an English sentence that begins with a capital; addresses, handles and tags are left alone. Beside
a linked original `mangled-name` compares with it instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from audit.context import Context
from audit.detectors._needed import line_at
from audit.detectors._wanted import Wanted
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.seeds import table

RULE = Rule(id="lost-capital", category="name", severity="minor", mqm="Fluency/Spelling")

_LEAST = 5
"""Letters of a word that is looked for: shorter ones are too often something else."""
_AROUND = 40
_PARTS = re.compile(r"[a-z]+(?: [a-z]+){0,2}")
_GLUED = re.compile(r"[\w@#/._'’&-]")
_GOES_ON = re.compile(r"[\w@#/_&-]|\.\w|['’](?!s\b)")
"""What stands before and behind a part of an address, a handle, a tag or a compound."""
_FUNCTION = re.compile(r"\b(?:the|in|of|on|to|and|from|with|for|by|at|is|was|will|has|have|are|were|an?|that)\b")


def detect(context: Context) -> Iterator[Hit]:
    """One hit a name, those of several words as a whole."""
    done = 0
    for at in _SMALL.places(context):
        if at < done or not context.text[at].islower() or (at and _GLUED.match(context.text, at - 1)):
            continue
        found = _name(context.text, at)
        if found is None:
            continue
        end, name = found
        if _in_english(context.text, at, end) and not context.linked(at, end):
            done = end
            yield Hit(
                start=at,
                end=end,
                message=f'"{context.text[at:end]}" is a name; English writes {name}',
                confidence=0.85,
                subtype="case",
                suggestions=(Suggestion(text=name, confidence=0.95),),
                evidence=(Evidence(kind="pattern", detail=f"{name} is never written small"),),
            )


def _name(text: str, at: int) -> tuple[int, str] | None:
    """Where the longest known name that begins at `at` ends, and how it is written."""
    match = _PARTS.match(text, at)
    words = match.group().split(" ") if match else []
    for count in range(len(words), 0, -1):
        small = " ".join(words[:count])
        end = at + len(small)
        if small in _names() and not _GOES_ON.match(text, end):
            return None if words[count : count + 1] and words[count] in _set_phrases() else (end, _names()[small])
    return None


def _in_english(text: str, at: int, end: int) -> bool:
    """Whether the words around are English, in a line that begins with a capital."""
    start, stop = line_at(text, at)
    first = next((c for c in text[start:stop] if c.isalpha()), "")
    before, after = text[max(start, at - _AROUND) : at], text[end : min(stop, end + _AROUND)]
    return first.isupper() and len(_FUNCTION.findall(f"{before}|{after}")) > 1


@cache
def _names() -> dict[str, str]:
    """Names in small letters, and how they are written."""
    known = table("small_letters.toml")
    written = list(known["names"])
    for entry in table("demonyms.toml")["countries"]:
        plurals = (f"{form}s" for form in entry.get("forms", ()) if form.endswith("n"))
        written += [entry["name"], *entry.get("forms", ()), *plurals, *entry.get("aliases", ())]
        written += [entry["capital"]] if entry.get("capital") else entry.get("capitals", [])
    small = set(known["also_small"])
    return {
        name.lower(): name
        for name in written
        if len(name) >= _LEAST
        and name.lower() not in small
        and re.fullmatch(r"[A-Z][a-z]+(?:'s)?(?: [A-Z][a-z]+)*", name)
    }


@cache
def _set_phrases() -> frozenset[str]:
    """Nouns before which the name of a people may be small: "russian roulette"."""
    return frozenset(table("small_letters.toml")["set_phrases"])


_SMALL = Wanted(lambda: [_names()])
