"""Options that `check` and `fix` share: what is audited, and how; what is not said is left to the configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.config import Config

Originals = Annotated[
    list[str] | None, typer.Option("--originals", metavar="PATH", help="Likely originals. Repeatable.")
]
Pivot = Annotated[list[str] | None, typer.Option("--pivot", metavar="PATH", help="The text in the language between.")]
ConfigFile = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="The configuration; else taudit.toml, found upwards.")
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Use no configuration.")]
DiffFrom = Annotated[
    str | None, typer.Option("--diff-from", metavar="REF", help="Only what changed in git since the branches parted.")
]
AsConfigured = Annotated[
    bool, typer.Option("--as-configured", help="Of the inputs named, only those that the configuration covers.")
]
Style = Annotated[str | None, typer.Option("--style", metavar="NAME", help="House style.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="For texts without a date.")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="SELECT", help="Rules or categories; -x leaves x out.")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=0, help="Processes; 0: one a core.")]
LaterOriginals = Annotated[
    bool | None, typer.Option("--later-originals/--no-later-originals", help="Use younger originals, too.")
]
Cache = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache", help="Keep results, so that what did not change is not audited again; kept by default."
    ),
]
Decisions = Annotated[
    str | None,
    typer.Option(
        "--decisions", metavar="PLACE", help="Reviewers' decisions: JSON lines, or the database of `taudit review`."
    ),
]


def with_decisions(config: Config, place: str | None, *, written: bool = False) -> Config:
    """The configuration with the decisions of a place that the command line names; `written`: new ones go there.

    Raises SettingsError where there is nothing, or nothing that lines can be added to.
    """
    from audit.judgements import is_database

    if place is not None:
        if "://" not in place:
            if not Path(place).is_file() and not written:
                raise SettingsError(f"{place}: no such file, check --decisions")
            place = str(Path(place).resolve())
        config = replace(config, decisions=place)
    if written and is_database(config.decisions):
        raise SettingsError("decisions of a database are made with `taudit review`, name a file with --decisions")
    return config
