"""Where the knowledge files are: beside the code in an installed wheel, in `seeds/` of a checkout."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from audit.errors import SeedError


@cache
def folder() -> Path:
    """The folder of the knowledge files.

    Raises SeedError when neither the installed nor the checkout's folder exists.
    """
    here = Path(__file__).resolve().parent
    for place in (here / "_seeds", here.parent / "seeds"):
        if place.is_dir():
            return place
    raise SeedError("the knowledge files (seeds) are missing: install translation-audit again")


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of the knowledge folder, parsed; `name` is relative to it (`styles.toml`)."""
    path = folder() / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"{path.name}: {error}; restore the file") from error
