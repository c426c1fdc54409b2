"""Appearances of names into the database, and entities counted from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from audit.judgements.keys import digest, plain
from audit.judgements.schema import appearances, documents, entities, house_names, name_rules
from audit.ledger import appearances as found_in
from audit.ledger.model import key_of
from audit.model import Audited

_TOP = 6
_KEY = 200
_NAME = 300


def entity_key(name: str) -> str:
    """The key of an entity by its usual form; long ones end in a digest."""
    key = plain(key_of(name))
    return key if len(key) <= _KEY else f"{key[: _KEY - 33]} {digest(key)}"


def write(connection: Connection, document: int, audited: Audited, engine_key: str) -> None:
    """The appearances of one document, in the place of those it had."""
    connection.execute(delete(appearances).where(appearances.c.document == document))
    rows: list[dict[str, Any]] = []
    for seen in found_in(audited, engine_key):
        rows.append(
            {
                "document": document,
                "proposed": entity_key(seen.entity),
                "name": plain(seen.entity, _NAME),
                "kind": seen.kind,
                "form": plain(seen.form, _NAME),
                "verdict": seen.verdict,
                "basis": plain(seen.basis, 100),
                "start": seen.start,
                "end": seen.end,
                "pivot": plain(seen.pivot, _NAME),
                "lang": plain(seen.lang, 20),
            }
        )
    if rows:
        rules = rules_of(connection, {row["proposed"] for row in rows})
        for row in rows:
            row["entity"] = target(rules, row["proposed"], row["form"])
        connection.execute(insert(appearances), rows)


Rules = Mapping[tuple[str, str], str]


def rules_of(connection: Connection, proposed: Collection[str]) -> Rules:
    """What reviewers joined and parted, for some entities: where a form (empty: all of them) belongs."""
    query = select(name_rules).where(name_rules.c.proposed.in_(sorted(proposed)))
    return {(row.proposed, row.form): row.target for row in connection.execute(query)}


def target(rules: Rules, proposed: str, form: str) -> str:
    """The entity that an appearance belongs to."""
    return rules.get((proposed, form)) or rules.get((proposed, "")) or proposed


def replace(connection: Connection, proposed: Collection[str]) -> set[str]:
    """Let the rules of some proposed entities take effect; returns the entities that this touches."""
    rules = rules_of(connection, proposed)
    c = appearances.c
    query = select(c.proposed, c.form, c.entity).where(c.proposed.in_(sorted(proposed))).distinct()
    touched: set[str] = set()
    for row in list(connection.execute(query)):
        new = target(rules, row.proposed, row.form)
        if new != row.entity:
            same = and_(c.proposed == row.proposed, c.form == row.form)
            connection.execute(update(appearances).where(same).values(entity=new))
            touched |= {row.entity, new}
    return touched


def count(connection: Connection, keys: Collection[str] | None = None) -> None:
    """Count some entities anew; None: all of them."""
    c = appearances.c
    query = select(c.entity, c.name, c.kind, c.form, c.verdict, c.document, documents.c.published).join(
        documents, documents.c.id == c.document
    )
    if keys is None:
        connection.execute(delete(entities))
    else:
        query = query.where(c.entity.in_(sorted(keys)))
        connection.execute(delete(entities).where(entities.c.key.in_(sorted(keys))))
    names = dict(connection.execute(select(house_names.c.entity, house_names.c.name)).all())
    made = []
    for rows in _by_entity(connection.execute(query.order_by(c.entity))):
        made.append(_entity(rows, names.get(rows[0].entity, "")))
        if len(made) == 1_000:
            connection.execute(insert(entities), made)
            made = []
    if made:
        connection.execute(insert(entities), made)


def _by_entity(rows: Iterable[Row[Any]]) -> Iterable[list[Row[Any]]]:
    group: list[Row[Any]] = []
    for row in rows:
        if group and group[0].entity != row.entity:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _entity(rows: list[Row[Any]], chosen: str) -> dict[str, Any]:
    names, kinds = Counter(row.name for row in rows), Counter(row.kind for row in rows if row.kind)
    forms, verdicts = Counter(row.form for row in rows), Counter(row.verdict for row in rows)
    name = chosen or min(names, key=lambda name: (-names[name], name))
    top = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    return {
        "key": rows[0].entity,
        "name": name,
        "kind": min(kinds, key=lambda kind: (-kinds[kind], kind), default=""),
        "artifacts": verdicts["artifact"],
        "variants": verdicts["variant"],
        "right": verdicts["right"],
        "documents": len({row.document for row in rows}),
        "forms": len(forms),
        "first": min((row.published for row in rows if row.published), default=""),
        "top": msgspec.json.encode(top[:_TOP]).decode(),
        "search": plain("\n".join([name, *(form for form, _ in top[:200])]).casefold()),
    }
