"""The store behind the review page: audited documents in, a queue of findings out, decisions kept with their history.

    store = Store.open("review.sqlite")                  # or postgresql://user@host/name
    store.load(results, signature)                       # Audited and Skipped, as an audit yields them
    page = store.queue(QueueFilter(states=("open",)), page=0, size=50)
    view = store.finding(page.rows[0].id)
    decision = store.decide(view.row.id, "accepted", reviewer="Ann", expected_version=view.row.version)
    preview = store.preview_form(view.row.id, "accepted")
    store.decide_form(view.row.id, "accepted", reviewer="Ann", chosen=preview.chosen)
    store.undo("Ann")
    store.statistics.reliability()                       # figures for the dashboard: `audit.judgements.statistics`
    store.names.page(NameFilter(text="witk"))            # the names ledger: `audit.judgements.ledger`
    outputs.as_bytes(store, "decisions")                 # what leaves the review: `audit.judgements.outputs`

A store may be shared by threads; each call is one transaction. All its errors are `AuditError`s of one line: `Conflict`
where somebody decided in between, `ReadOnly`, `NotThere`, `SettingsError` for what does not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import and_

from audit.judgements import carrying, deciding, forms, keys, loading, queue, reviewed, undoing, views
from audit.judgements.database import Database
from audit.judgements.ledger import Names
from audit.judgements.lines import Judgement
from audit.judgements.records import (
    Decision,
    DocumentRow,
    DocumentView,
    Facets,
    FindingView,
    FormPreview,
    Page,
    QueueFilter,
    QueueRow,
    State,
    Step,
    Totals,
)
from audit.judgements.reviewed import Reviewed
from audit.judgements.schema import decisions
from audit.judgements.statistics import Statistics
from audit.model import Audited, Skipped
from corpora.documents import Document

ENGINE_KEY = "engine"
"""The key of a document's metadata that names the engine that translated it."""


class Store:
    """Documents, findings and decisions in one database. Use `Store.open`; it is a context manager, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str | Path, *, read_only: bool = False) -> Store:
        """Open a database: the path of an SQLite file, `sqlite:///path` or `postgresql://user:password@host/name`.

        What is new is created, what is older is migrated, unless `read_only`. Raises SettingsError, MissingExtra,
        AuditError.
        """
        return cls(Database(url, read_only=read_only))

    @property
    def name(self) -> str:
        """The address of the database, without its password."""
        return self._database.name

    @property
    def read_only(self) -> bool:
        """Whether nothing can be decided here."""
        return self._database.read_only

    @property
    def statistics(self) -> Statistics:
        """Figures about all of it: counts, reliability, agreement, progress, the map of a document."""
        return Statistics(self._database)

    @property
    def names(self) -> Names:
        """The names ledger: entities with their forms, joined, parted, named by the house."""
        return Names(self._database)

    def close(self) -> None:
        """Give all connections back."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Documents

    def load(
        self, results: Iterable[Audited | Skipped], signature: Mapping[str, object], *, engine_key: str = ENGINE_KEY
    ) -> int:
        """Write results as they come, in small transactions; returns the id of the run.

        A document that is there already (the same id) is brought up to date: findings with the same words in the same
        surroundings, or the same fingerprint, keep their ids and decisions; those no longer found are kept aside
        (`QueueFilter.gone`). New findings take over decisions that were made about the same words in the same
        surroundings elsewhere, or about their whole form. `engine_key`: the metadata that name the engine.
        """
        return loading.load(self._database, results, signature, engine_key)

    def known(self, signature: Mapping[str, object]) -> Known:
        """Which documents were audited under this signature already: ask with `document in known`."""
        with self._database.reading() as connection:
            return Known(loading.known(connection, str(signature.get("short", ""))))

    def documents(self, wanted: QueueFilter | None = None, page: int = 0, size: int = 50) -> Page[DocumentRow]:
        """Documents that have findings of the filter, most worth deciding first."""
        with self._database.reading() as connection:
            return queue.document_page(connection, wanted or QueueFilter(), page, size)

    def document(self, doc: str) -> DocumentView:
        """A whole document, sentence under sentence, with originals, pivot and marks. Raises NotThere."""
        with self._database.reading() as connection:
            return views.document_view(connection, doc)

    def audited(self, doc: str) -> Audited:
        """The audit's own record of a document, as reports take it. Raises NotThere."""
        with self._database.reading() as connection:
            return views.audited(connection, doc)[0]

    def reviewed(self, wanted: QueueFilter | None = None) -> Iterator[Reviewed]:
        """The documents that have a finding of the filter, with all their findings and the decisions that stand."""
        with self._database.reading() as connection:
            yield from reviewed.reviewed(connection, wanted or QueueFilter())

    def signature(self) -> Mapping[str, object]:
        """The signature of the last run that was loaded; empty where there is none."""
        with self._database.reading() as connection:
            return loading.signature(connection)

    # The queue

    def queue(self, wanted: QueueFilter | None = None, page: int = 0, size: int = 50) -> Page[QueueRow]:
        """One page of the findings that a filter lets through, in its order."""
        with self._database.reading() as connection:
            return queue.page(connection, wanted or QueueFilter(), page, size)

    def facets(self, wanted: QueueFilter | None = None) -> Facets:
        """How many findings each value of each filter would show, given the rest of the filter."""
        with self._database.reading() as connection:
            return queue.facets(connection, wanted or QueueFilter())

    def totals(self) -> Totals:
        """How much there is, and how far it is decided."""
        with self._database.reading() as connection:
            return queue.totals(connection)

    def every(self, wanted: QueueFilter | None = None) -> Iterator[tuple[QueueRow, str]]:
        """All findings of a filter in its order, each with the note of the decision that stands."""
        with self._database.reading() as connection:
            yield from queue.every(connection, wanted or QueueFilter())

    def next(self, wanted: QueueFilter, after: int | None = None, *, back: bool = False) -> int | None:
        """The finding that comes behind `after` in the queue (the first one for None), or before it (`back`)."""
        with self._database.reading() as connection:
            return queue.following(connection, wanted, after, back)

    def finding(self, id: int) -> FindingView:
        """Everything that a page shows of one finding. Raises NotThere."""
        with self._database.reading() as connection:
            return views.finding_view(connection, id)

    # Decisions

    def decide(
        self,
        finding: int,
        verdict: State,
        *,
        reviewer: str,
        expected_version: int,
        replacement: str | None = None,
        note: str = "",
        opinion: bool = False,
    ) -> Decision:
        """Decide one finding; returns the decision. Raises Conflict where the finding is no longer of that version.

        `accepted` takes the first suggestion, or the one given as `replacement`; `edited` takes `replacement` (empty:
        drop the words); `open` takes the decision back. `right-everywhere` decides the open findings of the form, too,
        now and when they are loaded later. With `opinion` a decision that stands is left as it is and only this
        reviewer's own word is kept, for the agreement between reviewers.
        """
        reviewer = deciding.named(reviewer)
        with self._database.writing() as connection:
            row = deciding.one(connection, finding)
            record = deciding.finding_of(row)
            said = deciding.words(record, verdict, replacement)
            label = f"{row.surface} → {said[1]}" if said[1] is not None else f"{row.surface}: {said[0]}"
            step = deciding.begin(connection, reviewer, "decide", label)
            state, words = said
            if opinion and row.state != "open":
                deciding.second(connection, step, finding, said, reviewer, note)
            else:
                word = deciding.Word(
                    finding=finding,
                    expected=expected_version,
                    state=state,
                    replacement=words,
                    reviewer=reviewer,
                    note=note,
                )
                if late := deciding.put(connection, step, [word], "decide"):
                    raise deciding.conflict(connection, late)
                if verdict == "right-everywhere":
                    forms.everywhere(connection, step, row, record, reviewer, note)
                elif row.state == "right-everywhere":
                    forms.forget_rule(connection, row.form)
            deciding.opine(connection, reviewer, {finding: said})
            made = and_(decisions.c.step == step, decisions.c.finding == finding)
            return deciding.history(connection, made)[0]

    def preview_form(self, finding: int, verdict: State = "accepted", replacement: str | None = None) -> FormPreview:
        """What the same decision would do to the other findings of the form, and where the form is right."""
        with self._database.reading() as connection:
            return forms.preview(connection, finding, verdict, replacement)

    def decide_form(
        self,
        finding: int,
        verdict: State,
        *,
        reviewer: str,
        chosen: Mapping[int, int],
        replacement: str | None = None,
        note: str = "",
    ) -> Step:
        """Decide other findings of the form in one step: `chosen` holds ids and the versions seen (`preview.chosen`,
        and `{finding: version}` itself where it is not decided yet). Raises Conflict, and none is decided then."""
        reviewer = deciding.named(reviewer)
        with self._database.writing() as connection:
            return forms.decide_form(connection, finding, verdict, replacement, note, reviewer, chosen)

    def undo(self, reviewer: str) -> Step | None:
        """Take back this reviewer's last step that stands, whole; None where there is none. See `Step.left`."""
        reviewer = deciding.named(reviewer)
        with self._database.writing() as connection:
            return undoing.undo(connection, reviewer)

    def history(self, finding: int) -> tuple[Decision, ...]:
        """All decisions about a finding, oldest first."""
        with self._database.reading() as connection:
            return deciding.history(connection, decisions.c.finding == finding)

    def recent(self, reviewer: str | None = None, limit: int = 50) -> tuple[Decision, ...]:
        """The latest decisions, newest first; of one reviewer, or of all."""
        with self._database.reading() as connection:
            condition = and_(True, *([decisions.c.reviewer == reviewer] if reviewer else []))
            return deciding.history(connection, condition, newest=limit)

    def judgements(self) -> Iterator[Judgement]:
        """All decisions that stand as lines for a repository (`audit.judgements.append`), the oldest first."""
        with self._database.reading() as connection:
            yield from reviewed.judgements(connection)

    def take(self, judgements: Iterable[Judgement]) -> int:
        """Decide open findings as a repository's lines say, rules for whole forms included; how many were decided.

        What is decided here already stays as it is.
        """
        with self._database.writing() as connection:
            return carrying.take(connection, judgements)

    def changes(self) -> int:
        """A number that changes with every decision: what was cached under another one may be out of date."""
        with self._database.reading() as connection:
            return deciding.changes(connection)


class Known:
    """The documents that need no audit any more."""

    def __init__(self, contents: Mapping[str, str]) -> None:
        self._contents = contents

    def __contains__(self, document: Document) -> bool:
        return self._contents.get(keys.document_key(document.id)) == loading.content_of(document)

    def __len__(self) -> int:
        return len(self._contents)
