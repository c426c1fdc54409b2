"""Importers of public name collections: each reads one format as a stream and yields `Record`s.

A module declares FORMAT (how users call it), ABOUT (what it reads, with source and licence) and
`records(path) -> Iterator[Record]`. No list is edited to add one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from audit.names.authority_store import Record


class Reader(Protocol):
    """Reads a file as a stream of records; raises ImporterError with the line where a row cannot be read."""

    def __call__(self, path: Path) -> Iterator[Record]: ...


@dataclass(frozen=True, slots=True)
class Importer:
    """A format with what it reads."""

    format: str
    about: str
    records: Reader


@cache
def importers() -> dict[str, Importer]:
    """All importers by the name of their format."""
    out = {}
    for info in pkgutil.iter_modules(__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"{__name__}.{info.name}")
            out[module.FORMAT] = Importer(module.FORMAT, module.ABOUT, module.records)
    return dict(sorted(out.items()))
