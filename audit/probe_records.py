"""Records of probes: written as a table, JSON lines or CSV, kept in a file, and used as evidence by later audits."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TextIO

from audit.errors import SettingsError
from audit.model import Audited, Evidence, Finding, Suggestion
from audit.probe import Probed
from audit.reports.csv import safe_cell
from audit.reports.view import visible

FORMATS = ("table", "jsonl", "csv")
_COLUMNS = ("engine", "via", "name", "form", "came_back", "verdict", "change", "output")
_PLAIN = 0.6
"""Confidence of a suggestion that rests on a probe alone."""


def write(records: Sequence[Probed], format: str, out: TextIO) -> None:
    """Write in one of FORMATS."""
    if format == "jsonl":
        out.writelines(_line(record) for record in records)
    elif format == "csv":
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for record in records:
            writer.writerow([safe_cell(visible(str(getattr(record, column)))) for column in _COLUMNS])
    else:
        _table(records, out)


def _line(record: Probed) -> str:
    return json.dumps({"type": "probe", "schema": 1, **asdict(record)}, ensure_ascii=False) + "\n"


def _table(records: Sequence[Probed], out: TextIO) -> None:
    rows = [("name", "form", "came back", "verdict")]
    for engine, mine in _by_engine(records).items():
        counts = Counter(record.verdict for record in mine)
        out.write(f"{visible(engine)}: {len(mine)} names, " + ", ".join(f"{n} {v}" for v, n in counts.items()) + "\n")
        rows = [("name", "form", "came back", "verdict")]
        rows += [(r.name, r.form, r.came_back or r.output, f"{r.verdict} {r.change}".strip()) for r in mine]
        shown = [[_short(cell) for cell in row] for row in rows]
        widths = [max(len(row[column]) for row in shown) for column in range(4)]
        for row in shown:
            out.write("  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() + "\n")


def _by_engine(records: Iterable[Probed]) -> Mapping[str, list[Probed]]:
    out: dict[str, list[Probed]] = defaultdict(list)
    for record in records:
        out[record.engine].append(record)
    return out


def _short(cell: str) -> str:
    shown = visible(cell).replace("\n", " ").replace("\t", " ")
    return shown if len(shown) <= 40 else shown[:39] + "…"


def add(records: Sequence[Probed], path: Path) -> int:
    """Add records to a file of JSON lines, each once; returns how many were new. Raises SettingsError."""
    known = set(load(path)) if path.exists() else set()
    new = [record for record in dict.fromkeys(records) if record not in known]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as out:
            out.writelines(_line(record) for record in new)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}), choose another file") from error
    return len(new)


def load(path: Path) -> list[Probed]:
    """The records of a file. Raises SettingsError with the line that is no record."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}), name a file made by `taudit probe --keep`") from error
    out = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            out.append(_record(line, f"{path}:{number}"))
    return out


def _record(line: str, where: str) -> Probed:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    fields: dict[str, Any] = {}
    if isinstance(row, dict):
        fields = {name: row.get(name) for name in Probed.__dataclass_fields__}
    if not fields or row.get("type") != "probe" or not all(isinstance(value, str) for value in fields.values()):
        raise SettingsError(f"{where}: is no record of a probe, name a file made by `taudit probe --keep`")
    return Probed(**fields)


class Probes:
    """Kept records, asked by what came back. `support` adds them to findings as evidence."""

    def __init__(self, records: Iterable[Probed]) -> None:
        self._by_surface: dict[str, list[Probed]] = defaultdict(list)
        for record in records:
            if record.verdict == "changed":
                self._by_surface[record.came_back.casefold()].append(record)

    def support(self, audited: Audited) -> Audited:
        """The same result; findings whose words an engine is known to make say so, with the name they come from."""
        return replace(audited, findings=tuple(self._supported(finding) for finding in audited.findings))

    def _supported(self, finding: Finding) -> Finding:
        known = self._by_surface.get(finding.span.text.casefold(), [])
        if not known or finding.category != "name":
            return finding
        suggestions = finding.suggestions or tuple(
            Suggestion(text=name, confidence=_PLAIN, safe=False) for name in dict.fromkeys(r.name for r in known)
        )
        out = []
        used: list[Evidence] = []
        for suggestion in suggestions:
            mine = [_evidence(r) for r in known if suggestion.text in (r.name, *r.name.split())]
            used += mine
            out.append(replace(suggestion, evidence=(*suggestion.evidence, *mine)))
        return replace(finding, suggestions=tuple(out), evidence=(*finding.evidence, *dict.fromkeys(used)))


def _evidence(record: Probed) -> Evidence:
    form = f" (over {record.form})" if record.form else ""
    return Evidence(kind="probe", detail=f"{record.engine} turns {record.name} into {record.came_back}{form}")
