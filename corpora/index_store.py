"""The files of an index: a mark, documents with their whole texts, and their sentences; both searched by words.

`documents/` is a tantivy index with a row a text, `lines/` one with a row a sentence that names its text by a key.
`taudit-index.json` marks the folder; it is written first, so that a build killed at any moment can be taken up again.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from corpora.documents import Document
from corpora.errors import CorpusError
from corpora.index_terms import terms
from corpora.sentences import split

MARK = "taudit-index.json"
FORMAT = 2
UNDATED = 0
"""Day number of documents without a date; days count from 1 for the year 1, as `date.toordinal` does."""

T = TypeVar("T")


class BadIndex(CorpusError, ValueError):
    """A folder is no index, one of another version, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document as it is kept: `digest` tells its contents, `lines` are the words of its sentences."""

    id: str
    day: int
    packed: bytes
    digest: int
    lines: tuple[str, ...]


def is_index(path: str | Path) -> bool:
    """Whether a path is the folder of an index."""
    return os.path.isfile(Path(path) / MARK)  # noqa: PTH113 - False where the folder may not be looked into


def opened(folder: Path) -> tuple[Any, Any]:
    """The two parts of an index for reading: documents and lines. Raises BadIndex, OSError."""
    mark = _mark(folder)
    if mark is None:
        raise BadIndex(f"{folder}: no index of originals, make one with `taudit index`")
    return _part(folder, "documents"), _part(folder, "lines")


def opened_to_extend(folder: Path) -> tuple[Any, Any]:
    """The two parts of an index for writing, made where they are not there yet. Raises BadIndex, OSError."""
    mark = _mark(folder)
    if mark is None:
        folder.mkdir(parents=True, exist_ok=True)
        if any(one.name != f"{MARK}.new" for one in folder.iterdir()):
            raise BadIndex(f"{folder}: not empty and no index of originals, choose another folder")
        _write_mark(folder, whole=False)
    if mark is None or not mark.get("whole"):
        import tantivy  # compiled, and only needed here

        for name, schema in (("documents", _document_schema()), ("lines", _line_schema())):
            (folder / name).mkdir(exist_ok=True)
            tantivy.Index(schema, path=str(folder / name))
        _write_mark(folder, whole=True)
    return _part(folder, "documents"), _part(folder, "lines")


def sound(folder: Path, read: Callable[[], T]) -> T:
    """What `read` reads from an index; a missing or broken file becomes a BadIndex with one clear line."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, CorpusError, MemoryError):
        raise
    except BaseException as error:  # tantivy panics, which is no Exception, over some files that were cut short
        raise BadIndex(f"{folder}: the index is damaged, delete it and build it again with `taudit index`") from error


def _mark(folder: Path) -> dict[str, Any] | None:
    """What the mark says; None where there is none."""
    path = folder / MARK
    try:
        mark = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError as error:
        raise BadIndex(f"{path}: damaged, delete the index and build it again") from error
    known = mark.get("format") if isinstance(mark, dict) else None
    if known != FORMAT:
        version = known if isinstance(known, int) else "unknown"
        raise BadIndex(f"{folder}: an index of another version ({version}), delete it and build it again")
    return dict(mark)


def _write_mark(folder: Path, whole: bool) -> None:
    new = folder / f"{MARK}.new"
    new.write_text(json.dumps({"format": FORMAT, "whole": whole}) + "\n", "utf-8")
    new.replace(folder / MARK)


def _part(folder: Path, name: str) -> Any:
    import tantivy

    def read() -> Any:
        _not_cut_short(folder / name)
        return tantivy.Index.open(str(folder / name))

    return sound(folder, read)


_ENDING = struct.Struct("<II")
_MAGIC = 1337
"""Every file of a tantivy segment ends with the length of its footer and this number (tantivy's `footer.rs`)."""


def _not_cut_short(part: Path) -> None:
    """Look at the ends of the files in use: tantivy maps them into memory and dies where one was cut short.

    Files of segments that are still being written are not in `meta.json`. Raises ValueError.
    """
    segments = json.loads((part / "meta.json").read_text("utf-8"))["segments"]
    used = {segment["segment_id"].replace("-", "") for segment in segments}
    for file in part.iterdir():
        if file.name.split(".")[0] not in used:
            continue
        try:
            with file.open("rb") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - _ENDING.size))
                ending = stream.read(_ENDING.size)
        except FileNotFoundError:  # merged away in the meantime
            continue
        if len(ending) < _ENDING.size:
            raise ValueError(f"{file.name} is cut short")
        footer, magic = _ENDING.unpack(ending)
        if magic != _MAGIC or footer + _ENDING.size > size:
            raise ValueError(f"{file.name} is cut short")


def _document_schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("key", indexed=True, fast=True)
    schema.add_integer_field("digest", fast=True)
    schema.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("day", indexed=True, fast=True)
    schema.add_bytes_field("row", stored=True)
    return schema.build()


def _line_schema() -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    schema.add_integer_field("of", indexed=True, fast=True)
    return schema.build()


def key(id: str) -> int:
    """The number by which a sentence names its text: 64 bits of a hash of the text's id."""
    return _hashed(id.encode("utf-8", "surrogatepass"))


def _hashed(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big", signed=True)


def dumped(document: Document) -> bytes:
    """What is kept of a document, as JSON."""
    names = ("lang", "title", "outlet", "url")
    row: dict[str, object] = {name: getattr(document, name) for name in names if getattr(document, name) is not None}
    row["text"] = document.text
    if document.published:
        row["published"] = document.published.isoformat()
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def digest(dump: bytes) -> int:
    """The number that tells whether a document has changed."""
    return _hashed(dump)


def row_of(document: Document) -> Row:
    """A document made ready for the index: packed, its sentences cut into words."""
    dump = dumped(document)
    text = document.text
    spans = split(text, document.lang or "en")
    return Row(
        id=document.id,
        day=document.published.toordinal() if document.published else UNDATED,
        packed=zlib.compress(dump, 6),
        digest=digest(dump),
        lines=tuple(" ".join(terms(text[start:end])) for start, end in spans),
    )


def unpacked(id: str, packed: bytes) -> Document:
    """The document that was packed."""
    row = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    published = row.pop("published", None)
    return Document(id=id, published=date.fromisoformat(published) if published else None, **row)
