"""Reports as folders of Parquet files: what is in them, when they appear, how they go on after a kill."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.batch.arrow import SCHEMAS, from_records, to_records
from audit.batch.parquet import ParquetReport
from audit.errors import SettingsError

SIGNATURE: dict[str, object] = {"tool": "translation-audit", "rules": ["a"]}


def batches(number: int = 60, each: int = 3) -> Iterator[pa.RecordBatch]:
    """Batches of whole documents, with one finding more for each document, and now and then a skipped one."""
    rows: list[dict[str, object]] = []
    for i in range(number):
        if i % 7 == 3:
            rows.append({"type": "skipped", "doc": f"d{i}", "reason": "r"})
        else:
            rows.append({"type": "document", "doc": f"d{i}", "candidates": []})
            rows += [{"type": "finding", "doc": f"d{i}", "rule": f"r{n % 2}", "start": n} for n in range(i % 5)]
        if i % each == each - 1:
            yield from_records(rows)
            rows = []
    if rows:
        yield from_records(rows)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def whole(folder: Path, each: int = 3, part: int = 20) -> dict[str, bytes]:
    report = ParquetReport(str(folder), part=part)
    report.begin(SIGNATURE)
    for batch in batches(each=each):
        report.batch(batch)
    report.end()
    assert not folder.exists(), "nothing is there before it is whole"
    report.commit()
    return contents(folder)


def test_files_do_not_depend_on_how_the_records_came(tmp_path: Path) -> None:
    first = whole(tmp_path / "a")
    assert first == whole(tmp_path / "b", each=1) == whole(tmp_path / "c", each=100)
    assert sum(name.startswith("type=document/") for name in first) > 3
    assert {name.split("/")[0] for name in first} == {
        "_run.json", "_summary.json", "type=document", "type=finding", "type=skipped",
    }  # fmt: skip


def test_all_records_are_there_typed(tmp_path: Path) -> None:
    whole(tmp_path / "a")
    table = pq.read_table(tmp_path / "a" / "type=finding", partitioning=None)
    assert table.schema.remove_metadata() == SCHEMAS["finding"]
    expected = [r for batch in batches() for r in to_records(batch) if r["type"] == "finding"]
    assert list(to_records(table, "finding")) == expected
    summary = json.loads((tmp_path / "a" / "_summary.json").read_text())
    assert summary["findings"] == len(expected) and summary["by_rule"].keys() == {"r0", "r1"}
    assert summary["documents"] + summary["skipped"] == summary["inputs"] == 60


def test_a_report_cut_off_anywhere_ends_up_the_same(tmp_path: Path) -> None:
    expected = whole(tmp_path / "whole")
    empty = ParquetReport(str(tmp_path / "empty"), resume=True)
    empty.begin(SIGNATURE)
    head = next((tmp_path / "empty").glob("_unfinished-*")).stat().st_size + 100  # the counts in it grow
    all_batches, tried = list(batches()), 0
    for stop, cut in [(n, cut) for n in range(len(all_batches) + 1) for cut in (0, 1, 300, 5000)]:
        folder = tmp_path / f"{stop}-{cut}"
        report = ParquetReport(str(folder), resume=True, part=20)
        report.begin(SIGNATURE)
        for batch in all_batches[:stop]:
            report.batch(batch)
        report.discard()  # and what a killed process has not written yet:
        (journal,) = folder.glob("_unfinished-*")
        with journal.open("rb+") as file:
            file.truncate(max(0, journal.stat().st_size - cut))
        if pa.OSFile(str(journal)).size() < head:  # it gets its name when its head is written
            shutil.rmtree(folder)
            continue
        tried += 1
        again = ParquetReport(str(folder), resume=True, part=20)
        again.begin(SIGNATURE)
        rest = [d for batch in all_batches for d in _documents(batch)][again.trail.number :]
        for document in rest:
            again.batch(document)
        again.end()
        again.commit()
        assert contents(folder) == expected, (stop, cut)
    assert tried > 50


def _documents(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    starts = [n for n, kind in enumerate(batch.column("type").to_pylist()) if kind in ("document", "skipped")]
    for a, b in pairwise([*starts, batch.num_rows]):
        yield batch.slice(a, b - a)


def test_a_whole_report_stays_as_it_is(tmp_path: Path) -> None:
    expected = whole(tmp_path / "a")
    again = ParquetReport(str(tmp_path / "a"), resume=True)
    again.begin(SIGNATURE)
    assert again.trail.number == 60
    again.end()
    again.commit()
    assert contents(tmp_path / "a") == expected


def test_other_places_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    with pytest.raises(SettingsError, match="holds other files"):
        ParquetReport(str(tmp_path / "mine"))
    with pytest.raises(SettingsError, match="is a file"):
        ParquetReport(str(tmp_path / "mine" / "thesis.txt"))
    whole(tmp_path / "a")
    with pytest.raises(SettingsError, match="made with other settings"):
        ParquetReport(str(tmp_path / "a"), resume=True).begin({"rules": ["b"]})


def test_an_old_report_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    old = whole(tmp_path / "a")
    report = ParquetReport(str(tmp_path / "a"), part=20)
    report.begin(SIGNATURE)
    report.batch(next(batches()))
    report.discard()
    assert contents(tmp_path / "a") == old
    assert whole_again(tmp_path / "a")["_summary.json"] != old["_summary.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def whole_again(folder: Path) -> dict[str, bytes]:
    report = ParquetReport(str(folder))
    report.begin(SIGNATURE)
    report.batch(next(batches()))
    report.end()
    report.commit()
    return contents(folder)
