"""The ledger for readers: the entities with artifacts or several ways, then who changed; or one entity in full."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from audit.ledger.drift import Change, changes, ways_of
from audit.ledger.model import Entity, Form
from audit.reports.view import visible

if TYPE_CHECKING:
    from audit.ledger.files import Row

_SHOWN = 6


def show(out: TextIO, rows: Iterable[Row], documents: int, *, top: int, whole: bool) -> None:
    """Write the table, or (`whole`) every form of each entity; `top` rows at most, those with most artifacts first."""
    if whole:
        for _, entity in rows:
            out.writelines(line + "\n" for line in _entity(entity))
        return
    counted = artifacts = 0
    found: list[Change] = []

    def notable() -> Iterator[Entity]:
        nonlocal counted, artifacts
        for _, entity in rows:
            counted += 1
            artifacts += entity.verdicts()["artifact"]
            found.extend(changes(entity))
            if entity.verdicts()["artifact"] or len(ways_of(entity)) > 1:
                yield entity

    best = heapq.nsmallest(top, notable(), key=lambda e: (-e.verdicts()["artifact"], -e.verdicts().total(), e.name))
    out.write(f"{_some(documents, 'document')}, {_some(counted, 'entity')}, {_some(artifacts, 'artifact')}\n")
    if best:
        out.write("\nartifacts  variants  right  entity\n")
    for entity in best:
        verdicts = entity.verdicts()
        row = f"{verdicts['artifact']:9}  {verdicts['variant']:8}  {verdicts['right']:5}  "
        out.write(row + visible(entity.name) + (f" ({entity.kind})" if entity.kind else "") + "\n")
        out.write(" " * len(row) + _ways(entity) + "\n")
    if found:
        out.write("\nchanges\n")
    for change in sorted(found, key=lambda change: (change.since, change.source, change.entity)):
        out.write(f"  {_change(change)}\n")


def _ways(entity: Entity) -> str:
    ways = sorted(ways_of(entity).items(), key=lambda item: (-sum(f.count for f in item[1]), item[0]))
    shown = [f"{visible(way)} {sum(form.count for form in forms)}" for way, forms in ways[:_SHOWN]]
    more = [f"{len(ways) - _SHOWN} more"] if len(ways) > _SHOWN else []
    return ", ".join(shown + more)


def _change(change: Change) -> str:
    return (
        f"{change.since}  {change.by} {visible(change.source)} writes {visible(change.form)} for "
        f"{visible(change.entity)}, before {visible(change.replaced)}: {change.before:.0%} of {change.counts[0]} "
        f"before, {change.after:.0%} of {change.counts[1]} since"
    )


def _entity(entity: Entity) -> Iterator[str]:
    yield visible(entity.name) + (f" ({entity.kind})" if entity.kind else "")
    for text, form in sorted(entity.forms.items(), key=lambda item: (-item[1].count, item[0])):
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(form.verdicts.items()))
        by = ", ".join(basis for basis in sorted(form.bases))
        yield f"  {visible(text)}: {verdicts} in {_some(form.documents, 'document')}; by {by}"
        yield from _details(form)
    for change in changes(entity):
        yield f"  {_change(change)}"


def _details(form: Form) -> Iterator[str]:
    if form.first is not None:
        published, doc, start, end = form.first
        day = f"{published}, " if published else ""
        yield f"      first seen {day}{visible(doc)}, characters {start + 1:,} to {end:,}"
    for by in ("outlet", "engine"):
        counts = form.by(by)
        if counts:
            yield f"      {by}s: " + ", ".join(f"{visible(name)} {n}" for name, n in counts.most_common(_SHOWN))
    if form.pivots:
        yield "      through: " + ", ".join(
            f"{lang} {visible(p)} {n}" for (lang, p), n in form.pivots.most_common(_SHOWN)
        )


def _some(count: int, what: str) -> str:
    if count == 1:
        return f"1 {what}"
    return f"{count:,} {what[:-1]}ies" if what.endswith("y") else f"{count:,} {what}s"
