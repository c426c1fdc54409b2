"""Translated lines kept by content: the same line through the same model with the same search is translated once."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from audit.errors import SettingsError
from audit.folders import of_user


def default_path() -> Path:
    """Where translations are kept: `translation-audit/mt.sqlite` in the user's cache folder."""
    return of_user("XDG_CACHE_HOME", ".cache") / "mt.sqlite"


def key_of(engine: str, words: str) -> str:
    """The key of a line: a hash of the engine's identity and the words."""
    return hashlib.sha256(f"{engine}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(folder: Path) -> str:
    """A short hash over the files of an installed package: names, and contents of the models and their description."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]


class Cache:
    """A file of translated lines that several processes may use at once. Raises SettingsError where it is no use."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            self._base.execute("CREATE TABLE IF NOT EXISTS line (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(f"{self.path}: cannot hold translations ({error}), use --no-cache") from error

    def get(self, key: str) -> str | None:
        """The translation kept under a key, or None."""
        with contextlib.suppress(sqlite3.Error):  # a broken cache only costs time
            row = self._base.execute("SELECT text FROM line WHERE key = ?", (key,)).fetchone()
            return str(row[0]) if row else None
        return None

    def put(self, key: str, text: str) -> None:
        """Keep a translation."""
        with contextlib.suppress(sqlite3.Error, UnicodeError):
            self._base.execute("INSERT OR REPLACE INTO line VALUES (?, ?)", (key, text))

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()
