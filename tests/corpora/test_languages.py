"""Language detection: one sentence of news in each language, and what is too little to tell."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.languages import detect

SENTENCES = [
    ("en", "The president said he would meet the leaders of the region to speak about the war."),
    ("en", "TRUMP SAID HE WILL MEET THE LEADERS OF THE REGION ON FRIDAY"),
    ("en", "According to Xinhua (新华社), the minister said that the talks in 北京 were a success for both of them."),
    ("de", "Der Präsident sagte, er werde die Führer der Region treffen, um über den Krieg zu sprechen."),
    ("fr", "Le président a déclaré qu'il rencontrerait les dirigeants de la région pour parler de la guerre."),
    ("es", "El presidente dijo que se reunirá con los dirigentes de la región para hablar de la guerra."),
    ("pt", "O presidente disse que se encontrará com os líderes da região para falar sobre a guerra."),
    ("it", "Il presidente ha detto che incontrerà i leader della regione per parlare della guerra."),
    ("nl", "De president zei dat hij de leiders van de regio zal ontmoeten om over de oorlog te praten."),
    ("pl", "Prezydent powiedział, że spotka się z przywódcami regionu, aby porozmawiać o wojnie."),
    ("vi", "Tổng thống nói rằng ông sẽ gặp các nhà lãnh đạo trong khu vực để nói về chiến tranh."),
    ("tr", "Cumhurbaşkanı, bölge liderleriyle görüşeceğini söyledi ve bunun çok önemli olduğu için geldi."),
    ("id", "Presiden mengatakan bahwa dia akan bertemu dengan para pemimpin di kawasan itu untuk damai."),
    ("zh", "总统表示，他将与该地区领导人会晤，讨论战争问题。"),
    ("ja", "大統領は、戦争について話し合うために地域の首脳と会談すると述べた。"),
    ("ko", "대통령은 전쟁에 대해 논의하기 위해 지역 정상들을 만날 것이라고 말했다."),
    ("ru", "Президент сказал, что встретится с лидерами региона, чтобы поговорить о войне и мире."),
    ("uk", "Президент сказав, що зустрінеться з лідерами регіону, щоб поговорити про війну."),
    ("bg", "Президентът каза, че ще се срещне с лидерите на региона, за да говори за войната."),
    ("ar", "قال الرئيس إنه سيلتقي بقادة المنطقة للحديث عن الحرب."),
    ("fa", "رئیس جمهور گفت که با رهبران منطقه برای گفتگو درباره جنگ دیدار خواهد کرد."),
    ("he", "הנשיא אמר כי ייפגש עם מנהיגי האזור כדי לדבר על המלחמה."),
]


@pytest.mark.parametrize(("lang", "text"), SENTENCES)
def test_language_is_told(lang: str, text: str) -> None:
    found, confidence = detect(text)
    assert found == lang
    assert 0.3 < confidence <= 1.0


@pytest.mark.parametrize("text", ["", "OK", "12 345 678 901 234 567 890", "Trump Putin", "???", "北京"])
def test_too_little_to_tell(text: str) -> None:
    assert detect(text) == (None, 0.0)


@given(st.text(max_size=300))
def test_the_confidence_is_a_share(text: str) -> None:
    lang, confidence = detect(text)
    assert 0.0 <= confidence <= 1.0
    assert (lang is None) == (confidence == 0.0)


def test_real_documents() -> None:
    folder = os.environ.get("TAUDIT_DATA")
    if not folder or not Path(folder, "ntrex").is_dir():
        pytest.skip("TAUDIT_DATA does not point to the development data")
    with Path(folder, "ntrex/parallel.jsonl").open(encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            assert detect(row["original"]["text"])[0] == "en"
            for lang, pivot in row["pivots"].items():
                assert detect(pivot if isinstance(pivot, str) else pivot["text"])[0] == lang
