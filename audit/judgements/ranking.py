"""What is worth deciding first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from audit.judgements.schema import findings
from audit.model import SEVERITIES

_WEIGHTS = {"info": 0.25, "minor": 1.0, "major": 3.0, "critical": 6.0}


def worth(severity: str, confidence: float) -> float:
    """What deciding one finding is worth: its severity times how much the answer tells.

    The latter is the entropy of the confidence in bits, and a tenth: sure findings are worth a confirmation, too.
    """
    p = min(max(confidence, 1e-6), 1 - 1e-6)
    return _WEIGHTS[severity] * (0.1 - p * math.log2(p) - (1 - p) * math.log2(1 - p))


def rank(connection: Connection) -> None:
    """Count the findings of each form, and set what the queue is sorted by.

    The finding of a form that is most worth deciding stands for all of them and is worth as much as all; the others
    count for themselves: deciding the first can decide the rest.
    """
    c = findings.c
    query = select(c.id, c.form, c.severity, c.confidence, c.worth, c.same_form).where(c.present).order_by(c.form, c.id)
    changed: list[dict[str, Any]] = []
    for rows in _by_form(connection.execute(query)):
        own = [worth(SEVERITIES[row.severity], row.confidence) for row in rows]
        first = own.index(max(own))
        for index, row in enumerate(rows):
            value = round(own[index] * (len(rows) if index == first else 1), 6)
            if (row.worth, row.same_form) != (value, len(rows)):
                changed.append({"at_id": row.id, "worth": value, "same_form": len(rows)})
    if changed:
        changed.sort(key=lambda row: row["at_id"])  # as all lock them
        connection.execute(update(findings).where(c.id == bindparam("at_id")), changed)


def _by_form(rows: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    group: list[Row[Any]] = []
    for row in rows:
        if group and group[0].form != row.form:
            yield group
            group = []
        group.append(row)
    if group:
        yield group
