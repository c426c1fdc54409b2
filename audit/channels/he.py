"""Hebrew: names without most vowels; v and b, p and f, s and sh share letters."""

from __future__ import annotations

from audit.channels.spec import Spec, neighboured
from audit.channels.table import TableChannel
from audit.channels.units import hebrew

SPEC = Spec(lang="he", cut=hebrew, chains=neighboured, joiner=" ", longest=4, spaced=True)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
