"""Particles before family names under a link: what became of the "van de" of van de Zandschulp.

They are lost, they grow together with the name (Vanderzanschulp), or a language between makes a name of them: Chinese
writes 冯 for von and 范 for van, so that Franjo von Allmen comes back as "Feng Almen".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from audit.names.coverage import PARTICLES
from audit.names.tokens import Token

if TYPE_CHECKING:
    from audit.names.resolve import Change

_READINGS = {"von": frozenset({"feng", "fon"}), "van": frozenset({"fan", "fang", "ban"})}
"""What the characters for a particle, or its letters, are read as when somebody takes them for a name."""


def with_particles(
    changes: Iterable[Change], mine: Sequence[Token], theirs: Sequence[Token], bare: frozenset[int]
) -> list[Change]:
    """Changes with the particles before the original's names where words of the translation stand for these, too.

    `bare`: indexes of the words of the original that the translation does not cover.
    """
    out: list[Change] = []
    for change in sorted(changes, key=lambda change: change.first):
        first_o = change.first_o
        while first_o - 1 in bare and theirs[first_o - 1].key in PARTICLES and not theirs[first_o - 1].capital:
            first_o -= 1
        particles = [token.key for token in theirs[first_o : change.first_o]]
        if particles and change.first and mine[change.first - 1].key in _READINGS.get(particles[0], ()):
            out = [other for other in out if other.last != change.first - 1]
            out.append(replace(change, first=change.first - 1, first_o=first_o))
        elif particles and _grown(change, mine, theirs, "".join(particles)):
            out.append(replace(change, first_o=first_o))
        else:
            out.append(change)
    return out


def _grown(change: Change, mine: Sequence[Token], theirs: Sequence[Token], particles: str) -> bool:
    """Whether the word of the translation is liker to the name with its particles than to the name alone."""
    word = "".join(token.key for token in mine[change.first : change.last + 1])
    name = "".join(token.key for token in theirs[change.first_o : change.last_o + 1])
    alike = Levenshtein.normalized_similarity
    return word[:1] == particles[:1] and alike(word, particles + name) > alike(word, name)
