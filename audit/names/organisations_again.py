"""The first word of a mangled organisation alone: "Anshi" where the text has "Anshi Semiconductor" for Nexperia."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.names.vocabulary import given_names, rarity

if TYPE_CHECKING:
    from audit.context import Context
    from audit.names.alone_organisations import Calque

_SHORTEST = 4
_STRANGE = 5.6
"""Rarity from which a word is none of the language."""

_SURER, _LESS = 0.8, 0.95


def again(context: Context, found: Iterable[Calque]) -> Iterator[Calque]:
    """Places of such words beyond those of `found`, in order; each takes what its whole form is taken for."""
    heads: dict[str, Calque] = {}
    taken = []
    for calque in found:
        taken.append((calque.start, calque.end))
        head, _, rest = context.text[calque.start : calque.end].partition(" ")
        if rest and calque.confidence >= _SURER and not calque.organisation.work and _only_here(head, rest):
            heads.setdefault(head, calque)
    for head, calque in heads.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(head)}(?![\w-])(?! [A-Z])", context.text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                organisation = replace(calque.organisation, name=_short(calque, context.text))
                yield replace(
                    calque,
                    start=match.start(),
                    end=match.end(),
                    organisation=organisation,
                    confidence=_LESS * calque.confidence,
                )


def _only_here(head: str, rest: str) -> bool:
    """Whether the first word says nothing by itself and the others say what kind of body it is."""
    key = head.casefold()
    strange = len(key) >= _SHORTEST and key.isalpha() and head[0].isupper() and rarity(key) >= _STRANGE
    usual = all(rarity(word.casefold()) < _STRANGE for word in rest.split())
    return strange and usual and key not in given_names()


def _short(calque: Calque, text: str) -> str:
    """The right name without the word for its kind that the whole form has in common with it: Alfa for Alfa Bank."""
    name, last = calque.organisation.name, text[calque.start : calque.end].rpartition(" ")[2]
    return name.removesuffix(f" {last}")
