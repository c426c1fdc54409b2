"""`taudit ledger`: ledgers and finished reports in, one ledger out, or a table of what stands out in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli_output import CLEAN, NOTHING, Output, say
from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.ledger.files import Row, Spool
    from corpora.documents import Document

FORMATS = ("text", "jsonl")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Examples:\n\ntaudit run texts/ --originals reports/ --report ledger=names.jsonl\n\n"
        "taudit ledger names.jsonl older-names.jsonl\n\n"
        "taudit ledger names.jsonl --entity Witkoff\n\n"
        "taudit ledger report.jsonl --texts texts/ --originals reports/ --format jsonl --output names.jsonl"
    )(ledger)


def ledger(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Ledgers, and reports made with --format jsonl.")
    ],
    *,
    texts: Annotated[
        list[str] | None,
        typer.Option("--texts", metavar="PATH", help="The texts behind reports, for dates, outlets and right names."),
    ] = None,
    originals: Annotated[
        list[str] | None, typer.Option("--originals", metavar="PATH", help="The originals behind reports. Repeatable.")
    ] = None,
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="NAME", help="Show one entity with all its forms.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="Rows of the table.")] = 40,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or jsonl (a joined ledger).")
    ] = "text",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = "-",
) -> int:
    """Names of a whole corpus: all forms of an entity, who writes them, since when, and who changed."""
    if format not in FORMATS:
        raise SettingsError(f"--format {format}: choose one of {', '.join(FORMATS)}")
    from audit.cli_run import refuse_overwriting

    if output != "-":
        refuse_overwriting((*files, *(texts or ()), *(originals or ())), [str(Path(output).resolve())])
    from audit.ledger import files as ledgers
    from audit.ledger.files import Spool

    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="taudit-ledger-"))
        spool = stack.enter_context(Spool(Path(folder)))
        finished = [path for path in files if ledgers.is_ledger(path)]
        _read_reports([path for path in files if path not in finished], texts or (), originals or (), spool)
        documents = spool.documents + sum(ledgers.documents(path) for path in finished)
        rows = ledgers.joined([*(ledgers.read(path) for path in finished), spool.rows()])
        if entity is not None:
            rows = _only(rows, entity)
        out = Output(output)
        try:
            if format == "jsonl":
                ledgers.write(out.stream, rows, documents, {})
            else:
                from audit.ledger.show import show

                show(out.stream, rows, documents, top=top, whole=entity is not None)
        except BaseException:
            out.discard()
            raise
        out.commit()
    return CLEAN if documents else NOTHING


def _only(rows: Iterator[Row], entity: str) -> Iterator[Row]:
    """The entities that go by a name, by one of their words or by one of their forms. Raises SettingsError for none."""
    from audit.ledger.model import key_of

    wanted = set(key_of(entity).split())
    found = [
        (key, row)
        for key, row in rows
        if wanted <= set(key.split()) or any(key_of(form) == key_of(entity) for form in row.forms)
    ]
    if not found:
        raise SettingsError(f"--entity {entity}: no entity of the ledger goes by that name")
    return iter(found)


def _read_reports(paths: Sequence[str], texts: Sequence[str], originals: Sequence[str], spool: Spool) -> None:
    if not paths:
        if texts or originals:
            raise SettingsError("--texts, --originals: belong to reports, and only ledgers are given")
        return
    from audit.ledger.reports import ledgers_of
    from audit.retrieval import Pool

    known = _texts(texts)
    pool = Pool.open(list(originals)) if originals else None
    for path in paths:
        for one in ledgers_of(path, known, pool):
            spool.add(one)
    if not texts:
        say("without --texts only findings are counted, by no date and no outlet")


def _texts(paths: Sequence[str]) -> dict[str, Document]:
    from corpora.documents import Document
    from corpora.reading import find, read

    sources, missing = find(paths)
    if missing:
        raise SettingsError(missing[0])
    return {item.id: item for item in read(sources) if isinstance(item, Document)}
