"""The review database as a thing: revisions, processes that decide at once, processes that are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from review_texts import EXONYM, SIGNATURE, WITKO, audited
from sqlalchemy import insert, inspect, text

from audit.errors import SettingsError
from audit.judgements.database import Database
from audit.judgements.migrations import head, migrate, revision
from audit.judgements.records import Conflict, QueueFilter
from audit.judgements.schema import metadata, runs
from audit.judgements.store import Store

HERE = Path(__file__).parent


def test_revisions_lead_to_the_tables_of_the_code(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as connection:
        assert revision(connection) == head()
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


_OLD = (
    "INSERT INTO documents (id, key, doc, title, outlet, engine, published, content, run) "
    "VALUES (1, 'k', 'old.txt', 'An old text', :outlet, '', '', 'c', 1)",
    "INSERT INTO findings (id, document, present, fingerprint, context_key, form, rule, category, severity, "
    'confidence, "start", outlet, engine, published, worth, same_form, version, state, reviewer, at) '
    "VALUES (1, 1, :yes, 'f', 'c', 'form', 'r', 'name', 1, 0.9, 0, :outlet, '', '', 1.0, 1, 0, 'open', '', '')",
    'INSERT INTO finding_payloads (finding, surface, safe, sentence, "offset", same_in_original, search, payload) '
    "VALUES (1, 'Witko', :yes, 'Witko spoke.', 0, '', 'witko spoke. zürich', '{}')",
)


def test_what_an_older_database_holds_is_kept(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Database, "_prepare", lambda self: None)
        old = Database(database_url)
    with old.writing() as connection:
        migrate(connection, "r0002")
        connection.execute(insert(runs).values(id=1, short="old", signature="{}", at="2025-08-09T00:00:00Z"))
        for line in _OLD:
            known = {"yes": True, "outlet": "o" * 190}
            connection.execute(text(line), {name: value for name, value in known.items() if f":{name}" in line})
    old.close()
    with Store.open(database_url) as store:
        (row,) = store.queue(QueueFilter(text="ZÜRICH")).rows
        assert (row.doc, row.surface, row.outlet) == ("old.txt", "Witko", "o" * 120)


@pytest.mark.parametrize("older", ["r0001", "r0002"])
def test_an_older_database_is_brought_up_to_date(
    database_url: str, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Database, "_prepare", lambda self: None)
        old = Database(database_url)
    with old.writing() as connection:
        migrate(connection, older)
        connection.execute(insert(runs).values(short="old", signature="{}", at="2025-08-09T00:00:00Z"))
    old.close()
    with Store.open(database_url) as store:
        store.load([audited("a", [WITKO], [("Witko", "Witkoff")])], SIGNATURE)
        assert store.totals().findings == 1
    database = Database(database_url)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.execute(text("SELECT count(*) FROM runs WHERE short = 'old'")).scalar_one() == 1
    database.close()


def test_a_database_of_a_newer_tool_is_left_alone(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    database.close()
    with pytest.raises(SettingsError, match=r"newer form \(r9999\)"):
        Store.open(database_url)


def test_opened_by_many_at_once(database_url: str) -> None:
    """All find the tables made, by whoever was first."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.map(_open, [database_url] * 8) == [0] * 8


def _open(url: str) -> int:
    with Store.open(url) as store:
        return store.totals().findings


def _texts(documents: int) -> list[object]:
    return [
        audited(f"d{n}", [f"Number {n} was seen in Zaporozhye."], [("Zaporozhye", "Zaporizhzhia")], of=EXONYM)
        for n in range(documents)
    ]


_barrier: Any = None


def _two() -> Any:
    """Two processes that can wait for each other."""
    context = multiprocessing.get_context("spawn")
    return context.Pool(2, _meet, [context.Barrier(2)])


def _meet(barrier: Any) -> None:
    global _barrier  # noqa: PLW0603 - the only way into a worker
    _barrier = barrier


def _together() -> None:
    _barrier.wait(60)


def test_two_processes_decide_the_same_findings(database_url: str) -> None:
    """Of two that saw the same version one is told; none is lost, none counts twice."""
    with Store.open(database_url) as store:
        store.load(_texts(30), SIGNATURE)  # type: ignore[arg-type]
    with _two() as pool:
        results = pool.starmap(_decide_all, [(database_url, "Ann", False), (database_url, "Bob", False)], chunksize=1)
    made = {name: set(ids) for name, ids in results}
    assert made["Ann"] & made["Bob"] == set()
    with Store.open(database_url) as store:
        rows = store.queue(QueueFilter(states=("accepted",)), size=100).rows
        assert len(rows) == 30
        for row in rows:
            (decision,) = store.history(row.id)
            assert row.id in made[decision.reviewer]
            assert (row.reviewer, row.version) == (decision.reviewer, 1)
        assert len(store.recent(limit=100)) == 30


def test_two_processes_decide_again_and_again(database_url: str) -> None:
    """Who is told looks again and decides: every decision stands in the history, with a version of its own."""
    with Store.open(database_url) as store:
        store.load(_texts(5), SIGNATURE)  # type: ignore[arg-type]
    with _two() as pool:
        pool.starmap(_decide_all, [(database_url, "Ann", True), (database_url, "Bob", True)], chunksize=1)
    with Store.open(database_url) as store:
        for row in store.queue(size=100).rows:
            history = store.history(row.id)
            assert [decision.version for decision in history] == [1, 2]
            assert {decision.reviewer for decision in history} == {"Ann", "Bob"}
            assert row.reviewer == history[-1].reviewer


def _decide_all(url: str, reviewer: str, again: bool) -> tuple[str, list[int]]:
    made = []
    with Store.open(url) as store:
        rows = store.queue(QueueFilter(order="document"), size=100).rows
        _together()
        for row in rows:
            version = 0
            while True:
                try:
                    store.decide(row.id, "accepted", reviewer=reviewer, expected_version=version)
                    made.append(row.id)
                    break
                except Conflict as conflict:
                    if not again:
                        break
                    version = conflict.current.version or 0
    return reviewer, made


def test_two_processes_decide_one_form(database_url: str) -> None:
    """A step for a whole form is made whole or not at all."""
    with Store.open(database_url) as store:
        store.load(_texts(20), SIGNATURE)  # type: ignore[arg-type]
    with _two() as pool:
        made = pool.starmap(_decide_form, [(database_url, "Ann"), (database_url, "Bob")], chunksize=1)
    assert sorted(made) == [0, 20]
    with Store.open(database_url) as store:
        assert len({row.reviewer for row in store.queue(size=100).rows}) == 1
        assert len(store.recent(limit=100)) == 20


def _decide_form(url: str, reviewer: str) -> int:
    with Store.open(url) as store:
        rows = store.queue(QueueFilter(order="document"), size=100).rows
        chosen = {row.id: 0 for row in rows}
        _together()
        try:
            return len(store.decide_form(rows[0].id, "accepted", reviewer=reviewer, chosen=chosen).decisions)
        except Conflict:
            return 0


_WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from review_texts import EXONYM, SIGNATURE, audited
from audit.judgements.store import Store
store = Store.open(sys.argv[1])
def results():
    n = 0
    while True:
        n += 1
        yield audited(f"k{n}", [f"{n} in Zaporozhye."] * 3, [("Zaporozhye", "Zaporizhzhia")], of=EXONYM)
if sys.argv[3] == "load":
    store.load(results(), SIGNATURE)
while True:
    for row in store.queue(size=100).rows:
        store.decide(row.id, "accepted", reviewer="Ann", expected_version=store.finding(row.id).row.version)
        print(row.id, flush=True)
"""


@pytest.mark.parametrize("work", ["load", "decide"])
def test_killed_while_it_writes(database_url: str, work: str) -> None:
    with Store.open(database_url) as store:
        store.load(_texts(10), SIGNATURE)  # type: ignore[arg-type]
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, database_url, str(HERE), work], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with Store.open(database_url) as store:
        if work == "load":
            _until(lambda: store.totals().documents > 60)
        else:
            said = [int(writer.stdout.readline()) for _ in range(15)]
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        rest = writer.stdout.read()
        totals = store.totals()
        every = [row for page in range(40) for row in store.queue(page=page, size=500).rows]
        assert len(every) == totals.findings
        if work == "load":
            assert totals.findings == 10 + 3 * (totals.documents - 10), "whole documents only"
        else:
            said += [int(line) for line in rest.split()]
            histories = {row.id: store.history(row.id) for row in every}
            assert sum(len(history) for history in histories.values()) - len(said) in (0, 1), "what was said is kept"
            for row in every:
                assert [d.version for d in histories[row.id]] == list(range(1, row.version + 1))
        store.load(_texts(10), SIGNATURE)  # type: ignore[arg-type]
        store.decide(every[0].id, "unsure", reviewer="Bob", expected_version=store.finding(every[0].id).row.version)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_reader_is_not_kept_waiting_by_a_writer(database_url: str) -> None:
    with Store.open(database_url) as store:
        store.load(_texts(3), SIGNATURE)  # type: ignore[arg-type]
        database = Database(database_url)
        with database.writing() as connection:
            connection.execute(text("UPDATE findings SET state = 'unsure'"))
            began = time.monotonic()
            assert store.totals().by_state == {"open": 3}
            assert time.monotonic() - began < 5
        assert store.totals().by_state == {"unsure": 3}
        database.close()


def test_the_tables_carry_no_text_in_their_keys(database_url: str) -> None:
    """Indexes hold short columns only: PostgreSQL refuses longer ones at the first hostile text."""
    database = Database(database_url)
    with database.reading() as connection:
        inspector = inspect(connection)
        for table in metadata.tables:
            texts = {c["name"] for c in inspector.get_columns(table) if c["type"].__class__.__name__ == "TEXT"}
            indexed = {name for index in inspector.get_indexes(table) for name in index["column_names"]}
            assert not texts & indexed, table
    database.close()
