"""`taudit index`: texts in, an index folder out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.cli_output import CLEAN, NOTHING, USAGE, say
from audit.errors import SettingsError
from corpora.documents import Document


def build_index(sources: Sequence[str], folder: str) -> int:
    """Build or extend the index at `folder`; returns the exit status."""
    from corpora.errors import Unreadable
    from corpora.index import build
    from corpora.reading import find, read

    found, missing = find(sources)
    for message in missing:
        say(message)
    if missing and not found:
        return USAGE
    counted = 0

    def documents() -> Iterator[Document]:
        nonlocal counted
        for item in read(found):
            if isinstance(item, Unreadable):
                say(item.reason)
                continue
            counted += 1
            yield item

    try:
        built = build(documents(), folder)
    except OSError as error:
        raise SettingsError(f"--output {folder}: {error.strerror or error}, choose another folder") from error
    except ValueError as error:
        raise SettingsError(f"--output {error}") from error
    say(f"{folder}: {built.added} documents added, {built.known} known already")
    if missing:
        return USAGE
    return CLEAN if counted else NOTHING
