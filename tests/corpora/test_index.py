"""The index of originals: built from a stream, resumed, extended, searched by words and days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpora.documents import Document
from corpora.index import MARK, Index, build, is_index

TEXTS = {
    "flood": ("The river rose over its banks near Debrecen and 300 houses were flooded.", date(2025, 3, 4)),
    "talks": ("Negotiators met in Muscat and agreed to meet again; the talks were called useful.", date(2025, 5, 1)),
    "match": ("The striker scored twice in the second half and was carried off the field.", None),
}


def documents(*ids: str) -> list[Document]:
    return [Document(id=id, text=TEXTS[id][0], published=TEXTS[id][1], lang="en", title=id.title()) for id in ids]


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    build(documents("flood", "talks", "match"), tmp_path / "index")
    index = Index(tmp_path / "index")
    assert len(index) == 3
    for document in documents("flood", "talks", "match"):
        assert index.get(document.id) == document
    assert index.get("nothing") is None


def test_odd_ids_and_texts_come_back(tmp_path: Path) -> None:
    odd = [Document(id="a/b c:ä|#1", text="Zeile\r\n\x00 \ud800 end"), Document(id="empty", text="")]
    build(odd, tmp_path / "index")
    index = Index(tmp_path / "index")
    assert [index.get(document.id) for document in odd] == odd


@pytest.mark.parametrize(
    ("words", "first", "why"),
    [
        ({"flood": 1.0, "river": 1.0}, "flood", "stems of the words as they stand"),
        ({"300": 1.0}, "flood", "numbers are words"),
        ({"negotiator": 1.0}, "talks", "plural and singular meet in their stem"),
    ],
)
def test_search_by_words(tmp_path: Path, words: dict[str, float], first: str, why: str) -> None:
    from corpora.index_terms import terms

    build(documents("flood", "talks", "match"), tmp_path / "index")
    query = {stem: weight for word, weight in words.items() for stem in terms(word)}
    hits = Index(tmp_path / "index").search(query, 5)
    assert hits and hits[0][0] == first, why


@pytest.mark.parametrize(
    ("after", "before", "expected", "why"),
    [
        (date(2025, 4, 1), None, {"talks", "match"}, "too old is left out, undated stays"),
        (None, date(2025, 4, 1), {"flood", "match"}, "too young is left out, undated stays"),
        (None, None, {"flood", "talks", "match"}, "no filter"),
    ],
)
def test_days_filter(tmp_path: Path, after: date | None, before: date | None, expected: set[str], why: str) -> None:
    from corpora.index_terms import terms

    build(documents("flood", "talks", "match"), tmp_path / "index")
    query = dict.fromkeys(terms("flooded houses talks met field scored"), 1.0)
    assert {id for id, _ in Index(tmp_path / "index").search(query, 5, after, before)} == expected, why


def test_extending_keeps_what_is_there_and_replaces_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(documents("flood", "talks"), folder)
    changed = Document(id="talks", text="The talks were broken off.")
    result = build([*documents("flood", "match"), changed], folder)
    assert (result.added, result.known, result.replaced, result.total) == (1, 1, 1, 3)
    found = Index(folder).get("talks")
    assert found is not None and found.text == "The talks were broken off."


def test_an_interrupted_build_is_resumed(tmp_path: Path) -> None:
    folder = tmp_path / "index"

    def broken() -> Iterator[Document]:
        yield from documents("flood", "talks")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(broken(), folder, batch=1)
    result = build(documents("flood", "talks", "match"), folder, batch=1)
    assert (result.added, result.known, result.total) == (1, 2, 3)


def test_an_id_twice_in_one_stream_is_held_once(tmp_path: Path) -> None:
    result = build([*documents("flood"), *documents("flood")], tmp_path / "index", batch=10)
    assert result.total == 1


def test_signature_changes_with_what_is_held(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build(documents("flood"), folder)
    before = Index(folder).signature()
    assert Index(folder).signature() == before
    build(documents("talks"), folder)
    assert Index(folder).signature() != before


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(ValueError, match="not empty"):
        build(documents("flood"), tmp_path)
    assert not is_index(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "keep me"


@pytest.mark.parametrize("mark", ["{", '{"format": 99}', "[]"])
def test_a_damaged_or_foreign_mark_is_one_clear_error(tmp_path: Path, mark: str) -> None:
    build(documents("flood"), tmp_path / "index")
    (tmp_path / "index" / MARK).write_text(mark)
    with pytest.raises(ValueError, match="build"):
        Index(tmp_path / "index")
