"""The logic of the pages, without a browser (Streamlit's AppTest)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review_samples import bulk, load
from streamlit.testing.v1 import AppTest

from audit.judgements.records import QueueFilter, QueueRow
from audit.judgements.store import Store

Run = Callable[..., AppTest]


def queue() -> None:
    from ui import page_queue

    page_queue.show()


def review() -> None:
    from ui import page_review

    page_review.show()


def dashboard() -> None:
    from ui import page_dashboard

    page_dashboard.show()


def attempt() -> None:
    from ui import page_try

    page_try.show()


def names() -> None:
    from ui import page_names

    page_names.show()


def out() -> None:
    from ui import page_out

    page_out.show()


def helping() -> None:
    from ui import page_help

    page_help.show()


@pytest.fixture(scope="session")
def _bulk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulk") / "bulk.sqlite"
    load(path, bulk())
    return path


@pytest.fixture
def database(_bulk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(_bulk_file, tmp_path / "review.sqlite"))
    monkeypatch.setenv("TAUDIT_DATABASE", str(path))
    monkeypatch.setenv("TAUDIT_REVIEWER", "Ann")
    for name in ("TAUDIT_READ_ONLY", "TAUDIT_REVIEWERS"):
        monkeypatch.delenv(name, raising=False)
    return path


def run(page: Callable[[], None], **query: Any) -> AppTest:
    test = AppTest.from_function(page, default_timeout=120)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception, test.exception
    return test


def rows(database: Path, **wanted: Any) -> tuple[QueueRow, ...]:
    with Store.open(database, read_only=True) as store:
        return store.queue(QueueFilter(**wanted), size=100).rows


def html(test: AppTest) -> str:
    """All that the page shows as HTML."""
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def button(test: AppTest, name: str) -> Any:
    (found,) = [widget for widget in test.button if re.fullmatch(rf"{name}(-\d+)?", widget.key or "")]
    return found


def asked(test: AppTest, name: str) -> str:
    """A parameter of the address."""
    value = test.query_params[name]
    return value if isinstance(value, str) else value[-1]


def press(test: AppTest, name: str) -> AppTest:
    button(test, name).click()
    test.run()
    assert not test.exception, test.exception
    return test


def test_the_queue_counts_and_lists(database: Path) -> None:
    test = run(queue)
    assert "6 findings" in html(test)
    assert html(test).count("<tr class") == 6


def test_filters_are_read_from_the_address(database: Path) -> None:
    test = run(queue, outlet="Wire", order="newest")
    assert "3 findings" in html(test)
    assert test.multiselect(key="queue-outlets").value == ["Wire"]
    assert test.selectbox(key="queue-order").value == "newest"


def test_filters_are_written_into_the_address(database: Path) -> None:
    test = run(queue)
    test.text_input(key="queue-text").set_value("story 3").run()
    assert asked(test, "text") == "story 3"
    assert "1 finding<" in html(test)
    press(test, "clear-filters")
    assert dict(test.query_params) == {}
    assert "6 findings" in html(test)


def test_documents_are_listed(database: Path) -> None:
    test = press(run(queue), "switch-view")
    assert asked(test, "view") == "documents"
    assert "6 documents" in html(test)


def test_nothing_fits(database: Path) -> None:
    assert "Nothing fits" in html(run(queue, text="no such words"))


def test_a_decision_goes_into_the_store_and_the_page_goes_on(database: Path) -> None:
    test = run(review)
    first = asked(test, "finding")
    press(test, "accept")
    assert asked(test, "finding") != first
    (row,) = rows(database, states=("accepted",))
    assert (row.id, row.reviewer, row.replacement) == (int(first), "Ann", "Witkoff")
    assert "takes it back" in html(test)


@pytest.mark.parametrize(
    ("name", "state"), [("right-here", "right-here"), ("unsure", "unsure"), ("accept", "accepted")]
)
def test_every_verdict(database: Path, name: str, state: Any) -> None:
    press(run(review), name)
    assert len(rows(database, states=(state,))) == 1


def test_a_note_goes_along(database: Path) -> None:
    test = run(review)
    id = asked(test, "finding")
    test.text_input(key=f"note-{id}").set_value("see the style guide").run()
    press(test, "accept")
    with Store.open(database) as store:
        assert store.history(int(id))[0].note == "see the style guide"


def test_the_form_is_previewed_and_decided_but_for_what_is_unticked(database: Path) -> None:
    test = press(run(review), "accept-everywhere")
    assert rows(database, states=("accepted",)) == ()
    boxes = [box for box in test.checkbox if (box.key or "").startswith("tick-")]
    assert len(boxes) == 5
    boxes[0].uncheck().run()
    press(test, "confirm")
    assert len(rows(database, states=("accepted",))) == 5
    press(test, "undo")
    assert rows(database, states=("accepted",)) == ()


def test_who_comes_second_is_told_and_nothing_is_overwritten(database: Path) -> None:
    test = run(review)
    id = int(asked(test, "finding"))
    with Store.open(database) as store:
        store.decide(id, "right-here", reviewer="Bo", expected_version=store.finding(id).row.version)
    press(test, "accept")
    assert "Bo" in html(test)
    assert "Yours was not kept" in html(test)
    (row,) = rows(database, states=("right-here",))
    assert (row.id, row.reviewer) == (id, "Bo")


def test_whole_form_and_somebody_else_in_between(database: Path) -> None:
    test = press(run(review), "accept-everywhere")
    other = next(row for row in rows(database) if row.id != int(asked(test, "finding")))
    with Store.open(database) as store:
        store.decide(other.id, "right-here", reviewer="Bo", expected_version=other.version)
    press(test, "confirm")
    assert "Yours was not kept" in html(test)
    assert rows(database, states=("accepted",)) == ()


def test_nothing_to_undo(database: Path) -> None:
    assert "nothing of yours to undo" in html(press(run(review), "undo"))


def test_everything_decided(database: Path) -> None:
    test = press(press(run(review), "accept-everywhere"), "confirm")
    assert "Everything is decided" in html(test)


def test_a_finding_that_is_gone(database: Path) -> None:
    assert "no longer there" in html(run(review, finding="99999"))


def test_readers_read(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_READ_ONLY", "1")
    test = run(review)
    id = asked(test, "finding")
    names = ("accept", "accept-everywhere", "edit", "right-here", "right-everywhere", "unsure", "undo")
    assert all(button(test, name).disabled for name in names)
    assert test.text_input(key=f"note-{id}").disabled


def test_only_those_who_are_listed_decide(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_REVIEWERS", "bo@example.org, ANN")
    assert not button(run(review), "accept").disabled
    monkeypatch.setenv("TAUDIT_REVIEWERS", "bo@example.org")
    test = run(review)
    assert button(test, "accept").disabled
    from ui import acts, address

    row = rows(database)[0]
    acts.decide(acts.Seen(id=row.id, version=row.version, wanted=address.NOT_DECIDED), "accepted")
    assert rows(database, states=("accepted",)) == (), "a button that was never there does nothing either"


def test_the_dashboard_counts(database: Path) -> None:
    press(run(review), "accept")
    shown = html(run(dashboard))
    assert "<b>6</b>findings" in shown
    assert "mangled-name" in shown


def test_the_dashboard_of_an_empty_database(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path / "empty.sqlite", [])
    monkeypatch.setenv("TAUDIT_DATABASE", str(tmp_path / "empty.sqlite"))
    assert "<b>0</b>findings" in html(run(dashboard))
    assert "Nothing left to decide" in html(run(queue))
    assert "Everything is decided" in html(run(review))


def test_trying_the_seed_case(database: Path) -> None:
    test = press(run(attempt), "load-seed")
    shown = html(test)
    assert "12 findings in 1 document" in shown
    assert "Zaporizhzhia" in shown
    press(test, "try-add")
    assert len(rows(database)) == 18


def test_help_lists_all_keys(database: Path) -> None:
    shown = html(run(helping))
    assert "take your last decision back" in shown
    assert "<kbd>G</kbd> <kbd>Q</kbd>" in shown


def test_the_house_style_is_chosen_and_undone(database: Path) -> None:
    shown = html(run(names))
    assert "Witko" in shown
    with Store.open(database) as store:
        key, name = next((row.key, row.name) for row in store.names.page().rows if row.artifacts)
    assert "Witkoff" in name
    test = run(names, name=key)
    assert "Witko" in html(test)
    test.selectbox(key="house-form").select(name)
    test.text_input(key="house-note").set_value("as published")
    press(test, "house-choose")
    assert "The house writes" in html(test)
    with Store.open(database) as store:
        entity = store.names.entity(key)
        assert (entity.row.house, entity.note, entity.reviewer) == (name, "as published", "Ann")
    press(test, "undo")
    with Store.open(database) as store:
        assert store.names.entity(key).row.house == ""


def test_forms_are_parted(database: Path) -> None:
    with Store.open(database) as store:
        key = next(row.key for row in store.names.page().rows if row.artifacts)
    test = run(names, name=key)
    test.text_input(key="part-name").set_value("Wit Ko")
    test.multiselect(key="part-forms").select("Witko")
    press(test, "part-do")
    with Store.open(database) as store:
        assert [line.form for line in store.names.entity("wit ko").lines] == ["Witko"]


def test_a_name_without_a_source_is_not_added(database: Path) -> None:
    with Store.open(database) as store:
        key = next(row.key for row in store.names.page().rows if row.artifacts)
    test = press(run(names, name=key), "authority-add")
    assert "source: missing" in html(test)


def test_readers_change_no_names(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_READ_ONLY", "1")
    with Store.open(database) as store:
        key = next(row.key for row in store.names.page().rows if row.artifacts)
    test = run(names, name=key)
    assert not [widget for widget in test.button if (widget.key or "").endswith(("choose", "-do", "-add"))]
    assert button(test, "undo").disabled


def test_a_name_that_is_gone(database: Path) -> None:
    assert "no longer in the ledger" in html(run(names, name="nobody"))


def test_every_output_is_offered(database: Path) -> None:
    from audit.judgements.outputs import OUTPUTS

    test = run(out)
    assert len(test.get("download_button")) == len(OUTPUTS)
    assert "0 of 6 findings in 6 documents" in html(test)


def whole_app() -> None:
    from ui import navigation

    navigation.show()


LOGIN = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "secret",
    "client_id": "desk",
    "client_secret": "secret",
    "server_metadata_url": "http://localhost:1/.well-known/openid-configuration",
}


def signing_in(monkeypatch: pytest.MonkeyPatch, user: dict[str, object] | None, **query: Any) -> AppTest:
    """The whole application with the team's login, and who has signed in."""
    from ui import session

    monkeypatch.setattr(session, "signed_in", lambda: user)
    test = AppTest.from_function(whole_app, default_timeout=120)
    test.secrets["auth"] = LOGIN
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception, test.exception
    return test


def test_with_a_login_nobody_sees_anything_before_signing_in(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = signing_in(monkeypatch, None)
    assert "Please sign in" in html(test)
    assert "findings" not in html(test)
    assert [widget.key for widget in test.button] == ["sign-in"]
    assert not test.text_input


def test_who_has_signed_in_is_the_reviewer_and_cannot_be_typed(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import session

    user: dict[str, object] = {"is_logged_in": True, "email": "bo@desk.example", "name": "Bo"}
    test = signing_in(monkeypatch, user)
    assert "6 findings" in html(test)
    assert "sign-out" in [widget.key for widget in test.button]
    assert "new-name" not in [widget.key for widget in test.text_input]
    monkeypatch.setattr(session, "login_configured", lambda: True)
    session.rename("Somebody else")
    press(run(review), "accept")
    (row,) = rows(database, states=("accepted",))
    assert row.reviewer == "bo@desk.example"


def test_those_who_are_signed_in_but_not_listed_read(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import session

    monkeypatch.setenv("TAUDIT_REVIEWERS", "ann@desk.example")
    monkeypatch.setattr(session, "login_configured", lambda: True)
    for mail, may in (("bo@desk.example", False), ("Ann@desk.example", True)):
        monkeypatch.setattr(session, "signed_in", lambda mail=mail: {"email": mail})
        assert button(run(review), "accept").disabled is not may


def test_without_any_name_the_page_asks(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_REVIEWER", "")
    test = AppTest.from_function(whole_app, default_timeout=120)
    test.run()
    assert "Who is reviewing?" in html(test)
    test.text_input(key="name-field").set_value("  Chidi \u202e ")
    next(widget for widget in test.button if "Begin" in widget.label).click()
    test.run()
    assert "6 findings" in html(test)
    assert test.session_state["reviewer"] == "Chidi ⟨U+202E⟩"


def test_the_file_that_streamlit_runs(database: Path) -> None:
    test = AppTest.from_file(str(Path(__file__).parent.parent.parent / "ui" / "app.py"), default_timeout=120)
    test.run()
    assert not test.exception, test.exception
    assert "6 findings" in html(test)
