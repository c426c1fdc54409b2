"""Names judged without originals: what is found, what it should be, and which look-alikes are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from audit.context import Context
from audit.names.alone import alone_hits
from audit.settings import Settings
from corpora.documents import Document, Pivot

DAY = date(2025, 9, 10)

FOUND = [
    ("US special envoy Witko arrived in Moscow.", [("Witko", "Witkoff")], "the end is lost"),
    ("US special envoy Wittkopf arrived. Wittkopf left.", [("Wittkopf", "Witkoff")] * 2, "and the other mention"),
    ("US Treasury Secretary Besant spoke.", [("Besant", "Bessent")], "a real surname"),
    ("US Treasury Secretary Bensont spoke.", [("Bensont", "Bessent")], "further off"),
    ("German Chancellor Friedrich Mertz spoke.", [("Mertz", "Merz")], "only the wrong word is marked"),
    ("British Prime Minister Keir Stammer spoke.", [("Stammer", "Starmer")], "with the given name"),
    ("Steve Witkoff spoke. He says Witkov smiled.", [("Witkov", "Witkoff")], "beside the right form"),
    ("Huang Renxun, head of Nvidia, spoke.", [("Huang Renxun", "Jensen Huang")], "the pinyin of his Chinese name"),
    ("NATO Secretary General Jens Stoltenberg spoke.", [("Jens Stoltenberg", "Mark Rutte")], "a predecessor"),
    (
        "European Commission President Von der Lein spoke.",
        [("Von der Lein", "von der Leyen")],
        "a family with particles",
    ),
    ("Belgian Prime Minister De Weifo spoke.", [("De Weifo", "De Wever")], "the particle in capitals"),
    ("Indian Foreign Minister Su Jiesheng spoke.", [("Su Jiesheng", "Subrahmanyam Jaishankar")], "pinyin in an office"),
    ("Vietnamese Prime Minister Fan Mingzheng spoke.", [("Fan Mingzheng", "Pham Minh Chinh")], "read in Mandarin"),
    ("White House spokesperson Levitt spoke.", [("Levitt", "Leavitt")], "one title of two offices"),
    (
        "Turkish President Erdogan and Foreign Minister Feidan spoke.",
        [("Feidan", "Fidan")],
        "the country of the office before it",
    ),
    ("Chief of the Russian General Staff Glasimov spoke.", [("Glasimov", "Gerasimov")], "the country inside the title"),
    ("Head of Ukraine's presidential office Yelmak spoke.", [("Yelmak", "Yermak")], "no article, and a possessive"),
    (
        "White House National Economic Council director Hasset spoke.",
        [("Hasset", "Hassett")],
        "a seat of government for its country",
    ),
    ("Former Brazilian president Bosonaro spoke.", [("Bosonaro", "Bolsonaro")], "who held it once"),
    ("Ukrainian President Zelinsky spoke.", [("Zelinsky", "Zelenskyy")], "e and i are two letters in Ukrainian"),
    ("Indonesian President Prabovo spoke.", [("Prabovo", "Prabowo")], "a people called by the first name"),
    ("Samsung Electronics chairman Li Zairong spoke.", [("Li Zairong", "Lee Jae-yong")], "a Korean read in Mandarin"),
    ("SoftBank founder Sun Zhengyi spoke.", [("Sun Zhengyi", "Masayoshi Son")], "a name that is a day in short"),
    ("Nvidia CEO Huang Jenxun spoke.", [("Huang Jenxun", "Jensen Huang")], "half pinyin"),
    ("South Korean President Lee Zaiming spoke.", [("Lee Zaiming", "Lee Jae-myung")], "the given name in pinyin"),
    ("Russian leader Poutin spoke.", [("Poutin", "Putin")], "a leader is whoever leads the country"),
    ("Bolivian President-elect Rodrigo Pas spoke.", [("Pas", "Paz")], "not yet in office"),
    ("Kremlin aide Usakov spoke. Ushakov smiled.", [("Usakov", "Ushakov")], "the right form is left alone"),
]

QUIET = [
    ("Ukrainian lawmaker Yaroslav Zhelezniak spoke in the Verkhovna Rada.", "a Ukrainian spelling of Zheleznyak"),
    ("Dmitry Medvedev wrote about Viktor Medvedchuk. Medvedchuk did not answer.", "Medvedev and Medvedchuk"),
    ("China's envoy Li Hui met Li Wei. Li Hui left.", "Li Wei and Li Hui"),
    ("North Korean leader Kim Jong Un honoured Kim Jong Il.", "two Kims"),
    ("German Chancellor Friedrich Merz met Dirk Mertens. Mertens smiled.", "Merz and Mertens"),
    ("US Secretary of State Marco Rubio met Robert Rubin. Rubin smiled.", "Rubio and Rubin"),
    ("Iran and Iraq, Niger and Nigeria, Austria and Australia signed.", "countries"),
    ("Georgia's governor and the president of Georgia met in Atlanta.", "the state and the country"),
    ("US Treasury Secretary Scott Bessent and Janet Yellen met.", "both rightly named"),
    ("Syrian Foreign Minister Asaad al-Shaybani spoke.", "another romanization of al-Shaibani"),
    ("The foreign minister, Enarotali Sihasak, spoke.", "an odd name in nobody's office"),
    ("Israeli Prime Minister Netanyahu and Foreign Minister Araghchi spoke.", "two countries' offices in one breath"),
    ("Chinese Foreign Minister Wang Yi and Singapore's Prime Minister Lawrence Wong spoke.", "Chinese names in pinyin"),
    ("US Senator Lloyd K. Austin III, of no relation, spoke.", "a middle initial and a suffix"),
    ("Azerbaijani President Aliev and Belarusian President Lukashenka spoke.", "other romanizations in Cyrillic"),
    ("Qatari Prime Minister Mohamed spoke.", "a first name in another romanization"),
    ("Former Ukrainian President Leonid Kuchma spoke.", "a former holder whom the table does not have"),
    ("The Russian opposition leader Yashin and the Palestinian leader Haniyeh spoke.", "leaders of something else"),
    ("Sun, Nov. 2: SoftBank founder May spoke.", "a day and a month in short"),
]


def spans(text: str, on: date | None, pivot: str | None = None) -> list[tuple[str, str]]:
    document = Document(id="x", text=text, published=on, pivot=Pivot(lang="zh", text=pivot) if pivot else None)
    context = Context(document=document, sentences=((0, len(text)),), settings=Settings())
    hits = sorted((h for found in alone_hits(context).values() for h in found), key=lambda h: h.start)
    return [(text[h.start : h.end], h.suggestions[0].text if h.suggestions else "") for h in hits]


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[case[2] for case in FOUND])
def test_found(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert spans(text, DAY) == expected, why


@pytest.mark.parametrize(("text", "why"), QUIET, ids=[case[1] for case in QUIET])
def test_left_alone(text: str, why: str) -> None:
    assert spans(text, DAY) == [], why


def test_a_predecessor_needs_a_date() -> None:
    text = "NATO Secretary General Jens Stoltenberg spoke."
    assert spans(text, None) == []
    assert spans(text, date(2023, 6, 1)) == []


def test_who_holds_the_office_comes_before_who_has_just_left_it() -> None:
    text = "Japanese Foreign Minister Mogi Minmitsu met Prime Minister Gaoshi Zaomiao."
    expected = [("Mogi Minmitsu", "Toshimitsu Motegi"), ("Gaoshi Zaomiao", "Sanae Takaichi")]
    assert spans(text, date(2025, 11, 1)) == expected


def test_the_pivot_glosses_the_name() -> None:
    assert spans("The trainer Steve Wilkov spoke.", None, "教练史蒂夫·威尔科克斯（Steve Wilcox）说。") == [
        ("Wilkov", "Wilcox")
    ]


def test_a_name_that_nobody_bears_is_shown_with_its_chinese_form() -> None:
    found = spans("The witness Brankodevi spoke.", None, "证人布兰科德维说。")
    assert found == [("Brankodevi", "")]


def test_who_writes_marks_knows_the_name() -> None:
    assert spans("The witness Jørgen Brankodevi spoke.", None, "证人约尔根·布兰科德维说。") == []


def test_a_known_name_is_no_finding_beside_its_pivot() -> None:
    assert spans("The minister Pistorius spoke in Berlin.", None, "部长皮斯托里乌斯在柏林说。") == []


def test_every_finding_says_why() -> None:
    text = "US special envoy Witko arrived in Moscow."
    context = Context(document=Document(id="x", text=text, published=DAY), sentences=((0, len(text)),))
    (hit,) = alone_hits(context)["mangled-name"]
    assert {e.kind for e in hit.evidence} >= {"office", "channel"}
    assert hit.subtype == "truncated" and hit.route and hit.route[0].lang == "zh"
    assert "Witkoff" in hit.message


NEAR = [
    ("Demis Hasabis spoke in London.", [("Hasabis", "Hassabis")], "a rare given name"),
    ("In Poland, Karol Navrotsky won the election.", [("Navrotsky", "Nawrocki")], "his country, and nobody's name"),
    ("Slavomir Mentzen was third.", [("Slavomir", "Slawomir")], "a rare family name"),
    (
        "Foreign Minister Motegi Minchong spoke in Tokyo, Japan.",
        [("Motegi Minchong", "Toshimitsu Motegi")],
        "敏充 read in Chinese",
    ),
    ("His brother-in-law Suzuki Junyi smiled.", [("Suzuki Junyi", "Shunichi Suzuki")], "俊一 read in Chinese"),
    (
        "The minister lost to Xiaoquan Jinjiro there.",
        [("Xiaoquan Jinjiro", "Shinjiro Koizumi")],
        "小泉 read in Chinese",
    ),
]

NEAR_QUIET = [
    ("Suzuki Haruto and Park Jimin met Kobayashi Kana.", "family names that many bear"),
    ("The student Zhang Junyi met Gao Yuan.", "Chinese names"),
    ("Patrick Reed and Justin Thomas played in Ohio.", "a golfer who is like a politician"),
    ("Senator John Thune spoke in the US Senate.", "one senator of many is no other"),
    ("US special envoy Keith Kellogg spoke.", "one envoy of several"),
    ("George Simeon, a bookseller, spoke.", "two usual names and nothing that speaks for another"),
    ("Sergey Lavrov and Dmitri Peskov spoke in Moscow, Russia.", "other romanizations"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NEAR, ids=[case[2] for case in NEAR])
def test_near_names_of_known_people(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert spans(text, date(2025, 11, 10)) == expected, why


@pytest.mark.parametrize(("text", "why"), NEAR_QUIET, ids=[case[1] for case in NEAR_QUIET])
def test_near_names_of_others(text: str, why: str) -> None:
    assert spans(text, DAY) == [], why


BARE = [
    (
        "Talks in Washington went on. Ukrainian ambassador to the US was absent. Malkarova had left.",
        "Malkarova",
        "Markarova",
        "an ambassador, and her country",
    ),
    ("The Interior Ministry in Berlin was silent. Dobrint smiled.", "Dobrint", "Dobrindt", "by the capital"),
    ("Barcelona won at home. Yamar scored twice.", "Yamar", "Yamal", "the club, and what footballers do"),
]


@pytest.mark.parametrize(("text", "surface", "name", "why"), BARE, ids=[case[3] for case in BARE])
def test_bare_surnames_of_whom_the_text_speaks(text: str, surface: str, name: str, why: str) -> None:
    assert spans(text, date(2025, 6, 1)) == [(surface, name)], why


BARE_QUIET = [
    ("The council of Barcelona met. Yamar smiled.", "the city alone does not speak of a footballer"),
    ("Dobrint smiled at the camera.", "nothing speaks for the minister"),
    ("The film was shown in Bayugan. Paniai smiled.", "one role of somebody without an office, no country"),
    ("The Interior Ministry in Berlin was silent. Dobrindt smiled.", "the right name"),
    ("The Interior Ministry in Berlin was silent. DBRNT rose.", "no name"),
    ("The Interior Ministry in Berlin was silent. Maria Dobrint smiled.", "somebody's full name"),
]


@pytest.mark.parametrize(("text", "why"), BARE_QUIET, ids=[case[1] for case in BARE_QUIET])
def test_bare_surnames_of_others(text: str, why: str) -> None:
    assert spans(text, date(2025, 6, 1)) == [], why


@pytest.mark.parametrize(("lang", "ways"), [(None, {"zh"}), ("zh", {"zh"}), ("ar", set()), ("de", set())])
def test_no_name_came_through_another_language_than_the_pivots(lang: str | None, ways: set[str]) -> None:
    text = "British Prime Minister Stammer spoke."
    pivot = Pivot(lang=lang, text="斯塔默") if lang is not None else None
    context = Context(
        document=Document(id="x", lang="en", text=text, published=DAY, pivot=pivot),
        sentences=((0, len(text)),),
        settings=Settings(),
    )
    (found,) = context.names.hits["mangled-name"]
    assert {step.lang for step in found.route} == ways
