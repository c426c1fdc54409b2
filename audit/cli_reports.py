"""The reports of a run as files and streams: opened together, whole or not at all, with progress beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli_output import Continued, Output
from audit.errors import SettingsError
from audit.model import Audited

if TYPE_CHECKING:
    import pyarrow as pa

    from audit.batch.engine import Input, Result
    from audit.batch.parquet import ParquetReport
    from audit.batch.worker import Form, What
    from audit.reports import Report
    from audit.reports.jsonl import JsonLines


def form(targets: Sequence[tuple[str, str]]) -> Form:
    """The form in which workers should give their results: ready to be written where there is one such report."""
    if len(targets) != 1:
        return "results"
    return {"jsonl": "lines", "parquet": "records"}.get(targets[0][0], "results")  # type: ignore[return-value]


class Reports:
    """The reports of one run: opened together, written together, committed only when the run went through."""

    def __init__(
        self, what: What, targets: list[tuple[str, str]], signature: dict[str, object], *, resume: bool = False
    ) -> None:
        from audit.reports.records import Counts, Trail

        self._what, self._targets, self._signature, self._resume = what, targets, signature, resume
        self._open: list[tuple[Report, Output | ParquetReport]] = []
        self._done: list[Trail] = []
        self._behind: dict[int, int] = {}
        self.earlier = Counts()
        """What an earlier run had written (all zero unless resumed)."""

    def __enter__(self) -> Reports:
        try:
            for format, path in self._targets:
                if format == "parquet":
                    self._begin_parquet(path)
                elif self._resume:
                    self._continue(path)
                else:
                    self._begin(format, path)
            self._each(lambda report: report.begin(self._signature))
            self._look_back()
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
        """Write one more result into all reports that do not have it."""
        for report, place in list(self._open):
            if self._behind.get(id(report), 0) > 0:
                self._behind[id(report)] -= 1
                continue
            self._try(report, place, lambda r: r.document(result) if isinstance(result, Audited) else r.skipped(result))

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one more batch into the only report, which wants it in this form (`form`)."""
        self._each(lambda report: report.batch(batch))  # type: ignore[attr-defined]

    def _each(self, action: Callable[[Report], None]) -> None:
        """Do something with each report. Where the reader of standard output has gone, files are still written."""
        for report, output in list(self._open):
            self._try(report, output, action)

    def _try(self, report: Report, output: Output | ParquetReport, action: Callable[[Report], None]) -> None:
        try:
            action(report)
        except BrokenPipeError:
            self._open.remove((report, output))
            if not output.stdout or not self._open:
                raise

    def remaining(self, inputs: Iterator[Input]) -> Iterator[Input]:
        """The inputs that some report does not have yet."""
        from audit.batch.resume import remaining

        return remaining(inputs, self._done[0], self._targets[0][1]) if self._done and self._done[0].number else inputs

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

    def _begin_parquet(self, path: str) -> None:
        from audit.batch.parquet import ParquetReport

        report = ParquetReport(path, resume=self._resume)
        self._open.append((report, report))

    def _continue(self, path: str) -> None:
        import json

        from audit.batch.resume import progress
        from audit.reports.jsonl import JsonLines

        done = progress(Path(path))
        if done.signature is not None and done.signature != json.loads(json.dumps(self._signature)):
            raise SettingsError(
                f"{path}: --resume: was made with other settings, rules or originals, choose another file"
            )
        output = Continued(path, done.offset)
        report = JsonLines(output.stream, done.counts, continued=done.signature is not None)
        report.trail = done.trail
        self._open.append((report, output))

    def _look_back(self) -> None:
        """What earlier runs have done: the shortest report says where to go on, the others have some already."""
        if not self._resume:
            return
        reports: list[JsonLines | ParquetReport] = [report for report, _ in self._open]  # type: ignore[misc]
        least = min(reports, key=lambda report: report.trail.number)
        self._done = [least.trail]
        self.earlier = replace(least.counts)
        self._behind = {id(report): report.trail.number - least.trail.number for report in reports}

    def _discard(self) -> None:
        for _, output in self._open:
            output.discard()


def _width(terminal: bool) -> int:
    import shutil

    return max(40, min(120, shutil.get_terminal_size().columns)) if terminal else 80


def _colour() -> bool:
    import os

    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
