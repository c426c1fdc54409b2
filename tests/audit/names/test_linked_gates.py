"""What is looked up before names are compared under a link: it may spare work, but never lose a find."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from audit.names import candidates, capitals, forms
from audit.names.coverage import Reach, _initials, groups_of, related, spelled_out
from audit.names.forms import Slip
from audit.names.linked import Original, Pairing, pair_up
from audit.names.mentions import Census, read
from audit.names.missing import touched
from audit.names.tokens import Token, tokens
from audit.names.turned import turned
from audit.names.vocabulary import rarity
from corpora.sentences import split

CASES = tomllib.loads((Path(__file__).parents[2] / "detectors" / "cases" / "mangled-name.toml").read_text("utf-8"))
TEXTS = [
    (case["text"], case["originals"][0]["text"])
    for case in (*CASES["firing"], *CASES["quiet"])
    if case.get("originals")
]
MORE = (
    "Facebook|face books|WADA|World Anti-Doping Agency|NGOs|non-governmental organizations|of the UN|Us|us|US|"
    "Duck & Shed|Duck&Shed|Saint-Germain|Saint Germain|Knights Bridge|Knightsbridge|Peña|Pena|democratic|Democratic|"
    "ISI|Isi|xAI|Xai|YouTube|Youtube|Wu Lan|Wulan|van den Brink|Vandenbrink|Lifeng He|He Lifeng|White House|"
    "white house|The Hague|the hague|Kyiv|Kiev|Jae-myung|Le Maire|Lemaire"
).split("|")


def _written(chance: random.Random, words: list[str]) -> str:
    row = [chance.choice((str, str, str, str, str.title, str.lower, str.upper))(word) for word in words]
    for at in range(1, len(row)):
        if chance.random() < 0.1:
            row[at - 1 : at + 1] = [row[at - 1] + row[at], ""]
        elif chance.random() < 0.1:
            row[at - 1], row[at] = row[at], row[at - 1]
        elif chance.random() < 0.3:
            row[at] = row[at].replace("-", " ").replace("ñ", "n")
    return " ".join(filter(None, row)).replace(" & ", chance.choice((" & ", "&")))


def _pairs(count: int) -> Iterator[tuple[str, str]]:
    """Sentences of the cases beside their originals, and mixtures of both that share most words."""
    yield from TEXTS
    chance = random.Random(11)
    for _ in range(count):
        original = f"{chance.choice(TEXTS)[1]} {' '.join(chance.choices(MORE, k=6))}".split()
        translation = [*original, *chance.choice(TEXTS)[0].split()[:8], *chance.choices(MORE, k=3)]
        yield _written(chance, translation), _written(chance, original)


def _pairing(translation: str, original: str) -> tuple[Pairing, Census, Census]:
    ours, counts = read(translation, [(0, len(translation))])
    theirs, others = read(original, split(original, "en"))
    return pair_up(ours[0], 0, [Original(doc="o", text=original, sentences=tuple(theirs))], 1.0), counts, others


def _covered(key: str, sentences: Sequence[Sequence[Token]]) -> bool:
    """`Reach.covers` with every form gathered."""
    rows = [[token.key for token in sentence] for sentence in sentences]
    keys = {key for row in rows for key in row}
    joins = {a + b for row in rows for a, b in pairwise(row)}
    joins |= {a + b + c for row in rows for a, b, c in zip(row, row[1:], row[2:], strict=False)}
    acronyms = {a for s in sentences for i, token in enumerate(s) if token.capital for a in _initials(s, i)}
    groups = {group for form in keys | joins for group in groups_of(form)}
    return (
        key in keys | joins
        or any(related(key, other) for other in keys if other[:2] == key[:2])
        or (len(key) > 1 and key in acronyms)
        or not groups.isdisjoint(groups_of(key))
    )


def test_words_are_covered_by_every_form_of_the_other_side() -> None:
    together = alone = 0
    for translation, original in _pairs(300):
        row = tokens(translation, 0, len(translation))
        sentences = [tokens(original, *span) for span in split(original, "en")]
        other = Reach(sentences)
        expected = {i for i, token in enumerate(row) if _covered(token.key, sentences)}
        assert {i for i, token in enumerate(row) if other.covers(token.key)} == expected, translation
        loose = set(range(len(row))) - expected
        spelled = spelled_out(row, other) & loose
        assert spelled_out(row, other, loose) & loose == spelled, translation
        alone += len(expected)
        together += len(spelled)
    assert alone > 1000 and together > 50


def _split(mine: Sequence[Token], token: Token, j: int, keys: frozenset[str]) -> Iterator[Slip]:
    """`forms._split` word by word."""
    if len(token.key) < 5 or token.key in forms._in_two_words():
        return
    for i, (a, b) in enumerate(pairwise(mine)):
        if len(token.key) < 6 and not (a.capital and b.capital and rarity(token.key) > forms._RARE):
            continue
        if min(len(a.key), len(b.key)) < 2 or a.key in keys or b.key in keys or not token.key.startswith(a.key):
            continue
        plural = a.key + b.key in {token.key + "s", token.key + "es"} and not b.capital
        if a.key + b.key == token.key or plural:
            yield Slip(i, i + 1, token.word, "split", 0, j, j, 0.9)


def test_form_slips_are_found_with_and_without_what_is_looked_up() -> None:
    found: set[str] = set()
    for translation, original in _pairs(500):
        pairing, counts, others = _pairing(translation, original)
        mine, theirs = pairing.sentence.tokens, pairing.originals[0].tokens
        names = forms._outside_headlines(pairing.originals[0])
        everything = {a.key + b.key for a, b in pairwise(theirs)} | {token.key for token in mine}
        expected: list[Slip] = []
        for j, token in enumerate(theirs):
            if token.capital:
                expected += _split(mine, token, j, pairing.originals[0].keys)
            if j in names:
                expected += forms._joined(pairing.sentence, everything, theirs, names, j, 0)
                expected += forms._marks(mine, token, j, 0) if not token.word.isascii() else ()
                if not pairing.sentence.headline:
                    expected += forms._case(mine, theirs, j, 0, counts, others)
        for j, (a, b) in enumerate(pairwise(theirs)):
            for i, (x, y) in enumerate(pairwise(mine)):
                if (x.key, y.key) == (a.key, b.key) and all(token.capital for token in (a, b, x, y)):
                    only = {(a.key, b.key): [i]}
                    alone = forms._hyphens(mine, only, theirs[j : j + 2], 0, translation, original)
                    expected += [replace(slip, first_o=j, last_o=j + 1) for slip in alone]
        assert list(forms.slips(pairing, counts, others, translation)) == expected, translation
        found |= {slip.kind for slip in expected}
    assert found == {"split", "diacritic", "case", "hyphen", "spacing"}


def test_lost_capitals_are_found_with_and_without_what_is_looked_up() -> None:
    found = 0
    for translation, original in _pairs(500):
        pairing, _, _ = _pairing(translation, original)
        mine, beside = pairing.sentence.tokens, pairing.originals[0]
        expected: list[Slip] = []
        if not pairing.sentence.headline:
            for sentence, at in zip(beside.sentences, beside.starts, strict=True):
                if not sentence.headline and not forms.titled(sentence.tokens):
                    expected += capitals._of_sentence(sentence, at, mine, 0, translation, original)
        assert list(capitals.lowered(pairing, translation)) == expected, translation
        found += len(expected)
    assert found > 20


class _Everything(frozenset[str]):
    """A set that is asked for nothing in vain."""

    def issuperset(self, other: object) -> bool:
        return True


def test_names_in_another_order_are_found_with_and_without_what_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    found = 0
    for translation, original in _pairs(500):
        pairing, _, _ = _pairing(translation, original)
        calques = list(turned(pairing, translation))
        monkeypatch.setattr(pairing.reach_o, "keys", _Everything())
        assert list(turned(pairing, translation)) == calques, translation
        found += len(calques)
    assert found > 5


def test_spans_that_touch_a_sentence() -> None:
    chance = random.Random(5)
    for _ in range(500):
        spans = [(at, at + chance.randrange(1, 30)) for at in chance.choices(range(60), k=chance.randrange(6))]
        touches = touched(spans)
        for start, end in ((chance.randrange(60), chance.randrange(60, 90)) for _ in range(5)):
            assert touches(start, end) == any(start < b and a < end for a, b in spans), (spans, start, end)


def _rival(at: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(1000 + at))


def test_lists_of_names_are_compared_with_what_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    translation = ", ".join(f"Wit{_rival(at)}ko" for at in range(60))
    original = ", ".join(f"Wit{_rival(at)}koff" for at in range(60))
    pairing, _, _ = _pairing(translation, original)
    some = candidates.candidates(pairing)
    monkeypatch.setattr(candidates, "_CROWD", 60 * 60)
    every = candidates.candidates(pairing)
    assert len(every) == 60 * 60
    assert len(some) <= 60 * candidates._NEAREST
    assert [
        c for c in every if (c.mine.first, c.theirs.first) in {(s.mine.first, s.theirs.first) for s in some}
    ] == some
    assert all(any(c.mine.first == at == c.theirs.first for c in some) for at in range(60)), "its own is near"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Witko ", "Witkoff "), ("Witko, ", "Witkoff, "), ("Witkoff ", "Witkoff "), ("witko and ", "Witkoff and ")],
    ids=["a run", "a list", "the same", "without capitals"],
)
def test_one_name_thousands_of_times_costs_its_length(ours: str, theirs: str) -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        pairing, _, _ = _pairing(ours * times + "left.", theirs * times + "left.")
        found = candidates.candidates(pairing)
        assert len(found) <= times * candidates._NEAREST
        return time.process_time() - start

    cost(100)
    assert cost(2400) < 12 * cost(600) + 0.2
