"""`taudit review` as a user runs it: texts into a database, outputs from it, the page on this machine only."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from audit.cli import main
from audit.judgements.records import QueueFilter
from audit.judgements.store import Store

CASE = Path(__file__).parents[3] / "seeds" / "case"
ARTICLE = "toutiao-1839931802607753.txt"
AUDIT = [ARTICLE, "--originals", "originals.jsonl", "--as-of", "2025-08-09"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for name in (ARTICLE, "originals.jsonl"):
        shutil.copy(CASE / name, tmp_path)
    return tmp_path


def review(*words: str) -> int:
    return main(["review", *words])


def decide_all(url: str) -> None:
    with Store.open(url) as store:
        for row in store.queue(QueueFilter(states=("open",)), size=100).rows:
            if row.suggestion is not None:
                store.decide(row.id, "accepted", reviewer="Ann", expected_version=row.version)


def test_from_texts_to_outputs(folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(*AUDIT, "--database", database_url, "--no-page") == 0
    assert "1 document audited" in capsys.readouterr().err
    assert review(*AUDIT, "--database", database_url, "--no-page") == 0
    assert "0 documents audited, 1 was there already" in capsys.readouterr().err
    decide_all(database_url)
    outputs = [f"--export={name}" for name in ("texts=out", "decisions=d.jsonl", "findings=f.csv", "html=p.html")]
    assert review("--database", database_url, *outputs) == 0
    said = capsys.readouterr().err
    assert "d.jsonl: 12 decisions" in said
    text = Path("out", ARTICLE).read_text("utf-8")
    assert "Witkoff" in text
    assert "Zaporozhye" not in text
    assert "decided by Ann" in Path("p.html").read_text("utf-8")
    assert Path(ARTICLE).read_bytes() == (CASE / ARTICLE).read_bytes()


def test_the_database_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(*AUDIT, "--no-page") == 0
    assert Path(".taudit/review/review.sqlite").is_file()
    assert Path(".taudit/review/.gitignore").read_text("utf-8") == "*\n"
    assert review("--export", "findings=-") == 0
    assert '"Witko"' in capsys.readouterr().out


def test_decisions_of_a_repository_are_taken_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review(*AUDIT, "--database", "one.sqlite", "--no-page")
    decide_all("one.sqlite")
    review("--database", "one.sqlite", "--export", "decisions=d.jsonl")
    review(*AUDIT, "--database", "two.sqlite", "--no-page")
    capsys.readouterr()
    assert review("--database", "two.sqlite", "--take", "d.jsonl", "--no-page") == 0
    assert "d.jsonl: 12 findings decided as it says" in capsys.readouterr().err
    assert review("--database", "two.sqlite", "--take", "none.jsonl", "--no-page") == 2


def test_fix_and_check_read_the_database(folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    review(*AUDIT, "--database", database_url, "--no-page")
    with Store.open(database_url) as store:
        rows = {row.surface: row for row in store.queue(size=100).rows}
        witko = rows["Witko"]
        store.decide(witko.id, "edited", reviewer="Ann", expected_version=0, replacement="Steve Witkoff")
        for row in store.queue(QueueFilter(states=("open",)), size=100).rows:
            store.decide(row.id, "right-here", reviewer="Bob", expected_version=0, note="as printed")
    capsys.readouterr()
    assert main(["check", *AUDIT, "--decisions", database_url, "--format", "line"]) == 1
    out, err = capsys.readouterr()
    assert "Witko" in out
    assert "Zaporozhye" not in out
    assert "11 by decisions" in err
    assert main(["fix", *AUDIT, "--decisions", database_url, "--diff"]) == 1
    out = capsys.readouterr().out
    assert "Steve Witkoff" in out
    assert "Zaporizhzhia" not in out
    assert main(["fix", *AUDIT, "--decisions", database_url, "--interactive"]) == 2
    assert "made with `taudit review`" in capsys.readouterr().err


def test_a_configuration_names_the_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("taudit.toml").write_text('decisions = "team.sqlite"\ninputs = ["*.txt"]\noriginals = ["originals.jsonl"]\n')
    assert main(["check"]) == 2
    assert "team.sqlite: no such database, `taudit review` makes one" in capsys.readouterr().err
    review(*AUDIT, "--database", "team.sqlite", "--no-page")
    with Store.open("team.sqlite") as store:
        for row in store.queue(size=100).rows:
            store.decide(row.id, "right-here", reviewer="Ann", expected_version=0)
    assert main(["check", "--as-of", "2025-08-09"]) == 0
    assert main(["decide", "0123456789abcdef", "--verdict", "no-artifact"]) == 2


WRONG = [
    (["nothing", "--no-page"], 2, "nothing: no such file or folder"),
    (["--export", "pdf=x"], 2, "no such output, choose one of texts"),
    (["--export", "html"], 2, "write it as WHAT=FILE"),
    (["--export", "texts=-"], 2, "name one"),
    (["--export", "texts=."], 0, "0 corrections"),
    (["--database", "mysql://x", "--no-page"], 2, "SQLite and PostgreSQL are known"),
    (["--database", "none.sqlite", "--read-only", "--no-page"], 2, "no such database"),
    ([ARTICLE, "--read-only"], 2, "--read-only"),
    (["--host", "no.such.host.invalid"], 2, "no address of this machine"),
    (["--host", "192.0.2.1"], 2, "no address of this machine"),
    (["--style", "none"], 2, "no such style"),
    (["--port", "0"], 2, "--port"),
]


@pytest.mark.parametrize(("words", "status", "line"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_wrong_usage(
    folder: Path, words: list[str], status: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(*words) == status
    assert line in capsys.readouterr().err


def test_a_taken_port(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert review("--port", str(taken.getsockname()[1]), "--host", "127.0.0.1") == 2
    assert "is taken, name another one" in capsys.readouterr().err


def test_an_interrupted_audit_goes_on_where_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps({"id": f"d{n}", "text": f"Envoy number {n} spoke on the 8th. " * 20}) for n in range(300)]
    Path("many.jsonl").write_text("\n".join(lines), "utf-8")
    words = ["review", "many.jsonl", "--database", "r.sqlite", "--no-page"]
    process = subprocess.Popen([sys.executable, "-m", "audit.cli", *words], stderr=subprocess.PIPE)
    with Store.open("r.sqlite") as store:
        end = time.monotonic() + 120
        while not store.totals().documents and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = store.totals().documents
        assert done > 0
    assert review(*words[1:]) == 0
    said = capsys.readouterr().err
    assert f"{300 - done} documents audited" in said
    with Store.open("r.sqlite") as store:
        assert store.totals().documents == 300


def test_the_page_is_served_here_only(folder: Path) -> None:
    review(*AUDIT, "--database", "r.sqlite", "--no-page")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "audit.cli", "review", "--database", "r.sqlite", "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stderr is not None
        assert f"http://localhost:{port}" in process.stderr.readline()
        end = time.monotonic() + 90
        while True:
            assert process.poll() is None
            assert time.monotonic() < end
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5) as answer:
                    assert answer.read() == b"ok"
                break
            except OSError:
                time.sleep(0.1)
        with socket.socket() as other, pytest.raises(OSError):
            other.settimeout(5)
            other.connect((_elsewhere(), port))
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def _elsewhere() -> str:
    """Another address of this machine: that of its name, else one of the loopback net that nothing is bound to."""
    address = socket.gethostbyname(socket.gethostname())
    return address if not address.startswith("127.") else "127.0.0.2"
