"""One file per input format: each module declares EXTENSIONS and `read(source)`; the registry finds them by ending."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.documents import Document
from corpora.errors import Unreadable

ORIGINAL = "original"
"""How the file of a bitext ends that holds the English originals."""

COMPRESSIONS = (".gz", ".zst", ".xz")

MODULES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".tmx": "tmx",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".mxliff": "xliff",
    ".sdlxliff": "xliff",
    ".po": "po",
    ".pot": "po",
    ".sgm": "wmt",
    ".sgml": "wmt",
    ".xml": "xml",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".docx": "docx",
    ".parquet": "columns",
    ".arrow": "columns",
    ".feather": "columns",
    ".ipc": "columns",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input to read: the path as the user would name it (`-` is standard input), and the id of its text.

    `format` is the module of this package that reads it, None where the content has to tell; `problem` is the reason
    why there is nothing to read (an empty folder). Of a bitext in several files, `lang` is the language of `path`, and
    `beside` names the others: language (or ORIGINAL) and path.
    """

    path: str
    id: str
    format: str | None = None
    compression: str | None = None
    extension: str = ""
    problem: str | None = None
    lang: str | None = None
    beside: tuple[tuple[str, str], ...] = ()


LANGUAGES = frozenset(
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn "
    "ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk tl tr tt "
    "uk ur uz vi yo zh zu".split()
)
"""ISO 639-1 codes that files of a bitext may end in."""


def side(name: str) -> tuple[str, str] | None:
    """Stem and ending of a file that may be one side of a bitext: a language, or ORIGINAL.

    >>> side("news/corpus.zh.gz")
    ('news/corpus', 'zh')
    """
    lower = name.lower()
    packed = next((ending for ending in COMPRESSIONS if lower.endswith(ending)), "")
    bare = name[: len(name) - len(packed)]
    stem, _, ending = bare.rpartition(".")
    primary = ending.lower().replace("_", "-").split("-")[0]
    if not stem or stem.endswith(("/", "\\")) or (primary not in LANGUAGES and ending.lower() != ORIGINAL):
        return None
    return stem, ending.lower()


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
