"""`taudit run`, `check` and `align`: inputs in, reports out, one exit status; nothing is computed here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from audit import cli_filter as filters
from audit.cli_engine import check_engine, engine
from audit.cli_output import CLEAN, FAILED, FINDINGS, NOTHING, USAGE, say
from audit.cli_reports import Reports, form
from audit.errors import SettingsError
from audit.model import Skipped
from audit.reports import shown
from audit.settings import EMBEDDED, RecognizedBy, Settings

if TYPE_CHECKING:
    import pyarrow as pa

    from audit.batch.engine import Input, Result
    from audit.batch.worker import What
    from audit.cli_filter import Filtering
    from audit.gate import Threshold


_FEW = 16
"""So many texts are audited in this process: starting another takes longer than they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything that the command line asked for."""

    inputs: Sequence[str]
    settings: Settings
    originals: Sequence[str] = ()
    pivots: Sequence[str] = ()
    what: What = "run"
    format: str = "text"
    output: str = "-"
    reports: Sequence[str] = ()
    jobs: int = 1
    engine: str = "local"
    address: str | None = None
    resume: bool = False
    time_limit: float = 120.0
    max_skipped: float = 1.0
    threshold: Threshold | None = None
    translate: bool = False
    probes: str | None = None
    filtering: Filtering | None = None


@dataclass(slots=True)
class Outcome:
    """What happened, as far as the exit status asks."""

    usage: bool = False
    audited: int = 0
    skipped: int = 0
    failing: int = 0
    defects: int = 0
    broken_rules: set[str] = field(default_factory=set)

    def status(self, request: Request) -> int:
        """The exit status of the contract."""
        if self.usage:
            return USAGE
        if not self.audited:
            return FAILED if self.defects else NOTHING
        if self.skipped > request.max_skipped * (self.audited + self.skipped):
            every = self.audited + self.skipped
            say(f"{self.skipped} of {every} documents were skipped, more than --max-skipped allows")
            return FAILED
        if request.threshold is None:
            return CLEAN
        if self.failing:
            return FINDINGS
        return FAILED if self.broken_rules or self.defects else CLEAN


def execute(request: Request) -> int:
    """Audit as asked, write the reports, say what was skipped; returns the exit status."""
    wanted = targets(request)
    validate(request, wanted)
    filter = filters.opened(request.filtering, request.inputs, resume=request.resume)
    outcome = Outcome()
    inputs = _inputs(request, outcome)
    originals = _existing(request.originals, outcome)
    local = request.engine == "local"
    jobs = request.jobs or (_cores() if local else 0)
    first = list(islice(inputs, _FEW + 1)) if local and jobs == 1 else []
    isolated = jobs != 1 or len(first) > _FEW or not local
    wanted_form = form(wanted) if isolated and request.probes is None and filter is None else "results"
    seen = shown((format for format, _ in wanted), links=request.what == "align")
    with engine(request, originals, jobs, wanted_form, seen, isolated=isolated) as batch:
        for problem in batch.facts.problems:
            say(problem)
        from audit.signature import signature

        described = signature(request.settings, batch.facts.signature, request.what) | _helpers(request)
        with Reports(request.what, wanted, described, resume=request.resume) as reports:
            counts = reports.earlier
            outcome.audited, outcome.skipped = counts.documents, counts.skipped
            rest = reports.remaining(chain(first, inputs))
            if wanted_form != "results":
                for records in reports.progress(batch.batches(rest)):
                    account_batch(records, outcome)
                    reports.write_batch(records)
                return outcome.status(request)
            support = _evidence(request.probes)
            for audited in reports.progress(batch.map(rest)):
                result = support(audited)
                account(result, request, outcome)
                reports.write(result)
                if filter is not None and not isinstance(result, Skipped):
                    filter.take(result)
    filters.close(request.filtering, filter)
    return outcome.status(request)


def targets(request: Request) -> list[tuple[str, str]]:
    """Pairs of format and path."""
    pairs = [(request.format, request.output)]
    for report in request.reports:
        format, _, path = report.partition("=")
        if not path:
            raise SettingsError(f"--report {report}: write it as FORMAT=FILE, for example html=report.html")
        pairs.append((format, path))
    return pairs


def validate(request: Request, targets: list[tuple[str, str]]) -> None:
    from audit.reports import FOLDERS, FORMATS

    for format, _ in targets:
        if format not in FORMATS + FOLDERS:
            raise SettingsError(f"{format}: no such report format, choose one of {', '.join(FORMATS + FOLDERS)}")
    paths = [path if path == "-" else os.path.realpath(path) for _, path in targets]
    for path in paths:
        if paths.count(path) > 1:
            raise SettingsError(f"{path}: two reports cannot go to one place, give each its own file")
    refuse_overwriting((*request.inputs, *request.originals, *request.pivots), paths)
    if sum("-" in named for named in (request.inputs, request.originals, request.pivots)) > 1:
        raise SettingsError("-: standard input can be read only once, give the other texts as files")
    check_engine(request)
    for format, path in targets:
        if format == "parquet" and path == "-":
            raise SettingsError("--format parquet: writes a folder, give it a name with --output DIR")
        if request.resume and (format not in ("jsonl", "parquet") or path == "-"):
            raise SettingsError(
                "--resume: needs --format jsonl or parquet with --output, and no --report of another format"
            )
    if not request.time_limit >= 0:
        raise SettingsError(f"--time-limit {request.time_limit}: give seconds, 0 for no limit")
    if not 0 <= request.max_skipped <= 1:
        raise SettingsError(f"--max-skipped {request.max_skipped}: give a share from 0 to 1")
    if request.what == "run":
        from audit.detectors import select

        select(request.settings.rules)


def refuse_overwriting(texts: Sequence[str], paths: Sequence[str]) -> None:
    """No output may take the place of a text that is read, whether it is named or found in a folder or by a pattern.

    `texts` are inputs as given, `paths` real paths of outputs; "-" counts in neither. Raises SettingsError.
    """
    from corpora.reading import find

    existing = [path for path in paths if path != "-" and Path(path).exists()]
    if not existing:
        return
    named = [path for path in texts if path != "-"]
    read = {os.path.realpath(source.path) for source in find(named)[0]} | {os.path.realpath(path) for path in named}
    for path in existing:
        if path in read and not Path(path).is_dir():
            raise SettingsError(f"{path}: is read by this run and would be overwritten, choose another file")


def _evidence(probes: str | None) -> Callable[[Result], Result]:
    """What adds the evidence of kept probes to a result."""
    if probes is None:
        return lambda result: result
    from audit.probe_records import Probes, load

    known = Probes(load(Path(probes)))
    return lambda result: result if isinstance(result, Skipped) else known.support(result)


def _helpers(request: Request) -> dict[str, object]:
    """What else decides on the report: the engine that translates, the probes used as evidence."""
    out: dict[str, object] = {}
    if request.translate:
        from audit.translate import installed

        out["translated_by"] = "argos " + ", ".join(map(str, installed()))
    if request.probes is not None:
        from hashlib import sha256

        from audit.probe_records import load

        out["probes"] = sha256(repr(load(Path(request.probes))).encode("utf-8", "replace")).hexdigest()[:8]
    return out


def _inputs(request: Request, outcome: Outcome) -> Iterator[Input]:
    if request.translate:
        from audit.translate import Translating, argos
        from audit.translation_cache import Cache

        argos("--translate")
        return Translating(cache=Cache()).foreign(_read(request, outcome))
    return _read(request, outcome)


def _read(request: Request, outcome: Outcome) -> Iterator[Input]:
    from audit.batch.pivots import with_pivots
    from corpora.errors import Unreadable
    from corpora.reading import find, read

    sources, missing = find(request.inputs)
    _report_missing(missing, outcome)
    if not request.pivots:
        return read(sources)
    pivot_sources, missing = find(request.pivots)
    _report_missing(missing, outcome)
    pivots = {}
    for item in read(pivot_sources):
        if isinstance(item, Unreadable):
            say(item.reason)
        else:
            pivots[item.id] = item
    return with_pivots(read(sources), pivots, alone=len(sources) == 1 and len(pivots) == 1)


def _existing(paths: Sequence[str], outcome: Outcome) -> list[str]:
    """The paths and patterns that match something, and indexes that open; one line for each of the others."""
    from glob import glob

    from corpora.index import broken
    from corpora.remote import is_remote

    def exists(path: str) -> bool:
        return path == "-" or is_remote(path) or Path(path).exists() or bool(glob(path, recursive=True))  # noqa: PTH207

    found = []
    for path in paths:
        problem = broken(path) if exists(path) else f"{path}: no such file or folder, check --originals"
        if problem is None:
            found.append(path)
        else:
            say(problem)
            outcome.usage = True
    return found


def _report_missing(messages: Iterable[str], outcome: Outcome) -> None:
    for message in messages:
        say(message)
        outcome.usage = True


def account(result: Result, request: Request, outcome: Outcome) -> None:
    from audit.batch.records import broken, remarks
    from audit.gate import failing

    if isinstance(result, Skipped):
        _account_skipped(result.doc, result.reason, outcome)
        return
    outcome.audited += 1
    for remark in remarks(result):
        say(remark)
    outcome.broken_rules |= {note.split()[1] for note in broken(result)}
    if request.threshold is not None:
        outcome.failing += failing(result, request.threshold)


def account_batch(records: pa.RecordBatch, outcome: Outcome) -> None:
    """The same for a batch of lines or typed records, as far as `run` asks."""
    if "lines" in records.schema.names:
        for doc, reason, remarks in zip(
            *(records.column(name).to_pylist() for name in ("doc", "skipped", "remarks")), strict=True
        ):
            if reason is not None:
                _account_skipped(doc, reason, outcome)
                continue
            outcome.audited += 1
            for remark in remarks:
                say(remark)
        return
    from audit.pipeline import FAILED as RULE_FAILED

    columns = [records.column(name).to_pylist() for name in ("type", "doc", "reason", "notes", "warnings")]
    for kind, doc, reason, notes, warnings in zip(*columns, strict=True):
        if kind == "skipped":
            _account_skipped(doc, reason, outcome)
        elif kind == "document":
            outcome.audited += 1
            broken = [note for note in notes or () if note.startswith("rule ") and RULE_FAILED in note]
            for remark in (*broken, *(warnings or ())):
                say(f"{doc}: {remark}")


def _account_skipped(doc: str, reason: str, outcome: Outcome) -> None:
    from audit.batch.worker import INTERNAL

    outcome.skipped += 1
    outcome.defects += reason.startswith(INTERNAL)
    placed = re.match(r".+:\d+: ", reason) or reason.split(": ", maxsplit=1)[0].endswith(doc)
    say(reason if placed else f"{doc}: {reason}")


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def settings_of(
    style: str,
    as_of: str | None,
    rules: str | None,
    min_confidence: float,
    later_originals: bool,
    names_by: str = "rules",
    window_days: int | None = None,
    vectors: str = EMBEDDED,
) -> Settings:
    """The options of the command line as settings. Raises SettingsError, MissingExtra."""
    day = None
    if as_of is not None:
        try:
            day = date.fromisoformat(as_of)
        except ValueError:
            raise SettingsError(f"--as-of {as_of}: is no date, write it as YYYY-MM-DD") from None
    settings = Settings(
        style=style,
        as_of=day,
        rules=rules,
        min_confidence=min_confidence,
        later_originals=later_originals,
        window_days=window_days,
        recognizer=cast("RecognizedBy", names_by),
        vectors=vectors,
    )
    if names_by != "rules":
        from audit.names.recognizers import require

        require(settings.recognizer)
    if vectors != EMBEDDED:
        from audit.alignment import semantic

        semantic.require(vectors)
    return settings
