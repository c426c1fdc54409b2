"""The records of an audit, in order of birth. Frozen; validated once, at the file boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpora.documents import Document, Span

Category = Literal["name", "value", "date", "quote", "phrase", "residue", "boilerplate", "style", "structure"]
Severity = Literal["critical", "major", "minor", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "minor", "major", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason. `kind`: original, office, channel, authority, style, in-text, pattern, pivot, context, ...

    `detail` is a plain sentence with the values compared; `weight` its share in log-odds (0 where none is computed);
    `ref` where it comes from (`original-id:start-end`, a seeds entry, a gazetteer id).
    """

    kind: str
    detail: str
    weight: float = 0.0
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A likely original of a whole text or of part of it; score in [0, 1]."""

    original: str
    score: float
    relation: Literal["whole", "part"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same story at another outlet, instead of a further link."""

    original: Span
    score: float


QuoteForm = Literal["quoted", "told", "made"]
"""Both sides quote; the translation tells what the original quotes; it quotes what the original tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody says on both sides of a link, at least one of them between quotation marks, which are left out.

    `score` is the chance in [0, 1] that it is the same statement; `speakers` names (or pronouns) of who says it in the
    translation and in the original, None where a side does not tell.
    """

    translation: Span
    original: Span
    form: QuoteForm
    score: float
    speakers: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Runs of whole sentences that say the same: of the translation, of the pivot where there is one, of one original.

    `score` is the calibrated probability in [0, 1]; `parts` may say which clauses of the translation are covered, and
    `quotes` which statements of the original its quotations are.
    An audit of a pivot text alone has `pivot` and no `translation`.
    """

    translation: Span | None
    original: Span
    score: float
    pivot: Span | None = None
    parts: tuple[tuple[Span, Span], ...] = ()
    quotes: tuple[Quote, ...] = ()
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """One station of the way: the language, the form there, and what happened."""

    lang: str
    form: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What should stand there. An empty text means: drop it. `safe`: may be applied without a human."""

    text: str
    confidence: float
    safe: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A decoy: a candidate that was considered, and why it was not taken."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a detector declares: id in kebab case, category, severity, MQM type, languages (of the pivot; empty =
    any)."""

    id: str
    category: Category
    severity: Severity
    mqm: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a detector yields: [start, end) of the translation, code points; severity only where it differs from the
    rule's.

    `confidence` is the probability that the place is an artifact, apart from the suggestions' own confidences.
    """

    start: int
    end: int
    message: str
    confidence: float
    subtype: str | None = None
    severity: Severity | None = None
    category: Category | None = None
    route: tuple[RouteStep, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit with its rule, surface and fingerprint: what reports show and reviewers judge."""

    rule: str
    category: Category
    severity: Severity
    confidence: float
    span: Span
    message: str
    mqm: str
    subtype: str | None
    route: tuple[RouteStep, ...]
    suggestions: tuple[Suggestion, ...]
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...]
    fingerprint: str
    context_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A finding that a check lets pass: what let it (`in_source` for a comment in the text itself), and why."""

    finding: Finding
    by: Literal["pragma", "ignore", "decision", "baseline"]
    why: str

    @property
    def in_source(self) -> bool:
        """Whether the text itself says so."""
        return self.by == "pragma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A text that could not be audited, and why (one line)."""

    doc: str
    reason: str


Pair = tuple[tuple[int, int], tuple[int, int]]
"""A stretch of the translation and the stretch of the pivot that it renders, as offset pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What was found out about one document. `originals` are the pool texts that links and notes refer to, by id.

    `paired` lines the translation up with its pivot, in order; None where neither a rule nor a reader has asked.
    `notes` are one-line remarks about the pool (a younger report, the translation itself) that are no findings.
    `suppressed` and `failing` are filled in by a check: what it lets pass, and which of `findings` fail it (None: no
    check, any does).
    """

    document: Document
    candidates: tuple[Candidate, ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    originals: Mapping[str, Document] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    paired: tuple[Pair, ...] | None = None
    suppressed: tuple[Suppressed, ...] = ()
    failing: tuple[Finding, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole run: signature (how to reproduce it), results in order of input, and what was skipped."""

    signature: Mapping[str, object]
    documents: tuple[Audited, ...] = ()
    skipped: tuple[Skipped, ...] = ()
