"""Options that `check` and `fix` share: what is audited, and how; what is not said is left to the configuration."""

from __future__ import annotations

from typing import Annotated

import typer

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
    typer.Option("--cache/--no-cache", help="Keep results in .taudit/cache; kept by default where configured."),
]
