"""`taudit names`: look names up, import public collections, build the store."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.names.authority_store import Entry, Record

app = typer.Typer(help="The names authority: look up, import, build.", no_args_is_help=True)

STORE = Annotated[Path | None, typer.Option("--store", help="The store file (default: in the user's data folder).")]


@app.command()
def lookup(
    names: Annotated[list[str], typer.Argument(help="Names in any language and script.")],
    store: STORE = None,
    format: Annotated[str, typer.Option("--format", help="text or jsonl.")] = "text",
) -> None:
    """Say what is known of names: taudit names lookup Zaporozhye 贝森特."""
    from audit.names.authority import authority

    if format not in {"text", "jsonl"}:
        raise typer.BadParameter(f"{format}: text or jsonl", param_hint="--format")
    try:
        known = authority(store)
        found = [(name, known.find(name)) for name in names]
    except AuditError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    for name, entries in found:
        for line in _lines(name, entries, format):
            typer.echo(line)
    if not any(entries for _, entries in found):
        raise typer.Exit(4)


def _lines(name: str, entries: tuple[Entry, ...], format: str) -> Iterator[str]:
    import json

    if format == "jsonl":
        for e in entries:
            yield json.dumps(
                {"query": name, "ref": e.ref, "name": e.name, "kind": e.kind, "country": e.country, "forms": e.forms,
                 "facts": e.facts},
                ensure_ascii=False,
            )  # fmt: skip
        return
    if not entries:
        yield f"{name}: not known"
    for e in entries:
        where = f", {e.country}" if e.country else ""
        yield f"{name}: {e.name} ({e.kind or 'name'}{where}) [{e.ref}]"
        for lang, forms in sorted(e.forms.items()):
            yield f"    {lang or '-'}: {', '.join(forms[:8])}"
        for fact in e.facts[:8]:
            yield f"    {fact}"


@app.command("import")
def import_(
    format: Annotated[str, typer.Argument(help="Format: see `taudit names formats`.")],
    file: Annotated[Path, typer.Argument(help="The file, as downloaded (.gz, .bz2 and .zst too).")],
    name: Annotated[str | None, typer.Option("--name", help="Name of this import; a second one replaces it.")] = None,
) -> None:
    """Keep the names of a public collection for the next build: taudit names import geonames alternateNamesV2.txt."""
    from audit.names.authority import data_folder
    from audit.names.authority_store import build as write
    from audit.names.importers import importers

    chosen = importers().get(format)
    if chosen is None:
        raise typer.BadParameter(f"{format}: one of {', '.join(importers())}", param_hint="FORMAT")
    label = _label(name or f"{format}-{file.name.split('.')[0]}")
    target = data_folder() / "imports" / f"{label}.sqlite"
    try:
        if not file.is_file():
            raise AuditError(f"{file}: no such file")
        records = chosen.records(file)
        first = next(iter(records), None)
        if first is None:
            typer.echo(
                f"{file}: holds no names in the format {format}, nothing is kept; see `taudit names formats`", err=True
            )
            raise typer.Exit(4)
        entities, forms = write(chain([first], records), target)
    except (AuditError, OSError) as error:
        typer.echo(_why(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(
        f"{label}: {entities} entities, {forms} forms kept; `taudit names build` puts them into the store", err=True
    )


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}, name a folder that can be written in TAUDIT_NAMES"
    return str(error)


@app.command()
def formats() -> None:
    """List the formats that can be imported."""
    from audit.names.importers import importers

    for importer in importers().values():
        typer.echo(f"{importer.format:16} {importer.about}")


@app.command()
def build(store: STORE = None) -> None:
    """Build the store from the seeds, the shipped places and everything imported."""
    from audit.names.authority import data_folder, store_path
    from audit.names.authority_store import build as write

    target = store or store_path()
    try:
        entities, forms = write(_everything(data_folder() / "imports"), target)
    except (AuditError, OSError) as error:
        typer.echo(_why(error), err=True)
        raise typer.Exit(2) from error
    size = target.stat().st_size / 1e6
    typer.echo(f"{target}: {entities} entities, {forms} forms, {size:.1f} MB", err=True)


def _everything(imports: Path) -> Iterator[Record]:
    from audit.names.authority import record_of, seed_records
    from audit.names.authority_store import Store

    yield from seed_records()
    for path in sorted(imports.glob("*.sqlite")):
        opened = Store.open(path)
        yield from (record_of(entry) for entry in opened.entries())
        opened.close()


def _label(text: str) -> str:
    """A file name made of letters, digits and hyphens only."""
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for c in text).strip("-")
    if not kept:
        raise typer.BadParameter("letters or digits are wanted", param_hint="--name")
    return kept
