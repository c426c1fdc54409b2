"""Pleas: the translation has somebody plead guilty where all originals have "not guilty", or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import in_quotation, place
from audit.model import Evidence, Hit, Suggestion

_PLEA = Sought(r"\b[Pp]lead(?:s|ed|ing)? (?P<what>guilty|not guilty|innocent)\b")


def pleas(context: Context) -> Iterator[Hit]:
    """Pleas of sentences whose linked originals tell of none; where they do, the sentences are compared as wholes."""
    if not context.originals:
        return
    for match in _PLEA.matches(context):
        if any(_PLEA.pattern.search(span.text) for span in context.linked(*match.span())):
            continue
        told = [(d, m) for d in context.originals.values() for m in _PLEA.pattern.finditer(d.text)]
        if not told or any(_guilty(m) == _guilty(match) for _, m in told):
            continue
        if in_quotation(context.text, match.start(), context.sentence(match.start())):
            continue
        document, right = told[0]
        words = f"{match.group().split()[0]} {right['what']}"
        evidence = Evidence(
            kind="original",
            detail=f'all originals that tell of a plea have "{right.group()}"',
            ref=place(document.span(*right.span())),
        )
        yield Hit(
            start=match.start(),
            end=match.end(),
            message=f'"{match.group()}" against "{right.group()}" in the originals',
            confidence=0.8,
            subtype="negation-lost" if _guilty(match) else "negation-added",
            suggestions=(Suggestion(text=words, confidence=0.8, evidence=(evidence,)),),
            evidence=(evidence,),
        )


def _guilty(match: re.Match[str]) -> bool:
    return match["what"] == "guilty"
