"""`pytest --taudit corpus/`: one test item a document, with the configuration that holds for pytest's `rootdir`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from audit.batch.worker import Core
    from audit.cli_gate import Task
    from audit.gate import Gate
    from audit.model import Finding
    from corpora.documents import Document
    from corpora.formats import Source


class _Corpus:
    """What all items of a session share: the gate, kept results and, opened when first needed, the originals."""

    def __init__(self, root: Path) -> None:
        from audit import config as configuration
        from audit.cli_gate import Options, kept, prepare
        from audit.gate import load, threshold

        config = configuration.load(start=root)
        self.task: Task = prepare(config, Options(inputs=[str(config.root)], within=True))
        self.gate: Gate = load(config, threshold(config.severity, config.confidence))
        self.sources: dict[Path, Source] = {Path(source.path).resolve(): source for source in self.task.sources}
        self._originals = [Path(path).resolve() for path in self.task.originals]
        self._auditor: Core | None = None
        self._kept = kept(self.task)
        self._kept.__enter__()

    def close(self) -> None:
        """Keep what was audited."""
        self._kept.__exit__(None, None, None)

    def source(self, path: Path) -> Source | None:
        """The source of a collected file; None where it is no text of the corpus."""
        here = path.resolve()
        if any(here == original or original in here.parents for original in self._originals):
            return None
        return self.sources.get(here)

    def failing(self, document: Document) -> tuple[Finding, ...] | str:
        """The findings that fail the check, or why the document was skipped."""
        from audit.batch.worker import Core
        from audit.model import Skipped

        result = self._kept.get(document)
        if result is None:
            if self._auditor is None:
                self._auditor = Core(self.task.originals, self.task.settings, "run")
            result = self._auditor(document)
            self._kept.put(document, result)
        return result.reason if isinstance(result, Skipped) else self.gate.judge(result).failing


_KEY = pytest.StashKey[_Corpus]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    group = parser.getgroup("taudit", "auditing translated texts")
    group.addoption("--taudit", action="store_true", help="audit translated texts: one test item for each document")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The end of the session."""
    corpus = config.stash.get(_KEY, None)
    if corpus is not None:
        corpus.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Texts of the corpus as collectors."""
    if not parent.config.getoption("--taudit"):
        return None
    from corpora.formats import known

    if known(file_path.name)[0] is None:
        return None
    corpus = _corpus(parent.config)
    if corpus.source(file_path) is None:
        return None
    collector: pytest.Collector = TextFile.from_parent(parent, path=file_path)
    return collector


def _corpus(config: pytest.Config) -> _Corpus:
    if _KEY not in config.stash:
        from audit.errors import AuditError

        try:
            config.stash[_KEY] = _Corpus(config.rootpath)
        except AuditError as error:
            raise pytest.UsageError(str(error)) from None
    return config.stash[_KEY]


class TextFile(pytest.File):
    """A file of the corpus."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its documents; what cannot be read is an item that is skipped."""
        from corpora.documents import Document
        from corpora.reading import read

        source = _corpus(self.config).source(self.path)
        assert source is not None
        for item in read([source]):
            if isinstance(item, Document):
                yield TextItem.from_parent(self, name=item.id, document=item)
            else:
                yield TextItem.from_parent(self, name=item.doc, document=None, reason=item.reason)


class TextItem(pytest.Item):
    """One document."""

    def __init__(self, *, document: Document | None, reason: str = "", **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self._document, self._reason = document, reason

    def runtest(self) -> None:
        """Audits the document; skipped where that cannot be done."""
        if self._document is None:
            pytest.skip(self._reason)
        found = _corpus(self.config).failing(self._document)
        if isinstance(found, str):
            pytest.skip(found)
        if found:
            raise Artifacts(self._document, found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The findings, one line each."""
        if isinstance(excinfo.value, Artifacts):
            return excinfo.value.lines()
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the document begins."""
        origin = self._document.origin if self._document else None
        line = origin.pieces[0].line - 1 if origin and origin.pieces else 0
        return self.path, line, self.name


class Artifacts(Exception):
    """A document has findings that fail the check."""

    def __init__(self, document: Document, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self._document, self._findings = document, findings

    def lines(self) -> str:
        """One line a finding, `file:line:column` first."""
        from audit.reports import view
        from audit.reports.sarif import message

        return "\n".join(
            f"{view.place(self._document, f.span.start)}: {f.severity} {f.rule} {f.confidence:.2f}: {message(f)}"
            for f in self._findings
        )
