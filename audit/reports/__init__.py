"""One file per format; a report only reads records, and writes as they come.

`open_report(format, out, options)` gives an object with `begin(signature)`, `document(audited)`, `skipped(skipped)`
and `end()`, called in this order, the middle two any number of times.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TextIO, cast

from audit.errors import SettingsError
from audit.model import Audited, Skipped

FORMATS = (
    "text",
    "line",
    "jsonl",
    "html",
    "markdown",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "csv",
    "mqm",
    "esa",
    "ledger",
)
FOLDERS = ("parquet",)
"""Formats that are a folder, no stream: `audit.batch.parquet`."""


Shown = Literal["nothing", "findings", "sentences"]
"""Which sentences reports show beside what stands in the pivot: none, those with findings, all."""


def shown(formats: Iterable[str], *, links: bool = False) -> Shown:
    """What reports in these formats show together; `links` as in `Options`."""
    wanted = set(formats)
    if "html" in wanted or (links and wanted & {"text", "markdown"}):
        return "sentences"
    return "findings" if wanted & {"text", "markdown"} else "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to show: `width` in columns, `colour` for terminals; `links` shows every sentence (align), not findings."""

    width: int = 80
    colour: bool = False
    links: bool = False


class Report(Protocol):
    """What every format offers."""

    def begin(self, signature: Mapping[str, object]) -> None:
        """Write what stands before the first document."""

    def document(self, audited: Audited) -> None:
        """Write one document's results."""

    def skipped(self, skipped: Skipped) -> None:
        """Write what could not be audited."""

    def end(self) -> None:
        """Write what stands after the last document; the stream is not closed."""


def open_report(format: str, out: TextIO, options: Options | None = None) -> Report:
    """The report of one format over an open text stream. Raises SettingsError for a format that is not known."""
    if format not in FORMATS:
        raise SettingsError(f"--format {format}: no such format, choose one of {', '.join(FORMATS)}")
    module = importlib.import_module(f"audit.reports.{format}")
    return cast(Report, module.open_report(out, options or Options()))
