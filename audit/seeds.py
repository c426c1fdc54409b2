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
    from audit.seeds_packed import unpack

    path = folder() / name
    try:
        content = path.read_bytes()
        packed = unpack(name, content)
        return packed if packed is not None else tomllib.loads(content.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"{path.name}: {error}; restore the file") from error
