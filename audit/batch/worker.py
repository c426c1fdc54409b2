"""What one process does: open the pool once, audit document after document; nothing heavy is imported before."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from audit.errors import AuditError
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document
from corpora.errors import CorpusError

if TYPE_CHECKING:
    from audit.batch.processes import Input, Work
    from audit.reports import Shown
    from audit.retrieval import Pool

What = Literal["run", "align"]
Form = Literal["results", "lines", "records"]
"""What comes back of a chunk: result objects, or Arrow batches (`audit.batch.arrow`) of JSON lines or typed records."""

INTERNAL = "internal error"
"""What stands in the reason of a text that was skipped for a defect of the engine, not for what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """What the pool of originals says of itself: its part of the signature, and one line for each text not usable."""

    signature: Mapping[str, object] | None = None
    problems: tuple[str, ...] = ()


class Core:
    """The core with its pool opened: call it with a document.

    Originals are files, folders, patterns and indexes by path, or documents. `shown` are the sentences that somebody
    will look at: what stands in the pivot behind these is found out, whatever the rules ask for.
    """

    def __init__(
        self, originals: Sequence[str | Document], settings: Settings, what: What, shown: Shown = "nothing"
    ) -> None:
        self._settings, self._shown = settings, shown
        self._pool: Pool | None = None
        self.facts = PoolFacts()
        if originals:
            pool = _opened(originals)
            self.facts = PoolFacts(signature=pool.signature(), problems=tuple(pool.problems))
            self._pool = pool if len(pool) else None
        from audit import pipeline

        self._core: Callable[[Document, Pool | None, Settings], Audited | Skipped]
        self._core = pipeline.audit_document if what == "run" else pipeline.align_document

    def __call__(self, document: Document) -> Audited | Skipped:
        """The document's result. A defect that one document brings to light costs that document, not the batch."""
        try:
            return self._with_pivot(self._core(document, self._pool, self._settings))
        except (AuditError, CorpusError):
            raise
        except Exception as error:
            if os.environ.get("TAUDIT_DEBUG"):
                raise
            cause = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            return Skipped(
                doc=document.id,
                reason=f"{INTERNAL} ({cause}), please report it; TAUDIT_DEBUG=1 shows where",
            )

    def _with_pivot(self, result: Audited | Skipped) -> Audited | Skipped:
        if isinstance(result, Skipped) or not lacks(result, self._shown):
            return result
        from audit.pipeline import with_pivot

        return with_pivot(result, self._settings)


def lacks(result: Audited, shown: Shown) -> bool:
    """Whether it has not been found out what stands in the pivot behind the sentences that are shown."""
    unknown = result.document.pivot is not None and result.paired is None
    return unknown and (shown == "sentences" or (shown == "findings" and bool(result.findings)))


def _opened(originals: Sequence[str | Document]) -> Pool:
    from audit.retrieval import Pool

    paths = [one for one in originals if not isinstance(one, Document)]
    documents = [one for one in originals if isinstance(one, Document)]
    if not documents:
        return Pool.open(paths)
    given = Pool.of(documents)
    if not paths:
        return given
    pool = Pool.open(paths)
    return Pool([*given.parts, *pool.parts], [*given.problems, *pool.problems])


@dataclass(frozen=True, slots=True)
class Starter:
    """Makes a worker of a new process (`processes.Start`)."""

    originals: tuple[str | Document, ...]
    settings: Settings
    what: What
    form: Form
    shown: Shown = "nothing"

    def __call__(self) -> tuple[Work, PoolFacts]:
        """The function for chunks, and what the pool says of itself."""
        core = Core(self.originals, self.settings, self.what, self.shown)
        return Worker(core, self.form), core.facts


@dataclass(frozen=True, slots=True)
class Worker:
    """Audits chunks of inputs into what `form` says."""

    core: Core
    form: Form

    def __call__(self, items: Sequence[Input], begun: Callable[[int], None]) -> Any:
        """Result objects, or the bytes of an Arrow batch; `begun` hears the number of each input first."""
        from audit.batch.records import as_lines, as_records, skipped

        results: list[Audited | Skipped] = []
        for number, item in enumerate(items):
            begun(number)
            results.append(self.core(item) if isinstance(item, Document) else skipped(item))
        if self.form == "results":
            return results
        return (as_lines if self.form == "lines" else as_records)(results).serialize().to_pybytes()
