"""Names of Vietnam and Japan whose characters were read in Mandarin; Chinese names in pinyin are right."""

from __future__ import annotations

import pytest

from audit.names.alone_characters import find
from audit.names.tokens import tokens

HANOI = "越南河内市人民委员会主席阮德钟表示"
FOUND = [
    ("Ruan Dezhong said", HANOI, [("Ruan Dezhong", "Nguyen Duc Chung")], "all in pinyin"),
    ("Nguyen Dezhong said", HANOI, [("Nguyen Dezhong", "Nguyen Duc Chung")], "the given name in pinyin"),
    ("Nguyen De Jong said", HANOI, [("Nguyen De Jong", "Nguyen Duc Chung")], "misheard pinyin"),
    ("Nguyen Duc Zhong said", HANOI, [("Nguyen Duc Zhong", "Nguyen Duc Chung")], "half of it right"),
    ("Pham Mingzheng spoke", "总理范明政讲话", [("Pham Mingzheng", "Pham Minh Chinh")], "told by the translation"),
    ("Nguyen Thi Jin Yin", "越南的阮氏金银", [("Nguyen Thi Jin Yin", "Nguyen Thi Kim Ngan")], "four words"),
    ("Shantian Yangci directs", "日本导演山田洋次", [("Shantian", "Yamada")], "a Japanese family name"),
]
QUIET = [
    ("Nguyen Duc Chung said", HANOI, "as it should be"),
    ("Ruan Lingyu starred", "影星阮玲玉主演", "a Chinese of that family name"),
    ("Fan Bingbing came", "越南媒体说范冰冰来了", "a Chinese name in a text about Vietnam"),
    ("Zhongshan and Futian", "日本企业在中山和福田", "places of China"),
    ("Shantian village", "在山田村", "nothing of Japan"),
    ("Yamada spoke", "日本的山田讲话", "as it should be"),
]


@pytest.mark.parametrize(("text", "pivot", "expected", "why"), FOUND, ids=[case[3] for case in FOUND])
def test_found(text: str, pivot: str, expected: list[tuple[str, str]], why: str) -> None:
    words = tokens(text, 0, len(text))
    found = [(text[words[one.first].start : words[one.last].bare], one.text) for one in find(words, pivot, pivot)]
    assert found == expected, why


@pytest.mark.parametrize(("text", "pivot", "why"), QUIET, ids=[case[2] for case in QUIET])
def test_left_alone(text: str, pivot: str, why: str) -> None:
    assert list(find(tokens(text, 0, len(text)), pivot, pivot)) == [], why
