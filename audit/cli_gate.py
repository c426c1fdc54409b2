"""What `check`, `fix` and the pytest plugin share: configuration and options joined, inputs found, results kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from audit.cli_output import say
from audit.config import FOLDER, Config
from audit.config_paths import from_here, from_root, matches
from audit.errors import SettingsError
from audit.model import Audited, Skipped
from audit.settings import Settings
from corpora.documents import Document
from corpora.errors import Unreadable

if TYPE_CHECKING:
    from audit.batch.engine import Batch, Input, Result
    from audit.gate_cache import Cache
    from audit.gate_diff import Changes
    from audit.reports import Shown
    from corpora.formats import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line said; None and empty leave it to the configuration."""

    inputs: Sequence[str] = ()
    originals: Sequence[str] = ()
    pivots: Sequence[str] = ()
    style: str | None = None
    as_of: str | None = None
    rules: str | None = None
    min_confidence: float | None = None
    later_originals: bool | None = None
    names_by: str | None = None
    jobs: int | None = None
    cache: bool | None = None
    diff_from: str | None = None
    within: bool = False


@dataclass(slots=True)
class Task:
    """What is to be audited, and how: everything that configuration and command line say together.

    `paths` of originals and pivots are seen from the current folder. `usage` says that something named is not there,
    `partial` that inputs were left out on purpose: none left is then clean, no mistake.
    """

    config: Config
    settings: Settings
    sources: list[Source]
    originals: list[str]
    pivots: list[str]
    jobs: int
    cache: Path | None
    changes: Changes | None = None
    partial: bool = False
    usage: bool = False


def load_config(path: str | None, use: bool) -> Config:
    """The configuration that holds here, or (`use` False) that of a folder without one."""
    from audit.config import load

    return load(path) if use else Config(root=Path().resolve())


def prepare(config: Config, options: Options) -> Task:
    """Configuration and options joined, inputs found; what is not there is said. Raises SettingsError."""
    from audit.cli_run import _existing, settings_of

    rules = options.rules
    if rules is None:
        rules = ",".join([*config.select, *(f"-{word}" for word in config.ignore)]) or None
    as_of = options.as_of or (config.as_of.isoformat() if config.as_of else None)
    settings = settings_of(
        options.style or config.style or "neutral",
        as_of,
        rules,
        config.min_confidence if options.min_confidence is None else options.min_confidence,
        config.later_originals if options.later_originals is None else options.later_originals,
        options.names_by or "rules",
    )
    missing = _Missing()
    sources = _sources(config, options, missing)
    changes = None
    if options.diff_from is not None:
        from audit.gate_diff import Changes

        changes = Changes(options.diff_from, config.root)
        sources = [source for source in sources if changes.has(source.path)]
    originals = options.originals or [from_here(path, config.root) for path in config.originals]
    return Task(
        config=config,
        settings=settings,
        sources=sources,
        originals=_existing(originals, missing),  # type: ignore[arg-type]
        pivots=list(options.pivots) or [from_here(path, config.root) for path in config.pivot],
        jobs=config.jobs if options.jobs is None else options.jobs,
        cache=_cache(config) if (config.cache if options.cache is None else options.cache) else None,
        changes=changes,
        partial=changes is not None or options.within,
        usage=missing.usage,
    )


def _cache(config: Config) -> Path:
    """Where results are kept: beside the configuration; without one in the user's cache, no folder is left behind."""
    from audit.gate_cache import users_folder

    return users_folder() if config.file is None else config.root / FOLDER / "cache"


@dataclass(slots=True)
class _Missing:
    usage: bool = False


def _sources(config: Config, options: Options, missing: _Missing) -> list[Source]:
    """The inputs, with ids relative to the configuration's folder: the same however they are named."""
    from corpora.reading import find

    own = [from_here(path, config.root) for path in config.inputs]
    if not options.inputs and not own:
        raise SettingsError("INPUT: missing, name what to audit or write inputs in taudit.toml")
    found, lines = find(options.inputs or own)
    for line in lines:
        say(line)
        missing.usage = True
    sources = []
    for source in found:
        path = from_root(source.path, config.root) if source.path != "-" else "-"
        if matches(path, config.exclude) or (options.within and config.inputs and not matches(path, config.inputs)):
            continue
        inside = source.path != "-" and not path.startswith("../")
        sources.append(replace(source, id=path) if inside and config.file is not None else source)
    return sources


def inputs(task: Task) -> Iterator[Input]:
    """The documents of a task, with their pivots; of what changed only, where that was asked for."""
    from corpora.reading import find, read

    documents: Iterator[Input] = read(task.sources)
    if task.pivots:
        from audit.batch.pivots import with_pivots

        found, lines = find(task.pivots)
        for line in lines:
            say(line)
            task.usage = True
        if task.config.file is not None:
            found = [replace(source, id=from_root(source.path, task.config.root)) for source in found]
        pivots = {}
        for item in read(found):
            if isinstance(item, Unreadable):
                say(item.reason)
            else:
                pivots[item.id] = item
        documents = with_pivots(documents, pivots, alone=len(task.sources) == 1 and len(pivots) == 1)
    changes = task.changes
    for item in documents:
        if changes is None or isinstance(item, Unreadable) or changes.touches(item):
            yield item


class Kept:
    """A context manager over the results of a task that are kept; it gives and keeps none where that is not wanted."""

    def __init__(self, cache: Cache | None, base: str, shown: Shown) -> None:
        self._cache, self._base, self._shown = cache, base, shown

    def __enter__(self) -> Kept:
        if self._cache is not None:
            self._cache.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._cache is not None:
            self._cache.__exit__(kind, error, trace)

    def __bool__(self) -> bool:
        return self._cache is not None

    def get(self, item: Input) -> Result | None:
        """The result of a document as it is; None where it has to be audited, or where it lacks what is shown."""
        if not self._cache or not isinstance(item, Document):
            return None
        from audit.batch.worker import lacks

        result = self._cache.get(self._base, item)
        return None if isinstance(result, Audited) and lacks(result, self._shown) else result

    def put(self, item: Input, result: Result) -> None:
        """Keep a result, unless a defect of the tool is in it."""
        if self._cache and isinstance(item, Document) and _keepable(result):
            self._cache.put(self._base, item, result)

    def facts(self) -> dict[str, Any] | None:
        """What the pool of originals said of itself, where it was noted."""
        return self._cache.facts(self._base) if self._cache else None

    def note(self, facts: dict[str, Any]) -> None:
        """Note what the pool says of itself."""
        if self._cache:
            self._cache.note(self._base, facts)


def kept(task: Task, shown: Shown = "nothing") -> Kept:
    """The results of a task that are kept; `shown` tells which sentences somebody will look at."""
    if task.cache is None:
        return Kept(None, "", shown)
    from datetime import date

    from audit.gate_cache import Cache, base_key

    base = base_key(task.settings, task.originals)
    return Kept(Cache(task.cache, date.today().toordinal()) if base is not None else None, base or "", shown)


class Engine:
    """A context manager that audits the documents of a task; the pool is opened and workers are started when the first
    document has to be audited whose result is not kept."""

    def __init__(self, task: Task, shown: Shown = "nothing") -> None:
        self._task, self._shown = task, shown
        self._stack = ExitStack()
        self._batch: Batch | None = None
        self._kept = kept(task, shown)

    def __enter__(self) -> Engine:
        self._stack.enter_context(self._kept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def signature(self) -> dict[str, object]:
        """The signature of the run; what the pool says of itself is taken from the cache where it is known."""
        from audit.signature import signature

        known = self._kept.facts()
        if known is None:
            facts = self._opened().facts
            known = {"signature": facts.signature, "problems": list(facts.problems)}
            self._kept.note(known)
        for problem in known["problems"]:
            say(str(problem))
        return signature(self._task.settings, known["signature"], "run")

    def audit(self, documents: Iterable[Input]) -> Iterator[Result]:
        """One result for each document, in order."""
        kept = self._kept
        if not kept:
            yield from self._opened().map(documents)
            return
        waiting: deque[tuple[Input, Result | None]] = deque()
        stream = iter(documents)
        for item in stream:
            known = kept.get(item)
            if known is None:
                break
            yield known
        else:
            return

        def unknown() -> Iterator[Input]:
            for other in chain([item], stream):
                found = kept.get(other)
                waiting.append((other, found))
                if found is None:
                    yield other

        for result in self._opened().map(unknown()):
            while waiting and (known := waiting[0][1]) is not None:
                waiting.popleft()
                yield known
            document, _ = waiting.popleft()
            kept.put(document, result)
            yield result
        yield from (known for _, known in waiting if known is not None)

    def _opened(self) -> Batch:
        if self._batch is None:
            from audit.batch import Batch
            from audit.cli_run import _cores

            task = self._task
            batch = Batch(task.originals, task.settings, task.jobs or _cores(), "run", shown=self._shown)
            self._batch = self._stack.enter_context(batch)
        return self._batch


def _keepable(result: Result) -> bool:
    """Whether a result will be the same next time: no defect of the tool is in it."""
    from audit.batch.worker import INTERNAL
    from audit.pipeline import FAILED

    if isinstance(result, Skipped):
        return not result.reason.startswith(INTERNAL)
    return not any(FAILED in note for note in result.notes)
