"""Reading: what is found, what becomes of it, and that one bad input never stops the others."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import pickle
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats.jsonlines import documents as json_documents
from corpora.reading import Source, find, read
from corpora.streams import lines


def gather(*inputs: Path | str) -> tuple[list[Document], list[str]]:
    """The documents and the reasons that reading these inputs gives."""
    sources, messages = find([str(name) for name in inputs])
    items = list(read(sources))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, messages + [item.reason for item in items if isinstance(item, Unreadable)]


def one(path: Path) -> Document:
    documents, reasons = gather(path)
    assert not reasons
    assert len(documents) == 1
    return documents[0]


def test_a_text_keeps_line_ends_and_loses_the_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffFirst\r\nsecond\rthird\n".encode())
    document = one(tmp_path / "a.txt")
    assert document.text == "First\r\nsecond\rthird\n"
    assert document.origin is not None
    place = document.origin.place(document.text.index("third"), document.text)
    assert (place.line, place.column) == (3, 1)


def test_folder_is_searched_sorted_hidden_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.txt", ".hidden/x.txt", "a/.y.txt", "a/picture.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text", "utf-8")
    documents, reasons = gather(tmp_path)
    assert [d.id for d in documents] == ["a/c.txt", "a/z.md", "b.txt"]
    assert not reasons


def test_patterns_and_missing_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x/y").mkdir(parents=True)
    for name in ("x/1.txt", "x/y/2.txt", "3.txt"):
        Path(name).write_text(name, "utf-8")
    documents, reasons = gather("**/*.txt", "3.txt", "gone.txt", "*.csv")
    assert [d.id for d in documents] == ["3.txt", "x/1.txt", "x/y/2.txt"]
    assert reasons == [
        "gone.txt: no such file or folder, check the path",
        "*.csv: the pattern matches no file, check the path",
    ]


def test_a_folder_with_nothing_readable(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    documents, reasons = gather(tmp_path)
    assert not documents
    assert len(reasons) == 1
    assert "nothing readable in this folder" in reasons[0]


def test_same_names_in_two_folders_stay_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder, "utf-8")
    documents, reasons = gather(tmp_path / "one", tmp_path / "two")
    assert not reasons
    assert len({d.id for d in documents}) == 2


ROWS = [
    {"id": f"r{n}", "text": f"Text {n}.", "lang": "en-GB", "published": "2025-08-09T01:02:03Z", "extra": n}
    for n in range(10)
]
PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("", lambda data: data),
    (".gz", gzip.compress),
    (".xz", lzma.compress),
    (".zst", zstandard.compress),
    (".gz", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])),
]


@pytest.mark.parametrize(("ending", "pack"), PACKED)
def test_json_lines(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    data = "\n".join(json.dumps(row) for row in ROWS).encode()
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(pack(data))
    documents, reasons = gather(path)
    assert not reasons
    assert [d.id for d in documents] == [row["id"] for row in ROWS]
    assert documents[3].lang == "en"
    assert documents[3].published == date(2025, 8, 9)
    assert documents[3].metadata == {"extra": 3}
    assert documents[3].origin is not None
    assert documents[3].origin.place(0, documents[3].text).line == 4


def test_json_lines_may_bring_their_original(tmp_path: Path) -> None:
    row = {"id": "a", "text": "Witko left.", "segments": [{"start": 0, "end": 11, "original": [0, 13]}]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**row, "original": {"text": "Witkoff left."}}), "utf-8")
    document = one(path)
    assert document.original and (document.original.id, document.original.text) == ("a (original)", "Witkoff left.")
    assert not document.metadata
    path.write_text(json.dumps({**row, "original": "a name of theirs"}), "utf-8")
    assert one(path).original is None and one(path).metadata == {"original": "a name of theirs"}


@pytest.mark.parametrize(("ending", "pack"), PACKED[1:4])
def test_what_was_read_before_a_truncated_end_counts(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    data = b"".join(json.dumps({"id": n, "text": os.urandom(300).hex()}).encode() + b"\n" for n in range(2000))
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(pack(data)[:-300])
    documents, reasons = gather(path)
    assert len(documents) > 500
    assert len(reasons) == 1
    assert "end too early" in reasons[0]


BAD_LINES = [
    ('{"text": ', "broken JSON"),
    ("[1, 2]", "no object"),
    ('{"id": "x"}', 'has no "text"'),
    ('{"text": 5}', '"text" is a number'),
    ('{"text": "  \\n "}', "is an empty document"),
    ('{"text": "a", "published": "9 August"}', '"published" is "9 August", no date'),
    ('{"text": "a", "published": "2025-13-01"}', "no date"),
    ('{"text": "a", "id": [1]}', '"id" is a list'),
    ('{"text": "a", "title": 3}', '"title" is a number'),
    ('{"text": "a", "pivot": 3}', '"pivot" is a number'),
    ('{"text": "a", "pivot": {"lang": "zh"}}', '"pivot" has no "text"'),
    ('{"text": "abc", "segments": [{"start": 0, "end": 9}]}', "a segment ends at 9"),
    ('{"text": "abc", "segments": [{"start": 2, "end": 1}]}', "start <= end"),
    ('{"text": "abc", "segments": [{"start": 0, "end": 2}, {"start": 1, "end": 3}]}', "overlap"),
    ('{"text": "a\\u0000b"}', "NUL"),
    (
        '{"text": "abc", "segments": [{"start": 0, "end": 2, "original": [0, 9]}], "original": {"text": "x"}}',
        "ends at 9",
    ),
    ('{"text": "ok", "id": "first"}', 'duplicate id "first"'),
    ("[" * 5000, "broken JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_a_bad_line_is_reported_and_the_others_go_on(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "first", "text": "one"}}\n{line}\n{{"id": "last", "text": "two"}}\n', "utf-8")
    documents, reasons = gather(path)
    assert [d.id for d in documents] == ["first", "last"]
    assert len(reasons) == 1
    assert reasons[0].startswith(f"{path}:2: ")
    assert reason in reasons[0]
    assert "\n" not in reasons[0]


def test_a_very_long_line_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpora.chars.Chars.lines.__defaults__", (1000,))
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "a"}\n' + "x" * 500_000 + '\n{"id": 3, "text": "c"}', "utf-8")
    documents, reasons = gather(path)
    assert [d.id for d in documents] == ["1", "3"]
    assert f"{path}:2: a line of more than" in reasons[0]


def test_lone_surrogates_and_stray_bytes_become_replacement_characters(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "s", "text": "a\\ud800b"}\n{"id": "b", "text": "c\xffd\xfe\xfd"}\n')
    documents, reasons = gather(tmp_path / "a.jsonl")
    assert not reasons
    assert [d.text for d in documents] == ["a\ufffdb", "c\ufffdd\ufffd\ufffd"]
    for document in documents:
        assert document.origin is not None
        assert "replaced by U+FFFD" in document.origin.warnings[-1]


def test_pivot_segments_and_place(tmp_path: Path) -> None:
    row = {
        "pivot": {"lang": "zh", "text": "你好。"},
        "text": "Hello.",
        "segments": [{"start": 0, "end": 6, "pivot": [0, 3], "original": None, "place": "u1"}],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    document = one(tmp_path / "a.jsonl")
    assert document.id == f"{tmp_path / 'a.jsonl'}#1"
    assert document.pivot is not None
    assert document.pivot.lang == "zh"
    assert document.segments[0].pivot == (0, 3)
    assert document.origin is not None
    place = document.origin.place(0, document.text)
    assert json.dumps(row)[place.column - 1 :].startswith("Hello.")


def test_tables(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "ID,Text,pivot,pivot_lang,published,note\r\n"
        '1,"two\r\nlines, ""quoted""",你好,zh,2025-08-09,n\r\n'
        ",no id,,,,\r\n,,,,,\r\n4,too,many,cells,2025-08-09,x,y\r\n5,fine,,,,\r\n".encode()
    )
    documents, reasons = gather(tmp_path / "a.csv")
    assert [d.text for d in documents] == ['two\r\nlines, "quoted"', "no id", "fine"]
    assert documents[0].metadata == {"note": "n"}
    assert documents[1].id.endswith("a.csv#4")
    assert len(reasons) == 1
    assert "a.csv:6: 7 cells" in reasons[0]


def test_an_open_quotation_mark_does_not_swallow_the_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,one\n2,"open\n3,three\n', "utf-8")
    (tmp_path / "b.tsv").write_text('id\ttext\n4\t"5 inch\n6\tsix "x"\n', "utf-8")
    documents, reasons = gather(tmp_path)
    assert [d.text for d in documents] == ["one", "three", '"5 inch', 'six "x"']
    assert len(reasons) == 1
    assert "a.csv:3: a quotation mark is opened" in reasons[0]


@pytest.mark.parametrize(
    ("content", "reason"), [("", "empty table"), ("a,b\n1,2\n", 'no column "text"'), ("id,text\n", "no document")]
)
def test_tables_without_documents(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.csv").write_text(content, "utf-8")
    documents, reasons = gather(tmp_path / "a.csv")
    assert not documents
    assert len(reasons) == 1
    assert reason in reasons[0]


PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}"><title>Talks &amp; more</title>
<meta property="og:site_name" content="Example Herald">
<meta property="article:published_time" content="2025-08-08T10:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/a">About us</a></nav><article><h1>Talks &amp; more</h1>
<p>The envoy met the ministers of three countries on the island on Friday and spoke of progress, the office said.</p>
<p>The <b>second</b> round is planned for the autumn &mdash; a date was not given, but the café was booked for it.</p>
</article><footer>Imprint</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_pages(tmp_path: Path, charset: str) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.format(charset=charset).encode(charset))
    document = one(tmp_path / "a.html")
    assert "café was booked" in document.text
    assert "Imprint" not in document.text
    assert document.title == "Talks & more"
    assert document.outlet == "Example Herald"
    assert document.published == date(2025, 8, 8)
    assert document.lang == "en", "the words decide, not what the page's template declares"
    assert document.origin is not None
    place = document.origin.place(document.text.index("ministers"), document.text)
    assert PAGE.split("\n")[place.line - 1][place.column - 1 :].startswith("ministers")


def test_a_page_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>", "utf-8")
    documents, reasons = gather(tmp_path / "a.html")
    assert not documents
    assert "no main text" in reasons[0]


UNREADABLE = [
    (b"", "empty document"),
    (b" \r\n \t", "empty document"),
    (b"MZ\x90\x00\x03\x00\x00\x00\x04" * 20, "binary data"),
    (bytes(range(1, 9)) * 50, "control characters"),
]


@pytest.mark.parametrize(("data", "reason"), UNREADABLE)
def test_texts_that_are_none(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text("fine", "utf-8")
    documents, reasons = gather(tmp_path)
    assert [d.id for d in documents] == ["b.txt"]
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, mode: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / "a.txt").write_text("x", "utf-8")
    monkeypatch.setattr("builtins.open", refuse)  # a real one would not stop root
    documents, reasons = gather(tmp_path / "a.txt")
    monkeypatch.undo()
    assert not documents
    assert reasons == [f"{tmp_path / 'a.txt'}: permission denied, make the file readable"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n', ["a", "b"]),
        (b"Just a text.\nTwo lines.\n", ["Just a text.\nTwo lines.\n"]),
    ],
)
def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    class Stdin:
        buffer = io.BytesIO(data)

    monkeypatch.setattr(sys, "stdin", Stdin())
    documents, reasons = gather("-")
    assert [d.text for d in documents] == texts
    assert not reasons


def test_a_parser_that_breaks_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(page: str) -> None:
        raise RuntimeError("first\nsecond")

    monkeypatch.setattr("corpora.formats.html._extracted", explode)
    (tmp_path / "a.html").write_text("<p>x</p>", "utf-8")
    (tmp_path / "b.txt").write_text("fine", "utf-8")
    documents, reasons = gather(tmp_path)
    assert [d.text for d in documents] == ["fine"]
    assert "please report this file" in reasons[0]
    assert "\n" not in reasons[0]


@given(st.binary(max_size=400), st.integers(1, 50))
def test_lines_lose_nothing(data: bytes, limit: int) -> None:
    data = b"x" + data
    found = list(lines(io.BytesIO(data), limit))
    if found[0][2].name == "utf-8" and not found[0][2].mark:
        expected = data.split(b"\n")
        expected = [line + b"\n" for line in expected[:-1]] + [line for line in expected[-1:] if line]
        assert [line for _, line, _ in found] == [line if len(line) <= limit else None for line in expected]


@given(
    st.lists(st.one_of(st.text(max_size=40).map(lambda t: json.dumps({"text": t})), st.text(max_size=40)), max_size=8)
)
def test_any_lines_are_documents_or_reasons(rows: list[str]) -> None:
    source = Source(path="f", id="f", format="jsonlines")
    data = "\n".join(rows).encode("utf-8", "surrogatepass")
    for item in json_documents(source, io.BytesIO(data)):
        if isinstance(item, Unreadable):
            assert item.reason.startswith("f:")
            assert item.reason.isprintable()
        else:
            assert item.text.encode("utf-8")


def test_places_in_json_lines_are_handed_on_uncut() -> None:
    source = Source(path="f", id="f", format="jsonlines")
    row = b'{"text": "One\\nline and \\u201cmore\\u201d.", "x": 1}'
    (document,) = (item for item in json_documents(source, io.BytesIO(row)) if isinstance(item, Document))
    assert document.origin is not None
    pieces = document.origin.pieces
    handed = pickle.loads(pickle.dumps(document)).origin.pieces
    assert len(pickle.dumps(pieces)) < len(pickle.dumps(tuple(pieces)))
    assert handed == tuple(pieces) == pieces
    assert [(piece.start, piece.length, piece.size) for piece in handed] == [
        (0, 3, 3), (3, 1, 2), (4, 9, 9), (13, 1, 6), (14, 4, 4), (18, 1, 6), (19, 1, 1)
    ]  # fmt: skip
    assert pieces[1:3] == handed[1:3]
