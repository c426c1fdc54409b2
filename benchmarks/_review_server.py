"""The review page in a process of its own, for its tests and its benchmark, and what a browser needs to be started."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PATIENCE = 60_000
"""Milliseconds that a condition of a test may take on a busy machine."""


class Served:
    """A page that runs in its own process, which can be stopped hard and started again on the same port."""

    def __init__(self, database: str, log: Path, **settings: str) -> None:
        self.database, self._log, self._settings = database, log, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = {"TAUDIT_DATABASE": self.database, "TAUDIT_REVIEWER": "Ann", **self._settings}
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("TAUDIT_", "STREAMLIT_"))}
        command = [
            sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "app.py"), "--server.address", "localhost",
            "--server.port", str(self.port), "--server.headless", "true", "--server.fileWatcherType", "none",
        ]  # fmt: skip
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._log.parent, env=environment | settings, stdout=log, stderr=log
            )
        deadline = time.monotonic() + PATIENCE / 1000
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                return
            assert self._process.poll() is None, self._log.read_text("utf-8", "replace")
            assert time.monotonic() < deadline, "the page does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(30)
            self._process = None

    def log(self) -> str:
        """What the server has said."""
        return self._log.read_text("utf-8", "replace")
