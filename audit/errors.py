"""The engine's errors: raised where the cause is known, turned into one clear line at the edge."""

from __future__ import annotations


class AuditError(Exception):
    """The parent of all errors of the engine; its text is one line: what is wrong, what to do."""


class SettingsError(AuditError):
    """Wrong usage or settings (exit status 2)."""


class MissingExtra(AuditError):
    """An optional part is not installed; the text names the extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra [{extra}]: pip install 'translation-audit[{extra}]'")


class SeedError(AuditError):
    """A file of `seeds/` is not of its form; the text names file and entry."""
