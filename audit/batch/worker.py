"""What one process does: open the pool once, audit document after document; nothing heavy is imported before."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audit.errors import AuditError
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document
from corpora.errors import CorpusError

if TYPE_CHECKING:
    from audit.retrieval import Pool

What = Literal["run", "align"]

INTERNAL = "internal error"
"""How the reason of a text begins that was skipped for a defect of the engine, not for what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """What the pool of originals says of itself: its part of the signature, and one line for each text not usable."""

    signature: Mapping[str, object] | None = None
    problems: tuple[str, ...] = ()


class Auditor:
    """The core with its pool opened: call it with a document."""

    def __init__(self, pool_paths: Sequence[str], settings: Settings, what: What) -> None:
        self._settings = settings
        self._pool: Pool | None = None
        self.facts = PoolFacts()
        if pool_paths:
            from audit.retrieval import Pool

            pool = Pool.open(pool_paths)
            self.facts = PoolFacts(signature=pool.signature(), problems=tuple(pool.problems))
            self._pool = pool if len(pool) else None
        from audit import pipeline

        self._core: Callable[[Document, Pool | None, Settings], Audited | Skipped]
        self._core = pipeline.audit_document if what == "run" else pipeline.align_document

    def __call__(self, document: Document) -> Audited | Skipped:
        """The document's result. A defect that one document brings to light costs that document, not the batch."""
        try:
            return self._core(document, self._pool, self._settings)
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


_auditor: Auditor | Exception | None = None
"""Of a worker process: set once by `start`, before its first document; an error is kept for who asks first."""


def start(pool_paths: Sequence[str], settings: Settings, what: What) -> None:
    """Make this process a worker. Interrupts are left to the parent; one thread of arithmetic a process."""
    global _auditor  # noqa: PLW0603  (the only way to hand an initializer's work to later calls)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    try:
        _auditor = Auditor(pool_paths, settings, what)
    except Exception as error:  # raised here it would break the whole pool and print a traceback
        _auditor = error


def facts() -> PoolFacts:
    """What this worker's pool says of itself. Raises what opening it raised."""
    return _ready().facts


def audit_chunk(documents: Sequence[Document]) -> list[Audited | Skipped]:
    """Results of some documents, in their order."""
    auditor = _ready()
    return [auditor(document) for document in documents]


def _ready() -> Auditor:
    if isinstance(_auditor, Exception):
        raise _auditor
    assert _auditor is not None
    return _auditor
