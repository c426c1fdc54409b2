"""Long texts are found and lined up a stretch at a time: offsets, order of candidates, the way from text to links."""

from __future__ import annotations

import pytest

from audit.alignment import long_texts, matching
from audit.model import Audited, Candidate, Link
from audit.pipeline import align_document
from audit.retrieval import Pool
from audit.settings import Settings
from corpora.documents import Document

_LINES = [
    "The ferry to Ruska was cancelled on Monday because of the storm.",
    "Mayor Orvik said that 340 people had to spend the night in a school.",
    "A bakery in Tasvik gave them bread and soup for nothing.",
    "The coast guard found two fishing boats that had lost their anchors.",
    "Nobody was hurt, but the pier will be closed until the end of May.",
    "Repairs will cost 2.4 million euros, the council's engineer told the radio.",
]


def _document(lines: list[str], id: str) -> Document:
    return Document(id=id, lang="en", text="\n".join(lines))


def _told(result: object) -> dict[str, str]:
    assert isinstance(result, Audited)
    return {link.translation.text: link.original.text for link in result.links if link.translation is not None}


def test_a_long_text_is_lined_up_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_texts, "LONG", 4)
    monkeypatch.setattr(long_texts, "STRETCH", 2)
    pool = Pool.of([_document(_LINES, "original")])
    translation = [line.replace("said that", "said").replace("for nothing", "free of charge") for line in _LINES]
    result = align_document(_document(translation, "text"), pool, Settings())
    assert _told(result) == dict(zip(translation, _LINES, strict=True))
    assert isinstance(result, Audited)
    assert [one.original for one in result.candidates] == ["original"]
    assert all(result.document.text[a.start : a.end] == a.text for link in result.links if (a := link.translation))


def test_the_text_itself_is_set_aside_under_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_texts, "LONG", 4)
    monkeypatch.setattr(long_texts, "STRETCH", 2)
    translation = [line.replace("said that", "stated that") for line in _LINES]
    original = [line.replace("because of", "owing to").replace("for nothing", "free of charge") for line in _LINES]
    pool = Pool.of([_document(translation, "copy"), _document(original, "original")])
    result = align_document(_document(translation, "text"), pool, Settings())
    assert isinstance(result, Audited)
    assert {link.original.doc for link in result.links} == {"original"}
    assert result.notes == ("copy: is the translation itself, set aside",)


def test_short_texts_are_left_whole() -> None:
    seen = []

    def find(text: Document, cut: long_texts.Spans) -> long_texts.Found:
        seen.append((text, cut))
        return (), (), ("a note",)

    document, cut = _document(_LINES, "text"), ((0, 10), (11, 20))
    assert long_texts.in_stretches(document, cut, find) == ((), (), ("a note",))
    assert seen == [(document, cut)]


def test_candidates_of_most_stretches_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_texts, "LONG", 1)
    monkeypatch.setattr(long_texts, "STRETCH", 1)
    stretches = iter(
        [
            (Candidate(original="a", score=0.9, relation="whole"), Candidate(original="b", score=0.7, relation="part")),
            (Candidate(original="b", score=0.8, relation="whole"),),
        ]
    )

    def find(text: Document, cut: long_texts.Spans) -> long_texts.Found:
        links: tuple[Link, ...] = ()
        return next(stretches), links, ("the same note",)

    candidates, _, notes = long_texts.in_stretches(_document(["One.", "Two."], "text"), ((0, 4), (5, 9)), find)
    assert [(one.original, one.score, one.relation) for one in candidates] == [("b", 0.8, "whole"), ("a", 0.9, "part")]
    assert notes == ("the same note",)


def test_pairs_are_weighed_alike_all_at_once_or_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, document = Pool.of([_document(_LINES, "original")]), _document(_LINES[::-1], "text")
    whole = _told(align_document(document, pool, Settings()))
    matching._match.cache_clear()
    monkeypatch.setattr(matching, "_AT_ONCE", 7)
    assert _told(align_document(document, pool, Settings())) == whole != {}
