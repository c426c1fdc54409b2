"""Probes: what came back is found and named, lists are read, records are kept and used as evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.cli import main
from audit.errors import SettingsError
from audit.probe import Entry, FileEngine, judge, probed, read_names
from audit.probe_records import add, load

JUDGED = [
    ("Witkoff", "Witkoff", ("Witkoff", "same", ""), "as sent"),
    ("Witkoff", "Mr. Witkoff said so.", ("Witkoff", "same", ""), "inside a sentence"),
    ("Witkoff", "Witko", ("Witko", "changed", "truncated"), "the end is lost"),
    (
        "Witkoff",
        "Envoy Witko said so on Friday.",
        ("Witko", "changed", "truncated"),
        "the likeliest word of a sentence",
    ),
    ("Bessent", "Becerra.", ("Becerra", "changed", "replaced"), "a bare name stands for the name, whatever it is"),
    ("Bessent", "The minister of finance said no.", ("", "lost", "replaced"), "nothing in the sentence is like it"),
    ("Bessent", "", ("", "lost", "dropped"), "nothing came back"),
    ("Al-Sisi", "President Al Sisi spoke.", ("Al Sisi", "folded", "respelled"), "a hyphen became a space"),
    ("Peña", "Pena", ("Pena", "folded", "respelled"), "an accent is lost"),
    ("NATO", "Nato", ("Nato", "folded", "case"), "letter case only"),
    ("Hun Manet", "Khon Manet", ("Khon Manet", "changed", "respelled"), "two words, one wrong"),
    ("Iran", "Iranian officials", ("Iranian", "changed", "extended"), "only a part of a longer word"),
    ("Rubio", "Lubio", ("Lubio", "changed", "respelled"), "one letter"),
    ("a.*b(", "a.*b(", ("a.*b(", "same", ""), "signs of patterns are just signs"),
]


@pytest.mark.parametrize(("name", "output", "said", "why"), JUDGED, ids=[case[-1] for case in JUDGED])
def test_judged(name: str, output: str, said: tuple[str, str, str], why: str) -> None:
    assert judge(name, output) == said, why


def test_a_long_output_takes_no_long_time() -> None:
    assert judge("Witkoff", "word " * 200_000)[1] == "lost"


def test_lists() -> None:
    lines = ["# people", "Witkoff", "", "贝森特\tBessent", "Witkoff"]
    assert read_names(lines, "x") == [Entry(name="Witkoff"), Entry(name="Bessent", form="贝森特")]
    for line in ("a\tb\tc", "\tBessent"):
        with pytest.raises(SettingsError, match="x:1: write a name"):
            read_names([line], "x")


def test_outputs_line_by_line_or_by_name() -> None:
    entries = [Entry(name="Witkoff"), Entry(name="Bessent", form="贝森特")]
    for lines in (["Witko", "Benson"], ["Bessent\tBenson", "Witkoff\tWitko"], ["贝森特\tBenson", "Witkoff\tWitko"]):
        records = probed(FileEngine("other", lines), entries, "zh")
        assert [(r.name, r.came_back, r.form) for r in records] == [
            ("Witkoff", "Witko", ""),
            ("Bessent", "Benson", "贝森特"),
        ]
    with pytest.raises(SettingsError, match="1 lines for a list of 2"):
        probed(FileEngine("other", ["Witko"]), entries, "zh")


def test_records_are_kept_once(tmp_path: Path) -> None:
    records = probed(FileEngine("other", ["Witko"]), [Entry(name="Witkoff", form="威特科夫")], "zh")
    file = tmp_path / "deep" / "kept.jsonl"
    assert (add(records, file), add(records, file)) == (1, 0)
    assert load(file) == records
    for text in ("no json", "[]", '{"type": "probe"}', json.dumps({"type": "finding", "engine": "x"})):
        file.write_text(text + "\n", "utf-8")
        with pytest.raises(SettingsError, match=r"kept\.jsonl:1: is no record of a probe"):
            load(file)


def test_another_engines_outputs_become_evidence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("names.txt").write_text("Witkoff\nRubio\n", "utf-8")
    Path("out.txt").write_text("Witko\nRubio\n", "utf-8")
    words = ["probe", "names.txt", "--outputs", "other=out.txt", "--no-argos", "--keep", "kept.jsonl"]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "other: 2 names, 1 changed, 1 same" in said.out and "2 new records" in said.err
    Path("t.txt").write_text("Envoy Steve Witko arrived in Moscow for talks on a ceasefire in Ukraine.\n", "utf-8")
    Path("o.txt").write_text("Envoy Steve Witkoff arrived in Moscow for talks on a truce in Ukraine.\n", "utf-8")
    words = ["run", "t.txt", "--originals", "o.txt", "--format", "jsonl"]
    reports = {}
    for name, more in (("with", ["--probes", "kept.jsonl"]), ("without", [])):
        assert main([*words, *more, "--output", name]) == 0
        reports[name] = Path(name).read_text("utf-8")
    assert "other turns Witkoff into Witko" in reports["with"]
    assert "other turns" not in reports["without"]
    assert main([*words, "--probes", "out.txt"]) == 2


WRONG_USE = [
    (["names.txt", "--no-argos"], "no engine"),
    (["nowhere.txt", "--no-argos"], "nowhere.txt: cannot be read"),
    (["names.txt", "--outputs", "x"], "write it as ENGINE=FILE"),
    (["names.txt", "--frame", "no place"], "write {} once"),
    (["names.txt", "--format", "xml"], "choose one of table, jsonl, csv"),
]


@pytest.mark.parametrize(("words", "line"), WRONG_USE, ids=[case[1] for case in WRONG_USE])
def test_wrong_use(words: list[str], line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("names.txt").write_text("Witkoff\n", "utf-8")
    assert main(["probe", "--no-argos", *words]) == 2
    assert line in capsys.readouterr().err


def test_the_signature_names_the_probes(folder: Path) -> None:
    Path("names.txt").write_text("Witkoff\n", "utf-8")
    Path("out.txt").write_text("Witko\n", "utf-8")
    assert main(["probe", "names.txt", "--outputs", "other=out.txt", "--no-argos", "--keep", "kept.jsonl"]) == 0
    Path("t.txt").write_text("The two ministers said on Friday that the talks would go on next week.\n", "utf-8")
    signatures = []
    for more in (["--probes", "kept.jsonl"], []):
        assert main(["run", "t.txt", "--format", "jsonl", "--output", "r.jsonl", *more]) == 0
        signatures.append(json.loads(Path("r.jsonl").read_text("utf-8").splitlines()[0])["signature"])
    assert len(signatures[0]["probes"]) == 8 and "probes" not in signatures[1]
