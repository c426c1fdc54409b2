"""The Ray cluster of a run: found quickly or refused in one line, quiet, left as it was."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from audit.errors import AuditError, MissingExtra, SettingsError

_ANSWER = 5.0
"""Seconds that a cluster may take to answer."""
_SETTINGS = bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
"""A frame of HTTP/2 that sets nothing; its fourth byte is its type."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}


class Cluster:
    """A context manager. `address` is HOST:PORT, None starts Ray here, with `jobs` CPUs (0: those of this machine).

    A connection that this process has already is used, and left open.
    """

    def __init__(self, address: str | None, jobs: int) -> None:
        self._address, self._jobs = address, jobs
        self._own = False
        self._context: Any = None
        self.node = ""
        """The node of this process."""

    def check(self) -> None:
        """Raises MissingExtra without Ray, SettingsError where nothing answers at the address."""
        _import()
        if self._address is None:
            return
        host, _, port = self._address.rpartition(":")
        if not host or not port.isdigit() or "/" in host:
            raise SettingsError(f"--address {self._address}: write it as HOST:PORT, see `ray status`")
        try:
            _greet(host.strip("[]"), int(port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error) or "no answer"
            raise SettingsError(
                f"--address {self._address}: no Ray cluster answers there ({why}), see `ray status`"
            ) from None

    def __enter__(self) -> Cluster:
        ray = _import()
        if not ray.is_initialized():
            self._connect(ray)
        self.node = ray.get_runtime_context().get_node_id()
        self._begin_quiet()
        return self

    def __exit__(self, *error: object) -> None:
        import ray
        from ray.data import DataContext

        if self._context is not None:
            DataContext._set_current(self._context)
        if self._own:
            ray.shutdown()

    def cpus(self) -> int:
        """The CPUs of all nodes."""
        import ray

        return int(ray.cluster_resources().get("CPU", 0)) or 1

    def nodes(self) -> set[str]:
        """The nodes that are alive."""
        import ray

        return {node["NodeID"] for node in ray.nodes() if node["Alive"]}

    def here(self) -> Any:
        """The scheduling strategy that says: on the node of this process."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        return NodeAffinitySchedulingStrategy(self.node, soft=False)

    def _connect(self, ray: Any) -> None:
        place: dict[str, Any] = {"address": self._address}
        if self._address is None:
            place = {"address": "local", "num_cpus": self._jobs or None, "include_dashboard": False}
            store = os.environ.get("TAUDIT_RAY_OBJECT_STORE")
            place |= {"object_store_memory": int(store)} if store else {}
        before = signal.getsignal(signal.SIGTERM)
        try:
            with _silenced():
                ray.init(**place, log_to_driver=False, logging_level=logging.CRITICAL)
        except Exception as error:
            with suppress(Exception):
                ray.shutdown()
            cause = " ".join(str(error).split())[:300]
            if self._address is None:
                raise AuditError(f"Ray does not start on this machine ({cause})") from error
            raise SettingsError(
                f"--address {self._address}: no Ray cluster answers there ({cause}), see `ray status`"
            ) from error
        finally:
            if threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGTERM, before)  # Ray takes it
        self._own = True

    def _begin_quiet(self) -> None:
        """Blocks of one row each, so that nothing waits for others; nothing printed."""
        from ray.data import DataContext

        self._context = DataContext.get_current()
        own = self._context.copy()
        own.target_max_block_size = 1
        own.enable_progress_bars = False
        own.print_on_execution_start = False
        DataContext._set_current(own)
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _greet(host: str, port: int) -> None:
    """Say hello as every gRPC client does (RFC 9113, 3.4). Raises OSError where what answers is no such server.

    Ray itself would try again for minutes.
    """
    with socket.create_connection((host, port), _ANSWER) as connection:
        if os.environ.get("RAY_USE_TLS", "0") != "0":
            return
        connection.settimeout(_ANSWER)
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _SETTINGS)
        answer = b""
        while len(answer) < len(_SETTINGS) and (more := connection.recv(len(_SETTINGS))):
            answer += more
        if answer[3:4] != _SETTINGS[3:4]:
            raise OSError("something else does")


@contextmanager
def _silenced() -> Iterator[None]:
    """Standard error is shut: Ray's core says there how much it is going to say."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _import() -> Any:
    """Ray with Ray Data. Raises MissingExtra."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtra("--engine ray", "ray") from None
    return ray
