"""Sentence evidence: which of a few originals the sentences of a translation come from, whole or in part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from audit.alignment.matching import match
from audit.alignment.runs import Fit
from audit.alignment.sides import Side, total_weight
from audit.alignment.weights import model, probability
from audit.model import Candidate, Evidence
from audit.retrieval.cut import cut
from audit.retrieval.dates import prior_of
from audit.retrieval.pool import Pool
from audit.settings import Settings
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHOLE_SHARE = 0.55
LIKELY = 0.5
FAINT = 0.02
TEXT_ENOUGH = 0.15
"""Probability from which a text counts as an original. Below one half, as a lost original costs more than a false one;
`scripts/fit_texts.py` prints what it loses and lets in on stories left out of the fit."""
FOREIGN_ENOUGH = 0.4
"""The same for a text in another language, which has no words in common with its original: its best pair, how many
pairs fit and how often they follow each other decide (`scripts/fit_foreign.py`)."""
FOREIGN_NAMES = (
    "first", "second", "sum", "sentences", "shared", "names", "numbers", "words", "rows", "best", "all", "follow",
)  # fmt: skip
FOLLOWS = 3
"""Sentences of the original by which the next sentence of the text may move on in it."""
TEXT_NAMES = ("first", "second", "sum", "sentences", "told", "all_told", "rows", "best")


def sides(lines: Sequence[str], originals: Sequence[Document]) -> tuple[Side, Side, list[tuple[tuple[int, int], ...]]]:
    """The sentences of a translation and of some originals ready to be compared, and where the latter stand."""
    spans = [cut(original.text) for original in originals]
    texts = [[one.text[a:b] for a, b in cuts] for one, cuts in zip(originals, spans, strict=True)]
    return Side.of([lines]), Side.of(texts), spans


def weigh_texts(
    document: Document,
    lines: Sequence[str],
    originals: Sequence[Document],
    pool: Pool,
    settings: Settings,
    cross: bool = False,
) -> list[Candidate]:
    """Candidates among some originals by the sentences that fit, best first; those without any are left out.

    `cross` says that the text is in another language. The comparison is kept for the lining up that follows.
    """
    ours, theirs, spans = sides(lines, originals)
    fit = match(ours, theirs, pool.weigh, prior_of(document, originals, spans, settings), cross)
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
        features = foreign_features(fit, columns) if cross else text_features(fit, columns)
        score = float(probability(model("foreign_text" if cross else "text").logit(features[None, :]))[0])
        if score < (FOREIGN_ENOUGH if cross else TEXT_ENOUGH):
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
    """What speaks for one original as a whole, in order of TEXT_NAMES.

    Its best pair, all its pairs, how much they tell in common (everyday sentences are alike by chance, and tell
    little), and whether other originals explain the best pair better.
    """
    chance = fit.chance[:, columns]
    rows = chance.max(axis=1)
    row = int(rows.argmax())
    column = int(columns[chance[row].argmax()])
    told: dict[int, float] = {}
    everything = 0.0
    for place in np.flatnonzero(rows >= FAINT):
        other = int(columns[chance[place].argmax()])
        common = float(rows[place]) * in_common(fit, int(place), other)
        everything += common
        if rows[place] >= LIKELY:
            told[other] = max(told.get(other, 0.0), common)
    return np.array(
        [
            float(np.clip(fit.first[row, column], -9.0, 9.0)),
            float(np.clip(fit.second[row, column], -9.0, 9.0)),
            float(np.log1p(rows.sum())),
            float(min(3, int((rows >= LIKELY).sum()))),
            float(np.log1p(sum(told.values()))),
            float(np.log1p(everything)),
            float(np.log1p(len(fit.ours))),
            float(rows[row] >= fit.chance.max(axis=1)[row] - 1e-9),
        ]
    )


def foreign_features(fit: Fit, columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """What speaks for one original of a text in another language, in the order of the weights `foreign_text`.

    Its best pair with what that shares (words in Latin letters, names, numbers), all its pairs, whether other originals
    explain the best pair better, and how many sentences that fit follow each other in both texts.
    """
    chance = fit.chance[:, columns]
    rows = chance.max(axis=1)
    row = int(rows.argmax())
    column = int(columns[chance[row].argmax()])
    places = np.where(rows >= LIKELY, chance.argmax(axis=1), -len(columns) * FOLLOWS)
    steps = np.diff(places)
    follow = int(((places[1:] >= 0) & (places[:-1] >= 0) & (steps >= 0) & (steps <= FOLLOWS)).sum())
    ours, theirs = fit.ours.sentences[row], fit.theirs.sentences[column]
    return np.array(
        [
            float(np.clip(fit.first[row, column], -9.0, 9.0)),
            float(np.clip(fit.second[row, column], -9.0, 9.0)),
            float(np.log1p(rows.sum())),
            float(min(3, int((rows >= LIKELY).sum()))),
            float(np.log1p(math.fsum(fit.weigh(term) for term in ours.terms & theirs.terms))),
            float(min(3, len(set(ours.names) & set(theirs.names)))),
            float(min(2, len(ours.numbers & theirs.numbers))),
            float(np.log1p(min(ours.words, theirs.words))),
            float(np.log1p(len(fit.ours))),
            float(rows[row] >= fit.chance.max(axis=1)[row] - 1e-9),
            float(np.log1p((rows >= LIKELY).sum())),
            float(np.log1p(follow)),
        ]
    )


def in_common(fit: Fit, row: int, column: int) -> float:
    """The weight of the words that a pair of sentences shares, times the share of these in both."""
    ours, theirs = fit.ours.sentences[row], fit.theirs.sentences[column]
    shared = math.fsum(fit.weigh(term) for term in ours.terms & theirs.terms)
    return shared * 2 * shared / (total_weight(ours, fit.weigh) + total_weight(theirs, fit.weigh))
