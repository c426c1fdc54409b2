"""An entity's forms counted for the page, and entities as terminology."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, and_, select

from audit.judgements.entries import Entry, FormLine
from audit.judgements.queue import day
from audit.judgements.schema import appearances, documents, findings


def lines(connection: Connection, key: str) -> tuple[FormLine, ...]:
    """All forms of an entity, commonest first."""
    c = appearances.c
    query = (
        select(appearances, documents.c.doc, documents.c.outlet, documents.c.engine, documents.c.published)
        .join(documents, documents.c.id == c.document)
        .where(c.entity == key)
        .order_by(c.document, c.start)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.form].append(row)
    states: dict[str, dict[int, str]] = defaultdict(dict)
    marked = (
        select(c.form, findings.c.id, findings.c.state)
        .join(
            findings,
            and_(findings.c.document == c.document, findings.c.start == c.start, findings.c.rule == c.basis),
        )
        .where(c.entity == key, findings.c.present)
        .order_by(findings.c.id)
    )
    for form, id, state in connection.execute(marked):
        states[form][id] = state
    made = [_line(form, rows, states[form]) for form, rows in found.items()]
    return tuple(sorted(made, key=lambda line: (-(line.artifacts + line.variants + line.right), line.form)))


def _line(form: str, rows: list[Any], states: dict[int, str]) -> FormLine:
    verdicts = Counter(row.verdict for row in rows)
    first = min(rows, key=lambda row: (row.published or "9999", row.document, row.start))
    return FormLine(
        form=form,
        artifacts=verdicts["artifact"],
        variants=verdicts["variant"],
        right=verdicts["right"],
        documents=len({row.document for row in rows}),
        outlets=_counted(row.outlet for row in rows),
        engines=_counted(row.engine for row in rows),
        pivots=dict(Counter((row.lang, row.pivot) for row in rows if row.pivot).most_common()),
        states=dict(Counter(states.values()).most_common()),  # type: ignore[arg-type]
        first=day(first.published),
        first_doc=first.doc,
        finding=next((id for id, state in states.items() if state == "open"), next(iter(states), None)),
    )


def _counted(values: Any) -> dict[str, int]:
    return dict(Counter(value for value in values if value).most_common())


def entry(connection: Connection, row: Any) -> Entry:
    """An entity's row, with what reviewers chose, as terminology."""
    c = appearances.c
    query = select(c.form, c.verdict, c.lang, c.pivot).where(c.entity == row.key)
    verdicts: dict[str, set[str]] = defaultdict(set)
    pivots: Counter[tuple[str, str]] = Counter()
    for form, verdict, lang, pivot in connection.execute(query):
        verdicts[form].add(verdict)
        if pivot:
            pivots[lang, pivot] += 1
    preferred = row.house or row.name
    right = sorted(form for form, said in verdicts.items() if said != {"artifact"} and form != preferred)
    wrong = sorted(form for form, said in verdicts.items() if said == {"artifact"} and form != preferred)
    return Entry(
        key=row.key,
        preferred=preferred,
        kind=row.kind,
        admitted=tuple(right),
        deprecated=tuple(wrong),
        pivots=tuple(pair for pair, _ in sorted(pivots.items(), key=lambda item: (-item[1], item[0]))),
        note=row.note or "",
        source=row.source or "",
        listed=day(row.listed or ""),
        reviewer=row.reviewer or "",
        chosen=bool(row.house),
    )
