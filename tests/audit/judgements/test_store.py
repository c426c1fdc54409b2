"""The store: the same table of tests on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from review_texts import EXONYM, SIGNATURE, WITKO, WITKOFF, audited

from audit.errors import AuditError, SettingsError
from audit.judgements.records import STATES, Conflict, NotThere, QueueFilter, ReadOnly
from audit.judgements.store import Store
from audit.model import Audited, Skipped

ZAPOROZHYE = ("Russia attacks Kherson and Zaporozhye.", "The front in Zaporozhye held.", "Nothing else happened.")
MARKED = [("Zaporozhye", "Zaporizhzhia")]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store.open(database_url) as opened:
        yield opened


@pytest.fixture
def loaded(store: Store) -> Store:
    """Three documents: Witko with its original, Zaporozhye twice, and once where the original has it, too."""
    store.load(
        [
            audited(
                "a", [WITKO], [("Witko", "Witkoff")], originals=[WITKOFF], outlet="Toutiao", published=date(2025, 8, 9)
            ),
            audited(
                "b", ZAPOROZHYE, MARKED, of=EXONYM, outlet="Sina", engine="engine-1", published=date(2025, 8, 10)
            ),
            audited("c", ["The Zaporozhye Cossacks."], MARKED, of=EXONYM, confidence=0.6,
                    originals=["A history of the Zaporozhye Cossacks."], engine="engine-2"),
            Skipped(doc="d", reason="the text is in another language than English (fr)"),
        ],
        SIGNATURE,
    )  # fmt: skip
    return store


def ids(store: Store, doc: str) -> list[int]:
    return [row.id for row in store.queue(QueueFilter(documents=(doc,), order="document")).rows]


def test_what_is_loaded_is_there(loaded: Store) -> None:
    totals = loaded.totals()
    assert (totals.documents, totals.findings, totals.open, totals.skipped) == (3, 4, 4, 1)
    row = loaded.queue(QueueFilter(documents=("a",))).rows[0]
    assert (row.surface, row.suggestion, row.before, row.after[:9]) == ("Witko", "Witkoff", "US envoy ", " met with")
    assert (row.state, row.version, row.published, row.same_form) == ("open", 0, date(2025, 8, 9), 1)


FILTERS = [
    (QueueFilter(), 4, "everything"),
    (QueueFilter(rules=("mangled-name",)), 1, "a rule"),
    (QueueFilter(rules=("mangled-name", "stale-exonym")), 4, "two rules"),
    (QueueFilter(severities=("minor",)), 3, "a severity"),
    (QueueFilter(categories=("date",)), 0, "a category that nothing has"),
    (QueueFilter(max_confidence=0.7), 1, "unsure ones"),
    (QueueFilter(min_confidence=0.7), 3, "sure ones"),
    (QueueFilter(outlets=("Sina",)), 2, "an outlet"),
    (QueueFilter(engines=("engine-2",)), 1, "an engine"),
    (QueueFilter(engines=("", "engine-2")), 2, "no engine is a value, too"),
    (QueueFilter(since=date(2025, 8, 10)), 2, "from a day on; what has no date is not meant"),
    (QueueFilter(until=date(2025, 8, 9)), 1, "until a day; what has no date is not meant"),
    (QueueFilter(text="COSSACKS"), 1, "words of the sentence, in any case"),
    (QueueFilter(text="witkoff"), 1, "the suggestion"),
    (QueueFilter(text="front zaporizhzhia"), 1, "all of several words"),
    (QueueFilter(text="100%"), 0, "no pattern"),
    (QueueFilter(text="_itko"), 0, "no pattern either"),
    (QueueFilter(text="'; DROP TABLE findings; --"), 0, "no SQL"),
    (QueueFilter(states=("accepted",)), 0, "nothing is decided"),
    (QueueFilter(unjudged_by="Ann"), 4, "Ann has judged nothing"),
    (QueueFilter(gone=True), 0, "nothing is gone"),
]


@pytest.mark.parametrize(("wanted", "count", "why"), FILTERS, ids=[why for _, _, why in FILTERS])
def test_filters(loaded: Store, wanted: QueueFilter, count: int, why: str) -> None:
    page = loaded.queue(wanted)
    assert (page.total, len(page.rows)) == (count, count), why
    assert sum(loaded.facets(wanted)["rule"].values()) >= count, why
    assert sum(row.findings for row in loaded.documents(wanted).rows) == count, why


def test_what_is_worth_most_comes_first(loaded: Store) -> None:
    rows = loaded.queue().rows
    assert [row.surface for row in rows] == ["Zaporozhye", "Witko", "Zaporozhye", "Zaporozhye"]
    first = rows[0]
    assert (first.doc, first.same_form) == ("c", 3), "the least sure one stands for its form"
    assert first.worth == pytest.approx(3 * rows[1].worth * (0.97095 + 0.1) / (0.468996 + 0.1) / 3, rel=1e-3)


def test_pages_and_neighbours(loaded: Store) -> None:
    for order in ("worth", "document", "confidence", "newest"):
        wanted = QueueFilter(order=order)  # type: ignore[arg-type]
        every = [row.id for row in loaded.queue(wanted).rows]
        paged = [loaded.queue(wanted, page=n, size=1).rows[0].id for n in range(4)]
        assert paged == every
        assert loaded.queue(wanted, page=4, size=1).rows == ()
        walked = [loaded.next(wanted)]
        while walked[-1] is not None:
            walked.append(loaded.next(wanted, walked[-1]))
        assert walked == [*every, None]
        assert [loaded.next(wanted, id, back=True) for id in every] == [None, *every[:-1]]


def test_the_next_finding_after_one_that_left_the_queue(loaded: Store) -> None:
    wanted = QueueFilter(states=("open",))
    first, second, *_ = [row.id for row in loaded.queue(wanted).rows]
    loaded.decide(first, "accepted", reviewer="Ann", expected_version=0)
    assert loaded.next(wanted, first) == second


def test_facets_count_what_each_value_would_show(loaded: Store) -> None:
    facets = loaded.facets(QueueFilter(rules=("stale-exonym",), engines=("engine-1",)))
    assert facets["rule"] == {"stale-exonym": 2}
    assert facets["engine"] == {"engine-1": 2, "engine-2": 1}, "other engines under the same rule"
    assert facets["severity"] == {"minor": 2}


def test_a_finding_with_all_that_belongs_to_it(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    view = loaded.finding(id)
    assert view.finding.message == "“Witko” is wrong"
    assert view.sentence.text == WITKO
    assert [linked.text for linked in view.sentence.originals] == [WITKOFF]
    assert [(d.kind, d.left, d.right) for d in view.differences] == [("equal", "Witko", "Witko"), ("insert", "", "ff")]
    assert WITKO[view.mark.start : view.mark.end] == "Witko"
    assert view.history == ()
    first, second = ids(loaded, "b")
    assert loaded.finding(first).after == ZAPOROZHYE[1]
    assert loaded.finding(second).before == ZAPOROZHYE[0]


def test_a_whole_document(loaded: Store) -> None:
    view = loaded.document("b")
    assert [sentence.text for sentence in view.sentences] == list(ZAPOROZHYE)
    assert [len(sentence.marks) for sentence in view.sentences] == [1, 1, 0]
    assert loaded.audited("a") == audited(
        "a", [WITKO], [("Witko", "Witkoff")], originals=[WITKOFF], outlet="Toutiao", published=date(2025, 8, 9)
    )


DECISIONS = [
    ("accepted", None, "accepted", "Witkoff", "the first suggestion"),
    ("accepted", "Witkoff", "accepted", "Witkoff", "a suggestion by name"),
    ("accepted", "Wittkopf", "edited", "Wittkopf", "other words are the reviewer's own"),
    ("edited", "", "edited", "", "nothing should stand there"),
    ("right-here", None, "right-here", None, "a right place"),
    ("unsure", None, "unsure", None, "not sure"),
]


@pytest.mark.parametrize(("verdict", "given", "state", "kept", "why"), DECISIONS, ids=[d[-1] for d in DECISIONS])
def test_decisions(loaded: Store, verdict: str, given: str | None, state: str, kept: str | None, why: str) -> None:
    (id,) = ids(loaded, "a")
    made = loaded.decide(id, verdict, reviewer=" Ann  Lee ", expected_version=0, replacement=given, note="so")  # type: ignore[arg-type]
    assert (made.state, made.replacement, made.reviewer, made.note, made.version) == (state, kept, "Ann Lee", "so", 1)
    row = loaded.finding(id).row
    assert (row.state, row.replacement, row.reviewer, row.version) == (state, kept, "Ann Lee", 1)
    assert loaded.history(id) == (made,) == loaded.recent()
    assert loaded.queue(QueueFilter(reviewers=("Ann Lee",))).total == 1
    assert loaded.queue(QueueFilter(unjudged_by="Ann Lee", documents=("a",))).total == 0


WRONG = [
    ({"verdict": "wrong"}, "choose one of"),
    ({"verdict": "edited"}, "replacement: missing"),
    ({"verdict": "unsure", "replacement": "x"}, "does not go with unsure"),
    ({"verdict": "accepted", "reviewer": " \t"}, "reviewer: missing"),
    ({"verdict": "accepted", "finding": 999}, "is not in the database"),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_no_decision(loaded: Store, given: dict[str, object], message: str) -> None:
    (id,) = ids(loaded, "a")
    with pytest.raises(AuditError, match=message):
        loaded.decide(**{"finding": id, "reviewer": "Ann", "expected_version": 0} | given)  # type: ignore[arg-type]
    assert loaded.recent() == ()


def test_who_comes_too_late_is_told(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    loaded.decide(id, "edited", reviewer="Ann", expected_version=0, replacement="Steve Witkoff")
    with pytest.raises(Conflict, match=r"“Witko”: Ann decided in between: edited, “Steve Witkoff”; look again") as told:
        loaded.decide(id, "right-here", reviewer="Bob", expected_version=0)
    assert (told.value.current.reviewer, told.value.current.version) == ("Ann", 1)
    assert [decision.reviewer for decision in loaded.history(id)] == ["Ann"]
    loaded.decide(id, "right-here", reviewer="Bob", expected_version=1)
    assert loaded.finding(id).row.reviewer == "Bob"
    assert loaded.finding(id).opinions == {"Ann": "edited", "Bob": "right-here"}


def test_a_second_opinion_leaves_what_stands(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    loaded.decide(id, "accepted", reviewer="Ann", expected_version=0)
    said = loaded.decide(id, "unsure", reviewer="Bob", expected_version=0, opinion=True)
    assert (said.kind, said.version) == ("opinion", None)
    view = loaded.finding(id)
    assert (view.row.state, view.row.version, view.opinions) == ("accepted", 1, {"Ann": "accepted", "Bob": "unsure"})
    loaded.undo("Bob")
    view = loaded.finding(id)
    assert (view.row.state, view.opinions) == ("accepted", {"Ann": "accepted"})


def test_the_form_is_seen_before_it_is_decided(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    (cossacks,) = ids(loaded, "c")
    preview = loaded.preview_form(first, "accepted")
    assert (preview.total, preview.open, preview.replacement) == (2, 2, "Zaporizhzhia")
    assert [(row.finding, row.right) for row in preview.rows] == [(second, False), (cossacks, True)]
    assert preview.rows[0].proposed == "The front in Zaporizhzhia held."
    assert preview.rows[1].why == "the linked sentence of c-original-0 has the same words"
    assert preview.chosen == {second: 0}


def test_a_form_is_decided_whole_however_often_it_stands(store: Store) -> None:
    times = 700
    store.load([audited(f"t{n}", ["Envoy Witko left."], [("Witko", "Witkoff")]) for n in range(times)], SIGNATURE)
    first = ids(store, "t0")[0]
    preview = store.preview_form(first, "accepted")
    assert len(preview.rows) < times - 1 == len(preview.chosen)
    step = store.decide_form(first, "accepted", reviewer="Ann", chosen=preview.chosen)
    assert len(step.decisions) == times - 1
    assert store.totals().open == 1
    assert store.undo("Ann") is not None
    assert store.totals().open == times


def test_where_the_same_words_stand_unmarked(store: Store) -> None:
    store.load(
        [
            audited("a", ["Benson spoke.", "A Benson report."], [("Benson", "Bessent")]),
            audited(
                "b", ["The actor Benson played.", "Bensonhurst is a place."], originals=["The actor Benson acted."]
            ),
        ],
        SIGNATURE,
    )
    first = ids(store, "a")[0]
    (place,) = store.preview_form(first, "accepted").places
    assert (place.doc, place.text, place.text[place.start : place.end]) == ("b", "The actor Benson played.", "Benson")
    assert place.why == "the linked sentence of b-original-0 has the same words"


def test_dropped_words_take_their_space_along(store: Store) -> None:
    store.load([audited("a", ["He said so, reportedly.", "She left, reportedly."], [(", reportedly", "")])], SIGNATURE)
    first = ids(store, "a")[0]
    assert store.preview_form(first, "accepted").rows[0].proposed == "She left."


def test_a_form_is_decided_and_undone_in_one_step(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    loaded.decide(first, "accepted", reviewer="Ann", expected_version=0)
    preview = loaded.preview_form(first, "accepted")
    step = loaded.decide_form(first, "accepted", reviewer="Ann", chosen=preview.chosen)
    assert [decision.finding for decision in step.decisions] == [second]
    assert loaded.queue(QueueFilter(states=("accepted",))).total == 2
    undone = loaded.undo("Ann")
    assert undone is not None
    assert [decision.state for decision in undone.decisions] == ["open"]
    assert loaded.queue(QueueFilter(states=("accepted",))).total == 1
    assert loaded.undo("Ann") is not None
    assert loaded.undo("Ann") is None
    assert loaded.totals().open == 4
    assert len(loaded.history(first)) == 2, "what was said stays in the history"


def test_nothing_of_a_form_is_decided_when_one_was_overtaken(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    (cossacks,) = ids(loaded, "c")
    loaded.decide(second, "right-here", reviewer="Bob", expected_version=0)
    with pytest.raises(Conflict, match="Bob decided in between"):
        loaded.decide_form(first, "accepted", reviewer="Ann", chosen={first: 0, second: 0, cossacks: 0})
    assert [loaded.finding(id).row.state for id in (first, second, cossacks)] == ["open", "right-here", "open"]
    assert loaded.undo("Ann") is None


def test_undo_goes_back_step_by_step(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    loaded.decide(id, "unsure", reviewer="Ann", expected_version=0)
    loaded.decide(id, "right-here", reviewer="Ann", expected_version=1)
    loaded.decide(id, "accepted", reviewer="Ann", expected_version=2)
    seen = []
    while loaded.undo("Ann"):
        row = loaded.finding(id).row
        seen.append((row.state, row.reviewer, loaded.finding(id).opinions.get("Ann")))
    assert seen == [("right-here", "Ann", "right-here"), ("unsure", "Ann", "unsure"), ("open", "", None)]
    loaded.decide(id, "accepted", reviewer="Ann", expected_version=6)
    assert loaded.finding(id).row.state == "accepted"


def test_undo_does_not_touch_what_others_decided_since(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    loaded.decide_form(first, "accepted", reviewer="Ann", chosen={first: 0, second: 0})
    loaded.decide(first, "right-here", reviewer="Bob", expected_version=1)
    undone = loaded.undo("Ann")
    assert undone is not None
    assert [decision.finding for decision in undone.decisions] == [second]
    assert [(decision.finding, decision.reviewer) for decision in undone.left] == [(first, "Bob")]
    assert loaded.finding(first).row.state == "right-here"
    assert loaded.undo("Ann") is None
    loaded.undo("Bob")
    assert loaded.finding(first).row.reviewer == "Ann", "Ann's word stood before Bob's"


def test_undo_of_a_decision_over_anothers(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    loaded.decide(id, "accepted", reviewer="Ann", expected_version=0, note="sure")
    loaded.decide(id, "right-here", reviewer="Bob", expected_version=1)
    loaded.undo("Bob")
    row = loaded.finding(id).row
    assert (row.state, row.replacement, row.reviewer) == ("accepted", "Witkoff", "Ann")
    loaded.undo("Ann")
    assert loaded.finding(id).row.state == "open"


def test_right_everywhere_holds_for_what_comes_later(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    loaded.decide(second, "accepted", reviewer="Bob", expected_version=0)
    loaded.decide(first, "right-everywhere", reviewer="Ann", expected_version=0, note="our style")
    states = {row.id: row.state for row in loaded.queue(QueueFilter(rules=("stale-exonym",))).rows}
    assert sorted(states.values()) == ["accepted", "right-everywhere", "right-everywhere"]
    assert states[second] == "accepted", "what somebody else decided stays"
    loaded.load([audited("e", ["Back in Zaporozhye."], MARKED, of=EXONYM)], SIGNATURE)
    (late,) = ids(loaded, "e")
    (carried,) = loaded.history(late)
    assert (carried.state, carried.kind, carried.reviewer, carried.note) == (
        "right-everywhere", "carried", "Ann", "our style",
    )  # fmt: skip
    loaded.undo("Ann")
    assert loaded.finding(first).row.state == "open"
    loaded.load([audited("f", ["Once more Zaporozhye."], MARKED, of=EXONYM)], SIGNATURE)
    assert loaded.finding(ids(loaded, "f")[0]).row.state == "open"


def test_what_is_loaded_again_keeps_its_decisions(loaded: Store) -> None:
    first, second = ids(loaded, "b")
    loaded.decide(first, "accepted", reviewer="Ann", expected_version=0)
    loaded.decide(second, "right-here", reviewer="Bob", expected_version=0)
    changed = ("Before it all.", *ZAPOROZHYE)
    loaded.load([audited("b", changed, MARKED, of=EXONYM, outlet="Sohu")], SIGNATURE)
    assert ids(loaded, "b") == [first, second]
    row = loaded.finding(first).row
    assert (row.state, row.outlet) == ("accepted", "Sohu")
    assert loaded.finding(first).before == "Before it all."


LATER = [
    (["The front in Zaporozhye held."], "right-here", 1, 1, "its sentence is the same: decided as before"),
    (["A front near Zaporozhye broke down."], "right-here", 1, 0, "other surroundings: the first one is not it"),
    (["The front held."], None, 0, 2, "what is no longer found is kept aside"),
]


@pytest.mark.parametrize(("sentences", "state", "present", "gone", "why"), LATER, ids=[case[-1] for case in LATER])
def test_edited_texts(store: Store, sentences: list[str], state: str | None, present: int, gone: int, why: str) -> None:
    store.load([audited("b", ["The front in Zaporozhye held."], MARKED, of=EXONYM)], SIGNATURE)
    (id,) = ids(store, "b")
    store.decide(id, "right-here", reviewer="Ann", expected_version=0)
    store.load([audited("b", sentences, MARKED, of=EXONYM)], SIGNATURE)
    rows = store.queue().rows
    assert len(rows) == present, why
    assert [row.state for row in rows] == ([state] if state else []), why
    assert store.queue(QueueFilter(gone=True)).total == (0 if present else 1), why


def test_a_correction_is_not_risked_in_other_surroundings(store: Store) -> None:
    store.load([audited("b", ["The front in Zaporozhye held."], MARKED, of=EXONYM)], SIGNATURE)
    (id,) = ids(store, "b")
    store.decide(id, "accepted", reviewer="Ann", expected_version=0)
    store.load([audited("b", ["The Zaporozhye Cossacks rode."], MARKED, of=EXONYM)], SIGNATURE)
    (row,) = store.queue().rows
    assert (row.state, row.id == id) == ("open", False)
    store.load([audited("b", ["The front in Zaporozhye held."], MARKED, of=EXONYM)], SIGNATURE)
    (row,) = store.queue().rows
    assert (row.state, row.id) == ("accepted", id), "it is back with its decision"


def test_the_same_sentence_in_another_document_is_decided_as_before(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    loaded.decide(id, "accepted", reviewer="Ann", expected_version=0)
    loaded.load([audited("copy", [WITKO], [("Witko", "Witkoff")])], SIGNATURE)
    (row,) = loaded.queue(QueueFilter(documents=("copy",))).rows
    assert (row.state, row.replacement, row.reviewer) == ("accepted", "Witkoff", "Ann")


def test_what_need_not_be_audited_again(loaded: Store) -> None:
    known = loaded.known(SIGNATURE)
    same = audited("b", ZAPOROZHYE, engine="engine-1", outlet="Sina", published=date(2025, 8, 10)).document
    assert same in known
    assert replace(same, text=same.text + " More.") not in known
    assert replace(same, published=None) not in known
    assert same not in loaded.known({"short": "another"})


def test_reading_only(loaded: Store, database_url: str) -> None:
    (id,) = ids(loaded, "a")
    with Store.open(database_url, read_only=True) as reader:
        assert reader.queue().total == 4
        assert reader.finding(id).row.surface == "Witko"
        assert reader.preview_form(id).total == 0
        for write in (
            lambda: reader.decide(id, "accepted", reviewer="Ann", expected_version=0),
            lambda: reader.undo("Ann"),
            lambda: reader.load([], SIGNATURE),
        ):
            with pytest.raises(ReadOnly, match="open for reading only"):
                write()


HOSTILE = [
    ("\x00<script>alert(1)</script>", "x\x00y", "NUL and markup"),
    ("\u202egnp.exe", "\u2066", "directions"),
    ("W" * 1_000_000, "w", "a word of a megabyte"),
    ("''\"; DROP TABLE findings; --", "%s", "SQL"),
    ("\U0001f600\U00010348", "𝔘", "characters beyond the first plane"),
    ("".join(chr(0x1F300 + n % 500) for n in range(700)), "x", "many of them"),
]


@pytest.mark.parametrize(("words", "right", "why"), HOSTILE, ids=[why for _, _, why in HOSTILE])
def test_hostile_texts(store: Store, words: str, right: str, why: str) -> None:
    hostile = audited(
        f"doc {words[:300]}",
        [f"He said {words} today.", f"And {words} again."],
        [(words, right)],
        outlet=words[:1] * 500,
        engine=words[:1] * 500,
    )
    store.load([hostile, Skipped(doc=words[:500], reason=words[:3000])], SIGNATURE)
    store.load([hostile], SIGNATURE)
    rows = store.queue(QueueFilter(order="document")).rows
    assert len(rows) == 2
    view = store.finding(rows[0].id)
    assert view.finding == hostile.findings[0], "the record comes back as it was"
    assert len(view.sentence.text) <= 3_000
    assert len(store.document(hostile.document.id).sentences[0].text) <= 3_000
    store.decide(rows[0].id, "edited", reviewer=words[:300] * 3, expected_version=0, replacement=words, note=words)
    store.preview_form(rows[0].id, "accepted")
    store.facets(QueueFilter(text=words[:50]))
    assert store.undo(words[:300] * 3) is not None
    assert store.audited(hostile.document.id).document == hostile.document


def test_what_is_not_there(loaded: Store) -> None:
    for ask in (lambda: loaded.finding(999), lambda: loaded.document("z"), lambda: loaded.preview_form(999)):
        with pytest.raises(NotThere, match="is not in the database"):
            ask()


def test_states_are_those_of_the_page(loaded: Store) -> None:
    (id,) = ids(loaded, "a")
    for version, state in enumerate(STATES):
        words = "x" if state == "edited" else None
        assert loaded.decide(id, state, reviewer="Ann", expected_version=version, replacement=words).state == state


ADDRESSES = [
    ("mysql://localhost/x", "SQLite and PostgreSQL are known"),
    ("sqlite://", "name a file"),
    ("://", "is no address"),
    ("postgresql://nobody:secret@127.0.0.1:1/none", "the database says"),
]


@pytest.mark.parametrize(("url", "message"), ADDRESSES, ids=[url for url, _ in ADDRESSES])
def test_addresses(url: str, message: str) -> None:
    with pytest.raises(AuditError, match=message) as told:
        Store.open(url)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database(tmp_path: object) -> None:
    path = str(tmp_path) + "/notes.txt"
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write("no database at all, but longer than a header of a hundred bytes " * 10)
    with pytest.raises(AuditError, match="not a database"):
        Store.open(path)
    with pytest.raises(SettingsError, match="no such database"):
        Store.open(path + ".none", read_only=True)


def test_records_are_read_back_as_they_were(store: Store) -> None:
    whole = audited("p", [WITKO], [("Witko", "Witkoff")], originals=[WITKOFF], pivot="威特科夫会见了普京。", engine="e")
    store.load([whole], SIGNATURE)
    back: Audited = store.audited("p")
    assert back == whole
