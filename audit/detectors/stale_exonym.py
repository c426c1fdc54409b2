"""A place stands under a form that English-language news has given up, or under a word-by-word one.

Why it matters: translations bring the form of the language between: Kiev, Kharkov, Zaporozhye, Lvov through Russian or
through Chinese characters that were chosen after the Russian; Red Army City for Krasnoarmeysk. Readers take it for
ignorance, or for a side taken.

Example: "Luhansk, Donetsk, Zaporozhye, and Kherson" -> Zaporizhzhia; the mixture with Luhansk is part of the evidence.

What counts is the house style (`--style`) and the date: a text of 2010 keeps Kiev. A form that no main style writes any
more is of category name; one that only the chosen style avoids is of category style. Quiet: fixed phrases (chicken
Kiev, Kievan Rus), titles of works, places of that name elsewhere (Odessa, Texas), what is said of earlier times, and
forms that the linked original has.

Limits: without a date the neutral style only looks at texts that mix conventions; forms that are also surnames
(Nikolayev) need the country or the pivot beside them.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Evidence, Hit, RouteStep, Rule, Suggestion
from audit.names.alone_places import Stale, stale

RULE = Rule(id="stale-exonym", category="name", severity="minor", mqm="Locale convention/Name format")


def detect(context: Context) -> Iterator[Hit]:
    """Yield the stale and literal forms of places, in order."""
    for found in stale(context):
        yield _hit(context, found)


def _hit(context: Context, found: Stale) -> Hit:
    surface = context.text[found.start : found.end]
    place = found.form.place
    evidence = tuple(Evidence(kind="style", detail=why, weight=1.0, ref=f"exonyms:{place.name}") for why in found.why)
    form = (place.ru if place.route in {"ru", "uk"} else place.zh) or place.name
    return Hit(
        start=found.start,
        end=found.end,
        message=f"{surface} is no current English form of {found.instead}",
        confidence=found.confidence,
        subtype="literal" if found.form.kind == "literal" else "stale",
        category="name" if found.everywhere else "style",
        route=(RouteStep(lang=place.route, form=form, detail=f"{surface} follows {form}"),),
        suggestions=(
            Suggestion(
                text=found.instead, confidence=found.confidence, safe=found.confidence >= 0.9, evidence=evidence
            ),
        ),
        evidence=evidence,
    )
