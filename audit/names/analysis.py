"""The name stage over one document: which names of the translation differ from their originals, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.model import Hit, RouteStep, Suggestion
from audit.names.alone import alone_hits
from audit.names.alone_pivot import ledger
from audit.names.dotted import dotted_hits
from audit.names.linkedstage import linked_hits
from audit.names.missing import missing_hits
from audit.names.pivot_bodies import body_hits
from audit.names.pivotstage import pivot_hits
from audit.names.renderings import rendering_hits
from audit.names.spelled import with_suggestions
from audit.names.stage import Stage, prepare
from audit.names.variants import variant_hits

if TYPE_CHECKING:
    from audit.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAnalysis:
    """Hits by rule id, made together because the rules share mentions and decide between each other."""

    hits: dict[str, tuple[Hit, ...]]


def analyse(context: Context) -> NameAnalysis:
    """Run the name stage: first against linked originals, then against the authority, then within the text."""
    stage = prepare(context)
    found: dict[str, list[Hit]] = defaultdict(list)
    for rule, hit in linked_hits(context, stage):
        found[rule].append(hit)
    for rule, hits in alone_hits(context).items():
        for hit in hits:
            _join(found, rule, hit)
    for hit in body_hits(context, _spans(found)):
        found["mangled-name"].append(hit)
    for hit in pivot_hits(context, stage, _spans(found)):
        found["mangled-name"].append(hit)
    for hit in dotted_hits(context, stage, _spans(found)):
        found["mangled-name"].append(hit)
    for hit in rendering_hits(context, stage):
        if not _add_suggestion(found["mangled-name"], hit):
            _join(found, "inconsistent-name", hit)
    if context.document.pivot is not None:
        glossed = ledger(context.document.pivot.text)
        for rule in ("mangled-name", "inconsistent-name"):
            found[rule] = list(with_suggestions(found[rule], context.text, glossed))
    for hit in variant_hits(context, stage, _spans(found)):
        found["inconsistent-name"].append(hit)
    for hit in missing_hits(context, stage, _spans(found)):
        found["missing-name"].append(hit)
    ways = _ways(context.pivot_lang)
    return NameAnalysis(
        hits={
            rule: tuple(sorted((_with_way(hit, ways) for hit in hits), key=lambda h: h.start))
            for rule, hits in found.items()
        }
    )


def _ways(lang: str | None) -> frozenset[str] | None:
    """The languages that names can have come through: that of the pivot, with Ukrainian also Russian; None: any."""
    if lang is None:
        return None
    return frozenset({"ru", "uk"}) if lang in {"ru", "uk"} else frozenset({lang})


def _with_way(hit: Hit, ways: frozenset[str] | None) -> Hit:
    """The hit without a route through another language than that of the pivot: likely forms are guesses."""
    if ways is None or all(step.lang in ways for step in hit.route):
        return hit
    return replace(hit, route=tuple(step for step in hit.route if step.lang in ways))


def _spans(found: dict[str, list[Hit]]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hits in found.values() for hit in hits]


def _add_suggestion(hits: list[Hit], hit: Hit) -> bool:
    """Give a hit's suggestion to the one of the same place that has none; False where there is no such place."""
    for n, other in enumerate(hits):
        if (other.start, other.end) == (hit.start, hit.end) and not other.suggestions:
            hits[n] = replace(
                other,
                confidence=max(other.confidence, hit.confidence),
                suggestions=hit.suggestions,
                evidence=other.evidence + hit.evidence,
            )
            return True
    return False


def _join(found: dict[str, list[Hit]], rule: str, hit: Hit) -> None:
    """Add a hit of the authority: it supports, replaces or yields to what the originals say of the same place.

    It yields where they put several words of it right, each for itself: Wei and Shengluo in "Wei Shengluo".
    """
    inside = [other for hits in found.values() for other in hits if hit.start <= other.start and other.end <= hit.end]
    if len(inside) > 1 and all(_linked(other) and other.suggestions for other in inside):
        return
    for other_rule, hits in found.items():
        for n, other in enumerate(hits):
            if not (hit.start < other.end and other.start < hit.end):
                continue
            if other.suggestions and not hit.suggestions:
                hits[n] = replace(other, confidence=max(other.confidence, hit.confidence))
            elif _texts(hit.suggestions) & _texts(other.suggestions):
                joint = 1 - (1 - hit.confidence) * (1 - other.confidence)
                hits[n] = replace(
                    other,
                    confidence=min(0.99, joint),
                    evidence=other.evidence + hit.evidence,
                    route=_surer(other.route, hit.route),
                )
            elif hit.confidence > _claim(other) + 0.1 or (
                hit.end - hit.start > other.end - other.start and hit.confidence > 0.8
            ):
                hits[n] = hit
                if other_rule != rule:
                    del hits[n]
                    found[rule].append(hit)
            return
    found[rule].append(hit)


def _claim(hit: Hit) -> float:
    """How sure a hit is of what it suggests: under a link a place may be surely wrong, and its correction not."""
    return hit.suggestions[0].confidence if _linked(hit) and hit.suggestions else hit.confidence


def _linked(hit: Hit) -> bool:
    return any(evidence.kind == "original" for evidence in hit.evidence[:1])


def _surer(mine: tuple[RouteStep, ...], theirs: tuple[RouteStep, ...]) -> tuple[RouteStep, ...]:
    """The route with a form that is known, before one with a likely form."""
    if mine and not any(step.detail.startswith("likely form") for step in mine):
        return mine
    return theirs or mine


def _texts(suggestions: Sequence[Suggestion]) -> set[str]:
    return {word for s in suggestions[:1] for word in s.text.casefold().split()[-1:]}


__all__ = ["NameAnalysis", "Stage", "analyse"]
