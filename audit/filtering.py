"""A corpus cleaned by what the audit finds: segments dropped, safe suggestions written in, the rest byte for byte."""

from __future__ import annotations

import bisect
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audit.errors import SettingsError
from audit.fix import Policy, plan
from audit.judgements import Standing
from audit.model import Audited, Finding
from corpora.cutting import CUT, PLACED, WHOLE, count, files, numbers, without
from corpora.documents import Document
from corpora.formats import Source, known
from corpora.splicing import Edit, Lossy
from corpora.streams import CHUNK, opened, packed
from corpora.writing import Unwritable, new_bytes, refused, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What findings of which rules do: `drop` their segment, or `repair` it where a suggestion is safe.

    A finding that was repaired drops nothing. `confidence` is how sure finding and suggestion must be for a repair.
    """

    drop: frozenset[str] = frozenset()
    repair: frozenset[str] = frozenset()
    confidence: float = 0.9

    @classmethod
    def of(cls, drop: Sequence[str] = (), keep: Sequence[str] = (), repair: Sequence[str] = ()) -> Wanted:
        """By ids and categories, each item a list with commas as for `--rules`. `keep` is taken out of `drop`; without
        `drop` it is taken out of all rules. Raises SettingsError.
        """
        if not (drop or keep or repair):
            raise SettingsError("--cleaned: nothing to do, say what with --drop, --keep or --repair")
        kept = _ids("--keep", keep)
        dropped = _ids("--drop", drop) if drop else (_ids("--drop", [""]) if keep else frozenset())
        return cls(drop=dropped - kept, repair=_ids("--repair", repair))


def _ids(option: str, words: Sequence[str]) -> frozenset[str]:
    from audit.detectors import select

    if not words:
        return frozenset()
    expression = ",".join(words)
    try:
        return frozenset(detector.rule.id for detector in select(expression))
    except SettingsError as error:
        raise SettingsError(str(error).replace("--rules", option)) from None


@dataclass(frozen=True, slots=True)
class _Repair:
    """One edit of a document, where in the file it is made, and the rule whose finding it mends."""

    edit: Edit
    places: tuple[int, ...]
    rule: str


@dataclass(slots=True)
class _File:
    """What is to be done with one file: findings by their place in it, edits by document."""

    source: Source
    format: str
    dropped: dict[int, list[Finding]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    repairs: dict[str, list[_Repair]] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """What became of the corpus: segments (of running text: files) kept and dropped, repairs, by rule."""

    kept: int = 0
    dropped: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)


class Filter:
    """Hears of the results (`take`), then writes the corpus (`write`); keeps findings that drop and texts to repair."""

    def __init__(self, wanted: Wanted, sources: Sequence[Source]) -> None:
        self._wanted = wanted
        self._sources = {source.path: source for source in sources}
        named = Counter(_name(source.path, source) for one in sources for source in files(one))
        for name, number in named.items():
            if number > 1:
                raise SettingsError(f"{name}: {number} inputs would be written there, name their common folder")
        self._files: dict[str, _File] = {}

    def take(self, audited: Audited) -> None:
        """One more result. Raises SettingsError where nothing can be dropped from a file of its format."""
        document = audited.document
        origin = document.origin
        source = self._sources.get(origin.file) if origin else None
        if origin is None or source is None:
            return
        file = self._files.setdefault(source.path, _File(source, origin.format))
        if self._wanted.drop and file.format not in CUT | WHOLE:
            raise SettingsError(
                f"{source.path}: --drop: segments cannot be taken out of this format ({file.format}), use --repair"
            )
        repaired = self._repairs(audited, file)
        for finding in audited.findings:
            if finding.rule in self._wanted.drop and id(finding) not in repaired:
                for place in _places(document, file.format, finding.span.start, finding.span.end):
                    file.dropped.setdefault(place, []).append(finding)

    def _repairs(self, audited: Audited, file: _File) -> set[int]:
        """Note the repairs of a document; returns which findings they mend."""
        wanted = [finding for finding in audited.findings if finding.rule in self._wanted.repair]
        if not wanted:
            return set()
        document = audited.document
        changes, _ = plan(wanted, document.text, Policy(confidence=self._wanted.confidence), Standing())
        made, mended = list[_Repair](), set[int]()
        for change in changes:
            span = change.finding.span
            tried = [change.edit, Edit(start=span.start, end=span.end, text=change.text)]
            edit = next((edit for edit in tried if refused(document, edit) is None), None)
            if edit is not None:
                places = tuple(_places(document, file.format, edit.start, edit.end))
                made.append(_Repair(edit, places, change.finding.rule))
                mended.add(id(change.finding))
        if made:
            file.documents[document.id], file.repairs[document.id] = document, made
        return mended

    def write(self, cleaned: str, rejects: str | None) -> Written:
        """Write the cleaned corpus, and what was dropped, each into a new folder that appears when it is whole.

        Raises SettingsError where a folder is there already and not empty, Unwritable and OSError.
        """
        targets = [target(place) for place in (cleaned, rejects) if place is not None]
        done = Written()
        folders = [(path, path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")) for path in targets]
        try:
            for _, hidden in folders:
                hidden.mkdir(parents=True)
            reasons = folders[1][1] / "reasons.jsonl" if rejects is not None else None
            with reasons.open("w", encoding="utf-8") if reasons else open(os.devnull, "w") as out:  # noqa: PTH123
                for source in self._sources.values():
                    for line in self._split(source, [hidden for _, hidden in folders], done):
                        out.write(json.dumps(line, ensure_ascii=False) + "\n")
            for path, hidden in folders:
                if path.exists():
                    path.rmdir()
                hidden.rename(path)
        finally:
            for _, hidden in folders:
                shutil.rmtree(hidden, ignore_errors=True)
        return done

    def _split(self, source: Source, folders: Sequence[Path], done: Written) -> Iterator[dict[str, Any]]:
        """Write one source into the folders (cleaned, rejects); gives the reasons of what was dropped."""
        file = self._files.get(source.path) or _File(source, "")
        cut = file.format in CUT
        if cut:
            gone = numbers(source, file.format, file.dropped)
            total = count(source, file.format)
        else:
            gone, total = ({0: [0]} if file.dropped else {}), 1
        done.dropped, done.kept = done.dropped + len(gone), done.kept + total - len(gone)
        cleaned, rejects = folders[0], folders[1] if len(folders) > 1 else None
        mended = self._mended(file, cleaned, done)
        for one in files(source):
            name = _name(one.path, one)
            own = mended if one is source else one
            if cut or not gone:
                _write(cleaned / name, _left(own, file.format, gone.__contains__) if gone else _all(own), one)
            if gone and rejects is not None:
                parts = _left(one, file.format, lambda number: number not in gone) if cut else _all(one)
                _write(rejects / name, parts, one)
        if mended is not source:
            Path(mended.path).unlink()
        for number in sorted(gone):
            findings = [finding for place in gone[number] for finding in file.dropped[place]]
            done.by_rule.update({finding.rule for finding in findings})
            yield {
                "file": _name(source.path, source),
                "unit": number + 1,
                "doc": findings[0].span.doc,
                "reasons": [_reason(finding) for finding in findings],
            }

    def _mended(self, file: _File, folder: Path, done: Written) -> Source:
        """The source with its repairs made, in a file of its own; the source itself where there are none.

        What is dropped is not repaired.
        """
        edits: dict[str, list[Edit]] = {}
        for id, repairs in file.repairs.items():
            left = [repair for repair in repairs if not any(place in file.dropped for place in repair.places)]
            if left:
                edits[id] = [repair.edit for repair in left]
                done.repaired.update(repair.rule for repair in left)
        if not edits:
            return file.source
        documents = {id: file.documents[id] for id in edits}
        source = file.source
        new = replace(source, path=str(folder / f".mended{source.extension}{source.compression or ''}"))
        _write(Path(new.path), new_bytes(source, documents, edits), source)
        verify(source, new, documents, edits)
        return new


def _places(document: Document, format: str, start: int, end: int) -> list[int]:
    """Where [start, end) of a document stands: lines of its file or offsets in it; 0 where a file is one text."""
    origin = document.origin
    assert origin is not None
    if format not in CUT:
        return [0]
    if format in ("jsonlines", "table"):
        return [origin.pieces[0].line]
    begin = bisect.bisect_right(origin.pieces, start, key=lambda piece: piece.start) - 1
    stop = bisect.bisect_left(origin.pieces, max(end, start + 1), key=lambda piece: piece.start)
    pieces = origin.pieces[max(0, begin) : max(1, stop)]
    return sorted({piece.at if format in PLACED else piece.line for piece in pieces})


def _name(path: str, source: Source) -> str:
    """The name of a file within the folder that is written: its own below the folder that was named."""
    id = source.id
    relative = not os.path.isabs(id) and ".." not in Path(id).parts  # noqa: PTH117
    if id != path and relative:
        return id
    return Path(path).name


def target(place: str) -> Path:
    """The folder that will be written. Raises SettingsError where something is there."""
    path = Path(os.path.realpath(place))
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise SettingsError(f"{place}: is there already, name a new folder")
    return path


def _all(source: Source) -> Iterator[bytes]:
    with opened(source.path, _packing(source)) as stream:
        yield from iter(lambda: stream.read(CHUNK), b"")


def _left(source: Source, format: str, gone: Callable[[int], bool]) -> Iterator[bytes]:
    try:
        yield from without(source, format, gone)
    except Lossy as error:
        raise Unwritable(f"{source.path}: {error}") from None


def _packing(source: Source) -> str | None:
    return known(source.path)[1]


def _write(path: Path, parts: Iterable[bytes], source: Source) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        for part in packed(parts, _packing(source)):
            out.write(part)


def _reason(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "surface": finding.span.text,
        "start": finding.span.start,
        "end": finding.span.end,
        "confidence": round(finding.confidence, 4),
        "message": finding.message,
    }


class Scorer:
    """Rows of a data set with what the audit finds in them: a function for `datasets.map(..., batched=True)`.

    Adds the columns `findings` (how many), `rules` and `surfaces` (of each) to a batch, a mapping of
    columns. `text` and `pivot` name columns, `pivot_lang` is a language code. Further options are those of `Auditor`.
    Rows that cannot be audited get 0 and empty lists. It can be pickled.

    >>> Scorer("en", rules="residue")({"en": ["He met 王毅 there.", "Nothing."]})["findings"]
    [1, 0]
    """

    def __init__(
        self, text: str = "text", pivot: str | None = None, pivot_lang: str | None = None, **options: Any
    ) -> None:
        from audit.api import Auditor

        self._text, self._pivot, self._pivot_lang = text, pivot, pivot_lang
        self._auditor = Auditor(**options)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """The new columns of a batch."""
        found: list[tuple[Finding, ...]] = []
        for number, text in enumerate(batch[self._text]):
            row: dict[str, object] = {"id": str(number), "text": text or "", "lang": "en"}
            if self._pivot is not None and batch[self._pivot][number]:
                row["pivot"] = {"lang": self._pivot_lang or "und", "text": batch[self._pivot][number]}
            result = self._auditor(row) if row["text"] else None
            found.append(result.findings if isinstance(result, Audited) else ())
        return {
            "findings": [len(findings) for findings in found],
            "rules": [[finding.rule for finding in findings] for findings in found],
            "surfaces": [[finding.span.text for finding in findings] for findings in found],
        }
