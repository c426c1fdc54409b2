"""Korean: names in hangul syllables; no f, v, z, and an added vowel between consonants."""

from __future__ import annotations

from audit.channels.spec import Spec, placed
from audit.channels.table import TableChannel
from audit.channels.units import compose_hangul, hangul

SPEC = Spec(lang="ko", cut=hangul, chains=placed, joiner=" ", longest=4, spaced=True, compose=compose_hangul)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
