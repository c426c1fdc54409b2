"""Formulas that are told by their build: patterns of a seed table in which one sign stands for every outlet or date.

`ω` in a pattern is any outlet (those of `organisations.toml` and of `boilerplate.toml`), `ψ` one that writes in a
pivot language, `φ` one of the others, with up to four words such as "News" or "Finance" behind it; `δ` is a day, `π`
one to four words with capitals. The outlets of a text are overwritten by the sign, letter for letter, before such a
pattern is tried.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from audit.context import Context
from audit.detectors._needed import line_at, may_go_on, needed_by
from audit.detectors._wanted import Wanted
from audit.errors import SeedError
from audit.folded import bare_line, line_starts
from audit.seeds import table
from audit.seeds_packed import checksum_of, unpack_derived

_OUTLET, _PIVOTAL = "ω", "ψ"
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DESK = (
    r"(?: (?:news(?: agency)?|finance|financial|economic|sports?|technology|tech|military|entertainment|international"
    r"|domestic|comprehensive|network|net|online|client|app|website|channel|television|radio|edition|video))"
)
_SIGNS = {
    "ω": rf"(?:[{_OUTLET}{_PIVOTAL}]+(?:['’]s)?{_DESK}{{0,4}})",
    "φ": rf"(?:{_OUTLET}+(?:['’]s)?{_DESK}{{0,4}})",
    "ψ": rf"(?:{_PIVOTAL}+(?:['’]s)?{_DESK}{{0,4}})",
    "δ": (
        rf"(?:(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS})"
        r"(?:,? \d{4})?|(?:the )?\d{1,2}(?:st|nd|rd|th))\b"
    ),
    "π": r"(?-i:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})",
}
_CASE = re.IGNORECASE
_READS_OUTLETS = re.compile("[ωφψ]")
_SIGN = re.compile("[ωφψδπ]")

Found = tuple[re.Match[str], dict[str, Any]]
"""Where a formula stands, and its entry in the table."""

_AHEAD, _BEHIND = 240, 200
"""Characters of a line that are looked at from where it begins and where it ends."""


@dataclass(frozen=True, eq=False)
class Formula:
    """An entry of a table and its pattern as it is read; `masked`: in the text whose outlets are overwritten."""

    written: str
    entry: dict[str, Any]
    masked: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first has what it needs: most never are."""
        return re.compile(self.written, _CASE)


@dataclass(frozen=True, eq=False)
class Group:
    """Formulas that need the same words, and the way in which they are tried."""

    needs: tuple[str, ...]
    masked: bool
    how: str
    formulas: tuple[Formula, ...]

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """One pattern for all of them."""
        if len(self.formulas) == 1:
            return self.formulas[0].pattern
        bare = (re.sub(r"[(][?]P<[a-z]+>", "(?:", formula.written) for formula in self.formulas)
        return re.compile("|".join(f"(?:{one})" for one in bare), _CASE)

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether one of the formulas is found in [start, end)."""
        return getattr(self.joint, self.how)(text, start, end) is not None


def text_for(context: Context, masked: bool) -> str:
    """The text of the document, with a sign in place of each letter of an outlet where `masked`."""
    if not masked:
        return context.text
    known: str | None = context.shared.get("masked")
    if known is None:
        known = context.shared["masked"] = _overwritten(context.text, _masks(context))
    return known


def mask(text: str) -> str:
    """The text with its outlets overwritten by their sign, letter for letter."""
    return _overwritten(text, list(_outlets_in(text)))


_Masks = list[tuple[int, int, str]]
"""Where outlets stand, in order, and the sign of each."""


def _masks(context: Context) -> _Masks:
    known: _Masks | None = context.shared.get("outlets")
    if known is None:
        known = context.shared["outlets"] = list(_outlets_in(context.text))
    return known


def _outlets_in(text: str) -> Iterator[tuple[int, int, str]]:
    finder, signs = _outlets()
    for index, start, end in finder.find_matches_as_indexes(text):
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end, signs[index]


def _overwritten(text: str, masks: _Masks) -> str:
    parts, at = [], 0
    for start, end, sign in masks:
        parts += [text[at:start], sign * (end - start)]
        at = end
    return "".join([*parts, text[at:]]) if masks else text


def whole(context: Context, file: str, kind: str, start: int, end: int) -> Found | None:
    """The first formula of a kind that is all of [start, end)."""
    for formula in _tried(context, file, kind, start, end):
        match = formula.pattern.fullmatch(text_for(context, formula.masked), start, end)
        if match is not None:
            return match, formula.entry
    return None


def leading(context: Context, file: str, kind: str, start: int, end: int) -> Found | None:
    """The first formula of a kind with which [start, end) begins."""
    end = min(end, start + _AHEAD)
    for formula in _tried(context, file, kind, start, end):
        match = formula.pattern.match(text_for(context, formula.masked), start, end)
        if match is not None and match.end() > start:
            return match, formula.entry
    return None


def inside(context: Context, file: str, kind: str, start: int, end: int) -> Iterator[Found]:
    """The formulas of a kind anywhere in [start, end)."""
    for formula in _tried(context, file, kind, start, end):
        for match in formula.pattern.finditer(text_for(context, formula.masked), start, end):
            yield match, formula.entry


def anywhere(context: Context, file: str, kind: str) -> Iterator[Found]:
    """The formulas of a kind in the whole text; only lines that have what one needs are searched for it."""
    places: dict[int, list[int]] = {}
    for at, number in _places(context, file, kind):
        places.setdefault(number, []).append(at)
    for number in sorted(places):
        group = _groups(file, kind)[number]
        text, end, lines = text_for(context, group.masked), -1, []
        for at in places[number]:
            if at >= end:
                start, end = line_at(text, at)
                lines.append((start, end))
        for formula in group.formulas:
            for line in [(0, len(text))] if may_go_on(formula.pattern) else lines:
                for match in formula.pattern.finditer(text, *line):
                    yield match, formula.entry


def closing(context: Context, file: str, kind: str, start: int, end: int) -> Iterator[Found]:
    """The formulas of a kind with which [start, end) ends."""
    yield from inside(context, file, kind, max(start, end - _BEHIND), end)


def _tried(context: Context, file: str, kind: str, start: int, end: int) -> Iterator[Formula]:
    """The formulas that [start, end) can hold, by what each needs: nearly every line has none of it."""
    groups = _groups(file, kind)
    places = _places(context, file, kind)
    first = bisect.bisect_left(places, (start,))
    last = bisect.bisect_left(places, (end,), first)
    if first == last:
        return
    for number in sorted({number for _, number in places[first:last]}):
        group = groups[number]
        if group.holds(text_for(context, group.masked), start, end):
            yield from group.formulas


def likely_lines(context: Context, file: str, longest: int) -> list[int]:
    """The numbers of the lines in which a formula of a table is found, in order.

    Longer lines than `longest` characters, of which only parts are looked at, count where they have what one needs.
    """
    starts, found = line_starts(context), set[int]()
    for kind in kinds(file):
        groups = _groups(file, kind)
        last: dict[tuple[int, int], int] = {}
        for at, number in _places(context, file, kind):
            last[bisect.bisect_right(starts, at) - 1, number] = at
        for (line, number), at in last.items():
            if line not in found:
                start, end = bare_line(context, line)
                if end - start > longest or _holds(groups[number], kind, context, start, end, at):
                    found.add(line)
    return sorted(found)


def _holds(group: Group, kind: str, context: Context, start: int, end: int, at: int) -> bool:
    """Whether a formula is found in a line, or in one of its last sentences; `at`: where the last word for it is."""
    text = text_for(context, group.masked)
    if group.holds(text, *_looked_at(kind, start, end)):
        return True
    if kind != "line" or all(text.rfind(mark, start, at) < 0 for mark in _STOPS):
        return False
    return any(group.holds(text, *sentence) for sentence in last_sentences(text, start, end))


_STOPS = (".", "!", "?", "。", "！", "？")
_SENTENCE_END = re.compile(r"[.!?。！？][\"”’)\]】]?\s+(?=\S)")
_LAST = 3


def last_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The last sentences of a line [start, end) that stand behind others, from its end; three at most."""
    begins = [match.end() for match in _SENTENCE_END.finditer(text, max(start, end - _AHEAD), end)][-_LAST:]
    found = []
    for begin in reversed(begins):
        found.append((begin, end))
        end = len(text[start:begin].rstrip()) + start
    return found


def _looked_at(kind: str, start: int, end: int) -> tuple[int, int]:
    """Where in a line [start, end) formulas of a kind are looked for."""
    if kind == "head":
        return start, min(end, start + _AHEAD)
    return (max(start, end - _BEHIND) if kind == "tail" else start), end


def _places(context: Context, file: str, kind: str) -> list[tuple[int, int]]:
    """Where in the text a word stands that a group of a kind needs, and the number of the group; found once for all."""
    known: dict[tuple[str, str], list[tuple[int, int]]] | None = context.shared.get("formulas")
    if known is None:
        found: dict[tuple[str, str], set[tuple[int, int]]] = {(a, b): set() for a in TABLES for b in kinds(a)}
        for at, places in _NEEDS.found(context).items():
            table_name, of_kind, number, _ = _lists()[at]
            found[table_name, of_kind].update((start, number) for start in places)
        for start, end, sign in _masks(context):
            for table_name, of_kind, number in _of_signs().get(sign, ()):
                found[table_name, of_kind].update((at, number) for at in range(start, end))
        known = context.shared["formulas"] = {key: sorted(places) for key, places in found.items()}
    return known[file, kind]


TABLES = ("boilerplate.toml", "phrases.toml")
"""The tables that have formulas: what they need is looked up together."""


@cache
def kinds(file: str) -> tuple[str, ...]:
    """The kinds of formulas in a table: its lists of entries with a pattern."""
    return tuple(
        kind
        for kind, entries in table(file).items()
        if isinstance(entries, list) and any(isinstance(entry, dict) and "pattern" in entry for entry in entries)
    )


@cache
def _lists() -> tuple[tuple[str, str, int, tuple[str, ...]], ...]:
    """Table, kind and number of every group, and the words that it needs."""
    every = ((file, kind) for file in TABLES for kind in kinds(file))
    return tuple((*key, number, group.needs) for key in every for number, group in enumerate(_groups(*key)))


_NEEDS = Wanted(lambda: (needs for _, _, _, needs in _lists()))
"""What formulas need, a list for each group. What is overwritten where they are tried counts here, too."""


@cache
def _of_signs() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Table, kind and number of the groups that need an outlet, by its sign."""
    signs = (_OUTLET, _PIVOTAL)
    return {sign: tuple((a, b, number) for a, b, number, needs in _lists() if sign in needs) for sign in signs}


@cache
def formulas(file: str, kind: str) -> tuple[Formula, ...]:
    """The formulas of a kind in a table of `seeds/`, in its order."""
    return tuple(_formula(entry) for entry in table(file).get(kind, []))


def _formula(entry: dict[str, Any]) -> Formula:
    written = entry["pattern"]
    pattern = _SIGN.sub(lambda sign: _SIGNS[sign.group()], written)
    return Formula(pattern, entry, bool(_READS_OUTLETS.search(written)))


@cache
def _groups(file: str, kind: str) -> tuple[Group, ...]:
    """The formulas of a kind by what they need, each group with one pattern for all of it.

    What a formula needs is told by the table, or else by its pattern.
    """
    written: dict[tuple[tuple[str, ...], bool], list[Formula]] = {}
    known = _needs_known()
    for formula in formulas(file, kind):
        needs = tuple(formula.entry.get("needs") or known.get(formula.entry["pattern"]) or _needs(formula))
        if not needs or any(len(word) > 1 and _READS_OUTLETS.search(word) for word in needs):
            raise SeedError(f"{file}: name what a line of this pattern needs: {formula.entry['pattern']}")
        written.setdefault((needs, formula.masked), []).append(formula)
    how = {"line": "fullmatch", "head": "match", "opening": "match"}.get(kind, "search")
    return tuple(Group(needs, masked, how, tuple(group)) for (needs, masked), group in written.items())


NEEDED = "formula_needs"
"""What the words that formulas need are packed as."""


@cache
def _needs_known() -> dict[str, list[str]]:
    return unpack_derived(NEEDED, checksum_of(*TABLES), dict[str, list[str]]) or {}


def needs() -> dict[str, list[str]]:
    """Patterns of all formulas whose needs the tables do not tell -> the words that each needs.

    Takes a third of a second: `scripts/build_tables.py` packs what comes out.
    """
    every = (formula for file in TABLES for kind in kinds(file) for formula in formulas(file, kind))
    return {formula.entry["pattern"]: _needs(formula) for formula in every if not formula.entry.get("needs")}


def _needs(formula: Formula) -> list[str]:
    return sorted(needed_by(formula.written, _CASE))


@cache
def _outlets() -> tuple[Any, tuple[str, ...]]:
    """A finder of outlets as they are written, and the sign of each."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    signs = dict.fromkeys(table("boilerplate.toml")["outlets"], _PIVOTAL)
    for names in map(tuple, map(_names, table("organisations.toml").get("media", []))):
        sign = _OUTLET if signs.keys().isdisjoint(names) else _PIVOTAL
        signs.update((name, sign) for name in names if name not in signs)
    return AhoCorasick(list(signs), matchkind=MatchKind.LeftmostLongest), tuple(signs.values())


def _names(entry: dict[str, Any]) -> Iterator[str]:
    yield entry["name"]
    for key in ("acronym", "acronyms", "aliases", "mangled", "weak"):
        more = entry.get(key, ())
        yield from (more,) if isinstance(more, str) else more
