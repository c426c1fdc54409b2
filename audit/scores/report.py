"""All figures of a run, and the formats they are written in: a table to read, JSON, CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TextIO

from audit.reports.csv import safe_cell
from audit.reports.view import visible
from audit.scores.comparison import Comparison
from audit.scores.metrics import NAMES, TITLES
from audit.scores.unreferenced import CATEGORIES, Unreferenced
from audit.scoring import Row, Share

SCHEMA = 1
FORMATS = ("table", "json", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The result of `taudit score`: signatures, rows, comparisons, what has no original, what was skipped."""

    by: str
    signatures: Mapping[str, str]
    corpus: Row | None
    groups: Sequence[Row] = ()
    documents: Sequence[Row] = ()
    comparisons: Sequence[Comparison] = ()
    correlation: Mapping[str, Any] | None = None
    unreferenced: Sequence[Unreferenced] = ()
    skipped: Sequence[tuple[str, str]] = field(default=())


def write(scores: Scores, format: str, out: TextIO, documents: bool = False) -> None:
    """Write in one of FORMATS; `documents` shows every document in the table, too."""
    if format == "json":
        json.dump(as_json(scores), out, ensure_ascii=False, indent=1)
        out.write("\n")
    elif format == "csv":
        _csv(scores, out)
    else:
        for line in table(scores, documents):
            out.write(line + "\n")


def as_json(scores: Scores) -> dict[str, Any]:
    """One object, stable and versioned; shares in [0, 1], scores as sacreBLEU's (0 to 100)."""
    return {
        "type": "scores",
        "schema": SCHEMA,
        "by": scores.by,
        "signatures": dict(scores.signatures),
        "corpus": asdict(scores.corpus) if scores.corpus else None,
        "groups": [asdict(row) for row in scores.groups],
        "documents": [asdict(row) for row in scores.documents],
        "comparisons": [_comparison(item) for item in scores.comparisons],
        "correlation": dict(scores.correlation) if scores.correlation else None,
        "unreferenced": [{**asdict(item), "findings_per_1000_words": item.rate} for item in scores.unreferenced],
        "skipped": [{"doc": doc, "reason": reason} for doc, reason in scores.skipped],
    }


def _comparison(item: Comparison) -> dict[str, Any]:
    record = asdict(item)
    for name, difference in item.differences.items():
        record["differences"][name]["difference"] = difference.difference
    return record


# --- the table


def table(scores: Scores, documents: bool) -> Iterator[str]:
    """The lines of the readable form."""
    rows = [*scores.groups, *([scores.corpus] if scores.corpus else [])]
    if rows:
        yield from _grid(_head(scores.by), [_cells(row) for row in rows])
        yield ""
        if any(row.cost for row in rows):
            yield "What name and value artifacts cost: the same texts with those spans mended"
            yield from _grid(_MENDED_HEAD, [_mended_cells(row) for row in rows])
            yield ""
    if documents and scores.documents:
        yield from _grid(
            ["document", *_head(scores.by)],
            [[row.label, row.group or "", *_cells(row)[1:]] for row in scores.documents],
        )
        yield ""
    if scores.comparisons:
        yield "Paired bootstrap on the segments that both have (p below 0.05: *)"
        head = ["", "segments", *(TITLES[name] for name in NAMES), "entities right, %"]
        yield from _grid(head, [_comparison_cells(item) for item in scores.comparisons])
        yield ""
    if scores.correlation:
        found = scores.correlation
        yield (
            f"Entity accuracy and {TITLES[found['metric']]} over {found['groups']} groups: "
            f"Pearson {found['pearson']:.2f}, Spearman {found['spearman']:.2f}"
        )
        yield ""
    if scores.unreferenced:
        yield "Without an original: findings for 1,000 words, numbers of the pivot that arrived"
        yield from _grid(_UNREFERENCED_HEAD, [_unreferenced_cells(item) for item in scores.unreferenced])
        yield ""
    for name, signature in scores.signatures.items():
        yield f"{TITLES.get(name, name)}: {signature}"


def _head(by: str) -> list[str]:
    return [
        by,
        "documents",
        "segments",
        "covered",
        *(TITLES[name] for name in NAMES),
        "entities right, %",
        "names",
        "values",
    ]


_MENDED_HEAD = ["", "spans", *(f"{TITLES[name]} (of the loss)" for name in NAMES), "entities right, %"]
_UNREFERENCED_HEAD = ["document", "group", "words", "findings", *CATEGORIES, "clean sentences", "numbers"]


def _cells(row: Row) -> list[str]:
    scores = [_with_interval(row.scores[name].score, row.scores[name].low, row.scores[name].high, 1) for name in NAMES]
    return [
        row.label,
        f"{row.documents:,}",
        f"{row.segments:,}",
        f"{row.covered:.0%}",
        *scores,
        _share(row.entities),
        _of(row.names),
        _of(row.values),
    ]


def _mended_cells(row: Row) -> list[str]:
    cells = [row.label, f"{row.mended_spans:,}"]
    for name in NAMES:
        cost = (row.cost or {}).get(name)
        cells.append(f"{row.mended[name]:.1f} ({cost:.1%})" if row.mended and cost is not None else "-")
    return [*cells, f"{100 * row.mended_entities:.1f}" if row.mended_entities is not None else "-"]


def _comparison_cells(item: Comparison) -> list[str]:
    cells = [f"{item.system} - {item.baseline}", f"{item.segments:,}"]
    for name in (*NAMES, "entities"):
        found = item.differences.get(name)
        if found is None:
            cells.append("-")
            continue
        scale = 100 if name == "entities" else 1
        mark = "*" if found.p < 0.05 else ""
        difference, low, high = (scale * value for value in (found.difference, found.low, found.high))
        cells.append(f"{difference:+.2f} [{low:+.2f}, {high:+.2f}] p={found.p:.3f}{mark}")
    return cells


def _unreferenced_cells(item: Unreferenced) -> list[str]:
    numbers = f"{item.pivot_numbers[0]}/{item.pivot_numbers[1]}" if item.pivot_numbers else "-"
    counts = [str(item.findings.get(category, "")) for category in CATEGORIES]
    clean = f"{item.sentences - item.marked_sentences}/{item.sentences}"
    return [item.id, item.group, f"{item.words:,}", f"{item.rate:.1f}", *counts, clean, numbers]


def _share(share: Share) -> str:
    if share.share is None:
        return "-"
    low, high = (None if bound is None else 100 * bound for bound in (share.low, share.high))
    return _with_interval(100 * share.share, low, high, 1)


def _of(share: Share) -> str:
    return "-" if share.share is None else f"{100 * share.share:.1f} of {share.total:,}"


def _with_interval(score: float, low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return f"{score:.{digits}f}"
    return f"{score:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns of equal width; the first to the left, the others to the right."""
    cells = [list(head), *([_short(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for number, row in enumerate(cells):
        left = row[0].ljust(widths[0])
        yield "  ".join([left, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]).rstrip()
        if not number:
            yield "  ".join("-" * width for width in widths)


def _short(cell: str) -> str:
    shown = visible(cell).replace("\n", " ")
    return shown if len(shown) <= 60 else shown[:59] + "…"


# --- the CSV

COLUMNS = (
    "level", "label", "group", "documents", "segments", "covered",
    *(f"{name}{part}" for name in NAMES for part in ("", "_low", "_high")),
    *(f"{kind}{part}" for kind in ("entities", "names", "values")
      for part in ("_right", "_total", "", "_low", "_high")),
    "mended_spans", *(f"mended_{name}" for name in NAMES), "mended_entities", *(f"cost_{name}" for name in NAMES),
)  # fmt: skip


def _csv(scores: Scores, out: TextIO) -> None:
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    levels = [
        ("corpus", [scores.corpus] if scores.corpus else []),
        ("group", scores.groups),
        ("document", scores.documents),
    ]
    for level, rows in levels:
        for row in rows:
            writer.writerow([_csv_cell(value) for value in _values(level, row)])


def _values(level: str, row: Row) -> list[object]:
    out: list[object] = [level, row.label, row.group, row.documents, row.segments, row.covered]
    for name in NAMES:
        out += [row.scores[name].score, row.scores[name].low, row.scores[name].high]
    for share in (row.entities, row.names, row.values):
        out += [share.right, share.total, share.share, share.low, share.high]
    mended, cost = row.mended or {}, row.cost or {}
    return [
        *out,
        row.mended_spans,
        *(mended.get(name) for name in NAMES),
        row.mended_entities,
        *(cost.get(name) for name in NAMES),
    ]


def _csv_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return safe_cell(visible(value)) if isinstance(value, str) else value
