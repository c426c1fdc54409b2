"""The queue: findings filtered, sorted by what is worth deciding first, page by page, with counts for each filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from audit.errors import SettingsError
from audit.judgements.keys import document_key, plain
from audit.judgements.records import ORDERS, DocumentRow, Facets, Page, QueueFilter, QueueRow, Totals
from audit.judgements.schema import (
    decisions,
    documents,
    finding_payloads,
    finding_texts,
    findings,
    opinions,
    skipped,
)
from audit.judgements.searching import holds
from audit.model import SEVERITIES

MAX_PAGE = 500

AROUND = 90
"""Code points on each side of the words that a line of the queue shows."""

_ROW = (
    findings,
    finding_payloads.c.surface,
    finding_payloads.c.suggestion,
    finding_payloads.c.safe,
    finding_payloads.c.sentence,
    finding_payloads.c.offset,
    finding_payloads.c.replacement,
    documents.c.doc,
    documents.c.title,
)

_FACETS = ("rule", "category", "severity", "outlet", "engine", "state", "reviewer")
_CHOSEN = {
    "rule": "rules",
    "category": "categories",
    "severity": "severities",
    "outlet": "outlets",
    "engine": "engines",
    "state": "states",
    "reviewer": "reviewers",
}


def rows_query() -> Select[Any]:
    """Findings with all that a `QueueRow` shows."""
    return (
        select(*_ROW)
        .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
        .join(documents, documents.c.id == findings.c.document)
    )


def queue_row(row: Row[Any]) -> QueueRow:
    """A row of `rows_query` as a record."""
    end = row.offset + len(row.surface)
    return QueueRow(
        id=row.id,
        version=row.version,
        doc=row.doc,
        title=row.title,
        outlet=row.outlet,
        engine=row.engine,
        published=day(row.published),
        rule=row.rule,
        category=row.category,
        severity=SEVERITIES[row.severity],
        confidence=row.confidence,
        surface=row.surface,
        suggestion=row.suggestion,
        safe=row.safe,
        before=row.sentence[max(0, row.offset - AROUND) : row.offset],
        after=row.sentence[end : end + AROUND],
        state=row.state,
        replacement=row.replacement,
        reviewer=row.reviewer,
        at=row.at,
        same_form=row.same_form,
        worth=row.worth,
    )


def day(text: str) -> date | None:
    """A publication date as the tables hold it."""
    return date.fromisoformat(text) if text else None


def page(connection: Connection, wanted: QueueFilter, number: int, size: int) -> Page[QueueRow]:
    """One page of the queue; a page behind the last one is empty."""
    size = min(max(1, size), MAX_PAGE)
    number = max(0, number)
    where = conditions(wanted)
    ids = select(findings.c.id).where(where).order_by(*order(wanted))
    counted = select(func.count()).select_from(findings).where(where)
    if wanted.text:  # searched once, and few are found
        found_ids = list(connection.scalars(ids))
        total, chosen = len(found_ids), found_ids[number * size : (number + 1) * size]
    else:
        total = connection.execute(counted).scalar_one()
        chosen = list(connection.scalars(ids.limit(size).offset(number * size)))
    found = {row.id: queue_row(row) for row in connection.execute(rows_query().where(findings.c.id.in_(chosen)))}
    return Page(rows=tuple(found[id] for id in chosen if id in found), page=number, size=size, total=total)


def following(connection: Connection, wanted: QueueFilter, after: int | None, back: bool = False) -> int | None:
    """The finding behind `after` (before it: `back`) in the order of the queue, whether or not `after` is in it."""
    query = select(findings.c.id).where(conditions(wanted))
    keys = order_keys(wanted)
    if after is not None:
        columns = [column for column, _ in keys]
        at = connection.execute(select(*columns).where(findings.c.id == after)).one_or_none()
        if at is not None:
            query = query.where(_behind(keys, tuple(at), back))
    sort = [column.desc() if falling != back else column.asc() for column, falling in keys]
    found = connection.execute(query.order_by(*sort).limit(1)).scalar_one_or_none()
    return int(found) if found is not None else None


def every(connection: Connection, wanted: QueueFilter) -> Iterator[tuple[QueueRow, str]]:
    """All rows of a filter in its order, with the notes of the decisions that stand."""
    said = and_(decisions.c.finding == findings.c.id, decisions.c.version == findings.c.version)
    query = rows_query().add_columns(decisions.c.note).outerjoin(decisions, said)
    for row in connection.execute(query.where(conditions(wanted)).order_by(*order(wanted))):
        yield queue_row(row), row.note or ""


def _behind(keys: Sequence[tuple[Any, bool]], at: tuple[Any, ...], back: bool) -> ColumnElement[bool]:
    """Rows that come behind a row with these values, key by key."""
    choices = []
    for index, (column, falling) in enumerate(keys):
        same = [other == value for (other, _), value in zip(keys[:index], at, strict=False)]
        further = column < at[index] if falling != back else column > at[index]
        choices.append(and_(*same, further))
    first, falling = keys[0]
    bound = first <= at[0] if falling != back else first >= at[0]
    return and_(bound, or_(*choices))


def order_keys(wanted: QueueFilter) -> list[tuple[Any, bool]]:
    """What a queue is sorted by: columns, and whether they fall."""
    c = findings.c
    if wanted.order not in ORDERS:
        raise SettingsError(f"order {wanted.order}: choose one of {', '.join(ORDERS)}")
    return {
        "worth": [(c.worth, True), (c.id, False)],
        "document": [(c.document, False), (c.start, False), (c.id, False)],
        "confidence": [(c.confidence, True), (c.id, False)],
        "newest": [(c.published, True), (c.document, False), (c.start, False), (c.id, False)],
    }[wanted.order]


def order(wanted: QueueFilter) -> list[ColumnElement[Any]]:
    """The sorting of a queue."""
    return [column.desc() if falling else column.asc() for column, falling in order_keys(wanted)]


def conditions(wanted: QueueFilter, leave_out: Sequence[str] = ()) -> ColumnElement[bool]:
    """A filter as a condition on `findings`; `leave_out` names facets that do not count."""
    c = findings.c
    parts: list[ColumnElement[bool]] = [c.present == (not wanted.gone)]
    for facet, name in _CHOSEN.items():
        values = getattr(wanted, name)
        if values and facet not in leave_out:
            known = [SEVERITIES.index(value) for value in values] if facet == "severity" else list(values)
            parts.append(c[facet].in_(known))
    if wanted.min_confidence > 0:
        parts.append(c.confidence >= wanted.min_confidence)
    if wanted.max_confidence < 1:
        parts.append(c.confidence <= wanted.max_confidence)
    if wanted.since is not None:
        parts.append(c.published >= wanted.since.isoformat())
    if wanted.until is not None:
        parts.append(and_(c.published <= wanted.until.isoformat(), c.published != ""))
    if wanted.documents:
        keys = [document_key(doc) for doc in wanted.documents]
        parts.append(c.document.in_(select(documents.c.id).where(documents.c.key.in_(keys))))
    if wanted.unjudged_by is not None:
        mine = and_(opinions.c.finding == c.id, opinions.c.reviewer == wanted.unjudged_by)
        parts.append(~exists().where(mine))
    if words := plain(wanted.text, 200).casefold().split():
        texts = select(finding_texts.c.finding)
        for word in words:
            texts = texts.where(holds(finding_texts.c.search, word))
        parts.append(c.id.in_(texts))
    return and_(*parts)


def facets(connection: Connection, wanted: QueueFilter) -> Facets:
    """How many findings each value would show, under the other parts of the filter."""
    columns = [findings.c[name] for name in _FACETS]
    query = select(*columns, func.count()).where(conditions(wanted, _FACETS)).group_by(*columns)
    chosen: list[set[object]] = []
    for facet in _FACETS:
        values = getattr(wanted, _CHOSEN[facet])
        chosen.append({SEVERITIES.index(value) for value in values} if facet == "severity" else set(values))
    counts: list[Counter[Any]] = [Counter() for _ in _FACETS]
    for *values, number in connection.execute(query):
        missed = [i for i, value in enumerate(values) if chosen[i] and value not in chosen[i]]
        if len(missed) > 1:
            continue
        for i in missed or range(len(_FACETS)):
            counts[i][values[i]] += number
    found: dict[str, Mapping[str, int]] = {}
    for facet, counter in zip(_FACETS, counts, strict=True):
        named = {SEVERITIES[key] if facet == "severity" else key: n for key, n in counter.items()}
        found[facet] = dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))
    return found


def document_page(connection: Connection, wanted: QueueFilter, number: int, size: int) -> Page[DocumentRow]:
    """Documents that have findings of the filter, most worth deciding first; counts are of those findings."""
    size = min(max(1, size), MAX_PAGE)
    number = max(0, number)
    c = findings.c
    left = func.sum((c.state == "open").cast(_integer()))
    grouped = (
        select(c.document, func.count().label("found"), left.label("open"), func.max(c.worth).label("worth"))
        .where(conditions(wanted))
        .group_by(c.document)
        .subquery()
    )
    counted = (
        select(grouped, func.count().over().label("total"))
        .order_by(grouped.c.worth.desc(), grouped.c.document)
        .limit(size)
        .offset(number * size)
        .subquery()
    )
    query = (
        select(documents, counted)
        .join(counted, counted.c.document == documents.c.id)
        .order_by(counted.c.worth.desc(), documents.c.id)
    )
    found = list(connection.execute(query))
    total = found[0].total if found else 0
    if not found and number:
        total = connection.execute(select(func.count()).select_from(grouped)).scalar_one()
    rows = tuple(
        DocumentRow(
            doc=row.doc,
            title=row.title,
            outlet=row.outlet,
            engine=row.engine,
            published=day(row.published),
            findings=row.found,
            open=row.open,
            worth=row.worth,
        )
        for row in found
    )
    return Page(rows=rows, page=number, size=size, total=total)


def totals(connection: Connection) -> Totals:
    """How much there is, and how far it is decided."""
    grouped = select(findings.c.state, func.count()).where(findings.c.present).group_by(findings.c.state)
    by_state: dict[str, int] = dict(connection.execute(grouped).all())
    return Totals(
        documents=connection.execute(select(func.count()).select_from(documents)).scalar_one(),
        findings=sum(by_state.values()),
        open=by_state.get("open", 0),
        skipped=connection.execute(select(func.count()).select_from(skipped)).scalar_one(),
        by_state=cast(Any, by_state),
    )


def _integer() -> Any:
    from sqlalchemy import Integer

    return Integer
