"""Names in Latin letters of the pivot that were not copied as they stand there."""

from __future__ import annotations

import pytest

from audit.names.alone_latin import find
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
