"""From what a user names (files, folders, globs, `-`) to documents: found first, then read one by one.

One bad input never stops the others: it becomes an Unreadable with one clear line.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import MODULES, Source, known, reader, side
from corpora.remote import is_remote, named
from corpora.seen import Seen
from corpora.streams import broken_stream_errors, explain, opened

__all__ = ["Source", "find", "read"]


def find(inputs: Sequence[str]) -> tuple[list[Source], list[str]]:
    """The sources that paths, folders, patterns and `-` name, sorted by path, and a line for each that matches nothing.

    Folders are searched all the way down for files with a known ending; hidden files and folders are left out. A file
    is listed once however often it is named. Ids are paths relative to the named folder, or the paths given; where two
    files would share one, both get their whole paths.
    """
    found: list[Source] = []
    messages: list[str] = []
    for name in _paired(inputs):
        if isinstance(name, Source):
            found.append(name)
            continue
        sources = _find_one(name)
        if sources is None:
            kind = "the pattern matches no file" if glob.has_magic(name) else "no such file or folder"
            messages.append(f"{name}: {kind}, check the path")
        else:
            found.extend(sources)
    return sorted(_with_distinct_ids(found), key=lambda source: (source.path, source.id)), messages


def read(sources: Iterable[Source]) -> Iterator[Document | Unreadable]:
    """The documents of the sources, one after another; memory is bounded by the largest document.

    What cannot be read comes as an Unreadable. Where an id comes a second time, the later one is unreadable.
    """
    seen = Seen()
    for source in sources:
        for item in _read_one(source):
            if isinstance(item, Document) and not seen.add(item.id):
                yield _duplicate(item)
            else:
                yield item


def _find_one(name: str) -> list[Source] | None:
    if name == "-":
        return [Source(path="-", id="-")]
    if not name or "\0" in name:
        return None
    if is_remote(name):
        return _remote(name)
    try:
        path = Path(name)
        if path.is_dir():
            return _in_folder(name)
        if path.exists() or path.is_symlink():
            return [_source(name, name)]
    except OSError as error:
        return [Source(path=name, id=name, problem=explain(error))]
    return _matching(name) if glob.has_magic(name) else None


_BRACES = re.compile(r"(.*\.)\{([\w,-]{2,80})\}((?:\.(?:gz|zst|xz))?)", re.DOTALL)


def _paired(inputs: Sequence[str]) -> list[str | Source]:
    """The inputs, files of one bitext (`c.en c.zh`, or `c.{zh,en}` in quotation marks) as one source."""
    named: list[str] = []
    for name in inputs:
        braces = _BRACES.fullmatch(name)
        if braces and not os.path.lexists(name):
            named += [f"{braces[1]}{ending}{braces[3]}" for ending in braces[2].split(",")]
        else:
            named.append(name)
    bitexts = _bitexts([name for name in named if side(name) and os.path.isfile(name)])  # noqa: PTH113
    taken = {path: bitext for bitext in bitexts for path in (bitext.path, *(path for _, path in bitext.beside))}
    result: list[str | Source] = []
    for name in named:
        source = taken.get(name)
        if source is None:
            result.append(name)
        elif source not in result:
            result.append(source)
    return result


def _bitexts(paths: Sequence[str]) -> list[Source]:
    """The bitexts among files whose endings are languages: the same stem, one side English."""
    stems: dict[str, dict[str, str]] = {}
    for path in paths:
        if found := side(path):
            stems.setdefault(found[0], {}).setdefault(found[1], path)
    bitexts = []
    for endings in stems.values():
        own = next((ending for ending in endings if ending.split("-")[0].split("_")[0] == "en"), None)
        if own is not None and len(endings) > 1:
            beside = tuple((ending, path) for ending, path in endings.items() if ending != own)
            bitexts.append(replace(_source(endings[own], endings[own]), format="moses", lang="en", beside=beside))
    return bitexts


def _source(path: str, identifier: str) -> Source:
    format_name, compression, extension = known(path)
    return Source(
        path=path,
        id=identifier.encode("utf-8", "replace").decode("utf-8"),
        format=format_name,
        compression=compression,
        extension=extension,
    )


def _remote(address: str) -> list[Source] | None:
    """The sources at an address; ids are relative to it where it is a folder."""
    try:
        found = named(address)
    except OSError as error:
        return [Source(path=address, id=address, problem=explain(error))]
    if not found:
        return None
    paths, folder = found
    if folder is None:
        return [_source(path, path) for path in paths] or None
    inside = [path for path in paths if known(path)[0] and "/." not in path[len(folder) :]]
    if not inside:
        return [Source(path=address, id=address, problem="nothing readable in this folder")]
    return [_source(path, path[len(folder) + 1 :]) for path in inside]


def _in_folder(folder: str) -> list[Source]:
    """The readable files of a folder; one source with the problem where there is none."""
    sources, problems = [], list[Source]()

    def note(error: OSError) -> None:
        where = str(error.filename)
        problems.append(Source(path=where, id=where, problem=explain(error)))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and known(name)[0]:
                path = Path(place, name)
                sources.append(_source(str(path), path.relative_to(folder).as_posix()))
        sides = [str(Path(place, name)) for name in files if not name.startswith(".") and not known(name)[0]]
        for bitext in _bitexts(sorted(sides)):
            sources.append(replace(bitext, id=Path(bitext.path).relative_to(folder).as_posix()))
    if not sources and not problems:
        endings = " ".join(MODULES)
        problems = [Source(path=folder, id=folder, problem=f"nothing readable in this folder, known are {endings}")]
    return sources + problems


def _matching(pattern: str) -> list[Source] | None:
    """The files that a pattern matches, of known formats where there are some."""
    matches = glob.glob(pattern, recursive=True)  # noqa: PTH207 - patterns may be absolute
    files = [match for match in matches if not Path(match).is_dir()]
    sources = [_source(match, match) for match in files]
    readable = [source for source in sources if source.format]
    if sources:
        return readable or sources
    folders = [source for match in matches for source in _in_folder(match)]
    return folders or None


def _with_distinct_ids(sources: list[Source]) -> list[Source]:
    by_file: dict[str, Source] = {}
    for source in sources:
        there = source.path == "-" or is_remote(source.path)
        by_file.setdefault(source.path if there else os.path.realpath(source.path), source)
    used: dict[str, int] = {}
    for source in by_file.values():
        used[source.id] = used.get(source.id, 0) + 1
    return [replace(source, id=source.path) if used[source.id] > 1 else source for source in by_file.values()]


def _read_one(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of one source; whatever goes wrong becomes one line."""
    if source.problem:
        yield Unreadable(doc=source.id, reason=f"{source.path}: {source.problem}")
        return
    count = 0
    try:
        for item in _sniffed(source) if source.format is None else reader(source.format)(source):
            count += 1
            yield item
    except broken_stream_errors() as error:
        yield Unreadable(doc=source.id, reason=f"{source.path}: {explain(error)}")
        return
    except Exception as error:  # a batch must outlive whatever a hostile file does to a parser
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        yield Unreadable(doc=source.id, reason=f"{source.path}: cannot be read ({what}), please report this file")
        return
    if not count:
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: no document in this file, give it one")


def _sniffed(source: Source) -> Iterator[Document | Unreadable]:
    """Standard input, or a file whose ending says nothing: JSON lines when it begins with an object, else a text."""
    from corpora.formats import jsonlines, text, xml
    from corpora.streams import Rewound, whole

    with opened(source.path, source.compression) as raw:
        stream = Rewound(raw)
        if stream.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from jsonlines.documents(source, stream)
        elif xml.root_of(stream.head) in xml.ROOTS:
            yield from xml.documents(source, stream)
        else:
            yield from text.documents(source, whole(stream))


def _duplicate(document: Document) -> Unreadable:
    place = document.origin.place(0, document.text) if document.origin else None
    where = f"{place.file}:{place.line}" if place else document.id
    return Unreadable(doc=document.id, reason=f'{where}: duplicate id "{document.id}", give every document its own')
