"""Pivot texts that come in files of their own, put to their translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from audit.batch.processes import Input
from corpora.documents import Document, Pivot


def with_pivots(inputs: Iterable[Input], pivots: Mapping[str, Document], alone: bool) -> Iterator[Input]:
    """The inputs, each with the pivot of the same id, or of the same id up to the first dot (`a.txt`, `a.zh.txt`).

    `alone` says that there is one translation and one pivot: then they belong together whatever their ids.
    """
    by_stem: dict[str, list[Document]] = {}
    for pivot in pivots.values():
        by_stem.setdefault(_stem(pivot.id), []).append(pivot)
    for item in inputs:
        if not isinstance(item, Document):
            yield item
            continue
        same = by_stem.get(_stem(item.id), [])
        found = pivots.get(item.id) or (same[0] if len(same) == 1 else None)
        if found is None and alone:
            found = next(iter(pivots.values()))
        yield _joined(item, found) if found is not None else item


def _joined(document: Document, pivot: Document) -> Document:
    """The document with its pivot; where both files are cut into as many segments, those belong together."""
    segments = document.segments
    if len(segments) == len(pivot.segments):
        pairs = zip(segments, pivot.segments, strict=True)
        segments = tuple(replace(own, pivot=(other.start, other.end)) for own, other in pairs)
    return replace(document, pivot=as_pivot(pivot), segments=segments)


def as_pivot(document: Document) -> Pivot:
    """A text read from a file as a pivot, its language as stated, else as detected."""
    from audit.pipeline import language

    return Pivot(lang=language(document)[0] or "und", text=document.text)


def _stem(id: str) -> str:
    path = PurePosixPath(id)
    return (path.parent / path.name.split(".")[0]).as_posix()
