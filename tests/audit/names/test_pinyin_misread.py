"""Chinese names whose pinyin is not that of their characters, and what looks like them and is right."""

from __future__ import annotations

import pytest

from audit.context import Context
from audit.names.alone import alone_hits
from audit.names.alone_pinyin import misread, near
from audit.settings import Settings
from corpora.documents import Document, Pivot


@pytest.mark.parametrize(
    ("word", "before", "pivot", "pinyin", "why"),
    [
        ("zhenggen", "liang", "董事长梁稳根说", "Wengen", "another character behind the right family name"),
        ("guanle", "", "顺利靠泊关累港", "Guanlei", "another reading, one letter apart"),
        ("jundong", "", "准东至皖南工程", "Zhundong", "the final is right"),
        ("bangxiangguo", "", "名城班相果等地", "Banxiangguo", "three syllables"),
    ],
)
def test_misread(word: str, before: str, pivot: str, pinyin: str, why: str) -> None:
    found = misread(word, before, pivot)
    assert found is not None, why
    assert found.pinyin == pinyin, why


@pytest.mark.parametrize(
    ("word", "before", "pivot", "why"),
    [
        ("wengen", "liang", "董事长梁稳根说", "right"),
        ("zhongqing", "", "重庆的市长", "one of the readings"),
        ("zhenggen", "", "董事长梁稳根说", "no family name before it, and not near"),
        ("zhenggen", "wang", "董事长梁稳根说", "another family name"),
        ("mutarika", "", "总统穆塔里卡", "the sounds of a foreign name"),
        ("wenjing", "", "文京和文青", "one of the two is right"),
        ("wenmin", "", "文明和文音", "two that may be meant"),
        ("wen", "", "文京", "a single syllable"),
        ("witkov", "", "威特科夫", "no pinyin"),
        ("guanle", "", "", "no pivot"),
    ],
)
def test_not_misread(word: str, before: str, pivot: str, why: str) -> None:
    assert misread(word, before, pivot) is None, why


def test_near() -> None:
    assert near("zhi", "zi")
    assert near("gong", "kong")
    assert not near("a", "ba" * 2)


def hits(text: str, pivot: str) -> list[tuple[str, list[str], str | None]]:
    document = Document(id="x", text=text, pivot=Pivot(lang="zh", text=pivot))
    context = Context(document=document, sentences=((0, len(text)),), settings=Settings())
    return [
        (text[hit.start : hit.end], [one.text for one in hit.suggestions], hit.subtype)
        for hit in alone_hits(context).get("mangled-name", [])
    ]


def test_the_finding_suggests_the_pinyin_of_the_characters() -> None:
    found = hits("Its chairman, Liang Zhenggen, spoke.", "董事长梁稳根说。")
    assert found == [("Zhenggen", ["Wengen"], "characters-misread")]


def test_a_right_name_beside_its_characters_is_no_finding() -> None:
    assert hits("Its chairman, Liang Wengen, spoke.", "董事长梁稳根说。") == []
