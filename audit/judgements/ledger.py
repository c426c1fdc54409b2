"""The names ledger of a review: every entity with its forms, joined, parted and named by reviewers.

Reached as `store.names`. What reviewers change is a step like a decision: `store.undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from audit.errors import SettingsError
from audit.judgements import naming
from audit.judgements.database import Database
from audit.judgements.deciding import begin, named, step_of
from audit.judgements.entries import EntityRow, EntityView, Entry, NameFilter
from audit.judgements.entry_views import entry, lines
from audit.judgements.keys import digest, now, plain
from audit.judgements.name_changes import keep
from audit.judgements.queue import MAX_PAGE, day
from audit.judgements.records import NotThere, Page, Step
from audit.judgements.schema import appearances, entities, house_names, name_rules

_ORDERS: dict[str, list[Any]] = {
    "artifacts": [entities.c.artifacts.desc(), entities.c.key],
    "forms": [entities.c.forms.desc(), entities.c.artifacts.desc(), entities.c.key],
    "documents": [entities.c.documents.desc(), entities.c.key],
    "name": [entities.c.key],
    "newest": [entities.c.first.desc(), entities.c.key],
}
_ROW = (entities, house_names.c.house, house_names.c.listed)


class Names:
    """The ledger of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: NameFilter | None = None, page: int = 0, size: int = 50) -> Page[EntityRow]:
        """One page of the entities of a filter."""
        wanted = wanted or NameFilter()
        if wanted.order not in _ORDERS:
            raise SettingsError(f"order {wanted.order}: choose one of {', '.join(_ORDERS)}")
        size, page = min(max(1, size), MAX_PAGE), max(0, page)
        where = _conditions(wanted)
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(entities).outerjoin(house_names, _HOUSE).where(where)
            total = connection.execute(counted).scalar_one()
            query = select(*_ROW).outerjoin(house_names, _HOUSE).where(where).order_by(*_ORDERS[wanted.order])
            rows = connection.execute(query.limit(size).offset(page * size))
            return Page(rows=tuple(_row(row) for row in rows), page=page, size=size, total=total)

    def entity(self, key: str) -> EntityView:
        """One entity with all its forms. Raises NotThere."""
        with self._database.reading() as connection:
            row = connection.execute(
                select(*_ROW, house_names.c.note, house_names.c.reviewer, house_names.c.at, house_names.c.source)
                .outerjoin(house_names, _HOUSE)
                .where(entities.c.key == key)
            ).one_or_none()
            if row is None:
                raise NotThere(f"{key}: no such name in the ledger")
            c = appearances.c
            merged = select(c.proposed, func.min(c.name)).where(c.entity == key, c.proposed != key).group_by(c.proposed)
            return EntityView(
                row=_row(row),
                lines=lines(connection, key),
                merged=dict(connection.execute(merged).all()),
                note=row.note or "",
                reviewer=row.reviewer or "",
                at=row.at or "",
                source=row.source or "",
            )

    def merge(self, keys: Collection[str], into: str, *, reviewer: str) -> Step:
        """Join entities into one: their appearances, now and later, are those of `into`. Raises NotThere."""
        others = [key for key in dict.fromkeys(keys) if key != into]
        if not others:
            raise SettingsError("merge: name at least two entities")
        with self._database.writing() as connection:
            joined = ", ".join(_name(connection, key) for key in others)
            step = begin(connection, named(reviewer), "merge", f"{joined} joined into {_name(connection, into)}")
            for key in others:
                rules = list(connection.execute(select(name_rules).where(name_rules.c.target == key)))
                for rule in rules:
                    keep(connection, step, "rule", (rule.proposed, rule.form), {"target": into})
                if not any((rule.proposed, rule.form) == (key, "") for rule in rules):
                    keep(connection, step, "rule", (key, ""), {"target": into})
            c = appearances.c
            proposed = set(connection.scalars(select(c.proposed).where(c.entity.in_(others)).distinct()))
            naming.count(connection, naming.replace(connection, proposed) | {into})
            return step_of(connection, step)

    def split(self, key: str, forms: Collection[str], name: str, *, reviewer: str) -> Step:
        """Part some forms from an entity: they belong to the entity of that name from now on. Raises NotThere."""
        into = naming.entity_key(name.strip())
        if not name.strip() or into == key:
            raise SettingsError("split: give the forms another name than the entity has")
        with self._database.writing() as connection:
            label = f"{', '.join(sorted(forms))} parted from {_name(connection, key)} as {name.strip()}"
            step = begin(connection, named(reviewer), "split", label)
            c = appearances.c
            query = select(c.proposed, c.form).where(c.entity == key, c.form.in_([plain(form) for form in forms]))
            pairs = list(connection.execute(query.distinct()))
            if not pairs:
                raise NotThere(f"{key}: has none of these forms")
            for proposed, form in pairs:
                keep(connection, step, "rule", (proposed, form), {"target": into})
            _choose(connection, step, into, named(reviewer), name=plain(name.strip(), 300))
            touched = naming.replace(connection, {proposed for proposed, _ in pairs})
            naming.count(connection, touched | {key, into})
            return step_of(connection, step)

    def choose(self, key: str, house: str, *, reviewer: str, note: str = "") -> Step:
        """Choose the form that the house writes (empty: none). Raises NotThere."""
        house = plain(house.strip(), 300)
        with self._database.writing() as connection:
            label = f"{_name(connection, key)}: the house writes {house or 'nothing in particular'}"
            step = begin(connection, named(reviewer), "house", label)
            _choose(connection, step, key, named(reviewer), house=house, note=plain(note, 5_000))
            return step_of(connection, step)

    def list_in_authority(self, key: str, source: str, *, reviewer: str, day: date, folder: Path | None = None) -> Path:
        """Add an entity to the names authority, with its source and the day from which it holds.

        All that were added are kept as one import in the user's folder of names (or `folder`); `taudit names build`
        puts them into the store. Returns the file. Raises SettingsError without a source, NotThere.
        """
        if not source.strip():
            raise SettingsError("source: missing, say where the name is confirmed")
        said = {"source": plain(source.strip(), 2_000), "listed": day.isoformat()}
        with self._database.writing() as connection:
            label = f"{_name(connection, key)} added to the authority"
            step = begin(connection, named(reviewer), "authority", label)
            _choose(connection, step, key, named(reviewer), **said)
        return self.write_authority(folder)

    def write_authority(self, folder: Path | None = None) -> Path:
        """Write everything that was added to the authority as an import; see `list_in_authority`."""
        from audit.judgements.authority import write

        label = f"review-{digest(self._database.name)[:8]}"
        return write((entry for entry in self.entries() if entry.listed is not None), label, folder)

    def entries(self, wanted: NameFilter | None = None) -> Iterator[Entry]:
        """The entities of a filter as terminology, in the order of their keys."""
        with self._database.reading() as connection:
            query = (
                select(entities, house_names)
                .outerjoin(house_names, _HOUSE)
                .where(_conditions(wanted or NameFilter()))
                .order_by(entities.c.key)
            )
            for row in list(connection.execute(query)):
                yield entry(connection, row)


_HOUSE = house_names.c.entity == entities.c.key


def _conditions(wanted: NameFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [entities.c.key != ""]
    for word in plain(wanted.text, 200).casefold().split():
        parts.append(entities.c.search.contains(word, autoescape=True))
    if wanted.kinds:
        parts.append(entities.c.kind.in_(wanted.kinds))
    if wanted.undecided:
        parts.append(or_(house_names.c.house.is_(None), house_names.c.house == ""))
    if wanted.listed:
        parts.append(house_names.c.listed > "")
    return and_(*parts)


def _row(row: Any) -> EntityRow:
    return EntityRow(
        key=row.key,
        name=row.name,
        kind=row.kind,
        artifacts=row.artifacts,
        variants=row.variants,
        right=row.right,
        documents=row.documents,
        forms=row.forms,
        first=day(row.first),
        top=tuple((form, number) for form, number in msgspec.json.decode(row.top)),
        house=row.house or "",
        listed=day(row.listed or ""),
    )


def _name(connection: Connection, key: str) -> str:
    found = connection.execute(select(entities.c.name).where(entities.c.key == key)).scalar_one_or_none()
    if found is None:
        raise NotThere(f"{key}: no such name in the ledger")
    return str(found)


def _choose(connection: Connection, step: int, key: str, reviewer: str, **values: str) -> None:
    keep(connection, step, "house", (key,), {**values, "reviewer": reviewer, "at": now()})
