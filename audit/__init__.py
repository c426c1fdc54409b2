"""Audit of translated news: records in, findings out. `from audit import audit, Auditor` is the Python interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Auditor", "Settings", "__version__", "audit"]

if TYPE_CHECKING:
    from audit.api import Auditor, audit
    from audit.settings import Settings

_HOMES = {"Auditor": "audit.api", "audit": "audit.api", "Settings": "audit.settings"}


def __getattr__(name: str) -> object:
    """The interface is imported when it is asked for: the command line starts faster without."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
