"""What an engine does to names: sent on the round trip, compared with what came back.

A probe says in advance which artifacts an engine makes ("argos zh-en 1.9 turns Witkoff into Witko"). The records are
evidence: an audit that finds "Witko" and suggests "Witkoff" can point to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.translate import Translator
    from audit.translation_cache import Cache

Verdict = Literal["same", "folded", "changed", "lost"]
"""Came back as sent; the same but for case, accents, hyphens and the like; otherwise; or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list: the name or text in English, and its form in the language between where that is given."""

    name: str
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What one engine made of one name. `came_back` is the part of `output` that stands for the name.

    `change` says what happened in a word (truncated, respelled, split, joined, replaced); empty where nothing did.
    """

    engine: str
    via: str
    name: str
    form: str
    output: str
    came_back: str
    verdict: Verdict
    change: str = ""


class Engine(Protocol):
    """Anything that translates a list: gives, for each entry, the form in between and what came back."""

    @property
    def name(self) -> str: ...
    def trip(self, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]: ...


class ArgosEngine:
    """Argos: English into the language between, where the list does not give that form, and back."""

    def __init__(self, via: str, frame: str = "{}", cache: Cache | None = None) -> None:
        from audit.translate import Translator

        self._via, self._frame, self._cache = via, frame, cache
        self._back: Translator = Translator(via, "en", cache)
        self._out: Translator | None = None

    @property
    def name(self) -> str:
        """The packages used, the way back last."""
        if self._out is None:
            return self._back.name
        return f"{self._out.name} + {self._back.name.removeprefix('argos ')}"

    def trip(self, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        """For each entry the form in between and what came back. Raises AuditError where a way has no package."""
        from audit.translate import Translator

        if self._out is None and any(entry.form is None for entry in entries):
            self._out = Translator("en", self._via, self._cache)
        for entry in entries:
            if entry.form is not None:
                form = self._frame.replace("{}", entry.form)
            else:
                assert self._out is not None
                form = self._out.line(self._frame.replace("{}", entry.name))
            yield entry.form or form, self._back.line(form)


class FileEngine:
    """Any other engine: what it made of the list, a line for each entry, or `name<TAB>output` in any order."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self._name, self._lines = name, [line for line in lines if line.strip()]

    @property
    def name(self) -> str:
        """The label that the user gave."""
        return self._name

    def trip(self, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        """For each entry its form and the engine's output. Raises SettingsError where the lines do not fit the list."""
        if self._lines and all("\t" in line for line in self._lines):
            given = {left.strip(): right.strip() for left, right in (line.split("\t", 1) for line in self._lines)}
            for entry in entries:
                yield entry.form or "", given.get(entry.name, given.get(entry.form or "", ""))
            return
        if len(self._lines) != len(entries):
            raise SettingsError(
                f"--outputs {self._name}: {len(self._lines)} lines for a list of {len(entries)}, "
                "give a line for each, or name<TAB>output"
            )
        for entry, line in zip(entries, self._lines, strict=True):
            yield entry.form or "", line.strip()


def read_names(lines: Sequence[str], where: str) -> list[Entry]:
    """The entries of a list: `name`, or `form<TAB>name`; empty lines and lines that begin with # are left out.

    Raises SettingsError for a line with more than one tab or an empty half.
    """
    entries = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) > 2 or not all(parts):
            raise SettingsError(f"{where}:{number}: write a name, or its pivot form, a tab and the name")
        entries.append(Entry(name=parts[-1], form=parts[0] if len(parts) == 2 else None))
    return list(dict.fromkeys(entries))


def probed(engine: Engine, entries: Sequence[Entry], via: str) -> list[Probed]:
    """What an engine makes of every entry."""
    out = []
    for entry, (form, output) in zip(entries, engine.trip(entries), strict=True):
        came_back, verdict, change = judge(entry.name, output)
        record = Probed(
            engine=engine.name, via=via, name=entry.name, form=form, output=output, came_back=came_back,
            verdict=verdict, change=change,
        )  # fmt: skip
        out.append(record)
    # an engine may know its whole name only after the trip
    return out


_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_NEAREST = 0.3
"""Likeness of the letters below which nothing in the output is taken to stand for the name."""


def judge(name: str, output: str) -> tuple[str, Verdict, str]:
    """The part of an output that stands for a name, the verdict, and the kind of change.

    >>> judge("Witkoff", "Witko said on Friday.")
    ('Witko', 'changed', 'truncated')
    >>> judge("Bessent", "Becerra.")
    ('Becerra', 'changed', 'replaced')
    """
    if name in output and not _inside(name, output):
        return name, "same", ""
    found, likeness = _nearest(name, output)
    if likeness < _NEAREST and 0 < len(_WORD.findall(output)) <= len(_WORD.findall(name)) + 1:
        return output.strip(' .,;!?"“”'), "changed", "replaced"  # a bare name: all of the output stands for it
    if not found or likeness < _NEAREST:
        return "", "lost", "replaced" if output.strip() else "dropped"
    if _folded(found) == _folded(name):
        return found, "folded", "respelled" if found.casefold() != name.casefold() else "case"
    return found, "changed", _change(name, found, likeness)


def _inside(name: str, output: str) -> bool:
    """Whether a name only stands in an output as a part of longer words."""
    bounded = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return bounded.search(output) is None


def _nearest(name: str, output: str) -> tuple[str, float]:
    """The run of words of the output most like the name (as many words, one less or one more), and how like."""
    from rapidfuzz.distance import Levenshtein

    words = list(_WORD.finditer(output))[:400]
    count = max(1, len(_WORD.findall(name)))
    best, found = 0.0, ""
    key = _folded(name)
    for length in {max(1, count - 1), count, count + 1}:
        for first in range(len(words) - length + 1):
            text = output[words[first].start() : words[first + length - 1].end()]
            likeness = Levenshtein.normalized_similarity(key, _folded(text))
            if likeness > best or (likeness == best and len(text) < len(found)):
                best, found = likeness, text
    return found, best


def _folded(text: str) -> str:
    from audit.names.tokens import fold

    return "".join(fold(word) for word in _WORD.findall(text))


def _change(name: str, found: str, likeness: float) -> str:
    ours, theirs = _folded(name), _folded(found)
    if len(theirs) < len(ours) and (ours.startswith(theirs) or ours.endswith(theirs)):
        return "truncated"
    if len(theirs) > len(ours) and (theirs.startswith(ours) or theirs.endswith(ours)):
        return "extended"
    return "respelled" if likeness >= 0.5 else "replaced"
