"""What the store of decisions hands out and takes: frozen records, no rows of a database.

`id` of a finding and `version` belong together: a decision names the version that its reviewer saw. Times are UTC, ISO
8601; offsets are code points, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from audit.errors import AuditError
from audit.model import Finding, Severity

T = TypeVar("T")

State = Literal["open", "accepted", "edited", "right-here", "right-everywhere", "unsure"]
"""Where a finding stands. `accepted`: one of the tool's suggestions; `edited`: a reviewer's own words."""

STATES: tuple[State, ...] = ("open", "accepted", "edited", "right-here", "right-everywhere", "unsure")

Order = Literal["worth", "document", "confidence", "newest"]
"""`worth`: what is worth deciding first; `document`: as the texts run; `confidence`: surest first; `newest`: texts."""

ORDERS: tuple[Order, ...] = ("worth", "document", "confidence", "newest")


class ReadOnly(AuditError):
    """The store was opened for reading only."""


class NotThere(AuditError):
    """A finding, document or step that the store does not have (any more)."""


class Conflict(AuditError):
    """Somebody decided in between. `current` is what stands now, `others` further findings of the step that changed."""

    def __init__(self, message: str, current: Decision, others: tuple[Decision, ...] = ()) -> None:
        super().__init__(message)
        self.current = current
        self.others = others


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which findings a queue holds; empty means any. Dates are those of publication, both included.

    `text` is looked for in the words, the suggestion, the sentence and the document's id and title, without
    regard to letter case. `engine` is what the documents' metadata say under the key `engine` (see `Store.load`).
    `unjudged_by`: only findings that this reviewer has not judged. `gone`: those that the last audit no longer found.
    """

    rules: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    min_confidence: float = 0.0
    max_confidence: float = 1.0
    outlets: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    states: tuple[State, ...] = ()
    reviewers: tuple[str, ...] = ()
    text: str = ""
    documents: tuple[str, ...] = ()
    unjudged_by: str | None = None
    gone: bool = False
    order: Order = "worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A finding in the queue, with as much of its sentence around it as a line shows.

    `replacement` is what a decision put there (None: none, empty: drop the words). `same_form` counts the findings of
    the same rule and words in all documents, this one included; `worth` is what the queue is sorted by.
    """

    id: int
    version: int
    doc: str
    title: str
    outlet: str
    engine: str
    published: date | None
    rule: str
    category: str
    severity: Severity
    confidence: float
    surface: str
    suggestion: str | None
    safe: bool
    before: str
    after: str
    state: State
    replacement: str | None
    reviewer: str
    at: str
    same_form: int
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some of the rows: `page` counts from 0, `total` is all of them."""

    rows: tuple[T, ...]
    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


Facets = Mapping[str, Mapping[str, int]]
"""How many findings each value of `rule`, `category`, `severity`, `outlet`, `engine`, `state` and `reviewer` has, under
the other parts of the filter; most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in the list: counts are of the findings that its last audit has."""

    doc: str
    title: str
    outlet: str
    engine: str
    published: date | None
    findings: int
    open: int
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one reviewer said of one finding at one time. `version` is the finding's version after it (None: a second
    opinion that left the current decision as it is). `kind`: decide, form, undo, carried, import, opinion."""

    id: int
    finding: int
    version: int | None
    state: State
    replacement: str | None
    note: str
    reviewer: str
    at: str
    step: int
    kind: str
    doc: str = ""
    rule: str = ""
    surface: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stretch of two texts compared: `kind` is equal, replace, delete or insert; `left` becomes `right`."""

    kind: str
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A finding within a text: [start, end) counts from the beginning of the text that holds the mark."""

    start: int
    end: int
    finding: int
    rule: str
    category: str
    severity: Severity
    confidence: float
    state: State
    surface: str
    suggestion: str | None
    replacement: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A linked sentence (or run of them) of an original; `marks` are [start, end) of `text` that evidence points to."""

    doc: str
    title: str
    outlet: str
    published: date | None
    url: str
    text: str
    start: int
    end: int
    score: float
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the translation, or a run that one link joins: [start, end) of the document's text.

    `pivot` is what stands behind it in the pivot, None where that is not known; `originals` come best first.
    """

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    originals: tuple[Linked, ...]
    pivot: str | None


Beside = Literal["original", "pivot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A whole document for the page: sentence under sentence, with the originals and the pivot beside them.

    `beside` says what some sentences have: originals, a pivot.
    """

    doc: str
    title: str
    outlet: str
    engine: str
    published: date | None
    url: str
    lang: str
    pivot_lang: str | None
    sentences: tuple[Sentence, ...]
    beside: tuple[Beside, ...]
    originals: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """Everything that a reviewer sees of one finding.

    `finding` is the audit's record (message, route, evidence, suggestions, rejected decoys). `sentence` holds it, with
    all marks; `before` and `after` are the sentences around; `beside` says what some sentences of the text have.
    `differences` compare the words with the first suggestion letter by letter. `history` begins with the oldest;
    `opinions` are the reviewers' own last words, by name.
    """

    row: QueueRow
    finding: Finding
    mark: Mark
    sentence: Sentence
    before: str
    after: str
    beside: tuple[Beside, ...]
    pivot_lang: str | None
    url: str
    differences: tuple[Difference, ...]
    history: tuple[Decision, ...]
    opinions: Mapping[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """Another finding of the same rule and words. `proposed` is the sentence (`text`) as the decision would leave it.

    `right`: the words seem right here, and `why` says so; such rows are not decided unless they are chosen.
    """

    finding: int
    version: int
    doc: str
    title: str
    text: str
    start: int
    end: int
    proposed: str
    state: State
    reviewer: str
    suggestion: str | None
    right: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPlace:
    """A place where the same words stand without a finding."""

    doc: str
    title: str
    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPreview:
    """What a decision about one finding would do to the others of its form (same rule, same words).

    `rows` are the other findings, those to be decided (open, not `right`) first; `places` where the same words stand
    unmarked. Both are cut at a few hundred; `total` counts all other findings, `open` the open ones. `chosen` is not
    cut: it holds every finding that is decided unless somebody chooses otherwise, with the version seen, for
    `Store.decide_form`.
    """

    rule: str
    surface: str
    replacement: str | None
    rows: tuple[FormRow, ...]
    places: tuple[RightPlace, ...]
    total: int
    open: int
    chosen: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one action decided: undone in one piece. `left` are findings that somebody else had decided since."""

    id: int
    reviewer: str
    at: str
    kind: str
    label: str
    decisions: tuple[Decision, ...]
    left: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much there is and how far it is decided."""

    documents: int
    findings: int
    open: int
    skipped: int
    by_state: Mapping[State, int]
