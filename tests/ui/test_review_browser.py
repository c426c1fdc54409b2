"""The ways that people take through the page, in a real browser."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Serve
from review_samples import OVERRIDE, SCRIPT, bulk, hostile, load, pivot_only

from audit.judgements.records import Decision, QueueFilter, QueueRow
from audit.judgements.store import Store
from benchmarks._review_server import PATIENCE, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def ready(page: Page, url: str) -> None:
    """Open an address and wait until its keys answer."""
    page.goto(url)
    page.wait_for_selector("html[data-keys=on]", state="attached")
    page.wait_for_selector("[data-testid=stMainBlockContainer] .ta")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def in_hand(page: Page) -> int:
    """The finding that the address names."""
    page.wait_for_url(re.compile(r"finding=\d+"))
    found = re.search(r"finding=(\d+)", page.url)
    assert found
    whole(page, found[1])
    return int(found[1])


def whole(page: Page, shown: str) -> None:
    """Wait until the page shows a finding (and what is done with it), to its last part."""
    page.wait_for_selector(f"html[data-shown='{shown}']", state="attached")


def after(page: Page, id: int, *keys: str) -> int:
    """Press keys that lead to another finding, and wait until it stands there."""
    whole(page, str(id))
    press(page, *keys)
    page.wait_for_url(lambda url: f"finding={id}" not in re.split(r"[?&]", url))
    return in_hand(page)


def everything(database: str | Path, **wanted: Any) -> tuple[QueueRow, ...]:
    with Store.open(database, read_only=True) as store:
        return store.queue(QueueFilter(**wanted), size=500).rows


def decisions(database: str | Path) -> tuple[Decision, ...]:
    with Store.open(database, read_only=True) as store:
        return store.recent(limit=500)


def body(page: Page) -> str:
    return page.inner_text("[data-testid=stMain]")


def test_one_key_decides_and_the_next_finding_comes(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, served.url)
    page.wait_for_selector("text=12 findings")
    press(page, "Enter")
    first = in_hand(page)
    second = after(page, first, "a")
    third = after(page, second, "r")
    after(page, third, "s")
    rows = {row.id: row for row in everything(seed_database)}
    assert [rows[id].state for id in (first, second, third)] == ["accepted", "right-here", "unsure"]
    assert rows[first].reviewer == "Ann"


def test_a_form_is_decided_in_one_step_and_undone(page: Page, serve: Serve, tmp_path: Path) -> None:
    database = tmp_path / "bulk.sqlite"
    load(database, bulk())
    served = serve(database)
    ready(page, f"{served.url}/review")
    page.wait_for_selector("text=Accept 5 more")
    id = in_hand(page)
    press(page, "A")
    whole(page, f"{id} waiting")
    assert all(row.state == "open" for row in everything(database)), "nothing changes before the yes"
    press(page, "y")
    page.wait_for_selector("text=6 findings decided in one step")
    page.wait_for_selector("text=Everything is decided")
    assert {row.state for row in everything(database)} == {"accepted"}
    whole(page, "")
    press(page, "u")
    page.wait_for_selector("text=Taken back")
    assert {row.state for row in everything(database)} == {"open"}


def test_keys_rest_while_somebody_types(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, f"{served.url}/review")
    id = in_hand(page)
    press(page, "n")
    page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    page.keyboard.type("a rare case, see you: ?")
    assert everything(seed_database, states=("accepted", "right-here", "unsure")) == ()
    press(page, "Escape")
    after(page, id, "a")
    (decision,) = decisions(seed_database)
    assert (decision.finding, decision.note) == (id, "a rare case, see you: ?")


def test_other_words_are_written_without_a_mouse(page: Page, serve: Serve, tmp_path: Path) -> None:
    database = tmp_path / "bulk.sqlite"
    load(database, bulk(2))
    served = serve(database)
    ready(page, f"{served.url}/review")
    id = in_hand(page)
    press(page, "e")
    whole(page, f"{id} words-{id}")
    page.wait_for_function("document.activeElement.value === 'Witkoff'")
    press(page, "Control+a")
    page.keyboard.type("Mr. Witkoff")
    page.wait_for_function("document.activeElement.value === 'Mr. Witkoff'")
    press(page, "Enter")
    page.wait_for_url(lambda url: not url.endswith(f"finding={id}"))
    (row,) = everything(database, states=("edited",))
    assert (row.id, row.replacement) == (id, "Mr. Witkoff")


def test_the_keys_are_listed(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, f"{served.url}/review")
    in_hand(page)
    press(page, "?")
    dialog = page.wait_for_selector("[role=dialog]")
    assert dialog
    page.wait_for_selector("[role=dialog] kbd")
    assert "take your last decision back" in dialog.inner_text()
    press(page, "a")
    press(page, "Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    assert decisions(seed_database) == (), "keys of the page rest behind a dialog"


def test_reloading_and_a_restart_of_the_server_lose_nothing(page: Page, serve: Serve, seed_database: Path) -> None:
    served: Served = serve(seed_database)
    ready(page, f"{served.url}/review?severity=minor")
    first = in_hand(page)
    second = after(page, first, "a")
    page.reload()
    page.wait_for_selector(f"[data-here='{second}']", state="attached")
    assert in_hand(page) == second
    assert "severity=minor" in page.url
    served.stop()
    served.start()
    page.reload()
    page.wait_for_selector(f"[data-here='{second}']", state="attached")
    third = after(page, second, "a")
    assert "severity=minor" in page.url
    states = {row.id: row.state for row in everything(seed_database)}
    assert (states[first], states[second], states[third]) == ("accepted", "accepted", "open")
    assert after(page, third, "u") == second


@pytest.fixture
def hostile_database(tmp_path: Path) -> Path:
    database = tmp_path / "hostile.sqlite"
    load(database, hostile())
    return database


def test_hostile_texts_are_harmless(page: Page, serve: Serve, hostile_database: Path) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    served = serve(hostile_database)
    ids = [row.id for row in everything(hostile_database)]
    assert len(ids) == 6
    pages = ["/", "/?view=documents", *(f"/review?finding={id}" for id in ids)]
    for path in pages:
        ready(page, served.url + path)
        if "finding" in path:
            in_hand(page)
        check_harmless(page)
        if "finding" in path:
            press(page, "h")
            page.wait_for_selector("h3:has-text('History')")
            check_harmless(page)
    assert dialogs == []
    assert "owned" not in page.title()


def check_harmless(page: Page) -> None:
    """No script, no image, no link but our own; nothing turns the page; no text is wider than it."""
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.querySelectorAll('script, img, iframe, object, form[action]').length") == 0
    links = page.evaluate(f"[...{main}.querySelectorAll('a[href]')].map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}
    outside = f"[...{main}.querySelectorAll('a[href]')].filter(a => a.host !== location.host).map(a => a.href)"
    assert set(page.evaluate(outside)) <= {"https://wire.example/report"}
    assert OVERRIDE[0] not in page.evaluate(f"{main}.textContent")
    assert page.evaluate(f"{main}.querySelectorAll('.katex, [data-testid=stIconMaterial]').length") <= 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert len(page.content()) < 1_500_000
    assert page.title() == "translation-audit"


def test_directions_and_languages_are_marked(page: Page, serve: Serve, hostile_database: Path) -> None:
    served = serve(hostile_database)
    (id,) = [row.id for row in everything(hostile_database) if row.surface == "مرحبا بالعالم"]
    ready(page, f"{served.url}/review?finding={id}")
    page.wait_for_selector("section.finding")
    assert page.evaluate("getComputedStyle(document.querySelector('.fix del bdi')).direction") == "rtl"
    assert page.get_attribute(".way bdi", "lang") == "zh"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_seed_case_from_start_to_export_by_keyboard_alone(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, served.url)
    page.wait_for_selector("text=12 findings")
    press(page, "j", "j", "Enter")
    id = in_hand(page)
    assert id == everything(seed_database)[1].id, "the second line was opened"
    press(page, "n")
    page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    page.keyboard.type("seen")
    press(page, "Escape")
    for verdict in "aaaasraaaaa":
        id = after(page, id, verdict)
    whole(page, str(id))
    press(page, "a")
    page.wait_for_selector("text=Everything is decided")
    whole(page, "")
    press(page, "Enter")
    page.wait_for_selector("html[data-page=out]", state="attached")
    with page.expect_download() as texts:
        press(page, "1")
    with page.expect_download() as lines:
        press(page, "2")
    archive = zipfile.ZipFile(texts.value.path())
    (name,) = archive.namelist()
    corrected = archive.read(name).decode("utf-8")
    assert "Zaporozhye" not in corrected or "Zaporizhzhia" in corrected
    rows = everything(seed_database)
    assert {row.state for row in rows} == {"accepted", "unsure", "right-here"}
    for row in rows:
        if row.state == "accepted" and row.replacement:
            assert row.replacement in corrected
        elif row.state == "right-here":
            assert row.surface in corrected
    exported = [json.loads(line) for line in lines.value.path().read_text("utf-8").splitlines()]
    assert sum(line["verdict"] == "artifact" for line in exported) == 10
    assert {line["reviewer"] for line in exported} == {"Ann"}
    assert "seen" in {line.get("note") for line in exported}


def test_where_there_is_no_original_the_pivot_stands_beside(page: Page, serve: Serve, tmp_path: Path) -> None:
    database = tmp_path / "pivot.sqlite"
    load(database, pivot_only())
    served = serve(database)
    ids = {row.surface: row.id for row in everything(database)}
    ready(page, f"{served.url}/review?finding={ids['Witko']}")
    in_hand(page)
    told = f"威特科夫会见了他，他们交谈。{SCRIPT}"
    (beside,) = page.query_selector_all(".row.current > .pivot")
    assert [one.inner_text().casefold() for one in page.query_selector_all(".heads > div")] == [
        "translation",
        "in between: chinese",
    ]
    assert beside.inner_text() == told
    words, other = page.query_selector(".row.current > div"), beside.bounding_box()
    box = words.bounding_box() if words else None
    assert words and words.inner_text() == "Witko met him. They spoke."
    assert box and other and box["y"] == other["y"] and box["x"] + box["width"] <= other["x"] + 1, "side by side"
    ready(page, f"{served.url}/review?finding={ids['Benson']}")
    in_hand(page)
    assert page.inner_text(".row.current > .pivot > .none") == "not found in the pivot"
    press(page, "w")
    page.wait_for_function("document.querySelectorAll('.sheet .row:not(.around)').length === 2")
    assert "no original" not in body(page) and told in body(page)
    assert page.title() != "owned"


def test_every_page_by_keyboard(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, served.url)
    for key, name in (("r", "review"), ("n", "names"), ("d", "dashboard"), ("t", "try"), ("o", "out"), ("h", "help")):
        press(page, "g", key)
        page.wait_for_selector(f"html[data-page={name}]", state="attached")
        press(page, "?")
        page.wait_for_selector("[role=dialog] kbd")
        press(page, "Escape")
        page.wait_for_selector("[role=dialog]", state="detached")
    press(page, "g", "q")
    page.wait_for_selector("html[data-page=queue]", state="attached")


def test_names_by_keyboard(page: Page, serve: Serve, seed_database: Path) -> None:
    served = serve(seed_database)
    ready(page, f"{served.url}/names")
    whole(page, "0")
    press(page, "/")
    page.keyboard.type("witkoff")
    press(page, "Enter")
    whole(page, "witkoff 0")
    press(page, "Escape", "j", "Enter")
    page.wait_for_selector("h1:has-text('Witkoff')")
    assert "name=" in page.url
    page.reload()
    page.wait_for_selector("h1:has-text('Witkoff')")
    page.wait_for_selector("td:has-text('Witko')")


def test_two_browsers_at_once_on_postgresql(browser: Browser, serve: Serve, postgres_url: str) -> None:
    load(postgres_url, bulk(9))
    served = serve(postgres_url)
    people = [person(browser, served, name) for name in ("Ann", "Bo")]
    for page in people:
        ready(page, f"{served.url}/review")
    for _ in range(8):
        first, second = (in_hand(page) for page in people)
        assert first == second, "both have the same finding in hand"
        for page, verdict in zip(people, "ar", strict=True):
            press(page, verdict)
        for page in people:
            page.wait_for_selector(f"html[data-shown]:not([data-shown='{first}']), .notice.bad", state="attached")
        late = [page for page in people if page.query_selector(".notice.bad")]
        assert len(late) == 1, "one decision was taken, the other one refused and told"
        assert "Yours was not kept" in late[0].inner_text(".notice.bad")
        after(late[0], first, "j")
    rows = [row for row in everything(postgres_url) if row.state != "open"]
    made = decisions(postgres_url)
    assert len(rows) == 8
    assert sorted(decision.finding for decision in made) == sorted(row.id for row in rows), "each was decided once"
    stands = {decision.finding: (decision.state, decision.reviewer) for decision in made}
    assert {row.id: (row.state, row.reviewer) for row in rows} == stands
    assert set(stands.values()) <= {("accepted", "Ann"), ("right-here", "Bo")}
    for page in people:
        page.context.close()


def person(browser: Browser, served: Served, name: str) -> Page:
    """A window in which somebody of that name works."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "taudit_reviewer", "value": name, "url": served.url}])
    return context.new_page()
