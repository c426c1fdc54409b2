"""Corpora cleaned by what the audit finds, in their own formats; the audit in OpusFilter and in datasets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main
from audit.fix import Policy

GOOD = ["He did not say when.", "Talks go on next week.", "Nobody asked him, he said."]
BAD = "He met 王毅 there, he said."
LOCAL = "He arrived in Moscow on the 8th local time."


def moses(folder: Path) -> list[str]:
    (folder / "c.en").write_bytes(f"{GOOD[0]}\r\n{BAD}\n\n{GOOD[1]}\n{LOCAL}\n{GOOD[2]}".encode())
    (folder / "c.zh").write_bytes("一\n二\n\n三\n四\n五".encode("gb18030"))
    return ["c.en", "c.zh"]


def lines(folder: Path) -> list[str]:
    rows = [{"id": str(n), "text": text} for n, text in enumerate([GOOD[0], BAD, GOOD[1], LOCAL, GOOD[2]])]
    data = "".join(json.dumps(row, separators=(",", " :  "), ensure_ascii=False) + "\n" for row in rows)
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(data.replace("\n", "\n\n", 1).encode()))
    return ["c.jsonl.gz"]


def table(folder: Path) -> list[str]:
    rows = [
        "id;text;note\r\n",
        f"1;{GOOD[0]};x\r\n",
        f'2;"{BAD}\nAnd ""more"";";y\n',
        f"4;{LOCAL};\n",
        f"3;{GOOD[1]};z",
    ]
    (folder / "c.csv").write_bytes(b"\xef\xbb\xbf" + "".join(rows).encode())
    return ["c.csv"]


def tmx(folder: Path) -> list[str]:
    def unit(text: str) -> str:
        return f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv>\n<tuv xml:lang="zh"><seg>字</seg></tuv></tu>'

    body = f"  {unit(GOOD[0])}\n  {unit(BAD)} <!-- kept -->{unit(LOCAL)}\n\n  {unit(GOOD[1])}"
    (folder / "c.tmx").write_text(f'<tmx version="1.4"><header srclang="zh"/><body>\n{body}</body></tmx>\n', "utf-8")
    return ["c.tmx"]


def texts(folder: Path) -> list[str]:
    (folder / "in" / "sub").mkdir(parents=True)
    for name, text in (
        ("a.txt", GOOD[0]),
        ("sub/b.txt", f"{GOOD[1]} {BAD}\r\n"),
        ("sub/c.md", f"# Arrival\n\n{LOCAL}\n"),
    ):
        (folder / "in" / name).write_text(text, newline="")
    return ["in"]


Make = Callable[[Path], list[str]]
MAKES = [moses, lines, table, tmx, texts]


def everything(folder: str) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(Path(folder).rglob("*.*"))}
    return {
        name: gzip.decompress(data) if name.endswith(".gz") else data for name, data in found.items() if name[0] != "."
    }


def run(inputs: list[str], *options: str) -> int:
    return main(["run", *inputs, "--output", "report", "--cleaned", "clean", "--rejects", "out", *options])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def before(inputs: list[str]) -> dict[str, bytes]:
    found = {}
    for name in inputs:
        path = Path(name)
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            data = file.read_bytes()
            key = file.relative_to(path).as_posix() if path.is_dir() else name
            found[key] = gzip.decompress(data) if name.endswith(".gz") else data
    return found


DROPPED = {
    moses: {"c.en": [f"{BAD}\n".encode()], "c.zh": ["二\n".encode("gb18030")]},
    lines: {"c.jsonl.gz": [f'{{"id" :  "1","text" :  "{BAD}"}}\n'.encode()]},
    table: {"c.csv": [f'2;"{BAD}\nAnd ""more"";";y\n'.encode()]},
    tmx: {
        "c.tmx": [
            f'<tu><tuv xml:lang="en"><seg>{BAD}</seg></tuv>\n<tuv xml:lang="zh"><seg>字</seg></tuv></tu> '.encode()
        ]
    },
}


@pytest.mark.parametrize("make", DROPPED, ids=lambda make: make.__name__)
def test_what_is_dropped_goes_and_nothing_else(make: Make, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inputs = make(folder)
    originals = before(inputs)
    assert run(inputs, "--drop", "untranslated-residue") == 0
    cleaned, rejects = everything("clean"), everything("out")
    for name, gone in DROPPED[make].items():
        expected = originals[name]
        for piece in gone:
            assert piece in expected
            expected = expected.replace(piece, b"", 1)
        assert cleaned[name] == expected
        assert all(piece.strip() in rejects[name] for piece in gone)
        assert GOOD[0].encode() not in rejects[name] and LOCAL.encode() not in rejects[name]
    reasons = [json.loads(line) for line in rejects["reasons.jsonl"].splitlines()]
    assert [[reason["rule"] for reason in one["reasons"]] for one in reasons] == [["untranslated-residue"]]
    assert before(inputs) == originals
    said = capfd.readouterr().err.splitlines()[-1]
    assert said.startswith("clean: kept ") and said.endswith("dropped 1 (untranslated-residue 1)"), said


def test_files_of_running_text_go_as_a_whole(folder: Path) -> None:
    inputs = texts(folder)
    originals = before(inputs)
    assert run(inputs, "--drop", "residue", "--repair", "chinese-date") == 0
    cleaned, rejects = everything("clean"), everything("out")
    assert list(cleaned) == ["a.txt", "sub/c.md"] and cleaned["a.txt"] == originals["a.txt"]
    assert rejects["sub/b.txt"] == originals["sub/b.txt"]


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_repairs_and_drops_do_not_meet(make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is safe is written in; a finding that is mended drops nothing; what is dropped goes as it was."""
    from audit import filtering

    monkeypatch.setattr(filtering, "Policy", lambda confidence: Policy(unsafe=True))
    inputs = make(folder)
    assert run(inputs, "--drop", "residue", "--repair", "date") == 0
    cleaned, rejects = b"".join(everything("clean").values()), everything("out")
    assert b"local time" not in cleaned and b"He arrived in Moscow" in cleaned
    assert "王毅".encode() not in cleaned and "王毅".encode() in b"".join(rejects.values())
    assert all(text.encode() in b"".join([cleaned, *rejects.values()]) for text in GOOD[:2])


def test_keep_takes_rules_out(folder: Path) -> None:
    inputs = moses(folder)
    assert run(inputs, "--drop", "date,residue", "--keep", "untranslated-residue") == 0
    assert BAD.encode() in everything("clean")["c.en"] and LOCAL.encode() not in everything("clean")["c.en"]
    assert everything("clean")["c.en"].count(b"\n") == everything("clean")["c.zh"].count(b"\n") == 4


def test_processes_give_the_same(folder: Path) -> None:
    rows = [{"id": str(n), "text": [GOOD[0], BAD, LOCAL][n % 3]} for n in range(300)]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run(["c.jsonl"], "--drop", "date", "--jobs", "2") == 0
    kept = [json.loads(line)["id"] for line in Path("clean/c.jsonl").read_text().splitlines()]
    assert kept == [row["id"] for row in rows if row["text"] != LOCAL]
    gone = [json.loads(line)["id"] for line in Path("out/c.jsonl").read_text().splitlines()]
    assert gone == [row["id"] for row in rows if row["text"] == LOCAL]


USAGE = [
    (["c.en", "--drop", "date"], "--cleaned: missing"),
    (["c.en", "--cleaned", "x"], "--cleaned: nothing to do"),
    (["c.en", "--cleaned", "x", "--drop", "no-rule"], "--drop no-rule: no such rule"),
    (["c.en", "--cleaned", ".", "--drop", "date"], ".: is there already"),
    (["c.en", "--cleaned", "x", "--rejects", "x", "--drop", "date"], "--rejects: cannot go where"),
    (["-", "--cleaned", "x", "--drop", "date"], "--cleaned: standard input has no name"),
    (["c.po", "--cleaned", "x", "--drop", "date"], "c.po: --drop: segments cannot be taken out of this format (po)"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[case[1] for case in USAGE])
def test_wrong_usage(arguments: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    moses(folder)
    (folder / "c.po").write_text(f'msgid "x"\nmsgstr "{LOCAL}"\n')
    assert main(["run", *arguments]) == 2
    assert said in capfd.readouterr().err
    assert not Path("x").exists() and not list(folder.glob(".*.part"))


def test_opusfilter(folder: Path) -> None:
    """As OpusFilter runs it, from a configuration that names it."""
    opusfilter = pytest.importorskip("opusfilter.opusfilter")
    (folder / "c.en").write_text(f"{GOOD[0]}\n{BAD}\n{LOCAL}\n{GOOD[1]}\n")
    (folder / "c.zh").write_text("一\n二\n三\n四\n")
    filters = [{"ArtifactFilter": {"rules": "date", "pivot_lang": "zh"}, "module": "audit.opusfilter_plugin"}]
    step = {
        "type": "filter",
        "parameters": {"inputs": ["c.en", "c.zh"], "outputs": ["k.en", "k.zh"], "filters": filters},
    }
    configuration = {"common": {"output_directory": str(folder)}, "steps": [step]}
    opusfilter.OpusFilter(configuration).execute_steps()
    assert (folder / "k.en").read_text() == f"{GOOD[0]}\n{BAD}\n{GOOD[1]}\n"
    assert (folder / "k.zh").read_text() == "一\n二\n四\n"
    score = {
        **step,
        "type": "score",
        "parameters": {"inputs": ["c.en", "c.zh"], "output": "s.jsonl", "filters": filters},
    }
    opusfilter.OpusFilter({**configuration, "steps": [score]}).execute_steps()
    assert [next(iter(json.loads(line).values())) > 0 for line in (folder / "s.jsonl").read_text().splitlines()] == [
        False, False, True, False,
    ]  # fmt: skip


def test_datasets(folder: Path) -> None:
    datasets = pytest.importorskip("datasets")
    from audit.filtering import Scorer

    rows = datasets.Dataset.from_dict({"en": [GOOD[0], BAD, LOCAL, None], "zh": ["一", "二", "三", "四"]})
    scored = rows.map(Scorer("en", "zh", "zh", rules="date,residue"), batched=True, batch_size=2)
    assert [bool(count) for count in scored["findings"]] == [False, True, True, False]
    assert scored["rules"][1] == ["untranslated-residue"] and "local time" in "".join(scored["surfaces"][2])
    clean = scored.filter(lambda row: not row["findings"])
    assert clean["zh"] == ["一", "四"]
