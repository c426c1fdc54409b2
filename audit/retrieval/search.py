"""From a text to its likely originals: a search by words, then sentence evidence on the few that come back."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.matching import match
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.weights import model, probability
from audit.model import Candidate, Evidence
from audit.retrieval.cut import cut
from audit.retrieval.pool import Pool
from audit.retrieval.terms import terms
from audit.settings import Settings
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHOLE_LIMIT = 8
PART_LIMIT = 2
QUERY_TERMS = 120
STRETCH = 6
WHOLE_SHARE = 0.55
FRESH_DAYS = 3
LIKELY = 0.5
TEXT_ENOUGH = 0.3
TEXT_NAMES = (
    "first", "second", "sum", "sentences", "shared", "names", "numbers", "words", "rows", "best",
)  # fmt: skip
SAME_WORDS = 0.9
YOUNG_NAMED = 5


def likely(
    document: Document, sentences: Sequence[tuple[int, int]], pool: Pool, settings: Settings
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The likely originals, best first, and one-line notes on what was found but not used."""
    lines = [document.text[start:end] for start, end in sentences]
    found = shortlist_by_meaning(lines, pool) if foreign(document) else shortlist(lines, pool)
    notes: list[str] = []
    kept = []
    young = 0
    for id in found:
        original = pool.get(id)
        if id == document.id or same_words(document.text, original.text):
            notes.append(f"{id}: is the translation itself, set aside")
        elif too_young(document, original, settings):
            young += 1
            if young <= YOUNG_NAMED:
                notes.append(f"{id}: published {original.published}, after the translation, and therefore not used")
        elif not too_old(document, original, settings):
            kept.append(original)
    if young > YOUNG_NAMED:
        notes.append(f"{young - YOUNG_NAMED} more texts were published after the translation and are not used")
    if not kept or not lines:
        return (), tuple(notes)
    return tuple(weigh_texts(document, lines, kept, pool, settings)), tuple(notes)


def shortlist(lines: Sequence[str], pool: Pool) -> list[str]:
    """Ids of the originals whose words fit the whole text or one of its sentences."""
    queries = [{term: pool.weigh(term) for term in set(terms(line))} for line in lines]
    whole: Counter[str] = Counter()
    for query in queries:
        whole.update(query)
    first = dict(whole.most_common(QUERY_TERMS))
    hits, *rest = pool.search([first, *queries], WHOLE_LIMIT)
    found = dict.fromkeys(id for id, _ in hits)
    for row in rest:
        found.update(dict.fromkeys(id for id, _ in row[:PART_LIMIT]))
    return list(found)


def foreign(document: Document) -> bool:
    """Whether a document is not English: a pivot that is audited by itself."""
    return document.lang is not None and document.lang.split("-")[0].lower() not in ("en", "und", "")


def shortlist_by_meaning(lines: Sequence[str], pool: Pool) -> list[str]:
    """Ids of the originals whose beginnings mean what a text in another language, or a stretch of it, means.

    Names and numbers in Latin script are searched as words besides.
    """
    stretches = [" ".join(lines[:STRETCH])] + [
        " ".join(lines[at : at + STRETCH]) for at in range(0, len(lines), STRETCH)
    ]
    hits, *rest = pool.search_meaning(stretches, WHOLE_LIMIT)
    found = dict.fromkeys(id for id, _ in hits)
    for row in rest:
        found.update(dict.fromkeys(id for id, _ in row[:PART_LIMIT]))
    found.update(dict.fromkeys(shortlist([line for line in lines if any(map(str.isascii, line))], pool)[:WHOLE_LIMIT]))
    return list(found)


def weigh_texts(
    document: Document, lines: Sequence[str], originals: Sequence[Document], pool: Pool, settings: Settings
) -> list[Candidate]:
    """Candidates among some originals by the sentences that fit, best first; those without any are left out."""
    spans = [cut(original.text) for original in originals]
    texts = [[one.text[a:b] for a, b in cuts] for one, cuts in zip(originals, spans, strict=True)]
    prior = prior_of(document, originals, spans, settings)
    fit = match(Side.of([lines]), Side.of(texts), pool.weigh, prior, foreign(document))
    owner = np.array(fit.theirs.document)
    result = []
    for number, original in enumerate(originals):
        columns = np.flatnonzero(owner == number)
        if not len(columns):
            continue
        best = fit.chance[:, columns].max(axis=1)
        fitting = best >= LIKELY
        if not fitting.any():
            continue
        score = float(probability(model("text").logit(text_features(fit, columns)[None, :]))[0])
        if score < TEXT_ENOUGH:
            continue
        length = np.array([len(line) for line in lines], dtype=float)
        share = float(length[fitting].sum() / length.sum())
        detail = f"{int(fitting.sum())} of {len(lines)} sentences fit, {share:.0%} of the text"
        result.append(
            (
                score + float(best.sum()),
                Candidate(
                    original=original.id,
                    score=round(score, 4),
                    relation="whole" if share >= WHOLE_SHARE else "part",
                    evidence=(Evidence(kind="sentences", detail=detail, ref=original.id),),
                ),
            )
        )
    result.sort(key=lambda row: (-row[0], row[1].original))
    return [candidate for _, candidate in result]


def text_features(fit: Fit, columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """What speaks for one original as a whole: its best pair, all its pairs, and whether others explain them better."""
    chance = fit.chance[:, columns]
    rows = chance.max(axis=1)
    row = int(rows.argmax())
    column = int(columns[chance[row].argmax()])
    ours, theirs = fit.ours.sentences[row], fit.theirs.sentences[column]
    common = ours.terms & theirs.terms
    mine = fit.chance.max(axis=1)
    return np.array(
        [
            float(np.clip(fit.first[row, column], -9.0, 9.0)),
            float(np.clip(fit.second[row, column], -9.0, 9.0)),
            float(np.log1p(rows.sum())),
            float(min(3, int((rows >= LIKELY).sum()))),
            float(np.log1p(sum(fit.weigh(term) for term in common))),
            float(min(3, len(set(ours.names) & set(theirs.names)))),
            float(min(2, len(ours.numbers & theirs.numbers))),
            float(np.log1p(min(ours.words, theirs.words))),
            float(np.log1p(len(fit.ours))),
            float(rows[row] >= mine[row] - 1e-9),
        ]
    )


def prior_of(
    document: Document, originals: Sequence[Document], texts: Sequence[Sequence[object]], settings: Settings
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For every sentence of the originals, what their dates add to the log-odds: older reports are less likely."""
    when = document.published or settings.as_of
    values = [age_penalty(when, original.published) for original in originals]
    return np.repeat(np.array(values), [len(text) for text in texts])


def age_penalty(translated: date | None, published: date | None) -> float:
    """Log-odds for the age of a report: 0 up to three days or without a date, then falling with its logarithm."""
    if translated is None or published is None:
        return 0.0
    days = (translated - published).days
    return 0.0 if days <= FRESH_DAYS else -1.5 * math.log(days / FRESH_DAYS)


def too_old(document: Document, original: Document, settings: Settings) -> bool:
    """Whether an original lies further before the translation than the settings' window."""
    when = document.published or settings.as_of
    if when is None or original.published is None or settings.window_days is None:
        return False
    return (when - original.published).days > settings.window_days


def too_young(document: Document, original: Document, settings: Settings) -> bool:
    """Whether an original was published after the translation and may therefore not be used."""
    when = document.published or settings.as_of
    if when is None or original.published is None or settings.later_originals:
        return False
    return original.published > when


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same text, letter case and punctuation aside (nine tenths of their word triples)."""
    if not 0.8 < (len(one) + 1) / (len(other) + 1) < 1.25:
        return False
    left, right = _triples(one), _triples(other)
    union = sum((left | right).values())
    return union > 0 and sum((left & right).values()) / union >= SAME_WORDS


def _triples(text: str) -> Counter[tuple[str, ...]]:
    words = terms(text)
    if len(words) < 3:
        return Counter([tuple(words)])
    return Counter(zip(words, words[1:], words[2:], strict=False))


SAME_MATTER_DAYS = 14


def same_days(
    document: Document, sentences: Sequence[tuple[int, int]], pool: Pool, settings: Settings, limit: int
) -> tuple[str, ...]:
    """Ids of dated pool texts on the same matter, at most two weeks older than the document and not younger."""
    when = document.published or settings.as_of
    if when is None or not sentences:
        return ()
    lines = [document.text[start:end] for start, end in sentences]
    out = []
    for id in shortlist(lines, pool):
        original = pool.get(id)
        if original.published is None or id == document.id or same_words(document.text, original.text):
            continue
        if 0 <= (when - original.published).days <= SAME_MATTER_DAYS:
            out.append(id)
    return tuple(out[:limit])
