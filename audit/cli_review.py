"""`taudit review`: texts audited into the review database, outputs written from it, the review page started on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli_output import CLEAN, FAILED, INTERRUPTED, NOTHING, USAGE, say
from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.batch.engine import Input, Result
    from audit.judgements.store import Known, Store
    from audit.settings import Settings

PORT = 8501
_TRIED = 20
"""Ports tried one after another where none is named and the first is taken."""

_LOCAL = ("localhost", "127.0.0.1", "::1")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Examples:\n\ntaudit review articles/ --originals reports/\n\n"
        "taudit review --database postgresql://desk@db.example/review --host 0.0.0.0\n\n"
        "taudit review --export texts=corrected/ --export decisions=decisions.jsonl"
    )(review)


def review(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT]...", help="Texts to audit first: files, folders, patterns; none: only review."),
    ] = None,
    originals: Annotated[
        list[str] | None, typer.Option("--originals", metavar="PATH", help="Likely originals. Repeatable.")
    ] = None,
    pivot: Annotated[
        list[str] | None, typer.Option("--pivot", metavar="PATH", help="The text in the language between.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="A file (SQLite) or postgresql://host/name; else .taudit/review/."
        ),
    ] = None,
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who decides; else git's.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Look, decide nothing.")] = False,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where the page is served; others reach it only if asked.")
    ] = "localhost",
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="Its port (8501 or the next free one).")
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="FILE", help="Take over decisions of a repository (JSON lines). Repeatable."),
    ] = None,
    export: Annotated[
        list[str] | None,
        typer.Option(
            "--export",
            metavar="WHAT=FILE",
            help="Write texts (to a folder), decisions, findings, mqm, esa, glossary or html, and end. Repeatable.",
        ),
    ] = None,
    page: Annotated[bool, typer.Option("--page/--no-page", help="Start the page, or end when all is audited.")] = True,
    style: Annotated[str, typer.Option("--style", metavar="NAME", help="House style.")] = "neutral",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="For texts without a date.")] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="SELECT", help="Rules or categories; -x leaves x out.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", metavar="C", help="Leave out findings below it (0 to 1).")
    ] = 0.5,
    later_originals: Annotated[bool, typer.Option("--later-originals", help="Use younger originals, too.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Processes; 0: one for each core.")] = 1,
    engine_key: Annotated[
        str,
        typer.Option("--engine-key", metavar="KEY", help="The key of the input's records that names the engine."),
    ] = "engine",
) -> int:
    """Review findings on a page: audits what is new into a database, then opens the page on this machine."""
    from audit.cli_run import settings_of

    wanted = _exports(export or ())
    task = _Task(
        inputs=inputs or (),
        originals=originals or (),
        pivots=pivot or (),
        settings=settings_of(style, as_of, rules, min_confidence, later_originals),
        jobs=jobs,
        engine_key=engine_key,
    )
    if read_only and (task.inputs or take):
        raise SettingsError("--read-only: nothing can be audited or taken over then, leave out the one or the other")
    from audit.judgements.store import Store

    url = database or _default(read_only)
    with Store.open(url, read_only=read_only) as store:
        usage = _take(store, take or ())
        if task.inputs:
            _audit(store, task)
        for name, path in wanted:
            _export(store, name, path)
        if not page or wanted:
            return task.status() if not usage else USAGE
    _serve(url, reviewer, read_only, host, port)
    return USAGE if usage else task.status()


@dataclass(slots=True)
class _Task:
    """What is to be audited, and what came of it."""

    inputs: Sequence[str]
    originals: Sequence[str]
    pivots: Sequence[str]
    settings: Settings
    jobs: int
    engine_key: str
    usage: bool = False
    audited: int = 0
    skipped: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)

    def status(self) -> int:
        """The exit status of the contract: nothing audited only where something was to be."""
        if self.usage:
            return USAGE
        return NOTHING if self.inputs and not (self.audited or self.known) else CLEAN


def _default(read_only: bool) -> str:
    """The database of the folder, with a note for git beside it."""
    from audit.config import FOLDER, load

    folder = load().root / FOLDER / "review"
    if not read_only:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
        except OSError as error:
            raise SettingsError(f"{folder}: cannot be written ({error.strerror}), name a --database") from None
    return str(folder / "review.sqlite")


def _take(store: Store, paths: Sequence[str]) -> bool:
    """Take decisions of files over; whether one of them is not there."""
    from audit.judgements import read

    missing = False
    for path in paths:
        if not Path(path).is_file():
            say(f"{path}: no such file, check --take")
            missing = True
            continue
        count = store.take(read(Path(path)))
        say(f"{path}: {count} findings decided as it says")
    return missing


def _audit(store: Store, task: _Task) -> None:
    """Audit what the database does not have yet, document by document into it."""
    from audit.batch import Batch
    from audit.cli_run import Outcome, Request, _cores, _existing, _read, account
    from audit.signature import signature

    request = Request(inputs=task.inputs, settings=task.settings, originals=task.originals, pivots=task.pivots)
    outcome = Outcome()
    documents = _read(request, outcome)
    originals = _existing(task.originals, outcome)
    with Batch(originals, task.settings, task.jobs or _cores(), "run", shown="sentences") as batch:
        for problem in batch.facts.problems:
            say(problem)
        described = signature(task.settings, batch.facts.signature, "run")
        known = store.known(described)

        def results() -> Iterator[Result]:
            for result in batch.map(_unknown(documents, known, task)):
                account(result, request, outcome)
                yield result

        store.load(_progress(results(), task), described, engine_key=task.engine_key)
    task.usage, task.audited, task.skipped = outcome.usage, outcome.audited, outcome.skipped
    there = f", {task.known} {'was' if task.known == 1 else 'were'} there already" if task.known else ""
    skipped = f", {task.skipped} skipped" if task.skipped else ""
    say(f"{store.name}: {task.audited} document{'' if task.audited == 1 else 's'} audited{there}{skipped}")


def _unknown(documents: Iterator[Input], known: Known, task: _Task) -> Iterator[Input]:
    from corpora.documents import Document

    for item in documents:
        if isinstance(item, Document) and item in known:
            task.known += 1
        else:
            yield item


def _progress(results: Iterator[Result], task: _Task) -> Iterator[Result]:
    """The results, counted on standard error where that is a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("audit", total=None)
        for result in results:
            bar.update(shown, advance=1)
            yield result


def _exports(named: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of output and path. Raises SettingsError."""
    from audit.judgements.outputs import OUTPUTS

    pairs = []
    for one in named:
        name, _, path = one.partition("=")
        if not path:
            raise SettingsError(f"--export {one}: write it as WHAT=FILE, for example decisions=decisions.jsonl")
        if name not in OUTPUTS:
            raise SettingsError(f"--export {name}: no such output, choose one of {', '.join(OUTPUTS)}")
        if name == "texts" and path == "-":
            raise SettingsError("--export texts=-: texts are written into a folder, name one")
        pairs.append((name, path))
    return pairs


def _export(store: Store, name: str, path: str) -> None:
    from audit.cli_output import Output
    from audit.judgements import outputs

    if name == "texts":
        made = outputs.write_texts(store, Path(path))
        for file in made:
            if file.problem:
                say(f"{path}/{file.path}: {len(file.documents)} texts that cannot go into their files: {file.problem}")
        changes = sum(file.changes for file in made)
        say(f"{path}: {changes} corrections in {len(made)} file{'' if len(made) == 1 else 's'}")
        return
    output = Output(path)
    try:
        count = outputs.write(store, name, output.stream)
    except BaseException:
        output.discard()
        raise
    output.commit()
    if not output.stdout:
        say(f"{path}: {count} {_COUNTED[name]}")


_COUNTED = {
    "decisions": "decisions",
    "findings": "findings",
    "mqm": "decided sentences",
    "esa": "decided sentences",
    "glossary": "names",
    "html": "documents",
}


def page_file() -> Path:
    """The page that Streamlit runs: beside the code in an installed wheel, in `ui/` of a checkout."""
    here = Path(__file__).resolve().parent
    for place in (here / "_ui" / "app.py", here.parent / "ui" / "app.py"):
        if place.is_file():
            return place
    raise SettingsError("the review page is missing: install translation-audit again")


def _serve(url: str, reviewer: str | None, read_only: bool, host: str, port: int | None) -> None:
    """Run the page until it is ended. Raises SettingsError where it cannot be served."""
    import os
    import subprocess
    import sys

    found = _free(host, port)
    environment = os.environ | {"TAUDIT_DATABASE": url if "://" in url else str(Path(url).resolve())}
    environment["TAUDIT_READ_ONLY"] = "1" if read_only else ""
    name = reviewer if reviewer is not None or host not in _LOCAL else _myself()
    environment["TAUDIT_REVIEWER"] = name or ""
    options = {
        "server.address": host,
        "server.port": str(found),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(page_file())]
    command += [word for key, value in options.items() for word in (f"--{key}", value)]
    if host in _LOCAL:  # no other site that a browser shows may lead it here under a name of its own
        command += [word for name in _LOCAL for word in ("--server.allowedHosts", name)]
    else:
        say(f"{host}: others can reach the page; without a sign-in they decide under any name (see docs/review.md)")
    shown = f"[{host}]" if ":" in host else host
    say(f"the review page: http://{shown}:{found} (Ctrl-C ends it)")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        status = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return
    if status not in (0, INTERRUPTED, -2, -15):
        raise typer.Exit(FAILED)


def _free(host: str, port: int | None) -> int:
    """The port named, or the first free one. Raises SettingsError where it is taken or the address is none of ours."""
    import socket

    for number in [port] if port is not None else range(PORT, PORT + _TRIED):
        try:
            family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
            with socket.socket(family[0], family[1]) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(family[4])
        except socket.gaierror:
            raise SettingsError(f"--host {host}: is no address of this machine") from None
        except OSError as error:
            import errno

            if error.errno == errno.EADDRNOTAVAIL:
                raise SettingsError(f"--host {host}: is no address of this machine") from None
            continue
        return number
    raise SettingsError(f"--port {port or PORT}: is taken, name another one")


def _myself() -> str:
    from audit.cli_fix import _reviewer

    return _reviewer(Path())
