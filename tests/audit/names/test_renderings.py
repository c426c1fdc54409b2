"""Renderings of one pivot form: which forms are found, and what is done with one character too many."""

from __future__ import annotations

from audit.model import Audited
from audit.names.authority_lexicon import known
from audit.names.renderings import _by_form, _pair
from audit.names.tokens import tokens
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Pivot


def forms(*lines: tuple[str, str], lang: str = "zh") -> dict[str, dict[str, int]]:
    pairs = [_pair(tokens(text, 0, len(text)), pivot, lang) for text, pivot in lines]
    return {form: {key: len(places) for key, places in found.items()} for form, found in _by_form(pairs, lang).items()}


def test_a_word_that_the_form_does_not_fit_is_found_by_its_place() -> None:
    found = forms(
        ("Garcia beat Adrian Brogna in June.", "加西亚六月打败了阿德里安·布罗纳。"),
        ("To fight Brosnan he went up in weight.", "为了对战布罗纳，他上调了级别。"),
    )
    assert found["布罗纳"] == {"brogna": 1, "brosnan": 1}


def test_one_character_too_many_is_given_back() -> None:
    found = forms(
        ("Garcia arrived early.", "加西亚很早就到了。"),
        ("Garcia held out his hand.", "加西亚伸出手。"),
        ('"I was lighter," Garcetti said.', "“我之前更轻，”加西亚提道。"),
    )
    assert found["加西亚"] == {"garcia": 2, "garcetti": 1}
    assert "加西亚提" not in found


def test_katakana_is_read_too() -> None:
    found = forms(
        ("Lomachenko smiled.", "ロマチェンコは笑った。"),
        ("Lomarchenko left.", "ロマチェンコは去った。"),
        lang="ja",
    )
    assert found["ロマチェンコ"] == {"lomachenko": 1, "lomarchenko": 1}


def test_pinyin_of_a_chinese_name_is_no_rendering_of_a_foreign_one() -> None:
    assert forms(("Mengniu is a dairy.", "蒙牛是一家乳企。")) == {}


def test_a_name_of_some_list_does_not_outweigh_the_form() -> None:
    text = "The boats left Tasilak at noon. Nobody in Tasik saw them come back. Tasilak has a harbour."
    pivot = "船只中午离开塔西拉克。塔西拉克没有人看到它们回来。塔西拉克有一个港口。"
    document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="zh", text=pivot))
    result = audit_document(document, None, Settings(rules="mangled-name,inconsistent-name"))
    assert isinstance(result, Audited)
    assert known("Tasik") and not known("Tasilak")
    doubted = [finding.span.text for finding in result.findings if finding.rule == "inconsistent-name"]
    assert doubted == ["Tasik"]
