"""Places that a Russian or Ukrainian pivot names and the translation spells by ear."""

from __future__ import annotations

import pytest

from audit import audit
from audit.names.alone_heard_places import find
from audit.names.tokens import tokens

FOUND = [
    ("The airport of Khozhuv was closed.", "Аэропорт Хожува был закрыт.", "ru", ("Khozhuv", "Chorzów"), "a case"),
    ("In Pshemysl trains stood still.", "В Пшемысле поезда стояли.", "ru", ("Pshemysl", "Przemyśl"), "another case"),
    (
        "Trains left Khemnits late.",
        "Потяги з Хемніца запізнилися.",
        "uk",
        ("Khemnits", "Chemnitz"),
        "Ukrainian",
    ),
]
QUIET = [
    ("The airport of Chorzow was closed.", "Аэропорт Хожува был закрыт.", "ru", "right without its accent"),
    ("The studio Krokvali left.", "Студія «Кроквалу» пішла.", "uk", "no place has the form"),
    ("Jan Khozhuv left.", "Ян Хожув ушёл.", "ru", "somebody's name"),
    (
        "He went to Hulyaipole.",
        "Він поїхав до Гуляйполя.",
        "uk",
        "a country with letters of its own spells in several ways",
    ),
    ("The airport of Khozhuv was closed.", "Аэропорт был закрыт.", "ru", "the pivot has no such place"),
]


@pytest.mark.parametrize(("text", "pivot", "lang", "expected", "why"), FOUND, ids=[case[4] for case in FOUND])
def test_found(text: str, pivot: str, lang: str, expected: tuple[str, str], why: str) -> None:
    words = tokens(text, 0, len(text))
    assert [(words[heard.at].word, heard.name) for heard in find(words, pivot, lang)] == [expected], why


@pytest.mark.parametrize(("text", "pivot", "lang", "why"), QUIET, ids=[case[3] for case in QUIET])
def test_quiet(text: str, pivot: str, lang: str, why: str) -> None:
    assert not list(find(tokens(text, 0, len(text)), pivot, lang)), why


def test_the_finding_says_what_the_pivot_has() -> None:
    report = audit({"text": FOUND[0][0], "pivot": {"lang": "ru", "text": FOUND[0][1]}})
    (finding,) = report.documents[0].findings
    assert (finding.rule, finding.suggestions[0].text) == ("mangled-name", "Chorzów")
    assert finding.route[0].form == "Хожува"
