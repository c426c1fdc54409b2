"""The command line end to end: exit statuses, one clear line for everything bad, outputs whole or not at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit import __version__, detectors
from audit.cli import main
from audit.cli_output import say
from audit.context import Context
from audit.detectors import Detector
from audit.model import Hit, Rule

ENGLISH = "The minister said on Friday that the two governments would meet again next week to discuss the plan.\n"
SERIOUS = Rule(id="test-rule", category="name", severity="major", mqm="Accuracy/Mistranslation")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in its own empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAUDIT_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule that finds each `minister`."""

    def detect(context: Context) -> Iterator[Hit]:
        at = context.text.find("minister")
        while at >= 0:
            yield Hit(start=at, end=at + 8, message="a minister", confidence=0.8)
            at = context.text.find("minister", at + 1)

    made = (Detector(rule=SERIOUS, doc="Claims nothing.\n\nFor tests.", detect=detect),)
    monkeypatch.setattr(detectors, "select", lambda expression: made)
    monkeypatch.setattr(detectors, "detectors", lambda: made)


def records(path: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def kinds(path: str | Path) -> list[object]:
    return [record["type"] for record in records(path)]


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def rows(count: int) -> list[dict[str, str]]:
    return [{"id": str(i), "text": ENGLISH, "lang": "en"} for i in range(1, count + 1)]


# --- bad input: one clear line each, the rest audited, the exit status of the contract


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


GOOD_BUT_ODD = [
    ("lone surrogates", "in.jsonl", b'{"id": "s", "text": "' + ENGLISH.strip().encode() + b' \\ud800 end."}\n'),
    ("mixed line ends", "in.txt", (ENGLISH + "He left.\r\nShe stayed.\rAll slept.\n").encode()),
    ("a byte-order mark", "in.txt", b"\xef\xbb\xbf" + ENGLISH.encode()),
    ("undecodable bytes", "in.txt", ENGLISH.encode() * 5 + b"caf\xe9 au lait\n"),
    ("a word of a million letters", "in.txt", ENGLISH.encode() + b"a" * 1_000_000),
]


@pytest.mark.parametrize(("why", "name", "data"), GOOD_BUT_ODD, ids=[case[0] for case in GOOD_BUT_ODD])
@pytest.mark.parametrize("format", ["jsonl", "text", "html"])
def test_odd_input_is_audited(why: str, name: str, data: bytes, format: str, folder: Path) -> None:
    (folder / name).write_bytes(data)
    (folder / "pool.jsonl").write_text(jsonl({"id": "o", "text": ENGLISH}))
    begin = time.perf_counter()
    assert main(["run", name, "--originals", "pool.jsonl", "--format", format, "--output", "out"]) == 0
    assert time.perf_counter() - begin < 20
    assert (folder / "out").read_text("utf-8")


# --- exit statuses and usage


USAGE = [
    (["run", "good.txt", "--style", "nyt"], "--style nyt: no such style"),
    (["run", "good.txt", "--as-of", "9 August"], "--as-of 9 August: is no date"),
    (["run", "good.txt", "--rules", "no-such-rule"], "--rules no-such-rule: no such rule"),
    (["run", "good.txt", "--format", "docx"], "docx: no such report format"),
    (["run", "good.txt", "--report", "html"], "--report html: write it as FORMAT=FILE"),
    (["run", "good.txt", "--min-confidence", "2"], "--min-confidence 2.0: give a number from 0 to 1"),
    (["run", "good.txt", "--max-skipped", "9"], "--max-skipped 9.0: give a share from 0 to 1"),
    (["run", "good.txt", "--engine", "ray"], "--engine ray: is not there yet"),
    (["run", "good.txt", "--engine", "x"], "--engine x: no such engine"),
    (["run", "good.txt", "--resume"], "--resume: needs --format jsonl"),
    (["run", "good.txt", "--output", "."], ".: is a folder"),
    (["run", "good.txt", "--output", "good.txt"], "would be overwritten"),
    (["run", "good.txt", "--output", "a", "--report", "html=./a"], "two reports cannot go to one place"),
    (["run", "good.txt", "--originals", "nowhere"], "nowhere: no such file or folder"),
    (["run", "good.txt", "--pivot", "nowhere"], "nowhere: no such file or folder"),
    (["run", "good.txt", "--jobs", "-1"], "--jobs"),
    (["run", "good.txt", "--no-such-option"], "--no-such-option"),
    (["run"], "INPUT"),
    (["no-such-command"], "no-such-command"),
    (["align", "good.txt"], "--originals: missing"),
    (["check", "good.txt", "--severity", "awful"], "--severity awful: choose one of"),
    (["check", "good.txt", "--confidence", "7"], "--confidence 7.0: give a number from 0 to 1"),
    (["explain", "mangled-nam"], "mangled-nam: no such rule"),
    (["rules", "--format", "xml"], "--format xml: choose one of"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[" ".join(case[0]) for case in USAGE])
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(arguments) == 2
    err = capfd.readouterr().err
    assert said in err and len(err.splitlines()) == 1, err
    assert (folder / "good.txt").read_text() == ENGLISH
    assert not list(folder.glob(".*.part"))


def test_a_missing_input_does_not_keep_the_others_from_being_audited(folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "nowhere.txt", "good.txt", "--format", "jsonl", "--output", "out"]) == 2
    assert records("out")[-1]["documents"] == 1


CHECKS = [
    ([], 1, "minor and above by default"),
    (["--severity", "major"], 1, "the finding is major"),
    (["--severity", "critical"], 0, "less than critical"),
    (["--confidence", "0.8"], 1, "just sure enough"),
    (["--confidence", "0.81"], 0, "not sure enough"),
    (["--min-confidence", "0.9"], 0, "what is not reported does not fail"),
]


@pytest.mark.parametrize(("options", "status", "why"), CHECKS, ids=[case[2] for case in CHECKS])
def test_check_is_a_gate(options: list[str], status: int, why: str, folder: Path, one_rule: None) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["check", "good.txt", "--output", "out", *options]) == status, why
    assert main(["run", "good.txt", "--output", "out"]) == 0, "run only reports"


def test_check_of_a_clean_text(folder: Path, one_rule: None) -> None:
    (folder / "good.txt").write_text(ENGLISH.replace("minister", "speaker"))
    assert main(["check", "good.txt", "--output", "out"]) == 0


@pytest.mark.parametrize(("share", "status"), [("0.5", 0), ("0.4", 3), ("0", 3), ("1", 0)])
def test_max_skipped(share: str, status: int, folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    (folder / "empty.txt").write_text("")
    assert main(["run", "good.txt", "empty.txt", "--output", "out", "--max-skipped", share]) == status


def test_a_broken_rule_is_said_and_fails_a_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def detect(context: Context) -> Iterator[Hit]:
        raise KeyError("oops")

    monkeypatch.setattr(detectors, "select", lambda e: (Detector(rule=SERIOUS, doc="", detect=detect),))
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "--output", "out"]) == 0
    assert main(["check", "good.txt", "--output", "out"]) == 3
    err = capfd.readouterr().err
    assert (
        err.splitlines() == ["good.txt: rule test-rule could not be applied (KeyError: 'oops'); please report it"] * 2
    )


def test_the_last_resort_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def explode(expression: object) -> object:
        raise RuntimeError("boom\nbang")

    monkeypatch.setattr(detectors, "select", explode)
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt"]) == 3
    err = capfd.readouterr().err
    assert err == "internal error (RuntimeError: boom bang), please report it; TAUDIT_DEBUG=1 shows where\n"
    monkeypatch.setenv("TAUDIT_DEBUG", "1")
    assert main(["run", "good.txt"]) == 3
    assert "Traceback" in capfd.readouterr().err


# --- outputs


def test_several_reports_of_one_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    reports = ["--report", "html=new/report.html", "--report", "jsonl=new/report.jsonl"]
    assert main(["run", "good.txt", *reports]) == 0
    assert "1 document" in capfd.readouterr().out
    assert "<!doctype html>" in (folder / "new/report.html").read_text("utf-8")
    assert kinds("new/report.jsonl") == ["run", "document", "summary"]
    assert sorted(p.name for p in (folder / "new").iterdir()) == ["report.html", "report.jsonl"]


def test_nothing_is_left_of_a_run_that_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from audit.reports.jsonl import JsonLines

    (folder / "good.txt").write_text(ENGLISH)
    (folder / "out.jsonl").write_text("what stood there before")
    monkeypatch.setattr(JsonLines, "end", lambda self: 1 / 0)
    assert main(["run", "good.txt", "--format", "jsonl", "--output", "out.jsonl"]) == 3
    assert (folder / "out.jsonl").read_text() == "what stood there before"
    assert sorted(p.name for p in folder.iterdir()) == ["good.txt", "out.jsonl"]


def test_a_device_is_written_directly(folder: Path) -> None:
    (folder / "good.txt").write_text(ENGLISH)
    assert main(["run", "good.txt", "--output", os.devnull]) == 0
    assert Path(os.devnull).is_char_device()


def test_resume_gives_the_same_report(folder: Path, one_rule: None) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(6)))
    command = ["run", "in.jsonl", "--format", "jsonl", "--output"]
    assert main([*command, "whole.jsonl"]) == 0
    whole = (folder / "whole.jsonl").read_bytes()
    assert len(whole.splitlines()) == 14
    for cut in (0, 10, len(whole) // 3, len(whole) // 2, len(whole) - 40, len(whole)):
        (folder / "cut.jsonl").write_bytes(whole[:cut])
        assert main([*command, "cut.jsonl", "--resume"]) == 0
        assert (folder / "cut.jsonl").read_bytes() == whole, f"cut after {cut} bytes"


def test_resume_refuses_another_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "in.jsonl").write_text(jsonl(*rows(2)))
    command = ["run", "in.jsonl", "--format", "jsonl", "--output", "out.jsonl", "--resume"]
    assert main(command) == 0
    before = (folder / "out.jsonl").read_bytes()
    assert main([*command, "--style", "ap"]) == 2
    assert "was made with other settings" in capfd.readouterr().err
    assert (folder / "out.jsonl").read_bytes() == before


def test_pivot_files_are_put_to_their_translations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def detect(context: Context) -> Iterator[Hit]:
        seen.append(context.pivot_lang)
        yield from ()

    monkeypatch.setattr(detectors, "select", lambda e: (Detector(rule=SERIOUS, doc="", detect=detect),))
    (folder / "a.txt").write_text(ENGLISH)
    (folder / "a.zh.txt").write_text("部长周五表示，两国政府将于下周再次会晤讨论该计划。", "utf-8")
    assert main(["run", "a.txt", "--pivot", "a.zh.txt", "--output", "out"]) == 0
    assert seen == ["zh"]


def test_an_index_is_usable_wherever_originals_are(folder: Path) -> None:
    pytest.importorskip("corpora.index")
    (folder / "one.jsonl").write_text(jsonl({"id": "one", "text": "Rain fell on Monday in the north."}))
    (folder / "two.jsonl").write_text(jsonl({"id": "two", "text": ENGLISH}))
    (folder / "in.txt").write_text(ENGLISH.replace("discuss", "talk about"))
    assert main(["index", "one.jsonl", "--output", "originals.index"]) == 0
    assert main(["index", "two.jsonl", "--output", "originals.index"]) == 0
    assert main(["align", "in.txt", "--originals", "originals.index", "--format", "jsonl", "--output", "out"]) == 0
    links = [record["original"] for record in records("out") if record["type"] == "link"]
    assert links and all(isinstance(link, dict) and link["doc"] == "two" for link in links)
    assert main(["index", "nowhere", "--output", "originals.index"]) == 2


# --- the program as a process


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "audit.cli", *arguments]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_version_starts_cold_in_no_time() -> None:
    import resource

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    costs = []
    for _ in range(3):
        before = spent()
        assert program("--version").stdout.decode() == f"taudit {__version__}\n"
        costs.append(spent() - before)
    assert min(costs) < 0.5, "0.2 s of processor time where it was made: something heavy is imported"


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys; from audit.cli import main; main(['--version']);"
        "heavy = {'numpy', 'tantivy', 'pyarrow', 'lxml', 'rich.table', 'scipy', 'streamlit'} & set(sys.modules);"
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


def test_an_interrupt_is_one_line_and_leaves_nothing(folder: Path) -> None:
    import signal

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
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.decode()) == (130, "taudit: interrupted\n")
    assert sorted(p.name for p in folder.iterdir()) == ["in.jsonl"]


# --- rules, explain, help


def test_rules_and_explain(one_rule: None, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert "test-rule" in capfd.readouterr().out
    assert main(["rules", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)[0]["claim"] == "Claims nothing."
    assert main(["rules", "--format", "markdown"]) == 0
    assert "## test-rule" in capfd.readouterr().out
    assert main(["explain", "test-rule"]) == 0
    assert capfd.readouterr().out.endswith("Claims nothing.\n\nFor tests.\n")


def test_every_rule_explains_itself(capfd: pytest.CaptureFixture[str]) -> None:
    for detector in detectors.detectors():
        assert main(["explain", detector.rule.id]) == 0
        assert detector.rule.id in capfd.readouterr().out


@pytest.mark.parametrize("command", ["run", "check", "align", "index", "rules", "explain"])
def test_help_has_examples(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    out = capfd.readouterr().out
    assert "Example" in out and f"taudit {command}" in out


def test_no_command_shows_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capfd.readouterr()
    assert "align" in out + err and "Exit status" in out + err


@pytest.mark.parametrize(
    ("text", "said"),
    [("a\nb", "a b"), ("esc \x1b[31m", "esc \\x1b[31m"), ("rtl \u202e", "rtl \\u202e"), ("威", "威")],
)
def test_lines_of_strangers_are_made_visible(text: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    say(text)
    assert capfd.readouterr().err == said + "\n"
