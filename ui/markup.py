"""Sentences, findings and decisions as HTML. Everything that comes from a document goes through `ui.escaping`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from audit.judgements.records import Beside, Decision, Difference, FindingView, Linked, Mark, QueueRow, Sentence
from audit.model import Evidence, Finding
from audit.reports import view
from audit.reports.html_document import lang_attribute

from . import look
from .escaping import attribute, isolated, link, opening, plain

_LONG_FIX = 60
_HOW = {
    "undo": "undone, now ",
    "form": "with all of its form: ",
    "carried": "carried over: ",
    "import": "imported: ",
}
_KINDS = {
    "original": "The original says",
    "office": "Office and date",
    "channel": "Sound",
    "authority": "Names authority",
    "style": "House style",
    "in-text": "The same text",
    "pattern": "Pattern",
    "pivot": "The text in between",
    "context": "Surroundings",
}


def sheet(
    sentences: Sequence[Sentence],
    here: int | None,
    pivot_lang: str | None,
    around: tuple[str, str],
    beside: Sequence[Beside] = ("original",),
) -> str:
    """Sentences of the translation with what stands `beside` them: originals, the pivot, or both.

    `here` is the finding in hand; `around` what stands before and after, shown smaller.
    """
    heads = {"original": "Original", "pivot": f"In between: {look.language(pivot_lang or '')}"}
    titles = ["Translation", *(heads[kind] for kind in beside)]
    rows = [
        _around(around[0], len(beside)),
        *(_row(s, here, pivot_lang, beside) for s in sentences),
        _around(around[1], len(beside)),
    ]
    return (
        f'<div class="ta sheet{" with-pivot" if len(beside) > 1 else ""}" role="group" '
        f'aria-label="Translation and {" and ".join(beside)}">'
        f'<div class="heads" aria-hidden="true">{"".join(f"<div>{escape(title)}</div>" for title in titles)}</div>'
        f"{''.join(rows)}</div>"
    )


def _around(text: str, columns: int) -> str:
    if not text.strip():
        return ""
    cells = "<div></div>" * columns
    return (
        f'<div class="row around"><div class="words" lang="en" dir="auto">{plain(text.strip(), 600)}</div>{cells}</div>'
    )


def _row(sentence: Sentence, here: int | None, pivot_lang: str | None, beside: Sequence[Beside]) -> str:
    current = any(mark.finding == here for mark in sentence.marks)
    spans = [(mark.start, mark.end) for mark in sentence.marks]
    shown = []
    for piece in view.pieces(sentence.text, 0, len(sentence.text), spans):
        marks = [sentence.marks[index] for index in piece.marks]
        shown.append(_mark(piece.text, marks, here, len(sentence.text)) if marks else plain(piece.text))
    cells = {"original": _originals(sentence), "pivot": _pivot(sentence, pivot_lang)}
    return (
        f'<div class="row{" current" if current else ""}"><div><span class="label">Translation</span>'
        f'<div class="words" lang="en" dir="auto">{"".join(shown)}</div></div>'
        f"{''.join(cells[kind] for kind in beside)}</div>"
    )


def _originals(sentence: Sentence) -> str:
    shown = "".join(_linked(linked) for linked in sentence.originals)
    return f'<div><span class="label">Original</span>{shown or "<span class=none>no original found</span>"}</div>'


def _pivot(sentence: Sentence, lang: str | None) -> str:
    shown = "<span class=none>not found in the pivot</span>"
    if sentence.pivot:
        shown = f'<div class="words" dir="auto"{lang_attribute(lang)}>{plain(sentence.pivot)}</div>'
    return f'<div class="pivot"><span class="label">{escape(look.language(lang or ""))}</span>{shown}</div>'


def _mark(text: str, marks: Sequence[Mark], here: int | None, length: int) -> str:
    mine = [mark for mark in marks if mark.finding == here]
    mark = mine[0] if mine else min(marks, key=lambda mark: mark.end - mark.start)
    classes = ["m", f"c-{mark.category}", mark.severity]
    classes += ["here"] if mine else []
    classes += ["done"] if mark.state != "open" and not mine else []
    classes += ["whole"] if mark.end - mark.start >= length - 1 and length > 40 else []
    after = f", {look.STATES[mark.state]}" if mark.state != "open" else ""
    anchor = f' data-here="{mark.finding}"' if mine else ""
    return (
        f'<mark class="{" ".join(classes)}"{anchor} title="{escape(mark.rule)}, {mark.severity}{after}">'
        f"{plain(text, 1_500) or '&#8203;'}</mark>"
    )


def _linked(linked: Linked) -> str:
    shown = [
        f'<mark class="ev">{plain(piece.text)}</mark>' if piece.marks else plain(piece.text)
        for piece in view.pieces(linked.text, 0, len(linked.text), list(linked.marks))
    ]
    title = linked.title or linked.doc
    name = link(linked.url, title) if linked.url else isolated(title, long=160)
    about = [isolated(linked.outlet)] if linked.outlet and linked.outlet not in title else []
    about += [linked.published.isoformat()] if linked.published else []
    about += [f'<span title="how sure the link is">{look.percent(linked.score)}</span>']
    return (
        f'<div class="linked"><div class="words" lang="en" dir="auto">{"".join(shown)}</div>'
        f'<div class="from">{" · ".join([name, *about])}</div></div>'
    )


def finding(shown: FindingView) -> str:
    """The finding in hand: what stands there and what should, why, by which way it came, what was not taken."""
    row, record = shown.row, shown.finding
    safe = ' <span class="tag safe" title="may be applied without a second look">safe</span>' if row.safe else ""
    parts = [
        f'<section class="ta finding c-{row.category}" aria-label="Finding">'
        f'<div><span class="dot" aria-hidden="true"></span><span class="rule">{escape(row.rule)}</span> '
        f'<span class="tag {row.severity}">{row.severity}</span> '
        f'<span class="soft small num" title="how sure the tool is that this is an artifact">'
        f"{look.percent(row.confidence)}</span>"
        f"{safe}</div>",
        _fix(shown),
        f'<p dir="auto">{plain(record.message)}</p>',
    ]
    if record.route:
        parts.append(f'<p class="way">{route(record)}</p>')
    reasons = [_reason(evidence, shown.sentence) for evidence in view.all_evidence(record)]
    if reasons:
        parts.append(f"<h3>Why</h3><ul>{''.join(reasons)}</ul>")
    if record.rejected:
        decoys = "".join(
            f'<li><b dir="auto">{isolated(r.text)}</b>: <span dir="auto">{plain(r.why)}</span></li>'
            for r in record.rejected[:8]
        )
        parts.append(f"<h3>Considered, not taken</h3><ul>{decoys}</ul>")
    return "".join(parts) + "</section>"


def _fix(shown: FindingView) -> str:
    long = " long" if len(shown.row.surface) > _LONG_FIX else ""
    surface = isolated(shown.row.surface, long=600) or "(nothing)"
    if not shown.finding.suggestions:
        return f'<p class="fix{long}">{surface} <span class="soft small">no suggestion</span></p>'
    if not shown.finding.suggestions[0].text:
        return f'<p class="fix{long}"><del><b>{surface}</b></del> <span class="soft small">drop it</span></p>'
    before, after = differing(shown.differences)
    return (
        f'<p class="fix{long}"><span><del aria-label="stands there">{before}</del></span>'
        f'<span class="arrow" aria-label="should be"> → </span><span><ins>{after}</ins></span></p>'
    )


def differing(differences: Sequence[Difference]) -> tuple[str, str]:
    """Both texts of a comparison, with what differs in `<b>`."""
    sides: tuple[list[str], list[str]] = ([], [])
    for difference in differences:
        for side, text in zip(sides, (difference.left, difference.right), strict=True):
            if text:
                side.append(plain(text) if difference.kind == "equal" else f"<b>{plain(text)}</b>")
    before, after = (f'<bdi dir="auto">{"".join(side)}</bdi>' for side in sides)
    return before, after


def route(record: Finding) -> str:
    """The way of the words: `came through Chinese 威特科夫: final 夫 (-ff) lost`."""
    steps = [
        f"{escape(look.language(step.lang))} <b>{isolated(step.form, step.lang)}</b>"
        + (f": <span dir='auto'>{plain(step.detail)}</span>" if step.detail else "")
        for step in record.route
    ]
    return "came through " + "; ".join(steps)


def _reason(evidence: Evidence, sentence: Sentence) -> str:
    kind = _KINDS.get(evidence.kind, evidence.kind.replace("-", " ").capitalize())
    quote = _quotation(evidence, sentence.originals)
    return (
        f'<li><span class="soft">{escape(kind)}:</span> <span dir="auto">{plain(evidence.detail)}</span>'
        + (f'<blockquote dir="auto">“{plain(quote, 600)}”</blockquote>' if quote else "")
        + "</li>"
    )


def _quotation(evidence: Evidence, originals: Iterable[Linked]) -> str:
    """The words of the original that a reason points to, unless the reason already says them."""
    doc, _, offsets = (evidence.ref or "").rpartition(":")
    first, _, last = offsets.partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return ""
    for linked in originals:
        if linked.doc == doc and linked.start <= int(first) < int(last) <= linked.end:
            quote = linked.text[int(first) - linked.start : int(last) - linked.start].strip()
            return "" if quote in evidence.detail else quote
    return ""


def standing(row: QueueRow) -> str:
    """What stands about a finding that is decided."""
    return f'<div class="ta standing">{_said(row.state, row.replacement)} {_by(row.reviewer, row.at)}</div>'


def history(decisions: Iterable[Decision], where: bool = False) -> str:
    """Decisions as a list, in the order given; `where` names the words and the document, too."""
    items = []
    for decision in decisions:
        name = isolated(look.name_of("", decision.doc), long=80)
        about = f"“{isolated(opening(decision.surface))}” in {name}: " if where else ""
        note = f'<br><span class="soft" dir="auto">“{plain(decision.note, 600)}”</span>' if decision.note else ""
        said = _HOW.get(decision.kind, "") + _said(decision.state, decision.replacement)
        opinion = " (second opinion)" if decision.kind == "opinion" else ""
        items.append(f"<li>{about}{said} {_by(decision.reviewer, decision.at)}{opinion}{note}</li>")
    return f'<ul class="ta plain">{"".join(items)}</ul>' if items else '<p class="ta soft">Nothing yet.</p>'


def _said(state: str, replacement: str | None) -> str:
    tag = f'<span class="tag {escape(state)}">{escape(look.STATES.get(state, state))}</span>'
    if state not in ("accepted", "edited"):
        return tag
    return f"{tag} " + (f"<b>{isolated(opening(replacement, 120))}</b>" if replacement else "dropped")


def _by(reviewer: str, at: str) -> str:
    parts = [f"by {isolated(reviewer, long=60)}" if reviewer else "", moment(at)]
    return f'<span class="soft">{" ".join(part for part in parts if part)}</span>'


def moment(at: str) -> str:
    """A time of the store (UTC, ISO 8601) for readers; the exact one on hovering."""
    return (
        f'<time datetime="{attribute(at)}" title="{attribute(at)}">{plain(at[:16].replace("T", " "))}</time>'
        if at
        else ""
    )
