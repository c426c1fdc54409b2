"""Files on object stores and other remote places, through fsspec (extra `[remote]`): s3://, gs://, memory://, ...

Nothing is imported for local paths. Credentials are those that the store's own package finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpora.errors import CorpusError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://")
_WHOLE_PUTS = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"))
"""Stores in which a file appears whole or not at all."""


class RemoteError(OSError):
    """A remote file that cannot be fetched or put, and why."""


class MissingRemote(CorpusError):
    """A package that reading this address needs is not installed."""


def is_remote(path: str) -> bool:
    """Whether a path is an address.

    >>> is_remote("s3://bucket/news.jsonl"), is_remote("news.jsonl"), is_remote("C:/news")
    (True, False, False)
    """
    return "://" in path and bool(_ADDRESS.match(path))


def named(address: str) -> tuple[list[str], str | None] | None:
    """The files that an address names (itself, what a folder holds, what a pattern matches), and the folder's address.

    None where there is none. Raises RemoteError, MissingRemote.
    """
    system, path = _system(address)
    try:
        if system.isfile(path):
            return [address], None
        if system.isdir(path):
            folder = str(system.unstrip_protocol(path)).rstrip("/")
            return [str(system.unstrip_protocol(one)) for one in sorted(system.find(path))], folder
        if re.search(r"[*?\[]", path):
            return [str(system.unstrip_protocol(one)) for one in sorted(system.glob(path)) if system.isfile(one)], None
    except Exception as error:  # every store has errors of its own
        raise _failed(error) from None
    return None


@contextmanager
def fetched(address: str) -> Iterator[BinaryIO]:
    """A remote file as a binary stream. Raises RemoteError, MissingRemote."""
    system, path = _system(address)
    try:
        raw = system.open(path, "rb")
    except FileNotFoundError:
        raise
    except Exception as error:
        raise _failed(error) from None
    with raw:
        yield cast(BinaryIO, _Fetched(raw))


def state(address: str) -> str:
    """What changes when a remote file is written to. Raises RemoteError."""
    system, path = _system(address)
    try:
        system.invalidate_cache()
        return str(system.ukey(path))
    except Exception as error:
        raise _failed(error) from None


def can_be_put(address: str) -> bool:
    """Whether a file there is never seen half-written."""
    return address.split("://", 1)[0] in _WHOLE_PUTS


def put(local: Path, address: str) -> None:
    """Put a file in the place of a remote one. Raises RemoteError."""
    system, path = _system(address)
    try:
        system.put_file(str(local), path)
    except Exception as error:
        raise _failed(error) from None


def _system(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingRemote(f"{address}: needs the extra [remote]: pip install 'translation-audit[remote]'") from None
    try:
        system, path = url_to_fs(address)
    except ImportError as error:
        said = " ".join(str(error).split())[:120]
        raise MissingRemote(f"{address}: a package is missing ({said}), install it") from None
    except Exception as error:
        raise _failed(error) from None
    return system, str(path)


def _failed(error: Exception) -> RemoteError:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    return RemoteError(f"cannot be reached ({said}), check the address and your credentials")


class _Fetched:
    """A remote file whose errors are of one kind."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def read(self, size: int = -1) -> bytes:
        try:
            return bytes(self._raw.read(size))
        except Exception as error:
            raise _failed(error) from None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)
