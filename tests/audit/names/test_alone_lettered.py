"""Known people whom a pivot says in letters of sounds, and whom the translation spells by ear."""

from __future__ import annotations

from datetime import date

import pytest

from audit import audit
from audit.names.alone_lettered import find, known_forms
from audit.names.alone_near import Setting
from audit.names.tokens import tokens
from audit.settings import Settings

FOUND = [
    (
        "ru",
        "Polish Prime Minister Donald Tusk and Radoslav Sikorsky spoke.",
        "Премьер Дональд Туск и Радослав Сикорский выступили.",
        ("Radoslav Sikorsky", "Radoslaw Sikorski"),
        "both words by ear",
    ),
    (
        "ru",
        "The Czech parliament listened to Andrey Babish on Monday.",
        "В понедельник чешский парламент слушал Андрея Бабиша.",
        ("Andrey Babish", "Andrej Babis"),
        "the pivot has another case",
    ),
    (
        "uk",
        "The NASA chief Dzhared Aizekman flew to Florida.",
        "Голова НАСА Джаред Айзекман прилетів до Флориди.",
        ("Dzhared Aizekman", "Jared Isaacman"),
        "the authority has the form in Russian letters only",
    ),
    (
        "ja",
        "Poland's foreign minister Radosuwafu Shikoruski spoke in Warsaw.",
        "ポーランドのラドスワフ・シコルスキ外相がワルシャワで話した。",
        ("Radosuwafu Shikoruski", "Radoslaw Sikorski"),
        "kana",
    ),
    (
        "ar",
        "Geir Pederson, the UN envoy for Syria, resigned.",
        "استقال غير بيدرسن، المبعوث الأممي إلى سوريا.",
        ("Pederson", "Pedersen"),
        "Arabic letters",
    ),
]
QUIET = [
    ("ru", "Radoslaw Sikorski spoke in Poland.", "Радослав Сикорский выступил в Польше.", "right"),
    ("ru", "Volodymyr Zelenskyy spoke in Ukraine.", "Владимир Зеленский выступил на Украине.", "one of two spellings"),
    ("ru", "Poland's Rastislav Sikorsky spoke.", "Растислав Сикорский из Польши выступил.", "another given name"),
    ("ar", "Senator Jim Rich spoke in Washington.", "تحدث السيناتور في واشنطن.", "the pivot says nobody"),
    ("ja", "A baker called Sean Daffy.", "ショーン・ダフィーというパン屋。", "nothing else speaks for the secretary"),
    ("ar", "A baker called Jim Rich.", "خباز اسمه جيم ريش.", "nothing else speaks for the senator"),
    (
        "uk",
        "Britain: trade secretary Mr Clark spoke.",
        "Британія: міністр торгівлі Грег Кларк.",
        "a form of address",
    ),
    ("ja", "Poland's Foreign Minister Sikorski.", "ポーランドのラドスワフ・シコルスキ外相。", "the family name alone"),
]


def _claims(lang: str, text: str, pivot: str) -> list[tuple[str, str]]:
    report = audit(
        {"text": text, "published": "2025-09-11", "pivot": {"lang": lang, "text": pivot}},
        settings=Settings(rules="mangled-name"),
    )
    found = [finding for document in report.documents for finding in document.findings]
    return [(f.span.text, f.suggestions[0].text if f.suggestions else "") for f in found]


@pytest.mark.parametrize(("lang", "text", "pivot", "expected", "why"), FOUND, ids=[case[4] for case in FOUND])
def test_found(lang: str, text: str, pivot: str, expected: tuple[str, str], why: str) -> None:
    assert _claims(lang, text, pivot) == [expected], why


@pytest.mark.parametrize(("lang", "text", "pivot", "why"), QUIET, ids=[case[3] for case in QUIET])
def test_quiet(lang: str, text: str, pivot: str, why: str) -> None:
    assert _claims(lang, text, pivot) == [], why


def test_the_same_words_are_found_where_the_pivot_says_the_person() -> None:
    pivot = "تحدث السيناتور الأمريكي جيم ريش في واشنطن."
    assert _claims("ar", "Senator Jim Rich spoke in Washington.", pivot) == [("Rich", "Risch")]


def test_what_speaks_for_the_person() -> None:
    text = "Polish foreign minister Radoslav Sikorsky spoke."
    words = tokens(text, 0, len(text))
    setting = Setting(date(2025, 9, 11), frozenset({"PL"}), frozenset(word.key for word in words))
    (heard,) = find(words, text, "Министр Радослав Сикорский выступил.", "ru", setting)
    assert heard.person.name == "Radoslaw Sikorski"
    assert "the text speaks of the person's country" in heard.support


def test_forms_of_the_authority_in_any_case() -> None:
    assert "Andrej Babis" in known_forms("слова Андрея Бабиша", "ru")
    assert "Andrej Babis" not in known_forms("слова Андрея Бабина", "ru")
    assert "Andrej Babis" in known_forms("слова Андрія Бабіша", "uk") or known_forms("слова Андрей Бабиш", "uk")
