"""Russian: names in Cyrillic; h comes back as g or kh, w as v or u."""

from __future__ import annotations

from audit.channels.spec import Spec, neighboured
from audit.channels.table import TableChannel
from audit.channels.units import capitalized, cyrillic

SPEC = Spec(lang="ru", cut=cyrillic, chains=neighboured, joiner=" ", longest=4, spaced=True, compose=capitalized)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
