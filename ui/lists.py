"""The queue's two tables as HTML: findings, documents. Their lines are links that carry the filter along."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from audit.judgements.records import DocumentRow, QueueFilter, QueueRow

from . import address, look
from .escaping import attribute, closing, isolated, opening, plain

_FINDINGS = '<th style="width:50%">words</th><th>rule</th><th class="n">sure</th><th class="wide">document</th>'
_DOCUMENTS = (
    '<th>document</th><th class="wide">outlet</th><th class="wide">published</th><th class="n">open</th>'
    '<th class="n">findings</th><th style="width:12rem">decided</th>'
)


def findings(rows: Sequence[QueueRow], wanted: QueueFilter) -> str:
    """Findings, each with its words, what should stand there, and its surroundings."""
    query = address.written(wanted)
    decided = any(row.state != "open" for row in rows)
    heads = _FINDINGS + ('<th style="width:7rem">state</th>' if decided else "")
    return _table("Findings", heads, [_finding(row, query, decided) for row in rows])


def documents(rows: Sequence[DocumentRow]) -> str:
    """Documents, each with how far it is decided."""
    return _table("Documents", _DOCUMENTS, [_document(row) for row in rows])


def _table(caption: str, heads: str, lines: Sequence[str]) -> str:
    return (
        f'<div class="ta"><table class="list"><caption class="sr">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _finding(row: QueueRow, query: dict[str, str | list[str]], decided: bool) -> str:
    to = attribute("review?" + urlencode({**query, "finding": str(row.id)}, doseq=True), 4000)
    replacement = row.replacement if row.state in ("accepted", "edited") else row.suggestion
    words = isolated(opening(row.surface))
    if replacement is not None:
        after = isolated(opening(replacement)) if replacement else "drop"
        words = f"<del>{words}</del> → <ins>{after}</ins>"
    context = (
        f'<span class="context" dir="auto">{plain(closing(row.before))}<mark>{plain(opening(row.surface, 90))}</mark>'
        f"{plain(opening(row.after))}</span>"
    )
    state = f'<span class="tag {row.state}">{look.STATES[row.state]}</span>' if row.state != "open" else ""
    who = f'<br><span class="soft small">{isolated(row.reviewer, long=40)}</span>' if row.reviewer else ""
    same = f'<br><span class="soft small">{row.same_form:,} times</span>' if row.same_form > 1 else ""
    name = isolated(look.name_of(row.title, row.doc), long=70)
    day = row.published.isoformat() if row.published else ""
    about = " · ".join([*_about(row.outlet, row.engine), *([day] if day else [])])
    return (
        f'<tr class="c-{row.category}"><td><a class="open" data-row="{row.id}" data-to="{to}" href="{to}">'
        f'<span class="what">{words}</span><br>{context}</a></td>'
        f'<td><span class="pen"><span class="dot" aria-hidden="true"></span>'
        f'<span class="rule">{plain(row.rule)}</span></span><br>'
        f'<span class="tag {row.severity}">{row.severity}</span></td>'
        f'<td class="n">{_meter(row.confidence)}{same}</td>'
        f'<td class="wide">{name}<br><span class="soft small">{about}</span></td>'
        f"{f'<td>{state}{who}</td>' if decided else ''}</tr>"
    )


def _document(row: DocumentRow) -> str:
    query = attribute(urlencode({"doc": row.doc}), 4000)
    share = 100 * (row.findings - row.open) / max(1, row.findings)
    return (
        f'<tr><td><a class="open" data-row="{attribute(row.doc)}" data-to="?{query}" href="./?{query}">'
        f'<span class="what">{isolated(look.name_of(row.title, row.doc), long=120)}</span></a></td>'
        f'<td class="wide">{" · ".join(_about(row.outlet, row.engine))}</td>'
        f'<td class="wide num">{row.published or ""}</td><td class="n">{row.open:,}</td>'
        f'<td class="n">{row.findings:,}</td><td><div class="progress" role="img" '
        f'aria-label="{share:.0f} % decided"><i style="width:{share:.1f}%"></i></div></td></tr>'
    )


def _about(*parts: str) -> list[str]:
    return [isolated(part, long=40) for part in parts if part]


def _meter(confidence: float) -> str:
    return (
        f'<span class="sure"><span class="meter" aria-hidden="true"><i style="width:{100 * confidence:.0f}%"></i>'
        f"</span>{look.percent(confidence)}</span>"
    )
