"""Bytes of a file, compressed or not, in pieces of bounded size: whole up to a limit, or line by line."""

from __future__ import annotations

import codecs
import lzma
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol, cast

from corpora.encodings import SAMPLE, Encoding, encoding_of
from corpora.remote import RemoteError, fetched, is_remote

LIMIT = 20_000_000
CHUNK = 1 << 18


class Stream(Protocol):
    """All that reading needs of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; empty at the end."""
        ...


def broken_stream_errors() -> tuple[type[Exception], ...]:
    """What a damaged or unreadable file raises while it is read."""
    errors: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, lzma.LZMAError)
    if "zstandard" in sys.modules:
        import zstandard

        errors = (*errors, zstandard.ZstdError)
    return errors


def explain(error: Exception) -> str:
    """One clear phrase for an error of reading: what is wrong, what to do."""
    if isinstance(error, RemoteError):
        return str(error)
    if isinstance(error, PermissionError):
        return "permission denied, make the file readable"
    if isinstance(error, FileNotFoundError):
        return "no such file, check the path"
    if isinstance(error, EOFError):
        return "the compressed data end too early, copy or download the file again"
    if isinstance(error, OSError) and error.errno is not None and error.strerror:
        return f"{error.strerror.lower()}, check the file"
    return "the compressed data are damaged, copy or download the file again"


@contextmanager
def opened(path: str, compression: str | None) -> Iterator[Stream]:
    """The file as a binary stream, decompressed; `-` is standard input."""
    if path == "-":
        yield sys.stdin.buffer
        return
    with seekable(path) as raw:
        yield _Decompressed(raw, compression) if compression else raw


@contextmanager
def seekable(path: str) -> Iterator[BinaryIO]:
    """The file as a binary stream in which one can go back."""
    if is_remote(path):
        with fetched(path) as remote:
            yield remote
        return
    with open(path, "rb") as raw:  # noqa: PTH123 - a path may be any string the user gave
        yield raw


class _Frame(Protocol):
    """One member of a compressed file being read."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


class _Decompressed:
    """A compressed file as a stream; raises EOFError when it ends too early, after all that could be read.

    Input goes in small pieces, so that a bomb cannot blow memory up; several members are read one after another.
    """

    def __init__(self, raw: Stream, compression: str) -> None:
        self._raw = raw
        self._compression = compression
        self._frame: _Frame | None = None
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty at the end."""
        while not self._ready:
            piece = self._raw.read(4096)
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last member is not complete")
                return b""
            self._ready = self._expanded(piece)
        size = len(self._ready) if size < 0 else size
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _expanded(self, piece: bytes) -> bytes:
        out = []
        while piece.strip(b"\0") if self._frame is None else piece:
            frame = self._frame or self._new_frame()
            out.append(frame.decompress(piece))
            self._frame, piece = (None, frame.unused_data) if frame.eof else (frame, b"")
        return b"".join(out)

    def _new_frame(self) -> _Frame:
        if self._compression == ".gz":
            return cast(_Frame, zlib.decompressobj(wbits=31))
        if self._compression == ".xz":
            return lzma.LZMADecompressor()
        import zstandard

        return cast(_Frame, zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj())


def packed(parts: Iterable[bytes], compression: str | None) -> Iterator[bytes]:
    """Bytes compressed as the ending says; as they are where it is None."""
    if compression is None:
        yield from parts
        return
    pack: _Packer
    if compression == ".gz":
        pack = zlib.compressobj(9, wbits=31)
    elif compression == ".xz":
        pack = lzma.LZMACompressor()
    else:
        import zstandard

        pack = zstandard.ZstdCompressor(level=10).compressobj()
    for part in parts:
        if out := pack.compress(part):
            yield out
    yield pack.flush()


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def whole(stream: Stream, limit: int = LIMIT) -> bytes | None:
    """All bytes of the stream, or None when there are more than `limit`."""
    parts, size = [], 0
    while part := stream.read(CHUNK):
        parts.append(part)
        size += len(part)
        if size > limit:
            return None
    return b"".join(parts)


def lines(stream: Stream, limit: int = LIMIT) -> Iterator[tuple[int, bytes | None, Encoding]]:
    """Lines of the stream with their ends: (number from 1, bytes, encoding); None for a line above `limit` bytes.

    UTF-16 and UTF-32 come out as UTF-8; a byte-order mark is dropped. Memory is bounded by the limit.
    """
    head, failure = read_head(stream)
    encoding = encoding_of(head)
    number, parts, size = 1, list[bytes](), 0
    for chunk in _chunks(stream, head, encoding, failure):
        at = 0
        while (cut := chunk.find(b"\n", at)) >= 0:
            size += cut + 1 - at
            yield number, (b"".join([*parts, chunk[at : cut + 1]]) if size <= limit else None), encoding
            number, parts, size, at = number + 1, [], 0, cut + 1
        size += len(chunk) - at
        if size <= limit:
            parts.append(chunk[at:])
        else:
            parts = []
    if size:
        yield number, (b"".join(parts) if size <= limit else None), encoding


def read_head(stream: Stream) -> tuple[bytes, Exception | None]:
    """The first SAMPLE bytes, or what could be read of them and the error that came then."""
    head = b""
    try:
        while len(head) < SAMPLE and (more := stream.read(SAMPLE - len(head))):
            head += more
    except broken_stream_errors() as error:
        return head, error
    return head, None


def _chunks(stream: Stream, head: bytes, encoding: Encoding, failure: Exception | None) -> Iterator[bytes]:
    wide = encoding.name.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder(encoding.name)("replace") if wide else None
    chunk = head[encoding.mark :]
    while chunk:
        yield decoder.decode(chunk).encode("utf-8", "replace") if decoder else chunk
        if failure:
            raise failure
        chunk = stream.read(CHUNK)
    if decoder and (rest := decoder.decode(b"", True)):
        yield rest.encode("utf-8")


class Rewound:
    """A stream whose first bytes (`head`) have been looked at and are read again."""

    def __init__(self, raw: Stream) -> None:
        self._raw = raw
        self.head = raw.read(SAMPLE)
        self._left = self.head

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty at the end."""
        if self._left:
            size = len(self._left) if size < 0 else size
            part, self._left = self._left[:size], self._left[size:]
            return part
        return self._raw.read(size)
