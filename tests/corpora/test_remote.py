"""Files on remote stores, through fsspec's store in memory."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora import remote
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.reading import find, read
from corpora.writing import Edit, Unwritable, write


@pytest.fixture(autouse=True)
def store() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    for name, data in {
        "/news/a.txt": b"Witko spoke.",
        "/news/b/c.jsonl.gz": gzip.compress(b'{"id": "c", "text": "Witko left."}\n'),
        "/news/.hidden/x.txt": b"no",
        "/news/picture.png": b"no",
    }.items():
        system.pipe_file(name, data)
    with system.open("/rows/a.parquet", "wb") as stream:
        pq.write_table(pa.table({"text": ["Witko came.", "Witko went."]}), stream)
    yield system
    system.rm("/news", recursive=True)
    system.rm("/rows", recursive=True)


def texts(address: str) -> dict[str, str]:
    sources, messages = find([address])
    assert not messages
    items = list(read(sources))
    return {item.id: item.text if isinstance(item, Document) else item.reason for item in items}


def test_files_folders_and_patterns() -> None:
    assert texts("memory://news/a.txt") == {"memory://news/a.txt": "Witko spoke."}
    assert texts("memory://news") == {"a.txt": "Witko spoke.", "c": "Witko left."}
    assert list(texts("memory://news/*.txt")) == ["memory:///news/a.txt"]
    assert list(texts("memory://rows/a.parquet").values()) == ["Witko came.", "Witko went."]


def test_what_is_not_there_is_said() -> None:
    assert find(["memory://nothing/a.txt"]) == ([], ["memory://nothing/a.txt: no such file or folder, check the path"])


def test_places_name_the_address() -> None:
    (document,) = read(find(["memory://news/a.txt"])[0])
    assert isinstance(document, Document) and document.origin
    assert str(document.origin.place(6, document.text)) == "memory://news/a.txt:1:7"


def test_corrections_are_put_back(store: fsspec.AbstractFileSystem) -> None:
    (source,) = find(["memory://news/a.txt"])[0]
    (document,) = read([source])
    assert isinstance(document, Document)
    write(source, {document.id: document}, {document.id: [Edit(start=0, end=5, text="Witkoff")]})
    assert store.cat_file("/news/a.txt") == b"Witkoff spoke."


def test_a_store_that_shows_half_a_file_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_WHOLE_PUTS", frozenset[str]())
    (source,) = find(["memory://news/a.txt"])[0]
    (document,) = read([source])
    assert isinstance(document, Document)
    with pytest.raises(Unwritable, match="half-written"):
        write(source, {document.id: document}, {document.id: [Edit(start=0, end=5, text="x")]})


def test_errors_of_a_store_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Denied(Exception):
        pass

    def denied(*_: object, **__: object) -> object:
        raise Denied("no\ncredentials")

    sources = find(["memory://news/a.txt"])[0]
    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "_open", denied)
    (item,) = read(sources)
    assert isinstance(item, Unreadable)
    assert item.reason.startswith("memory://news/a.txt: cannot be reached (Denied: no credentials), check")


def test_an_unknown_kind_of_store() -> None:
    (source,) = find(["nowhere://x/a.txt"])[0]
    assert source.problem and "cannot be reached" in source.problem


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(remote.MissingRemote, match=r"\[remote\]"):
        find(["memory://news/a.txt"])


def test_local_files_need_none_of_it(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text("Witko", "utf-8")
    code = (
        "import sys; from corpora.reading import find, read; "
        f"items = list(read(find([{str(tmp_path)!r}])[0])); print(len(items), 'fsspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]
