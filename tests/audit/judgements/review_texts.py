"""Small audited documents for the tests of the store: sentences with marked words, originals linked one to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from audit.findings import settle
from audit.model import Audited, Category, Hit, Link, Rule, Severity, Suggestion
from corpora.documents import Document, Pivot

SIGNATURE = {"short": "rules:1|version:test", "version": "test"}

WITKO = "US envoy Witko met with Putin in Moscow on Wednesday."
WITKOFF = "On Wednesday Steve Witkoff, the U.S. special envoy, spent three hours with Putin."


def rule(id: str, category: Category = "name", severity: Severity = "major") -> Rule:
    return Rule(id=id, category=category, severity=severity, mqm="Accuracy/Mistranslation")


NAME = rule("mangled-name")
EXONYM = rule("stale-exonym", severity="minor")


def audited(
    doc: str,
    sentences: Sequence[str],
    marks: Sequence[tuple[str, str | None]] = (),
    *,
    of: Rule = NAME,
    confidence: float = 0.9,
    originals: Sequence[str] = (),
    outlet: str | None = None,
    engine: str | None = None,
    published: date | None = None,
    pivot: str | None = None,
) -> Audited:
    """A document of these sentences; `marks` are words (all their occurrences) with what should stand there."""
    text = " ".join(sentences)
    metadata = {"engine": engine} if engine else {}
    document = Document(
        id=doc,
        text=text,
        lang="en",
        title=f"About {doc}",
        outlet=outlet,
        published=published,
        pivot=Pivot(lang="zh", text=pivot) if pivot else None,
        metadata=metadata,
    )
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    hits = []
    for words, right in marks:
        suggestions = (Suggestion(text=right, confidence=0.9, safe=True),) if right is not None else ()
        start = text.find(words)
        while start >= 0:
            hit = Hit(
                start=start,
                end=start + len(words),
                message=f"“{words}” is wrong",
                confidence=confidence,
                suggestions=suggestions,
            )
            hits.append((of, hit))
            start = text.find(words, start + len(words))
    pool = {f"{doc}-original-{i}": Document(id=f"{doc}-original-{i}", text=t) for i, t in enumerate(originals)}
    links = tuple(
        Link(translation=document.span(*span), original=original.span(0, len(original.text)), score=0.95)
        for span, original in zip(spans, pool.values(), strict=False)
    )
    return Audited(
        document=document,
        links=links,
        findings=settle(document, hits, 0.0),
        originals=pool,
        sentences=tuple(spans),
    )
