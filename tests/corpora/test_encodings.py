"""Encodings: what the bytes of older files are taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.encodings import Encoding, binary_reason, decode, encoding_of

TEXTS = {
    "zh": "美国总统星期五表示，他将在下周与两国领导人会晤，讨论停火问题。会晤地点尚未确定。",
    "zh-Hant": "美國總統星期五表示，他將在下週與兩國領導人會晤，討論停火問題。會晤地點尚未確定。",
    "ja": "大統領は金曜日、来週に両国の首脳と会談し、停戦について話し合うと述べた。場所はまだ決まっていない。",
    "ko": "대통령은 금요일 다음 주에 두 나라 정상과 만나 휴전을 논의할 것이라고 밝혔다. 장소는 정해지지 않았다.",
    "ru": "Президент заявил в пятницу, что на следующей неделе встретится с лидерами двух стран. Место не названо.",
    "ar": "قال الرئيس يوم الجمعة إنه سيلتقي الأسبوع المقبل بزعيمي البلدين لمناقشة وقف إطلاق النار.",
    "fr": "Le président a déclaré vendredi qu'il rencontrerait les dirigeants à la fin de l'été, près de Genève.",
}
CASES = [
    ("zh", "gb18030", "gb18030"),
    ("zh", "gb2312", "gb18030"),
    ("zh-Hant", "big5", "big5"),
    ("ja", "cp932", "cp932"),
    ("ja", "euc_jp", "euc_jp"),
    ("ko", "cp949", "cp949"),
    ("ru", "cp1251", "cp1251"),
    ("ru", "koi8_r", "koi8_r"),
    ("ar", "cp1256", "cp1256"),
    ("fr", "cp1252", "cp1252"),
    ("ru", "utf-16", "utf-16-le"),
    ("fr", "utf-16-le", "utf-16-le"),
    ("zh", "utf-8", "utf-8"),
    ("zh", "utf-8-sig", "utf-8"),
]


@pytest.mark.parametrize(("text", "written", "read"), CASES)
def test_encoding_is_told(text: str, written: str, read: str) -> None:
    data = TEXTS[text].encode(written)
    encoding = encoding_of(data)
    assert encoding.name == read
    assert decode(data, encoding) == (TEXTS[text], 0)
    assert bool(encoding.warnings) == encoding.guessed


SHORT = [
    ("gb18030", "普京会见特使"),
    ("gb18030", "习近平"),
    ("gb18030", "中国银行（香港）：2025年增长4.5%"),
    ("big5", "烏克蘭總統澤倫斯基"),
    ("big5", "《紐約時報》"),
    ("cp932", "プーチン大統領と会談"),
    ("cp932", "東京"),
    ("cp932", "ﾛｲﾀｰ通信"),
    ("euc_jp", "ウィトコフ"),
    ("cp949", "연합뉴스"),
    ("cp949", "북한(北韓) 김정은"),
    ("cp1251", "МИД"),
    ("cp1251", "Зеленський зустрівся з Єрмаком"),
    ("koi8_r", "Путин"),
    ("cp1256", "الرئيس الأوكراني"),
    ("cp1252", "The café in São Paulo"),
    ("cp1252", "It’s over"),
]


@pytest.mark.parametrize(("written", "text"), SHORT)
@pytest.mark.parametrize("around", ["{}", "Headline: {}\nThe envoy met the ministers on Friday.\n"])
def test_encoding_is_told_of_a_few_words(written: str, text: str, around: str) -> None:
    text = around.format(text)
    assert text.encode(written).decode(encoding_of(text.encode(written)).name) == text


def test_a_few_stray_bytes_leave_utf_8() -> None:
    data = TEXTS["ru"].encode() + b"\xff\xc3"
    encoding = encoding_of(data)
    assert encoding.name == "utf-8"
    assert decode(data, encoding) == (TEXTS["ru"] + "\ufffd\ufffd", 2)


def test_what_the_file_declares_is_tried() -> None:
    data = TEXTS["fr"].encode("iso-8859-15")
    assert encoding_of(data, "iso-8859-15") == Encoding(name="iso8859-15")
    assert encoding_of(data, "no-such-code").guessed


@given(st.binary(max_size=300))
def test_any_bytes_become_a_text_without_surrogates(data: bytes) -> None:
    text, replaced = decode(data, encoding_of(data))
    text.encode("utf-8")
    assert replaced >= 0


@pytest.mark.parametrize("text", ["Plain text.", "tab\tand\r\nlines\f", "\ufffd odd \x07 bell"])
def test_writing_is_not_binary(text: str) -> None:
    assert binary_reason(text) is None
