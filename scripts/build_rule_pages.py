"""Write `docs/rules/`: a page for each rule, from its docstring and its cases, and an index with what each rule needs.

`python -m scripts.build_rule_pages`; a test proves that the pages are in step.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.detectors import Detector, detectors

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "rules"
CASES = ROOT / "tests" / "detectors" / "cases"

Table = Mapping[str, Any]

_SHOWN = 12
"""Cases of a kind on a page."""
_CONDITIONS = ("alone", "with originals", "with the pivot")


def pages() -> dict[str, str]:
    """File name -> text, of all pages."""
    known = {detector.rule.id: detector for detector in detectors()}
    tables = {id: tomllib.loads((CASES / f"{id}.toml").read_text("utf-8")) for id in known}
    out = {f"{id}.md": page(detector, tables[id]) for id, detector in known.items()}
    out["README.md"] = index(list(known.values()), tables)
    return out


def index(known: list[Detector], tables: Mapping[str, Table]) -> str:
    """The table of all rules."""
    lines = [
        "# Rules",
        "",
        "A page for each rule: what it claims and why, an example, its limits, and cases that the tests replay.",
        "The last three columns say what it needs: in how many of its cases it finds something given the translation",
        "alone, with linked originals, and with the pivot text. An empty cell means that no case asks for it.",
        "",
        "| rule | category | severity | MQM | alone | originals | pivot |",
        "|---|---|---|---|---|---|---|",
    ]
    for detector in known:
        rule = detector.rule
        counts = conditions(tables[rule.id])
        cells = " | ".join(str(counts[name] or "") for name in _CONDITIONS)
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.category} | {rule.severity} | {rule.mqm} | {cells} |")
    return "\n".join(lines) + "\n"


def conditions(cases: Table) -> dict[str, int]:
    """In how many firing cases a rule is given what."""
    out = dict.fromkeys(_CONDITIONS, 0)
    for case in cases.get("firing", ()):
        given = bool(case.get("originals")), "pivot" in case
        out["alone"] += given == (False, False)
        out["with originals"] += given[0]
        out["with the pivot"] += given[1]
    return out


def page(detector: Detector, cases: Table) -> str:
    """One rule's page."""
    rule = detector.rule
    languages = ", ".join(rule.languages) or "any"
    lines = [
        f"# {rule.id}",
        "",
        f"Category {rule.category}, severity {rule.severity}, MQM {rule.mqm}; pivot languages: {languages}.",
        "",
        detector.doc.strip(),
        "",
    ]
    for title, kind in (
        ("What it finds", "firing"),
        ("What it leaves alone", "quiet"),
        ("What it is known to miss", "known_miss"),
    ):
        listed = cases.get(kind, [])
        if listed:
            lines += [f"## {title}", "", *(_item(case) for case in listed[:_SHOWN])]
            if len(listed) > _SHOWN:
                lines.append(f"- and {len(listed) - _SHOWN} more in `tests/detectors/cases/{rule.id}.toml`")
            lines.append("")
    if "no_known_misses" in cases:
        lines += [f"No known misses are listed: {cases['no_known_misses'].rstrip('.')}.", ""]
    return "\n".join(lines)


def _item(case: Table) -> str:
    """A case in a few lines: the text, what is behind it, what is found, why."""
    lines = [f"- {_code(case['text'])}"] if "text" in case else [f"- {_where(case)}"]
    for original in case.get("originals", ()):
        lines.append(f"  original: {_code(original['text'])}")
    if "pivot" in case:
        lines.append(f"  {case['pivot']['lang']}: {_code(case['pivot']['text'])}")
    for expected in case.get("expect", ()):
        wanted = expected.get("suggestion")
        arrow = "" if wanted is None else f" → {_code(wanted)}" if wanted else " → drop it"
        lines.append(f"  **{_code(expected['surface'])}**{arrow}")
    lines.append(f"  {case['why']}")
    return "<br>\n".join(lines)


def _where(case: Table) -> str:
    """A case that is named by its place in the development data."""
    return ", ".join(f"{key} {value}" for key, value in case.items() if key in ("doc", "span", "set", "id"))


def _code(text: str, most: int = 400) -> str:
    """Strangers' text as code on one line: nothing in it is markup."""
    shown = re.sub(r"\s*\n\s*", " ⏎ ", text if len(text) <= most else text[:most] + "…")
    shown = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in shown)
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def main() -> None:
    """Write all pages, remove those of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
