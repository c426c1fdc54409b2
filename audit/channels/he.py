"""Hebrew: names without most vowels; v and b, p and f, s and sh share letters."""

from __future__ import annotations

from audit.channels.spec import Spec, neighboured
from audit.channels.table import TableChannel
from audit.channels.units import compose_hebrew, hebrew

SPEC = Spec(lang="he", cut=hebrew, chains=neighboured, joiner=" ", longest=4, spaced=True, compose=compose_hebrew)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
