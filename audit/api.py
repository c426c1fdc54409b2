"""The Python interface: `from audit import audit, Auditor`.

    report = audit("US special envoy Witko met with Putin.", originals=[Path("reports/")])
    for audited in report.documents:
        for finding in audited.findings:
            print(finding.span.text, "->", finding.suggestions[0].text)

A `str` is a text, a `pathlib.Path` names files, folders, patterns or an index, a mapping has the keys of the JSON lines
(`{"id", "text", "published", "pivot": {"lang", "text"}, ...}`), a `Document` is one. `audit.tables` makes Arrow, pandas
and polars tables of the results.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from audit.errors import SettingsError
from audit.model import Audited, Report, Skipped
from audit.settings import RecognizedBy, Settings
from corpora.documents import Document, Origin
from corpora.errors import Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

    from audit.batch.records import Form
    from audit.batch.worker import Core

Text = str | Document | Mapping[str, object] | PathLike[str]
"""A text, or the place of some."""

__all__ = ["Auditor", "Text", "audit"]


def audit(
    texts: Text | Iterable[Text],
    originals: Text | Iterable[Text] = (),
    *,
    jobs: int = 1,
    settings: Settings | None = None,
    **options: Any,
) -> Report:
    """Audit texts against their likely originals (none: without) and return everything that was found.

    `jobs` processes share the work. `settings` or single options of `Settings` (`style="ap"`, `as_of=date(2025, 8, 9)`,
    `rules="name,value"`, `min_confidence=0.5`, ...) say how. Raises SettingsError for settings that do not exist, and
    CorpusError for a mapping that is no document; files that cannot be read are in `Report.skipped`.

    >>> report = audit("Statement: This article represents the views of the author.")
    >>> [(finding.rule, finding.span.start) for finding in report.documents[0].findings]
    [('platform-boilerplate', 0)]
    """
    return Auditor(originals, settings=settings, **options).report(texts, jobs=jobs)


class Auditor:
    """Audits text after text against one collection of originals, which is opened once, with the first text.

    Call it with a text for its `Audited` or, where it cannot be audited, `Skipped`. One auditor may serve many threads;
    it can be pickled, and opens its originals anew where it is unpickled.
    """

    def __init__(
        self,
        originals: Text | Iterable[Text] = (),
        *,
        settings: Settings | None = None,
        style: str | None = None,
        as_of: date | None = None,
        rules: str | None = None,
        min_confidence: float | None = None,
        later_originals: bool | None = None,
        recognizer: RecognizedBy | None = None,
        vectors: str | None = None,
    ) -> None:
        given: dict[str, Any] = {
            "style": style,
            "as_of": as_of,
            "rules": rules,
            "min_confidence": min_confidence,
            "later_originals": later_originals,
            "recognizer": recognizer,
            "vectors": vectors,
        }
        self.settings = replace(settings or Settings(), **{k: v for k, v in given.items() if v is not None})
        from audit.detectors import select

        select(self.settings.rules)
        self._originals = tuple(_originals(_listed(originals)))
        self._lock = threading.Lock()
        self._core: Core | None = None

    def __call__(self, text: str | Document | Mapping[str, object]) -> Audited | Skipped:
        """The result of one text.

        >>> auditor = Auditor(rules="date", as_of=date(2025, 8, 9))
        >>> [finding.span.text for finding in auditor("He arrived on the 8th local time.").findings]
        ['on the 8th', ' local time']
        """
        return self._opened()(_document(text, "text"))

    def map(self, texts: Text | Iterable[Text], *, jobs: int = 1) -> Iterator[Audited | Skipped]:
        """The results of many texts, in their order, as they come; texts are read only a little ahead."""
        from audit.batch import Batch

        if jobs == 1:
            core = self._opened()
            for item in _inputs(_listed(texts)):
                yield core(item) if isinstance(item, Document) else Skipped(doc=item.doc, reason=item.reason)
            return
        with Batch(self._originals, self.settings, jobs) as batch:
            yield from batch.map(_inputs(_listed(texts)))

    def report(self, texts: Text | Iterable[Text], *, jobs: int = 1) -> Report:
        """The results of many texts as one report, with the signature that says how to get it again."""
        results = list(self.map(texts, jobs=jobs))
        return Report(
            signature=self.signature,
            documents=tuple(result for result in results if isinstance(result, Audited)),
            skipped=tuple(result for result in results if isinstance(result, Skipped)),
        )

    def batch(self, documents: pa.RecordBatch, form: Form = "records") -> pa.RecordBatch:
        """An Arrow batch of documents (`audit.batch.arrow.DOCUMENTS`) into one of typed records, or of JSON lines."""
        from audit.batch.records import audit_batch

        return audit_batch(documents, self._opened(), form)

    @property
    def signature(self) -> Mapping[str, object]:
        """What anyone needs to get the same results again, see `audit.signature`."""
        from audit.signature import signature

        return signature(self.settings, self._opened().facts.signature)

    @property
    def problems(self) -> tuple[str, ...]:
        """One line for each original that could not be used."""
        return self._opened().facts.problems

    def _opened(self) -> Core:
        with self._lock:
            if self._core is None:
                from audit.batch.worker import Core

                self._core = Core(self._originals, self.settings, "run")
            return self._core

    def __getstate__(self) -> dict[str, object]:
        return {"settings": self.settings, "_originals": self._originals}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()
        self._core = None

    def __repr__(self) -> str:
        return f"Auditor(originals={len(self._originals)}, settings={self.settings!r})"


def _listed(texts: Text | Iterable[Text]) -> Iterable[Text]:
    return [texts] if isinstance(texts, str | Document | Mapping | PathLike) else texts


def _inputs(texts: Iterable[Text]) -> Iterator[Document | Unreadable]:
    """Documents of texts, mappings and files, in their order."""
    from corpora.reading import find, read

    for number, text in enumerate(texts):
        if not isinstance(text, PathLike):
            yield _document(text, str(number))
            continue
        sources, missing = find([fspath(text)])
        if missing:
            raise SettingsError(missing[0])
        yield from read(sources)


def _originals(texts: Iterable[Text]) -> Iterator[str | Document]:
    for number, text in enumerate(texts):
        yield fspath(text) if isinstance(text, PathLike) else _document(text, f"original-{number}")


def _document(text: Text, id: str) -> Document:
    if isinstance(text, Document):
        return text
    if isinstance(text, str):
        return Document(id=id, text=text)
    if not isinstance(text, Mapping):
        raise SettingsError(f"{type(text).__name__}: is no text, give a str, a mapping, a Document or a Path")
    from corpora.errors import UnreadableInput
    from corpora.formats.records import BadRecord, document

    row = {key: value.isoformat() if isinstance(value, date) else value for key, value in text.items()}
    try:
        return replace(document(row, id, Origin(file=id, format="mapping")), origin=None)
    except BadRecord as error:
        raise UnreadableInput(f"{row.get('id') or id}: {error}") from None
