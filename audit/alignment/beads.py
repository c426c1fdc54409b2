"""What a link joins, before it has offsets: some rows of ours and some columns of theirs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Bead:
    """Rows first_row..last_row of ours say what columns first..last of theirs say; `others` are runs elsewhere."""

    first_row: int
    last_row: int
    first: int
    last: int
    score: float
    others: list[tuple[int, int, float]] = field(default_factory=list)
