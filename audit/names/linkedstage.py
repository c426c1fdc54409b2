"""Names under links: from sentence links to hits, with propagation over the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.channels import LANGUAGES, channel
from audit.model import Evidence, Hit, RouteStep, Suggestion
from audit.names.authority import places
from audit.names.datelines import unshouted
from audit.names.exonyms import stale_form
from audit.names.mentions import Sentence
from audit.names.pivotstage import known_people
from audit.names.tokens import fold
from audit.names.vocabulary import given_names, rarity

if TYPE_CHECKING:
    from audit.context import Context


from audit.names.linkedcases import calqued, form_slips, gaps, glosses, in_another_order, institutions, named_by_meaning
from audit.names.russified import RUSSIAN_FORM
from audit.names.spread import elsewhere, propagate, story_wide, strays
from audit.names.stage import Case, Stage


def linked_hits(context: Context, stage: Stage) -> Iterator[tuple[str, Hit]]:
    """Hits of the rule mangled-name from linked originals."""
    gaps(stage)
    form_slips(stage, context.text)
    institutions(stage, context.text)
    named_by_meaning(stage, context.text)
    glosses(stage, context.text)
    calqued(stage, context.text)
    propagate(stage)
    strays(stage)
    elsewhere(stage, context)
    story_wide(stage, context)
    in_another_order(stage, context.text)
    for case in _best(stage.cases):
        if not _stale_place(stage, case, context) and not _gazetteer_name(stage, case, context):
            yield "mangled-name", _hit(stage, case, context)


def _best(cases: Sequence[Case]) -> list[Case]:
    """The most confident case for every place."""
    out: list[Case] = []
    taken: set[tuple[int, int]] = set()
    for case in sorted(cases, key=lambda c: (-c.confidence, c.number, c.first)):
        span = {(case.number, i) for i in range(case.first, case.last + 1)}
        if span & taken:
            continue
        taken |= span
        out.append(case)
    return sorted(out, key=lambda c: (c.number, c.first))


def _stale_place(stage: Stage, case: Case, context: Context) -> bool:
    """Whether the place is one that the rule stale-exonym speaks of, with more to say."""
    tokens = stage.sentences[case.number].tokens
    form = stale_form(context.text[tokens[case.first].start : tokens[case.last].bare])
    if form is None or not form.applies(context.settings.style, context.as_of):
        return False
    return fold(form.replacement(context.settings.style, context.as_of)) == fold(case.text)


def _gazetteer_name(stage: Stage, case: Case, context: Context) -> bool:
    """Whether the translation has the gazetteer's own name of the very place that the original spells otherwise."""
    if case.subtype != "respelled" or not case.text:
        return False
    tokens = stage.sentences[case.number].tokens
    first, last = case.around or (case.first, case.last)
    if first == last:
        return False  # Davis is a place somewhere, too
    start, end = tokens[first].start, tokens[last].bare
    written = context.text[start:end]
    wanted = written[: tokens[case.first].start - start] + case.text + context.text[tokens[case.last].bare : end]
    meant = {place.ref for place in places().find(wanted)}
    return any(place.ref in meant and fold(place.name) == fold(written) for place in places().find(written))


def _route(case: Case, surface: str, context: Context, sentence: Sentence) -> tuple[str, tuple[RouteStep, ...]]:
    """Subtype and route of a respelled name: what the channel says became of it, the pivot form where it is known."""
    said, meant = fold(surface), fold(case.text)
    if case.subtype != "respelled" or not case.text or len(case.text.split()) > 3:
        return case.subtype, ()
    lang = context.pivot_lang if context.pivot_lang in LANGUAGES else "zh"
    model = channel(lang)
    behind = context.pivot_of(sentence.start, sentence.end)
    place = model.find(behind, case.text) if behind else None
    form = behind[place[0] : place[1]] if behind and place else None
    if form is None and model.likeness(surface, case.text, 0.0) <= 0:
        return ("truncated" if meant.startswith(said) else case.subtype), ()
    steps = model.account(surface, case.text, form)
    if any("pinyin" in step.detail for step in steps):
        return "romanized-pivot", steps
    return ("truncated" if meant.startswith(said) and len(said) > 2 else case.subtype), steps


def _suggestions(case: Case, surface: str, evidence: Evidence) -> tuple[Suggestion, ...]:
    if not case.text:
        return ()
    safe = case.confidence >= _SAFE and not (_ordinary(surface) and _ordinary(case.text))
    return (Suggestion(text=case.text, confidence=case.confidence, safe=safe, evidence=(evidence,)),)


_SAFE = 0.9
"""Confidence from which a suggestion may be written without being asked about."""


def _ordinary(name: str) -> bool:
    """Whether a name is made of everyday words only ("Supervision Bureau"): translated by meaning, so that words of it
    may be right in another order, and what is put in their place alone may make a third name."""
    return all(
        rarity(key) < _RARE and key not in given_names() and key not in known_people() and not places().has(word)
        for word in name.replace("-", " ").split()
        if (key := fold(word))
    )


_SLIGHT = frozenset({"case", "diacritic", "name-order", RUSSIAN_FORM})
"""Subtypes that leave no doubt who is meant: minor, as raters mark them."""

_RARE = 5.7
"""Rarity of a word beyond which it is no everyday one."""


def _in_usual_letters(case: Case, context: Context) -> Case:
    """The case, with what it suggests in usual letters where the original's dateline has capitals throughout."""
    if not case.text.isupper():
        return case
    doc, _, where = case.ref.rpartition(":")
    document, start = context.originals.get(doc), where.partition("-")[0]
    if document is None or not start.isdigit():
        return case
    return replace(case, text=unshouted(case.text, document.text, int(start)))


def _hit(stage: Stage, case: Case, context: Context) -> Hit:
    tokens = stage.sentences[case.number].tokens
    start, end = tokens[case.first].start, tokens[case.last].bare
    surface = context.text[start:end]
    case = case if surface.isupper() else _in_usual_letters(case, context)
    subtype, route = _route(case, surface, context, stage.sentences[case.number])
    evidence = Evidence(
        kind="original", detail=case.why + (f": “{case.quote}”" if case.quote else ""), ref=case.ref or None
    )
    return Hit(
        start=start,
        end=end,
        message=f"“{surface}” should be “{case.text}”" if case.text else f"“{surface}” is nobody the original names",
        confidence=max(case.confidence, case.doubt),
        subtype=subtype,
        severity="minor" if subtype in _SLIGHT else None,
        category="style" if subtype == RUSSIAN_FORM else None,
        route=route,
        suggestions=_suggestions(case, surface, evidence),
        evidence=(evidence,),
        rejected=case.rejected,
    )
