"""What is looked up before forms of places and organisations are compared: it may spare work, but never lose a find."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from audit.context import Context
from audit.names import alone_organisations, alone_senses, exonyms
from audit.names.capital_runs import capital_runs
from audit.names.coverage import small
from audit.names.senses import same, translated
from audit.names.tokens import Token, tokens
from corpora.documents import Document
from corpora.sentences import of_document

WORDS = [
    word
    for path in sorted((Path(__file__).parents[2] / "detectors" / "cases").glob("*.toml"))
    for word in path.read_text("utf-8").split()
]


def _mixtures(count: int, pieces: list[str]) -> Iterator[str]:
    chance = random.Random(4)
    for _ in range(count):
        parts = []
        for _ in range(chance.randrange(2, 14)):
            piece = chance.choice((chance.choice(WORDS), chance.choice(pieces), chance.choice(pieces)))
            changed = chance.choice((str, str, str, str.upper, str.title))(piece)
            parts.append(changed.replace(" ", chance.choice((" ", " ", "-", "\u00a0", " (", "  ", "\n"))))
            parts.append(chance.choice((" ", " ", " ", ", ", ". ", "\n", "’s ", " the ", " of ", "-")))
        yield "".join(parts)


def _context(text: str) -> Context:
    document = Document(id="t", lang="en", text=text)
    return Context(document=document, sentences=of_document(document, "en"))


def test_places_stand_in_lines_with_their_longest_word() -> None:
    forms = [form.form for form in exonyms._forms().values()]
    found = 0
    for text in _mixtures(3000, [*forms, *(form.replace("'", "’") for form in forms if "'" in form), "Königsberg"]):
        expected = list(exonyms.occurrences_in(text, 0, len(text)))
        assert list(exonyms.occurrences(text)) == expected, text
        found += len(expected)
    assert found > 500


def test_organisations_are_found_with_and_without_what_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [form for one in alone_organisations.organisations() for form in one.mangled]
    spelled = ["Guan Cha Zhe Wang", "Huan Qiu Shi Bao", "Ren Min Ri Bao", "Xin Hua Tong Xun She", "Li", "An", "Sina"]
    bodies = [
        "American Civil Freedom Union",
        "International Atomic Power Agency",
        "National",
        "Institute for Study of War",
    ]
    texts = list(_mixtures(1500, [*wrong, *spelled * 60, *bodies * 60]))
    with_gates = [list(alone_organisations.calques(_context(text))) for text in texts]
    monkeypatch.setattr(alone_organisations, "_with_forms", lambda context: set(range(len(context.sentences))))
    monkeypatch.setattr(alone_organisations, "capital_runs", lambda text, sentences: sentences)
    monkeypatch.setattr(alone_organisations, "_may_be_name", lambda run: True)
    monkeypatch.setattr(alone_senses, "_met", lambda key: True)
    alone_senses._institution.cache_clear()
    assert with_gates == [list(alone_organisations.calques(_context(text))) for text in texts]
    kinds = [calque.organisation.name for calques in with_gates for calque in calques]
    assert len(set(kinds)) > 100
    alone_senses._institution.cache_clear()


def test_capitalised_words_that_stand_together_are_in_a_run() -> None:
    pieces = [
        *"Xi Li An US U.S. J.D. A&B R & É Öz @Xi of the de oF o’f à ’s s' _ & - . - & 20th x foo x’Y é “ – ª\n".split(
            " "
        )
    ]
    chance, found = random.Random(8), 0
    for _ in range(20_000):
        text = "".join(chance.choice(pieces) + chance.choice(("", " ", " ", " ", "-")) for _ in range(9))
        context = _context(text)
        cut = [tokens(text, *span) for span in capital_runs(text, context.sentences)]
        for words in context.words:
            for run in _runs(words, text):
                assert any(_within(run, stretch) for stretch in cut), (text, run)
                found += 1
    assert found > 5000


def _runs(words: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """The longest runs of capitalised words, over small words, with nothing but spaces and the like between."""
    run: list[Token] = []
    for word in [*words, None]:
        gaps = (
            (text[run[-1].bare : word.start].strip(" -&"), text[run[-1].end : word.start].strip(" -"))
            if run and word
            else ()
        )
        if run and (word is None or all(gaps) or not (word.capital or small(word.key))):
            while not run[-1].capital:
                run.pop()
            if len(run) > 1:
                yield run
            run = []
        if word is not None and (word.capital or run):
            run = [*run, word]


def _within(run: Sequence[Token], stretch: Sequence[Token]) -> bool:
    known = [(word.start, word.end, word.bare, word.key, word.capital) for word in stretch]
    return set(known) >= {(word.start, word.end, word.bare, word.key, word.capital) for word in run}


def test_words_that_some_institution_has() -> None:
    every = {word for head in alone_senses._words_of_known().by_head.values() for word in head}
    keys = {*map(str.lower, WORDS[::7]), "mueller", "oestrogen", "labour", "defence", "liberties", "french", "xqzt"}
    met = {key for key in keys if alone_senses._met(key)}
    assert met == {key for key in keys if any(same(key, word) or translated(key, word) for word in every)}
    assert met
    assert met != keys


def test_pinyin_one_letter_off() -> None:
    chance = random.Random(8)
    table = alone_organisations._pinyin_table()
    for form in chance.sample(sorted(table), 150):
        at = chance.randrange(len(form))
        letter = chance.choice("abcxyz")
        for changed in (
            form[:at] + form[at + 1 :],
            form[:at] + letter + form[at:],
            form[:at] + letter + form[at + 1 :],
        ):
            near = [
                other
                for length in (len(changed) - 1, len(changed), len(changed) + 1)
                for other in table
                if len(other) == length and Levenshtein.distance(other, changed, score_cutoff=1) <= 1
            ]
            known = table.get(changed) or (table[near[0]] if near and 11 <= len(changed) <= 40 else None)
            assert alone_organisations._by_pinyin(changed) is known, (form, changed)
