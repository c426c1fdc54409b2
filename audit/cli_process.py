"""What a command owes to the process that it runs in: standard streams, and a clean end when it is told to end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Told(BaseException):
    """The process was told to end (SIGTERM): files that are not whole are cleared away on the way out."""


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """SIGTERM raises within, where this is the main thread of a process that has such a signal."""
    import signal

    def told(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise Told

    before = None
    with suppress(ValueError, OSError):
        before = signal.signal(signal.SIGTERM, told)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def open_missing_streams() -> None:
    """Standard streams that the caller has closed (`>&-`) are None: the null device stands in for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end


def silence_output() -> None:
    """The reader has gone: the interpreter must not try to flush to it at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        return
