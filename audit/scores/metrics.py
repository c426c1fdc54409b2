"""sacreBLEU's metrics over segments, kept as statistics that add up: any set of segments is scored by adding.

Statistics, scores, resampling and p-values are sacreBLEU's own (Post 2018; Koehn 2004 for the paired bootstrap; Popović
2017 for chrF++; Snover et al. 2006 for TER), so every figure equals the one that the `sacrebleu` command prints for the
same segments; tests compare them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Drawn = NDArray[np.int64]

NAMES = ("bleu", "chrf", "ter")
TITLES = {"bleu": "BLEU", "chrf": "chrF2++", "ter": "TER"}
SAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A score with its 95 % bootstrap interval [low, high]; `mean` and `half` are sacreBLEU's "mean ± half"."""

    score: float
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    half: float | None = None


class Metrics:
    """The three metrics, made once. `statistics` counts segments; `score` adds up and scores."""

    @cached_property
    def _metrics(self) -> dict[str, Any]:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER

        return {"bleu": BLEU(force=True), "chrf": CHRF(word_order=2), "ter": TER()}

    def statistics(self, translations: Sequence[str], originals: Sequence[str]) -> dict[str, Matrix]:
        """For each metric a row of additive counts for each segment (texts on one line)."""
        if not translations:
            return {name: np.zeros((0, 0)) for name in NAMES}
        return {
            name: np.array(metric._extract_corpus_statistics(translations, [list(originals)]), dtype=np.float64)
            for name, metric in self._metrics.items()
        }

    def score(self, name: str, sums: Any) -> float:
        """The score of added counts."""
        metric = self._metrics[name]
        # sacreBLEU scores whole numbers as it reads them and resamples as they come: both give the same
        return float(metric._compute_score_from_stats(list(sums)).score)

    def figure(self, name: str, counts: Matrix, samples: int = SAMPLES) -> Figure:
        """The score of some segments, with an interval where there are at least two."""
        score = self.score(name, counts.sum(0))
        if samples < 2 or len(counts) < 2:
            return Figure(score=score)
        scores = [self.score(name, sums) for sums in resampled(counts, samples)]
        return interval(score, scores)

    def signature(self, name: str, samples: int = 0) -> str:
        """sacreBLEU's signature of a metric, with the resampling where there was one."""
        metric = self._metrics[name]
        metric.num_refs = 1
        signature = metric.get_signature()
        if samples > 1:
            signature.update("bs", samples)
            signature.update("seed", os.environ.get("SACREBLEU_SEED", "12345").lower())
        return str(signature)


def resampled(counts: Matrix, samples: int) -> Iterator[Matrix]:
    """Sums of rows drawn with replacement, `samples` times, in sacreBLEU's order and precision."""
    single = counts.astype(np.float32)
    for drawn in draws(len(counts), samples):
        yield single[drawn].sum(0)


def draws(size: int, samples: int) -> Iterator[Drawn]:
    """Row numbers drawn with replacement: the same that sacreBLEU draws, but one sample in memory at a time."""
    seed = os.environ.get("SACREBLEU_SEED", "12345").lower()
    generator = np.random.default_rng(None if seed == "none" else int(seed))
    for _ in range(samples):
        yield generator.choice(size, size=size, replace=True)


def interval(score: float, scores: Sequence[float]) -> Figure:
    """A score with the middle 95 % of resampled scores (cut as sacreBLEU cuts them)."""
    ordered = sorted(scores)
    cut = len(ordered) // 40
    low, high = ordered[cut], ordered[len(ordered) - cut - 1]
    return Figure(score=score, low=low, high=high, mean=float(np.mean(ordered)), half=(high - low) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`score` minus the baseline's over the same segments: interval and p-value of the paired bootstrap."""

    baseline: float
    score: float
    low: float
    high: float
    p: float

    @property
    def difference(self) -> float:
        return self.score - self.baseline


def paired(baseline: Matrix, system: Matrix, score: Callable[[Any], float], samples: int = SAMPLES) -> Difference:
    """The paired bootstrap test of two sets of additive counts, row by row of the same segments (as sacreBLEU's)."""
    first, second = score(baseline.sum(0)), score(system.sum(0))
    ours, theirs = system.astype(np.float32), baseline.astype(np.float32)
    differences = np.array(
        [score(ours[drawn].sum(0)) - score(theirs[drawn].sum(0)) for drawn in draws(len(system), samples)]
    )
    spread = np.abs(differences)
    beyond = int(np.sum(spread - spread.mean() > abs(second - first)))
    ordered = np.sort(differences)
    cut = len(ordered) // 40
    return Difference(
        baseline=first,
        score=second,
        low=float(ordered[cut]),
        high=float(ordered[len(ordered) - cut - 1]),
        p=(beyond + 1) / (len(differences) + 1),
    )
