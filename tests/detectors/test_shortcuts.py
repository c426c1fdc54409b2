"""What is looked up before a pattern is tried: it may spare work, but never lose a match."""

from __future__ import annotations

import random
import re
import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from audit.context import Context
from audit.detectors import (
    _formulas,
    _needed,
    _phrases,
    _wanted,
    calque_phrase,
    detectors,
    machine_leftover,
    platform_boilerplate,
)
from audit.detectors._bare_days import _day_pattern, _days
from audit.detectors._formulas import formulas, mask
from audit.detectors._needed import Sought, needed
from audit.detectors._negation import _NOT, _NOT_WORDS
from audit.detectors._phrases import _near, _stretch, _together
from audit.detectors._repeats import repeating
from audit.detectors._sides import _FIGURE, Pair, at_figures
from audit.detectors._speakers import _ACTING, _ACTIVE, _SPEECH, _TELLING, _VERB
from audit.detectors.score_or_time_format import _COLON, _DIAN, _SPACED
from audit.detectors.unit_or_currency import _CHINESE
from audit.folded import bare_line, beyond_ascii, fold
from corpora.documents import Document

PIECES = (
    "1", "12", "30", "2018", "1,200", "3.5", ":", " : ", ": ", " - ", "-", " ", "\n", " a.m.", "won", "at ", " points",
    " o'clock 5 minutes", " mu", " jin of rice", " ten thousand", " hundred million", " months", " months and 3 days",
    " on 9", "the ninth month", "A", "x", "(", "٣",
)  # fmt: skip


CASES = [tomllib.loads(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))]
LINES = [line for table in CASES for case in (*table["firing"], *table["quiet"]) for line in case["text"].splitlines()]


def _context(text: str) -> Context:
    return Context(document=Document(id="t", text=text), sentences=((0, len(text)),))


def _mixtures(count: int, pieces: list[str]) -> list[str]:
    """Words, runs of words and whole lines of the cases, and of what is given, in any case and order."""
    chance = random.Random(3)
    out = []
    for _ in range(count):
        parts = []
        for _ in range(chance.randrange(1, 9)):
            words = chance.choice(LINES).split() or ["x"]
            at = chance.randrange(len(words))
            piece = chance.choice((" ".join(words[at : at + chance.randrange(1, 12)]), chance.choice(pieces)))
            parts.append(chance.choice((str, str, str, str.upper, str.title))(piece))
            parts.append(chance.choice((" ", " ", "\n", ". ", ", ", " (", ") ", "-", "\u2028", "ſ", "İ")))
        out.append("".join(parts))
    return out


def _texts(count: int) -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choices(PIECES, k=chance.randrange(2, 14))) for _ in range(count)]


@pytest.mark.parametrize("pattern", [_SPACED, _COLON, _DIAN, _CHINESE], ids=lambda p: p.pattern[:30])
def test_matches_that_begin_with_a_number(pattern: re.Pattern[str]) -> None:
    found = 0
    for text in _texts(3000):
        expected = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in at_figures(_context(text), pattern)] == expected, text
        found += len(expected)
    assert found > 5, "the texts must hold what is looked for"


def test_numbers_begin_where_digits_begin() -> None:
    for text in _texts(300):
        starts = [match.start() for match in re.finditer("x?", text) if _FIGURE.match(text, match.start())]
        runs = [at for at in starts if at - 1 not in starts]
        assert [match.start() for match in at_figures(_context(text), _FIGURE)] == runs, text


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


def test_boilerplate_is_found_with_and_without_what_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = _formulas.kinds("boilerplate.toml")
    words = [word for kind in kinds for group in _formulas._groups("boilerplate.toml", kind) for word in group.needs]
    cases = tomllib.loads((Path(__file__).parent / "cases" / "platform-boilerplate.toml").read_text("utf-8"))
    lines = [line for case in (*cases["firing"], *cases["quiet"]) for line in case["text"].splitlines()]
    texts = [*lines, *_mixtures(400, lines), *_mixtures(300, words)]

    def found() -> list[list[tuple[int, int, str]]]:
        return [[(hit.start, hit.end, hit.message) for hit in platform_boilerplate.detect(_context(t))] for t in texts]

    with_gates = found()
    monkeypatch.setattr(_formulas, "_tried", lambda context, file, kind, start, end: formulas(file, kind))
    monkeypatch.setattr(_formulas, "likely_lines", lambda context, file, longest: range(len(context.text.splitlines())))
    assert found() == with_gates
    assert sum(map(len, with_gates)) > 200


def test_openings_have_what_is_looked_up() -> None:
    for group in _formulas._groups("phrases.toml", "opening"):
        assert group.needs
        for formula in group.formulas:
            for text in _mixtures(300, ["According to Reuters, ", "According to CNN's report on the 8th, "]):
                line = mask(text) if formula.masked else text
                if formula.pattern.search(line):
                    assert any(word in fold(line) for word in group.needs), line


def test_outlets_are_overwritten_letter_for_letter() -> None:
    text = "Xinhua News Agency, Reuters and the Guardian: a guardian of Xinhuatown"
    assert mask(text) == "ψψψψψψψψψψψψψψψψψψ, ωωωωωωω and the ωωωωωωωω: a guardian of Xinhuatown"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[Ll]ocal time on (?:Friday|the \\d+)", {"local time on "}),
        (
            "(?:Eastern|Pacific)(?: Standard)? [Tt]ime",
            {f"{z}{s} time" for z in ("eastern", "pacific") for s in ("", " standard")},
        ),
        ("(?:a|an) (?:US )?x{2}y?", {"a ", "an "}),
        ("(?:no|none)? ?of it\\b(?!self)", {"of it"}),
        ("\\w+ (?:years?|months?) ago", {f" {unit} ago" for unit in ("year", "years", "month", "months")}),
        ("(?i:STRASSE|ſo)", {"strasse", "so"}),
        ("[ab]?[0-9a-z]", set()),
        ("one|\\d+", set()),
    ],
)
def test_words_that_are_read_from_a_pattern(pattern: str, words: set[str]) -> None:
    assert needed(re.compile(pattern)) == words


def test_a_pattern_that_needs_no_words_is_refused() -> None:
    sought = Sought("[a-z]+")
    _wanted._ALL.remove(sought)
    with pytest.raises(ValueError, match="no words"):
        _ = sought.needs


@pytest.mark.parametrize(
    ("pattern", "flags", "across"),
    [
        ("a .*b", re.NOFLAG, False),
        ("a .*b", re.DOTALL, True),
        ("a\\s?b", re.NOFLAG, True),
        ("a[^b]c", re.NOFLAG, True),
        ("a[^b\\n]c", re.NOFLAG, False),
        ("ab$", re.NOFLAG, True),
        ("ab$", re.MULTILINE, True),
        ("a(?s:.)b", re.NOFLAG, True),
        ("ab(?![^c])", re.NOFLAG, True),
        ("(?<=\\W)ab(?! c)\\b", re.NOFLAG, False),
    ],
)
def test_whether_a_match_may_go_beyond_a_line(pattern: str, flags: re.RegexFlag, across: bool) -> None:
    assert _needed.may_go_on(re.compile(pattern, flags)) is across


def test_patterns_that_are_sought_match_as_everywhere() -> None:
    detectors()  # imports every rule
    every = [wanted for wanted in _wanted._ALL if isinstance(wanted, Sought)]
    pieces = [word for sought in every for word in needed(sought.pattern)]
    chance = random.Random(5)
    found = dict.fromkeys(every, 0)
    whole = ["\n".join(chance.choices(LINES, k=5)) for _ in range(1500)]
    for text in (*_mixtures(1500, pieces), *whole):
        context = _context(text)
        for sought in every:
            expected = [match.span() for match in sought.pattern.finditer(text)]
            assert [match.span() for match in sought.matches(context)] == expected, (sought.pattern, text)
            found[sought] += len(expected)
    missed = [sought.pattern.pattern for sought, count in found.items() if not count]
    assert not missed, "the texts must hold what is looked for"


def test_days_stand_in_lines_with_ordinals() -> None:
    found = 0
    for text in _mixtures(3000, ["on the 8th", "by the 31st", "the 3rd", "On the Evening of the 22nd"]):
        expected = [match.span() for match in _day_pattern().finditer(text)]
        assert [match.span() for match in _days(_context(text))] == expected, text
        found += len(expected)
    assert found > 100


def test_lines_with_loops_repeat() -> None:
    chance = random.Random(9)
    words = "the bank of Bank don’t don't no U.S. A&B x_x Straße STRASSE İx ix über ·".split()
    found = 0
    for _ in range(6000):
        once = [chance.choice(words) for _ in range(chance.randrange(1, 9))]
        said = [*chance.choices(words, k=chance.randrange(4)), *once * chance.randrange(1, 4), chance.choice(words)]
        text = "".join(word + chance.choice((" ", " ", "  ", "/", " “", "\u00a0", "\u2028", "\n")) for word in said)
        context = _context(text)
        told = repeating(context)
        for number in range(len(text.splitlines())):
            start, end = bare_line(context, number)
            folded = machine_leftover._WORD.findall(text[start:end].casefold())
            if any(machine_leftover._loop_at(folded, at) for at in range(len(folded))):
                assert number in told, text
                found += 1
    assert found > 1000


def test_lines_without_loops_are_left_out() -> None:
    text = "The bank of a union said that the budget of the state would grow, and the bank did not.\nOne two three."
    assert repeating(_context(text)) == set()


def test_small_words_twice_in_a_row_are_looked_up_together() -> None:
    for text in _mixtures(2000, [f"{word} {word}" for word in machine_leftover._ONCE]):
        context = _context(text)
        lines = machine_leftover._doubled(context)
        for match in machine_leftover._DOUBLED.finditer(text):
            assert any(start <= match.start() < end for start, end in (bare_line(context, n) for n in lines)), text


def test_glosses_stand_in_lines_with_the_name_before_the_bracket() -> None:
    found = 0
    glossed = ["Steve Witkoff (Witkoff)", "Bank of China(the Bank of China)", "Witkoff（Witkoff）", "Anna (Bob)"]
    for text in (mixed.replace("\u2028", " ").replace("\n", " ") for mixed in _mixtures(2000, glossed)):
        expected = [match.span() for match in machine_leftover._GLOSS.finditer(text)]
        hits = machine_leftover._glosses(_context(text), 0, len(text))
        assert [(hit.start, hit.end) for hit in hits] == expected, text
        found += len(expected)
    assert found > 100


def test_idioms_are_looked_for_in_sentences_with_a_rare_word() -> None:
    found = 0
    groups_of = [groups for _, groups, _ in _near()]
    told = [" ".join(chance_word for chance_word in map(min, groups)) for groups in groups_of]
    for text in map(str.lower, _mixtures(3000, [*told, *(word for groups in groups_of for g in groups for word in g)])):
        for rare, groups, _ in _near():
            rare_at = sorted(match.start() for word in rare for match in re.finditer(re.escape(word), text))
            ends = [0, *(match.end() for match in re.finditer("[.!?]", text)), len(text)]
            everywhere = (_stretch(text, groups, a, b) for a, b in pairwise(ends))
            expected = next((stretch for stretches in everywhere for stretch in stretches), None)
            assert next(_together(text, groups, rare_at), None) == expected, text
            found += expected is not None
    assert found > 100


@pytest.mark.parametrize("kind", _phrases._KINDS)
def test_phrases_stand_in_lines_with_their_beginning(kind: str) -> None:
    wordings = [phrase.words for phrase in _phrases._compiled(kind)[1]]
    found = 0
    for text in _mixtures(1500, wordings):
        expected = list(_phrases.find(_phrases.lower(text), kind))
        assert list(_phrases._find(_context(text), kind)) == expected, text
        found += len(expected)
    assert found > 100


def test_rare_words_of_idioms_are_all_looked_up() -> None:
    for text in _mixtures(1000, [word for rare, _, _ in _near() for word in rare]):
        low = _phrases.lower(text)
        for number, (rare, _, _) in enumerate(_near()):
            expected = {match.start() for word in rare for match in re.finditer(f"(?={re.escape(word)})", low)}
            assert expected <= set(_phrases._RARE.places(_context(text), number)), text


def test_offices_end_as_is_looked_up() -> None:
    ways = needed(re.compile(f"{calque_phrase._OFFICES}, "))
    assert ways
    assert all(way.removesuffix(", ").endswith(tuple(map(str.lower, calque_phrase._LAST_OF_OFFICES))) for way in ways)


@pytest.mark.parametrize("text", ["Straße", "İstanbul ıssız", "ſo K Å", "日本 ＡＢ", "a\u0345", "ﬁn"])
def test_folding_keeps_offsets_and_sees_what_patterns_see(text: str) -> None:
    assert len(fold(text)) == len(text)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for match in re.finditer(letter, text, re.IGNORECASE):
            assert fold(text)[match.start()] == letter


def test_characters_beyond_ascii() -> None:
    assert beyond_ascii(_context("naïve “x” naïve \ud800")) == "ï“”\ud800"


@pytest.mark.parametrize("kind", ["title_pattern", "phrase_pattern"])
def test_formulas_in_running_text_stand_in_lines_with_what_they_need(kind: str) -> None:
    words = [word for group in _formulas._groups("phrases.toml", kind) for word in group.needs]
    found = 0
    for text in [*_mixtures(600, words), *("\n".join(LINES[n : n + 9]) for n in range(0, len(LINES), 9))]:
        context = _context(text)
        expected = [
            (match.span(), formula.entry["zh"])
            for group in _formulas._groups("phrases.toml", kind)
            for formula in group.formulas
            for match in formula.pattern.finditer(_formulas.text_for(context, formula.masked))
        ]
        told = [(match.span(), entry["zh"]) for match, entry in _formulas.anywhere(context, "phrases.toml", kind)]
        assert told == expected, text
        found += len(expected)
    assert found > 10


@pytest.mark.parametrize("kind", _formulas.kinds("boilerplate.toml"))
def test_no_formula_of_the_platform_lingers_in_a_long_line(kind: str) -> None:
    units = (" ", "：  ", "1", "A", "A ", "A.", "ψ ", "(", "2026-01-01 ")
    for formula in formulas("boilerplate.toml", kind):
        before = time.process_time()
        for line in (unit * (300 // len(unit)) for unit in units):
            list(formula.pattern.finditer(line))
        assert time.process_time() - before < 0.05, formula.entry["pattern"]
