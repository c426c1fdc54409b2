"""Edits of a document's text as edits of the file behind it, and a file copied with edits made, piece by piece."""

from __future__ import annotations

import bisect
import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpora.chars import errors_of
from corpora.documents import Document, Origin, Piece
from corpora.encodings import SAMPLE, encoding_of
from corpora.errors import CorpusError
from corpora.forms import Declined, written
from corpora.streams import CHUNK, Stream


class Lossy(CorpusError):
    """The bytes of a file do not come back from its characters, so nothing can be written without touching others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What stands at [start, end) of a text (code points) becomes `text`."""

    start: int
    end: int
    text: str


def in_file(origin: Origin, edit: Edit) -> Edit:
    """An edit of the document's text as one of the decoded file (code points after its mark). Raises Declined."""
    pieces = origin.pieces
    first = _first(pieces, edit)
    begin = _place(pieces[first], edit.start)
    last = first
    while pieces[last].start + pieces[last].length < edit.end:
        last += 1
        if last == len(pieces) or pieces[last].start != pieces[last - 1].start + pieces[last - 1].length:
            raise Declined("crosses the border of a line or segment")
        if pieces[last].at != pieces[last - 1].at + pieces[last - 1].size and not pieces[last].joins:
            raise Declined("crosses a tag")
    end = _place(pieces[last], edit.end)
    return Edit(start=begin, end=end, text=written(pieces[first].form, edit.text, origin.encoding))


def _first(pieces: Sequence[Piece], edit: Edit) -> int:
    """The piece that an edit begins in: for words that are only put in, one that ends there will do."""
    at = bisect.bisect_right(pieces, edit.start, key=lambda piece: piece.start) - 1
    inserted = edit.start == edit.end
    if at >= 0 and inserted and at and pieces[at].start == edit.start and pieces[at - 1].form == pieces[at].form:
        before = pieces[at - 1]
        at -= before.start + before.length == edit.start
    if at < 0 or pieces[at].start + pieces[at].length < edit.start + (not inserted):
        raise Declined("crosses the border of a line or segment")
    if pieces[at].at < 0:
        raise Declined("stands where nothing can be written")
    return at


def _place(piece: Piece, offset: int) -> int:
    if piece.size == piece.length or offset == piece.start:
        return piece.at + offset - piece.start
    if offset == piece.start + piece.length:
        return piece.at + piece.size
    raise Declined("cuts an escape in two")


def refusal(document: Document, edit: Edit) -> str | None:
    """Why an edit cannot be written back where it stands, in a few words; None where it can."""
    origin = document.origin
    if origin is None or not origin.pieces or origin.pieces[0].at < 0:
        return None
    try:
        in_file(origin, edit)
    except Declined as error:
        return str(error)
    return None


def decoded(stream: Stream, name: str) -> Iterator[str]:
    """The text of a file, after its byte-order mark, that encodes to its very bytes. Raises Lossy."""
    decoder = codecs.getincrementaldecoder(name)(errors_of(name) if name == "utf-8" else "strict")
    head, waiting, first = b"", b"", True
    while True:
        data = stream.read(SAMPLE if first else CHUNK)
        if first:
            while data and len(data) < SAMPLE and (more := stream.read(SAMPLE - len(data))):
                data += more
            head = data[: encoding_of(data).mark]
            data, first = data[len(head) :], False
        try:
            text = decoder.decode(data, not data)
            back = text.encode(name, errors_of(name) if name == "utf-8" else "strict")
        except UnicodeError:
            raise Lossy(f"cannot be written in {name} without loss, convert it to UTF-8") from None
        waiting += data
        if not waiting.startswith(back):
            raise Lossy(f"cannot be written in {name} without loss, convert it to UTF-8")
        waiting = waiting[len(back) :]
        if text:
            yield text
        if not data:
            if waiting:
                raise Lossy(f"cannot be written in {name} without loss, convert it to UTF-8")
            return


def spliced(chunks: Iterable[str], edits: Sequence[Edit]) -> Iterator[str]:
    """A text in pieces with edits made. Raises ValueError where they overlap or reach beyond its end.

    >>> "".join(spliced(["a b", "ad day"], [Edit(start=2, end=5, text="good")]))
    'a good day'
    """
    waiting = sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True)
    at = gone = 0
    for chunk in chunks:
        end = at + len(chunk)
        while waiting and waiting[-1].start < end:
            edit = waiting.pop()
            if edit.start < gone:
                raise ValueError("edits overlap")
            yield chunk[max(gone - at, 0) : edit.start - at]
            yield edit.text
            gone = edit.end
        if gone < end:
            yield chunk[max(gone - at, 0) :]
            gone = end
        at = end
    while waiting and waiting[-1].start == at and waiting[-1].end == at:
        yield waiting.pop().text
    if waiting or gone > at:
        raise ValueError("an edit reaches beyond the end")


def copied(stream: Stream, name: str, edits: Sequence[Edit]) -> Iterator[bytes]:
    """The bytes of a file with edits (of its decoded text) made. Raises Lossy, and ValueError as `spliced` does."""
    head = stream.read(SAMPLE)
    while head and len(head) < SAMPLE and (more := stream.read(SAMPLE - len(head))):
        head += more
    yield head[: encoding_of(head).mark]
    errors = errors_of(name) if name == "utf-8" else "strict"
    for text in spliced(decoded(Again(head, stream), name), edits):
        if text:
            yield text.encode(name, errors)


class Again:
    """A stream of which the first bytes are given again."""

    def __init__(self, head: bytes, stream: Stream) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head or self._stream.read(size)
