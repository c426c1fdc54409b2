"""A collection of originals: in memory, or an index on disk, or several joined."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from audit.retrieval.disk import IndexPart
from audit.retrieval.memory import MemoryPart
from audit.retrieval.terms import weight
from corpora.documents import Document


class Part(Protocol):
    """What a pool is joined from."""

    def __len__(self) -> int: ...
    @property
    def get(self) -> Callable[[str], Document | None]: ...
    @property
    def holding(self) -> Callable[[str], int]: ...
    def near(self, word: str) -> list[str]: ...
    def search(self, queries: Sequence[Mapping[str, float]], limit: int) -> list[list[tuple[str, float]]]: ...
    def search_lines(self, lines: Sequence[Collection[str]], limit: int) -> list[list[tuple[str, float]]]: ...
    def search_meaning(self, stretches: Sequence[str], limit: int) -> list[list[tuple[str, float]]]: ...


class Pool:
    """A collection of originals: in memory, an index on disk (a folder made by `taudit index`), or several joined."""

    def __init__(self, parts: Sequence[Part], problems: Sequence[str] = ()) -> None:
        self.parts = tuple(parts)
        self.problems = tuple(problems)
        self.weigh = lru_cache(maxsize=100_000)(self._weigh)
        self.near = lru_cache(maxsize=10_000)(self._near)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Pool:
        """A pool of documents in memory; of two with one id the first is kept."""
        kept: dict[str, Document] = {}
        problems = []
        for document in documents:
            known = kept.setdefault(document.id, document)
            if known is not document and known.text != document.text:
                problems.append(f"{document.id}: two originals have this id, the first is used")
        return cls([MemoryPart(list(kept.values()))], problems)

    @classmethod
    def open(cls, paths: Sequence[str]) -> Pool:
        """A pool of files, folders and globs in every format that is read, and of index folders."""
        from corpora.index import is_index
        from corpora.reading import find, read

        documents, problems, parts = [], [], list[Part]()
        for path in paths:
            if not path:
                problems.append("an empty path names no originals")
            elif is_index(path):
                try:
                    parts.append(IndexPart(path))
                except (OSError, ValueError) as error:
                    problems.append(str(error))
        sources, messages = find([path for path in paths if path and not is_index(path)])
        for item in read(sources):
            if isinstance(item, Document):
                documents.append(item)
            else:
                messages.append(item.reason)
        memory = cls.of(documents)
        return cls([*parts, *memory.parts], [*problems, *messages, *memory.problems])

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def get(self, id: str) -> Document:
        """The original with this id; KeyError where there is none."""
        for part in self.parts:
            found = part.get(id)
            if found is not None:
                return found
        raise KeyError(id)

    def search(self, queries: Sequence[Mapping[str, float]], limit: int) -> list[list[tuple[str, float]]]:
        """For each query (term -> weight) the best originals of all parts, best first, at most `limit` each."""
        found: list[list[tuple[str, float]]] = [[] for _ in queries]
        for part in self.parts:
            for row, hits in zip(found, part.search(queries, limit), strict=True):
                row.extend(hits)
        return [sorted(row, key=lambda hit: (-hit[1], hit[0]))[:limit] for row in found]

    def search_lines(self, lines: Sequence[Collection[str]], limit: int) -> list[list[tuple[str, float]]]:
        """For the words of each sentence the originals with the best sentences: of every part at most `limit`."""
        found: list[list[tuple[str, float]]] = [[] for _ in lines]
        for part in self.parts:
            for row, hits in zip(found, part.search_lines(lines, limit), strict=True):
                row.extend(hits)
        return found

    def search_meaning(self, stretches: Sequence[str], limit: int) -> list[list[tuple[str, float]]]:
        """For each stretch of text, in any language, the originals that begin most like it, best first."""
        found: list[list[tuple[str, float]]] = [[] for _ in stretches]
        for part in self.parts:
            for row, hits in zip(found, part.search_meaning(stretches, limit), strict=True):
                row.extend(hits)
        return [sorted(row, key=lambda hit: (-hit[1], hit[0]))[:limit] for row in found]

    def _near(self, word: str) -> tuple[str, ...]:
        """Words of the pool that one which it does not hold may be a misspelling of; none where the pool holds it."""
        if any(part.holding(word) for part in self.parts):
            return ()
        return tuple(dict.fromkeys(other for part in self.parts for other in part.near(word)))

    def _weigh(self, term: str) -> float:
        return weight(term, len(self), sum(part.holding(term) for part in self.parts))

    @cached_property
    def _hash(self) -> str:
        digest = hashlib.sha256()
        for part in self.parts:
            if isinstance(part, MemoryPart):
                for id, document in sorted(part.documents.items()):
                    digest.update(f"{id}\0{len(document.text)}\0".encode())
                    digest.update(document.text.encode("utf-8", "surrogatepass"))
            elif isinstance(part, IndexPart):
                digest.update(part.signature().encode())
        return digest.hexdigest()[:16]

    def signature(self) -> Mapping[str, object]:
        """What a report says of the pool: how many documents, and a hash of their ids and texts."""
        return {"documents": len(self), "hash": self._hash}
