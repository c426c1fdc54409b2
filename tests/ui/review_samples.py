"""Databases for the tests of the page: the seed case, and texts that somebody made up to break it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from audit.judgements.store import Store
from audit.model import Audited, Category, Evidence, Finding, Link, Rejected, RouteStep, Severity, Skipped, Suggestion
from corpora.documents import Document, Pivot

ROOT = Path(__file__).parent.parent.parent
CASE = ROOT / "seeds" / "case"
SIGNATURE = {"short": "samples"}
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
MARKDOWN = "**Witko** [said](javascript:alert(1)) :material/warning: $x^2$ `y` :red[z] www.e.org http://e.org a@e.org"
OVERRIDE = "\u202egnp.exe\u202c"


@cache
def seed_results() -> tuple[Audited | Skipped, ...]:
    """The audit of the seed case, as `taudit run` makes it."""
    from audit.batch.engine import run
    from audit.settings import Settings
    from corpora.reading import find, read

    sources, _ = find([str(CASE / "toutiao-1839931802607753.txt")])
    documents = list(read(sources))
    settings = Settings(as_of=date(2025, 8, 9))
    return tuple(run(documents, [str(CASE / "originals.jsonl")], settings))


def load(database: str | Path, results: Sequence[Audited | Skipped]) -> None:
    """Write results into a database."""
    with Store.open(database) as store:
        store.load(results, SIGNATURE)


def audited(
    id: str,
    text: str,
    finds: Sequence[tuple[str, str | None]],
    *,
    original: str = "",
    rule: str = "mangled-name",
    category: Category = "name",
    severity: Severity = "major",
    route: str = "zh|威特科夫|final 夫 (-ff) lost",
    rejected: Sequence[tuple[str, str]] = (("Whitlock", "another person, of no such office"),),
    confidence: float = 0.9,
    **about: Any,
) -> Audited:
    """A document with a finding at the first place of each of `finds` (words, suggestion), linked to one original."""
    document = Document(id=id, text=text, lang="en", **about)
    source = Document(
        id=f"original-of-{id}", text=original or text, lang="en", title="A report", outlet="Wire",
        published=document.published, url="https://wire.example/report",
    )  # fmt: skip
    steps = [
        RouteStep(lang=lang, form=form, detail=detail) for lang, form, detail in ([route.split("|")] if route else [])
    ]
    found = []
    for number, (words, suggestion) in enumerate(finds):
        at = text.index(words)
        there = max(0, source.text.find(suggestion or words))
        evidence = Evidence(
            kind="original", detail=f"the linked sentence has “{suggestion}”",
            ref=f"{source.id}:{there}-{there + len(suggestion or words)}",
        )  # fmt: skip
        found.append(
            Finding(
                rule=rule,
                category=category,
                severity=severity,
                confidence=confidence - 0.01 * number,
                span=document.span(at, at + len(words)),
                message=f"“{words}” should be “{suggestion}”",
                mqm="Accuracy/Mistranslation",
                subtype=None,
                route=tuple(steps),
                suggestions=() if suggestion is None else (Suggestion(text=suggestion, confidence=0.9, safe=True),),
                evidence=(evidence,),
                rejected=tuple(Rejected(text=decoy, why=why) for decoy, why in rejected),
                fingerprint=f"{id}-{number}",
                context_key=f"{id}-{number}-context",
            )
        )
    link = Link(translation=document.span(0, len(text)), original=source.span(0, len(source.text)), score=0.9)
    return Audited(
        document=document,
        links=(link,),
        findings=tuple(found),
        originals={source.id: source},
        sentences=((0, len(text)),),
    )


def hostile() -> list[Audited]:
    """Texts that want to run scripts, to lead elsewhere, to turn the page round, and to burst it."""
    word = "w" * 1_000_000
    return [
        audited(
            f"{SCRIPT}.txt", f"The envoy {SCRIPT} met Witko {OVERRIDE} on Friday.", [("Witko", f"Witkoff{SCRIPT}")],
            title=f"Talks {SCRIPT}", outlet=f"Wire {OVERRIDE}", url="javascript:alert(1)",
        ),
        audited("markdown.txt", f"Then {MARKDOWN} left.", [(MARKDOWN, f"*Witkoff* {MARKDOWN} :smile: <b>b</b>")]),
        audited("word.txt", f"It said {word} and Witko left.", [("Witko", "Witkoff"), (word, "a word")]),
        audited(
            "rtl.txt", "He quoted שלום עולם and مرحبا بالعالم from Witko.",
            [("Witko", "ויטקוף"), ("مرحبا بالعالم", "hello world")], pivot=Pivot(lang="ar", text="مرحبا بالعالم"),
        ),
    ]  # fmt: skip


def pivot_only() -> list[Audited]:
    """A text that has a pivot and no original: its first sentence is in the pivot, with a script; its last is not."""
    text = "Witko met him. They spoke. Benson left."
    pivot = f"威特科夫会见了他，他们交谈。{SCRIPT}"
    made = audited("pivot.txt", text, [("Witko", "Witkoff"), ("Benson", "Bessent")], pivot=Pivot(lang="zh", text=pivot))
    sentences = ((0, 14), (15, 26), (27, 39))
    return [replace(made, links=(), originals={}, sentences=sentences, paired=(((0, 26), (0, len(pivot))),))]


def bulk(number: int = 6) -> list[Audited]:
    """Texts that share a form: each has Witko once, one original has the very same words."""
    return [
        audited(
            f"story-{n}.txt",
            f"In story {n} the envoy Witko spoke for the {n}th time in the capital.",
            [("Witko", "Witkoff")],
            original=f"In story {n} the envoy {'Witko' if n == 0 else 'Witkoff'} spoke once more in the capital.",
            title=f"Story {n}",
            outlet="Wire" if n % 2 else "Toutiao",
            published=date(2025, 8, 1 + n),
        )
        for n in range(number)
    ]
