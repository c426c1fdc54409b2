"""Bars with intervals: a metric and entity accuracy, group by group. Needs the extra [plot]."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from audit.errors import MissingExtra, SettingsError
from audit.scores.metrics import NAMES, TITLES
from audit.scoring import Row

ENDINGS = ("png", "svg")
MOST = 60
"""Bars in one plot; more cannot be told apart."""


def ending(path: str) -> str:
    """png or svg. Raises SettingsError for anything else."""
    found = path.rsplit(".", 1)[-1].lower()
    if found not in ENDINGS:
        raise SettingsError(f"--plot {path}: end the name in .png or .svg")
    return found


def plot(rows: Sequence[Row], format: str) -> bytes:
    """The picture of some rows, at most MOST of them: BLEU, chrF2++, TER and entity accuracy, each with its intervals.

    Raises MissingExtra without matplotlib. The same figures give the same bytes.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("--plot", "plot") from None
    shown = list(rows)[:MOST]
    figure = Figure(figsize=(11, 1.2 + 0.34 * len(shown)), layout="constrained")
    axes = figure.subplots(1, len(NAMES) + 1, sharey=True)
    for axis, name in zip(axes, NAMES, strict=False):
        bars = [(r.scores[name].score, r.scores[name].low, r.scores[name].high) for r in shown]
        _bars(axis, bars, f"{TITLES[name]} ({'lower' if name == 'ter' else 'higher'} is better)", "#7a8aa0")
    shares = [tuple(100 * (v or 0.0) for v in (r.entities.share, r.entities.low, r.entities.high)) for r in shown]
    _bars(axes[-1], shares, "entities right, %", "#b3541e")
    axes[0].set_yticks(range(len(shown)))
    for label in axes[0].set_yticklabels([_label(row.label) for row in shown]):
        label.set_parse_math(False)
    axes[0].invert_yaxis()
    out = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "taudit", "svg.fonttype": "path"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # drawn as a box; the JSON has the label
        figure.savefig(out, format=format, dpi=150, metadata={"Date": None} if format == "svg" else {"Software": None})
    return out.getvalue()


def _bars(axis: Any, bars: Sequence[tuple[float | None, ...]], title: str, colour: str) -> None:
    for place, (score, low, high) in enumerate(bars):
        value = score or 0.0
        axis.barh(place, value, color=colour, height=0.7)
        if low is not None and high is not None:
            axis.plot([low, high], [place, place], color="black", linewidth=1.2)
        axis.text(value, place, f" {value:.1f}", va="center", fontsize=7, clip_on=False)
    axis.set_title(title, fontsize=9)
    axis.spines[["top", "right"]].set_visible(False)


def _label(text: str) -> str:
    """A label without anything that could not be drawn."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return clean if len(clean) <= 28 else clean[:27] + "…"
