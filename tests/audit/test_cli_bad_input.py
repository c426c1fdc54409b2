"""Bad input: one clear line each, the rest audited, the exit status of the contract."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_texts import ENGLISH, jsonl, kinds, records, rows

from audit.cli import main

pytestmark = pytest.mark.usefixtures("folder")


def missing(folder: Path) -> None:
    """The file does not exist."""


def nothing_readable(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "picture.bin").write_bytes(b"\x89PNG")


def broken_json(folder: Path) -> None:
    lines = jsonl(*rows(10)).splitlines(keepends=True)
    lines[6] = '{"id": "7", "text": "cut\n'
    (folder / "in.jsonl").write_text("".join(lines))


def giant_line(folder: Path) -> None:
    with (folder / "in.txt").open("wb") as out:
        for _ in range(100):
            out.write(b"a" * 1_000_000)


def junk(folder: Path) -> None:
    (folder / "in.txt").write_bytes(bytes(range(256)) * 200)


def wrong_language(folder: Path) -> None:
    (folder / "in.txt").write_text("部长周五表示，两国政府将于下周再次会晤讨论该计划，目前尚未作出任何决定。", "utf-8")


def short_and_foreign(folder: Path) -> None:
    (folder / "in.txt").write_text("Президент Владимир Путин", "utf-8")


def damaged_archive(folder: Path) -> None:
    (folder / "in.txt.gz").write_bytes(b"no gzip")


def symlink_loop(folder: Path) -> None:
    (folder / "in.txt").symlink_to("in.txt")


def empty(folder: Path) -> None:
    (folder / "in.txt").write_text("")


def spaces(folder: Path) -> None:
    (folder / "in.txt").write_text(" \n\t\n")


def no_text(folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "x", "body": "no text here"}\n')


def duplicate(folder: Path) -> None:
    (folder / "in.jsonl").write_text(jsonl(rows(1)[0], rows(1)[0]))


Bad = tuple[str, str, Callable[[Path], None], int, int, int]
BAD: list[Bad] = [
    # why, input, maker, documents audited of it, skipped, exit status together with one good input
    ("missing file", "in.txt", missing, 0, 0, 2),
    ("a pattern that matches nothing", "in/*.txt", missing, 0, 0, 2),
    ("a folder with nothing readable", "in", nothing_readable, 0, 1, 0),
    ("broken JSON on line 7 of 10", "in.jsonl", broken_json, 9, 1, 0),
    ("a single line of 100 MB", "in.txt", giant_line, 0, 1, 0),
    ("binary junk", "in.txt", junk, 0, 1, 0),
    ("the wrong language", "in.txt", wrong_language, 0, 1, 0),
    ("a few words in a script that English is not written in", "in.txt", short_and_foreign, 0, 1, 0),
    ("a damaged archive", "in.txt.gz", damaged_archive, 0, 1, 0),
    ("a link to itself", "in.txt", symlink_loop, 0, 1, 0),
    ("an empty document", "in.txt", empty, 0, 1, 0),
    ("nothing but spaces", "in.txt", spaces, 0, 1, 0),
    ("a record without text", "in.jsonl", no_text, 0, 1, 0),
    ("an id twice", "in.jsonl", duplicate, 1, 1, 0),
]


@pytest.mark.parametrize("case", BAD, ids=[case[0] for case in BAD])
def test_bad_input(case: Bad, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, name, make, audited, skipped, status = case
    make(folder)
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", name, "good.txt", "--format", "jsonl", "--output", "out.jsonl"]) == status
    out, err = capfd.readouterr()
    lines = err.splitlines()
    assert out == "" and len(lines) == 1, f"one clear line, not: {err}"
    assert "Traceback" not in err and "internal error" not in err
    assert re.match(r"in[^:]*(:\d+)?: .+[,:] \w+", lines[0]), f"file:line: what, what to do; not {lines[0]}"
    found = kinds("out.jsonl")
    assert (found.count("document"), found.count("skipped")) == (audited + 1, skipped)
    assert records("out.jsonl")[-1]["documents"] == audited + 1


@pytest.mark.parametrize("case", BAD, ids=[case[0] for case in BAD])
def test_bad_input_alone(case: Bad, folder: Path) -> None:
    _, name, make, audited, _, status = case
    make(folder)
    expected = status if status or audited else 4
    assert main(["run", name, "--format", "jsonl", "--output", "out.jsonl"]) == expected


def test_the_line_number_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken_json(folder)
    main(["run", "in.jsonl", "--output", "out.txt"])
    assert capfd.readouterr().err.startswith("in.jsonl:7: ")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pool_with_nothing_in_it(jobs: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    nothing_readable(folder)
    (folder / "good.txt").write_text(ENGLISH)
    command = ["run", "good.txt", "--originals", "in", "--format", "jsonl", "--output", "out.jsonl", "--jobs", jobs]
    assert main(command) == 0
    assert kinds("out.jsonl") == ["run", "document", "summary"]
    assert capfd.readouterr().err.startswith("in"), "the empty folder is named"


def test_a_warning_names_its_file(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.txt").write_bytes(ENGLISH.encode() * 5 + b"caf\xe9 au lait\n")
    assert main(["run", "in.txt", "--output", "out.txt"]) == 0
    assert capfd.readouterr().err.startswith("in.txt: ")


@pytest.mark.parametrize("part", ["documents", "lines"])
@pytest.mark.parametrize("damage", ["meta.json", ".managed.json"])
def test_a_damaged_index_is_said(part: str, damage: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["index", "good.txt", "--output", "ix"]) == 0
    (folder / "ix" / part / damage).write_text("{")
    capfd.readouterr()
    line = "ix: the index is damaged, delete it and build it again with `taudit index`\n"
    assert main(["run", "good.txt", "--originals", "ix", "--output", "out.txt"]) == 2
    assert capfd.readouterr().err == line
    assert main(["index", "good.txt", "--output", "ix"]) == 2
    assert capfd.readouterr().err == f"--output {line}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_full_disk_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "--output", "/dev/full"]) == 3
    assert "No space left on device, make room" in capfd.readouterr().err


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_closed_stream(closed: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"sys.{closed}", None)
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "-", "nowhere"] if closed == "stdin" else ["run", "good.txt", "nowhere"]) == 2


def test_a_report_that_another_run_is_writing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    fcntl = pytest.importorskip("fcntl")
    (folder / "good.txt").write_text(ENGLISH)
    command = ["run", "good.txt", "--format", "jsonl", "--output", "out.jsonl", "--resume"]
    assert main(command) == 0
    whole = (folder / "out.jsonl").read_bytes()
    with (folder / "out.jsonl").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert main(command) == 2
    assert "another run is writing it" in capfd.readouterr().err
    assert (folder / "out.jsonl").read_bytes() == whole
    assert main(command) == 0


GOOD_BUT_ODD = [
    ("lone surrogates", "in.jsonl", b'{"id": "s", "text": "' + ENGLISH.strip().encode() + b' \\ud800 end."}\n'),
    ("mixed line ends", "in.txt", (ENGLISH + "He left.\r\nShe stayed.\rAll slept.\n").encode()),
    ("a byte-order mark", "in.txt", b"\xef\xbb\xbf" + ENGLISH.encode()),
    ("undecodable bytes", "in.txt", ENGLISH.encode() * 5 + b"caf\xe9 au lait\n"),
    ("a word of a million letters", "in.txt", ENGLISH.encode() + b"a" * 1_000_000),
    ("a word of a hundred thousand capitals", "in.txt", ENGLISH.encode() + b"Aa" * 50_000),
]


@pytest.mark.parametrize(("why", "name", "data"), GOOD_BUT_ODD, ids=[case[0] for case in GOOD_BUT_ODD])
@pytest.mark.parametrize("format", ["jsonl", "text", "html"])
def test_odd_input_is_audited(why: str, name: str, data: bytes, format: str, folder: Path) -> None:
    (folder / name).write_bytes(data)
    (folder / "pool.jsonl").write_text(jsonl({"id": "o", "text": ENGLISH}))
    assert main(["run", name, "--originals", "pool.jsonl", "--format", format, "--output", "out"]) == 0
    assert (folder / "out").read_text("utf-8")


def test_score_refuses_to_overwrite_a_text(tmp_path: Path) -> None:
    """A table must not take the place of the translation that it scores."""
    from audit.cli import main

    text, pool = tmp_path / "a.txt", tmp_path / "pool.jsonl"
    text.write_text("The minister spoke in Rome on Monday about the budget.\n", "utf-8")
    pool.write_text('{"id": "o", "text": "On Monday the minister spoke in Rome about the budget."}\n', "utf-8")
    assert main(["score", str(text), "--originals", str(pool), "--output", str(text)]) == 2
    assert text.read_text("utf-8").startswith("The minister")
