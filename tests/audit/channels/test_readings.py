"""Names read off their characters in one language or another."""

from __future__ import annotations

import pytest

from audit.channels import readings


@pytest.mark.parametrize(
    ("form", "name", "expected", "why"),
    [
        ("高市早苗", "Sanae Takaichi", True, "given name first"),
        ("高市早苗", "Takaichi", True, "the family name alone"),
        ("石破茂", "Shigeru Ishiba", True, "readings of two characters"),
        ("李在明", "Lee Jae-myung", True, "Korean, English spelling"),
        ("尹錫悅", "Yoon Suk Yeol", True, "traditional script"),
        ("范明政", "Phạm Minh Chính", True, "Vietnamese with its signs"),
        ("威特科夫", "Witkoff", False, "written by sound"),
        ("高市早苗", "Shinzo Abe", False, "somebody else"),
        ("", "Abe", False, "no form"),
        ("安倍", "", False, "no name"),
    ],
)
def test_belongs(form: str, name: str, expected: bool, why: str) -> None:
    assert readings.belongs(form, name) is expected, why


@pytest.mark.parametrize(
    ("surface", "why"),
    [
        ("Gao Shi Zaomiao", "pinyin"),
        ("Gao Shizaomiao", "pinyin in two words"),
        ("Sanao", "one reading, the next cut"),
        ("Takahashi", "one character read, the rest guessed"),
        ("Koichi", "another reading of the same characters"),
    ],
)
def test_misread(surface: str, why: str) -> None:
    assert readings.likeness(surface, "Sanae Takaichi", "高市早苗") > 0, why


@pytest.mark.parametrize("surface", ["Trump", "Tanaka", "Smith", ""])
def test_not_misread(surface: str) -> None:
    assert readings.likeness(surface, "Sanae Takaichi", "高市早苗") < 0


def test_a_form_of_somebody_else_says_nothing() -> None:
    assert readings.likeness("Gao Shi", "Trump", "高市早苗") == 0.0


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Gao Shi Zaomiao", "高市早苗 read in Mandarin as gao shi zao miao; Sanae Takaichi is the Japanese reading"),
        ("Koichi", "高市 read in Japanese as ko ichi; Sanae Takaichi is the Japanese reading"),
        ("Trump", None),
    ],
)
def test_account(surface: str, expected: str | None) -> None:
    assert readings.account("高市早苗", surface, "Sanae Takaichi") == expected


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("日本首相高市早苗表示", "Sanae Takaichi", "高市早苗"),
        ("韩国总统李在明周三表示", "Lee Jae-myung", "李在明"),
        ("越南总理范明政", "Pham Minh Chinh", "范明政"),
        ("美国总统特朗普", "Sanae Takaichi", None),
    ],
)
def test_find(sentence: str, name: str, expected: str | None) -> None:
    found = readings.find(sentence, name)
    assert (found and sentence[found[0] : found[1]]) == expected


def test_rows_of_the_table_are_whole() -> None:
    for lang in ("ja", "ko", "vi"):
        for char in "高市田李金":
            assert all(reading.isascii() and reading.isalpha() for reading in readings.readings(char, lang))
    assert readings.readings("阮", "vi") == ("nguyen",)
    assert readings.readings("阮", "ja") == ()
