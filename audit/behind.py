"""What stands in the pivot behind a stretch of the translation: as links and segments say, else as lined up."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from audit.model import Link, Pair
from corpora.documents import Document, Segment


def stated(document: Document, links: Sequence[Link], start: int, end: int) -> tuple[int, int] | None:
    """The stretch of the pivot that links (those that touch [start, end) of the translation) and segments name."""
    spans = [(link.pivot.start, link.pivot.end) for link in links if link.pivot and link.translation]
    segments = document.segments
    first = bisect.bisect_right(segments, start, key=_end)
    last = bisect.bisect_left(segments, end, lo=first, key=_start)
    return _around(spans + [one.pivot for one in segments[first:last] if one.pivot])


def lined_up(pairs: Sequence[Pair], start: int, end: int) -> tuple[int, int] | None:
    """The stretch of the pivot in all pairs (in order, apart) that share over half of them or of [start, end)."""
    first = bisect.bisect_right(pairs, start, key=lambda pair: pair[0][1])
    last = bisect.bisect_left(pairs, end, lo=first, key=lambda pair: pair[0][0])
    return _around(
        [
            pivot
            for (left, right), pivot in pairs[first:last]
            if 2 * (min(end, right) - max(start, left)) > min(right - left, end - start)
        ]
    )


def _around(spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


def _start(segment: Segment) -> int:
    return segment.start


def _end(segment: Segment) -> int:
    return segment.end
