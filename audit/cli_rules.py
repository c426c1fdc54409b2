"""`taudit rules` and `taudit explain`: what the rules say of themselves."""

from __future__ import annotations

import json
from dataclasses import asdict

from audit import detectors
from audit.cli_output import CLEAN, standard_output
from audit.detectors import Detector
from audit.errors import SettingsError


def claim(detector: Detector) -> str:
    """The first line of a rule's documentation."""
    return detector.doc.strip().split("\n", 1)[0].strip()


def list_rules(format: str) -> int:
    """Print all rules in one of the formats."""
    writers = {"text": _text, "json": _json, "markdown": _markdown}
    if format not in writers:
        raise SettingsError(f"--format {format}: choose one of {', '.join(writers)}")
    writers[format]()
    return CLEAN


def explain_rule(rule: str) -> int:
    """Print one rule's documentation. Raises SettingsError for a rule that does not exist."""
    known = {detector.rule.id: detector for detector in detectors.detectors()}
    if rule not in known:
        import difflib

        near = difflib.get_close_matches(rule, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "see `taudit rules`"
        raise SettingsError(f"{rule}: no such rule, {hint}")
    detector = known[rule]
    out = standard_output()
    declared = detector.rule
    pivots = ", ".join(declared.languages) or "any"
    out.write(f"{rule} ({declared.category}, {declared.severity}, {declared.mqm}; pivots: {pivots})\n\n")
    out.write(detector.doc.strip() + "\n")
    return CLEAN


def _text() -> None:
    import shutil

    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("rule", "category", "severity"):
        table.add_column(title, no_wrap=True)
    table.add_column("what it finds")
    for detector in detectors.detectors():
        table.add_row(detector.rule.id, detector.rule.category, detector.rule.severity, claim(detector), style=None)
    width = max(60, min(140, shutil.get_terminal_size((100, 24)).columns))
    Console(file=standard_output(), width=width, highlight=False, markup=False).print(table)


def _json() -> None:
    rows = [{**asdict(d.rule), "claim": claim(d), "documentation": d.doc.strip()} for d in detectors.detectors()]
    standard_output().write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def _markdown() -> None:
    out = standard_output()
    out.write("# Rules\n\n| rule | category | severity | MQM |\n|---|---|---|---|\n")
    for d in detectors.detectors():
        out.write(f"| [{d.rule.id}](#{d.rule.id}) | {d.rule.category} | {d.rule.severity} | {d.rule.mqm} |\n")
    for d in detectors.detectors():
        out.write(f"\n## {d.rule.id}\n\n{d.doc.strip()}\n")
