"""`taudit index` and its indexes as --originals, as a user meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audit.cli import main

CASE = Path(__file__).parents[2] / "seeds" / "case"
TEXT = str(CASE / "toutiao-1839931802607753.txt")
ORIGINALS = str(CASE / "originals.jsonl")


def align(tmp_path: Path, *options: str) -> tuple[int, list[str]]:
    """The exit status and the candidates of the seed case."""
    out = tmp_path / "report.jsonl"
    status = main(["align", TEXT, "--as-of", "2025-08-09", "--format", "jsonl", "--output", str(out), *options])
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return status, [
        one["original"] for record in records if record["type"] == "document" for one in record["candidates"]
    ]


def test_two_indexes_become_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = Path(ORIGINALS).read_text("utf-8").splitlines(keepends=True)
    for name, part in (("a", rows[:4]), ("b", rows[2:])):
        (tmp_path / f"{name}.jsonl").write_text("".join(part), "utf-8")
        assert main(["index", str(tmp_path / f"{name}.jsonl"), "--output", str(tmp_path / name)]) == 0
    both = str(tmp_path / "both")
    assert main(["index", str(tmp_path / "a"), str(tmp_path / "b"), "--output", both, "--jobs", "2"]) == 0
    assert f"both: {len(rows)} documents added, 2 known already; {len(rows)} in all" in capsys.readouterr().err
    assert align(tmp_path, "--originals", both) == align(tmp_path, "--originals", ORIGINALS)


def test_the_output_is_no_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "index")
    assert main(["index", ORIGINALS, "--output", folder]) == 0
    assert main(["index", folder + "/", "--output", folder]) == 2
    assert "is one of the sources" in capsys.readouterr().err


def test_a_damaged_index_is_said_and_what_exists_is_audited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "index"
    assert main(["index", ORIGINALS, "--output", str(folder)]) == 0
    shutil.rmtree(folder / "documents")
    capsys.readouterr()
    status, found = align(tmp_path, "--originals", str(folder), "--originals", ORIGINALS)
    lines = capsys.readouterr().err.splitlines()
    assert status == 2
    assert [line for line in lines if "damaged" in line] == [
        f"{folder}: the index is damaged, delete it and build it again with `taudit index`"
    ]
    assert found[0] == "reuters-2025-08-08-bloomberg"
    assert align(tmp_path, "--originals", str(folder))[0] == 2, "with nothing else to compare with"


def test_a_window_leaves_older_originals_out(tmp_path: Path) -> None:
    every = align(tmp_path, "--originals", ORIGINALS)[1]
    assert align(tmp_path, "--originals", ORIGINALS, "--window-days", "1")[1] == every
    assert align(tmp_path, "--originals", ORIGINALS, "--window-days", "0")[1] == []
