"""Which words of institutions' names may be translations of each other, and how two names are laid side by side."""

from __future__ import annotations

import doctest

import pytest

from audit.names import senses
from audit.names.senses import match, translated


def test_documented_examples() -> None:
    assert doctest.testmod(senses).failed == 0


@pytest.mark.parametrize(
    ("a", "b", "may", "why"),
    [
        ("rapid", "quick", True, "one adverb in Arabic and Chinese"),
        ("liberties", "freedom", True, "a plural of a word of the class"),
        ("ministry", "department", True, "one word in Chinese"),
        ("ministry", "foundation", False, "two kinds of bodies"),
        ("witkoff", "witko", False, "no words of the list"),
    ],
)
def test_translations(a: str, b: str, may: bool, why: str) -> None:
    assert translated(a, b) is may and translated(b, a) is may, why


def test_names_are_matched_in_any_order_each_word_once() -> None:
    mine = ["personal", "rights", "expression", "foundation"]
    theirs = ["foundation", "individual", "rights", "expression"]
    assert match(mine, theirs) == [(0, 1, True), (1, 2, False), (2, 3, False), (3, 0, False)]
    assert match(["union", "union"], ["union"]) == [(0, 0, False)]
