"""Corrected texts in the format that they were read from; where that cannot be, as JSON lines, and it is said."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from audit.fix import Policy, plan
from audit.judgements.lines import Standing
from audit.judgements.reviewed import Reviewed, of_document
from corpora.documents import Document
from corpora.errors import CorpusError
from corpora.formats import Source
from corpora.reading import find
from corpora.streams import packed
from corpora.writing import Edit, edited, new_bytes, verify

REST = "corrected.jsonl"
"""The file that holds the texts which cannot be written back into the format they came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A file with its corrections made: a relative path that leads nowhere else, the bytes, and how many they are.

    `problem` says why texts stand in `REST` and not in their own file.
    """

    path: str
    data: bytes
    changes: int
    documents: tuple[str, ...]
    problem: str = ""


@dataclass(slots=True)
class _Texts:
    """The documents of one file, with their edits."""

    documents: dict[str, Document]
    edits: dict[str, tuple[Edit, ...]]

    @property
    def changes(self) -> int:
        return sum(len(edits) for edits in self.edits.values())


def corrected(reviewed: Iterable[Reviewed]) -> Iterator[TextFile]:
    """The files of the documents that reviewers' decisions change; unchanged ones are left out."""
    files: dict[str, _Texts] = {}
    for one in reviewed:
        document = one.audited.document
        edits = _edits(one)
        if edits:
            name = document.origin.file if document.origin else ""
            texts = files.setdefault(name, _Texts({}, {}))
            texts.documents[document.id] = document
            texts.edits[document.id] = edits
    taken: set[str] = {REST}
    rest: list[bytes] = []
    problems: list[str] = []
    left = _Texts({}, {})
    for name, texts in files.items():
        try:
            data = _rewritten(name, texts)
        except (CorpusError, OSError) as error:
            problems.append(" ".join(str(error).split()) or type(error).__name__)
            rest += [_line(document, texts.edits[id]) for id, document in texts.documents.items()]
            left.documents |= texts.documents
            left.edits |= texts.edits
            continue
        yield TextFile(path=_path(name, taken), data=data, changes=texts.changes, documents=tuple(texts.documents))
    if rest:
        yield TextFile(
            path=REST,
            data=b"".join(rest),
            changes=left.changes,
            documents=tuple(left.documents),
            problem="; ".join(dict.fromkeys(problems)),
        )


def _edits(one: Reviewed) -> tuple[Edit, ...]:
    changes, _ = plan(one.audited.findings, one.audited.document.text, Policy(decided=True), Standing(of_document(one)))
    return tuple(Edit(start=change.start, end=change.end, text=change.text) for change in changes)


def _rewritten(name: str, texts: _Texts) -> bytes:
    """The file with the corrections made, read once more to be sure. Raises CorpusError, OSError."""
    source = _source(name, texts)
    new = b"".join(packed(new_bytes(source, texts.documents, texts.edits), source.compression))
    with tempfile.TemporaryDirectory(prefix="taudit-") as folder:
        copy = Path(folder, f"copy{source.extension or '.txt'}{source.compression or ''}")
        copy.write_bytes(new)
        verify(source, replace(source, path=str(copy)), texts.documents, texts.edits)
    return new


def _source(name: str, texts: _Texts) -> Source:
    """The file as it was read, under the id that it had then."""
    if not name or name == "-":
        raise CorpusError("there is no file behind the text")
    sources, _ = find([name])
    if not sources:
        raise CorpusError(f"{name}: is not here any more")
    for id in texts.documents:
        stem, sign, number = id.rpartition("#")  # a record without an id of its own
        if sign and number.isdigit():
            return replace(sources[0], id=stem)
    (id, *others) = texts.documents
    return sources[0] if others else replace(sources[0], id=id)


def _path(name: str, taken: set[str]) -> str:
    """A relative path for a file of this name that stays inside of any folder, and that no other file has."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    inside = not (name.startswith("/") or ".." in name.replace("\\", "/").split("/"))
    path = "/".join(parts if inside else parts[-1:]) or "text"
    stem, dot, ending = path.rpartition(".")
    number, found = 1, path
    while found in taken:
        number += 1
        found = f"{stem}-{number}.{ending}" if dot else f"{path}-{number}"
    taken.add(found)
    return found


def _line(document: Document, edits: tuple[Edit, ...]) -> bytes:
    record = {"id": document.id, "text": edited(document.text, edits), "lang": document.lang, "title": document.title}
    record |= {"outlet": document.outlet, "url": document.url}
    if document.published:
        record["published"] = document.published.isoformat()
    kept = {key: value for key, value in record.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
