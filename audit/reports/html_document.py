"""The part of the page that shows one document: rows of sentences, marks, cards, findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

from audit.model import Audited, Category, Finding, Link
from audit.reports import view

_HUES: dict[Category, int] = {
    "name": 4,
    "value": 282,
    "date": 38,
    "quote": 178,
    "phrase": 216,
    "residue": 322,
    "boilerplate": 30,
    "style": 130,
    "structure": 246,
}
_SHIFTS = (0, 18, -16, 32, -30, 46)


class Pens:
    """Which colour and underline a rule has: the hue of its category, shifted for each further rule of it."""

    def __init__(self) -> None:
        self._rules: dict[str, tuple[Category, int]] = {}

    def name(self, rule: str, category: Category = "name") -> str:
        """The classes of a rule's marks; a rule is given its pen when it is first met."""
        if rule not in self._rules:
            nth = sum(known == category for known, _ in self._rules.values())
            self._rules[rule] = (category, nth)
        number = list(self._rules).index(rule)
        return f"p{number} u{self._rules[rule][1] % 4}"

    def order(self, rule: str) -> tuple[int, int]:
        """Where a rule stands in the legend: by category, then by its first finding."""
        category, nth = self._rules[rule]
        return (list(_HUES).index(category), nth)

    def css(self) -> str:
        """The style rules of all pens given so far."""
        lines = []
        for number, (category, nth) in enumerate(self._rules.values()):
            grey = " --s: 8%;" if category == "boilerplate" else ""
            hue = (_HUES[category] + _SHIFTS[nth % len(_SHIFTS)]) % 360
            lines.append(f".p{number} {{ --h: {hue};{grey} }}")
        return "\n".join(["", *lines, ""])


def document_html(audited: Audited, anchor: str, pens: Pens, links_only: bool) -> str:
    """One document as a section of the page; `anchor` begins the ids of everything in it."""
    document = audited.document
    about = [escaped(document.id)] if document.title else []
    about += [
        escaped(part) for part in (document.outlet, document.published and document.published.isoformat()) if part
    ]
    rows = view.rows(audited, pivot=True)
    told = 0 if audited.links else sum(view.pivot_of(audited, row) is not None for row in rows)
    beside = f"{told:,} in the pivot" if told else f"{sum(bool(row.links) for row in rows):,} with an original"
    about.append(f"{len(rows):,} {'sentence' if len(rows) == 1 else 'sentences'}, {beside}")
    parts = [
        f'<section class="doc" id="{anchor}">\n<div class="about">'
        f'<h2 dir="auto">{escaped(document.title or document.id)}</h2>\n'
        f'<div class="soft small">{" · ".join(about)}</div>\n{_pool(audited)}</div>\n'
        f'<div class="sheet"><div class="heads"><div></div>{_heads(audited, bool(told))}</div>\n'
    ]
    number = 0
    for index, row in enumerate(rows, 1):
        ids = {finding.fingerprint: f"{anchor}f{number + n}" for n, finding in enumerate(row.findings, 1)}
        number += len(row.findings)
        parts.append(_row(audited, row, index, ids, pens, bool(told)))
    parts.append("</div>\n</section>\n")
    return "".join(parts)


def escaped(text: str) -> str:
    """A stranger's text as HTML that shows what is there: escaped, with controls and directions as labels."""
    if text.isprintable():
        return escape(text)
    out = []
    plain = 0
    for at, character in enumerate(text):
        if character in "\n\t" or view.is_plain(character):
            continue
        name = unicodedata.name(character, "control character")
        label = f"U+{ord(character):04X}"
        out.append(escape(text[plain:at]))
        if character == "\r":
            label = ""
        if label:
            out.append(f'<span class="ctl" title="{label} {escape(name)}">{label}</span>')
        plain = at + 1
    out.append(escape(text[plain:]))
    return "".join(out)


def lang_attribute(lang: str | None) -> str:
    """` lang="zh"`, or nothing where the language is not known or is no language tag."""
    return f' lang="{lang}"' if lang and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", lang) else ""


def _pool(audited: Audited) -> str:
    items = []
    for candidate in audited.candidates:
        known = audited.originals.get(candidate.original)
        about = [candidate.original]
        if known is not None:
            about = [
                part for part in (known.title, known.outlet, known.published and known.published.isoformat()) if part
            ]
            about.append(known.id)
        why = "; ".join(evidence.detail for evidence in candidate.evidence)
        items.append(
            f'<li><span class="tag used">original</span><span dir="auto" title="{_attribute(why)}">'
            f"{escaped(' · '.join(about))}</span> "
            f'<span class="soft">{candidate.relation}, {candidate.score:.2f}</span></li>'
        )
    items += [f'<li><span class="tag note">note</span><span dir="auto">{escaped(n)}</span></li>' for n in audited.notes]
    return f'<ul class="pool">{"".join(items)}</ul>' if items else ""


def _row(audited: Audited, row: view.Row, number: int, ids: dict[str, str], pens: Pens, alone: bool) -> str:
    """A row of the sheet; where the pivot is all there is (`alone`), it stands where originals do."""
    document = audited.document
    place = _attribute(view.place(document, row.start))
    if not row.findings and not row.links and document.pivot is None:
        text = escaped(view.shortened(document.text[row.start : row.end]))
        return (
            f'<div class="row quiet"><div class="no" title="{place}">{number}</div>\n<div class="trans">'
            f'<div class="text" dir="auto">{text}</div></div>\n'
            '<div class="orig"><span class=none>no original found</span></div></div>\n'
        )
    spans = [(finding.span.start, finding.span.end) for finding in row.findings]
    shown: list[str] = []
    for piece in view.pieces(document.text, row.start, row.end, spans):
        found = [row.findings[mark] for mark in piece.marks]
        shown.append(_mark(piece.text, found, (row.start, row.end), ids, pens) if found else escaped(piece.text))
    findings = "".join(_finding(finding, ids[finding.fingerprint], pens) for finding in row.findings)
    listed = f'<ul class="findings">{findings}</ul>' if findings else ""
    told = _told(audited, row, ids)
    lang = lang_attribute(document.pivot.lang) if document.pivot else ""
    between = ""
    if alone:
        beside = (
            f'<div class="text" dir="auto"{lang}>{told}</div>'
            if told
            else "<span class=none>not found in the pivot</span>"
        )
    else:
        originals = "".join(_original(link, audited, row.findings, ids) for link in row.links)
        beside = originals or "<span class=none>no original found</span>"
        if told and document.pivot is not None:
            tag = f'<span class="tag">{escaped(document.pivot.lang)}</span>'
            between = f'<div class="pivot" dir="auto"{lang}>{tag} {told}</div>'
    return (
        f'<div class="row{"" if row.findings else " quiet"}"><div class="no" title="{place}">'
        f'{number}</div>\n<div class="trans"><div class="text" dir="auto">{"".join(shown)}</div>'
        f"{between}{listed}</div>\n"
        f'<div class="orig{" told" if alone else ""}">{beside}</div></div>\n'
    )


def _told(audited: Audited, row: view.Row, ids: dict[str, str]) -> str:
    """What stands in the pivot behind a row, the forms that its findings came through marked; empty where nothing."""
    pivot, text = audited.document.pivot, view.pivot_of(audited, row)
    if pivot is None or text is None:
        return ""
    marks: dict[tuple[int, int], list[str]] = {}
    for finding in row.findings:
        for form in {step.form for step in finding.route if step.lang == pivot.lang and step.form}:
            at = text.find(form)
            if at >= 0:
                marks.setdefault((at, at + len(form)), []).append(ids[finding.fingerprint])
    return _lit(view.pieces(text, 0, len(text), list(marks)), list(marks.values()))


def _mark(text: str, findings: list[Finding], row: tuple[int, int], ids: dict[str, str], pens: Pens) -> str:
    narrowest = min(findings, key=lambda finding: finding.span.end - finding.span.start)
    pen = pens.name(narrowest.rule, narrowest.category)
    wide = " wide" if (narrowest.span.start, narrowest.span.end) == row else ""
    refs = " ".join(ids[finding.fingerprint] for finding in findings)
    cards = "<hr>".join(_card(finding) for finding in findings)
    return (
        f'<mark class="{pen}{wide}" data-f="{refs}" tabindex="0">{escaped(text) or "&#8203;"}'
        f'<span class="pop" role="note">{cards}</span></mark>'
    )


def _card(finding: Finding) -> str:
    correction = view.correction(finding)
    fix = f"→ {escaped(view.shortened(correction, 300))}" if correction is not None else "no suggestion"
    lines = [f'<span class="fix" dir="auto">{fix}</span>', f'<span dir="auto">{escaped(finding.message)}</span>']
    if finding.route:
        lines.append(f'<span class="soft" dir="auto">came through {escaped(view.route(finding))}</span>')
    lines += [
        f'<span class="soft" dir="auto">{escaped(e.kind)}: {escaped(e.detail)}</span>'
        for e in view.all_evidence(finding)[:4]
    ]
    lines.append(f'<span class="soft">{escaped(finding.rule)} · {finding.severity} · {finding.confidence:.0%}</span>')
    return "".join(lines)


def _finding(finding: Finding, id: str, pens: Pens) -> str:
    correction = view.correction(finding)
    surface = escaped(view.shortened(finding.span.text, 160)) or "(nothing)"
    if correction is None:
        fix = f"<b>{surface}</b>"
    elif finding.suggestions[0].text:
        fix = f"<del>{surface}</del> → <ins>{escaped(view.shortened(correction, 300))}</ins>"
    else:
        fix = f"<del>{surface}</del> <ins>drop it</ins>"
    safe = (
        ' <span class="tag safe" title="May be applied without a second look">safe</span>'
        if finding.suggestions and finding.suggestions[0].safe
        else ""
    )
    none = '<span class="soft">no suggestion </span>' if correction is None else ""
    way = ""
    if finding.route:
        steps = "; ".join(f"{escaped(s.lang)} <b>{escaped(s.form)}</b>: {escaped(s.detail)}" for s in finding.route)
        way = f'<p class="way" dir="auto">came through {steps}</p>'
    return (
        f'<li class="finding {pens.name(finding.rule, finding.category)}" id="{id}" data-rule="{escape(finding.rule)}" '
        f'data-confidence="{finding.confidence:.4f}"><span class="fix" dir="auto">{fix}</span>{none}'
        f'<span class="rule">{escaped(finding.rule)}</span>'
        f'<span class="tag {finding.severity}">{finding.severity}</span> '
        f'<span class="soft">{finding.confidence:.0%}</span>{safe}'
        f'<p dir="auto">{escaped(finding.message)}</p>{way}{_why(finding)}</li>'
    )


def _why(finding: Finding) -> str:
    lines = [f"{escaped(e.kind)}: {escaped(e.detail)}" for e in view.all_evidence(finding)]
    lines += [f"or <b>{escaped(s.text) or 'drop it'}</b> ({s.confidence:.0%})" for s in finding.suggestions[1:4]]
    lines += [f"not <b>{escaped(r.text)}</b>: {escaped(r.why)}" for r in finding.rejected[:5]]
    if not lines:
        return ""
    return f'<details><summary>why</summary><ul class="why">{_items(lines)}</ul></details>'


def _items(lines: Iterable[str]) -> str:
    return "".join(f'<li dir="auto">{line}</li>' for line in lines)


def _original(link: Link, audited: Audited, findings: tuple[Finding, ...], ids: dict[str, str]) -> str:
    span = link.original
    known = audited.originals.get(span.doc)
    text, start, end = (known.text, span.start, span.end) if known else (span.text, 0, len(span.text))
    marks: dict[tuple[int, int], list[str]] = {}
    for finding in findings:
        for doc, a, b in view.references(finding):
            if known and doc == span.doc and start <= a < b <= end and (a, b) != (start, end):
                marks.setdefault((a, b), []).append(ids[finding.fingerprint])
    shown = _lit(view.pieces(text, start, end, list(marks)), list(marks.values()))
    about = [part for part in (known.outlet, known.published and known.published.isoformat()) if part] if known else []
    where = escaped(" · ".join([*about, span.doc]))
    also = ", ".join(dict.fromkeys(alternate.original.doc for alternate in link.alternates))
    more = f"<br>also in {escaped(also)}" if also else ""
    return (
        f'<div class="link"><div class="text" dir="auto">{shown}</div>'
        f'<div class="from" dir="auto">{where} · {link.score:.2f}{more}</div></div>'
    )


def _lit(pieces: Iterable[view.Piece], owners: list[list[str]]) -> str:
    """Pieces of a text beside the translation; what is marked lights up with its findings, by their ids."""
    shown = []
    for piece in pieces:
        refs = " ".join(dict.fromkeys(id for mark in piece.marks for id in owners[mark]))
        shown.append(f'<mark data-f="{refs}">{escaped(piece.text)}</mark>' if refs else escaped(piece.text))
    return "".join(shown)


def _heads(audited: Audited, alone: bool) -> str:
    pivot = audited.document.pivot
    ours = audited.links and all(link.translation is None for link in audited.links)
    other = f"Pivot ({escaped(pivot.lang)})" if alone and pivot is not None else "Original"
    return f"<div>{'Pivot' if ours else 'Translation'}</div><div>{other}</div>"


def _attribute(text: str) -> str:
    return escape(view.visible(text))
