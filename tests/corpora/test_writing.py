"""Corrections written back: bytes outside of the changed stretches untouched, whole or not at all."""

from __future__ import annotations

import gzip
import json
import lzma
import random
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import zstandard

from corpora import writing
from corpora.documents import Document
from corpora.reading import find, read
from corpora.writing import Edit, Unwritable, edited, write

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def mend(name: str, *words: tuple[str, str]) -> None:
    """Replace words in all documents of a file, through reading and writing."""
    ((source,), _) = find([name])
    documents = {item.id: item for item in read([source]) if isinstance(item, Document)}
    edits: dict[str, Sequence[Edit]] = {}
    for document in documents.values():
        made = []
        for old, new in words:
            at = document.text.find(old)
            while at >= 0:
                made.append(Edit(start=at, end=at + len(old), text=new))
                at = document.text.find(old, at + len(old))
        if made:
            edits[document.id] = made
    write(source, documents, edits)


B = "﻿".encode()
LONG = (
    b'{"pivot": {"lang": "zh", "text": "Witko"}, "title": "Witko \\"text\\": \\"Witko\\"", "text": "\\ud83d\\ude00 %s"}'
)
CELLS = b'id,text\r\n1,%b said\r\n2,"a ""%b"", b\n%b"\r\n'
FILES = [
    ("a.txt", b"Witko spoke.\r\nWitko left.\r", b"Witkoff spoke.\r\nWitkoff left.\r", "line ends stay"),
    ("a.txt", B + b"Witko spoke", B + b"Witkoff spoke", "a byte-order mark and a missing last line end"),
    ("a.txt", "«Witko» — 威特科夫 😀 Witko".encode(), "«Witkoff» — 威特科夫 😀 Witkoff".encode(), "beyond ASCII"),
    ("a.txt", b"Witko caf\xff\xfe spoke at length to us", b"Witkoff caf\xff\xfe spoke at length to us", "bad bytes"),
    ("a.txt", "“Witko” spoke — café".encode("cp1252"), "“Witkoff” spoke — café".encode("cp1252"), "an old encoding"),
    ("a.txt", "Witko spoke, 威特科夫".encode("utf-16"), "Witkoff spoke, 威特科夫".encode("utf-16"), "UTF-16 with mark"),
    ("a.md", b"# Witko\n\n* Witko  \n", b"# Witkoff\n\n* Witkoff  \n", "Markdown"),
    (
        "a.jsonl",
        b'{"id": "1",  "text":"Witko \\"x\\" \\u5a01 Witko","n": 1.50}\n\n{"text": "no"}\r\n',
        b'{"id": "1",  "text":"Witkoff \\"x\\" \\u5a01 Witkoff","n": 1.50}\n\n{"text": "no"}\r\n',
        "escapes and spacing of JSON stay",
    ),
    (
        "a.jsonl",
        LONG % b"Witko",
        LONG % b"Witkoff",
        "only the text itself; a pair of surrogates is one code point",
    ),
    (
        "a.jsonl",
        '{"text": "Witko 威 \\u00e9"}\n'.encode("utf-16"),
        '{"text": "Witkoff 威 \\u00e9"}\n'.encode("utf-16"),
        "JSON in UTF-16",
    ),
    ("a.jsonl", b'{"te\\u0078t": "a\\nWitko\\tb"}\n', b'{"te\\u0078t": "a\\nWitkoff\\tb"}\n', "an escaped key"),
    ("a.jsonl", b'{"text": "old", "text": "Witko"}\n', b'{"text": "old", "text": "Witkoff"}\n', "the last of two keys"),
    ("a.jsonl", b'{"text": 5}\nbroken\n{"text": "Witko"}\n', b'{"text": 5}\nbroken\n{"text": "Witkoff"}\n', "bad"),
    ("a.csv", CELLS % ((b"Witko",) * 3), CELLS % ((b"Witkoff",) * 3), "cells with line breaks and quotation marks"),
    ("a.csv", b'text;"id"\nWitko, he said;"Witko"\n', b'text;"id"\nWitkoff, he said;"Witko"\n', "semicolons"),
    (
        "a.tsv",
        b'id\ttext\n1\tsaid "Witko\n2\tmore text here\n',
        b'id\ttext\n1\tsaid "Witkoff\n2\tmore text here\n',
        "a stray mark",
    ),
]


@pytest.mark.parametrize(("name", "before", "after", "why"), FILES, ids=[case[3] for case in FILES])
def test_bytes_outside_of_the_edits_stay(name: str, before: bytes, after: bytes, why: str) -> None:
    Path(name).write_bytes(before)
    mend(name, ("Witko", "Witkoff"))
    assert Path(name).read_bytes() == after
    assert [path.name for path in Path().iterdir()] == [name]


NEW = [
    ("a.jsonl", b'{"text": "x"}\n', 'a "b"\\\n', b'{"text": "a \\"b\\"\\\\\\n"}\n', "JSON is escaped"),
    ("a.jsonl", b'{"text": "\\u00e9 x"}\n', "é", b'{"text": "\\u00e9 \\u00e9"}\n', "in the manner of the line"),
    ("a.jsonl", '{"text": "é x"}\n'.encode(), "é", '{"text": "é é"}\n'.encode(), "either manner"),
    ("a.csv", b"id,text\n1,x\n", "a, b", b'id,text\n1,"a, b"\n', "a cell gets the marks that it needs now"),
    ("a.csv", b"id,text\n1,x\n", '"q"', b'id,text\n1,"""q"""\n', "a mark at the beginning"),
    ("a.csv", b'id,text\n1,"x"\n', '"q"', b'id,text\n1,"""q"""\n', "marks are doubled"),
]


@pytest.mark.parametrize(("name", "before", "new", "after", "why"), NEW, ids=[case[4] for case in NEW])
def test_new_words_are_escaped(name: str, before: bytes, new: str, after: bytes, why: str) -> None:
    Path(name).write_bytes(before)
    mend(name, ("x", new))
    assert Path(name).read_bytes() == after


PACKED: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    ".gz": (gzip.compress, gzip.decompress),
    ".xz": (lzma.compress, lzma.decompress),
    ".zst": (zstandard.compress, lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
}
REFUSED = [
    ("a.tsv", b'id\ttext\n1\t"quoted" Witko\n', "is not written as tables are"),
    ("a.txt", "Witko café, “really” — déjà vu".encode("cp1252"), "cannot be written in cp1252"),
    ("a.csv", "id,text\n1,Witko\n".encode("utf-16"), "convert it to UTF-8"),
    ("a.jsonl", b'{"text": "Witko", "segments": [{"start": 0, "end": 5}]}\n', "has segments"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED, ids=[case[2] for case in REFUSED])
def test_what_cannot_be_written_is_left_alone(name: str, data: bytes, said: str) -> None:
    Path(name).write_bytes(data)
    with pytest.raises(Unwritable, match=said):
        mend(name, ("Witko", "维特科夫"))
    assert Path(name).read_bytes() == data and [path.name for path in Path().iterdir()] == [name]


@pytest.mark.parametrize("ending", [".gz", ".zst", ".xz"])
def test_a_compressed_file_is_packed_again(ending: str) -> None:
    pack, unpack = PACKED[ending]
    Path(f"a.txt{ending}").write_bytes(pack(b"Witko\r\nspoke"))
    mend(f"a.txt{ending}", ("Witko", "Witkoff"))
    assert unpack(Path(f"a.txt{ending}").read_bytes()) == b"Witkoff\r\nspoke"


def test_a_file_that_changed_in_the_meantime_is_left_alone() -> None:
    Path("a.txt").write_text("Witko spoke")
    ((source,), _) = find(["a.txt"])
    documents = {item.id: item for item in read([source]) if isinstance(item, Document)}
    Path("a.txt").write_text("Somebody else wrote this")
    with pytest.raises(Unwritable, match="has changed in the meantime"):
        write(source, documents, {"a.txt": [Edit(start=0, end=5, text="Witkoff")]})
    assert Path("a.txt").read_text() == "Somebody else wrote this" and [path.name for path in Path().iterdir()] == [
        "a.txt"
    ]


def test_nothing_is_left_of_a_write_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text("Witko spoke")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        mend("a.txt", ("Witko", "Witkoff"))
    assert Path("a.txt").read_text() == "Witko spoke" and [path.name for path in Path().iterdir()] == ["a.txt"]


def test_mode_and_links_stay() -> None:
    Path("real").mkdir()
    Path("real/a.txt").write_text("Witko")
    Path("real/a.txt").chmod(0o640)
    Path("a.txt").symlink_to("real/a.txt")
    mend("a.txt", ("Witko", "Witkoff"))
    assert Path("a.txt").is_symlink() and Path("real/a.txt").read_text() == "Witkoff"
    assert stat.S_IMODE(Path("real/a.txt").stat().st_mode) == 0o640


def test_random_rows_come_back() -> None:
    signs = ["Witko", "é", "😀", '"', "\\", "\n", "\r\n", ",", ";", "\t", " ", "a", "\u2028", "\x7f", "'"]
    chance = random.Random(7)
    for _ in range(60):
        texts = ["x" + "".join(chance.choices(signs, k=12)) for _ in range(3)]
        rows = [json.dumps({"text": text}, ensure_ascii=chance.random() < 0.5) for text in texts]
        Path("a.jsonl").write_text("\n".join(rows), "utf-8")
        mend("a.jsonl", ("Witko", 'Wit"k\\off\n😀'))
        found = [json.loads(line)["text"] for line in Path("a.jsonl").read_text("utf-8").split("\n")]
        assert found == [text.replace("Witko", 'Wit"k\\off\n😀') for text in texts]


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        edited("abc", [Edit(start=0, end=2, text=""), Edit(start=1, end=3, text="")])
