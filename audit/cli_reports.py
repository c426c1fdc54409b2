"""The reports of a run as files and streams: opened together, whole or not at all, with progress beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli_output import Continued, Output
from audit.errors import SettingsError
from audit.model import Audited

if TYPE_CHECKING:
    from audit.batch.engine import Input, Result
    from audit.batch.worker import What
    from audit.reports import Report
    from audit.reports.records import Counts


class Reports:
    """The reports of one run: opened together, written together, committed only when the run went through."""

    def __init__(
        self, what: What, targets: list[tuple[str, str]], signature: dict[str, object], *, resume: bool = False
    ) -> None:
        from audit.batch.resume import Progress

        self._what, self._targets, self._signature, self._resume = what, targets, signature, resume
        self._open: list[tuple[Report, Output]] = []
        self._done = Progress()

    @property
    def earlier(self) -> Counts:
        """What an earlier run had written (all zero unless resumed)."""
        return self._done.counts

    def __enter__(self) -> Reports:
        try:
            if self._resume:
                self._continue()
            else:
                for format, path in self._targets:
                    self._begin(format, path)
            self._each(lambda report: report.begin(self._signature))
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self._each(lambda report: report.end())
            for _, output in sorted(self._open, key=lambda pair: pair[1].stdout):  # files first: a pipe may break
                output.commit()
        except BaseException:
            self._discard()
            raise

    def write(self, result: Result) -> None:
        """Write one more result into all reports."""
        if isinstance(result, Audited):
            self._each(lambda report: report.document(result))
        else:
            self._each(lambda report: report.skipped(result))

    def _each(self, action: Callable[[Report], None]) -> None:
        """Do something with each report. Where the reader of standard output has gone, files are still written."""
        for report, output in list(self._open):
            try:
                action(report)
            except BrokenPipeError:
                self._open.remove((report, output))
                if not output.stdout or not self._open:
                    raise

    def remaining(self, inputs: Iterator[Input]) -> Iterator[Input]:
        from audit.batch.resume import remaining

        return remaining(inputs, self._done.done) if self._done.done else inputs

    def progress(self, results: Iterator[Result]) -> Iterator[Result]:
        """The results, counted on standard error where that is a terminal that shows nothing else."""
        shown = sys.stdout.isatty() and any(output.stdout for _, output in self._open)
        if not sys.stderr.isatty() or shown:
            yield from results
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} documents"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("audit", total=None, completed=self.earlier.documents + self.earlier.skipped)
            for result in results:
                bar.advance(task)
                yield result

    def _begin(self, format: str, path: str) -> None:
        from audit.reports import Options, open_report

        output = Output(path)
        terminal = output.stdout and output.stream.isatty()
        options = Options(width=_width(terminal), colour=terminal and _colour(), links=self._what == "align")
        self._open.append((open_report(format, output.stream, options), output))

    def _continue(self) -> None:
        import json

        from audit.batch.resume import progress
        from audit.reports.jsonl import JsonLines

        ((_, path),) = self._targets
        self._done = progress(Path(path))
        known = self._done.signature
        if known is not None and known != json.loads(json.dumps(self._signature)):
            raise SettingsError(
                f"{path}: --resume: was made with other settings, rules or originals, choose another file"
            )
        output = Continued(path, self._done.offset)
        report = JsonLines(output.stream, self._done.counts, continued=known is not None)
        self._open.append((report, output))

    def _discard(self) -> None:
        for _, output in self._open:
            output.discard()


def _width(terminal: bool) -> int:
    import shutil

    return max(40, min(120, shutil.get_terminal_size().columns)) if terminal else 80


def _colour() -> bool:
    import os

    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
