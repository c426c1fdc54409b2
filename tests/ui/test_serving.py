"""`taudit review` as a user starts it: on this machine only, and deaf to sites that pretend to be this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_PATIENCE = 60


@pytest.fixture
def port(seed_database: Path, tmp_path: Path) -> Iterator[int]:
    """The port of a page that `taudit review` serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TAUDIT_")}
    command = [sys.executable, "-m", "audit.cli", "review", "--database", str(seed_database), "--port", str(number)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + _PATIENCE
        while b"200" not in ask(number, "/_stcore/health").split(b"\r\n")[0]:
            assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
            assert time.monotonic() < deadline, "the page does not answer"
            time.sleep(0.1)
        yield number
        process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE)


def ask(port: int, path: str, *headers: str, host: str = "localhost") -> bytes:
    """The beginning of an answer; empty where nobody answers."""
    lines = (f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", "")
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096)
    return b""


UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


def test_only_this_machine_may_ask(port: int) -> None:
    own = ask(port, "/_stcore/stream", *UPGRADE, f"Origin: http://localhost:{port}", host=f"localhost:{port}")
    assert b" 101 " in own.split(b"\r\n")[0]
    for host, origin in (("evil.example", "evil.example"), (f"localhost:{port}", "evil.example")):
        answer = ask(port, "/_stcore/stream", *UPGRADE, f"Origin: http://{origin}", host=host)
        assert b" 403 " in answer.split(b"\r\n")[0], f"{host}, {origin}: {answer[:80]!r}"
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex((_address(), port)) != 0, "nobody else reaches the page"


def _address() -> str:
    """An address of this machine that is not the loopback's, or the next one to it where there is none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found = str(probe.getsockname()[0])
        if not found.startswith("127."):
            return found
    return "127.0.0.2"
