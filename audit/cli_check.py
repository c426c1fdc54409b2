"""`taudit check`: the audit as a gate, with the configuration of the repository; one exit status."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli_options import (
    AsConfigured,
    AsOf,
    Cache,
    ConfigFile,
    Decisions,
    DiffFrom,
    Jobs,
    LaterOriginals,
    NoConfig,
    Originals,
    Pivot,
    Rules,
    Style,
    with_decisions,
)
from audit.cli_output import CLEAN, say

if TYPE_CHECKING:
    from audit.cli_gate import Task
    from audit.cli_run import Request
    from audit.gate import Gate, Judged


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Examples:\n\ntaudit check articles/ --originals reports/ --severity major\n\n"
        "taudit check --diff-from origin/main --format github\n\n"
        "taudit check --update-baseline"
    )(check)


def check(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT]...", help="Files, folders, patterns, -; else those of the configuration."),
    ] = None,
    originals: Originals = None,
    pivot: Pivot = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    severity: Annotated[
        str | None,
        typer.Option(
            "--severity", metavar="LEVEL", help="Fail at this severity or above: info, minor, major, critical."
        ),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option("--confidence", metavar="C", help="Fail only for findings at least this sure (0 to 1)."),
    ] = None,
    diff_from: DiffFrom = None,
    within: AsConfigured = False,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Findings that are known and do not fail.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the baseline: what is found now is known from now on.")
    ] = False,
    decisions: Decisions = None,
    no_ignores: Annotated[
        bool, typer.Option("--no-ignores", help="Show what comments, ignore entries and decisions let pass.")
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Show counts by rule instead of the findings.")
    ] = False,
    style: Style = None,
    as_of: AsOf = None,
    rules: Rules = None,
    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="text, line, jsonl, html, markdown, sarif, junit, github, gitlab, ..."
        ),
    ] = "text",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = "-",
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help="A further report. Repeatable.")
    ] = None,
    jobs: Jobs = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="local or ray.")] = "local",
    max_skipped: Annotated[
        float | None,
        typer.Option("--max-skipped", metavar="SHARE", help="Fail when more than this share was skipped (0 to 1)."),
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", metavar="C", help="Leave out findings below it.")
    ] = None,
    later_originals: LaterOriginals = None,
    names_by: Annotated[
        str | None,
        typer.Option("--names-by", metavar="NAME", help="What finds names: rules, or spacy beside them (extra [ner])."),
    ] = None,
    cache: Cache = None,
) -> int:
    """The same audit as a gate: exit status 1 when there are findings at or above the threshold."""
    from dataclasses import replace

    from audit.cli_gate import Options, load_config, prepare
    from audit.cli_run import Request
    from audit.gate import load, threshold

    found = with_decisions(load_config(config, not no_config), decisions)
    unknown = baseline is not None and not (update_baseline or Path(baseline).exists())
    if unknown:
        say(f"{baseline}: no such baseline, every finding counts; --update-baseline writes it")
    if baseline is not None:
        found = replace(found, baseline=str(Path(baseline).absolute()))
    limit = threshold(severity or found.severity, found.confidence if confidence is None else confidence)
    options = Options(
        inputs=inputs or (),
        originals=originals or (),
        pivots=pivot or (),
        style=style,
        as_of=as_of,
        rules=rules,
        min_confidence=min_confidence,
        later_originals=later_originals,
        names_by=names_by,
        jobs=jobs,
        cache=cache,
        diff_from=diff_from,
        within=within,
    )
    task = prepare(found, options)
    task.usage |= unknown
    request = Request(
        inputs=[source.path for source in task.sources],
        originals=task.originals,
        pivots=task.pivots,
        settings=task.settings,
        format=format,
        output=output,
        reports=report or (),
        engine=engine,
        max_skipped=found.max_skipped if max_skipped is None else max_skipped,
        threshold=limit,
    )
    gate = load(found, limit, ignores=not no_ignores)
    run = _Run(task, gate, request, statistics=statistics, update=update_baseline)
    run.whole = not (inputs or diff_from)
    return run.execute()


@dataclass(slots=True)
class _Counts:
    """Of one rule: findings that count, that fail, that were let pass, that can be mended safely."""

    found: int = 0
    failing: int = 0
    suppressed: int = 0
    safe: int = 0


class _Run:
    """One check: results judged and written as they come."""

    def __init__(self, task: Task, gate: Gate, request: Request, *, statistics: bool, update: bool) -> None:
        self._task, self._gate, self._request = task, gate, request
        self._statistics, self._update = statistics, update
        self._rules: dict[str, _Counts] = {}
        self.whole = True

    def execute(self) -> int:
        """Audit, judge, report; returns the exit status."""
        from audit.cli_gate import Engine, inputs
        from audit.cli_reports import Reports
        from audit.cli_run import Outcome, account, targets, validate
        from audit.model import Skipped
        from audit.reports import shown

        wanted = targets(self._request)
        validate(self._request, wanted)
        if self._statistics and self._request.output == "-":
            wanted = wanted[1:]
        outcome, failing = Outcome(usage=self._task.usage), 0
        with Engine(self._task, shown(format for format, _ in wanted)) as engine:
            described = engine.signature() if self._task.sources else {}
            with Reports("run", wanted, described) as reports:
                for result in reports.progress(engine.audit(inputs(self._task))):
                    account(result, self._request, outcome)
                    if not isinstance(result, Skipped):
                        judged = self._gate.judge(result)
                        self._count(judged)
                        failing += len(judged.failing)
                        result = judged.audited  # noqa: PLW2901
                    reports.write(result)
        outcome.usage |= self._task.usage
        outcome.failing = failing
        if self._statistics:
            _show(self._rules)
        self._summarize()
        if self._update and not outcome.usage:
            self._write_baseline()
            outcome.failing = 0
        if self._task.partial and not (outcome.audited or outcome.skipped or outcome.usage):
            return CLEAN
        return outcome.status(self._request)

    def _count(self, judged: Judged) -> None:
        for problem in judged.problems:
            say(problem)
        for finding in judged.audited.findings:
            counts = self._rules.setdefault(finding.rule, _Counts())
            counts.found += 1
            counts.safe += any(suggestion.safe for suggestion in finding.suggestions)
        for finding in judged.failing:
            self._rules[finding.rule].failing += 1
        for item in judged.audited.suppressed:
            self._rules.setdefault(item.finding.rule, _Counts()).suppressed += 1

    def _summarize(self) -> None:
        """What was let pass, what has run out, what is of no use any more: one line each."""
        gate, config = self._gate, self._task.config
        if gate.suppressed:
            parts = ", ".join(f"{count} by {_BY[by]}" for by, count in sorted(gate.suppressed.items()))
            say(f"let pass: {parts}")
        if self._task.changes is None:
            for line in gate.unused_comments():
                say(line)
        for entry in gate.ignores.expired:
            say(f"{entry.place}: ran out on {entry.until}, remove it or give it another date ({entry.reason})")
        if self.whole:
            for entry in gate.ignores.unused:
                say(f"{entry.place}: lets nothing pass, remove it")
        if gate.baseline.gone and not self._update:
            say(f"{config.baseline}: {gate.baseline.gone} of its findings are gone, --update-baseline drops them")

    def _write_baseline(self) -> None:
        from audit.cli_output import Output
        from audit.gate_baseline import text

        root = self._task.config.root
        entries = self._gate.baseline.updated(self._gate.found, root)
        output = Output(str(root / self._task.config.baseline))
        try:
            output.stream.write(text(entries))
        except BaseException:
            output.discard()
            raise
        output.commit()
        say(f"{self._task.config.baseline}: {len(entries)} findings are known from now on")


_BY = {"baseline": "the baseline", "decision": "decisions", "ignore": "ignore entries", "pragma": "comments"}


def _show(rules: dict[str, _Counts]) -> None:
    """The counts by rule, most findings first."""
    from audit.cli_output import standard_output

    out = standard_output()
    rows = sorted(rules.items(), key=lambda item: (-item[1].found, item[0]))
    out.write("findings  failing  let pass  safe fix  rule\n")
    for rule, counts in rows:
        out.write(f"{counts.found:8}  {counts.failing:7}  {counts.suppressed:8}  {counts.safe:8}  {rule}\n")
    total = [sum(getattr(counts, name) for counts in rules.values()) for name in _COLUMNS]
    out.write(f"{total[0]:8}  {total[1]:7}  {total[2]:8}  {total[3]:8}  all\n")


_COLUMNS = ("found", "failing", "suppressed", "safe")
