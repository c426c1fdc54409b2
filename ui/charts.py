"""Figures as charts: bars and maps as plain HTML tables, which scale and can be read aloud; two for Vega."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.judgements.figures import Agreement, AlignmentMap, Count, Progress, Reliability
from audit.reports.view import visible

from . import look
from .escaping import attribute, isolated

_STATES = (("artifact", "artifact"), ("right", "right as it stands"), ("unsure", "not sure"), ("open", "open"))
_SENTENCES = 400


def progress(done: Progress) -> str:
    """Figures of the whole, and a bar."""
    decided = done.total - done.open
    share = 100 * decided / done.total if done.total else 0.0
    unsure = done.by_state.get("unsure", 0)
    certain = 100 * (decided - unsure) / done.total if done.total else 0.0
    figures = [(f"{done.total:,}", "findings"), (f"{decided:,}", "decided"), (f"{done.open:,}", "open")]
    if done.hours_left is not None:
        figures.append((_hours(done.hours_left), "left at this pace"))
    items = "".join(f"<li><b>{figure}</b>{words}</li>" for figure, words in figures)
    people = "".join(
        f'<tr><th scope="row">{isolated(pace.reviewer, long=60)}</th><td class="n">{pace.decided:,} decided</td>'
        f'<td class="n">{f"{pace.per_hour:,.0f} an hour" if pace.per_hour else ""}</td></tr>'
        for pace in done.reviewers
    )
    return (
        f'<div class="ta"><ul class="figures">{items}</ul>'
        f'<div class="progress" role="img" aria-label="{share:.0f} % decided">'
        f'<i style="width:{certain:.2f}%"></i><i class="unsure" style="width:{share - certain:.2f}%"></i></div>'
        f'<table class="bars people"><caption class="sr">Reviewers</caption><tbody>{people}</tbody></table></div>'
    )


def _hours(hours: float) -> str:
    return f"{hours:,.0f} h" if hours >= 10 else f"{hours:.1f} h" if hours >= 1 else f"{60 * hours:.0f} min"


def bars(counts: Sequence[Count], by: str) -> str:
    """One bar for each count, cut by what reviewers said, with the share of artifacts among those decided."""
    most = max((count.total for count in counts), default=1) or 1
    lines = []
    for count in counts:
        parts = {
            "artifact": count.artifacts,
            "right": count.right,
            "unsure": count.by_state.get("unsure", 0),
            "open": count.open,
        }
        pieces = "".join(
            f'<i class="k-{kind}" style="width:{100 * parts[kind] / count.total:.2f}%" '
            f'title="{parts[kind]:,} {words}"></i>'
            for kind, words in _STATES
            if parts[kind]
        )
        right = f"{look.percent(count.precision)} artifacts" if count.precision is not None else ""
        name = isolated(count.name, long=60) if count.name else '<span class="soft">not known</span>'
        lines.append(
            f'<tr><th scope="row" title="{attribute(count.name)}">{name}</th>'
            f'<td><div class="bar" style="width:{100 * count.total / most:.2f}%">{pieces}</div></td>'
            f'<td class="n">{count.total:,}</td><td class="n">{right}</td></tr>'
        )
    legend = "".join(f'<span><i class="k-{kind}"></i>{words}</span>' for kind, words in _STATES)
    return (
        f'<div class="ta"><div class="legend" aria-hidden="true">{legend}</div><table class="bars">'
        f'<caption class="sr">Findings by {by}</caption><tbody>{"".join(lines)}</tbody></table></div>'
    )


def timeline(counts: Sequence[Count], period: str) -> dict[str, Any]:
    """Findings by time of publication, stacked by category."""
    values = [
        {
            "day": count.period.isoformat()[: 7 if period == "month" else 10],
            "category": visible(count.name),
            "findings": count.total,
        }
        for count in counts
        if count.period
    ]
    return {
        "data": {"values": values},
        "description": "Findings by time of publication and category",
        "height": 260,
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": True},
                "scale": {"padding": 0.2},
            },
            "y": {"field": "findings", "type": "quantitative", "title": "findings"},
            "color": {
                "field": "category",
                "type": "nominal",
                "title": None,
                "legend": {"orient": "bottom", "columns": 5},
            },
        },
    }


def reliability(found: Reliability) -> dict[str, Any]:
    """Confidence against the share that reviewers called artifacts: on the dashed line both are the same."""
    values = [
        {"confidence": b.confidence, "share": b.share, "lower": b.lower, "upper": b.upper, "findings": b.count}
        for b in found.bins
    ]
    axis = {"format": "%", "grid": True, "tickCount": 5}
    x = {
        "field": "confidence",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "title": "confidence",
        "axis": axis,
    }
    y = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis}
    point = {
        "size": {"field": "findings", "type": "quantitative", "legend": None, "scale": {"range": [40, 300]}},
        "tooltip": [
            {"field": "confidence", "format": ".0%"}, {"field": "share", "format": ".0%", "title": "artifacts"},
            {"field": "findings"},
        ],
    }  # fmt: skip
    line = [{"confidence": 0, "share": 0}, {"confidence": 1, "share": 1}]
    return {
        "description": "Confidence of findings against the share that reviewers called artifacts",
        "height": 260,
        "layer": [
            {"data": {"values": line}, "mark": {"type": "line", "strokeDash": [4, 4], "color": "#888"},
             "encoding": {"x": x, "y": {**y, "field": "share", "title": "called artifacts"}}},
            {"data": {"values": values}, "mark": {"type": "rule"},
             "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}},
            {"data": {"values": values}, "mark": {"type": "point", "filled": True, "opacity": 1},
             "encoding": {"x": x, "y": {**y, "field": "share"}, **point}},
        ],
    }  # fmt: skip


def calibration(found: Reliability) -> str:
    """What the reliability comes to, in a sentence."""
    if found.error is None:
        return ""
    return (
        f'<p class="ta small soft">{look.many(found.count, "decided finding")}; confidence and decisions differ by '
        f"{100 * found.error:.0f} points on average (expected calibration error), Brier score {found.brier or 0:.3f}. "
        "Bars show where the share lies with 95 % certainty.</p>"
    )


def agreement(found: Agreement) -> str:
    """Every pair of reviewers, and the whole."""
    if not found.count:
        return (
            '<p class="soft">No finding was judged by two reviewers yet. Filter the queue for decided findings '
            "“not yet judged by me” and give a second opinion.</p>"
        )
    rows = "".join(
        f"<tr><td>{isolated(pair.first, long=60)}</td><td>{isolated(pair.second, long=60)}</td>"
        f'<td class="n">{pair.count:,}</td><td class="n">{look.percent(pair.agreed / max(1, pair.count))}</td>'
        f'<td class="n">{_coefficient(pair.kappa)}</td></tr>'
        for pair in found.pairs
    )
    return (
        f"<p>{look.many(found.count, 'finding')} judged by two or more; Krippendorff’s alpha "
        f"<b>{_coefficient(found.alpha)}</b>; {look.many(len(found.disputed), 'dispute')}.</p>"
        '<table class="list"><thead><tr><th>reviewer</th><th>and</th><th class="n">judged by both</th>'
        f'<th class="n">the same</th><th class="n">Cohen’s kappa</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _coefficient(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def alignment(found: AlignmentMap) -> str:
    """Sentences from top to bottom, each original a column: a mark stands where in the original its words come from."""
    columns = {doc: number for number, doc in enumerate(found.originals)}
    heads = "".join(
        f'<th scope="col" title="{attribute(doc)}">{isolated(doc, long=48)}</th>' for doc in found.originals
    )
    starts = list(dict.fromkeys(stretch.start for stretch in found.stretches))[:_SENTENCES]
    lines = []
    for number, start in enumerate(starts, 1):
        cells = [""] * len(columns)
        for stretch in found.stretches:
            if stretch.start == start and stretch.doc and stretch.length:
                left = 100 * stretch.original_start / stretch.length
                width = max(1.0, 100 * (stretch.original_end - stretch.original_start) / stretch.length)
                cells[columns[stretch.doc]] += (
                    f'<i class="o{columns[stretch.doc] % 6}" '
                    f'style="left:{min(left, 99):.2f}%;width:{min(width, 100 - left):.2f}%;'
                    f'opacity:{0.35 + 0.65 * stretch.score:.2f}" title="{look.percent(stretch.score)}"></i>'
                )
        tracks = "".join(f'<td><div class="track">{cell}</div></td>' for cell in cells)
        none = "" if any(cells) else '<span class="sr">no original</span>'
        lines.append(
            f'<tr class="{"" if any(cells) else "alone"}"><th scope="row" class="num">{number}{none}</th>{tracks}</tr>'
        )
    if not columns:
        return '<p class="ta soft">No original is known for this text.</p>'
    return (
        f'<div class="ta"><p class="small soft">{look.percent(found.covered)} of the text has an original. '
        "Sentences from top to bottom; a mark shows where in the original its words stand.</p>"
        '<table class="map"><caption class="sr">Alignment</caption>'
        f'<thead><tr><th scope="col">sentence</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )
