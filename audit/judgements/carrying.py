"""Findings decided as was said before: elsewhere in the database, or in the lines of a repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from audit.judgements.deciding import Word, begin, finding_of, opine, put
from audit.judgements.keys import form_of, now, plain
from audit.judgements.lines import Judgement, Standing
from audit.judgements.records import State
from audit.judgements.schema import NAMED, decisions, finding_payloads, findings, form_rules, steps
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


_STATES: Mapping[str, State] = {"no-artifact": "right-here", "unsure": "unsure"}


def take(connection: Connection, judgements: Iterable[Judgement]) -> int:
    """Decide open findings as lines of a repository say. See `Store.take`."""
    lines = list(judgements)
    standing = Standing(lines)
    step: int | None = None
    for rule in standing.forms():
        if rule.verdict == "no-artifact":
            step = step or begin(connection, "", "import", "decisions of a repository")
            form = form_of(rule.rule, rule.surface)
            connection.execute(delete(form_rules).where(form_rules.c.form == form))
            values = {"form": form, "rule": plain(rule.rule, 100), "surface": plain(rule.surface), "step": step}
            who = plain(rule.reviewer, NAMED)
            connection.execute(insert(form_rules).values(reviewer=who, at=now(), note=plain(rule.note), **values))
    count = 0
    for document in list(connection.scalars(select(findings.c.document).distinct().order_by(findings.c.document))):
        query = (
            select(findings.c.id, findings.c.version, findings.c.state, finding_payloads.c.payload)
            .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
            .where(findings.c.document == document, findings.c.present)
            .order_by(findings.c.start, findings.c.id)
        )
        rows = list(connection.execute(query))
        found = [finding_of(row) for row in rows]
        words = []
        for row, finding, line in zip(rows, found, standing.of(found, unsure=True), strict=True):
            said = _said(finding, line)
            if row.state != "open" or line is None or said is None:
                continue
            who = plain(line.reviewer, NAMED) or "somebody"
            state, new = said
            words.append(
                Word(
                    finding=row.id,
                    expected=row.version,
                    state=state,
                    replacement=new,
                    reviewer=who,
                    note=line.note,
                )
            )
        if words:
            step = step or begin(connection, "", "import", "decisions of a repository")
            late = set(put(connection, step, words, "import"))
            for word in words:
                if word.finding not in late:
                    opine(connection, word.reviewer, {word.finding: (word.state, word.replacement)})
                    count += 1
    return count


def _said(finding: Finding, line: Judgement | None) -> tuple[State, str | None] | None:
    """The state that a line gives a finding; None where it says nothing of it."""
    if line is None:
        return None
    if line.verdict == "artifact":
        suggested = [suggestion.text for suggestion in finding.suggestions]
        if line.replacement is None:
            return None
        return ("accepted" if line.replacement in suggested else "edited"), line.replacement
    if line.scope == "form":
        return "right-everywhere", None
    return (_STATES[line.verdict], None) if line.verdict in _STATES else None
