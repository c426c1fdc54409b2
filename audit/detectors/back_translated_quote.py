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
from audit.detectors._quotations import Quotation, content, distance, nearness, parts, quotations, words
from audit.detectors._sides import Pair, beside, linked_sentences, place
from audit.model import Evidence, Hit, Rule, Suggestion
from corpora.documents import Span

RULE = Rule(id="back-translated-quote", category="quote", severity="major", mqm="Accuracy/Mistranslation")

_NEAR = 0.34
_END = ".,;:!?…"
_OTHER_TONGUE = re.compile(
    r"\b(?:said|speaking|spoke|told [^.]{1,40}|asked|wrote|posted)[^.]{0,40} in (?P<lang>[A-Z][a-z]+(?:ian|ish|ese"
    r"|man|nch|bic|rew|ew|ai|li|du))\b"
    r"|\bthrough (?:an? )?(?:interpreter|translator)"
)
_LONGEST_RUN = 6
_BESIDE = 300

Choice = tuple[float, float, Quotation, Quotation, Span]


def detect(context: Context) -> Iterator[Hit]:
    """One hit a quotation, or a part of one, that has another wording in the original."""
    choices: list[Choice] = []
    for pair in linked_sentences(context):
        ours = [q for q in quotations(context.text, pair.start, pair.end) if len(words(q.text)) >= 3]
        choices += [choice for quote in ours for choice in _choices(context, pair, quote, ours)]
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


def _choices(context: Context, pair: Pair, quote: Quotation, ours: list[Quotation]) -> Iterator[Choice]:
    """Published quotations, or runs of their parts, that may be what `quote` was: likeness, rank, places, span."""
    mine = words(quote.text)
    if _verbatim(mine, "\n".join([*(span.text for span in pair.originals), beside(context, pair)])):
        return
    for span in pair.originals:
        text = context.originals[span.doc].text if span.doc in context.originals else ""
        inside = [q for q in quotations(text, span.start, span.end) if content(words(q.text))]
        around = [q for q in _around(text, span) if content(words(q.text))]
        for theirs, where in ((inside, 0.0), (around, -0.1)):
            for near, rank, found in _runs(mine, text, theirs):
                whole = any(q.start == found.start and q.end == found.end for q in theirs)
                aligned = where == 0.0 and len(theirs) == len(ours) and _holds(theirs[ours.index(quote)], found)
                least = 0.2 if aligned and whole else _NEAR - where
                if near >= least:
                    yield near, rank + where + 0.15 * aligned + 0.1 * whole, quote, found, span


def _holds(quote: Quotation, part: Quotation) -> bool:
    return quote.start <= part.start and part.end <= quote.end


def _around(text: str, span: Span) -> Iterator[Quotation]:
    """Quotations just before and behind a linked stretch: the next sentence may hold the second half."""
    for quote in quotations(text, max(0, span.start - _BESIDE), min(len(text), span.end + _BESIDE)):
        if quote.end <= span.start or quote.start >= span.end:
            yield quote


def _runs(mine: list[str], text: str, theirs: list[Quotation]) -> Iterator[tuple[float, float, Quotation]]:
    """Runs of neighbouring parts of quotations, of about the same length: likeness, rank, the run with its words."""
    pieces = [piece for quote in theirs for piece in parts(quote)]
    for a in range(len(pieces)):
        for b in range(a + 1, min(len(pieces), a + _LONGEST_RUN) + 1):
            joined = _join(text, pieces[a:b], theirs)
            other = words(joined)
            if len(other) >= 2 and 0.4 <= len(other) / len(mine) <= 2.5:
                near = nearness(mine, other)
                yield near, near, Quotation(pieces[a].start, pieces[b - 1].end, joined)


def _join(text: str, pieces: list[Quotation], quotes: list[Quotation]) -> str:
    """The words of neighbouring parts as they stand; what stands between two quotations is left out."""
    said = [
        text[max(q.start, pieces[0].start) : min(q.end, pieces[-1].end)]
        for q in quotes
        if q.start < pieces[-1].end and pieces[0].start < q.end
    ]
    joined = said[0] if said else ""
    for piece in said[1:]:
        stop = "." if piece[:1].isupper() and joined.endswith(",") else ""
        joined = f"{joined.rstrip(',') if stop else joined}{stop} {piece}"
    return joined


def _verbatim(mine: list[str], text: str) -> bool:
    return f" {' '.join(mine)} " in f" {' '.join(words(text))} "


def _hit(quote: Quotation, span: Span, theirs: Quotation, near: float) -> Hit | None:
    published = theirs.text
    mine, other = words(quote.text), words(published)
    far = distance(mine, other)
    if mine == other or _only_spelling(mine, other):
        return None
    text, fix = quote.text, published
    if text[-1] != fix[-1]:
        text, fix = text.rstrip(_END), fix.rstrip(_END)
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
