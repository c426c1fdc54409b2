"""`taudit index`: texts and indexes in, an index folder out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from audit.cli_output import CLEAN, NOTHING, USAGE, say
from audit.errors import SettingsError
from corpora.documents import Document
from corpora.index_store import BadIndex


def build_index(sources: Sequence[str], folder: str, jobs: int = 1) -> int:
    """Build or extend the index at `folder`, with `jobs` processes; sources may be indexes. Returns the exit status."""
    from corpora.index import Index, build, is_index
    from corpora.reading import find, read

    indexes, usage = [], False
    for path in (path for path in sources if is_index(path)):
        if os.path.realpath(path) == os.path.realpath(folder):
            raise SettingsError(f"--output {folder}: is one of the sources, choose another folder")
        try:
            indexes.append(Index(path))
        except (BadIndex, OSError) as error:
            say(str(error))
            usage = True
    found, missing = find([path for path in sources if not is_index(path)])
    for message in missing:
        say(message)
        usage = True
    if usage and not found and not indexes:
        return USAGE
    counted = 0

    def documents() -> Iterator[Document]:
        nonlocal counted
        for item in read(found):
            if not isinstance(item, Document):
                say(item.reason)
                continue
            counted += 1
            yield item
        for index in indexes:
            for document in index.documents():
                counted += 1
                yield document

    try:
        built = build(documents(), folder, jobs=jobs)
    except BadIndex as error:
        raise SettingsError(f"--output {error}") from error
    except OSError as error:
        raise SettingsError(f"--output {folder}: {error.strerror or error}, choose another folder") from error
    replaced = f", {built.replaced} replaced by another text of the same id" if built.replaced else ""
    say(f"{folder}: {built.added} documents added, {built.known} known already{replaced}; {built.total} in all")
    if usage:
        return USAGE
    return CLEAN if counted else NOTHING
