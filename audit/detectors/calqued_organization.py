"""An organisation, a medium, a weapon, an initiative or a work stands under a word-by-word or pinyin form.

Why it matters: 观察者网 is Guancha and not "Observer Net", 华尔街见闻 is Wallstreetcn and not "Wall Street News",
junge Welt is no "Youth World": nobody finds the source under such a name, and some are the names of others.

Example: "By Guan Cha Zhe Wang" -> Guancha; "Surging News reported" -> The Paper; "Oriental Fortune" -> East Money;
"East Wind-41" -> DF-41; "Thousand People Plan" -> Thousand Talents Plan.

The forms come from the list of organisations, and from the pinyin of their Chinese names. Forms that are ordinary
English need the Chinese name in the pivot; forms inside longer names, and those that the linked original has, are left
alone. Literal titles of films, books and games count only where a Chinese pivot has the title in its marks.

Limits: only organisations of the list; ministries and the like that are called differently from country to country
need the linked original.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Evidence, Hit, RouteStep, Rule, Suggestion
from audit.names.alone_organisations import Calque, calques

RULE = Rule(id="calqued-organization", category="name", severity="minor", mqm="Accuracy/Mistranslation")


def detect(context: Context) -> Iterator[Hit]:
    """Yield the organisations under forms of translation, in order."""
    for calque in calques(context):
        if not _elsewhere(context, calque):
            yield _hit(context, calque)


def _elsewhere(context: Context, calque: Calque) -> bool:
    """Whether the place has linked originals, but no original of the text knows the organisation: another is meant."""
    if not context.linked(calque.start, calque.end):
        return False
    names = {calque.organisation.name, *calque.organisation.rightly}
    return not any(name in document.text for document in context.originals.values() for name in names if len(name) > 1)


def _hit(context: Context, calque: Calque) -> Hit:
    surface, name = context.text[calque.start : calque.end], calque.organisation.name
    form = calque.seen or (calque.organisation.zh[0] if calque.organisation.zh else "")
    how = "is the pinyin of" if calque.kind == "romanized-pivot" else "is word by word for"
    evidence = [
        Evidence(kind="authority", detail=f"{form or surface} is {name}", weight=2.0, ref=f"organisations:{name}")
    ]
    if calque.seen:
        evidence.append(Evidence(kind="pivot", detail=f"{calque.seen} stands in the pivot", weight=3.0))
    return Hit(
        start=calque.start,
        end=calque.end,
        message=f"{surface} {how} {form}: {name}" if form else f"{surface}: {name} is meant",
        confidence=calque.confidence,
        subtype=calque.kind,
        route=(RouteStep(lang="zh", form=form, detail=f"{name}, {form}, came back as {surface}"),) if form else (),
        suggestions=(Suggestion(text=name, confidence=round(0.95 * calque.confidence, 3), evidence=tuple(evidence)),),
        evidence=tuple(evidence),
    )
