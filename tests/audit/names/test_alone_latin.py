"""Names in Latin letters of the pivot that were not copied as they stand there."""

from __future__ import annotations

import pytest

from audit import audit
from audit.names.alone_latin import find, own_letters
from audit.names.authority_lexicon import borne, known
from audit.names.tokens import tokens

FOUND = [
    ("The staff of Riodock met on Wednesday.", "《Riodoce》周报的员工周三开会。", [("Riodock", "Riodoce")], "a paper"),
    ("Near the Ruskin Center.", "靠近 Luskin Center。", [("Ruskin", "Luskin")], "a name that others bear"),
    ("A window of Retrovius.", "Retrouvius社の窓。", [("Retrovius", "Retrouvius")], "a Japanese pivot"),
    ("Said Andrew Traverso of UEFA.", "欧足联的安德鲁（Andrea Traverso）说。", [("Andrew", "Andrea")], "a gloss"),
]
QUIET = [
    ("The staff of Riodoce met.", "《Riodoce》周报的员工开会。", "copied"),
    ("The Luskins met.", "Luskin 一家会面。", "a plural"),
    ("The Rio Doce weekly.", "《Riodoce》周报。", "written apart, which other rules look at"),
    ("The weekly met on Wednesday.", "《Riodoce》周报周三开会。", "left out"),
    ("He joined the Theatre.", "他加入了 Theater。", "British and American spelling"),
    ("Steve Witkoff and Mitkoff spoke.", "史蒂夫·威特科夫（Steve Witkoff）说。", "the right word stands there as well"),
]

OWN_LETTERS = [
    ("Bolivia and Mexico praised the Democrats.", "Bolivien und Mexiko lobten die Demokraten.", [], "German words"),
    ("Methodist bishops met in Pyongyang.", "Bischöfe der Methodistengemeinde in Pjöngjang.", [], "German words"),
    ("The road to Nakhchivan.", "Nahçıvan'a giden yol.", [], "what Turkish hears, in a case of its own"),
    ("The Zangezur corridor.", "Zengezur koridoru.", [], "what Turkish hears"),
    ("He led the Dicastery.", "Dirigía el Dicasterio.", [], "one word with the ending of each language"),
    ("The weekly Riodock met.", "El semanario Riodoce se reunió.", [("Riodock", "Riodoce")], "no word, nobody's name"),
]


@pytest.mark.parametrize(("text", "pivot", "expected", "why"), OWN_LETTERS)
def test_a_pivot_in_latin_letters_has_words_of_its_own(
    text: str, pivot: str, expected: list[tuple[str, str]], why: str
) -> None:
    words = tokens(text, 0, len(text))
    found = find(words, pivot, own=True)
    assert [(words[slip.at].word, slip.text) for slip in found] == expected, why


@pytest.mark.parametrize("lang", ["de", "es", "tr", "vi", "el", "th"])
def test_a_pivot_without_a_channel_is_audited_all_the_same(lang: str) -> None:
    report = audit(
        {
            "text": "The staff of the weekly Riodock met.",
            "pivot": {"lang": lang, "text": "Riodoce, Mitarbeiter, semanario."},
        }
    )
    assert not report.skipped
    (finding,) = report.documents[0].findings
    assert (finding.span.text, finding.suggestions[0].text) == ("Riodock", "Riodoce")
    assert finding.route[0].lang == lang


@pytest.mark.parametrize(("text", "pivot", "expected", "why"), FOUND, ids=[case[3] for case in FOUND])
def test_found(text: str, pivot: str, expected: list[tuple[str, str]], why: str) -> None:
    words = tokens(text, 0, len(text))
    assert [(words[slip.at].word, slip.text) for slip in find(words, pivot)] == expected, why


@pytest.mark.parametrize(("text", "pivot", "why"), QUIET, ids=[case[2] for case in QUIET])
def test_left_alone(text: str, pivot: str, why: str) -> None:
    assert list(find(tokens(text, 0, len(text)), pivot)) == [], why


@pytest.mark.parametrize(("word", "is_borne"), [("Putins", True), ("Foleyan", False), ("Elfan", False)])
def test_what_only_ends_like_a_known_word_is_not_borne(word: str, is_borne: bool) -> None:
    assert known(word)
    assert borne(word) is is_borne


@pytest.mark.parametrize(
    ("pivot", "own"),
    [
        ("Bolivien und Mexiko lobten die Demokraten.", True),
        ("《Riodoce》周报的员工周三开会，讨论了这件事。", False),
        ("Сотрудники Riodoce встретились в среду.", False),
        ("Tổng thống Việt Nam đã gặp ông ấy.", True),
        ("", False),
    ],
)
def test_letters_of_a_pivot(pivot: str, own: bool) -> None:
    assert own_letters(pivot) is own
