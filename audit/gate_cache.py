"""Results kept by content: what did not change is not audited again.

A result holds as long as the text, the settings, the tool with its rules and data, and the originals are the same. One
SQLite file; nothing in it is ever executed, and a damaged one is started anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from audit.folders import of_user
from audit.model import Audited, Candidate, Finding, Link, Pair, Skipped
from audit.settings import Settings
from corpora.documents import Document

KEEP_DAYS = 60
"""Results that were not asked for during so many days are dropped."""
_TOGETHER = 64
"""So many results are written in one go: two runs beside each other wait for moments, a killed one loses little."""


def users_folder() -> Path:
    """Where results are kept where there is no configuration: `translation-audit/check` in the user's cache folder."""
    return of_user("XDG_CACHE_HOME", ".cache") / "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is kept of a result: everything but the document itself; originals by their own keys."""

    skipped: str | None = None
    candidates: tuple[Candidate, ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    originals: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    paired: tuple[Pair, ...] | None = None


_Line = tuple[str, bytes, int]
"""Key, data and day of a row."""


class Cache:
    """A context manager over the file of results; without one (a folder that cannot be written) it keeps nothing."""

    def __init__(self, folder: Path, day: int) -> None:
        """`day` counts days from any fixed one; it dates what is used."""
        self._folder, self._day = folder, day
        self._connection: sqlite3.Connection | None = None
        self._used: set[str] = set()
        self._used_texts: set[str] = set()
        self._results: list[_Line] = []
        self._texts: list[_Line] = []
        self._known: set[str] = set()
        self._grown = False

    def __enter__(self) -> Cache:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            ignore = self._folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
            self._connection = _opened(self._folder / "results.sqlite")
        except (OSError, sqlite3.Error):
            self._connection = None
        return self

    def __exit__(self, *error: object) -> None:
        if self._connection is None:
            return
        self._write()
        if self._connection is None:
            return
        try:
            for table, keys in (("results", self._used), ("texts", self._used_texts)):
                statement = f"UPDATE {table} SET used = ? WHERE key = ?"
                self._connection.executemany(statement, [(self._day, key) for key in sorted(keys)])
            if self._grown:
                old = self._day - KEEP_DAYS
                self._connection.execute("DELETE FROM results WHERE used < ?", (old,))
                self._connection.execute("DELETE FROM texts WHERE used < ?", (old,))
            self._connection.commit()
            self._connection.close()
        except sqlite3.Error:
            pass
        self._connection = None

    def facts(self, base: str) -> dict[str, Any] | None:
        """What was noted for a run of this kind by `note`."""
        row = self._row("SELECT data FROM texts WHERE key = ?", f"facts {base}")
        return msgspec.json.decode(row[0]) if row else None

    def note(self, base: str, facts: Mapping[str, Any]) -> None:
        """Note something about runs of one kind: what the pool of originals said of itself."""
        self._texts.append((f"facts {base}", msgspec.json.encode(facts), self._day))
        self._write()

    def get(self, base: str, document: Document) -> Audited | Skipped | None:
        """The result of a document as it is, None where it has to be audited."""
        key = _key(base, document)
        row = self._row("SELECT data, used FROM results WHERE key = ?", key)
        if row is None:
            return None
        try:
            kept = msgspec.msgpack.decode(row[0], type=_Kept)
        except (msgspec.DecodeError, ValueError):
            return None
        if row[1] != self._day:
            self._used.add(key)
            self._used_texts.update(text for _, text in kept.originals)
        if kept.skipped is not None:
            return Skipped(doc=document.id, reason=kept.skipped)
        return Audited(
            document=document,
            candidates=kept.candidates,
            links=kept.links,
            findings=kept.findings,
            originals=_Originals(self, dict(kept.originals)),
            notes=kept.notes,
            sentences=kept.sentences,
            paired=kept.paired,
        )

    def put(self, base: str, document: Document, result: Audited | Skipped) -> None:
        """Keep a result."""
        if self._connection is None:
            return
        if isinstance(result, Skipped):
            kept = _Kept(skipped=result.reason)
        else:
            kept = _Kept(
                candidates=result.candidates,
                links=result.links,
                findings=result.findings,
                originals=tuple((id, self._original(text)) for id, text in result.originals.items()),
                notes=result.notes,
                sentences=result.sentences,
                paired=result.paired,
            )
        self._results.append((_key(base, document), msgspec.msgpack.encode(kept), self._day))
        if len(self._results) >= _TOGETHER:
            self._write()

    def original(self, key: str) -> Document | None:
        """An original that a kept result names."""
        row = self._row("SELECT data FROM texts WHERE key = ?", key)
        try:
            return msgspec.msgpack.decode(row[0], type=Document) if row else None
        except (msgspec.DecodeError, ValueError):
            return None

    def _original(self, document: Document) -> str:
        bare = replace(document, metadata={})
        data = msgspec.msgpack.encode(bare, enc_hook=tuple)  # places that are cut when asked for
        key = hashlib.blake2b(data, digest_size=16).hexdigest()
        if key not in self._known:
            self._texts.append((key, data, self._day))
            self._known.add(key)
        return key

    def _write(self) -> None:
        """Write what waits. Where that cannot be done (another run holds the file for long), it is not kept."""
        if self._connection is None:
            return
        try:
            for table, lines in (("texts", self._texts), ("results", self._results)):
                statement = f"INSERT OR REPLACE INTO {table} (key, data, used) VALUES (?, ?, ?)"
                self._connection.executemany(statement, lines)
                self._grown = self._grown or bool(lines)
            self._connection.commit()
        except sqlite3.OperationalError:
            self._connection.rollback()
            self._known.clear()
        except sqlite3.Error as error:
            self._give_up(error)
        self._texts, self._results = [], []

    def _row(self, statement: str, key: str) -> tuple[Any, ...] | None:
        if self._connection is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._connection.execute(statement, (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return row

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without; a damaged file is removed, so that the next run begins anew."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if not isinstance(error, sqlite3.OperationalError):
            (self._folder / "results.sqlite").unlink(missing_ok=True)


class _Originals(Mapping[str, Document]):
    """Originals by id, read from the cache when somebody looks at them."""

    def __init__(self, cache: Cache, keys: dict[str, str]) -> None:
        self._cache, self._keys = cache, keys

    def __getitem__(self, id: str) -> Document:
        document = self._cache.original(self._keys[id])
        if document is None:
            raise KeyError(id)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def base_key(settings: Settings, originals: Sequence[str]) -> str | None:
    """The key of everything but the document: settings, the tool with its rules and data, and the originals' contents.

    None where results cannot be kept: originals from standard input.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr(settings).encode("utf-8", "replace") + tool_key().encode() + _names_key().encode())
    if settings.recognizer != "rules":
        from audit.names.recognizers import versions

        digest.update(versions(settings.recognizer).encode())
    from corpora.index import is_index
    from corpora.reading import find

    indexes = [path for path in originals if path and is_index(path)]
    files = [str(file) for path in indexes for file in sorted(Path(path).rglob("*")) if file.is_file()]
    sources = find([path for path in originals if path not in indexes])[0]
    if any(source.path == "-" for source in sources):
        return None
    for id, path in [*((source.id, source.path) for source in sources), *(("", path) for path in files)]:
        digest.update(f"{id}\0{path}\0".encode("utf-8", "replace") + _content(path))
    return digest.hexdigest()


def _content(path: str) -> bytes:
    from corpora.streams import seekable

    digest = hashlib.blake2b(digest_size=16)
    try:
        with seekable(path) as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    except OSError:
        digest.update(b"unreadable")
    return digest.digest()


def _names_key() -> str:
    """The names that the user has imported, by size and time of their file."""
    from audit.names.authority import store_path

    try:
        status = store_path().stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def _built_on() -> Iterator[str]:
    """Names and versions of the packages that the tool needs."""
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        needed = requires("translation-audit") or []
    except PackageNotFoundError:
        return
    for line in needed:
        name = re.match(r"[\w.-]+", line)
        with suppress(PackageNotFoundError):
            if name and "extra ==" not in line:
                yield f"{name[0]} {version(name[0])}"


@cache
def tool_key() -> str:
    """The tool as it lies on the disk: its version, names, sizes and times of its files, and what it is built on."""
    from audit import __version__, seeds

    digest = hashlib.blake2b("\0".join([__version__, *_built_on()]).encode(), digest_size=16)
    here = Path(__file__).parent
    for folder in (here, here.parent / "corpora", seeds.folder()):
        for place, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if name not in ("__pycache__", "_ui"))
            for name in sorted(files):
                status = (Path(place) / name).stat()
                digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def _key(base: str, document: Document) -> str:
    pivot = (document.pivot.lang, document.pivot.text) if document.pivot else None
    known = (document.id, document.text, document.lang, document.title, document.outlet, document.url)
    beside = document.original.text if document.original else None
    rest = (document.published, pivot, document.segments, beside, document.origin.file if document.origin else None)
    return hashlib.blake2b(base.encode() + msgspec.json.encode((known, rest)), digest_size=16).hexdigest()


_TABLES = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, data BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (key TEXT PRIMARY KEY, data BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
"""


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connected(path)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.executescript(_TABLES)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
