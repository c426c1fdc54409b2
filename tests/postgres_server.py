"""A PostgreSQL server of its own for each test process: made in a temporary folder, reached by a socket, gone after."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_USERS = ("postgres", "nobody")


def _binaries() -> Path | None:
    """The folder of `initdb` and `postgres`."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return folders[-1].parent if folders else None


def _as_somebody() -> tuple[list[str], str | None]:
    """A prefix that gives up root, whom PostgreSQL refuses, and the user's name; nothing where there is no need."""
    if os.getuid() != 0:
        return [], None
    for name in _USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], name
    return [], None


class Server:
    """A running server; `database` makes an empty database and gives its URL."""

    def __init__(self, folder: Path, binaries: Path, prefix: list[str]) -> None:
        self._folder, self._count = folder, 0
        data = folder / "data"
        made = [*prefix, str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*made, "--no-sync", "--locale=C"], check=True, capture_output=True, cwd=folder)
        options = [f"unix_socket_directories={folder}", "listen_addresses=", "fsync=off", "shared_buffers=32MB"]
        self._process = subprocess.Popen(
            [*prefix, str(binaries / "postgres"), "-D", str(data), *(part for o in options for part in ("-c", o))],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            cwd=folder,
        )
        self._wait()

    def database(self) -> str:
        """The URL of a new, empty database."""
        import psycopg

        self._count += 1
        name = f"review_{self._count}"
        with psycopg.connect(host=str(self._folder), user="tester", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return f"postgresql://tester@/{name}?host={self._folder}"

    def stop(self) -> None:
        """End the server at once."""
        self._process.send_signal(signal.SIGINT)  # waits for no client
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def _wait(self) -> None:
        import time

        import psycopg

        for _ in range(200):
            try:
                psycopg.connect(host=str(self._folder), user="tester", dbname="postgres").close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text("utf-8", "replace")
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self._folder / "log").read_text("utf-8", "replace"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A server for all tests of this process."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here (Debian package postgresql)")
    prefix, user = _as_somebody()
    folder = Path(tempfile.mkdtemp(prefix="taudit-pg-"))  # a short path: sockets may not have long ones
    if user is not None:
        shutil.chown(folder, user)
    server = None
    try:
        server = Server(folder, binaries, prefix)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """The URL of an empty PostgreSQL database."""
    return postgres_server.database()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind: the same test on both."""
    if request.param == "sqlite":
        return str(tmp_path / "review.sqlite")
    url: str = request.getfixturevalue("postgres_url")
    return url
