"""A report as a folder of Parquet files, one partition for each type of record; safe against being killed.

    DIR/_run.json                          the run line of the JSON lines: version and signature
    DIR/type=finding/part-00000.parquet    likewise type=document, type=link, type=skipped
    DIR/_summary.json                      the summary line; it is there when the report is whole

Records first go into a journal (`_unfinished-00000.arrows`, an Arrow stream that can be cut anywhere); every 50,000
become files. Where files end depends on the records alone, so an interrupted report ends up the same, byte for byte.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from audit.batch.arrow import RECORDS, SCHEMAS
from audit.batch.records import as_records
from audit.errors import SettingsError
from audit.model import Audited, Skipped
from audit.reports.records import Counts, Trail, run_record, summary_record

PART = 50_000
"""Records after which files are closed, at the end of a document."""
_BUFFER = 64


class ParquetReport:
    """Writes a report into a folder. `resume` goes on with what is there; else the folder appears when it is whole.

    Raises SettingsError where the folder holds anything else, or belongs to a run with other settings.
    """

    def __init__(self, path: str, *, resume: bool = False, part: int = PART) -> None:
        self.path = path
        self._final = Path(os.path.realpath(path))
        self._resume, self._part = resume, part
        self._folder = self._final
        self._pending: list[pa.RecordBatch] = []
        self._results: list[Audited | Skipped] = []
        self._rows = self._number = 0
        self._journal: pa.NativeFile | None = None
        self._stream: pa.RecordBatchStreamWriter | None = None
        self.counts, self.trail = Counts(), Trail()
        self._before = Counts(), Trail()  # what stands in files already
        self.stdout = False
        self._check()

    def begin(self, signature: Mapping[str, object]) -> None:
        """Make the folder, or look up in it what an earlier run has done."""
        record = json.loads(json.dumps(run_record(signature)))
        if self._resume and (self._folder / "_run.json").exists():
            if json.loads((self._folder / "_run.json").read_text("utf-8")) != record:
                raise SettingsError(
                    f"{self.path}: --resume: was made with other settings, rules or originals, choose another folder"
                )
            self._go_on()
            return
        if not self._resume:
            self._folder = self._final.with_name(f".{self._final.name[:80]}.{secrets.token_hex(4)}.part")
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._folder / "_run.json", json.dumps(record, ensure_ascii=False, indent=1))
        self._open_journal([])

    def batch(self, records: pa.RecordBatch) -> None:
        """More records (`arrow.RECORDS`), of whole documents."""
        _count(records, self.counts, self.trail)
        assert self._stream is not None and self._journal is not None
        self._stream.write_batch(records)
        self._journal.flush()
        self._add(records)

    def document(self, audited: Audited) -> None:
        """One more document."""
        self._buffer(audited)

    def skipped(self, skipped: Skipped) -> None:
        """One more text that could not be audited."""
        self._buffer(skipped)

    def end(self) -> None:
        """The last records become files, and the summary is written."""
        self._flush()
        if self._rows:
            self._seal(self._rows)
        self._close()
        _write(self._folder / "_summary.json", json.dumps(summary_record(self.counts) | _trail(self.trail), indent=1))
        for journal in self._folder.glob("_unfinished-*"):
            journal.unlink()

    def commit(self) -> None:
        """The folder is whole and takes its place."""
        if self._folder == self._final:
            return
        if self._final.exists():
            old = self._final.with_name(f".{self._final.name[:80]}.{secrets.token_hex(4)}.old")
            self._final.rename(old)
            self._folder.rename(self._final)
            shutil.rmtree(old)
        else:
            self._folder.rename(self._final)
        self._folder = self._final

    def discard(self) -> None:
        """Give up; what was written stays only where it can be gone on with."""
        self._close()
        if self._folder != self._final:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _check(self) -> None:
        if self._final.exists():
            if not self._final.is_dir():
                raise SettingsError(f"{self.path}: is a file, --format parquet writes a folder: name another")
            if any(self._final.iterdir()) and not (self._final / "_run.json").exists():
                raise SettingsError(f"{self.path}: holds other files, name a new folder for the Parquet files")

    def _buffer(self, result: Audited | Skipped) -> None:
        self._results.append(result)
        if len(self._results) >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        if self._results:
            results, self._results = self._results, []
            self.batch(as_records(results))

    def _add(self, records: pa.RecordBatch) -> None:
        self._pending.append(records)
        self._rows += records.num_rows
        while self._rows >= self._part:
            self._seal(self._boundary())

    def _boundary(self) -> int:
        """Where the part ends: at the first document that begins after its last row."""
        types = pa.chunked_array([batch.column("type") for batch in self._pending], pa.string()).slice(self._part)
        begins = pc.is_in(types, value_set=pa.array(["document", "skipped"]))
        at = pc.index(begins, True).as_py()
        return self._rows if at < 0 else self._part + int(at)

    def _seal(self, rows: int) -> None:
        """The first rows of the journal become files of their own; then a new journal begins with what is left."""
        table = pa.Table.from_batches(self._pending, RECORDS).combine_chunks()
        _count(table.slice(0, rows), *self._before)
        for kind, schema in SCHEMAS.items():
            part = table.slice(0, rows).filter(pc.equal(table.column("type").slice(0, rows), kind))
            if not part.num_rows:
                continue
            folder = self._folder / f"type={kind}"
            folder.mkdir(exist_ok=True)
            hidden = folder / f".part-{self._number:05}.parquet"
            pq.write_table(part.select(schema.names).combine_chunks(), hidden, compression="zstd")
            hidden.replace(folder / f"part-{self._number:05}.parquet")
        old = self._journal_path()
        self._number += 1
        self._open_journal(table.slice(rows).to_batches())
        old.unlink()

    def _journal_path(self) -> Path:
        return self._folder / f"_unfinished-{self._number:05}.arrows"

    def _open_journal(self, records: list[pa.RecordBatch]) -> None:
        """A new journal that begins with these records; its head says what stands before them."""
        self._close()
        self._pending, self._rows = records, sum(batch.num_rows for batch in records)
        hidden = self._folder / f".unfinished-{self._number:05}.arrows"
        self._journal = pa.OSFile(str(hidden), "wb")
        self._stream = pa.ipc.new_stream(self._journal, RECORDS.with_metadata({b"before": self._head()}))
        for batch in records:
            self._stream.write_batch(batch)
        self._journal.flush()
        hidden.replace(self._journal_path())

    def _head(self) -> bytes:
        """What stands before this journal, for whoever goes on with it."""
        counts, trail = self._before
        return json.dumps(summary_record(counts) | _trail(trail)).encode()

    def _go_on(self) -> None:
        """Take up the last journal; what was cut off in it is dropped, files of parts not closed yet are, too."""
        journals = sorted(self._folder.glob("_unfinished-*.arrows"))
        if not journals:
            summary = self._folder / "_summary.json"
            if summary.exists():
                self._restore(json.loads(summary.read_text("utf-8")))
                self._number = len(list(self._folder.glob("type=document/part-*.parquet")))
            self._open_journal([])
            return
        self._number = int(journals[-1].stem.split("-")[1])
        records, before = _read(journals[-1])
        self._restore(before)
        for batch in records:
            _count(batch, self.counts, self.trail)
        for left in [*journals[:-1], *self._folder.glob("type=*/.part-*")]:
            left.unlink()
        for file in self._folder.glob("type=*/part-*.parquet"):
            if int(file.stem.split("-")[1]) >= self._number:
                file.unlink()
        self._open_journal(records)
        while self._rows >= self._part:
            self._seal(self._boundary())

    def _restore(self, before: Mapping[str, Any]) -> None:
        if not before:
            return
        for counts in (self.counts, self._before[0]):
            counts.documents, counts.skipped, counts.links = (before[k] for k in ("documents", "skipped", "links"))
            counts.by_rule = Counter(before["by_rule"])
        for trail in (self.trail, self._before[1]):
            trail.number, trail.digest = before["inputs"], bytes.fromhex(before["digest"])

    def _close(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self._journal = self._stream = None


def _count(records: pa.RecordBatch | pa.Table, counts: Counts, trail: Trail) -> None:
    """Add records to counts, and their documents to the trail."""
    types, docs = records.column("type").to_pylist(), records.column("doc").to_pylist()
    number = Counter(types)
    counts.documents += number["document"]
    counts.skipped += number["skipped"]
    counts.links += number["link"]
    counts.by_rule.update(rule for rule in records.column("rule").to_pylist() if rule is not None)
    for kind, doc in zip(types, docs, strict=True):
        if kind in ("document", "skipped"):
            trail.step(doc)


def _trail(trail: Trail) -> dict[str, object]:
    return {"inputs": trail.number, "digest": trail.digest.hex()}


def _read(path: Path) -> tuple[list[pa.RecordBatch], dict[str, Any]]:
    """The whole batches of a journal that may be cut off anywhere, and what its head says."""
    records: list[pa.RecordBatch] = []
    try:
        with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as stream:
            before = json.loads((stream.schema.metadata or {}).get(b"before", b"{}"))
            with contextlib.suppress(pa.ArrowException, OSError, EOFError):
                records.extend(batch.replace_schema_metadata(None) for batch in stream)
            return records, before
    except (pa.ArrowException, OSError, ValueError):
        return [], {}


def _write(path: Path, text: str) -> None:
    hidden = path.with_name(f".{path.name}.part")
    hidden.write_text(text + "\n", "utf-8")
    hidden.replace(path)
