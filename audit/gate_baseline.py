"""A baseline: the findings that were there before the gate, one sorted line each, so that git can merge it.

A finding is known by its fingerprint (rule, document, words and which occurrence of them) or by its context key (rule,
words and three words on each side). An entry stands for one finding: a second one like it is new.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from audit.errors import SettingsError
from audit.model import Finding


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A known finding; `file` is relative to the configuration's folder."""

    file: str
    doc: str
    rule: str
    surface: str
    fingerprint: str
    context_key: str


class Baseline:
    """Known findings by document; `match` uses entries up."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._left: dict[str, list[Entry]] = defaultdict(list)
        self.gone = 0
        """How many entries of the documents seen so far match nothing any more."""
        for entry in entries:
            self._left[entry.doc].append(entry)

    def match(self, doc: str, file: str, findings: Sequence[Finding]) -> list[bool]:
        """Which of a document's findings are known. Called once for each document.

        The same surroundings count for more than the same number of occurrence: where the same words are added above,
        the added ones are new.
        """
        entries = self._left.pop(doc, [])
        known = [False] * len(findings)
        for alike in (_same_place, _same_context, _same_fingerprint):
            for index, finding in enumerate(findings):
                if not known[index]:
                    entry = next((entry for entry in entries if alike(entry, finding)), None)
                    if entry is not None:
                        entries = [other for other in entries if other is not entry]
                        known[index] = True
        self.gone += len(entries)
        return known

    def updated(self, found: Iterable[Entry], root: Path) -> list[Entry]:
        """The entries of a new baseline: what was found, and what documents that were not audited had before.

        Entries of files that are no longer there are dropped.
        """
        others = [entry for entries in self._left.values() for entry in entries]
        kept = [entry for entry in others if not entry.file or (root / entry.file).exists()]
        return sorted({*found, *kept})


def _same_place(entry: Entry, finding: Finding) -> bool:
    return _same_context(entry, finding) and _same_fingerprint(entry, finding)


def _same_context(entry: Entry, finding: Finding) -> bool:
    return bool(entry.context_key) and entry.context_key == finding.context_key


def _same_fingerprint(entry: Entry, finding: Finding) -> bool:
    return entry.fingerprint == finding.fingerprint


def entry_of(finding: Finding, file: str) -> Entry:
    """A finding as an entry."""
    return Entry(
        file=file,
        doc=finding.span.doc,
        rule=finding.rule,
        surface=finding.span.text[:120],
        fingerprint=finding.fingerprint,
        context_key=finding.context_key,
    )


_KEYS = ("file", "doc", "rule", "surface", "fingerprint", "context_key")


def read(path: Path) -> list[Entry]:
    """The entries of a file, none where it does not exist. Raises SettingsError, naming the line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}), check --baseline") from None
    entries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            values = [record[key] for key in _KEYS]
        except (ValueError, RecursionError, TypeError, KeyError):
            values = [None]
        if not all(isinstance(value, str) for value in values):
            raise SettingsError(f"{path}:{number}: is no entry of a baseline, write it anew with --update-baseline")
        entries.append(Entry(*values))
    return entries


def text(entries: Iterable[Entry]) -> str:
    """The entries as the text of a file."""
    return "".join(
        json.dumps(dict(zip(_KEYS, astuple(entry), strict=True)), ensure_ascii=True) + "\n" for entry in entries
    )
