"""Ukrainian: names by the rules of 2010, or through their Russian forms (Luhansk, Lugansk)."""

from __future__ import annotations

from audit.channels.ru import SPEC as RUSSIAN
from audit.channels.spec import Spec
from audit.channels.table import TableChannel

SPEC = Spec(
    lang="uk",
    cut=RUSSIAN.cut,
    chains=RUSSIAN.chains,
    joiner=" ",
    longest=RUSSIAN.longest,
    spaced=True,
    compose=RUSSIAN.compose,
)


def make() -> TableChannel:
    """The channel."""
    return TableChannel(SPEC, table="ru")
