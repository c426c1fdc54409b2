"""One decision for a whole form: the same rule and words wherever they stand, seen before it is made, one step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from audit.errors import SettingsError
from audit.judgements.deciding import Word, begin, conflict, finding_of, one, opine, parts, put, step_of, words
from audit.judgements.keys import form_of, now, plain
from audit.judgements.loading import same_in_original
from audit.judgements.queue import rows_query
from audit.judgements.records import FormPreview, FormRow, NotThere, RightPlace, State, Step
from audit.judgements.schema import document_texts, documents, finding_payloads, findings, form_rules
from audit.judgements.searching import holds
from audit.judgements.views import audited
from audit.model import Finding
from corpora.documents import Span

_ROWS = 300
_PLACES = 40
_TEXTS = 12
"""Texts that are looked at for places without a finding: each has to be read whole."""


def preview(connection: Connection, id: int, verdict: State, replacement: str | None) -> FormPreview:
    """See `Store.preview_form`."""
    row = one(connection, id)
    finding = finding_of(row)
    _, new = words(finding, verdict, replacement)
    c = findings.c
    others = (c.form == row.form, c.present, c.id != id)
    query = (
        rows_query()
        .add_columns(finding_payloads.c.same_in_original)
        .where(*others)
        .order_by(c.state != "open", finding_payloads.c.same_in_original != "", c.document, c.start)
    )
    rows = []
    for other in connection.execute(query.limit(_ROWS)):
        end = other.offset + len(other.surface)
        proposed = other.sentence
        if verdict in ("accepted", "edited") and new is not None:
            proposed = _replaced(other.sentence, other.offset, end, new)
        why = _why(other.state, other.reviewer, other.same_in_original)
        rows.append(
            FormRow(
                finding=other.id,
                version=other.version,
                doc=other.doc,
                title=other.title,
                text=other.sentence,
                start=other.offset,
                end=end,
                proposed=proposed,
                state=other.state,
                reviewer=other.reviewer,
                suggestion=other.suggestion,
                right=bool(why) and verdict in ("accepted", "edited"),
                why=why,
            )
        )
    wanted = select(c.id, c.version).where(*others, c.state == "open")
    if verdict in ("accepted", "edited"):  # where the original has the same words, they seem right
        wanted = wanted.join(finding_payloads, finding_payloads.c.finding == c.id)
        wanted = wanted.where(finding_payloads.c.same_in_original == "")
    chosen = {row.id: row.version for row in connection.execute(wanted)}
    counts: dict[str, int] = dict(
        connection.execute(select(c.state, func.count()).where(*others).group_by(c.state)).all()
    )
    return FormPreview(
        rule=row.rule,
        surface=row.surface,
        replacement=new,
        rows=tuple(rows),
        places=tuple(_places(connection, finding)),
        total=sum(counts.values()),
        open=counts.get("open", 0),
        chosen=chosen,
    )


def decide_form(
    connection: Connection,
    id: int,
    verdict: State,
    replacement: str | None,
    note: str,
    reviewer: str,
    chosen: Mapping[int, int],
) -> Step:
    """See `Store.decide_form`. Raises Conflict, and nothing has changed then."""
    row = one(connection, id)
    said = words(finding_of(row), verdict, replacement)
    label = f"{row.surface} → {said[1]}" if said[1] is not None else f"{row.surface}: {said[0]}"
    step = begin(connection, reviewer, "form", label)
    chosen_words, own = [], {}
    for part in parts(list(chosen)):
        query = select(findings.c.id, findings.c.form, finding_payloads.c.payload).join(
            finding_payloads, finding_payloads.c.finding == findings.c.id
        )
        for other in connection.execute(query.where(findings.c.id.in_(part)).order_by(findings.c.id)):
            if other.form != row.form:
                raise SettingsError(f"finding {other.id}: is of another form than “{row.surface}”")
            own[other.id] = words(finding_of(other), verdict, said[1])
            state, new = own[other.id]
            chosen_words.append(
                Word(
                    finding=other.id,
                    expected=chosen[other.id],
                    state=state,
                    replacement=new,
                    reviewer=reviewer,
                    note=note,
                )
            )
    if missing := chosen.keys() - own.keys():
        raise NotThere(f"finding {min(missing)}: is not in the database")
    late = put(connection, step, chosen_words, "form")
    if late:
        raise conflict(connection, late)
    opine(connection, reviewer, own)
    if verdict == "right-everywhere":
        keep_rule(connection, row.form, row.rule, finding_of(row).span.text, step, reviewer, note)
    return step_of(connection, step)


def keep_rule(connection: Connection, form: str, rule: str, surface: str, step: int, reviewer: str, note: str) -> None:
    """From now on, new findings of the form are right everywhere."""
    connection.execute(delete(form_rules).where(form_rules.c.form == form))
    values = {"form": form, "rule": rule, "surface": plain(surface), "step": step, "reviewer": reviewer}
    connection.execute(insert(form_rules).values(at=now(), note=plain(note, 5_000), **values))


def forget_rule(connection: Connection, form: str) -> None:
    """New findings of the form are open again."""
    connection.execute(delete(form_rules).where(form_rules.c.form == form))


def everywhere(connection: Connection, step: int, row: Row[Any], finding: Finding, reviewer: str, note: str) -> None:
    """Decide the open findings of a form in the step that decided one of them, and those that are loaded later.

    One that somebody decides at the same moment keeps that decision.
    """
    query = select(findings.c.id, findings.c.version).where(
        findings.c.form == row.form, findings.c.state == "open", findings.c.id != row.id
    )
    said = [
        Word(finding=id, expected=version, state="right-everywhere", reviewer=reviewer, note=note)
        for id, version in connection.execute(query)
    ]
    late = set(put(connection, step, said, "form"))
    opine(connection, reviewer, {word.finding: (word.state, None) for word in said if word.finding not in late})
    keep_rule(connection, row.form, row.rule, finding.span.text, step, reviewer, note)


def _why(state: str, reviewer: str, original: str) -> str:
    if state.startswith("right"):
        return f"{reviewer} said that it is right"
    return f"the linked sentence of {original} has the same words" if original else ""


def _replaced(text: str, start: int, end: int, new: str) -> str:
    if not new and text[start - 1 : start] == " " and text[end : end + 1] in ("", " ", ",", ".", ";", ":"):
        start -= 1
    return text[:start] + new + text[end:]


def _places(connection: Connection, finding: Finding) -> Iterator[RightPlace]:
    """Where the same words stand and nothing was found."""
    surface = plain(finding.span.text)
    if not surface.strip() or len(surface) > 200:
        return
    query = (
        select(documents.c.doc)
        .join(document_texts, document_texts.c.document == documents.c.id)
        .where(holds(document_texts.c.text, surface))
        .where(
            documents.c.key.not_in(
                select(documents.c.key)
                .join(findings)
                .where(findings.c.form == form_of(finding.rule, finding.span.text))
            )
        )
        .order_by(documents.c.id)
        .limit(_TEXTS)
    )
    found = 0
    same = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
    for doc in [finding.span.doc, *connection.scalars(query)]:
        result, _ = audited(connection, doc)
        marked = [(f.span.start, f.span.end) for f in result.findings]
        for match in same.finditer(result.document.text):
            start, end = match.span()
            if any(a < end and start < b for a, b in marked):
                continue
            a, b = next(((a, b) for a, b in result.sentences if a <= start < b), (start, end))
            a, b = max(a, start - 700), min(b, end + 700)
            span = Span(doc=doc, start=start, end=end, text=match[0])
            original = same_in_original(result, span)
            why = f"the linked sentence of {original} has the same words" if original else "nothing was found here"
            yield RightPlace(
                doc=doc,
                title=result.document.title or "",
                text=result.document.text[a:b],
                start=start - a,
                end=end - a,
                why=why,
            )
            found += 1
            if found == _PLACES:
                return
