"""The verdict of a check: which findings count, which are let pass and why, and which fail it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audit.config import Config, rule_words
from audit.config_paths import from_root, matches
from audit.errors import SettingsError
from audit.gate_baseline import Baseline, Entry, entry_of
from audit.gate_file_comments import form_of, of_file
from audit.gate_ignores import Ignores
from audit.gate_pragmas import Pragmas, has_comments, pragmas
from audit.judgements import Judgement, Standing
from audit.model import SEVERITIES, Audited, Finding, Severity, Suppressed
from corpora.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A finding fails the check at `severity` or above and with at least this confidence (in [0, 1])."""

    severity: Severity = "minor"
    confidence: float = 0.5

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise SettingsError(f"--confidence {self.confidence}: give a number from 0 to 1")

    def fails(self, finding: Finding) -> bool:
        """Whether this finding fails the check."""
        serious = SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.severity)
        return serious and finding.confidence >= self.confidence


def threshold(severity: str, confidence: float) -> Threshold:
    """A threshold from what a user wrote. Raises SettingsError."""
    if severity not in SEVERITIES:
        raise SettingsError(f"--severity {severity}: choose one of {', '.join(SEVERITIES)}")
    return Threshold(severity=severity, confidence=confidence)


def failing(audited: Audited, threshold: Threshold) -> int:
    """How many findings of a document fail the check."""
    return sum(threshold.fails(finding) for finding in audited.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A document after the check: its findings that count, the others in `suppressed`; how many of the first fail it.

    `problems` are lines about comments in the text that are unused or not understood; see also `unused_comments`.
    """

    audited: Audited
    failing: tuple[Finding, ...]
    problems: tuple[str, ...] = ()


class Gate:
    """What a repository has agreed on: thresholds and rules by path, comments, ignores, decisions, a baseline."""

    def __init__(
        self,
        config: Config,
        limit: Threshold,
        *,
        baseline: Baseline | None = None,
        ignores: Ignores | None = None,
        decisions: Standing | None = None,
        comments: bool = True,
    ) -> None:
        self._config = config
        self._limit = limit
        self._comments = comments
        self._words = rule_words()
        self._paths: dict[str, str] = {}
        self._files: dict[str, Pragmas] = {}
        self.baseline = baseline or Baseline()
        self.ignores = ignores or Ignores()
        self.decisions = decisions or Standing()
        self.found: list[Entry] = []
        """All findings so far that nothing but a baseline lets pass: what a new baseline holds."""
        self.suppressed: Counter[str] = Counter()
        """How many findings were let pass so far, by what."""

    def judge(self, audited: Audited) -> Judged:
        """The verdict on one document; call it once for each."""
        document = audited.document
        path = self.path(document)
        comments = self._comments_of(document)
        counted, passed = [], []
        wanted = [f for f in self._wanted(audited.findings, path) if not comments.inside(f)]
        settled = self.decisions.settled(document.id, document.text)
        for finding, judgement in zip(wanted, self.decisions.of(wanted), strict=True):
            reason = _decided(finding, judgement, settled) or self._reason(finding, path, comments, document)
            if reason is None:
                counted.append(finding)
            else:
                passed.append(reason)
        self.found += [entry_of(finding, path) for finding in counted]
        known = self.baseline.match(document.id, path, counted)
        new = [finding for finding, is_known in zip(counted, known, strict=True) if not is_known]
        for finding, is_known in zip(counted, known, strict=True):
            if is_known:
                passed.append(Suppressed(finding=finding, by="baseline", why="known from the baseline"))
        self.suppressed.update(item.by for item in passed)
        limit = self._limit_of(path)
        failing = tuple(finding for finding in new if limit.fails(finding))
        return Judged(
            audited=replace(audited, findings=tuple(new), suppressed=tuple(passed), failing=failing),
            failing=failing,
            problems=tuple(_problems(document, comments)),
        )

    def path(self, document: Document) -> str:
        """The document's file relative to the configuration's folder; its id where there is none."""
        if document.origin is None or document.origin.file == "-":
            return document.id
        file = document.origin.file
        if file not in self._paths:
            self._paths[file] = from_root(file, self._config.root)
        return self._paths[file]

    def unused_comments(self) -> Iterator[str]:
        """Lines about comments of files with many documents that let nothing pass; when all of them were judged."""
        for file, comments in self._files.items():
            for pragma in comments.unused:
                yield f"{file}:{pragma.at}: {_UNUSED}"

    def _comments_of(self, document: Document) -> Pragmas:
        if not self._comments or document.origin is None:
            return Pragmas()
        if has_comments(document):
            return pragmas(document.text, self._words)
        form, file = form_of(document), document.origin.file
        if form is None:
            return Pragmas()
        if file not in self._files:
            self._files[file] = of_file(file, form, self._words)
        return self._files[file]

    def _reason(self, finding: Finding, path: str, comments: Pragmas, document: Document) -> Suppressed | None:
        if pragma := comments.covering(finding, document):
            return Suppressed(finding=finding, by="pragma", why=pragma.why)
        if entry := self.ignores.covering(finding, path):
            return Suppressed(finding=finding, by="ignore", why=f"{entry.reason} (until {entry.until})")
        return None

    def _wanted(self, findings: Iterable[Finding], path: str) -> Iterator[Finding]:
        """The findings of rules that hold for this path, with the severities that hold there."""
        config = self._config
        unwanted = {
            word for pattern, words in config.per_file_ignores.items() if matches(path, [pattern]) for word in words
        }
        wanted: set[str] = set()
        severities = dict(config.severities)
        for override in config.overrides:
            if matches(path, override.paths):
                unwanted |= set(override.ignore)
                wanted = set(override.select) or wanted
                severities |= override.severities
        for finding in findings:
            words = {finding.rule, finding.category}
            if words & unwanted or (wanted and not words & wanted):
                continue
            severity = severities.get(finding.rule) or severities.get(finding.category)
            yield replace(finding, severity=severity) if severity else finding

    def _limit_of(self, path: str) -> Threshold:
        limit = self._limit
        for override in self._config.overrides:
            if matches(path, override.paths):
                limit = Threshold(
                    severity=override.severity or limit.severity,
                    confidence=limit.confidence if override.confidence is None else override.confidence,
                )
        return limit


def load(config: Config, limit: Threshold, *, baseline: bool = True, ignores: bool = True) -> Gate:
    """The gate of a repository, its files read. Raises SettingsError for a file that cannot be understood."""
    from audit import gate_baseline, gate_ignores, judgements

    return Gate(
        config,
        limit,
        baseline=Baseline(gate_baseline.read(config.root / config.baseline)) if baseline else None,
        ignores=Ignores(gate_ignores.read(config.root / config.ignores, rule_words())) if ignores else None,
        decisions=Standing(judgements.kept(config.decisions, config.root)) if ignores else None,
        comments=ignores,
    )


def _decided(
    finding: Finding, judgement: Judgement | None, settled: Sequence[tuple[int, int, Judgement]]
) -> Suppressed | None:
    """What lets a finding pass that a reviewer called right, or that doubts words which a reviewer put there."""
    if judgement is None:
        start, end = finding.span.start, finding.span.end
        judgement = next((by for first, last, by in settled if first <= start < end <= last), None)
    elif judgement.verdict != "no-artifact":
        judgement = None
    return Suppressed(finding=finding, by="decision", why=judgement.said) if judgement else None


_UNUSED = "this comment lets nothing pass, remove it"


def _problems(document: Document, comments: Pragmas) -> Iterator[str]:
    for at, problem in comments.problems:
        yield f"{comments.place(at, document)}: {problem}"
    if comments.lines:
        comments.problems.clear()  # a file may hold many documents
        return
    for pragma in comments.unused:
        yield f"{comments.place(pragma.at, document)}: {_UNUSED}"
