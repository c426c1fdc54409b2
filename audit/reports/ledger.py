"""The ledger of names of the whole run as JSON lines; the form is `audit/schema/ledger.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from audit.ledger.collect import ledger_of
from audit.ledger.files import Spool, write
from audit.model import Audited, Skipped
from audit.reports import Options


def open_report(out: TextIO, options: Options) -> LedgerReport:
    """The report over an open stream."""
    return LedgerReport(out)


class LedgerReport:
    """Gathers, and writes at the end: entities stand in the order of their keys."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._signature: Mapping[str, object] = {}
        self._folder = TemporaryDirectory(prefix="taudit-ledger-")
        self._spool = Spool(Path(self._folder.name))

    def begin(self, signature: Mapping[str, object]) -> None:
        self._signature = signature

    def document(self, audited: Audited) -> None:
        self._spool.add(ledger_of(audited))

    def skipped(self, skipped: Skipped) -> None:
        """A text without a result has no names."""

    def end(self) -> None:
        with self._folder, self._spool:
            write(self._out, self._spool.rows(), self._spool.documents, self._signature)
