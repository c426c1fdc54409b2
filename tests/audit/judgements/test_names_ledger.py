"""The names ledger of a review: entities joined, parted, named by the house, added to the authority, written as TBX."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from review_texts import EXONYM, SIGNATURE, audited

from audit.errors import SettingsError
from audit.judgements import outputs
from audit.judgements.entries import NameFilter
from audit.judgements.glossary import NAMESPACE
from audit.judgements.records import NotThere
from audit.judgements.store import Store
from audit.names.authority import authority
from audit.names.importers.tbx import records


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        opened.load(
            [
                audited("a", ["Steve Witko met Putin."], [("Witko", "Witkoff")], outlet="Sina",
                        published=date(2025, 8, 9), pivot="威特科夫会见普京。", engine="e1"),
                audited("b", ["Steve Whitlock met Putin."], [("Whitlock", "Witkoff")], outlet="Sohu",
                        published=date(2025, 8, 7), engine="e2"),
                audited("c", ["Steve Witkoff met Putin."], originals=["Steve Witkoff saw Vladimir Putin."]),
                audited("d", ["Guests came to Zaporozhye."], [("Zaporozhye", "Zaporizhzhia")], of=EXONYM),
            ],
            SIGNATURE,
        )  # fmt: skip
        yield opened


def keys(store: Store) -> dict[str, str]:
    return {row.name: row.key for row in store.names.page().rows}


def test_entities_with_all_their_forms(store: Store) -> None:
    rows = {row.name: row for row in store.names.page().rows}
    witkoff = rows["Steve Witkoff"]
    assert (witkoff.artifacts, witkoff.right, witkoff.documents, witkoff.first) == (2, 1, 3, date(2025, 8, 7))
    view = store.names.entity(witkoff.key)
    forms = {line.form: line for line in view.lines}
    assert set(forms) == {"Witko", "Whitlock", "Steve Witkoff"}
    assert forms["Witko"].outlets == {"Sina": 1}
    assert forms["Witko"].engines == {"e1": 1}
    assert forms["Witko"].first_doc == "a"
    assert forms["Witko"].states == {"open": 1}
    assert forms["Steve Witkoff"].states == {}
    finding = forms["Witko"].finding
    assert finding is not None
    store.decide(finding, "accepted", reviewer="Ann", expected_version=0)
    assert store.names.entity(witkoff.key).lines[1].states or store.names.entity(witkoff.key).lines[2].states
    again = {line.form: line for line in store.names.entity(witkoff.key).lines}
    assert again["Witko"].states == {"accepted": 1}


FILTERS = [
    (NameFilter(text="whitl"), {"Steve Witkoff"}, "a form"),
    (NameFilter(text="WITKOFF"), {"Steve Witkoff"}, "a name"),
    (NameFilter(text="%"), set[str](), "no pattern"),
    (NameFilter(kinds=("place",)), {"Zaporizhzhia"}, "a kind"),
    (NameFilter(listed=True), set[str](), "nothing is in the authority"),
]


@pytest.mark.parametrize(("wanted", "names", "why"), FILTERS, ids=[case[-1] for case in FILTERS])
def test_filters(store: Store, wanted: NameFilter, names: set[str], why: str) -> None:
    page = store.names.page(wanted)
    assert {row.name for row in page.rows} == names, why
    assert page.total == len(names)


def test_orders(store: Store) -> None:
    for order in ("artifacts", "forms", "documents", "name", "newest"):
        rows = store.names.page(NameFilter(order=order)).rows  # type: ignore[arg-type]
        assert {row.key for row in rows} == set(keys(store).values())
    assert store.names.page(NameFilter(order="artifacts")).rows[0].name == "Steve Witkoff"


def test_joined_and_taken_back(store: Store) -> None:
    names = keys(store)
    before = store.names.page().rows
    step = store.names.merge([names["Zaporizhzhia"]], names["Steve Witkoff"], reviewer="Ann")
    assert step.label == "Zaporizhzhia joined into Steve Witkoff"
    view = store.names.entity(names["Steve Witkoff"])
    assert "Zaporozhye" in {line.form for line in view.lines}
    assert view.merged == {names["Zaporizhzhia"]: "Zaporizhzhia"}
    assert "Zaporizhzhia" not in keys(store)
    store.load([audited("e", ["More of Zaporozhye."], [("Zaporozhye", "Zaporizhzhia")], of=EXONYM)], SIGNATURE)
    assert "Zaporizhzhia" not in keys(store), "what comes later is joined, too"
    assert store.undo("Ann") is not None
    assert "Zaporizhzhia" in keys(store)
    store.load([audited("e", ["Nothing more."])], SIGNATURE)
    assert store.names.page().rows == before


def test_chains_of_joins(store: Store) -> None:
    names = keys(store)
    (putin,) = [key for name, key in names.items() if name.endswith("Putin")]
    store.names.merge([names["Zaporizhzhia"]], putin, reviewer="Ann")
    store.names.merge([putin], names["Steve Witkoff"], reviewer="Ann")
    assert set(keys(store)) == {"Steve Witkoff"}
    store.undo("Ann")
    assert len(keys(store)) == 2
    store.undo("Ann")
    assert keys(store) == names


def test_parted_and_taken_back(store: Store) -> None:
    key = keys(store)["Steve Witkoff"]
    store.names.split(key, ["Whitlock"], "Jack Whitlock", reviewer="Ann")
    assert {line.form for line in store.names.entity(key).lines} == {"Witko", "Steve Witkoff"}
    other = store.names.entity(keys(store)["Jack Whitlock"])
    assert [line.form for line in other.lines] == ["Whitlock"]
    assert other.merged == {key: "Steve Witkoff"}
    store.load([audited("b", ["Steve Whitlock met Putin."], [("Whitlock", "Witkoff")])], SIGNATURE)
    assert [line.form for line in store.names.entity(keys(store)["Jack Whitlock"]).lines] == ["Whitlock"]
    store.undo("Ann")
    assert "Jack Whitlock" not in keys(store)
    assert {line.form for line in store.names.entity(key).lines} == {"Witko", "Whitlock", "Steve Witkoff"}


WRONG = [
    (lambda n, k: n.merge([k], k, reviewer="Ann"), SettingsError, "at least two"),
    (lambda n, k: n.merge(["none"], k, reviewer="Ann"), NotThere, "no such name"),
    (lambda n, k: n.merge([k], "none", reviewer="Ann"), NotThere, "no such name"),
    (lambda n, k: n.split(k, ["Witko"], " ", reviewer="Ann"), SettingsError, "another name"),
    (lambda n, k: n.split(k, ["nothing"], "Someone", reviewer="Ann"), NotThere, "none of these forms"),
    (lambda n, k: n.choose("none", "x", reviewer="Ann"), NotThere, "no such name"),
    (lambda n, k: n.choose(k, "x", reviewer=" "), SettingsError, "reviewer: missing"),
    (lambda n, k: n.list_in_authority(k, " ", reviewer="Ann", day=date(2025, 8, 9)), SettingsError, "source: missing"),
    (lambda n, k: n.entity("none"), NotThere, "no such name"),
]


@pytest.mark.parametrize(("ask", "error", "message"), WRONG, ids=[f"{n} {case[-1]}" for n, case in enumerate(WRONG)])
def test_what_cannot_be(store: Store, ask: object, error: type[Exception], message: str) -> None:
    before = store.names.page().rows
    with pytest.raises(error, match=message):
        ask(store.names, keys(store)["Steve Witkoff"])  # type: ignore[operator]
    assert store.names.page().rows == before
    assert store.undo("Ann") is None


def test_the_house_chooses(store: Store) -> None:
    key = keys(store)["Steve Witkoff"]
    store.names.choose(key, "Steven Witkoff", reviewer="Ann", note="as on his own page")
    view = store.names.entity(key)
    assert (view.row.house, view.note, view.reviewer) == ("Steven Witkoff", "as on his own page", "Ann")
    assert key not in {row.key for row in store.names.page(NameFilter(undecided=True)).rows}
    store.names.choose(key, "Witkoff", reviewer="Bob")
    store.undo("Ann")
    assert store.names.entity(key).row.house == "Witkoff", "Bob's choice came later and stays"
    store.undo("Bob")
    assert store.names.entity(key).row.house == "Steven Witkoff"


def test_added_to_the_authority_with_source_and_date(store: Store, tmp_path: Path) -> None:
    key = keys(store)["Steve Witkoff"]
    path = store.names.list_in_authority(
        key, "whitehouse.gov", reviewer="Ann", day=date(2025, 8, 9), folder=tmp_path / "names"
    )
    assert path.parent == tmp_path / "names" / "imports"
    known = authority(path).store
    assert known is not None
    (entry,) = known.find("Steve Witkoff")
    assert entry.facts == ("added by Ann on 2025-08-09: whitehouse.gov",)
    assert "Whitlock" not in entry.forms["en"], "what is wrong is not listed"
    assert not known.find("Whitlock")
    view = store.names.entity(key)
    assert (view.row.listed, view.source) == (date(2025, 8, 9), "whitehouse.gov")
    assert store.names.page(NameFilter(listed=True)).total == 1


def _valid(root: etree._Element) -> None:
    etree.RelaxNG(file=str(Path(__file__).with_name("tbx_basic.rng"))).assertValid(root)


def test_a_glossary_that_others_read(store: Store, tmp_path: Path) -> None:
    key = keys(store)["Steve Witkoff"]
    store.names.choose(key, "Steve Witkoff", reviewer="Ann", note='<b>"bold" & \x00 note</b>')
    store.names.list_in_authority(key, "AP", reviewer="Ann", day=date(2025, 8, 9), folder=tmp_path)
    data = outputs.as_bytes(store, "glossary")
    path = tmp_path / "names.tbx"
    path.write_bytes(data)
    root = etree.fromstring(data)
    _valid(root)
    assert root.get("type") == "TBX-Basic"
    spaces = {"t": NAMESPACE}
    (concept,) = [c for c in root.iterfind(".//t:conceptEntry", spaces) if "Whitlock" in "".join(c.itertext())]
    found = {
        term.findtext("t:term", None, spaces): term.findtext("t:termNote[@type='administrativeStatus']", None, spaces)
        for term in concept.iterfind(".//t:termSec", spaces)
    }
    assert found["Steve Witkoff"] == "preferredTerm-admn-sts"
    assert found["Whitlock"] == "deprecatedTerm-admn-sts"
    assert concept.findtext("t:note", None, spaces) == '<b>"bold" & \ufffd note</b>'
    names = {record.name for record in records(path)}
    assert {"Steve Witkoff", "Zaporizhzhia"} <= names


def test_hostile_names(store: Store) -> None:
    words = "<Evil>\u202e & Co"
    store.load([audited("z", [f"He met {words} there."], [(words, "Evil" * 2_000)])], SIGNATURE)
    row = next(row for row in store.names.page(NameFilter(text="evil")).rows)
    view = store.names.entity(row.key)
    assert view.lines[0].form == words
    _valid(etree.fromstring(outputs.as_bytes(store, "glossary")))
    out = io.StringIO()
    outputs.write(store, "glossary", out)
    assert "<Evil>" not in out.getvalue()
