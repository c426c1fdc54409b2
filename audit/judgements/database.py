"""Opening the review database: SQLite in a file, or PostgreSQL for teams; brought to the newest revision on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from audit.errors import AuditError, MissingExtra, SettingsError
from audit.judgements.records import ReadOnly

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

_LOCK = 0x7461756469740001
"""PostgreSQL's advisory lock around migrations: two pages that start at once do not both create the tables."""


def parsed(url: str | Path) -> URL:
    """A database URL, or the path of an SQLite file, as a URL with the driver that is used. Raises SettingsError."""
    given = str(url)
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        known = make_url(given)
    except (ArgumentError, ValueError):
        raise SettingsError("--database: is no address of a database, write postgresql://host/name or a file") from None
    kind = known.drivername.split("+")[0]
    if kind in ("postgres", "postgresql"):
        return known.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return known.set(drivername="sqlite")
    raise SettingsError(f"--database {kind}: SQLite and PostgreSQL are known, write a file or postgresql://host/name")


class Database:
    """An engine with the two kinds of transaction that the store uses."""

    def __init__(self, url: str | Path, *, read_only: bool = False) -> None:
        self.url = parsed(url)
        self.read_only = read_only
        self.sqlite = self.url.drivername == "sqlite"
        self._engine = self._opened()
        try:
            self._prepare()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def name(self) -> str:
        """The address without its password."""
        return self.url.database or "" if self.sqlite else self.url.render_as_string(hide_password=True)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the data."""
        with self._explained(), self._engine.connect() as connection:
            if not self.sqlite:  # SQLite's transactions see one state anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all. Raises ReadOnly."""
        if self.read_only:
            raise ReadOnly(f"{self.name}: is open for reading only")
        with self._explained(), self._engine.connect() as connection:
            connection.info["write"] = True
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """The database's own troubles as one line."""
        try:
            yield
        except DBAPIError as error:
            cause = " ".join(str(error.orig).split())[:200]
            raise AuditError(f"{self.name}: the database says: {cause}") from error
        except SQLAlchemyError as error:
            raise AuditError(f"{self.name}: {' '.join(str(error).split())[:200]}") from error

    def _opened(self) -> Engine:
        if not self.sqlite:
            try:
                import psycopg  # noqa: F401
            except ImportError:
                raise MissingExtra("a PostgreSQL database", "postgres") from None
            options = "-c default_transaction_read_only=on" if self.read_only else ""
            return create_engine(
                self.url,
                pool_pre_ping=True,
                pool_size=10,
                max_overflow=20,
                isolation_level="READ COMMITTED",
                connect_args={"options": options} if options else {},
            )
        path = Path(self.url.database or "")
        if self.url.database in (None, "", ":memory:"):
            raise SettingsError("--database: name a file, a database in memory is lost at once")
        if self.read_only and not path.is_file():
            raise SettingsError(f"{path}: no such database, `taudit review` makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{path}: cannot be written ({error.strerror}), name another --database") from None
        engine = create_engine(self.url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", self._configure)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _forget)
        return engine

    def _configure(self, connection: Any, record: Any) -> None:
        """SQLite's settings of each connection; transactions are begun by `_begin`, never by the driver."""
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -65536"):
            if not (self.read_only and pragma.startswith("journal")):
                cursor.execute(f"PRAGMA {pragma}")
        if self.read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    def _prepare(self) -> None:
        with self._explained():
            from audit.judgements.migrations import head, migrate, revision

            if self.read_only:
                with self._engine.connect() as connection:
                    if revision(connection) != head():
                        raise SettingsError(f"{self.name}: is of an older form, open it once without --read-only")
                return
            with self._engine.connect() as connection:
                if revision(connection) == head():
                    return
                connection.rollback()
                connection.info["write"] = True
                with connection.begin():
                    if not self.sqlite:
                        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                    migrate(connection)


def _begin(connection: Connection) -> None:
    """Writers queue at the door: a transaction that began by reading could not become a writer later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("write") else "BEGIN")


def _forget(connection: Any, record: Any) -> None:
    record.info.pop("write", None)
