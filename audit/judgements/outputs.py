"""What leaves the review: each output with its name, its kind of file and what it holds, written to a stream or folder.

for output in OUTPUTS.values(): print(output.name, output.about)
write(store, "decisions", stream, wanted)            # a text stream; `as_bytes` for a download
write_texts(store, Path("corrected"), wanted)        # corrected texts, each in the format it came in
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from audit.errors import SettingsError
from audit.judgements.records import QueueFilter

if TYPE_CHECKING:
    from audit.judgements.corrected import TextFile
    from audit.judgements.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One kind of output. `suffix` is how its files end, `about` one line for readers."""

    name: str
    suffix: str
    mime: str
    about: str


OUTPUTS = {
    output.name: output
    for output in (
        Output(
            name="texts",
            suffix=".zip",
            mime="application/zip",
            about="corrected texts, each in the format it came in",
        ),
        Output(
            name="decisions",
            suffix=".jsonl",
            mime="application/x-ndjson",
            about="all decisions as JSON lines, for `taudit fix` and `taudit check`",
        ),
        Output(
            name="findings",
            suffix=".csv",
            mime="text/csv",
            about="findings with their decisions as a table for spreadsheets",
        ),
        Output(
            name="mqm",
            suffix=".tsv",
            mime="text/tab-separated-values",
            about="decided sentences as MQM annotations",
        ),
        Output(
            name="esa",
            suffix=".tsv",
            mime="text/tab-separated-values",
            about="decided sentences as error spans (ESA)",
        ),
        Output(
            name="glossary",
            suffix=".tbx",
            mime="application/x-tbx+xml",
            about="the names ledger as terminology (TBX-Basic)",
        ),
        Output(
            name="html",
            suffix=".html",
            mime="text/html",
            about="a page to share: texts, originals, findings as decided",
        ),
    )
}

TABLE = (
    "document",
    "outlet",
    "engine",
    "published",
    "rule",
    "category",
    "severity",
    "confidence",
    "surface",
    "suggestion",
    "state",
    "replacement",
    "reviewer",
    "decided",
    "note",
    "before",
    "after",
)


def write(store: Store, name: str, out: TextIO, wanted: QueueFilter | None = None) -> int:
    """Write one output; returns how many things it holds. A filter chooses documents (`findings`: findings).

    Decisions and the glossary are always whole. Texts go to `write_texts` or `as_bytes`. Raises SettingsError.
    """
    writers: dict[str, Callable[[Store, TextIO, QueueFilter], int]] = {
        "decisions": _decisions,
        "findings": _findings,
        "mqm": _mqm,
        "esa": _esa,
        "glossary": _glossary,
        "html": _html,
    }
    if name not in writers:
        raise SettingsError(f"{name}: no such output, choose one of {', '.join(OUTPUTS)}")
    return writers[name](store, out, wanted or QueueFilter())


def as_bytes(store: Store, name: str, wanted: QueueFilter | None = None) -> bytes:
    """One output as the bytes of a file; `texts` as a ZIP archive. Raises SettingsError."""
    if name == "texts":
        return _zip(texts(store, wanted))
    out = io.StringIO(newline="")
    write(store, name, out, wanted)
    return out.getvalue().encode("utf-8", "replace")


def texts(store: Store, wanted: QueueFilter | None = None) -> Iterator[TextFile]:
    """The files that decisions change, corrected; see `audit.judgements.corrected`."""
    from audit.judgements.corrected import corrected

    return corrected(store.reviewed(wanted))


def write_texts(store: Store, folder: Path, wanted: QueueFilter | None = None) -> list[TextFile]:
    """Write the corrected files into a folder. Raises SettingsError, before anything is written, where one of them
    would take the place of the file it was read from."""
    made = list(texts(store, wanted))
    root = folder.resolve()
    for file in made:
        path = (root / file.path).resolve()
        if not path.is_relative_to(root) or path == Path(file.path).resolve():
            raise SettingsError(f"{folder}: {file.path} would be overwritten, choose another folder (or `taudit fix`)")
    for file in made:
        path = root / file.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        except OSError as error:
            raise SettingsError(f"{path}: cannot be written ({error.strerror}), choose another folder") from error
    return made


def _zip(files: Iterator[TextFile]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.path, (1980, 1, 1, 0, 0, 0)), file.data)
    return out.getvalue()


def _decisions(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.judgements.lines import encoded

    count = 0
    for judgement in store.judgements():
        out.write(encoded(judgement))
        count += 1
    return count


def _findings(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.reports.csv import safe_cell
    from audit.reports.view import visible

    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(TABLE)
    count = 0
    for row, note in store.every(wanted):
        cells = (
            row.doc,
            row.outlet,
            row.engine,
            row.published.isoformat() if row.published else "",
            row.rule,
            row.category,
            row.severity,
            f"{row.confidence:.4f}",
            row.surface,
            row.suggestion or "",
            row.state,
            "(drop it)" if row.replacement == "" else row.replacement or "",
            row.reviewer,
            row.at,
            note,
            row.before,
            row.after,
        )
        writer.writerow([safe_cell(visible(cell)) for cell in cells])
        count += 1
    return count


def _mqm(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.judgements.annotations import MqmAnnotations

    report = MqmAnnotations(out)
    return sum(report.document(one) for one in store.reviewed(wanted))


def _esa(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.judgements.annotations import EsaAnnotations

    report = EsaAnnotations(out)
    return sum(report.document(one) for one in store.reviewed(wanted))


def _glossary(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.judgements.glossary import write as write_glossary

    return write_glossary(store.names.entries(), out)


def _html(store: Store, out: TextIO, wanted: QueueFilter) -> int:
    from audit.reports import open_report

    report = open_report("html", out)
    report.begin(store.signature())
    count = 0
    for one in store.reviewed(wanted):
        report.document(one.artifacts(undecided=True))
        count += 1
    report.end()
    return count
