"""Every format: what is read, where it stands in the file, and that corrections change nothing else there."""

from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path

import pytest
from format_samples import SAMPLES, Sample

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.reading import find, read
from corpora.writing import Edit, refused, write

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def laid(sample: Sample) -> list[Document]:
    """The documents of a sample, written into the current folder."""
    for name, data in ((sample.name, sample.data), *sample.beside):
        Path(name).write_bytes(data)
    sources, messages = find([sample.name, *(name for name, _ in sample.beside)])
    assert not messages and len(sources) == 1
    items = list(read(sources))
    assert not [item for item in items if isinstance(item, Unreadable)]
    return [item for item in items if isinstance(item, Document)]


every = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


@every
def test_texts_and_what_stands_beside_them(sample: Sample) -> None:
    found = laid(sample)
    assert [
        (one.id, one.text, one.pivot and one.pivot.text, one.original and one.original.text) for one in found
    ] == list(sample.documents)


@every
def test_segments_cover_the_words(sample: Sample) -> None:
    for document in laid(sample):
        for one, other in itertools.pairwise(document.segments):
            assert one.end < other.start and document.text[one.end : other.start] == "\n"
        for one in document.segments:
            assert document.text[one.start : one.end].strip()
            assert one.pivot is None or (document.pivot and document.pivot.text[slice(*one.pivot)].strip())


@every
def test_every_word_is_placed_where_it_stands(sample: Sample) -> None:
    if sample.name.endswith(".docx"):
        pytest.skip("placed by paragraph and character, see test_docx_places")
    lines = re.split("\r\n|\r|\n", sample.data.decode().removeprefix("\ufeff"))
    for document in laid(sample):
        assert document.origin
        for match in re.finditer(r"[\w.,]+", document.text):
            place = document.origin.place(match.start(), document.text)
            assert place.file == sample.name
            there = lines[place.line - 1][place.column - 1 :]
            piece = next(p for p in document.origin.pieces if p.start <= match.start() < p.start + p.length)
            word = document.text[match.start() : min(match.end(), piece.start + piece.length)]
            assert there.startswith(word) or there.startswith("&"), (place, word, there)


CELLS = b'id,extra,text\r\n1,"a\r\nb","Say ""Witko""\r\nand Witko, too"\r\n2,x,Witko\r\n'
ROWS = [
    ("a.csv", CELLS, ["3:11", "4:5", "5:5"]),
    ("a.tsv", b'text\tid\nsaid "Witko\t1\n', ["2:7"]),
    ("a.jsonl", b'{"pivot": {"lang": "ru", "text": "Witko"}, "text": "\\u00e9\\n \\"Witko"}\n', ["1:64"]),
    ("a.jsonl", b'{"text": "Witko",\t"id": "Witko"}\n{"te\\u0078t": "a Witko"}', ["1:11", "2:18"]),
]


@pytest.mark.parametrize(("name", "data", "expected"), ROWS)
def test_words_of_rows_are_placed_where_they_stand(name: str, data: bytes, expected: list[str]) -> None:
    places = []
    for document in laid(Sample(name=name, data=data, documents=())):
        for match in re.finditer("Witko", document.text):
            assert document.origin
            start = document.origin.place(match.start(), document.text)
            end = document.origin.place(match.end(), document.text, end=True)
            assert start.exact and (end.line, end.column) == (start.line, start.column + 5)
            places.append(f"{start.line}:{start.column}")
            assert re.split("\r\n|\n", data.decode())[start.line - 1][start.column - 1 :].startswith("Witko")
    assert places == expected


PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Witko visits the island - News</title>
<meta name="description" content="Witko visits the island for talks with three ministers.">
<script>var text = "Witko visits the island for talks with three ministers.";</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Witko visits the island</h1>
<p>Witko visits the island for talks with three ministers. The envoy <a href="/w">Witko</a>&rsquo;s office
   said on&nbsp;Friday that he &amp; his staff would stay for &quot;two days&quot;, and that Wit<b>ko</b> was in good health.</p>
<p class="x" title="a > b">The governments of the three countries had agreed in June to meet again before the winter, the
ministry said in a statement that was published on Thursday evening, and the envoy is to report to Congress.</p>
</article><footer>Witko 2025</footer></body></html>
"""  # noqa: E501


def test_words_of_a_page_are_placed_and_mended() -> None:
    sample = Sample(name="a.html", data=PAGE.encode(), documents=())
    (document,) = laid(sample)
    assert document.origin
    lines, found = PAGE.split("\n"), 0
    for match in re.finditer(r"\w+", document.text):
        place = document.origin.place(match.start(), document.text)
        if place.exact and match[0] != "Witko":
            assert lines[place.line - 1][place.column - 1 :].startswith(match[0]), (match, place)
            found += 1
    assert found > 60
    new, declined = corrected(sample, "Witko", "A & B")
    assert declined == 1, "a tag lies within the last"
    assert new.decode().count("A &amp; B") == document.text.count("Witko") - 1
    assert new.decode().replace("A &amp; B", "Witko") == PAGE


def corrected(sample: Sample, old: str, new: str) -> tuple[bytes, int]:
    """The file once a word has been replaced wherever it can be, and how often it could not."""
    documents = {document.id: document for document in laid(sample)}
    edits: dict[str, list[Edit]] = {}
    declined = 0
    for document in documents.values():
        for match in re.finditer(re.escape(old), document.text):
            edit = Edit(start=match.start(), end=match.end(), text=new)
            if refused(document, edit):
                declined += 1
            else:
                edits.setdefault(document.id, []).append(edit)
    ((source,), _) = find([sample.name, *(name for name, _ in sample.beside)])
    write(source, documents, edits)
    return Path(sample.name).read_bytes(), declined


NOT_TEXT = {
    "a.tmx": 1,  # of an original
    "a.xlf": 3,  # an alternative, a note, a unit not to be translated
    "a.po": 2,  # fuzzy and obsolete
    "a.xml": 1,  # of an original
    "a.vtt": 2,  # header and note
    "a.md": 3,  # front matter and code
}


@every
def test_only_the_words_change(sample: Sample) -> None:
    if sample.name.endswith(".docx"):
        pytest.skip("packed, see test_docx_is_written_run_by_run")
    new, declined = corrected(sample, "Witko", "Dwight")
    assert declined == 0
    text = sample.data.decode()
    assert new.decode().count("Witko") == NOT_TEXT.get(sample.name, 0)
    back = new.decode().replace("Dwight", "Witko")
    assert back == text.replace('Wit"\n"ko', "Witko")


@every
def test_a_second_time_changes_nothing(sample: Sample) -> None:
    first, _ = corrected(sample, "Witko", "Dwight")
    again = Sample(name=sample.name, data=first, documents=(), beside=sample.beside)
    assert corrected(again, "Witko", "Dwight")[0] == first


REFUSED = [
    ("a.tmx", "with Putin", "crosses a tag"),
    ("a.tmx", "Wednesday.\nAT&T", "crosses the border of a line or segment"),
    ("a.tmx", "AT&T and Q", "crosses a tag"),
    ("a.xlf", "Putin today", "crosses the border of a line or segment"),
    ("a.srt", "met Putin", "crosses the border of a line or segment"),
    ("a.docx", "Witko visits", "crosses a tag"),
    ("a.docx", "Tab\tand", "crosses the border of a line or segment"),
]


@pytest.mark.parametrize(("name", "words", "why"), REFUSED)
def test_what_reaches_over_a_border_is_declined(name: str, words: str, why: str) -> None:
    document = laid(next(sample for sample in SAMPLES if sample.name == name))[0]
    start = document.text.index(words)
    assert refused(document, Edit(start=start, end=start + len(words), text="x")) == why


def test_a_code_that_stands_alone_may_get_or_lose_its_space() -> None:
    unit = '<trans-unit><target>Yes, Witko<ph id="1"/>. No<x/>one.</target></trans-unit>'
    data = f'<xliff><file target-language="en">{unit}</file></xliff>'
    (document,) = laid(Sample(name="a.xlf", data=data.encode(), documents=()))
    assert document.text == "Yes, Witko. No one."
    edits = [Edit(start=10, end=11, text="x!"), Edit(start=12, end=14, text="(no)")]
    ((source,), _) = find(["a.xlf"])
    write(source, {document.id: document}, {document.id: edits})
    assert Path("a.xlf").read_text() == data.replace(". No", "x! (no)")


ESCAPED = [
    ("a.tmx", "Wednesday", 'A & B <c> "d"', 'A &amp; B &lt;c&gt; "d"'),
    ("a.tmx", "Q&A", "A & B <c>", "A & B <c>"),
    ("a.po", "meets", 'a "b"\\\n', 'a \\"b\\"\\\\\\n'),
    ("a.vtt", "Putin", "A & B", "A &amp; B"),
    ("a.srt", "Putin", "A & B", "A & B"),
]


@pytest.mark.parametrize(("name", "old", "new", "written"), ESCAPED)
def test_new_words_are_written_as_the_format_has_it(name: str, old: str, new: str, written: str) -> None:
    sample = next(sample for sample in SAMPLES if sample.name == name)
    text, _ = corrected(sample, old, new)
    assert written in text.decode() and old not in text.decode().replace("A &amp; B", "")


def test_docx_places() -> None:
    (document,) = laid(next(sample for sample in SAMPLES if sample.name == "a.docx"))
    assert document.origin
    place = document.origin.place(document.text.rindex("Witko"), document.text)
    assert (place.line, place.column, place.element) == (3, 9, "paragraph 3")


def test_docx_is_written_run_by_run() -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "a.docx")
    corrected(sample, "Witko", "Dwight & Co")
    Path("old.docx").write_bytes(sample.data)
    with zipfile.ZipFile("old.docx") as old, zipfile.ZipFile("a.docx") as new:
        assert new.testzip() is None and old.namelist() == new.namelist()
        for name in old.namelist():
            before, after = old.read(name).decode(), new.read(name).decode()
            if name == "word/document.xml":
                assert after.count("Dwight &amp; Co") == 2 and "gone Witko" in after
                after = after.replace("Dwight &amp; Co", "Witko")
            assert before == after


def test_short_units_at_the_end_of_a_file_are_read(tmp_path: Path) -> None:
    """Nothing follows that would have to be read: what was found in the buffer still lies where it did."""
    units = "".join(f'<tu><tuv xml:lang="en"><seg>{letter}</seg></tuv></tu>' for letter in "ABC")
    Path("short.tmx").write_text(f'<tmx version="1.4"><header srclang="zh"/><body>{units}</body></tmx>', "utf-8")
    sources, _ = find(["short.tmx"])
    assert [one.text for one in read(sources) if isinstance(one, Document)] == ["A\nB\nC"]
