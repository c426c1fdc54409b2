"""Retrieval by this project and by its peers behind one interface; each is measured in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpora.documents import Document
from corpora.index import Index, build
from corpora.index_terms import terms
from corpora.sentences import split


class Method(Protocol):
    """Finds the originals of a text: ids and scores, best first. `abstains` where it says itself that there is none."""

    abstains: bool

    def ask(self, text: str, without: str | None = None) -> list[tuple[str, float]]: ...


class Ours:
    """`audit.retrieval`; originals lie in parts of their own, so that one can be left out."""

    abstains = True

    def __init__(self, originals: Sequence[Document], others: Sequence[Document]) -> None:
        from audit.retrieval import Pool
        from audit.retrieval.memory import MemoryPart

        self._others = MemoryPart(others)
        self._own = {one.id: MemoryPart([one]) for one in originals}
        self._whole = Pool.of([*originals, *others])
        self._pools: dict[str, Any] = {}
        self._pool = Pool

    def ask(self, text: str, without: str | None = None) -> list[tuple[str, float]]:
        from audit.retrieval import candidates
        from audit.settings import Settings

        if without is None:
            pool = self._whole
        elif without in self._pools:
            pool = self._pools[without]
        else:
            parts = [part for id, part in self._own.items() if id != without]
            pool = self._pools[without] = self._pool([self._others, *parts])
        document = Document(id="translation", text=text, lang="en")
        found, _ = candidates(document, split(text), pool, Settings())
        return [(one.original, one.score) for one in found]


class Ranking:
    """A peer that ranks every document; it never abstains by itself."""

    abstains = False
    kept = 50

    def ask(self, text: str, without: str | None = None) -> list[tuple[str, float]]:
        return [(id, score) for id, score in self.ranked(text) if id != without]

    def ranked(self, text: str) -> list[tuple[str, float]]:
        raise NotImplementedError


class TfIdf(Ranking):
    """scikit-learn's TfidfVectorizer as it comes (sublinear counts, English stop words), cosine."""

    def __init__(self, originals: Sequence[Document], others: Sequence[Document]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        documents = [*originals, *others]
        self._ids = [one.id for one in documents]
        self._model = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        self._matrix = self._model.fit_transform(one.text for one in documents)

    def ranked(self, text: str) -> list[tuple[str, float]]:
        scores = (self._matrix @ self._model.transform([text]).T).toarray()[:, 0]
        return best(self._ids, scores, self.kept)


class Bm25(Ranking):
    """tantivy with all words of the text as the query (the documents' part of our own index, nothing else)."""

    def __init__(self, originals: Sequence[Document], others: Sequence[Document]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        build([*originals, *others], Path(self._folder.name) / "index")
        self._index = Index(Path(self._folder.name) / "index")

    def ranked(self, text: str) -> list[tuple[str, float]]:
        return self._index.search(dict.fromkeys(terms(text), 1.0), self.kept)


class Vectors(Ranking):
    """The embedded sentence encoder alone: mean of the best cosine of each sentence of the text in a document."""

    def __init__(self, originals: Sequence[Document], others: Sequence[Document]) -> None:
        documents = [*originals, *others]
        self._ids = [one.id for one in documents]
        texts = [[one.text[a:b] for a, b in split(one.text, "en")] for one in documents]
        self._starts = np.cumsum([0] + [len(lines) for lines in texts[:-1]])
        self._empty = np.array([not lines for lines in texts])
        self._rows = self._encode([line for lines in texts for line in lines])

    def ranked(self, text: str) -> list[tuple[str, float]]:
        likeness = self._encode([text[a:b] for a, b in split(text, "en")]) @ self._rows.T
        scores = np.maximum.reduceat(likeness, self._starts, axis=1).mean(axis=0)
        return best(self._ids, np.where(self._empty, -1.0, scores), self.kept)

    @staticmethod
    def _encode(lines: list[str]) -> Any:
        from audit.alignment.meaning import encoder

        return encoder().encode(lines)


METHODS: dict[str, Callable[[Sequence[Document], Sequence[Document]], Method]] = {
    "translation-audit": Ours,
    "TF-IDF (scikit-learn)": TfIdf,
    "BM25 (tantivy)": Bm25,
    "meaning vectors alone": Vectors,
}


def best(ids: Sequence[str], scores: Any, count: int) -> list[tuple[str, float]]:
    """The ids with the highest scores."""
    order = np.argsort(-scores, kind="stable")[:count]
    return [(ids[place], float(scores[place])) for place in order]


def apart(work: Callable[..., dict[str, Any]], *arguments: object) -> dict[str, Any]:
    """What `work` returns in a fresh process, with the most memory that this process held."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        return executor.submit(_measured, work, arguments).result()


def _measured(work: Callable[..., dict[str, Any]], arguments: tuple[object, ...]) -> dict[str, Any]:
    wall, started = time.perf_counter(), time.process_time()
    result = work(*arguments)
    return result | {
        "cpu_seconds": round(time.process_time() - started, 2),
        "seconds": round(time.perf_counter() - wall, 2),
        "peak_megabytes": round(peak_megabytes()),
    }


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)
