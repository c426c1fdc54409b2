"""What leaves a review: files for repositories, spreadsheets, annotators, translators and readers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_texts import EXONYM, SIGNATURE, WITKO, WITKOFF, audited

from audit.batch.engine import run
from audit.errors import SettingsError
from audit.judgements import append, outputs, read
from audit.judgements.corrected import REST
from audit.judgements.records import QueueFilter
from audit.judgements.store import Store
from audit.model import Audited
from audit.settings import Settings
from corpora.reading import find
from corpora.reading import read as read_texts

MARKED = [("Zaporozhye", "Zaporizhzhia")]
TEXT = ["Witko flew to Zaporozhye.", "Nobody met Witko.", "A Benson stayed."]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        opened.load(
            [
                audited("a", [WITKO], [("Witko", "Witkoff")], originals=[WITKOFF], outlet="Toutiao"),
                audited("b", ["In Zaporozhye.", "Near Zaporozhye again.", "All is right."], MARKED, of=EXONYM),
                audited("c", ["Undecided Zaporozhye."], MARKED, of=EXONYM),
            ],
            SIGNATURE,
        )
        yield opened


def decided(store: Store) -> Store:
    """Witko accepted, one Zaporozhye edited, the other right, the third open."""
    rows = {(row.doc, n): row for n, row in enumerate(store.queue(QueueFilter(order="document")).rows)}
    (a, b1, b2, *_) = [rows[key] for key in sorted(rows)]
    store.decide(a.id, "accepted", reviewer="Ann", expected_version=0, note="sure")
    store.decide(b1.id, "edited", reviewer="Bob", expected_version=0, replacement="Zaporizhia")
    store.decide(b2.id, "right-here", reviewer="Bob", expected_version=0)
    return store


def written(store: Store, name: str, wanted: QueueFilter | None = None) -> str:
    return outputs.as_bytes(store, name, wanted).decode()


def test_decisions_go_out_and_come_back(store: Store, tmp_path: Path) -> None:
    decided(store)
    everywhere = store.queue(QueueFilter(documents=("c",))).rows[0]
    store.decide(everywhere.id, "right-everywhere", reviewer="Ann", expected_version=0)
    path = tmp_path / "decisions.jsonl"
    path.write_text(written(store, "decisions"), "utf-8")
    lines = read(path)
    assert [(line.surface, line.verdict, line.replacement, line.scope, line.reviewer) for line in lines] == [
        ("Zaporozhye", "no-artifact", None, "form", "Ann"),
        ("Witko", "artifact", "Witkoff", "here", "Ann"),
        ("Zaporozhye", "artifact", "Zaporizhia", "here", "Bob"),
        ("Zaporozhye", "no-artifact", None, "here", "Bob"),
        ("Zaporozhye", "no-artifact", None, "here", "Ann"),
    ]
    with Store.open(tmp_path / "other.sqlite") as other:
        other.load([one.audited for one in store.reviewed()], SIGNATURE)
        assert other.take(lines) == 4
        states = [(row.state, row.replacement, row.reviewer) for row in other.queue(QueueFilter(order="document")).rows]
        assert states == [
            ("accepted", "Witkoff", "Ann"),
            ("edited", "Zaporizhia", "Bob"),
            ("right-here", None, "Bob"),
            ("right-here", None, "Ann"),
        ]
        assert other.take(lines) == 0, "what is decided stays"
        other.load([audited("d", ["Also Zaporozhye."], MARKED, of=EXONYM)], SIGNATURE)
        assert other.queue(QueueFilter(documents=("d",))).rows[0].state == "right-everywhere"


def test_what_was_taken_back_is_taken_back_in_the_repository(store: Store, tmp_path: Path) -> None:
    decided(store)
    path = tmp_path / "decisions.jsonl"
    append(path, list(store.judgements()))
    while store.undo("Ann") or store.undo("Bob"):
        pass
    append(path, list(store.judgements()))
    from audit.judgements import Standing

    standing = Standing(read(path))
    for one in store.reviewed():
        assert standing.of(one.audited.findings) == [None] * len(one.audited.findings)


def test_unsure_goes_out_and_comes_back(store: Store, tmp_path: Path) -> None:
    row = store.queue(QueueFilter(documents=("a",))).rows[0]
    store.decide(row.id, "unsure", reviewer="Ann", expected_version=0)
    lines = list(store.judgements())
    assert [line.verdict for line in lines] == ["unsure"]
    with Store.open(tmp_path / "other.sqlite") as other:
        other.load([one.audited for one in store.reviewed()], SIGNATURE)
        assert other.take(lines) == 1
        assert other.queue(QueueFilter(documents=("a",))).rows[0].state == "unsure"


def test_findings_as_a_table(store: Store) -> None:
    hostile = '=HYPERLINK("http://x.example")'
    decided(store)
    store.load([audited("=1+1", [f"See {hostile} now."], [(hostile, "@SUM(A1)")])], SIGNATURE)
    rows = list(csv.DictReader(io.StringIO(written(store, "findings", QueueFilter(order="document")))))
    assert len(rows) == 5
    assert (rows[0]["surface"], rows[0]["state"], rows[0]["replacement"], rows[0]["note"]) == (
        "Witko", "accepted", "Witkoff", "sure",
    )  # fmt: skip
    assert rows[4]["document"] == "'=1+1"
    assert rows[4]["surface"] == f"'{hostile}"
    assert rows[4]["suggestion"] == "'@SUM(A1)"
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)
    only = list(csv.DictReader(io.StringIO(written(store, "findings", QueueFilter(states=("open",))))))
    assert {row["state"] for row in only} == {"open"}


def test_mqm_has_decided_rows_only(store: Store) -> None:
    lines = [line.split("\t") for line in written(decided(store), "mqm").splitlines()]
    head, rows = lines[0], [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert head[:5] == ["system", "doc", "doc_seg_id", "global_seg_id", "rater"]
    assert [(row["doc"], row["doc_seg_id"], row["rater"], row["severity"]) for row in rows] == [
        ("a", "1", "Ann", "Major"),
        ("b", "1", "Bob", "Minor"),
        ("b", "2", "Bob", "No-error"),
    ]
    assert "<v>Witko</v>" in rows[0]["target"]
    assert json.loads(rows[1]["metadata"])["correction"] == "Zaporizhia"


def test_esa_spans_hold_in_their_lines(store: Store) -> None:
    store.load([audited("t", ["One\ttab\nand Zaporozhye here."], MARKED, of=EXONYM)], SIGNATURE)
    row = store.queue(QueueFilter(documents=("t",))).rows[0]
    store.decide(row.id, "accepted", reviewer="Ann", expected_version=0)
    lines = [line.split("\t") for line in written(decided(store), "esa").splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert [(row["doc_id"], row["annotator"]) for row in rows] == [
        ("a", "Ann"), ("b", "Bob"), ("b", "Bob"), ("t", "Ann"),
    ]  # fmt: skip
    for row in rows:
        for span in json.loads(row["esa_spans"]):
            assert row["target"][span["start_i"] : span["end_i"]] in ("Witko", "Zaporozhye")
    assert json.loads(rows[2]["esa_spans"]) == []


def test_a_page_to_share(store: Store) -> None:
    page = written(decided(store), "html")
    assert "Witkoff" in page
    assert "decided by Ann on" in page
    assert page.count('class="finding') or "Zaporizhia" in page
    assert "<script>alert" not in page


def _of_files(store: Store, folder: Path) -> None:
    sources, _ = find([str(folder)])
    marks = {"Witko": "Witkoff", "Zaporozhye": "Zaporizhzhia"}
    results: list[Audited] = []
    for document in read_texts(sources):
        sentences = [document.text]  # type: ignore[union-attr]
        made = audited(document.doc if hasattr(document, "doc") else document.id, sentences, list(marks.items()))
        from dataclasses import replace

        results.append(replace(made, document=document))  # type: ignore[arg-type]
    store.load(results, SIGNATURE)
    for row in store.queue(QueueFilter(states=("open",)), size=100).rows:
        store.decide(row.id, "accepted", reviewer="Ann", expected_version=0)


FILES = {
    "one.txt": (b"Witko flew.\r\nTo Zaporozhye.\r\n", b"Witkoff flew.\r\nTo Zaporizhzhia.\r\n"),
    "old/two.txt": ("Caf\u00e9 Witko".encode("latin-1"), "Caf\u00e9 Witkoff".encode("latin-1")),
    "many.jsonl": (
        b'{"id": "x", "text": "Witko \\u00e9", "more": 1}\n{"text": "Zaporozhye"}\n{"text": "right"}\n',
        b'{"id": "x", "text": "Witkoff \\u00e9", "more": 1}\n{"text": "Zaporizhzhia"}\n{"text": "right"}\n',
    ),
    "lines.jsonl": (b'{"text": "Witko"}\n', b'{"text": "Witkoff"}\n'),
    "table.csv": (b'id,text\n1,"Witko, he said"\n', b'id,text\n1,"Witkoff, he said"\n'),
    "right.txt": (b"All is right.", None),
}


def test_texts_in_their_format(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, (before, _) in FILES.items():
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_bytes(before)
    _of_files(store, Path("in"))
    made = outputs.write_texts(store, Path("out"), QueueFilter())
    for name, (before, after) in FILES.items():
        assert Path("in", name).read_bytes() == before, "what was read is left alone"
        if after is None:
            assert not Path("out/in", name).exists()
        else:
            assert Path("out/in", name).read_bytes() == after, name
    (rest,) = [file for file in made if file.problem]
    assert rest.documents == ("a", "b", "c"), "there is no file behind these"
    assert json.loads(Path("out", REST).read_text("utf-8").splitlines()[0])["text"] == WITKO.replace("Witko", "Witkoff")
    with zipfile.ZipFile(io.BytesIO(outputs.as_bytes(store, "texts"))) as archive:
        assert archive.read("in/one.txt") == FILES["one.txt"][1]


def test_a_text_that_changed_since_is_not_mended_blindly(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.txt").write_text("Witko flew.", "utf-8")
    _of_files(store, Path("one.txt"))
    Path("one.txt").write_text("Much has changed, Witko did not.", "utf-8")
    made = outputs.write_texts(store, Path("out"), QueueFilter(documents=("one.txt",)))
    assert [(file.path, "has changed in the meantime" in file.problem) for file in made] == [(REST, True)]
    assert json.loads(Path("out", REST).read_text("utf-8"))["text"] == "Witkoff flew."


def test_nothing_leads_out_of_the_folder(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "one.txt").write_text("Witko flew.", "utf-8")
    monkeypatch.chdir(tmp_path / "work")
    _of_files(store, Path("../one.txt"))
    outputs.write_texts(store, Path("out"), QueueFilter(documents=("../one.txt",)))
    assert Path("out/one.txt").read_text("utf-8") == "Witkoff flew."
    (tmp_path / "work" / "here.txt").write_text("Witko flew.", "utf-8")
    _of_files(store, Path("here.txt"))
    with pytest.raises(SettingsError, match="would be overwritten"):
        outputs.write_texts(store, Path(), QueueFilter(documents=("here.txt",)))
    assert Path("here.txt").read_text("utf-8") == "Witko flew."


def test_no_such_output(store: Store) -> None:
    with pytest.raises(SettingsError, match="choose one of texts, decisions"):
        outputs.write(store, "pdf", io.StringIO())


def test_every_output_of_the_seed_case(tmp_path: Path) -> None:
    """The real article from audit to outputs."""
    case = Path(__file__).parents[3] / "seeds" / "case"
    sources, _ = find([str(case / "toutiao-1839931802607753.txt")])
    from datetime import date

    results = list(run(read_texts(sources), [str(case / "originals.jsonl")], Settings(as_of=date(2025, 8, 9))))
    with Store.open(tmp_path / "seed.sqlite") as store:
        store.load(results, SIGNATURE)
        for row in store.queue(size=100).rows:
            if row.suggestion is not None:
                store.decide(row.id, "accepted", reviewer="Ann", expected_version=0)
        made = {name: outputs.as_bytes(store, name) for name in outputs.OUTPUTS}
        (file,) = outputs.texts(store)
    text = file.data.decode()
    assert "Witkoff" in text
    assert "Zaporozhye" not in text
    assert "Statement: This article" not in text
    assert all(made.values())
