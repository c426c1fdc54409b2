"""`taudit fix`: safe suggestions and reviewers' decisions written into the texts; `taudit decide`: one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from audit.cli_output import CLEAN, FAILED, FINDINGS, NOTHING, USAGE, say

if TYPE_CHECKING:
    from audit.cli_gate import Engine, Task
    from audit.fix import Mended, Policy
    from audit.gate import Gate
    from audit.judgements import Judgement
    from audit.model import Audited, Finding
    from corpora.documents import Document
    from corpora.formats import Source
    from corpora.writing import Edit


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        epilog="Examples:\n\ntaudit fix articles/ --originals reports/ --diff\n\ntaudit fix\n\n"
        "taudit fix article.txt --interactive"
    )(fix)
    app.command(
        epilog='Examples:\n\ntaudit decide 0123456789abcdef --verdict no-artifact --note "as printed"\n\n'
        "taudit decide 0123456789abcdef --verdict withdrawn"
    )(decide)


def fix(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT]...", help="Files, folders, patterns; else those of the configuration."),
    ] = None,
    originals: Originals = None,
    pivot: Pivot = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Take the first suggestion of every finding; look at the result.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing, show what would change; exit status 1 where something would.")
    ] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Decide each finding; decisions are kept in the repository.")
    ] = False,
    confidence: Annotated[
        float | None,
        typer.Option("--confidence", metavar="C", help="Safe suggestions at least this sure (0 to 1; 0.9)."),
    ] = None,
    decisions: Decisions = None,
    diff_from: DiffFrom = None,
    within: AsConfigured = False,
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who decides; else git's.")] = None,
    style: Style = None,
    as_of: AsOf = None,
    rules: Rules = None,
    jobs: Jobs = None,
    later_originals: LaterOriginals = None,
    cache: Cache = None,
) -> int:
    """Write the texts with safe suggestions and reviewers' decisions applied; says what was declined and why."""
    from audit.cli_gate import Options, load_config, prepare
    from audit.errors import SettingsError
    from audit.fix import Policy
    from audit.gate import Threshold, load

    found = with_decisions(load_config(config, not no_config), decisions, written=interactive)
    sure = found.fix_confidence if confidence is None else confidence
    if not 0 <= sure <= 1:
        raise SettingsError(f"--confidence {sure}: give a number from 0 to 1")
    options = Options(
        inputs=inputs or (),
        originals=originals or (),
        pivots=pivot or (),
        style=style,
        as_of=as_of,
        rules=rules,
        later_originals=later_originals,
        jobs=jobs,
        cache=cache,
        diff_from=diff_from,
        within=within,
    )
    task = prepare(found, options)
    gate = load(found, Threshold(), baseline=False)
    policy = Policy(confidence=sure, unsafe=unsafe, decided=interactive)
    run = _Run(task, gate, policy)
    who = (reviewer or _reviewer(found.root)) if interactive else None
    return run.execute(who, diff)


@dataclass(slots=True)
class _File:
    """A file to be changed: its source, the documents that change and their edits."""

    source: Source
    documents: dict[str, Document] = field(default_factory=dict)
    edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    mended: Counter[str] = field(default_factory=Counter)


class _Run:
    """One fix: all texts audited and planned first, then file after file written."""

    def __init__(self, task: Task, gate: Gate, policy: Policy) -> None:
        self._task, self._gate, self._policy = task, gate, policy
        self._sources = {source.path: source for source in task.sources}
        self._files: dict[str, _File] = {}
        self._declined: Counter[str] = Counter()
        self._audited = self._skipped = 0
        self._failed = False

    def execute(self, reviewer: str | None, diff: bool) -> int:
        """Plan, decide, write or show; returns the exit status."""
        from audit.cli_gate import Engine

        with Engine(self._task) as engine:
            if self._task.sources:
                engine.signature()
            if reviewer is not None:
                results = list(self._results(engine))
                self._ask(results, reviewer)
            else:
                results = self._results(engine)  # type: ignore[assignment]
            for audited in results:
                self._plan(audited, engine)
        changed = self._show() if diff else self._write()
        self._summarize(diff)
        if self._task.usage:
            return USAGE
        if not self._audited:
            return CLEAN if self._task.partial and not self._skipped else NOTHING
        if self._failed:
            return FAILED
        return FINDINGS if diff and changed else CLEAN

    def _results(self, engine: Engine) -> Iterator[Audited]:
        from audit.cli_gate import inputs
        from audit.model import Skipped

        for result in engine.audit(inputs(self._task)):
            if isinstance(result, Skipped):
                self._skipped += 1
                say(result.reason if ":" in result.reason else f"{result.doc}: {result.reason}")
            else:
                self._audited += 1
                yield result

    def _plan(self, audited: Audited, engine: Engine) -> None:
        from audit.fix import mend

        def again(document: Document) -> Audited:
            return next(engine.audit([document]))  # type: ignore[return-value]

        mended = mend(audited, self._counted, again, self._policy, self._gate.decisions)
        self._declined.update(mended.declined)
        if mended.edits:
            self._keep(mended)

    def _counted(self, audited: Audited) -> tuple[Finding, ...]:
        return self._gate.judge(audited).audited.findings

    def _keep(self, mended: Mended) -> None:
        document = mended.document
        source = self._sources.get(document.origin.file) if document.origin else None
        if source is None or source.path == "-":
            self._declined["there is no file to write to"] += len(mended.mended)
            return
        file = self._files.setdefault(source.path, _File(source))
        file.documents[document.id] = document
        file.edits[document.id] = mended.edits
        file.mended.update(finding.rule for finding in mended.mended)

    def _ask(self, results: list[Audited], reviewer: str) -> None:
        """A session at the terminal; decisions are kept even when it is broken off."""
        from audit.fix_session import Question, session
        from audit.judgements import append

        questions = []
        for audited in results:
            findings = self._counted(audited)
            for finding, known in zip(findings, self._gate.decisions.of(findings), strict=True):
                if known is None:
                    questions.append(Question(document=audited.document, finding=finding))
        made: list[Judgement] = session(questions, input, typer.echo, reviewer)
        append(self._task.config.root / self._task.config.decisions, made)
        for judgement in made:
            self._gate.decisions.add(judgement)

    def _write(self) -> bool:
        from corpora.writing import write

        return self._each(lambda file: write(file.source, file.documents, file.edits))

    def _show(self) -> bool:
        return self._each(_diff)

    def _each(self, action: Callable[[_File], None]) -> bool:
        """Do something with every file that changes; what cannot be written is declined and said."""
        from corpora.writing import Unwritable

        for path, file in list(self._files.items()):
            try:
                action(file)
                continue
            except Unwritable as error:
                say(str(error))
                self._declined["cannot be written back"] += file.mended.total()
            except OSError as error:
                say(f"{path}: cannot be written ({error.strerror}), it is left as it was")
                self._failed = True
            del self._files[path]
        return bool(self._files)

    def _summarize(self, diff: bool) -> None:
        mended = sum((file.mended for file in self._files.values()), Counter[str]())
        if mended:
            parts = ", ".join(f"{rule} {count}" for rule, count in sorted(mended.items()))
            files = f"{len(self._files)} file{'s' if len(self._files) > 1 else ''}"
            say(f"{'would mend' if diff else 'mended'}: {mended.total()} in {files} ({parts})")
        else:
            say("nothing to mend")
        if self._declined:
            parts = ", ".join(f"{count} {reason}" for reason, count in sorted(self._declined.items()))
            say(f"declined: {self._declined.total()} ({parts})")


def _diff(file: _File) -> None:
    """Show what would change in a file as a unified diff."""
    import difflib

    from audit.cli_output import standard_output
    from corpora.writing import texts

    before, after = (text.splitlines(keepends=True) for text in texts(file.source, file.documents, file.edits))
    out = standard_output()
    terminal = out.isatty()
    for line in difflib.unified_diff(before, after, file.source.path, file.source.path):
        text = line.rstrip("\r\n")
        out.write("".join(c if c.isprintable() or c == "\t" or not terminal else "\ufffd" for c in text) + "\n")
        if not line.endswith("\n") and line[:1] in "+- ":
            out.write("\\ No newline at end of file\n")


def decide(
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help="Of a finding; reports have it.")],
    verdict: Annotated[
        str,
        typer.Option(
            "--verdict", metavar="VERDICT", help="artifact, no-artifact, unsure or withdrawn (takes it back)."
        ),
    ],
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE", help="A jsonl report that has the finding.")
    ] = None,
    replacement: Annotated[
        str | None, typer.Option("--replacement", metavar="WORDS", help="What an artifact becomes.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="Of all findings of this rule and words.")] = False,
    note: Annotated[str, typer.Option("--note", metavar="WHY", help="Why.")] = "",
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who decides; else git's.")] = None,
    config: Annotated[str | None, typer.Option("--config", metavar="FILE", help="The configuration.")] = None,
) -> int:
    """Keep a decision about a finding in the repository, or take one back."""
    from audit.cli_gate import load_config
    from audit.judgements import append, decided

    found = with_decisions(load_config(config, True), None, written=True)
    path = found.root / found.decisions
    judgement = decided(
        path,
        fingerprint,
        verdict,
        report=Path(report) if report else None,
        replacement=replacement,
        scope="form" if everywhere else "here",
        note=note,
        reviewer=reviewer or _reviewer(found.root),
    )
    append(path, [judgement])
    say(f"{found.decisions}: {judgement.surface}: {judgement.verdict}")
    return CLEAN


def _reviewer(root: Path) -> str:
    """Who git says commits here, else the user of this machine."""
    import getpass
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(root), "config", "user.name"], capture_output=True, text=True, check=False, timeout=10
        )
        name = done.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        name = ""
    try:
        return name or getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
