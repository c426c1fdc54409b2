"""Reading the tables that the channels ship: tab-separated lines, `#` lines say where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from audit.errors import AuditError


def lines(name: str) -> Iterator[list[str]]:
    """The fields of each line of a shipped table, comments left out.

    Raises AuditError when the table is missing from the installation.
    """
    try:
        text = (resources.files(__package__) / "tables" / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise AuditError(f"audit/channels/tables/{name} is missing: install translation-audit again") from error
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
