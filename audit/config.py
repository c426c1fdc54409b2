"""`taudit.toml` or `[tool.taudit]` of pyproject.toml: found, read, checked key by key; described for editors by
`audit/schema/config.json`."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from audit.errors import SettingsError
from audit.model import SEVERITIES, Severity

NAMES = ("taudit.toml", ".taudit.toml")
FOLDER = ".taudit"
"""Where the files of a gate lie, in the configuration's folder, unless it names others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different for the files that `paths` cover; None and empty leave what was."""

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity | None = None
    confidence: float | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration; paths and patterns are relative to `root`, the folder of `file` (None: there is no file)."""

    root: Path
    file: Path | None = None
    inputs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    pivot: tuple[str, ...] = ()
    style: str | None = None
    as_of: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "minor"
    confidence: float = 0.5
    min_confidence: float = 0.5
    fix_confidence: float = 0.9
    max_skipped: float = 1.0
    later_originals: bool = False
    jobs: int = 1
    cache: bool = True
    baseline: str = f"{FOLDER}/baseline.jsonl"
    ignores: str = f"{FOLDER}/ignore.toml"
    decisions: str = f"{FOLDER}/decisions.jsonl"
    severities: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()


def load(path: str | None = None, start: Path | None = None) -> Config:
    """The configuration of a file, or (None) the one that holds for the folder `start` (None: the current one).

    Looks upwards and no further than the root of a git repository; without a file everything is as it is by default.
    Raises SettingsError, one line that names file and key.
    """
    if path is not None:
        file = Path(path)
        table = _tool(file) if file.name == "pyproject.toml" else _table(file)
        if table is None:
            raise SettingsError(f"{file}: has no table [tool.taudit], write one or name another file")
        return _parsed(file, table)
    here = (start or Path()).resolve()
    for folder in (here, *here.parents):
        for name in NAMES:
            if (folder / name).is_file():
                return _parsed(folder / name, _table(folder / name))
        project = folder / "pyproject.toml"
        if project.is_file() and (table := _tool(project)) is not None:
            return _parsed(project, table)
        if (folder / ".git").exists():
            break
    return Config(root=here)


def nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """What to do about a word that is not known: the nearest right one, or a place to look."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else otherwise


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{file}: no such file, check --config") from None
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}), check --config") from None
    except (tomllib.TOMLDecodeError, UnicodeError, RecursionError) as error:
        raise SettingsError(f"{file}: is no TOML ({error}), mend it") from None


def _tool(file: Path) -> dict[str, Any] | None:
    """The table [tool.taudit] of a pyproject.toml, None where there is none."""
    tool = _table(file).get("tool")
    table = tool.get("taudit") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{file}: tool.taudit: write a table")
    return table


TOP = {
    "inputs": "strings",
    "exclude": "strings",
    "originals": "strings",
    "pivot": "strings",
    "style": "style",
    "as-of": "date",
    "select": "rules",
    "ignore": "rules",
    "severity": "severity",
    "confidence": "share",
    "min-confidence": "share",
    "fix-confidence": "share",
    "max-skipped": "share",
    "later-originals": "bool",
    "jobs": "count",
    "cache": "bool",
    "baseline": "string",
    "ignores": "string",
    "decisions": "string",
    "severities": "severities",
    "per-file-ignores": "rules by path",
    "overrides": "overrides",
}
"""The keys of a configuration and what each holds; `audit/schema/config.json` says the same for editors."""

OVERRIDE = {
    "paths": "strings",
    "select": "rules",
    "ignore": "rules",
    "severity": "severity",
    "confidence": "share",
    "severities": "severities",
}


def _parsed(file: Path, table: Mapping[str, Any]) -> Config:
    values = _Reader(str(file)).table(table, TOP, "")
    return Config(root=file.resolve().parent, file=file, **values)


class _Reader:
    """Values checked one by one; every error names the file and the key."""

    def __init__(self, file: str) -> None:
        self._file = file

    def table(self, table: Mapping[str, Any], kinds: Mapping[str, str], where: str) -> dict[str, Any]:
        """The values of a table under the names of the fields that they belong to."""
        values = {}
        for key, value in table.items():
            if key not in kinds:
                hint = nearest(key, kinds, f"known are {', '.join(kinds)}")
                raise SettingsError(f"{self._file}: {where}{key}: no such key, {hint}")
            values[key.replace("-", "_")] = self._value(f"{where}{key}", kinds[key], value)
        return values

    def _value(self, key: str, kind: str, value: Any) -> Any:
        readers = {
            "strings": self._strings,
            "rules": self._rules,
            "severity": self._severity,
            "severities": self._severities,
            "rules by path": self._rules_by_path,
            "overrides": self._overrides,
            "share": self._share,
            "date": self._date,
            "style": self._style,
        }
        if kind in readers:
            return readers[kind](key, value)
        if kind == "count":
            good = type(value) is int and value >= 0
            return self._checked(key, value, good, "give a whole number, 0 for one process a core")
        if kind == "bool":
            return self._checked(key, value, isinstance(value, bool), "write true or false")
        return self._checked(key, value, isinstance(value, str) and bool(value), "write a path")

    def _checked(self, key: str, value: Any, good: bool, advice: str) -> Any:
        if not good:
            raise SettingsError(f"{self._file}: {key}: {str(value)[:60]!r} will not do, {advice}")
        return value

    def _strings(self, key: str, value: Any) -> tuple[str, ...]:
        good = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
        return tuple(self._checked(key, value, good, "write a list of strings"))

    def _rules(self, key: str, value: Any) -> tuple[str, ...]:
        words = self._strings(key, value)
        for word in words:
            self.rule(key, word)
        return words

    def rule(self, key: str, word: str) -> None:
        """Raises SettingsError where a word is neither a rule nor a category."""
        known = rule_words()
        if word not in known:
            raise SettingsError(
                f"{self._file}: {key}: {word}: no such rule or category, {nearest(word, known, 'see `taudit rules`')}"
            )

    def _severity(self, key: str, value: Any) -> Severity:
        return cast(Severity, self._checked(key, value, value in SEVERITIES, f"choose one of {', '.join(SEVERITIES)}"))

    def _severities(self, key: str, value: Any) -> dict[str, Severity]:
        table = self._checked(key, value, isinstance(value, dict), "write a table of rules and severities")
        for rule, severity in table.items():
            self.rule(key, rule)
            self._severity(f"{key}.{rule}", severity)
        return dict(table)

    def _rules_by_path(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        table = self._checked(key, value, isinstance(value, dict), "write a table of patterns and lists of rules")
        return {pattern: self._rules(f"{key}.{pattern}", rules) for pattern, rules in table.items()}

    def _overrides(self, key: str, value: Any) -> tuple[Override, ...]:
        good = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        found = []
        for number, item in enumerate(self._checked(key, value, good, f"write tables, [[{key}]]"), 1):
            values = self.table(item, OVERRIDE, f"{key}[{number}].")
            self._checked(f"{key}[{number}].paths", item.get("paths"), bool(item.get("paths")), "name some")
            found.append(Override(**values))
        return tuple(found)

    def _share(self, key: str, value: Any) -> float:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        return float(self._checked(key, value, good, "give a number from 0 to 1"))

    def _date(self, key: str, value: Any) -> date:
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                value = value[:60]
        good = isinstance(value, date) and not isinstance(value, datetime)
        return cast(date, self._checked(key, value, good, "write YYYY-MM-DD"))

    def _style(self, key: str, value: Any) -> str:
        from audit.settings import STYLES

        return cast(str, self._checked(key, value, value in STYLES, f"choose one of {', '.join(STYLES)}"))


def rule_words() -> Sequence[str]:
    """The words that select rules: their ids and the categories."""
    from audit.detectors import CATEGORIES, detectors

    return [*(detector.rule.id for detector in detectors()), *CATEGORIES]
