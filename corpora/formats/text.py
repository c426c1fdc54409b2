"""Plain text and Markdown: a file is one document, its text as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.documents import Document, Origin, Piece
from corpora.encodings import binary_reason, decode, encoding_of
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats.records import replaced_warning
from corpora.streams import LIMIT, opened, whole


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The one document of a text file."""
    with opened(source.path, source.compression) as stream:
        data = whole(stream)
    yield from documents(source, data)


def documents(source: Source, data: bytes | None) -> Iterator[Document | Unreadable]:
    """The document whose bytes are `data`; None stands for more than the limit."""
    if data is None:
        yield Unreadable(
            doc=source.id, reason=f"{source.path}:1: larger than {LIMIT // 1_000_000} MB, split it into documents"
        )
        return
    encoding = encoding_of(data)
    text, replaced = decode(data, encoding)
    reason = binary_reason(text)
    if not reason and not text.strip():
        reason = "is an empty document: give it a text or leave it out"
    if reason:
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {reason}")
        return
    yield Document(
        id=source.id,
        text=text,
        origin=Origin(
            file=source.path,
            format="text",
            encoding=encoding.name,
            pieces=(Piece(start=0, length=len(text), line=1, column=1, at=0, size=len(text)),),
            warnings=(*encoding.warnings, *([replaced_warning(replaced)] if replaced else [])),
        ),
    )
