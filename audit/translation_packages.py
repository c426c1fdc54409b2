"""Installing Argos packages: from a file, looked at before it is unpacked, or by name from Argos' index in time."""

from __future__ import annotations

import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from audit.errors import AuditError, SettingsError
from audit.translate import Package, argos, installed

T = TypeVar("T")

TIMEOUT = 20.0
"""Seconds for the package index to answer."""
LARGEST = 4_000_000_000
"""Bytes that a package may unpack to: real ones have at most a few hundred megabytes."""


def install(what: str, timeout: float = TIMEOUT) -> Package:
    """Install a package: the path of an `.argosmodel` file, or a name like `zh-en` (`zh_en`, `translate-zh_en`).

    Returns it as installed. Raises SettingsError for what is no package, AuditError where the index does not answer.
    """
    argos(f"--install {what}")
    if what.endswith(".argosmodel") or Path(what).exists():
        return install_file(Path(what))
    return install_named(what, timeout)


def install_file(path: Path) -> Package:
    """Install from a file. Raises SettingsError where it is no package of a translation model."""
    source, target = _checked(path)
    module = argos()
    try:
        module.package.install_from_path(path)
    except Exception as error:  # Argos raises bare Exception
        raise AuditError(f"{path}: Argos could not install it ({error}), get the file again") from error
    return _found(source, target, str(path))


def _checked(path: Path) -> tuple[str, str]:
    """The languages of a package file, after a look at everything that unpacking would trust."""
    if not path.is_file():
        raise SettingsError(f"{path}: no such file, name an .argosmodel file or a package like zh-en")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            metadata = [e for e in entries if PurePosixPath(e.filename).parts[1:] == ("metadata.json",)]
            if len(metadata) != 1:
                raise SettingsError(f"{path}: is no Argos package (no metadata.json in its folder), get the file again")
            folder = PurePosixPath(metadata[0].filename).parts[0]
            for entry in entries:
                parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
                if not parts or parts[0] != folder or ".." in parts or folder in (".", "..", "/"):
                    raise SettingsError(f"{path}: holds files outside of its folder, do not use it")
            if sum(entry.file_size for entry in entries) > LARGEST or metadata[0].file_size > 1_000_000:
                raise SettingsError(f"{path}: unpacks to more than a package ever has, do not use it")
            described = json.loads(archive.read(metadata[0]))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise SettingsError(f"{path}: is no Argos package ({error}), get the file again") from None
    source, target = (described.get(key) if isinstance(described, dict) else None for key in ("from_code", "to_code"))
    if not isinstance(source, str) or not isinstance(target, str) or not source or not target:
        raise SettingsError(f"{path}: its metadata.json names no languages (from_code, to_code)")
    return source, target


def install_named(name: str, timeout: float = TIMEOUT) -> Package:
    """Install the package that Argos' index lists under a name, when the index can be reached within `timeout`."""
    source, target = _codes(name)
    available = _within(timeout, lambda: _index(timeout))
    for package in available:
        if package.from_code == source and package.to_code == target:
            break
    else:
        offered = sorted({f"{p.from_code}-{p.to_code}" for p in available if p.from_code and p.to_code})
        near = [pair for pair in offered if pair.startswith(f"{source}-") or pair.endswith(f"-{source}")]
        raise SettingsError(
            f"--install {name}: not in the index of Argos; for {source} it has {', '.join(near) or 'none'}"
        )
    with _timed_sockets(timeout):
        try:
            path = Path(package.download())
        except Exception as error:  # Argos raises bare Exception
            raise AuditError(
                f"--install {name}: the download failed ({error}), try again or use --install FILE"
            ) from error
    try:
        return install_file(path)
    finally:
        path.unlink(missing_ok=True)


def _codes(name: str) -> tuple[str, str]:
    source, between, target = name.removeprefix("translate-").replace("_", "-").partition("-")
    if not between or not source.isalpha() or not target.isalpha():
        raise SettingsError(f"--install {name}: no such file, and no package's name (write it like zh-en)")
    return source, target


def _index(timeout: float) -> list[Any]:
    """What the index of Argos offers, fetched now."""
    module = argos()
    before = _stamp(module.settings.local_package_index)
    with _timed_sockets(timeout):
        module.package.update_package_index()  # says errors in the log only
    if _stamp(module.settings.local_package_index) == before:
        raise TimeoutError
    offered: list[Any] = module.package.get_available_packages()
    return offered


def _stamp(path: Path) -> int:
    return Path(path).stat().st_mtime_ns if Path(path).exists() else 0


def _within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, given up after some seconds: resolving a host name knows no time-out of its own."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if done:
        return done[0]
    reason = f"no answer within {seconds:g} seconds" if thread.is_alive() or not failed else "no answer"
    if failed and not isinstance(failed[0], TimeoutError):
        reason = " ".join(str(failed[0]).split())[:120] or type(failed[0]).__name__
    raise AuditError(
        f"the package index of Argos cannot be reached ({reason}): "
        "download the .argosmodel file elsewhere and use --install FILE"
    )


@contextmanager
def _timed_sockets(seconds: float) -> Iterator[None]:
    """Argos opens connections without a time-out; within this block every new one has one."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _found(source: str, target: str, what: str) -> Package:
    for package in installed():
        if (package.source, package.target) == (source, target):
            return package
    raise AuditError(f"{what}: was unpacked, but Argos does not list {source}-{target}; is ARGOS_PACKAGES_DIR right?")
