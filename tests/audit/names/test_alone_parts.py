"""Parts of foreign names, told by the dot between them, that came back in pinyin."""

from __future__ import annotations

import pytest

from audit.names.alone_parts import find
from audit.names.tokens import tokens

COOKS = "巴德汀娜·戴杰做饭的时候不用炉子。"


@pytest.mark.parametrize(
    ("text", "pivot", "whole", "found", "why"),
    [
        ("Badmina Dai Jie cooks.", COOKS, COOKS, ["Dai Jie"], "family name and given name of a Chinese, it seems"),
        ("Daijie cooks.", COOKS, COOKS, ["Daijie"], "in one word"),
        ("Dai Jie sat down.", "戴杰坐了下来。", COOKS, ["Dai Jie"], "the full name stands in another sentence"),
        ("Dai Jie sat down.", "戴杰坐了下来。", "戴杰坐了下来。", [], "a Chinese of that name"),
        ("Mu Teke said so.", "穆特科说。", "维塔利·穆特科说。", ["Mu Teke"], "cut as a Chinese name"),
        ("Akala sings.", "金斯利·阿卡拉唱歌。", "金斯利·阿卡拉唱歌。", [], "how the sounds are spelled as well"),
        ("She cooks in Dai Jie.", "她做饭。", COOKS, [], "its sentence does not have it"),
    ],
)
def test_find(text: str, pivot: str, whole: str, found: list[str], why: str) -> None:
    words = tokens(text, 0, len(text))
    assert [text[words[one.first].start : words[one.last].bare] for one in find(words, pivot, whole)] == found, why
