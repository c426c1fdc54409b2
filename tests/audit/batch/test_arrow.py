"""Documents and records as Arrow batches: nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.batch import Batch
from audit.batch.arrow import DOCUMENTS, LINES, RECORDS, from_records, to_batch, to_documents, to_records
from audit.batch.records import audit_batch
from audit.errors import AuditError
from audit.model import Audited, Skipped
from audit.reports.jsonl import JsonLines
from audit.settings import Settings
from corpora.documents import Document, Origin, Piece, Pivot, Segment
from corpora.errors import Unreadable

TEXTS = [
    "The minister said on the 8th that nothing had been decided. US presidential envoy Witko met with Putin in Moscow.",
    "This article represents the views of the author.\nOn the 9th local time, 15 million yuan were spent.",
    "Nothing is wrong here.",
]
ORIGIN = Origin(file="a.jsonl", format="jsonlines", pieces=(Piece(start=0, length=9, line=3, column=9, element="/t"),))
INPUTS: list[Document | Unreadable] = [
    Document(id="plain", text=TEXTS[0]),
    Document(
        id="all",
        text=TEXTS[1],
        lang="en",
        title="t",
        outlet="o",
        url="u",
        published=date(2025, 8, 9),
        pivot=Pivot(lang="zh", text="部长周五表示"),
        segments=(Segment(start=0, end=4, pivot=(0, 2), place="x"), Segment(start=5, end=9)),
        origin=ORIGIN,
        metadata={"engine": "e", "n": 3, "list": [1, None, {"a": "b"}]},
    ),
    Unreadable(doc="bad", reason="bad:1: no text, write some"),
    Document(id="zh", text="部长周五表示，两国政府将于下周再次会晤讨论该计划。", lang="zh"),
]

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_documents = st.builds(
    Document,
    id=_text,
    text=_text,
    lang=st.none() | _text,
    title=st.none() | _text,
    published=st.none() | st.dates(),
    pivot=st.none() | st.builds(Pivot, lang=_text, text=_text),
    segments=st.lists(
        st.builds(Segment, start=st.integers(0, 9), end=st.integers(0, 9), pivot=st.none() | st.just((1, 2))),
        max_size=3,
    ).map(tuple),
    original=st.none() | st.builds(Document, id=_text, text=_text, published=st.none() | st.dates()),
    metadata=st.dictionaries(_text, st.none() | _text | st.integers(-(2**60), 2**60) | st.booleans(), max_size=2),
)


@given(st.lists(_documents | st.builds(Unreadable, doc=_text, reason=_text.filter(bool)), max_size=4))
def test_documents_come_back_as_they_were(inputs: list[Document | Unreadable]) -> None:
    assert to_documents(to_batch(inputs)) == inputs


def test_a_plain_table_will_do() -> None:
    table = pa.table({"text": ["One.", None], "published": [date(2025, 1, 1), None], "more": [1, 2]})
    one, two = to_documents(table)
    assert one == Document(id="0", text="One.", published=date(2025, 1, 1))
    assert two == Unreadable(doc="1", reason="1: no text, write some")


WRONG = [
    ({"id": ["a"]}, "the batch has no column text, only id", "no text"),
    ({"text": ["a"], "published": ["yesterday"]}, "column published of the batch: ", "a date that is none"),
]


@pytest.mark.parametrize(("columns", "message", "why"), WRONG, ids=[case[2] for case in WRONG])
def test_what_is_no_batch_of_documents_says_why(columns: Mapping[str, list[str]], message: str, why: str) -> None:
    with pytest.raises(AuditError, match=message):
        to_documents(pa.table(columns))


def report(results: list[Audited | Skipped]) -> list[str]:
    """The lines between the first and the last of the JSON lines report."""
    out = StringIO()
    lines = JsonLines(out)
    for result in results:
        lines.document(result) if isinstance(result, Audited) else lines.skipped(result)
    return out.getvalue().splitlines(keepends=True)


@pytest.fixture(scope="module")
def results() -> list[Audited | Skipped]:
    with Batch([], Settings()) as batch:
        return list(batch.map(INPUTS))


def test_lines_are_those_of_the_report(results: list[Audited | Skipped]) -> None:
    with Batch([], Settings(), form="lines") as batch:
        (made,) = batch.batches(INPUTS)
    assert made.schema == LINES and made.num_rows == len(INPUTS)
    expected = report(results)
    assert b"".join(made.column("lines").to_pylist()).decode() == "".join(expected)
    assert made.column("skipped").to_pylist()[2] == "bad:1: no text, write some"
    assert any(made.column("rules").to_pylist()[0]), "a quiet text would show nothing"


def test_typed_records_say_the_same_as_the_lines(results: list[Audited | Skipped]) -> None:
    with Batch([], Settings(), form="records") as batch:
        (made,) = batch.batches(INPUTS)
    assert made.schema == RECORDS
    assert list(to_records(made)) == [json.loads(line) for line in report(results)]
    assert from_records(to_records(made)) == made


def test_one_function_for_every_engine(results: list[Audited | Skipped]) -> None:
    by_id = {r.doc if isinstance(r, Skipped) else r.document.id: r for r in results}
    told: list[int] = []
    batch = to_batch(INPUTS)
    assert batch.schema == DOCUMENTS
    made = audit_batch(batch, lambda document: by_id[document.id], begun=told.append)
    assert [record["doc"] for record in to_records(made) if record["type"] in ("document", "skipped")] == [
        "plain",
        "all",
        "bad",
        "zh",
    ]
    assert told == [0, 1, 2, 3]


def test_documents_of_json_lines_keep_their_places(tmp_path: Path) -> None:
    """Where their text stands in the file is cut when somebody asks for it: it must survive the way to a worker."""
    from corpora.reading import find, read

    (tmp_path / "texts.jsonl").write_text('{"id": "a", "text": "One \\"two\\" three."}\n', "utf-8")
    sources, _ = find([str(tmp_path / "texts.jsonl")])
    (document,) = read(sources)
    (back,) = to_documents(to_batch([document]))
    assert isinstance(back, Document) and isinstance(document, Document)
    assert back == document
    assert back.origin is not None and document.origin is not None
    assert back.origin.place(5, back.text) == document.origin.place(5, document.text)
