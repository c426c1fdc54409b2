"""One file per input format: each module declares EXTENSIONS and `read(source)`; the registry finds them by ending."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.documents import Document
from corpora.errors import Unreadable

COMPRESSIONS = (".gz", ".zst", ".xz")

MODULES = {
    ".txt": "text",
    ".md": "text",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input to read: the path as the user would name it (`-` is standard input), and the id of its text.

    `format` is the module of this package that reads it, None where the content has to tell; `problem` is the reason
    why there is nothing to read (an empty folder).
    """

    path: str
    id: str
    format: str | None = None
    compression: str | None = None
    extension: str = ""
    problem: str | None = None


Reader = Callable[[Source], Iterator[Document | Unreadable]]


def known(name: str) -> tuple[str | None, str | None, str]:
    """Format, compression and extension of a file name: (None, ..., ...) where the ending is not known.

    >>> known("News/a.JSONL.gz")
    ('jsonlines', '.gz', '.jsonl')
    """
    lower = name.lower()
    compression = next((ending for ending in COMPRESSIONS if lower.endswith(ending)), None)
    if compression:
        lower = lower[: -len(compression)]
    extension = next((ending for ending in MODULES if lower.endswith(ending)), "")
    return MODULES.get(extension), compression, extension


def reader(format_name: str) -> Reader:
    """The reading function of a format's module, imported when it is first needed."""
    module = importlib.import_module(f"{__name__}.{format_name}")
    read: Reader = module.read
    return read
