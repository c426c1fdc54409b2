"""Where a command writes: standard output or files that appear only when they are whole; one line on standard error."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path
from typing import TextIO

from audit.errors import SettingsError

CLEAN, FINDINGS, USAGE, FAILED, NOTHING, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 4, 130, 143
"""The exit statuses: clean, findings at the threshold (check), wrong usage, the run failed, nothing was audited."""


def say(line: str) -> None:
    """One line on standard error; control characters of hostile names and texts are made visible."""
    clean = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(line.split()))
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sys.stderr.write(clean.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stderr.flush()


class Output:
    """A place to write text to: `-` is standard output; a file is written beside its place and moved there by `commit`.

    Devices and pipes are written directly. Parent folders are made. Raises SettingsError where nothing can be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.stdout = path == "-"
        self._temporary: Path | None = None
        self._final = Path(os.path.realpath(path))
        self.stream = standard_output() if self.stdout else self._open()

    def _open(self) -> TextIO:
        try:
            if self._final.exists() and not stat.S_ISREG(self._final.stat().st_mode):
                if self._final.is_dir():
                    raise SettingsError(f"{self.path}: is a folder, name a file to write to")
                return self._final.open("w", encoding="utf-8", newline="")
            self._final.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = self._final.with_name(f".{self._final.name[:80]}.{secrets.token_hex(4)}.part")
            return self._temporary.open("x", encoding="utf-8", newline="")
        except OSError as error:
            raise SettingsError(f"{self.path}: cannot be written ({error.strerror}), choose another file") from error

    def commit(self) -> None:
        """Finish: the file is whole and takes its place."""
        self.stream.flush()
        if self.stdout:
            return
        self.stream.close()
        if self._temporary is not None:
            self._temporary.replace(self._final)
            self._temporary = None

    def discard(self) -> None:
        """Give up: nothing is left behind, what stood there before still stands."""
        if not self.stdout:
            self.stream.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
            self._temporary = None


class Continued(Output):
    """A file that is written on from a byte offset, and keeps what was written when the run is interrupted."""

    def __init__(self, path: str, offset: int) -> None:
        self._offset = offset
        super().__init__(path)

    def _open(self) -> TextIO:
        try:
            self._final.parent.mkdir(parents=True, exist_ok=True)
            stream = self._final.open("a", encoding="utf-8", newline="")
            _lock(stream, self.path)
            os.truncate(self._final, self._offset)
            return stream
        except OSError as error:
            raise SettingsError(f"{self.path}: cannot be written ({error.strerror}), choose another file") from error


def _lock(stream: TextIO, path: str) -> None:
    """Keep a second run from writing into the same file, where the system can. Raises SettingsError."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        raise SettingsError(f"{path}: --resume: another run is writing it, wait or choose another file") from None


def standard_output() -> TextIO:
    """Standard output, never failing on a character that its encoding does not know."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return sys.stdout
