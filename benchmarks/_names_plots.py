"""Reliability diagram and precision-recall curve as small PNG files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LABELS = {
    "A": "A: originals",
    "B": "B: originals and pivot",
    "C": "C: pivot only",
    "D": "D: neither",
    "news": "news with originals",
    "news_alone": "news alone",
}


def reliability_diagram(results: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Share right over confidence, five bins of equal size for each condition, intervals over documents."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6), dpi=80, layout="constrained")
    axes = figure.subplots(2, 3, sharex=True, sharey=True).flat
    for axis, (name, result) in zip(axes, results.items(), strict=False):
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        for one in result["bins"]:
            if one["interval"]:
                axis.plot([one["confidence"]] * 2, one["interval"], color="tab:blue", linewidth=1)
        axis.plot(
            [b["confidence"] for b in result["bins"]], [b["right"] for b in result["bins"]], "o-", color="tab:blue"
        )
        axis.set_title(
            f"{LABELS[name]} (n={result['findings']}, ECE {result['expected_calibration_error']:.3f})", size=8
        )
        axis.set_xlim(0, 1)
        axis.set_ylim(0, 1.02)
    figure.supxlabel("confidence of the finding")
    figure.supylabel("share right")
    figure.savefig(path)


def precision_recall(curves: Mapping[str, Sequence[tuple[float, float, float]]], path: Path) -> None:
    """One curve for each condition, over the confidence."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), dpi=80, layout="constrained")
    axis = figure.subplots()
    for name, points in curves.items():
        axis.plot([r for *_, r in points], [p for _, p, _ in points], linewidth=1.3, label=LABELS[name])
    axis.set_xlabel("recall")
    axis.set_ylabel("precision")
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1.02)
    axis.legend(fontsize=8, loc="lower left")
    figure.savefig(path)
