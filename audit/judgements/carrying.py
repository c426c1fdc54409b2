"""New findings decided as the same words were decided before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from audit.judgements.keys import form_of, now, plain
from audit.judgements.schema import decisions, finding_payloads, findings, form_rules, steps
from audit.model import Finding


def carry(connection: Connection, new: Sequence[tuple[int, Finding]]) -> None:
    """Decide new findings as the same words in the same surroundings, or the whole form, were decided before."""
    c = findings.c
    ids = {id for id, _ in new}
    standing: dict[tuple[str, str], Any] = {}
    keys = {plain(finding.context_key, 64) for _, finding in new if finding.context_key}
    for row in connection.execute(
        select(c.id, c.form, c.context_key, c.state, c.reviewer, c.at, finding_payloads.c.replacement)
        .join(finding_payloads, finding_payloads.c.finding == c.id)
        .where(and_(c.context_key.in_(keys), c.state != "open"))
        .order_by(c.at)
    ):
        if row.id not in ids:
            standing[row.context_key, row.form] = row
    forms = {form_of(finding.rule, finding.span.text) for _, finding in new}
    rules = {row.form: row for row in connection.execute(select(form_rules).where(form_rules.c.form.in_(forms)))}
    at, step = now(), None
    for id, finding in new:
        form = form_of(finding.rule, finding.span.text)
        before, rule = standing.get((plain(finding.context_key, 64), form)), rules.get(form)
        if before is None and rule is None:
            continue
        said = {
            "state": before.state if before is not None else "right-everywhere",
            "replacement": before.replacement if before is not None else None,
            "reviewer": before.reviewer if before is not None else rule.reviewer,  # type: ignore[union-attr]
        }
        note = "the same words in the same surroundings" if before is not None else rule.note  # type: ignore[union-attr]
        if step is None:
            made = {"reviewer": "", "at": at, "kind": "carried", "label": "carried over from earlier decisions"}
            step = connection.execute(insert(steps).values(made).returning(steps.c.id)).scalar_one()
        connection.execute(
            insert(decisions).values(finding=id, version=1, step=step, note=note, at=at, kind="carried", **said)
        )
        connection.execute(
            update(findings).where(c.id == id).values(version=1, state=said["state"], reviewer=said["reviewer"], at=at)
        )
        connection.execute(
            update(finding_payloads).where(finding_payloads.c.finding == id).values(replacement=said["replacement"])
        )
