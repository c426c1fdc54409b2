"""Documents as their reviewers left them: what outputs are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, and_, exists, select

from audit.judgements.deciding import history
from audit.judgements.figures import MEANING
from audit.judgements.lines import Judgement, Scope, Verdict
from audit.judgements.queue import conditions
from audit.judgements.records import Decision, QueueFilter
from audit.judgements.schema import decisions, documents, finding_payloads, findings, form_rules
from audit.judgements.views import audited
from audit.model import Audited, Evidence, Finding, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One document's audit, and the decisions that stand about its findings, by fingerprint."""

    audited: Audited
    decided: Mapping[str, Decision]

    def artifacts(self, *, undecided: bool = False) -> Audited:
        """The audit with the findings that reviewers called artifacts, mended as they said; with `undecided`, those
        that nobody has decided, too. What is right as it stands is left out."""
        kept = []
        for finding in self.audited.findings:
            decision = self.decided.get(finding.fingerprint)
            meaning = MEANING.get(decision.state) if decision else None
            if decision is not None and meaning == "artifact":
                kept.append(mended(finding, decision))
            elif meaning is None and undecided:
                kept.append(finding)
        return replace(self.audited, findings=tuple(kept))


def mended(finding: Finding, decision: Decision) -> Finding:
    """A finding with the words that a reviewer chose as its one suggestion."""
    if decision.replacement is None:
        return finding
    known = next((s for s in finding.suggestions if s.text == decision.replacement), None)
    who = " ".join(part for part in (decision.reviewer, f"on {decision.at[:10]}" if decision.at else "") if part)
    said = Evidence(kind="review", detail=f"decided by {who}" + (f": {decision.note}" if decision.note else ""))
    evidence = (*(known.evidence if known else ()), said)
    chosen = Suggestion(text=decision.replacement, confidence=1.0, safe=True, evidence=evidence)
    return replace(finding, suggestions=(chosen,))


def reviewed(connection: Connection, wanted: QueueFilter) -> Iterator[Reviewed]:
    """The documents that have a finding of the filter, one after another, with all their findings."""
    there = exists().where(and_(findings.c.document == documents.c.id, conditions(wanted)))
    names = list(connection.scalars(select(documents.c.doc).where(there).order_by(documents.c.id)))
    for doc in names:
        result, ids = audited(connection, doc)
        by_id = {id: fingerprint for fingerprint, id in ids.items()}
        standing = and_(findings.c.id.in_(ids.values()), _stands, findings.c.state != "open")
        said = {by_id[decision.finding]: decision for decision in history(connection, standing)}
        yield Reviewed(audited=result, decided=said)


_stands = and_(decisions.c.finding == findings.c.id, decisions.c.version == findings.c.version)

_VERDICTS: Mapping[str, Verdict] = {
    "accepted": "artifact",
    "edited": "artifact",
    "right-here": "no-artifact",
    "right-everywhere": "no-artifact",
    "unsure": "unsure",
    "open": "withdrawn",
}


def judgements(connection: Connection) -> Iterator[Judgement]:
    """All decisions that stand, as lines for a repository: forms first, then findings, gone ones included."""
    for rule in connection.execute(select(form_rules).order_by(form_rules.c.at, form_rules.c.form)):
        yield Judgement(
            fingerprint=rule.form,
            verdict="no-artifact",
            rule=rule.rule,
            surface=rule.surface,
            scope="form",
            reviewer=rule.reviewer,
            at=_seconds(rule.at),
            note=rule.note,
        )
    query = (
        select(decisions, findings.c.fingerprint, findings.c.context_key, findings.c.rule, finding_payloads.c.payload)
        .join(findings, _stands)
        .join(finding_payloads, finding_payloads.c.finding == findings.c.id)
        .order_by(decisions.c.id)
    )
    from audit.judgements.deciding import finding_of

    for row in connection.execute(query):
        finding = finding_of(row)
        yield line(finding, _VERDICTS[row.state], row.replacement, row.reviewer, row.at, row.note)


def line(
    finding: Finding,
    verdict: Verdict,
    replacement: str | None,
    reviewer: str,
    at: str,
    note: str,
    scope: Scope = "here",
) -> Judgement:
    """A decision about a finding as a line."""
    return Judgement(
        fingerprint=finding.fingerprint,
        verdict=verdict,
        rule=finding.rule,
        surface=finding.span.text,
        doc=finding.span.doc,
        context_key=finding.context_key,
        scope=scope,
        replacement=replacement,
        reviewer=reviewer,
        at=_seconds(at),
        note=note,
    )


def of_document(document: Reviewed) -> list[Judgement]:
    """The decisions about one document as lines."""
    found = []
    for finding in document.audited.findings:
        said = document.decided.get(finding.fingerprint)
        if said is not None:
            verdict = _VERDICTS[said.state]
            found.append(line(finding, verdict, said.replacement, said.reviewer, said.at, said.note))
    return found


def _seconds(at: str) -> str:
    return at[:19] + "Z" if len(at) > 19 else at
