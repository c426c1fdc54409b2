"""The program as a process: start, pipes, encodings, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_texts import ENGLISH, jsonl, records, rows

from audit import __version__

pytestmark = pytest.mark.usefixtures("folder")


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "audit.cli", *arguments]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_version() -> None:
    assert program("--version").stdout.decode() == f"taudit {__version__}\n"


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys; from audit.cli import main; main(['--version']);"
        "heavy = {'numpy', 'tantivy', 'pyarrow', 'lxml', 'rich.table', 'scipy', 'streamlit', 'sqlalchemy', 'sacrebleu'}"
        " & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_standard_input_and_output(folder: Path) -> None:
    done = program("run", "-", "--format", "jsonl", input=ENGLISH.encode())
    assert done.returncode == 0, done.stderr
    found = [json.loads(line)["type"] for line in done.stdout.decode().splitlines()]
    assert found == ["run", "document", "summary"]


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(3000)))
    root = Path(__file__).resolve().parents[2]
    line = f'"{sys.executable}" -m audit.cli run in.jsonl --format jsonl | head -n 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, env={**os.environ, "PYTHONPATH": str(root)}, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("format", ["text", "jsonl", "csv"])
def test_reports_in_files_are_written_though_the_reader_of_standard_output_goes_away(format: str, folder: Path) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(500)))
    root = Path(__file__).resolve().parents[2]
    line = f'"{sys.executable}" -m audit.cli run in.jsonl --format {format} --report jsonl=out.jsonl | head -n 1'
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=environment, timeout=60, check=False)
    assert done.stderr == b""
    assert records("out.jsonl")[-1]["documents"] == 500


def test_output_without_utf8(folder: Path) -> None:
    (folder / "in.txt").write_text(ENGLISH.strip() + " 威特科夫 was there.\n", "utf-8")
    (folder / "威.txt").write_text("", "utf-8")
    root = str(Path(__file__).resolve().parents[2])
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii", "PYTHONPATH": root}
    command = [sys.executable, "-m", "audit.cli", "run", "in.txt", "威.txt", "--format", "markdown"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [(signal.SIGINT, 130, "taudit: interrupted\n"), (signal.SIGTERM, 143, "taudit: ended by a signal\n")],
)
def test_an_interrupt_is_one_line_and_leaves_nothing(
    folder: Path, sent: signal.Signals, status: int, said: str
) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(200_000)))
    root = Path(__file__).resolve().parents[2]
    arguments = ["-m", "audit.cli", "run", "in.jsonl", "--format", "jsonl", "--output", "out.jsonl", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, *arguments], env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.PIPE
    )
    for _ in range(300):
        if list(folder.glob(".out.jsonl.*.part")):
            break
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(sent)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.decode()) == (status, said)
    assert sorted(p.name for p in folder.iterdir()) == ["in.jsonl"]
