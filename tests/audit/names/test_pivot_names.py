"""Names against a Chinese pivot: Chinese names in pinyin are right, the pinyin of a transcription is not."""

from __future__ import annotations

import pytest

from audit.names.pivotstage import chinese_name, unheard_of


@pytest.mark.parametrize(
    ("pivot", "word", "own", "why"),
    [
        ("1967年5月出生的丛培武毕业于外交学院。", "peiwu", True, "a given name of two characters"),
        ("甘肃省庆阳市夏涝池村人", "laochi", True, "a place of two characters"),
        ("重庆市长和重阳节", "chongyang", True, "a character with two readings"),
        ("高黎贡山隧道", "gaoligong", True, "three characters that are no sounds of a foreign name"),
        ("饼干厂麦维他属于", "maiweita", False, "characters that only give sounds"),
        ("斯特伯格说", "site", False, "characters that transcription uses day in day out"),
        ("特使威特科夫说", "witkov", False, "not the pinyin of anything"),
        ("", "peiwu", False, "no pivot"),
    ],
)
def test_chinese_names(pivot: str, word: str, own: bool, why: str) -> None:
    assert chinese_name(pivot, word) is own, why


def test_forms_of_english_words_are_no_unknown_names() -> None:
    assert not unheard_of("Insighting")
    assert unheard_of("Brankodevi")
