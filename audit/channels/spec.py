"""What a pivot language tells the shared model: how its forms are cut and joined, and under which keys units stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.channels.emission import Chain
from audit.channels.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """`cut` finds the units of a form, `chains` their keys (general first); the second argument says "inside a text".

    `joiner` stands between the words of a name; `longest` is how many letters one unit may stand for; `spaced` says
    that words are written apart, so that a name begins where a word does; `compose` writes units as a form, None where
    they cannot follow each other.
    """

    lang: str
    cut: Callable[[str], Units]
    chains: Callable[[Sequence[str], bool], list[Chain]]
    joiner: str
    longest: int
    spaced: bool
    compose: Callable[[Sequence[str]], str | None] = "".join


def placed(units: Sequence[str], running: bool = False) -> list[Chain]:
    """Each unit alone, then with its place in the name: ^ first, $ last; in running text the place is not known."""
    last = len(units) - 1
    if running:
        return [(unit, unit + "?") for unit in units]
    return [(unit, unit + ("$" if at == last else "^" if at == 0 else "")) for at, unit in enumerate(units)]


def neighboured(units: Sequence[str], running: bool = False) -> list[Chain]:
    """Each unit alone, with the one after, and with both neighbours: for alphabets."""
    framed = [".", *units, "."]
    return [
        (framed[i], f"{framed[i]}{framed[i + 1]}+", f"{framed[i - 1]}{framed[i]}{framed[i + 1]}")
        for i in range(1, len(framed) - 1)
    ]
