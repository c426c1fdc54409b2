"""Which findings may be mended, with which words, and why the others are not; applied until nothing is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from audit.judgements import Judgement, Standing
from audit.model import Audited, Finding, Skipped
from corpora.documents import Document
from corpora.writing import Edit, changed, refused

ROUNDS = 5
"""Mending may bring other things to light; a text that does not settle in so many rounds is left as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What may be mended.

    By default: what a reviewer decided, and suggestions marked safe where finding and suggestion are both as sure as
    `confidence` and there is one candidate. `unsafe` takes every first suggestion, `decided` reviewers' decisions only.
    """

    confidence: float = 0.9
    unsafe: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One correction: [start, end) of the text becomes `text`. The stretch may be longer than the finding's words."""

    finding: Finding
    start: int
    end: int
    text: str

    @property
    def edit(self) -> Edit:
        return Edit(start=self.start, end=self.end, text=self.text)


@dataclass(slots=True)
class Mended:
    """What became of one document: edits of its text as it was, the findings mended, and why others were not."""

    document: Document
    text: str
    edits: tuple[Edit, ...] = ()
    mended: list[Finding] = field(default_factory=list)
    declined: Counter[str] = field(default_factory=Counter)


def plan(
    findings: Sequence[Finding], text: str, policy: Policy, decisions: Standing
) -> tuple[list[Change], Counter[str]]:
    """The corrections of a text, in its order, none overlapping another; and how many were declined for what reason."""
    changes, declined = [], Counter[str]()
    for finding, judgement in zip(findings, decisions.of(findings), strict=True):
        words, reason = _words(finding, judgement, policy)
        if words is None:
            declined[reason] += 1
        elif words == finding.span.text:
            declined["it stands there already"] += 1
        else:
            changes.append(_change(finding, words, text))
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (-change.finding.confidence, change.start, change.end)):
        if any(change.start < other.end and other.start < change.end for other in kept):
            declined["overlaps another correction"] += 1
        else:
            kept.append(change)
    return sorted(kept, key=lambda change: change.start), declined


def mend(
    audited: Audited,
    judge: Callable[[Audited], Sequence[Finding]],
    audit: Callable[[Document], Audited | Skipped],
    policy: Policy,
    decisions: Standing,
) -> Mended:
    """Mend a document until nothing more may be mended, so that a second time changes nothing.

    `judge` gives the findings that count (not let pass) of a result; `audit` audits a changed text.
    """
    document = now = audited.document
    pieces = _Pieces(document.text)
    result = Mended(document=document, text=document.text)
    for _ in range(ROUNDS):
        changes, declined = plan(judge(audited), result.text, policy, decisions)
        changes, kept_out = _writable(document, pieces, changes)
        if not changes:
            result.declined = declined + kept_out
            result.edits = tuple(pieces.edits())
            return result
        edits = [change.edit for change in changes]
        pieces.apply(edits)
        now = changed(now, edits)
        result.text = now.text
        result.mended += [change.finding for change in changes]
        again = audit(now) if result.text.strip() else None
        if not isinstance(again, Audited):
            break
        audited = again
    return Mended(
        document=document, text=document.text, declined=Counter({"the text does not settle": len(result.mended)})
    )


def _writable(document: Document, pieces: _Pieces, changes: list[Change]) -> tuple[list[Change], Counter[str]]:
    """The changes that can be written into the file of a document, and how many cannot for what reason."""
    if _reason(document, pieces, changes) is None:
        return changes, Counter()
    kept, kept_out = list[Change](), Counter[str]()
    for change in changes:
        span = change.finding.span
        tried = [change, replace(change, start=span.start, end=span.end)]
        reasons = [_reason(document, pieces, [*kept, one]) for one in tried]
        if None in reasons:
            kept.append(tried[reasons.index(None)])
        else:
            kept_out[reasons[0] or ""] += 1
    return kept, kept_out


def _reason(document: Document, pieces: _Pieces, changes: Sequence[Change]) -> str | None:
    trial = pieces.copy()
    trial.apply([change.edit for change in changes])
    return next((reason for edit in trial.edits() if (reason := refused(document, edit))), None)


def _words(finding: Finding, judgement: Judgement | None, policy: Policy) -> tuple[str | None, str]:
    """The words that should stand there, or None and why not."""
    if judgement is not None and judgement.verdict == "artifact" and judgement.replacement is not None:
        return judgement.replacement, ""
    if policy.decided:
        return None, "not decided"
    if not finding.suggestions:
        return None, "no suggestion"
    if finding.category == "structure" or not finding.span.text:
        return None, "something is missing, no words to replace"
    best = finding.suggestions[0]
    if policy.unsafe:
        return best.text, ""
    if not best.safe:
        return None, "not marked safe"
    if finding.category == "style":
        return None, "a matter of style"
    if len(finding.suggestions) > 1:
        return None, "several candidates"
    if min(finding.confidence, best.confidence) < policy.confidence:
        return None, f"less sure than {policy.confidence:g}"
    return best.text, ""


def _change(finding: Finding, words: str, text: str) -> Change:
    """A correction; where words are dropped, so is the line that held nothing else, or the space before them."""
    start, end = finding.span.start, finding.span.end
    if not words:
        line_end = _line_end(text, end)
        if (start == 0 or text[start - 1] in "\r\n") and line_end >= 0:
            end = line_end
        elif text[start - 1 : start] == " " and text[end : end + 1] in ("", " ", ",", ".", ";", ":", "\r", "\n"):
            start -= 1
    return Change(finding=finding, start=start, end=end, text=words)


def _line_end(text: str, at: int) -> int:
    """Where the next line begins if nothing stands between `at` and the end of its line, else -1."""
    for end in ("\r\n", "\n", "\r"):
        if text.startswith(end, at):
            return at + len(end)
    return at if at == len(text) else -1


class _Pieces:
    """A text as it becomes: stretches of the text as it was, and new words between them."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._pieces: list[tuple[int, int] | str] = [(0, len(text))]

    def copy(self) -> _Pieces:
        """The same, to try something with."""
        other = _Pieces("")
        other._length, other._pieces = self._length, list(self._pieces)
        return other

    def apply(self, edits: Sequence[Edit]) -> None:
        """Make edits whose offsets are those of the text as it is by now."""
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            before, rest = _cut(self._pieces, edit.start)
            _, after = _cut(rest, edit.end - edit.start)
            self._pieces = [*before, edit.text, *after]

    def edits(self) -> list[Edit]:
        """The same as edits of the text as it was."""
        found, at, words = [], 0, ""
        for piece in [*self._pieces, (self._length, self._length)]:
            if isinstance(piece, str):
                words += piece
                continue
            start, end = piece
            if start > at or words:
                found.append(Edit(start=at, end=start, text=words))
            at, words = end, ""
        return found


_Cut = list[tuple[int, int] | str]


def _cut(pieces: _Cut, offset: int) -> tuple[_Cut, _Cut]:
    """The pieces before and after an offset."""
    for index, piece in enumerate(pieces):
        length = len(piece) if isinstance(piece, str) else piece[1] - piece[0]
        if offset < length:
            if isinstance(piece, str):
                return [*pieces[:index], piece[:offset]], [piece[offset:], *pieces[index + 1 :]]
            middle = piece[0] + offset
            return [*pieces[:index], (piece[0], middle)], [(middle, piece[1]), *pieces[index + 1 :]]
        offset -= length
    return pieces, []
