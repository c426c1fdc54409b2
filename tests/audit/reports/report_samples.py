"""Audits made by hand, for the tests of the reports: a plain one and one whose texts try everything."""

from __future__ import annotations

import io
from datetime import date

from audit.fingerprints import stamp
from audit.model import Alternate, Audited, Candidate, Evidence, Finding, Link, Rejected, RouteStep, Skipped, Suggestion
from audit.reports import Options, open_report
from audit.settings import Settings
from audit.signature import signature
from corpora.documents import Document, Origin, Piece, Pivot, Segment, Span

TEXT = 'US envoy Witko met the minister on the 8th.\nHe said hope was "near".\nOriginal: example.org/a\n'
ORIGINAL = "Steve Witkoff, the U.S. envoy, met the minister on Friday.\nHe spoke of hope."

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "comment": "--></style></title><!-- ]]>",
    "override": "user\u202egnp.exe\u2066 \u200f",
    "control": "bell\x07 esc\x1b[31mred\x1b[0m null\x00 del\x7f",
    "surrogate": "lone\ud800 end",
    "formula": '=HYPERLINK("http://example.org";"x")',
    "markdown": "[x](javascript:alert(1)) `a` *b* _c_ | d ![i](u) @everyone #12 ~~e~~",
    "command": "::error file=a::b%0A::set-output name=x::y",
    "markers": '</v><v>\t"tab"',
}


def finding(text: str, surface: str, rule: str = "mangled-name", doc: str = "a.txt", **values: object) -> Finding:
    """A finding on the first place of `surface`, without a fingerprint."""
    start = text.index(surface)
    known: dict[str, object] = {
        "category": "name",
        "severity": "major",
        "confidence": 0.97,
        "message": f"{surface} is not what stands in the original",
        "mqm": "Accuracy/Mistranslation",
        "subtype": None,
        "route": (),
        "suggestions": (),
        "evidence": (),
        "rejected": (),
        "fingerprint": "",
    }
    span = Span(doc=doc, start=start, end=start + len(surface), text=surface)
    return Finding(rule=rule, span=span, **{**known, **values})  # type: ignore[arg-type]


def plain() -> Audited:
    """Two linked sentences, a boilerplate line, three findings, a note."""
    document = Document(
        id="a.txt",
        text=TEXT,
        lang="en",
        title="A meeting",
        published=date(2025, 8, 9),
        pivot=Pivot(lang="zh", text="美国特使威特科夫8日会见了部长。他说希望在即。"),
        segments=(Segment(start=44, end=68, pivot=(16, 23)),),
        origin=Origin(file="in/a.txt", format="txt", pieces=(Piece(start=0, length=len(TEXT), line=1, column=1),)),
    )
    original = Document(id="wire-1", text=ORIGINAL, outlet="Wire", published=date(2025, 8, 8))
    other = Document(id="paper-2", text=ORIGINAL)
    named = Evidence(kind="original", detail="the original has Witkoff", weight=2.5, ref="wire-1:6-13")
    findings = (
        finding(
            TEXT,
            "Witko",
            subtype="truncated",
            route=(RouteStep(lang="zh", form="威特科夫", detail="final 夫 (-ff) lost"),),
            suggestions=(
                Suggestion(text="Witkoff", confidence=0.97, safe=True, evidence=(named,)),
                Suggestion(text="Whitcombe", confidence=0.02),
            ),
            rejected=(Rejected(text="Witkowski", why="no such envoy"),),
        ),
        finding(TEXT, "on the 8th", "chinese-date", category="date", severity="minor", confidence=0.9),
        finding(
            TEXT,
            "Original: example.org/a",
            "platform-boilerplate",
            category="boilerplate",
            severity="minor",
            confidence=1.0,
            suggestions=(Suggestion(text="", confidence=1.0, safe=True),),
        ),
    )
    links = (
        Link(
            translation=document.span(0, 43),
            pivot=Span(doc="a.txt", start=0, end=16, text="美国特使威特科夫8日会见了部长。"),
            original=original.span(0, 58),
            score=0.94,
            alternates=(Alternate(original=other.span(0, 58), score=0.9),),
        ),
        Link(translation=document.span(44, 68), original=original.span(59, 76), score=0.8),
    )
    return Audited(
        document=document,
        candidates=(Candidate(original="wire-1", score=0.97, relation="whole", evidence=(named,)),),
        links=links,
        findings=stamp(findings, document.id, TEXT),
        originals={"wire-1": original, "paper-2": other},
        notes=("late-3: published 2025-08-11, after the translation, not used",),
        sentences=((0, 43), (44, 68), (69, 92)),
    )


def hostile() -> Audited:
    """Every dangerous text in every place where a stranger's text may stand."""
    text = "\n".join(HOSTILE.values()) + "\n"
    document = Document(
        id=HOSTILE["attribute"],
        text=text,
        title=HOSTILE["script"],
        outlet=HOSTILE["comment"],
        origin=Origin(
            file=f"x/{HOSTILE['attribute']},:\n%", format="txt", pieces=(Piece(start=0, length=9, line=1, column=1),)
        ),
    )
    id = HOSTILE["script"]
    original = Document(id=id, text=text, title=HOSTILE["comment"], outlet=HOSTILE["markdown"])
    sentences, at = [], 0
    for line in text.split("\n")[:-1]:
        sentences.append((at, at + len(line)))
        at += len(line) + 1
    findings, links = [], []
    for start, end in sentences:
        surface = text[start:end]
        evidence = Evidence(kind=HOSTILE["comment"], detail=surface, ref=f"{id}:{start}-{end - 1}")
        part = text[start : end - 1]
        findings.append(
            finding(
                text,
                part,
                message=surface,
                route=(RouteStep(lang="zh", form=surface, detail=surface),),
                suggestions=(Suggestion(text=surface, confidence=0.5, evidence=(evidence,)),),
                rejected=(Rejected(text=surface, why=surface),),
                doc=document.id,
            )
        )
        links.append(Link(translation=document.span(start, end), original=original.span(start, end), score=0.7))
    return Audited(
        document=document,
        candidates=(Candidate(original=id, score=0.5, relation="part", evidence=(evidence,)),),
        links=tuple(links),
        findings=stamp(findings, document.id, text),
        originals={id: original},
        notes=tuple(HOSTILE.values()),
        sentences=tuple(sentences),
    )


def long_word() -> Audited:
    """One word of a million letters, with a finding in its middle."""
    text = "a" * 500_000 + "WITKO" + "b" * 500_000
    document = Document(id="long", text=text)
    findings = stamp([finding(text, "WITKO", doc="long")], "long", text)
    return Audited(document=document, findings=findings, sentences=((0, len(text)),))


def pivot_alone() -> Audited:
    """A pivot text that was only lined up."""
    document = Document(id="p.txt", text="威特科夫会见了部长。没有原文。", lang="zh", pivot=Pivot(lang="zh", text=""))
    original = Document(id="wire-1", text=ORIGINAL)
    link = Link(translation=None, pivot=document.span(0, 10), original=original.span(0, 58), score=0.9)
    return Audited(document=document, links=(link,), originals={"wire-1": original}, sentences=((0, 10), (10, 15)))


def pivot_only() -> Audited:
    """Four sentences without an original: two share one of the pivot, one is in no pivot, one has a hostile one."""
    lines = ("Envoy Witko met him.", "They spoke for hours.", "An added one.", "He left on Friday.")
    text = " ".join(lines)
    strange = " ".join(HOSTILE.values())
    told = ("特使威特科夫会见了他,谈了几个小时。", strange)
    pivot = "".join(told)
    document = Document(id="p.txt", text=text, lang="en", pivot=Pivot(lang='zh"><b>', text=pivot))
    sentences = tuple((text.index(line), text.index(line) + len(line)) for line in lines)
    route = (RouteStep(lang='zh"><b>', form="威特科夫", detail="final 夫 (-ff) lost"),)
    witko = finding(text, "Witko", doc="p.txt", route=route, suggestions=(Suggestion(text="Witkoff", confidence=0.9),))
    return Audited(
        document=document,
        findings=stamp([witko], "p.txt", text),
        sentences=sentences,
        paired=(
            ((sentences[0][0], sentences[1][1]), (0, len(told[0]))),
            (sentences[3], (len(told[0]), len(pivot))),
        ),
    )


def written(
    format: str, *results: Audited | Skipped, width: int = 80, colour: bool = False, links: bool = False
) -> str:
    """What a format writes for these results."""
    out = io.StringIO()
    report = open_report(format, out, Options(width=width, colour=colour, links=links))
    report.begin(signature(Settings(), {"documents": 2, "hash": "ab"}))
    for result in results:
        if isinstance(result, Skipped):
            report.skipped(result)
        else:
            report.document(result)
    report.end()
    text = out.getvalue()
    text.encode("utf-8")  # a report can always be written to a file
    return text
