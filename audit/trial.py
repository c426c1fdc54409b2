"""One audit of texts that somebody pasted or uploaded: every format of `corpora`, results kept in memory.

The texts are written into a folder of their own for the time of the audit, under harmless names, and read as from any
other folder.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audit.errors import SettingsError
from audit.model import Audited, Report, Skipped
from audit.settings import Settings

SEED = date(2025, 8, 9)
"""When the seed case was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A text as it was handed in: its file name (the ending tells the format) and its bytes."""

    name: str
    content: bytes


def pasted(name: str, text: str) -> list[Given]:
    """A pasted text as a file; none where nothing but space was pasted."""
    return [Given(name=name, content=text.encode("utf-8", "replace"))] if text.strip() else []


def seed_case() -> tuple[Given, Given]:
    """The article that the project began with, and the digests of the reports behind it."""
    from audit import seeds

    case = seeds.folder() / "case"
    article, originals = case / "toutiao-1839931802607753.txt", case / "originals.jsonl"
    return (
        Given(name=article.name, content=article.read_bytes()),
        Given(name=originals.name, content=originals.read_bytes()),
    )


def audit_now(texts: Sequence[Given], originals: Sequence[Given], settings: Settings) -> Report:
    """Audit texts against originals (none: without). Raises SettingsError where there is no text."""
    if not texts:
        raise SettingsError("no text was given: paste one, or choose a file")
    from audit.batch import Batch
    from audit.signature import signature
    from corpora.reading import find, read

    with tempfile.TemporaryDirectory(prefix="taudit-") as folder:
        sources, _ = find([_written(Path(folder, "texts"), texts)])
        pool = [_written(Path(folder, "originals"), originals)] if originals else []
        with Batch(pool, settings, shown="sentences") as batch:
            results = [_shortened(result, folder) for result in batch.map(read(sources))]
            described = signature(settings, batch.facts.signature)
            problems = [Skipped(doc="originals", reason=_short(problem, folder)) for problem in batch.facts.problems]
    return Report(
        signature=described,
        documents=tuple(result for result in results if isinstance(result, Audited)),
        skipped=(*problems, *(result for result in results if isinstance(result, Skipped))),
    )


def as_html(report: Report) -> str:
    """The report as one page that can be sent to others."""
    from audit.reports import open_report

    out = io.StringIO()
    page = open_report("html", out)
    page.begin(report.signature)
    for audited in report.documents:
        page.document(audited)
    for skipped in report.skipped:
        page.skipped(skipped)
    page.end()
    return out.getvalue()


def _written(folder: Path, files: Sequence[Given]) -> str:
    """The files in a new folder, each under a name of its own with an ending that is read."""
    from corpora.formats import known

    folder.mkdir()
    for number, file in enumerate(files):
        name = re.sub(r"[^\w.-]+", "-", Path(file.name).name).strip(".-")[-80:] or "text"
        name = name if known(name)[0] else f"{name}.txt"
        path = folder / name
        (folder / f"{number}-{name}" if path.exists() else path).write_bytes(file.content)
    return str(folder)


def _shortened(result: Audited | Skipped, folder: str) -> Audited | Skipped:
    """A result without the folder that was only there for the audit."""
    if isinstance(result, Skipped):
        return Skipped(doc=result.doc, reason=_short(result.reason, folder))
    origin = result.document.origin
    if origin is None:
        return result
    named = replace(origin, file=_short(origin.file, folder))
    return replace(result, document=replace(result.document, origin=named))


def _short(text: str, folder: str) -> str:
    return re.sub(re.escape(folder) + r"/\w+/", "", text)
