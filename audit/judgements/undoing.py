"""A reviewer's last step taken back, whole: what stood before stands again, unless somebody has decided since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, delete, select, update

from audit.judgements import name_changes
from audit.judgements.deciding import Word, begin, current, opine, parts, put, step_of
from audit.judgements.records import Step
from audit.judgements.schema import decisions, form_rules, steps


def undo(connection: Connection, reviewer: str) -> Step | None:
    """Take back this reviewer's last step that still stands; None where there is none.

    Findings that somebody has decided since stay as they are, and are named in `left`.
    """
    query = (
        select(steps)
        .where(steps.c.reviewer == reviewer, steps.c.undone.is_(None), steps.c.kind != "undo")
        .order_by(steps.c.id.desc())
        .limit(1)
    )
    last = connection.execute(query).one_or_none()
    if last is None:
        return None
    step = begin(connection, reviewer, "undo", f"undone: {last.label}")
    claimed = connection.execute(
        update(steps).where(steps.c.id == last.id, steps.c.undone.is_(None)).values(undone=step)
    )
    if claimed.rowcount != 1:  # the same reviewer in another window was faster
        connection.execute(delete(steps).where(steps.c.id == step))
        return undo(connection, reviewer)
    made = list(connection.execute(select(decisions).where(decisions.c.step == last.id)))
    past = _past(connection, [row.finding for row in made])
    words, left = [], []
    for row in made:
        if row.version is None:
            continue
        versions = past[row.finding]
        newest = max(versions)
        standing = _stood(versions, newest)
        if standing is None or standing.id != row.id:
            left.append(row.finding)
            continue
        before = _stood(versions, row.version - 1)
        words.append(
            Word(
                finding=row.finding,
                expected=newest,
                state=before.state if before else "open",
                replacement=before.replacement if before else None,
                reviewer=before.reviewer if before else reviewer,
                note=before.note if before else "",
                restores=before.id if before else None,
            )
        )
    left += put(connection, step, words, "undo")
    _opinions_before(connection, [row.finding for row in made], reviewer)
    connection.execute(delete(form_rules).where(form_rules.c.step == last.id))
    name_changes.undo(connection, last.id)
    return step_of(connection, step, tuple(current(connection, id) for id in left))


def _past(connection: Connection, ids: list[int]) -> dict[int, dict[int, Any]]:
    """All decisions that stood about some findings, by finding and version."""
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for part in parts(ids):
        query = select(decisions).where(decisions.c.finding.in_(part), decisions.c.version.is_not(None))
        for row in connection.execute(query):
            found[row.finding][row.version] = row
    return found


def _stood(versions: dict[int, Any], version: int) -> Any | None:
    """The decision that stood with a version: itself, or the one that it brought back; None for none."""
    row = versions.get(version)
    if row is None or row.kind != "undo":
        return row
    return next((other for other in versions.values() if other.id == row.restores), None)


def _opinions_before(connection: Connection, ids: list[int], reviewer: str) -> None:
    """Put a reviewer's own words back to what they were before a step that is marked as undone."""
    said: dict[int, Any] = dict.fromkeys(ids, ("open", None))
    for part in parts(ids):
        own = (
            select(decisions.c.finding, decisions.c.state, decisions.c.replacement)
            .join(steps, steps.c.id == decisions.c.step)
            .where(
                decisions.c.finding.in_(part),
                decisions.c.reviewer == reviewer,
                steps.c.undone.is_(None),
                steps.c.kind != "undo",
            )
            .order_by(decisions.c.id)
        )
        for row in connection.execute(own):
            said[row.finding] = (row.state, row.replacement)
    opine(connection, reviewer, said)
