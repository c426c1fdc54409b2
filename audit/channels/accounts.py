"""The difference between a surface and a name in words for an editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

MOST = 3
"""Differences that are told; the rest would only tire."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one unit (or run of units) of the form stands for in the name, and what became of it in the surface."""

    unit: str
    meant: str
    read: str
    first: bool
    last: bool


def differences(units: Sequence[str], meant: Sequence[str], read: Sequence[str]) -> list[Difference]:
    """Runs of units whose letters differ; the letters of the name and of the surface stand in step with the units."""
    found: list[Difference] = []
    at = 0
    while at < len(units):
        if meant[at] == read[at]:
            at += 1
            continue
        stop = at + 1
        if meant[at] and read[at]:
            pass
        elif stop < len(units) and meant[stop] != read[stop] and (meant[stop] and read[stop]):
            stop += 1
        found.append(
            Difference(
                "".join(units[at:stop]), "".join(meant[at:stop]), "".join(read[at:stop]), at == 0, stop == len(units)
            )
        )
        at = stop
    return found


def told(difference: Difference) -> str:
    """One difference in words: "final 夫 (-ff) lost", "г read as g: Luhansk/Lugansk" without the names."""
    d = difference
    dash = "-" if d.last and not d.first else ""
    if not d.read:
        where = "final " if d.last else "first " if d.first else ""
        return f"{where}{d.unit} ({dash}{d.meant}) lost"
    if not d.meant:
        return f"{d.unit}, which stands for no letter here, read as {d.read}"
    return f"{d.unit} stands for {dash}{d.meant}, read as {dash}{d.read}"


def respelled(surface: str, name: str) -> str:
    """Two folded words compared letter by letter: "final -ff lost", "respelled: tt/t, pf/ff" (surface/name)."""
    if name.startswith(surface):
        return f"final -{name[len(surface) :]} lost"
    if surface.startswith(name):
        return f"-{surface[len(name) :]} added at the end"
    pairs = []
    for op in Levenshtein.opcodes(name, surface):
        if op.tag != "equal":
            meant, read = name[op.src_start : op.src_end], surface[op.dest_start : op.dest_end]
            pairs.append(f"{read or '-'}/{meant or '-'}")
    if not pairs:
        return "written the same"
    if len(pairs) > MOST + 1:
        return "respelled throughout"
    return "respelled: " + ", ".join(pairs)
