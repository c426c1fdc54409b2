"""The ledger of names: what it takes from one document, and that ledgers join in any order."""

from __future__ import annotations

import copy
import pickle
import random
from datetime import date

import pytest

from audit import seeds
from audit.ledger import Appearance, Ledger, appearances, changes, divided, ledger_of
from audit.ledger.entities import Story, bare, is_derived, resolve
from audit.ledger.parts import parts
from audit.ledger.terms import terms_in
from audit.model import Audited
from audit.names.mentions import read
from audit.pipeline import audit_document
from audit.retrieval import Pool
from audit.settings import Settings
from corpora.documents import Document


@pytest.fixture(scope="module")
def seed_case() -> Audited:
    folder = seeds.folder() / "case"
    pool = Pool.open([str(folder / "originals.jsonl")])
    text = (folder / "toutiao-1839931802607753.txt").read_text("utf-8")
    document = Document(
        id="seed", text=text, outlet="Toutiao", published=date(2025, 8, 9), metadata={"engine": "unknown MT"}
    )
    result = audit_document(document, pool, Settings())
    assert isinstance(result, Audited)
    return result


def test_artifacts_and_right_names_of_the_seed_case(seed_case: Audited) -> None:
    ledger = ledger_of(seed_case)
    witkoff = ledger.entities["steve witkoff"]
    assert (witkoff.name, witkoff.kind) == ("Steve Witkoff", "person")
    assert witkoff.forms["Witko"].verdicts == {"artifact": 1}
    assert witkoff.forms["Witko"].bases == {"mangled-name": 1}
    assert witkoff.forms["Witko"].pivots == {("zh", "史蒂夫·威特科夫"): 1}
    assert witkoff.forms["Witko"].cells == {("2025-08-09", "Toutiao", "unknown MT"): 1}
    zaporizhzhia = ledger.entities["zaporizhzhia"]
    assert zaporizhzhia.forms["Zaporozhye"].verdicts == {"artifact": 2}
    assert ledger.entities["donald tusk"].verdicts()["artifact"] == 0
    assert ledger.entities["donald tusk"].verdicts()["right"] > 1
    assert set(ledger.entities["volodymyr zelenskyy"].forms) == {"Zelenskyy"}, "titles are no part of a form"
    assert divided(ledger.entities["us"]) is None, "United States and US are one way"
    assert "pm" not in ledger.entities, "a title is no name"
    assert not {"european", "russian", "ukrainian"} & set(ledger.entities), "an adjective names no entity"
    assert "ukraine luhansk" not in ledger.entities, "a dash parts two names"
    assert ledger.entities["luhansk"].verdicts() == {"right": 1}


def test_titles_are_terms(seed_case: Audited) -> None:
    envoy = ledger_of(seed_case).entities["special envoy"]
    assert (envoy.kind, set(envoy.forms), envoy.verdicts()) == ("term", {"presidential envoy"}, {"artifact": 1})
    text = (
        "The presidential envoy met the ministers in Kyiv on Friday. The Special Envoy left in the evening, and "
        "special envoys of other countries came. A special envoy said that the talks had been useful."
    )
    result = audit_document(Document(id="terms", text=text, lang="en"), None, Settings())
    assert isinstance(result, Audited)
    envoy = ledger_of(result).entities["special envoy"]
    forms = {form: dict(seen.verdicts) for form, seen in envoy.forms.items()}
    assert forms == {
        "presidential envoy": {"artifact": 1},
        "Special Envoy": {"right": 1},
        "special envoy": {"right": 1},
    }, "in any case, but no part of another word"
    found = divided(envoy)
    assert found is not None and len(found.ways) == 2, "one term written in two ways"


def test_titles_are_found_beside_what_is_no_character() -> None:
    text = "\ud800 İ: the special envoy"
    assert [text[start:end] for start, end, _ in terms_in(text)] == ["special envoy"]


def test_places_of_appearances_are_the_text(seed_case: Audited) -> None:
    seen = list(appearances(seed_case))
    assert [a.start for a in seen] == sorted(a.start for a in seen)
    for appearance in seen:
        surface = seed_case.document.text[appearance.start : appearance.end]
        assert " ".join(surface.split()) == appearance.form


def test_a_document_without_names_counts_as_a_document() -> None:
    result = audit_document(Document(id="x", text="it rained all day and nobody minded."), None, Settings())
    assert isinstance(result, Audited)
    assert (ledger_of(result).documents, ledger_of(result).entities) == (1, {})


def _random(number: int) -> Ledger:
    chance = random.Random(number)
    return Ledger.of(
        Appearance(
            entity=chance.choice(("Steve Witkoff", "Kyiv")),
            kind=chance.choice(("person", "place", "")),
            form=chance.choice(("Witko", "Witkoff", "Kiev")),
            doc=f"d{number}",
            start=n,
            end=n + 5,
            verdict=chance.choice(("artifact", "right", "variant")),
            basis=chance.choice(("original", "mangled-name")),
            outlet=chance.choice(("a", "b", "")),
            published=chance.choice(("2025-08-09", "2025-09-01", "")),
            pivot=chance.choice(("威特科夫", "")),
            lang="zh",
        )
        for n in range(chance.randrange(6))
    )


def test_joining_does_not_depend_on_the_order_or_the_grouping() -> None:
    parts = [_random(number) for number in range(40)]
    kept = copy.deepcopy(parts)
    whole = Ledger()
    for part in parts:
        whole.join(part)
    shuffled = random.Random(1).sample(parts, len(parts))
    left, right = Ledger(), Ledger()
    for part in shuffled[:17]:
        left.join(part)
    for part in shuffled[17:]:
        right = part | right
    assert left | right == whole
    assert parts == kept, "joining may not change what is joined"
    assert pickle.loads(pickle.dumps(whole)) == whole


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("U.S. Treasury Secretary Scott Bessent", "Scott Bessent"),
        ("President", "President"),
        ("Bank of England", "Bank of England"),
        ("the Foreign Ministry", "Foreign Ministry"),
        ("South Korean President Lee Jae-myung", "Lee Jae-myung"),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, plain: str) -> None:
    assert bare(name) == plain


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        ("He spoke of Ukraine - Luhansk as well.", ["Ukraine", "Luhansk"], "a dash between spaces"),
        ("He spoke of Ukraine -Luhansk as well.", ["Ukraine", "Luhansk"], "a space on one side"),
        ("He spoke of a Trump-Putin summit.", ["Trump", "Putin"], "two people"),
        ("He spoke of Russia-Ukraine talks.", ["Russia", "Ukraine"], "two countries"),
        ("He spoke of Guinea-Bissau again.", ["Guinea-Bissau"], "one country"),
        ("He spoke of Bosnia-Herzegovina again.", ["Bosnia-Herzegovina"], "one country under an alias"),
        ("He spoke of Ivano-Frankivsk again.", ["Ivano-Frankivsk"], "a town"),
        ("He met Jean-Claude Juncker again.", ["Jean-Claude Juncker"], "a person"),
        ("He met Anne-Marie Slaughterfield again.", ["Anne-Marie Slaughterfield"], "nobody knows the halves"),
    ],
)
def test_what_a_dash_parts(text: str, names: list[str], why: str) -> None:
    (sentence,), _ = read(text, ((0, len(text)),))
    found = [span for mention in sentence.mentions for span in parts(sentence, mention, text, Story(("Donald Trump",)))]
    assert [text[sentence.tokens[a].start : sentence.tokens[b].bare] for a, b in found if a] == names, why


def test_words_made_from_a_place_name_no_entity() -> None:
    assert all(is_derived(word) for word in ("European", "Russians", "South Korean", "British", "Thai"))
    assert not any(is_derived(word) for word in ("Europe", "EU", "Korea", "Georgia", "Kyiv", "German Galushchenko"))


@pytest.mark.parametrize(
    ("name", "others", "entity", "kind", "why"),
    [
        ("Zaporozhye", (), "Zaporizhzhia", "place", "stale form"),
        ("Takaichi Sanae", (), "Sanae Takaichi", "person", "family name first"),
        ("Lindqvist", ("Maja Lindqvist",), "Maja Lindqvist", "person", "the story has one fuller name"),
        ("Lindqvist", ("Maja Lindqvist", "Per Lindqvist"), "Lindqvist", "", "two people of that name"),
        ("Kremenvale", (), "Kremenvale", "", "nobody knows it"),
    ],
)
def test_entities(name: str, others: tuple[str, ...], entity: str, kind: str, why: str) -> None:
    known = resolve(name, "", Story(others))
    assert (known.name, known.kind) == (entity, kind), why


def _written(form: str, day: str, times: int, outlet: str = "portal", engine: str = "") -> list[Appearance]:
    return [
        Appearance(
            entity="Steve Witkoff",
            kind="person",
            form=form,
            doc=f"{outlet}-{day}-{n}",
            start=0,
            end=len(form),
            verdict="right" if form.endswith("Witkoff") else "artifact",
            basis="",
            outlet=outlet,
            engine=engine,
            published=day,
        )
        for n in range(times)
    ]


def _entity(rows: list[Appearance]):  # type: ignore[no-untyped-def]
    return Ledger.of(rows).entities["steve witkoff"]


def test_an_outlet_that_changes_is_reported_with_day_and_shares() -> None:
    rows = _written("Steve Witkoff", "2025-03-01", 3) + _written("Witkoff", "2025-04-01", 4)
    rows += _written("Wittkopf", "2025-05-02", 3) + _written("Witkoff", "2025-05-03", 1)
    rows += _written("Wittkopf", "2025-06-01", 4)
    (change,) = changes(_entity(rows))
    assert (change.by, change.source, change.form, change.since) == ("outlet", "portal", "Wittkopf", "2025-05-02")
    assert (change.before, change.after, change.counts) == (0.0, 7 / 8, (7, 8))
    assert change.replaced == "Witkoff"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (_written("Witkoff", "2025-03-01", 9) + _written("Wittkopf", "2025-05-01", 2), "too few after it"),
        (_written("Steve Witkoff", "2025-03-01", 9) + _written("Witkoff", "2025-05-01", 9), "one way, shortened"),
        (_written("Witkoff", "", 9) + _written("Wittkopf", "", 9), "no dates"),
        (
            _written("Witkoff", "2025-03-01", 9, "a") + _written("Wittkopf", "2025-05-01", 9, "b"),
            "two outlets, each of which keeps to its way",
        ),
        (
            [a for m in range(1, 9) for a in _written(("Witkoff", "Wittkopf")[m % 2], f"2025-0{m}-01", 2)],
            "both ways all the time",
        ),
    ],
)
def test_no_change(rows: list[Appearance], why: str) -> None:
    assert list(changes(_entity(rows))) == [], why


def test_an_engine_that_changes_is_seen_over_all_outlets() -> None:
    rows = []
    for n in range(6):
        rows += _written("Witkoff", f"2025-03-0{n + 1}", 1, f"outlet {n}", "engine 1")
        rows += _written("Witko", f"2025-06-0{n + 1}", 1, f"outlet {n}", "engine 1")
    (change,) = changes(_entity(rows))
    assert (change.by, change.source, change.form, change.since) == ("engine", "engine 1", "Witko", "2025-06-01")


def test_ways_of_a_corpus() -> None:
    rows = _written("Witkoff", "2025-03-01", 3) + _written("Steve Witkoff", "2025-03-01", 1)
    assert divided(_entity(rows)) is None
    found = divided(_entity(rows + _written("Wittkopf", "2025-03-01", 2) + _written("Steve Wittkopf", "2025-03-02", 1)))
    assert found is not None
    assert found.ways == (("Witkoff", 4, 0), ("Wittkopf", 3, 3))
