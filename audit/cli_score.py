"""`taudit score`: options in, audited documents scored, a table, JSON, CSV or plot out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audit.cli_output import CLEAN, NOTHING, USAGE, Output, say
from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.model import Audited, Skipped
    from audit.scores.comparison import Comparison
    from audit.scores.pairs import Pair
    from audit.scores.report import Scores
    from audit.scoring import Gathered, Scored, Scorer
    from audit.settings import Settings
    from corpora.documents import Document
    from corpora.errors import Unreadable


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Examples:\n\ntaudit score articles/ --originals reports/\n\n"
        "taudit score engines.jsonl --originals originals.jsonl --by engine --versus online-A --plot scores.svg\n\n"
        "taudit score mended.jsonl --before texts.jsonl --originals reports/ --format json"
    )(score)


def score(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Translations: files, folders, patterns, -.")],
    originals: Annotated[
        list[str] | None, typer.Option("--originals", metavar="PATH", help="Likely originals. Repeatable.")
    ] = None,
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="KEY", help="What makes a group: outlet, or any key of the input; engine or else outlet."
        ),
    ] = "engine",
    lines: Annotated[
        str | None,
        typer.Option(
            "--lines",
            metavar="KEY",
            help="Originals are given: KEY of the input names one by its id (id: the same id), line n stands for its "
            "line n.",
        ),
    ] = None,
    before: Annotated[
        list[str] | None,
        typer.Option("--before", metavar="PATH", help="The same texts before they were mended: compare. Repeatable."),
    ] = None,
    versus: Annotated[
        str | None, typer.Option("--versus", metavar="GROUP", help="Compare every other group with this one.")
    ] = None,
    mend: Annotated[bool, typer.Option("--mend/--no-mend", help="Also score the texts with findings mended.")] = True,
    documents: Annotated[bool, typer.Option("--documents", help="Show every document in the table.")] = False,
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", metavar="N", min=0, max=100_000, help="Resamples; 0: no intervals.")
    ] = 1000,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, json or csv.")] = "table",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = "-",
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="Bars with intervals, .png or .svg.")
    ] = None,
    style: Annotated[str, typer.Option("--style", metavar="NAME", help="House style.")] = "neutral",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="For texts without a date.")] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", metavar="C", help="Mend only findings at least this sure.")
    ] = 0.5,
    later_originals: Annotated[bool, typer.Option("--later-originals", help="Use younger originals, too.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Processes; 0: one a core.")] = 1,
) -> int:
    """Score translations against their originals: sacreBLEU, names and values that arrive, what artifacts cost."""
    from audit.cli_run import refuse_overwriting, settings_of
    from audit.scores.plot import ending
    from audit.scores.report import FORMATS, write

    if format not in FORMATS:
        raise SettingsError(f"--format {format}: choose one of {', '.join(FORMATS)}")
    picture = ending(plot) if plot else None
    if plot and plot == output:
        raise SettingsError(f"{plot}: two outputs cannot go to one place, give each its own file")
    outputs = [os.path.realpath(path) for path in (output, plot) if path and path != "-"]
    refuse_overwriting((*inputs, *(originals or []), *(before or [])), outputs)
    settings = settings_of(style, as_of, None, min_confidence, later_originals)
    run = _Run(originals or [], settings, by, lines, mend, jobs)
    scorer = run.score(inputs)
    earlier = run.score(before) if before else None
    scores = _assemble(run, scorer, earlier, versus, bootstrap)
    made = _picture(scores, picture) if picture else None
    target = Output(output)
    try:
        write(scores, format, target.stream, documents)
        target.commit()
    except BaseException:
        target.discard()
        raise
    if plot and made is not None:
        _save(plot, made)
    if run.usage:
        return USAGE
    return CLEAN if scorer.gathered.scored or scorer.gathered.unreferenced else NOTHING


class _Run:
    """Audits inputs and scores them; notes what was skipped and whether a path did not exist."""

    def __init__(
        self, originals: Sequence[str], settings: Settings, by: str, lines: str | None, mend: bool, jobs: int
    ) -> None:
        self.by = by
        self._originals, self._settings, self._lines = originals, settings, lines
        self._mend, self._jobs = mend, jobs
        self.skipped: list[tuple[str, str]] = []
        self.usage = False

    def score(self, inputs: Sequence[str]) -> Scorer:
        """The statistics of all documents of some inputs."""
        from audit.model import Skipped
        from audit.scoring import Scorer

        given = self._given() if self._lines is not None else None
        scorer = Scorer(self._pairs(given), self.by, self._mend, given)
        for result in self._audited(inputs):
            if isinstance(result, Skipped):
                self.skipped.append((result.doc, result.reason))
                say(f"{result.doc}: {result.reason}")
            else:
                scorer.add(result)
        return scorer

    def _audited(self, inputs: Sequence[str]) -> Iterator[Any]:
        from audit.batch import Batch
        from audit.cli_run import Outcome, _cores, _existing
        from corpora.reading import find, read

        outcome = Outcome()
        originals = _existing(self._originals, outcome)
        sources, missing = find(inputs)
        for message in missing:
            say(message)
        self.usage |= outcome.usage or bool(missing)
        if self._lines is not None and not self._mend:  # nothing to line up, nothing to find
            yield from (_unaudited(item) for item in read(sources))
            return
        with Batch(originals, self._settings, self._jobs or _cores(), "run" if self._mend else "align") as batch:
            for problem in batch.facts.problems:
                say(problem)
            yield from batch.map(read(sources))

    def _pairs(self, given: Mapping[str, Document] | None) -> Callable[[Audited], Sequence[Pair]]:
        from audit.scores.pairs import line_pairs, linked_pairs, named_original

        key = self._lines
        if key is None or given is None:
            return linked_pairs

        def pairs(audited: Audited) -> Sequence[Pair]:
            return line_pairs(audited.document, named_original(audited.document, key, given))

        return pairs

    def _given(self) -> dict[str, Document]:
        """The originals by id, for --lines."""
        from corpora.documents import Document
        from corpora.reading import find, read

        if not self._originals:
            raise SettingsError(f"--lines {self._lines}: needs --originals, name the texts that the lines stand for")
        sources, _ = find(self._originals)
        return {item.id: item for item in read(sources) if isinstance(item, Document)}


def _unaudited(item: Document | Unreadable) -> Audited | Skipped:
    from audit.model import Audited, Skipped
    from corpora.documents import Document

    return Audited(document=item) if isinstance(item, Document) else Skipped(doc=item.doc, reason=item.reason)


def _assemble(run: _Run, scorer: Scorer, earlier: Scorer | None, versus: str | None, samples: int) -> Scores:
    """All figures of a run."""
    from audit.scores.entities import FOLDING
    from audit.scores.metrics import NAMES
    from audit.scores.report import Scores
    from audit.scoring import correlation, row, rows_by_group

    gathered, metrics = scorer.gathered, scorer.metrics
    groups = rows_by_group(gathered, metrics, samples)
    return Scores(
        by=run.by,
        signatures={
            **{name: metrics.signature(name, samples) for name in NAMES},
            "entities": f"names+values|fold:{'+'.join(name for name, _ in FOLDING)}|bs:{samples}|unit:original",
        },
        corpus=row("all", gathered.scored, metrics, samples) if gathered.scored else None,
        groups=groups,
        documents=[row(part.id, [part], metrics, samples, part.group) for part in gathered.scored],
        comparisons=_comparisons(scorer, earlier, versus, samples),
        correlation=correlation(groups),
        unreferenced=gathered.unreferenced,
        skipped=run.skipped,
    )


def _comparisons(scorer: Scorer, earlier: Scorer | None, versus: str | None, samples: int) -> list[Comparison]:
    """Before and after, and the groups against the one named (of two groups: the first)."""
    from audit.scores.comparison import compare

    out = []
    metrics, gathered = scorer.metrics, scorer.gathered
    if earlier is not None:
        sides = ("before", earlier.gathered.scored), ("after", gathered.scored)
        out.append(compare(*sides, metrics, samples or 1000, by_document=True))
        if out[0] is None:
            say("--before: no two segments in common, the texts need the same ids and originals")
    groups = _groups(gathered)
    if versus is not None and versus not in groups:
        raise SettingsError(f"--versus {versus}: no such group, choose one of {', '.join(groups) or 'none'}")
    if versus is None and len(groups) == 2 and earlier is None:
        versus = next(iter(groups))
    if versus is not None:
        others = [label for label in groups if label != versus]
        out += [compare((versus, groups[versus]), (label, groups[label]), metrics, samples or 1000) for label in others]
    return [item for item in out if item is not None]


def _groups(gathered: Gathered) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for part in gathered.scored:
        groups.setdefault(part.group, []).append(part)
    return groups


def _picture(scores: Scores, format: str) -> bytes:
    from audit.scores.plot import plot

    rows = [*scores.groups, *([scores.corpus] if scores.corpus else [])]
    if len(scores.groups) <= 1:
        rows = [*rows, *scores.documents]
    if not rows:
        raise SettingsError("--plot: nothing was scored, there is nothing to draw")
    return plot(rows, format)


def _save(path: str, content: bytes) -> None:
    """Write a picture; it appears when it is whole."""
    from pathlib import Path

    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name[:80]}.part")
        temporary.write_bytes(content)
        temporary.replace(target)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}), choose another file") from error
