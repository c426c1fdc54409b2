"""Decisions: one current one a finding, all of them kept, in steps that are undone in one piece.

Who decides says which version of the finding was seen. The version goes up with each decision, in the same statement
that checks it, so that of two reviewers who decide at once one is told of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, update

from audit.errors import SettingsError
from audit.judgements.keys import now, plain
from audit.judgements.records import STATES, Conflict, Decision, NotThere, State, Step
from audit.judgements.schema import (
    NAMED,
    decisions,
    documents,
    finding_payloads,
    findings,
    opinions,
    runs,
    steps,
)
from audit.model import Finding

_HISTORY = (
    decisions,
    documents.c.doc,
    findings.c.rule,
    finding_payloads.c.surface,
)


def named(reviewer: str) -> str:
    """A reviewer's name as it is kept. Raises SettingsError where there is none."""
    name = plain(" ".join(reviewer.split()), NAMED)
    if not name:
        raise SettingsError("reviewer: missing, say who decides")
    return name


def one(connection: Connection, id: int) -> Row[Any]:
    """A finding's own row. Raises NotThere."""
    row = connection.execute(
        select(findings, finding_payloads.c.payload, finding_payloads.c.surface)
        .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
        .where(findings.c.id == id)
    ).one_or_none()
    if row is None:
        raise NotThere(f"finding {id}: is not in the database")
    return row


def words(finding: Finding, verdict: State, replacement: str | None) -> tuple[State, str | None]:
    """The state and the replacement that a verdict means. Raises SettingsError where they do not fit.

    `accepted` without words takes the first suggestion; words that are no suggestion are `edited`.
    """
    if verdict not in STATES:
        raise SettingsError(f"verdict {verdict}: choose one of {', '.join(STATES)}")
    if verdict not in ("accepted", "edited"):
        if replacement is not None:
            raise SettingsError(f"replacement: does not go with {verdict}")
        return verdict, None
    suggested = [suggestion.text for suggestion in finding.suggestions]
    if replacement is None:
        if verdict == "edited" or not suggested:
            raise SettingsError("replacement: missing, there is no suggestion to accept, write what should stand there")
        replacement = suggested[0]
    return ("accepted" if replacement in suggested else "edited"), replacement


def finding_of(row: Any) -> Finding:
    """The audit's record of a finding's row."""
    return msgspec.json.decode(row.payload, type=Finding)


def begin(connection: Connection, reviewer: str, kind: str, label: str) -> int:
    """A new step."""
    values = {"reviewer": reviewer, "at": now(), "kind": kind, "label": plain(label, 500)}
    return int(connection.execute(insert(steps).values(values).returning(steps.c.id)).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is to stand of one finding, said to be of version `expected`; `restores`: the decision that it brings
    back."""

    finding: int
    expected: int
    state: State
    replacement: str | None = None
    reviewer: str
    note: str = ""
    restores: int | None = None


def put(connection: Connection, step: int, said: Sequence[Word], kind: str) -> list[int]:
    """Make decisions the current ones; returns the findings that are no longer of the expected version: their words
    were not taken, the others' were.

    Rows are locked first, in the order of their ids, so that two who decide the same findings cannot block each other.
    """
    c = findings.c
    versions: dict[int, int] = {}
    for part in parts([word.finding for word in said]):
        locked = select(c.id, c.version).where(c.id.in_(part)).order_by(c.id).with_for_update()
        versions.update(dict(connection.execute(locked).all()))
    taken = [word for word in said if versions.get(word.finding) == word.expected]
    if taken:
        at = now()
        rows = [
            {
                "finding": word.finding,
                "version": word.expected + 1,
                "step": step,
                "state": word.state,
                "replacement": plain(word.replacement) if word.replacement is not None else None,
                "note": plain(word.note, 5_000),
                "reviewer": word.reviewer,
                "at": at,
                "kind": kind,
                "restores": word.restores,
            }
            for word in taken
        ]
        new = [{"of": row["finding"], **_standing_columns(row)} for row in rows]
        connection.execute(
            update(findings)
            .where(c.id == bindparam("of"))
            .values({name: bindparam(name) for name in ("version", "state", "reviewer", "at")}),
            new,
        )
        connection.execute(
            update(finding_payloads)
            .where(finding_payloads.c.finding == bindparam("of"))
            .values(replacement=bindparam("words")),
            [{"of": row["finding"], "words": row["replacement"]} for row in rows],
        )
        connection.execute(insert(decisions), rows)
    kept = {word.finding for word in taken}
    return [word.finding for word in said if word.finding not in kept]


def _standing_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    decided = row["state"] != "open"
    return {
        "version": row["version"],
        "state": row["state"],
        "reviewer": row["reviewer"] if decided else "",
        "at": row["at"] if decided else "",
    }


def parts(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Ids in portions that any database takes in one query."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def opine(connection: Connection, reviewer: str, said: Mapping[int, tuple[State, str | None]]) -> None:
    """Keep what a reviewer thinks of findings, beside what stands; `open` takes it back."""
    for part in parts(list(said)):
        mine = and_(opinions.c.finding.in_(part), opinions.c.reviewer == reviewer)
        connection.execute(delete(opinions).where(mine))
    at = now()
    rows = [
        {
            "finding": finding,
            "reviewer": reviewer,
            "state": state,
            "replacement": plain(words) if words is not None else None,
            "at": at,
        }
        for finding, (state, words) in sorted(said.items())
        if state != "open"
    ]
    if rows:
        connection.execute(insert(opinions), rows)


def second(
    connection: Connection, step: int, finding: int, said: tuple[State, str | None], reviewer: str, note: str
) -> None:
    """Put a second opinion into the history; what stands stays."""
    row = {
        "finding": finding,
        "version": None,
        "step": step,
        "state": said[0],
        "replacement": plain(said[1]) if said[1] is not None else None,
        "note": plain(note, 5_000),
        "reviewer": reviewer,
        "at": now(),
        "kind": "opinion",
    }
    connection.execute(insert(decisions).values(row))


def history(connection: Connection, condition: Any, newest: int | None = None) -> tuple[Decision, ...]:
    """Decisions that meet a condition, oldest first; or so many of the newest, newest first."""
    query = (
        select(*_HISTORY)
        .join(findings, findings.c.id == decisions.c.finding)
        .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
        .join(documents, documents.c.id == findings.c.document)
        .where(condition)
        .order_by(decisions.c.id if newest is None else decisions.c.id.desc())
        .limit(newest)
    )
    return tuple(_decision(row) for row in connection.execute(query))


def current(connection: Connection, finding: int) -> Decision:
    """The decision that stands, or one that says it is open."""
    row = one(connection, finding)
    found = history(connection, and_(decisions.c.finding == finding, decisions.c.version == row.version))
    if found:
        return found[0]
    return Decision(
        id=0, finding=finding, version=0, state="open", replacement=None, note="", reviewer="", at="", step=0, kind=""
    )


def conflict(connection: Connection, changed: list[int]) -> Conflict:
    """What to tell who came too late."""
    found = [current(connection, id) for id in changed]
    first = found[0]
    what = f"“{first.surface}”: " if first.surface else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    said = first.state if first.replacement is None else f"{first.state}, “{first.replacement}”"
    text = f"{what}{first.reviewer or 'somebody'} decided in between: {said}{more}; look again"
    return Conflict(text, first, tuple(found[1:]))


def step_of(connection: Connection, id: int, left: tuple[Decision, ...] = ()) -> Step:
    """A step with its decisions."""
    row = connection.execute(select(steps).where(steps.c.id == id)).one()
    return Step(
        id=row.id,
        reviewer=row.reviewer,
        at=row.at,
        kind=row.kind,
        label=row.label,
        decisions=history(connection, decisions.c.step == id),
        left=left,
    )


def own_opinions(connection: Connection, finding: int) -> Mapping[str, State]:
    """Every reviewer's last own word on a finding."""
    query = select(opinions).where(opinions.c.finding == finding).order_by(opinions.c.at)
    return {row.reviewer: row.state for row in connection.execute(query)}


def changes(connection: Connection) -> int:
    """A number that goes up with everything that is decided or loaded: what was cached before may be out of date."""
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in (steps, runs)]
    newest = select(func.coalesce(func.max(findings.c.id), 0)).scalar_subquery()
    return int(connection.execute(select(counted[0] + counted[1] + newest)).scalar_one())


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        finding=row.finding,
        version=row.version,
        state=row.state,
        replacement=row.replacement,
        note=row.note,
        reviewer=row.reviewer,
        at=row.at,
        step=row.step,
        kind=row.kind,
        doc=row.doc,
        rule=row.rule,
        surface=row.surface,
    )
