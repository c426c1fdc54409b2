"""Changes of the names ledger that can be taken back: what a row was before a step, and what the step made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from audit.judgements.schema import appearances, house_names, name_changes, name_rules

_PLACES: Mapping[str, tuple[Table, Sequence[str], Mapping[str, str]]] = {
    "rule": (name_rules, ("proposed", "form"), {}),
    "house": (
        house_names,
        ("entity",),
        {"name": "", "house": "", "note": "", "reviewer": "", "at": "", "source": "", "listed": ""},
    ),
}


def keep(connection: Connection, step: int, place: str, key: Sequence[str], values: Mapping[str, str]) -> None:
    """Change the row with this key, or make it, and keep what it was."""
    _, _, empty = _PLACES[place]
    before = _row(connection, place, key)
    after = {**empty, **(before or {}), **values}
    _put(connection, place, key, after)
    connection.execute(
        insert(name_changes).values(
            step=step,
            place=place,
            key=_json(list(key)),
            before=_json(before),
            after=_json(after),
        )
    )


def undo(connection: Connection, step: int) -> None:
    """Put back what a step changed, unless it was changed again since."""
    from audit.judgements import naming

    proposed: set[str] = set()
    touched: set[str] = set()
    query = select(name_changes).where(name_changes.c.step == step).order_by(name_changes.c.id.desc())
    for change in list(connection.execute(query)):
        key = msgspec.json.decode(change.key)
        if _row(connection, change.place, key) != msgspec.json.decode(change.after):
            continue
        _put(connection, change.place, key, msgspec.json.decode(change.before))
        if change.place == "rule":
            proposed.add(key[0])
        touched.add(key[0])
    if not touched:
        return
    c = appearances.c
    touched |= set(connection.scalars(select(c.entity).where(c.proposed.in_(sorted(proposed))).distinct()))
    naming.count(connection, touched | naming.replace(connection, proposed))


def _row(connection: Connection, place: str, key: Sequence[str]) -> dict[str, Any] | None:
    table, names, _ = _PLACES[place]
    where = and_(*(table.c[name] == value for name, value in zip(names, key, strict=True)))
    row = connection.execute(select(table).where(where)).one_or_none()
    return {name: value for name, value in row._mapping.items() if name not in names} if row is not None else None


def _put(connection: Connection, place: str, key: Sequence[str], values: Mapping[str, Any] | None) -> None:
    table, names, _ = _PLACES[place]
    named = dict(zip(names, key, strict=True))
    where = and_(*(table.c[name] == value for name, value in named.items()))
    if values is None:
        connection.execute(delete(table).where(where))
    elif connection.execute(update(table).where(where).values(**values)).rowcount == 0:
        connection.execute(insert(table).values(**named, **values))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
