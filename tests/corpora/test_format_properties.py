"""For any texts: written in a format they read back the same, and any edits change nothing else in the file."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
from format_samples import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.cutting import count, files, without
from corpora.documents import Document
from corpora.formats import tmx as tmx_format
from corpora.formats import xliff as xliff_format
from corpora.markup import Stretch
from corpora.reading import find, read
from corpora.splicing import in_file
from corpora.writing import Edit, changed, refused, write

NO_BREAK = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff\ufeff")
SIGNS = st.sampled_from(
    ["Witko", " ", "&", "<b>", "]]>", '"', "\\", "'", "é", "威", "😀", "-->", "{", "\u00a0", "&amp;"]
)
LINE = st.lists(st.one_of(SIGNS, NO_BREAK), min_size=1, max_size=12).map("".join)
ENGLISH = LINE.map(lambda text: f"The envoy {text} said")
PAIRS = st.lists(st.tuples(ENGLISH, LINE.map(lambda text: f"特使{text}说了")), min_size=1, max_size=5)


def _xml(text: str) -> str:
    return escape(text, {'"': "&quot;", "\r": "&#13;"})


def tmx(pairs: list[tuple[str, str]]) -> bytes:
    units = "".join(
        f'<tu><tuv xml:lang="zh"><seg>{_xml(zh)}</seg></tuv><tuv xml:lang="en"><seg>{_xml(en)}</seg></tuv></tu>\r\n'
        for en, zh in pairs
    )
    return f'<?xml version="1.0"?><tmx version="1.4"><header srclang="zh"/><body>{units}</body></tmx>'.encode("utf-16")


def xliff(pairs: list[tuple[str, str]]) -> bytes:
    units = "".join(
        f'<trans-unit id="{n}"><source>{_xml(zh)}</source><target>{_xml(en)}</target></trans-unit>\n'
        for n, (en, zh) in enumerate(pairs)
    )
    return f'<xliff><file source-language="zh" target-language="en"><body>{units}</body></file></xliff>'.encode()


def po(pairs: list[tuple[str, str]]) -> bytes:
    def string(text: str) -> str:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '\\n"\n"')
        return f'"{text}"'

    header = 'msgid ""\nmsgstr "Language: en\\nX-Source-Language: zh\\n"\n\n'
    return (header + "\n".join(f"msgid {string(zh)}\nmsgstr {string(en)}\n" for en, zh in pairs)).encode()


def wmt(pairs: list[tuple[str, str]]) -> bytes:
    sides = ["".join(f'<seg id="{n}">{_xml(pair[side])}</seg>' for n, pair in enumerate(pairs)) for side in (1, 0)]
    return (
        f'<dataset id="x"><doc id="d" origlang="zh"><src lang="zh"><p>{sides[0]}</p></src>'
        f'<hyp lang="en" system="S"><p>{sides[1]}</p></hyp></doc></dataset>'
    ).encode()


def moses(pairs: list[tuple[str, str]]) -> bytes:
    Path("a.zh").write_bytes("\n".join(zh for _, zh in pairs).encode())
    return "\n".join(en for en, _ in pairs).encode()


def plain(pairs: list[tuple[str, str]]) -> bytes:
    return "\n".join(en for en, _ in pairs).encode()


def jsonlines(pairs: list[tuple[str, str]]) -> bytes:
    text = "\n".join(en for en, _ in pairs)
    return json.dumps({"pivot": {"lang": "zh", "text": "text"}, "text": text}, ensure_ascii=len(pairs) > 2).encode()


def vtt(pairs: list[tuple[str, str]]) -> bytes:
    cues = [f"00:{n:02}.000 --> 00:{n:02}.900\n{escape(en)}" for n, (en, _) in enumerate(pairs)]
    return ("WEBVTT\n\n" + "\n\n".join(cues)).encode()


def table(pairs: list[tuple[str, str]]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerows([["id", "text", "pivot", "pivot_lang"], ["1", plain(pairs).decode(), pairs[0][1], "zh"]])
    return out.getvalue().encode()


def word(pairs: list[tuple[str, str]]) -> bytes:
    runs = "".join(
        f"<w:p><w:r><w:t>{_xml(en[:5])}</w:t></w:r><w:r><w:t>{_xml(en[5:])}</w:t></w:r></w:p>" for en, _ in pairs
    )
    return docx(f"<w:document><w:body>{runs}</w:body></w:document>")


MAKERS: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {
    "a.tmx": tmx,
    "a.xlf": xliff,
    "a.po": po,
    "a.xml": wmt,
    "a.en": moses,
    "a.txt": plain,
    "a.md": plain,
    "a.jsonl": jsonlines,
    "a.vtt": vtt,
    "a.csv": table,
    "a.docx": word,
}
BESIDE = {"a.en": ["a.zh"]}


def documents_of(name: str) -> dict[str, Document]:
    (sources, _) = find([name, *BESIDE.get(name, [])])
    items = list(read(sources))
    assert all(isinstance(item, Document) for item in items), items
    return {item.id: item for item in items if isinstance(item, Document)}


@given(st.sampled_from(sorted(MAKERS)), PAIRS, st.data())
@settings(max_examples=400, deadline=None)
def test_texts_come_back_and_edits_touch_nothing_else(
    name: str, pairs: list[tuple[str, str]], data: st.DataObject
) -> None:

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            _round(name, pairs, data)
        finally:
            os.chdir(before)


CUTTABLE = sorted(set(MAKERS) - {"a.txt", "a.md", "a.jsonl", "a.csv", "a.docx"})


@given(st.sampled_from(CUTTABLE), PAIRS, st.data())
@settings(max_examples=200, deadline=None)
def test_units_go_and_the_others_stay(name: str, pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    """Every unit is either left or taken out, whole and as it was; what is around them stays in both."""
    gone = {number for number in range(len(pairs)) if data.draw(st.booleans())}
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path(name).write_bytes(MAKERS[name](pairs))
            whole = [segment for document in documents_of(name).values() for segment in segments(document)]
            assert len(whole) == len(pairs)
            (source,) = find([name, *BESIDE.get(name, [])])[0]
            format = "wmt" if name == "a.xml" else source.format or ""
            assert count(source, format) == len(pairs)
            for left in (gone.__contains__, lambda number: number not in gone):
                for one in files(source):
                    Path("new").mkdir(exist_ok=True)
                    Path("new", one.path).write_bytes(b"".join(without(one, format, left)))
                os.chdir("new")
                kept = [segment for number, segment in enumerate(whole) if not left(number)]
                items = read(find([name, *BESIDE.get(name, [])])[0])
                assert [one for item in items if isinstance(item, Document) for one in segments(item)] == kept
                os.chdir("..")
        finally:
            os.chdir(before)


def segments(document: Document) -> list[tuple[str, str | None]]:
    """Text and pivot of each segment; of subtitles, which are one text, the text of each cue."""
    if not document.segments:
        assert document.origin
        found: dict[str | None, str] = {}
        for piece in document.origin.pieces:
            text = document.text[piece.start : piece.start + piece.length]
            cue = piece.element
            found[cue] = found.get(cue, "") + text
        return [(text, None) for text in found.values()]
    pivot = document.pivot.text if document.pivot else ""
    return [
        (document.text[one.start : one.end], pivot[slice(*one.pivot)] if one.pivot else None)
        for one in document.segments
    ]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_rows_of_parquet_come_back(texts: list[str]) -> None:
    texts = [f"The envoy {text}" for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/a.parquet"
        pq.write_table(pa.table({"text": texts}), path, row_group_size=3)
        assert [one.text for one in documents_of(path).values()] == texts


PIECES = "a|b c|&amp;|&#x5a01;|&nope;|é|\n|\r\n|<hi>|</hi>|<ph/>|<!-- x -->|&".split("|")
PARTS = st.lists(st.sampled_from(PIECES), max_size=6)


@given(PARTS.map("".join), PARTS.map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_plain_units_are_read_in_short_as_at_length(one: str, other: str, spaced: bool) -> None:
    space = "\n  " if spaced else ""
    sides = f'<tuv xml:lang="ru">{space}<seg>{one}</seg></tuv>{space}<tuv lang="en"><seg>{other}</seg></tuv>'
    unit = f'<tu tuid="1">{space}{sides}</tu>'
    stretch = Stretch("tu", unit, 70, 3, 9)
    short = tmx_format._simple(stretch)
    pair = f"<trans-unit id='1'>{space}<source>{one}</source>{space}<target>{other}</target>{space}</trans-unit>"
    pair_stretch = Stretch("trans-unit", pair, 70, 3, 9)
    pairs = xliff_format._simple(pair_stretch)
    if short is not None:
        at_length = tmx_format._any(stretch)
        assert [(lang, content.runs) for lang, content in short[0]] == [
            (lang, content.runs) for lang, content in at_length[0]
        ]
        assert short[1:] == at_length[1:]
    if pairs is not None:
        (found,), (expected,) = pairs, list(xliff_format._pairs(pair_stretch))
        assert found.target and expected.target and found.target.runs == expected.target.runs
        assert found.source.runs == expected.source.runs and found.id == expected.id


def _round(name: str, pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    old = MAKERS[name](pairs)
    Path(name).write_bytes(old)
    documents = documents_of(name)
    (document,) = documents.values()
    if name != "a.vtt":
        assert document.text == "\n".join(en for en, _ in pairs)
    if document.segments:
        assert [document.text[one.start : one.end] for one in document.segments] == [en for en, _ in pairs]
        assert document.pivot and document.pivot.text == "\n".join(zh for _, zh in pairs)
    edits = _edits(document, data)
    ((source,), _) = find([name, *BESIDE.get(name, [])])
    write(source, documents, {document.id: edits})
    (after,) = documents_of(name).values()
    assert after.text == changed(document, edits).text
    if name not in ("a.csv", "a.docx"):
        assert Path(name).read_bytes() == _by_hand(old, document, edits)


def _edits(document: Document, data: st.DataObject) -> list[Edit]:
    """Some edits that may be made, none overlapping another."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(document.text)), max_size=6)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edit = Edit(start=start, end=end, text=data.draw(LINE))
        if not refused(document, edit) and (not edits or edits[-1].end < start):
            edits.append(edit)
    return edits


def _by_hand(old: bytes, document: Document, edits: list[Edit]) -> bytes:
    """The file with the edits made from its end to its beginning, in memory."""
    assert document.origin
    utf16 = old.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = old[2:].decode("utf-16-le") if utf16 else old.decode()
    for edit in reversed(edits):
        there = in_file(document.origin, edit)
        assert html.unescape(text[there.start : there.end]) or edit.start == edit.end
        text = text[: there.start] + there.text + text[there.end :]
    return old[:2] + text.encode("utf-16-le") if utf16 else text.encode()
