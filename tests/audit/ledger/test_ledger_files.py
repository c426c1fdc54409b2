"""Ledgers as files, and the command that joins and shows them."""

from __future__ import annotations

import io
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import audit
from audit.cli import main
from audit.ledger import Appearance, Ledger
from audit.ledger.files import LedgerError, Spool, documents, joined, read, write

SCHEMA = Draft202012Validator(json.loads((Path(audit.__file__).parent / "schema" / "ledger.json").read_text("utf-8")))
ENTITIES = {"Steve Witkoff": ("Witko", "Witkoff", "Wittkopf"), "Kyiv": ("Kyiv", "Kiev"), "Zürich": ("Zurich",)}


def _one(number: int) -> Ledger:
    chance = random.Random(number)
    rows = []
    for n in range(1 + chance.randrange(8)):
        entity = chance.choice(sorted(ENTITIES))
        form = chance.choice(ENTITIES[entity])
        rows.append(
            Appearance(
                entity=entity,
                kind="person" if " " in entity else "place",
                form=form,
                doc=f"d{number}",
                start=n,
                end=n + len(form),
                verdict=chance.choice(("artifact", "right", "variant")),
                basis=chance.choice(("original", "mangled-name")),
                outlet=chance.choice(("a", "b")),
                engine=chance.choice(("x", "")),
                published=(date(2025, 1, 1) + timedelta(days=number)).isoformat(),
                pivot=chance.choice(("威特科夫", "")),
                lang="zh",
            )
        )
    return Ledger.of(rows)


def _text(ledger: Ledger) -> str:
    out = io.StringIO()
    write(out, sorted(ledger.entities.items()), ledger.documents, {})
    return out.getvalue()


def test_a_ledger_comes_back_from_its_file(tmp_path: Path) -> None:
    whole = Ledger()
    for number in range(30):
        whole.join(_one(number))
    path = tmp_path / "a.jsonl"
    path.write_text(_text(whole), "utf-8")
    assert Ledger(documents=documents(path), entities=dict(read(path))) == whole


def test_memory_is_bounded_and_nothing_is_lost(tmp_path: Path) -> None:
    whole = Ledger()
    with Spool(tmp_path, limit=60) as spool:
        for number in range(80):
            spool.add(_one(number))
            whole.join(_one(number))
        assert len(list(tmp_path.iterdir())) > 2, "it never put anything down"
        assert spool._ledger.size <= 60 + 60
        out = io.StringIO()
        write(out, spool.rows(), spool.documents, {})
    assert out.getvalue() == _text(whole)
    assert list(tmp_path.iterdir()) == []


def test_files_are_joined_line_by_line(tmp_path: Path) -> None:
    paths, whole = [], Ledger()
    for part in range(3):
        ledger = Ledger()
        for number in range(part, 30, 3):
            ledger.join(_one(number))
        whole.join(ledger)
        paths.append(tmp_path / f"{part}.jsonl")
        paths[-1].write_text(_text(ledger), "utf-8")
    assert dict(joined(read(path) for path in paths)) == whole.entities


def test_lines_follow_the_schema() -> None:
    ledger = Ledger()
    for number in range(6):
        for day, form in ((number, "Witkoff"), (number + 100, "Witko")):
            seen = Appearance(
                entity="Steve Witkoff",
                kind="person",
                form=form,
                doc=f"{day}",
                start=0,
                end=5,
                verdict="right",
                basis="original",
                outlet="portal",
                published=(date(2025, 1, 1) + timedelta(days=day)).isoformat(),
            )
            ledger.join(Ledger.of([seen]))
    records = [json.loads(line) for line in _text(ledger).splitlines()]
    assert [record["type"] for record in records] == ["ledger", "entity", "change"]
    for record in records:
        SCHEMA.validate(record)
        assert not SCHEMA.is_valid({**record, "more": 1})
    assert records[2]["before"] == {"share": 0.0, "of": 6} and records[2]["after"] == {"share": 1.0, "of": 6}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"type": "run"}\n', "a.jsonl:1: is no ledger"),
        ('{"type": "ledger", "schema": 2, "documents": 1}\n', "a.jsonl:1: a ledger of another version"),
        ('{"type": "ledger", "schema": 1, "documents": 1}\n{"type": "entity"}\n', "a.jsonl:2: no entity of a ledger"),
        ('{"type": "ledger", "schema": 1, "documents": 1}\nnonsense\n', "a.jsonl:2: is no ledger"),
        ("", None),
    ],
)
def test_what_is_no_ledger(content: str, message: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, "utf-8")
    if message is None:
        assert list(read(path)) == []
        return
    with pytest.raises(LedgerError, match=message.replace(".", "\\.")):
        list(read(path))


def test_entities_out_of_order_are_refused(tmp_path: Path) -> None:
    ledger = Ledger()
    for number in range(9):
        ledger.join(_one(number))
    lines = _text(ledger).splitlines(keepends=True)
    entities = [line for line in lines if '"type": "entity"' in line]
    path = tmp_path / "a.jsonl"
    path.write_text(lines[0] + "".join(reversed(entities)), "utf-8")
    with pytest.raises(LedgerError, match="is not sorted by key"):
        list(read(path))


# --- the command


TEXT = "US envoy Steve Witkoff flew to Kiev on Monday. Witkoff met Volodymyr Zelensky there.\n"
ORIGINAL = "U.S. envoy Steve Witkoff flew to Kyiv on Monday. Witkoff met Volodymyr Zelenskyy there.\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"id": f"t{n}", "lang": "en", "text": TEXT, "outlet": "portal", "engine": "mt 1", "published": f"2025-08-0{n}"}
        for n in (1, 2)
    ]
    Path("texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    original = {"id": "wire", "lang": "en", "text": ORIGINAL, "published": "2025-08-01"}
    Path("pool.jsonl").write_text(json.dumps(original) + "\n", "utf-8")
    return tmp_path


def test_from_run_to_table(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ["run", "texts.jsonl", "--originals", "pool.jsonl", "--report", "ledger=names.jsonl", "--format", "jsonl"]
    assert main([*run, "--output", "report.jsonl"]) == 0
    entities = dict(read("names.jsonl"))
    assert entities["kyiv"].forms["Kiev"].verdicts == {"artifact": 2}
    assert entities["kyiv"].forms["Kiev"].by("engine") == {"mt 1": 2}
    assert entities["steve witkoff"].forms["Witkoff"].verdicts == {"right": 2}
    assert main(["ledger", "names.jsonl"]) == 0
    shown = capsys.readouterr().out
    assert "2 documents" in shown and "Kyiv (place)" in shown and "Kiev 2" in shown
    assert main(["ledger", "names.jsonl", "--entity", "kiev"]) == 0
    shown = capsys.readouterr().out
    assert "Kiev: 2 artifact in 2 documents; by stale-exonym" in shown
    assert "first seen 2025-08-01, t1, characters 32 to 35" in shown and "engines: mt 1 2" in shown


def test_a_finished_report_gives_the_same_ledger(corpus: Path) -> None:
    run = ["run", "texts.jsonl", "--originals", "pool.jsonl", "--report", "ledger=names.jsonl", "--format", "jsonl"]
    assert main([*run, "--output", "report.jsonl"]) == 0
    again = ["ledger", "report.jsonl", "--texts", "texts.jsonl", "--originals", "pool.jsonl", "--format", "jsonl"]
    assert main([*again, "--output", "again.jsonl"]) == 0
    assert (
        Path("again.jsonl").read_text("utf-8").splitlines()[1:]
        == Path("names.jsonl").read_text("utf-8").splitlines()[1:]
    )


def test_reports_without_texts_count_findings(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "texts.jsonl", "--format", "jsonl", "--output", "report.jsonl"]) == 0
    assert main(["ledger", "report.jsonl", "--format", "jsonl", "--output", "l.jsonl"]) == 0
    assert "without --texts only findings are counted" in capsys.readouterr().err
    assert {key: e.verdicts() for key, e in read("l.jsonl")} == {"kyiv": {"artifact": 2}}


@pytest.mark.parametrize(
    ("arguments", "message", "status"),
    [
        (["texts.jsonl"], "texts.jsonl:1: is no report or ledger", 3),
        (["nowhere.jsonl"], "nowhere.jsonl: cannot be read", 3),
        (["names.jsonl", "--entity", "Nobody"], "--entity Nobody: no entity", 2),
        (["names.jsonl", "--texts", "texts.jsonl"], "--texts, --originals: belong to reports", 2),
        (["names.jsonl", "--format", "csv"], "--format csv: choose one of text, jsonl", 2),
        (["names.jsonl", "--output", "names.jsonl"], "names.jsonl: is read by this run", 2),
        (["report.jsonl", "--texts", "nowhere"], "nowhere: no such file", 2),
        (["report.jsonl", "--texts", "other.jsonl"], "report.jsonl:5: no record of a report", 3),
    ],
)
def test_one_line_for_wrong_usage(
    arguments: list[str], message: str, status: int, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("other.jsonl").write_text(json.dumps({"id": "t1", "text": "Something else stands here."}) + "\n", "utf-8")
    run = ["run", "texts.jsonl", "--originals", "pool.jsonl", "--report", "ledger=names.jsonl", "--format", "jsonl"]
    assert main([*run, "--output", "report.jsonl"]) == 0
    capsys.readouterr()
    assert main(["ledger", *arguments]) == status
    captured = capsys.readouterr()
    assert message in captured.err and captured.err.count("\n") == 1
