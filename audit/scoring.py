"""Scores of translations: sacreBLEU's figures, entity accuracy, what artifacts cost; by document, group and corpus.

One pass over audited documents gathers statistics that add up (`Gathered`); `assemble` makes the figures of every row
from them. Nothing is resampled twice and no text is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from audit.model import Audited
from audit.scores.entities import Entities
from audit.scores.mended import edits, mend
from audit.scores.metrics import NAMES, SAMPLES, Figure, Metrics
from audit.scores.pairs import Pair, one_line
from audit.scores.resampling import accuracy
from audit.scores.unreferenced import Unreferenced, unreferenced
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

NO_GROUP = "(none)"
"""The label of documents that do not say their engine or outlet."""

Pairs = Callable[[Audited], Sequence[Pair]]


@dataclass(slots=True)
class Scored:
    """One document's statistics: a row for each segment in every matrix; `entities` holds right and all, names first.

    `mended` are the same statistics of the text with its name and value findings mended; `characters` how much of the
    text stands in scored segments, and how long it is.
    """

    id: str
    group: str
    keys: tuple[str, ...]
    stories: tuple[str, ...]
    counts: Mapping[str, Matrix]
    entities: Matrix
    mended: Mapping[str, Matrix] | None
    mended_entities: Matrix | None
    mended_spans: int
    characters: tuple[int, int]


@dataclass(slots=True)
class Gathered:
    """Everything that scores are made of: documents with originals, and what can be said of those without."""

    scored: list[Scored] = field(default_factory=list)
    unreferenced: list[Unreferenced] = field(default_factory=list)


class Scorer:
    """Takes audited documents one by one. `pairs` cuts a document into segments; `by` names its group.

    `given` are originals named by the user, line by line, instead of those that the audit found.
    """

    def __init__(
        self, pairs: Pairs, by: str = "engine", mended: bool = True, given: Mapping[str, Document] | None = None
    ) -> None:
        self.metrics = Metrics()
        self.gathered = Gathered()
        self._pairs, self._by, self._mended, self._given = pairs, by, mended, given
        self._entities = Entities(by_lines=given is not None)

    def add(self, audited: Audited) -> None:
        """Count one document."""
        document = audited.document
        group = group_of(document, self._by)
        pairs = self._pairs(audited)
        if not pairs:
            self.gathered.unreferenced.append(unreferenced(audited, group))
            return
        texts = [one_line(document.text[pair.start : pair.end]) for pair in pairs]
        originals = [pair.original for pair in pairs]
        counts = self.metrics.statistics(texts, originals)
        entities = self._judged(audited, pairs, texts)
        mended = mended_entities = None
        spans = 0
        if self._mended:
            changes = edits(audited.findings)
            spans = sum(any(p.start <= a and b <= p.end for p in pairs) for a, b, _ in changes)
            better = [one_line(mend(document.text, pair.start, pair.end, changes)) for pair in pairs]
            changed = [n for n, (old, new) in enumerate(zip(texts, better, strict=True)) if old != new]
            mended = self._replaced(counts, changed, better, originals)
            mended_entities = entities.copy()
            if changed:
                again = self._judged(audited, [pairs[n] for n in changed], [better[n] for n in changed])
                mended_entities[changed] = again
        self.gathered.scored.append(
            Scored(
                id=document.id,
                group=group,
                keys=tuple(pair.key for pair in pairs),
                stories=tuple(pair.story for pair in pairs),
                counts=counts,
                entities=entities,
                mended=mended,
                mended_entities=mended_entities,
                mended_spans=spans,
                characters=(sum(pair.end - pair.start for pair in pairs), len(document.text)),
            )
        )

    def _replaced(
        self, counts: Mapping[str, Matrix], changed: Sequence[int], texts: Sequence[str], originals: Sequence[str]
    ) -> Mapping[str, Matrix]:
        """The statistics with those of the changed segments counted again."""
        if not changed:
            return counts
        new = self.metrics.statistics([texts[n] for n in changed], [originals[n] for n in changed])
        out = {}
        for name in NAMES:
            out[name] = counts[name].copy()
            out[name][list(changed)] = new[name]
        return out

    def _judged(self, audited: Audited, pairs: Sequence[Pair], texts: Sequence[str]) -> Matrix:
        """For each segment: names right, names, values right, values."""
        rows = []
        for pair, text in zip(pairs, texts, strict=True):
            known = audited.originals if self._given is None else self._given
            found = self._entities.of([(known[span.doc], span) for span in pair.originals], text)
            names = [entity.right for entity in found if entity.kind == "name"]
            values = [entity.right for entity in found if entity.kind == "value"]
            rows.append([sum(names), len(names), sum(values), len(values)])
        return np.array(rows, dtype=np.float64).reshape(len(pairs), 4)


def group_of(document: Document, by: str) -> str:
    """The label of a document: its outlet, or what any other key of the input says; `NO_GROUP` where it says nothing.

    `engine` falls back to the outlet.
    """
    value: object = document.outlet if by == "outlet" else document.metadata.get(by)
    if value is None and by == "engine":
        value = document.outlet
    return str(value) if isinstance(value, str | int) and str(value).strip() else NO_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its interval: `right` of `total`; the share is None where there is nothing to count."""

    right: int
    total: int
    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of a document, a group or the corpus.

    `mended` are the scores of the text with name and value findings mended, `cost` the share of each metric's loss
    (100 - score; for TER the score) that this takes away; `covered` the share of the text that stands in segments.
    """

    label: str
    group: str | None
    documents: int
    segments: int
    covered: float
    scores: Mapping[str, Figure]
    entities: Share
    names: Share
    values: Share
    mended: Mapping[str, float] | None = None
    mended_entities: float | None = None
    mended_spans: int = 0
    cost: Mapping[str, float | None] | None = None


def row(label: str, parts: Sequence[Scored], metrics: Metrics, samples: int = SAMPLES, group: str | None = None) -> Row:
    """The figures of some documents together."""
    counts = {name: np.concatenate([part.counts[name] for part in parts]) for name in NAMES}
    scores = {name: metrics.figure(name, counts[name], samples) for name in NAMES}
    entities = np.concatenate([part.entities for part in parts])
    stories = [story for part in parts for story in part.stories]
    mended: dict[str, float] | None = None
    cost: dict[str, float | None] | None = None
    mended_share = None
    if all(part.mended is not None for part in parts):
        sums = {name: sum(part.mended[name].sum(0) for part in parts if part.mended) for name in NAMES}
        mended = {name: metrics.score(name, sums[name]) for name in NAMES}
        cost = {name: loss_share(name, scores[name].score, mended[name]) for name in NAMES}
        better = sum(part.mended_entities.sum(0) for part in parts if part.mended_entities is not None)
        total = float(better[1] + better[3])
        mended_share = float(better[0] + better[2]) / total if total else None
    inside, length = (sum(part.characters[n] for part in parts) for n in (0, 1))
    return Row(
        label=label,
        group=group,
        documents=len(parts),
        segments=len(entities),
        covered=inside / length if length else 0.0,
        scores=scores,
        entities=share(entities[:, [0, 2]].sum(1), entities[:, [1, 3]].sum(1), stories, samples),
        names=share(entities[:, 0], entities[:, 1], stories, samples),
        values=share(entities[:, 2], entities[:, 3], stories, samples),
        mended=mended,
        mended_entities=mended_share,
        mended_spans=sum(part.mended_spans for part in parts),
        cost=cost,
    )


def loss_share(name: str, score: float, mended: float) -> float | None:
    """How much of what a score lacks goes away by mending, in [-inf, 1]; None where nothing is lacking."""
    lost, left = (score, mended) if name == "ter" else (100 - score, 100 - mended)
    return (lost - left) / lost if lost > 1e-9 else None


def share(right: Matrix, total: Matrix, stories: Sequence[str], samples: int) -> Share:
    """A share of counts by segment, resampled by story."""
    value, low, high = accuracy(right, total, stories, samples)
    return Share(right=int(right.sum()), total=int(total.sum()), share=value, low=low, high=high)


def rows_by_group(gathered: Gathered, metrics: Metrics, samples: int = SAMPLES) -> list[Row]:
    """A row for each group, in the order of their first documents."""
    groups: dict[str, list[Scored]] = {}
    for part in gathered.scored:
        groups.setdefault(part.group, []).append(part)
    return [row(label, parts, metrics, samples) for label, parts in groups.items()]


def correlation(rows: Sequence[Row], metric: str = "chrf") -> dict[str, Any] | None:
    """Pearson's and Spearman's correlation of entity accuracy with a metric over groups; None below three groups."""
    from scipy.stats import pearsonr, spearmanr  # type: ignore[import-untyped]

    points = [(r.entities.share, r.scores[metric].score) for r in rows if r.entities.share is not None]
    if len(points) < 3 or len({x for x, _ in points}) < 2 or len({y for _, y in points}) < 2:
        return None
    ours, theirs = zip(*points, strict=True)
    return {
        "metric": metric,
        "groups": len(points),
        "pearson": float(pearsonr(ours, theirs).statistic),
        "spearman": float(spearmanr(ours, theirs).statistic),
    }
