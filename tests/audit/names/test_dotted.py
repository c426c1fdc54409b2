"""A name beside one that is plainly a part of a dotted Chinese name must sound like the other part."""

from __future__ import annotations

import pytest

from audit.model import Audited
from audit.names.dotted import misfits
from audit.names.tokens import tokens
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Pivot


@pytest.mark.parametrize(
    ("text", "pivot", "found", "why"),
    [
        ("The envoy Gordon Lindqvist left.", "特使贝恩特·林德奎斯特离开了。", [("Gordon", "贝恩特")], "another name"),
        ("The envoy Bernt Lindqvist left.", "特使贝恩特·林德奎斯特离开了。", [], "the name of the part"),
        ("Martin Gordon scored.", "马丁·扎哈罗夫进球。", [("Gordon", "扎哈罗夫")], "behind the dot, too"),
        (
            "Gordon Lindqvist left.",
            "贝恩特·林德奎斯特和戈登离开了。",
            [],
            "the name has a form of its own in the sentence",
        ),
        (
            "Gordon Lindqvist left.",
            "林德奎斯特离开了，贝恩特·林德奎斯特没有。",
            [],
            "the family name stands alone, too",
        ),
        ("Gordon Lindqvist met Bernt Lindqvist.", "贝恩特·林德奎斯特会面。", [], "two of the family, one in the pivot"),
        ("Bernt Gordon Lindqvist left.", "贝恩特·林德奎斯特离开了。", [], "a middle name that Chinese leaves out"),
        ("President Lindqvist left.", "贝恩特·林德奎斯特离开了。", [], "a title"),
        ("Bill Lindqvist left.", "威廉·林德奎斯特离开了。", [], "a short form of the part's name"),
        ("Andrea Lindqvist left.", "安德鲁·林德奎斯特离开了。", [], "nearly the same name: perhaps the pivot erred"),
        ("Tibor Navracsics spoke.", "蒂博尔·瑙夫劳契奇发言。", [], "a rare spelling that somebody knew"),
        ("Gordon Lindqvist left.", "贝恩特（Gordon）·林德奎斯特离开了。", [], "the pivot has it in Latin letters"),
    ],
)
def test_misfits(text: str, pivot: str, found: list[tuple[str, str]], why: str) -> None:
    words = tokens(text, 0, len(text))
    assert [(words[one.at].word, one.form) for one in misfits(words, pivot)] == found, why


def test_a_misfit_is_a_finding_with_the_form_that_it_stands_for() -> None:
    text, pivot = "The envoy Gordon Lindqvist left.", "特使贝恩特·林德奎斯特离开了。"
    document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="zh", text=pivot))
    result = audit_document(document, None, Settings())
    assert isinstance(result, Audited)
    (found,) = [one for one in result.findings if one.rule == "mangled-name" and one.span.text == "Gordon"]
    assert found.route[0].form == "贝恩特"
    assert 0.5 < found.confidence < 0.9
    assert not any(suggestion.safe for suggestion in found.suggestions)
