"""`taudit translate` and `taudit probe`: options in, texts or records out; nothing is computed here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from audit.cli_output import CLEAN, FAILED, NOTHING, USAGE, Output, say
from audit.errors import AuditError, SettingsError

if TYPE_CHECKING:
    from audit.probe import Probed
    from audit.translation_cache import Cache
    from corpora.documents import Document

FROM = Annotated[
    str | None, typer.Option("--from", metavar="LANG", help="The pivot's language, where it is not to be guessed.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Translate everything anew and keep nothing.")]
Out = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]


def register(app: typer.Typer) -> None:
    """Add the two commands to the application."""
    app.command(
        epilog="Examples:\n\ntaudit translate --install translate-zh_en-1_9.argosmodel\n\n"
        "taudit translate article.zh.txt --output article.jsonl\n\ntaudit translate --list"
    )(translate)
    app.command(
        epilog="Examples:\n\ntaudit probe names.txt --via zh\n\n"
        "taudit probe names.tsv --outputs other=other.txt --keep probes.jsonl"
    )(probe)


def translate(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="PIVOT...", help="Texts in the language between: files, folders, -.")
    ] = None,
    *,
    source: FROM = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl (for an audit) or text.")] = "jsonl",
    output: Out = "-",
    no_cache: NoCache = False,
    install: Annotated[
        list[str] | None,
        typer.Option("--install", metavar="WHAT", help="An .argosmodel file, or a name like zh-en. Repeatable."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the installed packages.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="For the package index to answer.")
    ] = 20.0,
) -> int:
    """Translate pivot texts into English with Argos Translate, ready to audit."""
    if not inputs and not install and not list_:
        raise SettingsError("taudit translate: nothing to do, name pivot texts, --install or --list")
    if format not in ("jsonl", "text"):
        raise SettingsError(f"--format {format}: choose jsonl or text")
    for what in install or ():
        from audit.translation_packages import install as install_package

        say(f"installed {install_package(what, timeout)}")
    if list_:
        _list(output if not inputs else "-")
    return _translate(inputs, source, format, output, no_cache) if inputs else CLEAN


def _list(output: str) -> None:
    from audit.translate import argos, installed

    argos("taudit translate")
    with _written(output) as out:
        for package in installed():
            splitter = "its own sentence splitter" if package.splitter else "the tool's sentence splitter"
            out.write(f"{package}\t{splitter}\t{package.folder}\n")


class _written:  # noqa: N801  (used as a function)
    """An Output that is committed at the end of a block and discarded where it raises."""

    def __init__(self, path: str) -> None:
        self._output = Output(path)

    def __enter__(self) -> TextIO:
        return self._output.stream

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self._output.commit()
        else:
            self._output.discard()


def _translate(inputs: Sequence[str], source: str | None, format: str, output: str, no_cache: bool) -> int:
    from audit.translate import Translating, argos
    from corpora.errors import Unreadable
    from corpora.reading import find, read

    argos("taudit translate")
    sources, missing = find(inputs)
    for message in missing:
        say(message)
    done = failed = 0
    translating = Translating(source, _cache(no_cache))
    with _written(output) as out, _Progress() as progress:
        for item in read(sources):
            if isinstance(item, Unreadable):
                say(item.reason)
                continue
            try:
                document = translating(item, progress.advance)
            except AuditError as error:
                failed += 1
                say(str(error))
                continue
            done += 1
            _write(out, document, format, first=done == 1)
    if missing:
        return USAGE
    return FAILED if failed and not done else CLEAN if done else NOTHING


def _cache(no_cache: bool) -> Cache | None:
    from audit.translation_cache import Cache

    return None if no_cache else Cache()


def _write(out: TextIO, document: Document, format: str, first: bool) -> None:
    if format == "text":
        out.write(("" if first else "\n") + document.text.rstrip("\n") + "\n")
        return
    out.write(json.dumps(as_record(document), ensure_ascii=False) + "\n")


def as_record(document: Document) -> dict[str, Any]:
    """A document as one record of JSON lines, as `corpora.formats.jsonlines` reads it."""
    record: dict[str, Any] = {"id": document.id, "lang": document.lang, "text": document.text}
    for key in ("title", "outlet", "url"):
        if getattr(document, key):
            record[key] = getattr(document, key)
    if document.published:
        record["published"] = document.published.isoformat()
    if document.pivot:
        record["pivot"] = {"lang": document.pivot.lang, "text": document.pivot.text}
    if document.segments:
        record["segments"] = [
            {"start": s.start, "end": s.end, "pivot": list(s.pivot) if s.pivot else None} for s in document.segments
        ]
    return {**{key: value for key, value in document.metadata.items() if key not in record}, **record}


class _Progress:
    """Characters translated, shown on standard error where that is a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Progress:
        import sys

        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} characters"), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("translate", total=None)
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, characters: int) -> None:
        """Count some more."""
        if self._bar is not None:
            self._bar.advance(self._task, characters)


def probe(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAMES...", help="A name or text a line; with a tab: its pivot form, then the English."),
    ],
    *,
    via: Annotated[str, typer.Option("--via", metavar="LANG", help="The language between.")] = "zh",
    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--outputs", metavar="ENGINE=FILE", help="What another engine made of the list, line by line. Repeatable."
        ),
    ] = None,
    argos: Annotated[bool, typer.Option("--argos/--no-argos", help="Send the list through Argos.")] = True,
    frame: Annotated[
        str, typer.Option("--frame", metavar="TEXT", help="A sentence to send each name in, with {} for the name.")
    ] = "{}",
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="FILE", help="Add the records to this file, as evidence for audits.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, jsonl or csv.")] = "table",
    output: Out = "-",
    no_cache: NoCache = False,
) -> int:
    """Send names through engines and report what becomes of each: the artifacts to expect."""
    from audit.probe import ArgosEngine, Engine, FileEngine, probed, read_names
    from audit.probe_records import FORMATS, add, write
    from audit.translate import argos as require_argos

    if format not in FORMATS:
        raise SettingsError(f"--format {format}: choose one of {', '.join(FORMATS)}")
    if frame.count("{}") != 1:
        raise SettingsError(f"--frame {frame}: write {{}} once, where the name goes")
    entries = [entry for path in names for entry in read_names(_lines(path), path)]
    if not entries:
        say("no names in the list")
        return NOTHING
    if argos:
        require_argos("taudit probe")
    engines: list[Engine] = [FileEngine(*_labelled(given)) for given in outputs or ()]
    if argos:
        engines.append(ArgosEngine(via, frame, _cache(no_cache)))
    if not engines:
        raise SettingsError("taudit probe: no engine, give --outputs or leave out --no-argos")
    records: list[Probed] = [record for engine in engines for record in probed(engine, entries, via)]
    with _written(output) as out:
        write(records, format, out)
    if keep:
        say(f"{keep}: {add(records, Path(keep))} new records")
    return CLEAN


def _lines(path: str) -> list[str]:
    """The lines of a text file or of standard input. Raises SettingsError where it cannot be read."""
    import sys

    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}), check the path") from error
    return raw.decode("utf-8-sig", "replace").splitlines()


def _labelled(given: str) -> tuple[str, list[str]]:
    label, equals, path = given.partition("=")
    if not equals or not label or not path:
        raise SettingsError(f"--outputs {given}: write it as ENGINE=FILE")
    return label, _lines(path)
