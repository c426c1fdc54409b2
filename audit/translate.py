"""Machine translation with Argos Translate: a pivot text in, an English text ready to audit out. Needs the extra [mt].

Argos' own calls do the work: packages are installed and listed by `argostranslate.package`, texts go through
`argostranslate.translate`, which also chains two packages where no direct one exists (ja -> zh -> en). A text goes line
by line, so that every line of the translation knows the line of the pivot that it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from audit.errors import AuditError, MissingExtra
from audit.translation_cache import Cache, key_of
from corpora.documents import Document, Pivot, Segment
from corpora.errors import Unreadable

EXTRA = "mt"
_SPELLINGS = {"zh": ("zh", "zt"), "pt": ("pt", "pb")}
"""Argos has codes of its own for traditional Chinese and Brazilian Portuguese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An installed Argos package that translates: languages, version, and whether it brings a sentence splitter."""

    source: str
    target: str
    version: str
    folder: str
    splitter: bool

    def __str__(self) -> str:
        return f"{self.source}-{self.target} {self.version}".rstrip()


def argos(what: str = "machine translation") -> Any:
    """The modules of Argos (`package`, `translate`, `settings`). Raises MissingExtra where it is not installed."""
    import importlib
    import importlib.util

    if importlib.util.find_spec("argostranslate") is None:
        raise MissingExtra(what, EXTRA)
    try:
        for name in ("package", "translate", "settings"):
            importlib.import_module(f"argostranslate.{name}")
    except ImportError as error:
        raise AuditError(
            f"{what}: Argos Translate is installed but cannot be loaded ({error}), install it again"
        ) from None
    return importlib.import_module("argostranslate")


def installed() -> list[Package]:
    """The installed packages that translate, sorted; packages of other kinds are left out."""
    found = []
    for package in _installed():
        if package.type == "translate" and package.from_code and package.to_code:
            found.append(
                Package(
                    source=package.from_code,
                    target=package.to_code,
                    version=str(package.package_version),
                    folder=str(package.package_path),
                    splitter=package.packaged_sbd_path is not None,
                )
            )
    return sorted(found, key=lambda p: (p.source, p.target, p.version))


def _installed() -> list[Any]:
    module = argos()
    try:
        packages: list[Any] = module.package.get_installed_packages()
    except (OSError, ValueError) as error:
        where = module.settings.package_data_dir
        raise AuditError(f"{where}: a package there cannot be read ({error}), remove its folder") from None
    return packages


class Translator:
    """Translates from one language into another with what is installed; made once, used for many texts.

    Raises MissingExtra without Argos, AuditError where no package or chain of packages leads there.
    """

    def __init__(self, source: str, target: str = "en", cache: Cache | None = None) -> None:
        module = argos(f"translating from {source}")
        self.source, self.target = source, target
        self._cache = cache
        self._translation = self._find(module, source, target)
        self._packages = list(_chain(self._translation))
        for step in self._packages:
            _split_without_network(step)

    @staticmethod
    def _find(module: Any, source: str, target: str) -> Any:
        for code in _SPELLINGS.get(source, (source,)):
            language = module.translate.get_language_from_code(code)
            goal = module.translate.get_language_from_code(target)
            found = language.get_translation(goal) if language is not None and goal is not None else None
            if found is not None:
                return found
        known = ", ".join(f"{p.source}-{p.target}" for p in installed()) or "none"
        raise AuditError(
            f"no Argos package leads from {source} to {target} (installed: {known}), "
            f"get one with `taudit translate --install FILE.argosmodel` or `--install {source}-{target}`"
        )

    @cached_property
    def name(self) -> str:
        """The engine as reports name it: `argos zh-en 1.9`, with `+` between two packages."""
        steps = [f"{s.pkg.from_code}-{s.pkg.to_code} {s.pkg.package_version}".strip() for s in self._packages]
        return "argos " + " + ".join(steps)

    @cached_property
    def _identity(self) -> str:
        """What a cached line depends on besides its words: the models' contents and the way they are searched."""
        from audit.translation_cache import fingerprint

        settings = argos().settings
        models = [fingerprint(step.pkg.package_path) for step in self._packages]
        return "|".join([*models, f"beam:{settings.beam_size}", f"type:{settings.compute_type}"])

    def line(self, text: str) -> str:
        """One line translated, without line breaks. Raises AuditError where a model fails."""
        return next(iter(self.lines([text])))

    def lines(self, texts: Iterable[str]) -> Iterator[str]:
        """Lines translated one after another; lines known to the cache, repeated ones included, cost nothing."""
        seen: dict[str, str] = {}
        for text in texts:
            words = text.strip()
            if not words:
                yield ""
                continue
            if words not in seen:
                seen[words] = self._cached(words)
            yield seen[words]

    def _cached(self, words: str) -> str:
        key = key_of(self._identity, words)
        known = self._cache.get(key) if self._cache is not None else None
        if known is not None:
            return known
        made = self._translated(words)
        if self._cache is not None:
            self._cache.put(key, made)
        return made

    def _translated(self, words: str) -> str:
        try:
            made = self._translation.translate(words)
        except (RuntimeError, ValueError, OSError) as error:
            cause = " ".join(str(error).split())[:200]
            raise AuditError(f"{self.name}: the model failed ({cause}), install the package again") from error
        return " ".join(str(made).split())

    def document(self, document: Document, progress: Callable[[int], None] | None = None) -> Document:
        """The English text that this engine makes of a pivot text, with that as its pivot and a segment for each line.

        `progress` is called with the number of characters done. The engine's name goes into the metadata ("engine").
        """
        parts: list[str] = []
        segments = []
        at = begin = 0
        for line in document.text.split("\n"):
            made = self.line(line.removesuffix("\r"))
            if made:
                first = begin + len(line) - len(line.lstrip())
                pivot = (first, begin + len(line.rstrip()))
                segments.append(Segment(start=at, end=at + len(made), pivot=pivot))
            parts.append(made)
            at += len(made) + 1
            begin += len(line) + 1
            if progress is not None:
                progress(len(line) + 1)
        return replace(
            document,
            text="\n".join(parts),
            lang=self.target,
            title=self.line(document.title) if document.title else None,
            pivot=Pivot(lang=self.source, text=document.text),
            segments=tuple(segments),
            origin=None,
            metadata={**document.metadata, "engine": self.name},
        )


def _chain(translation: Any) -> Iterator[Any]:
    """The translations of single packages that a translation goes through, in order."""
    while hasattr(translation, "underlying"):
        translation = translation.underlying
    if hasattr(translation, "t1"):
        yield from _chain(translation.t1)
        yield from _chain(translation.t2)
    elif hasattr(translation, "pkg"):
        yield translation


def _split_without_network(step: Any) -> None:
    """Give a package without a sentence splitter the tool's own: Argos would fetch a model from the network."""
    if step.pkg.packaged_sbd_path is not None:
        return
    step.sentencizer = _Splitter({"zt": "zh", "pb": "pt"}.get(step.pkg.from_code, step.pkg.from_code))


class _Splitter:
    """Sentences as `corpora.sentences` cuts them, behind the interface that Argos asks."""

    def __init__(self, language: str) -> None:
        self._language = language

    def split_sentences(self, text: str) -> list[str]:
        """The sentences of a line."""
        from corpora.sentences import split

        return [text[start:end] for start, end in split(text, self._language)] or [text]


class Translating:
    """Documents in any language into English: one `Translator` for each language, made when it is first needed."""

    def __init__(self, source: str | None = None, cache: Cache | None = None) -> None:
        self._source, self._cache = source, cache
        self._made: dict[str, Translator] = {}

    def __call__(self, document: Document, progress: Callable[[int], None] | None = None) -> Document:
        """What Argos makes of a document's text, or of its pivot where the text itself is English.

        Raises AuditError where the language is not known or has no package.
        """
        from audit.pipeline import language

        lang = self._source or language(document)[0]
        if lang == "en" and self._source is None:
            if document.pivot is None:
                raise AuditError(f"{document.id}: the text is English already and has no pivot, nothing to translate")
            lang = document.pivot.lang
            document = replace(document, text=document.pivot.text, pivot=None, segments=(), title=None)
        if lang is None or lang == "und":
            raise AuditError(f"{document.id}: its language is not known, name it with --from")
        return self.translator(lang).document(document, progress)

    def foreign(self, items: Iterable[Document | Unreadable]) -> Iterator[Document | Unreadable]:
        """The same inputs with every text in another language than English translated; what fails is unreadable."""
        from audit.pipeline import language

        for item in items:
            if isinstance(item, Unreadable) or (self._source or language(item)[0]) in (None, "en"):
                yield item
                continue
            try:
                yield self(item)
            except AuditError as error:
                yield Unreadable(doc=item.id, reason=str(error))

    def translator(self, lang: str) -> Translator:
        """The translator from a language into English."""
        if lang not in self._made:
            self._made[lang] = Translator(lang, "en", self._cache)
        return self._made[lang]
