"""Decisions: one current one a finding, all of them kept, in steps that are undone in one piece.

Who decides says which version of the finding was seen. The version goes up with each decision, in the same statement
that checks it, so that of two reviewers who decide at once one is told of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from audit.errors import SettingsError
from audit.judgements import name_changes
from audit.judgements.keys import now, plain
from audit.judgements.records import STATES, Conflict, Decision, NotThere, State, Step
from audit.judgements.schema import (
    decisions,
    documents,
    finding_payloads,
    findings,
    form_rules,
    opinions,
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
    name = plain(" ".join(reviewer.split()), 200)
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


def put(
    connection: Connection,
    step: int,
    finding: int,
    expected: int,
    said: tuple[State, str | None],
    *,
    reviewer: str,
    note: str,
    kind: str,
    restores: int | None = None,
) -> int | None:
    """Make a decision the current one; its id, or None where the finding is no longer of the expected version."""
    state, replacement = said
    at = now()
    replacement = plain(replacement) if replacement is not None else None
    standing = reviewer if state != "open" else ""
    done = connection.execute(
        update(findings)
        .where(findings.c.id == finding, findings.c.version == expected)
        .values(version=expected + 1, state=state, reviewer=standing, at=at if standing else "")
    )
    if done.rowcount != 1:
        return None
    connection.execute(
        update(finding_payloads).where(finding_payloads.c.finding == finding).values(replacement=replacement)
    )
    row = {
        "finding": finding,
        "version": expected + 1,
        "step": step,
        "state": state,
        "replacement": replacement,
        "note": plain(note, 5_000),
        "reviewer": reviewer,
        "at": at,
        "kind": kind,
        "restores": restores,
    }
    return int(connection.execute(insert(decisions).values(row).returning(decisions.c.id)).scalar_one())


def opine(connection: Connection, finding: int, reviewer: str, said: tuple[State, str | None]) -> None:
    """Keep what a reviewer thinks, beside what stands; `open` takes it back."""
    mine = and_(opinions.c.finding == finding, opinions.c.reviewer == reviewer)
    connection.execute(delete(opinions).where(mine))
    if said[0] != "open":
        values = {"finding": finding, "reviewer": reviewer, "state": said[0], "at": now()}
        words = plain(said[1]) if said[1] is not None else None
        connection.execute(insert(opinions).values(replacement=words, **values))


def second(
    connection: Connection, step: int, finding: int, said: tuple[State, str | None], reviewer: str, note: str
) -> int:
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
    return int(connection.execute(insert(decisions).values(row).returning(decisions.c.id)).scalar_one())


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
    if claimed.rowcount != 1:
        connection.execute(delete(steps).where(steps.c.id == step))
        return undo(connection, reviewer)
    left: list[Decision] = []
    for decision in history(connection, decisions.c.step == last.id):
        if decision.version is not None and not _restored(connection, step, decision, reviewer):
            left.append(current(connection, decision.finding))
        _forget(connection, decision, reviewer, last.id)
    connection.execute(delete(form_rules).where(form_rules.c.step == last.id))
    name_changes.undo(connection, last.id)
    return step_of(connection, step, tuple(left))


def _restored(connection: Connection, step: int, decision: Decision, reviewer: str) -> bool:
    """Whether the decision still stood, and what stood before it stands again."""
    version = connection.execute(select(findings.c.version).where(findings.c.id == decision.finding)).scalar_one()
    standing = _standing(connection, decision.finding, version)
    if standing is None or standing.id != decision.id:
        return False
    before = _standing(connection, decision.finding, (decision.version or 0) - 1)
    done = put(
        connection,
        step,
        decision.finding,
        version,
        (before.state, before.replacement) if before else ("open", None),
        reviewer=before.reviewer if before else reviewer,
        note=before.note if before else "",
        kind="undo",
        restores=before.id if before else None,
    )
    return done is not None


def _standing(connection: Connection, finding: int, version: int) -> Any | None:
    """The decision that stood with a version of a finding: itself, or the one that it brought back; None for none."""
    query = select(decisions).where(decisions.c.finding == finding, decisions.c.version == version)
    row = connection.execute(query).one_or_none()
    if row is None or row.kind != "undo":
        return row
    if row.restores is None:
        return None
    return connection.execute(select(decisions).where(decisions.c.id == row.restores)).one()


def _forget(connection: Connection, decision: Decision, reviewer: str, step: int) -> None:
    """Put a reviewer's own word back to what it was before a step."""
    own = (
        select(decisions)
        .join(steps, steps.c.id == decisions.c.step)
        .where(
            decisions.c.finding == decision.finding,
            steps.c.reviewer == reviewer,
            steps.c.undone.is_(None),
            steps.c.kind != "undo",
            steps.c.id != step,
        )
        .order_by(decisions.c.id.desc())
        .limit(1)
    )
    before = connection.execute(own).one_or_none()
    opine(connection, decision.finding, reviewer, (before.state, before.replacement) if before else ("open", None))


def own_opinions(connection: Connection, finding: int) -> Mapping[str, State]:
    """Every reviewer's last own word on a finding."""
    query = select(opinions).where(opinions.c.finding == finding).order_by(opinions.c.at)
    return {row.reviewer: row.state for row in connection.execute(query)}


def changes(connection: Connection) -> int:
    """A number that goes up with every decision: what was cached before it may be out of date."""
    return int(connection.execute(select(func.coalesce(func.max(decisions.c.id), 0))).scalar_one())


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
