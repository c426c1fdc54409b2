"""Many documents: order, number of processes, what one bad document costs, going on after an interruption."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit import pipeline
from audit.batch import Batch, run
from audit.batch.pivots import with_pivots
from audit.errors import SettingsError
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document, Pivot
from corpora.errors import Unreadable

TEXT = "The minister said on the 8th that nothing had been decided, and that the talks would go on next week."


def inputs(number: int = 40) -> list[Document | Unreadable]:
    made: list[Document | Unreadable] = [
        Document(id=f"d{i}", text=f"{TEXT} Number {i} was there. " * (1 + i % 3), lang="en") for i in range(number)
    ]
    made[7] = Unreadable(doc="bad", reason="bad:1: no text, write some")
    made[8] = Document(id="zh", text="部长周五表示，两国政府将于下周再次会晤讨论该计划。", lang="zh")
    return made


@pytest.fixture
def originals(tmp_path: Path) -> str:
    path = tmp_path / "pool.jsonl"
    path.write_text(json.dumps({"id": "wire", "text": TEXT.replace("the 8th", "Friday"), "lang": "en"}) + "\n")
    return str(path)


def test_results_do_not_depend_on_the_number_of_processes(originals: str) -> None:
    alone = list(run(inputs(), [originals], Settings(), jobs=1))
    assert list(run(inputs(), [originals], Settings(), jobs=2)) == alone
    ids = [r.document.id if isinstance(r, Audited) else r.doc for r in alone]
    assert ids == [item.doc if isinstance(item, Unreadable) else item.id for item in inputs()]
    assert isinstance(alone[7], Skipped) and isinstance(alone[8], Skipped)


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_documents(jobs: int) -> None:
    assert list(run([], [], Settings(), jobs=jobs)) == []


def test_inputs_are_not_read_far_ahead() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield Document(id=f"d{read}", text=TEXT, lang="en")

    with Batch([], Settings(), jobs=2) as batch:
        results = batch.map(endless())  # type: ignore[arg-type]
        for _ in range(20):
            next(results)
        assert read < 200
        results.close()  # type: ignore[attr-defined]


def test_the_pool_speaks_for_itself(originals: str) -> None:
    for jobs in (1, 2):
        with Batch([originals], Settings(), jobs=jobs) as batch:
            assert batch.facts.signature is not None and batch.facts.signature["documents"] == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_pool_that_cannot_be_opened_says_why(jobs: int, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception) as failure, Batch([b"not a path"], Settings(), jobs=jobs):  # type: ignore[list-item]
        pass
    assert "worker process died" not in str(failure.value)
    assert "Traceback" not in capfd.readouterr().err


def test_a_defect_costs_its_document_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(document: Document, pool: object, settings: Settings) -> Audited:
        if document.id == "d2":
            raise ZeroDivisionError("by\nzero")
        return Audited(document=document)

    monkeypatch.setattr(pipeline, "audit_document", fragile)
    monkeypatch.delenv("TAUDIT_DEBUG", raising=False)
    documents = [Document(id=f"d{i}", text=TEXT) for i in range(4)]
    results = list(run(documents, [], Settings()))
    assert [isinstance(r, Skipped) for r in results] == [False, False, True, False]
    assert isinstance(results[2], Skipped)
    assert results[2].reason.startswith("internal error (ZeroDivisionError: by zero), please report")


def test_settings_that_are_wrong_stop_the_run() -> None:
    for jobs in (1, 2):
        with pytest.raises(SettingsError, match="no such rule"):
            list(run([Document(id="d", text=TEXT, lang="en")], [], Settings(rules="no-such"), jobs=jobs))


PIVOTS = [
    ("a.txt", "a.txt", False, True, "the same id"),
    ("a.txt", "a.zh.txt", False, True, "the same id up to the first dot"),
    ("in/a.txt", "in/a.md", False, True, "within one folder"),
    ("in/a.txt", "out/a.txt", False, False, "another folder is another text"),
    ("a.txt", "b.txt", False, False, "nothing in common"),
    ("a.txt", "b.txt", True, True, "one of each"),
]


@pytest.mark.parametrize(("doc", "pivot", "alone", "joined", "why"), PIVOTS, ids=[case[4] for case in PIVOTS])
def test_pivots_find_their_translations(doc: str, pivot: str, alone: bool, joined: bool, why: str) -> None:
    texts = {pivot: Document(id=pivot, text="部长周五表示，两国政府将于下周再次会晤。")}
    (item,) = with_pivots([Document(id=doc, text=TEXT)], texts, alone)
    assert isinstance(item, Document)
    assert item.pivot == (Pivot(lang="zh", text=texts[pivot].text) if joined else None), why
