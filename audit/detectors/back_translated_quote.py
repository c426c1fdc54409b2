"""A quotation was translated back: between quotation marks stand words that nobody said.

Quotation marks promise the speaker's own words. After English -> Chinese -> English they hold a paraphrase.

Example: "We have hope for this." where the linked original has "There are hopes for this." -> the wording
as published.

Limits: works only inside quotation marks, with a linked original that has a quotation of similar meaning; a
quotation of one or two words, one that the original does not quote, and paraphrase outside of the marks are
left alone. Where the speaker did not speak English, the published wording is itself a translation; the
evidence says so where the original does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._sides import linked_sentences, place
from audit.detectors._wordings import Choice, choices_of
from audit.model import Evidence, Hit, Rule, Suggestion
from audit.quotations import Quotation, distance, quotations, words
from corpora.documents import Span

RULE = Rule(id="back-translated-quote", category="quote", severity="major", mqm="Accuracy/Mistranslation")

_END = ".,;:!?…"
_OTHER_TONGUE = re.compile(
    r"\b(?:said|speaking|spoke|told [^.]{1,40}|asked|wrote|posted)[^.]{0,40} in (?P<lang>[A-Z][a-z]+(?:ian|ish|ese"
    r"|man|nch|bic|rew|ew|ai|li|du))\b"
    r"|\bthrough (?:an? )?(?:interpreter|translator)"
)


def detect(context: Context) -> Iterator[Hit]:
    """One hit a quotation, or a part of one, that has another wording in the original."""
    choices: list[Choice] = []
    for pair in linked_sentences(context):
        ours = [q for q in quotations(context.text, pair.start, pair.end) if len(words(q.text)) >= 3]
        choices += [choice for quote in ours for choice in choices_of(context, pair, quote, ours)]
    done: set[tuple[int, int]] = set()
    used: dict[str, list[tuple[int, int]]] = {}
    for near, _, quote, theirs, span in sorted(choices, key=lambda c: (-c[1], c[2].start)):
        taken = used.setdefault(span.doc, [])
        if (quote.start, quote.end) in done or any(a < theirs.end and theirs.start < b for a, b in taken):
            continue
        done.add((quote.start, quote.end))
        taken.append((theirs.start, theirs.end))
        if hit := _hit(quote, span, theirs, near):
            yield hit


def _hit(quote: Quotation, span: Span, theirs: Quotation, near: float) -> Hit | None:
    published = theirs.text
    mine, other = words(quote.text), words(published)
    far = distance(mine, other)
    if mine == other or _only_spelling(mine, other):
        return None
    text, fix = quote.text, published
    if text[-1] != fix[-1]:
        text, fix = text.rstrip(_END), fix.rstrip(_END + " –—-")
    if quote.text[:1].isupper() and fix[:1].islower():
        fix = fix[0].upper() + fix[1:]
    evidence = [
        Evidence(
            kind="original",
            detail=f'published as "{published}": {round(100 * far)} % of the words differ',
            ref=f"{span.doc}:{theirs.start}-{theirs.end}",
        )
    ]
    if spoken := _OTHER_TONGUE.search(span.text):
        tongue = spoken["lang"] or "another language"
        evidence.append(
            Evidence(
                kind="context",
                detail=f"first spoken in {tongue}: the published wording is a translation",
                ref=place(span),
            )
        )
    confidence = min(0.97, 0.6 + 0.5 * near) if far > 0.12 else 0.6
    return Hit(
        start=quote.start,
        end=quote.start + len(text),
        message="these are not the words as published; quotation marks promise the speaker's own",
        confidence=confidence,
        suggestions=(
            Suggestion(text=fix, confidence=round(min(0.95, 0.5 + 0.5 * near), 3), evidence=tuple(evidence[:1])),
        ),
        evidence=tuple(evidence),
    )


def _only_spelling(one: list[str], other: list[str]) -> bool:
    """Whether only spellings differ (colour, Zelenskyy): names and house style, not the wording."""
    from rapidfuzz.distance import Levenshtein

    return len(one) == len(other) and all(
        a == b or (len(a) > 3 and a[0] == b[0] and Levenshtein.distance(a, b) <= 2 and a[-1:] not in "sd")
        for a, b in zip(one, other, strict=True)
    )
