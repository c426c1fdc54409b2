"""Somebody is said to hold an office that another person held at the date of the text.

Why it matters: engines put the name that they have met most often beside a title: "NATO Secretary General Jens
Stoltenberg" in 2025 (Mark Rutte), "Vice President Pence" in 2026 (Vance). The name is a right name, rightly
spelled; only a dated table of offices, or the original, can tell.

Example: published 2025-03-07, "NATO Secretary General Jens Stoltenberg said" -> Mark Rutte.

Quiet: without a date; former, acting, deputy and would-be holders; sentences about an earlier time; 45 days around a
change; offices whose country is not clear; a name that the linked original has too. A name that sounds like the
holder's is `mangled-name`.

Limits: the table ends on a day (`known_to` in `seeds/offices`); some months later the rule falls silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.context import Context
from audit.model import Hit, Rule

RULE = Rule(id="wrong-holder", category="name", severity="major", mqm="Accuracy/Mistranslation")


def detect(context: Context) -> Iterator[Hit]:
    """Yield the names beside offices that others hold, in order."""
    yield from context.names.hits.get(RULE.id, ())
