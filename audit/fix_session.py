"""Deciding findings one by one at a terminal: accept, reject, edit, all of this form, undo. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.judgements import Judgement, Scope, Standing, Verdict, decide
from audit.model import Finding
from audit.reports import view
from corpora.documents import Document

HELP = (
    "1-9 or a: accept a suggestion   e: other words   r: this is right here   "
    "f: accept for all of this form   x: right everywhere   s: skip   u: undo   q: stop"
)
_AROUND = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A finding to decide."""

    document: Document
    finding: Finding


def session(
    questions: Sequence[Question], ask: Callable[[str], str], show: Callable[[str], None], reviewer: str
) -> list[Judgement]:
    """The decisions that a reviewer makes, in order; what was undone is not among them.

    `ask` shows a prompt and gives the answer; EOFError and an answer `q` end the session.
    """
    made: list[tuple[int, Judgement]] = []
    skipped: set[int] = set()
    at = 0
    show(HELP)
    while at < len(questions):
        question = questions[at]
        standing = Standing(judgement for _, judgement in made)
        if at in skipped or standing.of([question.finding])[0] is not None:
            at += 1
            continue
        for line in _lines(question, at + 1, len(questions)):
            show(line)
        try:
            answer = ask("? ").strip()
        except EOFError:
            break
        if answer == "q":
            break
        if answer == "u":
            at = _undone(made, skipped, at)
            continue
        if answer == "s":
            skipped.add(at)
            continue
        judgement = _decision(question.finding, answer, ask, reviewer)
        if judgement is None:
            show(HELP)
            continue
        made.append((at, judgement))
    return [judgement for _, judgement in made]


def _undone(made: list[tuple[int, Judgement]], skipped: set[int], at: int) -> int:
    """Takes the last step back; returns the finding to go on with."""
    last_made = made[-1][0] if made else -1
    last_skipped = max(skipped, default=-1)
    if last_skipped > last_made:
        skipped.discard(last_skipped)
        return last_skipped
    if made:
        return made.pop()[0]
    return at


def _decision(finding: Finding, answer: str, ask: Callable[[str], str], reviewer: str) -> Judgement | None:
    """The decision that an answer stands for, None for an answer that is none."""

    def said(verdict: Verdict, scope: Scope, replacement: str | None = None, note: str = "") -> Judgement:
        return decide(finding, verdict, reviewer=reviewer, scope=scope, replacement=replacement, note=note)

    if answer in ("r", "x"):
        scope: Scope = "form" if answer == "x" else "here"
        return said("no-artifact", scope, note=_asked(ask, "why (may stay empty)? "))
    if answer == "e":
        words = _asked(ask, "the right words: ")
        return said("artifact", "here", words) if words else None
    number = 1 if answer in ("a", "f") else int(answer) if answer.isascii() and answer.isdecimal() else 0
    if not 1 <= number <= len(finding.suggestions):
        return None
    return said("artifact", "form" if answer == "f" else "here", finding.suggestions[number - 1].text)


def _asked(ask: Callable[[str], str], prompt: str) -> str:
    try:
        return ask(prompt).strip()
    except EOFError:
        return ""


def _lines(question: Question, number: int, total: int) -> list[str]:
    """What a reviewer sees of a finding."""
    document, finding = question.document, question.finding
    span, text = finding.span, document.text
    before = view.visible(text[max(0, span.start - _AROUND) : span.start])
    after = view.visible(text[span.end : span.end + _AROUND])
    lines = [
        "",
        f"[{number}/{total}] {view.visible(view.place(document, span.start))}  {finding.rule} {finding.confidence:.2f}",
        f"  …{before}«{view.visible(view.shortened(span.text, 300))}»{after}…",
        f"  {view.visible(finding.message)}",
    ]
    for index, suggestion in enumerate(finding.suggestions[:9], 1):
        words = view.visible(suggestion.text) if suggestion.text else "(drop it)"
        lines.append(f"  {index}: {words}  {suggestion.confidence:.2f}{'  safe' if suggestion.safe else ''}")
    return lines
