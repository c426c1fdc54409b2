"""Ignore entries of the repository (`.taudit/ignore.toml`): what is let pass, until when, and why.

[[ignore]]
rule = "stale-exonym"        # a rule or category;       at least one of
words = "Kiev"               # the words found, exactly; rule, words, files
files = ["archive/**"]       # patterns of files;        and fingerprint
fingerprint = "0123456789abcdef"
until = 2026-06-30           # the last day that it holds
reason = "Quoted as printed."
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from audit.config import nearest
from audit.config_paths import matches
from audit.errors import SettingsError
from audit.model import Finding

_KEYS = ("rule", "words", "files", "fingerprint", "until", "reason")


@dataclass(slots=True, kw_only=True)
class Ignore:
    """One entry; `place` is `file:number`, `used` once it let a finding pass."""

    place: str
    until: date
    reason: str
    rule: str | None = None
    words: str | None = None
    files: tuple[str, ...] = ()
    fingerprint: str | None = None
    used: bool = False

    def covers(self, finding: Finding, path: str) -> bool:
        """Whether everything that the entry names fits the finding."""
        return (
            self.rule in (None, finding.rule, finding.category)
            and self.words in (None, finding.span.text)
            and self.fingerprint in (None, finding.fingerprint)
            and (not self.files or matches(path, self.files))
        )


class Ignores:
    """All entries, those that have run out apart."""

    def __init__(self, entries: Iterable[Ignore] = (), today: date | None = None) -> None:
        day = today or date.today()
        entries = list(entries)
        self._holding = [entry for entry in entries if entry.until >= day]
        self.expired = [entry for entry in entries if entry.until < day]

    def covering(self, finding: Finding, path: str) -> Ignore | None:
        """The entry that lets a finding pass, marked as used."""
        for entry in self._holding:
            if entry.covers(finding, path):
                entry.used = True
                return entry
        return None

    @property
    def unused(self) -> list[Ignore]:
        """Entries that hold and have let nothing pass so far."""
        return [entry for entry in self._holding if not entry.used]


def read(path: Path, known: Iterable[str]) -> list[Ignore]:
    """The entries of a file, none where it does not exist; `known` are the words that select rules.

    Raises SettingsError, naming file, entry and key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeError, RecursionError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}), mend it") from None
    entries = table.get("ignore", [])
    for key in table:
        if key != "ignore":
            raise SettingsError(f"{path}: {key}: no such key, write [[ignore]] entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"{path}: ignore: write [[ignore]] entries")
    words = frozenset(known)
    return [_entry(f"{path}: ignore[{number}]", entry, words) for number, entry in enumerate(entries, 1)]


def _entry(place: str, entry: dict[str, Any], known: frozenset[str]) -> Ignore:
    for key in entry:
        if key not in _KEYS:
            raise SettingsError(f"{place}.{key}: no such key, {nearest(key, _KEYS, 'known are ' + ', '.join(_KEYS))}")
    until, reason = entry.get("until"), entry.get("reason")
    if not isinstance(until, date) or isinstance(until, datetime):
        raise SettingsError(f"{place}.until: say how long it holds, as a date (2026-06-30)")
    if not isinstance(reason, str) or not reason.strip():
        raise SettingsError(f"{place}.reason: say why")
    values: dict[str, Any] = {}
    for key in ("rule", "words", "fingerprint"):
        value = entry.get(key)
        if not isinstance(value, str | None) or value == "":
            raise SettingsError(f"{place}.{key}: write a string")
        values[key] = value
    if values["rule"] is not None and values["rule"] not in known:
        hint = nearest(values["rule"], known, "see `taudit rules`")
        raise SettingsError(f"{place}.rule: {values['rule']}: no such rule or category, {hint}")
    files = entry.get("files", [])
    if not isinstance(files, list) or not all(isinstance(pattern, str) and pattern for pattern in files):
        raise SettingsError(f"{place}.files: write a list of patterns")
    if not files and not any(values.values()):
        raise SettingsError(f"{place}: name a rule, words, files or a fingerprint")
    return Ignore(place=place, until=until, reason=reason.strip(), files=tuple(files), **values)
