"""The Python interface: what may be given, what comes back, threads and processes, tables, the page about it."""

from __future__ import annotations

import doctest
import json
import multiprocessing
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import audit.api
import corpora.seen
from audit import Auditor, Settings
from audit import audit as audit_texts
from audit.errors import AuditError, MissingExtra, SettingsError
from audit.model import Audited, Report, Skipped
from audit.tables import documents, to_arrow, to_pandas, to_polars
from corpora.documents import Document, Pivot
from corpora.errors import CorpusError, Unreadable

ORIGINAL = "On Friday U.S. special envoy Steve Witkoff met with Putin in Moscow. Nothing was decided, officials said."
TRANSLATION = "US special envoy Witko met with Putin in Moscow on the 8th. Nothing was decided, officials said."
DAY = date(2025, 8, 9)
TEXTS = [f"{TRANSLATION} It was number {n}. Some {n + 2} million yuan were spent on it." for n in range(24)]


def surfaces(result: Audited | Skipped) -> list[str]:
    assert isinstance(result, Audited)
    return [finding.span.text for finding in result.findings]


GIVEN: list[tuple[str, Callable[[Path], object]]] = [
    ("a str is a text", lambda _: TRANSLATION),
    ("a document", lambda _: Document(id="x", text=TRANSLATION)),
    ("a mapping with the keys of the JSON lines", lambda _: {"id": "x", "text": TRANSLATION, "published": DAY}),
    ("a path is a file", lambda folder: folder / "a.txt"),
    ("a path is a folder", lambda folder: folder),
    ("several", lambda folder: [TRANSLATION, folder / "a.txt"]),
]


@pytest.mark.parametrize(("why", "given"), GIVEN, ids=[why for why, _ in GIVEN])
def test_texts_and_originals_may_be_given_in_many_ways(
    why: str, given: Callable[[Path], object], tmp_path: Path
) -> None:
    for folder, name, text in (("texts", "a.txt", TRANSLATION), ("originals", "wire.txt", ORIGINAL)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    originals = [tmp_path / "originals", {"id": "second", "text": "Nothing of this is said here, by nobody at all."}]
    report = audit_texts(given(tmp_path / "texts"), originals, as_of=DAY)  # type: ignore[arg-type]
    assert isinstance(report, Report) and report.documents and not report.skipped
    for audited in report.documents:
        assert "Witko" in surfaces(audited), why
        assert [candidate.original for candidate in audited.candidates] == ["wire.txt"]
    assert report.signature["as_of"] == "2025-08-09"
    assert isinstance(report.signature["originals"], dict) and report.signature["originals"]["documents"] == 2


def test_it_says_the_same_as_the_command_line(tmp_path: Path) -> None:
    from audit.cli import main

    rows = [{"id": f"d{n}", "text": text, "published": "2025-08-09"} for n, text in enumerate(TEXTS[:4])]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "pool.jsonl").write_text(json.dumps({"id": "wire", "text": ORIGINAL}) + "\n")
    arguments = ["run", str(tmp_path / "texts.jsonl"), "--originals", str(tmp_path / "pool.jsonl"), "--format", "jsonl"]
    assert main([*arguments, "--output", str(tmp_path / "report.jsonl")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    report = audit_texts(tmp_path / "texts.jsonl", tmp_path / "pool.jsonl")
    assert lines[0]["signature"] == json.loads(json.dumps(report.signature))
    found = to_arrow(report).select(["doc", "start", "end", "rule", "confidence", "fingerprint"]).to_pylist()
    expected = [{key: row[key] for key in found[0]} for row in lines if row["type"] == "finding"]
    assert found == expected and len(found) >= 8


WRONG: list[tuple[str, Callable[[], object], type[Exception], str]] = [
    ("a rule that is none", lambda: Auditor(rules="no-such"), SettingsError, "no such rule"),
    ("a style that is none", lambda: Auditor(style="xyz"), SettingsError, "no such style"),
    ("a mapping without a text", lambda: Auditor()({"id": "q"}), CorpusError, "^q: "),
    ("a number", lambda: Auditor()(7), SettingsError, "int: is no text"),  # type: ignore[arg-type]
    ("a path that leads nowhere", lambda: audit_texts(Path("no/such")), SettingsError, "^no/such: no such file"),
]


@pytest.mark.parametrize(("why", "call", "error", "message"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said(why: str, call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_files_that_cannot_be_read_are_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "He came on the 8th."}\n{broken\n')
    report = audit_texts(tmp_path / "a.jsonl", rules="date")
    assert [audited.document.id for audited in report.documents] == ["a"]
    assert [skipped.reason.startswith(f"{tmp_path}/a.jsonl:2: broken JSON") for skipped in report.skipped] == [True]


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor([ORIGINAL, "Something else was said elsewhere by others."], as_of=DAY)


@pytest.fixture(scope="module")
def expected(auditor: Auditor) -> list[Audited | Skipped]:
    return [auditor(text) for text in TEXTS]


def test_one_auditor_serves_many_threads(auditor: Auditor, expected: list[Audited | Skipped]) -> None:
    fresh = pickle.loads(pickle.dumps(auditor))
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(fresh, TEXTS)) == expected
    finally:
        sys.setswitchinterval(switch)


def test_it_goes_into_other_processes(auditor: Auditor, expected: list[Audited | Skipped]) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(auditor, TEXTS, chunksize=12)) == expected


def test_jobs_change_nothing(auditor: Auditor, expected: list[Audited | Skipped]) -> None:
    given = [Document(id="text", text=text) for text in TEXTS]
    assert list(auditor.map(iter(given), jobs=2)) == list(auditor.map(iter(given))) == expected


def test_settings_come_whole_or_one_by_one() -> None:
    settings = Settings(style="ap", min_confidence=0.7)
    assert Auditor(settings=settings, rules="date").settings == Settings(style="ap", min_confidence=0.7, rules="date")
    assert repr(Auditor("a text", rules="date")).startswith("Auditor(originals=1, settings=Settings(")


def test_tables_hold_what_the_results_hold(auditor: Auditor, expected: list[Audited | Skipped]) -> None:
    results = [*expected, Skipped(doc="zh", reason="another language")]
    frame, polars = to_pandas(results), to_polars(results)
    spans = [(f.span.start, f.span.text, f.rule) for r in expected if isinstance(r, Audited) for f in r.findings]
    assert [tuple(row) for row in frame[["start", "surface", "rule"]].values.tolist()] == spans
    assert polars.select("start", "surface", "rule").rows() == spans
    assert polars["suggestions"][0][0]["evidence"][0]["kind"]
    links = sum(len(result.links) for result in expected if isinstance(result, Audited))
    assert to_arrow(results, "link").num_rows == links > 0
    assert to_arrow(results, "skipped").to_pylist() == [{"doc": "zh", "reason": "another language"}]
    assert to_arrow([], "document").num_rows == 0


def test_tables_become_documents() -> None:
    import pandas as pd
    import polars as pl

    columns = {"id": ["a", "b"], "text": ["One.", None], "published": [DAY, None], "pivot": ["一。", None]}
    expected = [
        Document(id="a", text="One.", published=DAY, pivot=Pivot(lang="und", text="一。")),
        Unreadable(doc="b", reason="b: no text, write some"),
    ]
    for table in (pa.table(columns), pa.RecordBatch.from_pydict(columns), pd.DataFrame(columns), pl.DataFrame(columns)):
        assert list(documents(table)) == expected
    assert [item.id for item in documents(pa.table({"text": ["x"] * 2_500})) if isinstance(item, Document)][
        -1
    ] == "2499"
    with pytest.raises(AuditError, match="no column text"):
        list(documents(pl.DataFrame({"a": [1]})))


@pytest.mark.parametrize(("name", "make"), [("pandas", to_pandas), ("polars", to_polars)])
def test_without_the_extra_it_says_what_to_install(
    name: str, make: Callable[[Report], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'translation-audit\[tables\]'"):
        make(Report(signature={}))


@pytest.mark.parametrize("module", [audit.api, corpora.seen])
def test_examples_of_docstrings(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted and not found.failed


def test_examples_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path(__file__).parents[2] / "docs" / "api.md"
    text = page.read_text("utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, page.name, 0)
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.attempted > 15 and not result.failed, "".join(said)
