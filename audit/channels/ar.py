"""Arabic: names without short vowels; no p, v, g: b, f, gh and j stand for them."""

from __future__ import annotations

from audit.channels.spec import Spec, neighboured
from audit.channels.table import TableChannel
from audit.channels.units import arabic

SPEC = Spec(lang="ar", cut=arabic, chains=neighboured, joiner=" ", longest=4, spaced=True)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC)
