"""Ukrainian: names by the rules of 2010, or through their Russian forms (Luhansk, Lugansk)."""

from __future__ import annotations

from collections.abc import Sequence

from audit.channels import ru
from audit.channels.emission import Chain
from audit.channels.letters import fold
from audit.channels.russian import reasons, russian_forms
from audit.channels.spec import Spec
from audit.channels.spelling import HOPELESS
from audit.channels.table import TableChannel
from audit.model import RouteStep

_RUSSIAN = 9.0
"""The score of a surface that is a Russian form of the name by rule."""

_DETOUR = 2.5
_TRIED = 4
_TO_RUSSIAN = {"і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у"}


def chains(units: Sequence[str], running: bool = False) -> list[Chain]:
    """The Russian table's keys; letters that Russian lacks go by the nearest one."""
    return ru.SPEC.chains([_TO_RUSSIAN.get(unit, unit) for unit in units], running)


SPEC = Spec(
    lang="uk", cut=ru.SPEC.cut, chains=chains, joiner=" ", longest=ru.SPEC.longest, spaced=True, compose=ru.SPEC.compose
)


class Ukrainian(TableChannel):
    """The Russian tables, and the rules between Ukrainian and Russian forms."""

    def __init__(self) -> None:
        super().__init__(SPEC, table="ru")

    def likeness(self, surface: str, name: str, floor: float = HOPELESS) -> float:
        """The better of: a Russian form by rule, near one, or respelled as any name through Cyrillic."""
        direct = super().likeness(surface, name)
        forms = russian_forms(name)
        said = fold(surface)
        for rank, form in enumerate(forms):
            if fold(form) == said:
                return max(direct, _RUSSIAN - 0.2 * min(rank, 20))
        if direct <= -10.0:
            return direct
        return max(
            [
                direct,
                *(super(Ukrainian, self).likeness(surface, form, floor + _DETOUR) - _DETOUR for form in forms[:_TRIED]),
            ]
        )

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """ "г read as g: Luhansk/Lugansk" where the rules explain the surface, else as all channels."""
        why = reasons(surface, name)
        if why:
            return (RouteStep(lang="ru", form=form or "", detail=f"{', '.join(why)}: {name}/{surface}"),)
        return super().account(surface, name, form)


def make() -> Ukrainian:
    """The channel."""
    return Ukrainian()
