"""What is looked up before a pattern is tried: it may spare work, but never lose a match."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest

from audit.context import Context
from audit.detectors._formulas import formulas, mask
from audit.detectors._numbered_months import _ALONE, _DAY, _likely_lines
from audit.detectors._scales import TEN_THOUSANDS
from audit.detectors._sides import Pair, at_figures
from audit.detectors._speakers import _ACTING, _ACTIVE, _SPEECH, _TELLING, _VERB
from audit.detectors.polarity_flip import _NOT, _NOT_WORDS
from audit.detectors.score_or_time_format import _COLON, _DIAN, _SPACED
from audit.detectors.unit_or_currency import _CHINESE
from corpora.documents import Document

PIECES = (
    "1", "12", "30", "2018", "1,200", "3.5", ":", " : ", ": ", " - ", "-", " ", "\n", " a.m.", "won", "at ", " points",
    " o'clock 5 minutes", " mu", " jin of rice", " ten thousand", " hundred million", " months", " months and 3 days",
    " on 9", "the ninth month", "A", "x", "(", "٣",
)  # fmt: skip


def _texts(count: int) -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choices(PIECES, k=chance.randrange(2, 14))) for _ in range(count)]


@pytest.mark.parametrize("pattern", [_SPACED, _COLON, _DIAN, _CHINESE, TEN_THOUSANDS], ids=lambda p: p.pattern[:30])
def test_matches_that_begin_with_a_number(pattern: re.Pattern[str]) -> None:
    found = 0
    for text in _texts(3000):
        context = Context(document=Document(id="t", text=text), sentences=((0, len(text)),))
        expected = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in at_figures(context, pattern)] == expected, text
        found += len(expected)
    assert found > 5, "the texts must hold what is looked for"


@pytest.mark.parametrize("pattern", [_DAY, _ALONE], ids=["day", "alone"])
def test_lines_with_numbered_months(pattern: re.Pattern[str]) -> None:
    found = 0
    for text in _texts(3000):
        expected = [match.span() for match in pattern.finditer(text)]
        assert [m.span() for line in _likely_lines(text) for m in pattern.finditer(text, *line)] == expected, text
        found += len(expected)
    assert found > 20, "the texts must hold what is looked for"


@pytest.mark.parametrize(
    ("pattern", "words", "texts"),
    [
        (
            _NOT,
            _NOT_WORDS,
            ["He DIDN’T go", "it isn't so", "No one came", "They CANNOT", "failing to pay", "refuses to"],
        ),
        (_SPEECH, _TELLING, ["Anna Smith later insisted", "said Smith", "Tusk, wrote"]),
        (_VERB, _TELLING, ["Tusk, confirmed", "he pointed out"]),
        (_ACTIVE, _ACTING, ["Moscow has accused Kyiv", "Obama overtook the Clintons", "Trump criticises Merkel"]),
    ],
    ids=["denied", "speech", "verb", "act"],
)
def test_words_that_a_pattern_needs(pattern: re.Pattern[str], words: frozenset[str], texts: list[str]) -> None:
    for text in texts:
        assert pattern.search(text), text
        assert not words.isdisjoint(Pair(0, len(text), text, ()).letters), text


def test_lines_of_platforms_have_what_their_patterns_need() -> None:
    cases = tomllib.loads((Path(__file__).parent / "cases" / "platform-boilerplate.toml").read_text("utf-8"))
    lines = [line.strip() for case in cases["firing"] for line in case["text"].splitlines()]
    tried = 0
    for kind in ("line", "part", "head", "tail"):
        for formula in formulas("boilerplate.toml", kind):
            needs = formula.entry.get("needs")
            for line in (mask(line) if formula.masked else line for line in lines):
                if formula.pattern.search(line):
                    assert not needs or any(word in line.casefold() for word in needs), (formula.entry["zh"], line)
                    tried += needs is not None
    assert tried, "no case has a line of a pattern that needs something"


def test_outlets_are_overwritten_letter_for_letter() -> None:
    text = "Xinhua News Agency, Reuters and the Guardian: a guardian of Xinhuatown"
    assert mask(text) == "ψψψψψψψψψψψψψψψψψψ, ωωωωωωω and the ωωωωωωωω: a guardian of Xinhuatown"
