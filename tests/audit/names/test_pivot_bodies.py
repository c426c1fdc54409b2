"""Organisations that the Chinese pivot names, under words that are nearly theirs."""

from __future__ import annotations

import pytest

from audit.model import Audited
from audit.names.pivot_bodies import find
from audit.names.tokens import tokens
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Pivot


@pytest.mark.parametrize(
    ("text", "pivot", "found", "why"),
    [
        (
            "He runs Penguin Landen House.",
            "他经营企鹅兰登书屋。",
            [("Penguin Landen House", "Penguin Random House")],
            "by ear",
        ),
        ("He runs Penguin Random House.", "他经营企鹅兰登书屋。", [], "the name"),
        ("He runs Random House.", "他经营企鹅兰登书屋。", [], "a name that it goes by"),
        ("He likes Penguin City House.", "他经营企鹅兰登书屋。", [], "no word that sounds like the missing one"),
        ("He runs Penguin Landen House.", "他经营一家出版社。", [], "the pivot does not name it"),
        ("She left face book in May.", "她五月离开了脸书。", [("face book", "Facebook")], "written apart"),
        ("She left Facebook for a face book.", "她五月离开了脸书。", [], "the name stands there, too"),
        (
            "He watched escape from prison.",
            "他看了《越狱》。",
            [("escape from prison", "Prison Break")],
            "a title, small",
        ),
        ("It shows his escape from prison.", "影片讲述他越狱。", [], "the pivot has no title"),
        ("Prison Break shows an escape from prison.", "《越狱》讲述越狱。", [], "the title stands there, too"),
    ],
)
def test_organisations_of_the_pivot(text: str, pivot: str, found: list[tuple[str, str]], why: str) -> None:
    words = tokens(text, 0, len(text))
    assert [(text[words[one.first].start : words[one.last].bare], one.name) for one in find(words, pivot)] == found, why


def test_a_doubted_name_whose_form_is_an_organisation_gets_its_name() -> None:
    text, pivot = "The publisher Persheng will cut jobs.", "出版商培生将裁员。"
    document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="zh", text=pivot))
    result = audit_document(document, None, Settings())
    assert isinstance(result, Audited)
    (found,) = [one for one in result.findings if one.rule == "mangled-name"]
    assert found.suggestions[0].text == "Pearson"
    assert not found.suggestions[0].safe
