"""One file per rule, found without a list: each module declares RULE and `detect(context)`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from audit.context import Context
from audit.errors import SettingsError
from audit.model import Hit, Rule

CATEGORIES = ("name", "value", "date", "quote", "phrase", "residue", "boilerplate", "style", "structure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """A rule with its documentation (the module's docstring) and the function that yields its hits."""

    rule: Rule
    doc: str
    detect: Callable[[Context], Iterable[Hit]]


@cache
def detectors() -> tuple[Detector, ...]:
    """All detectors of this package, by rule id."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(Detector(rule=module.RULE, doc=module.__doc__ or "", detect=module.detect))
    return tuple(sorted(found, key=lambda detector: detector.rule.id))


@cache
def select(expression: str | None) -> tuple[Detector, ...]:
    """The detectors that a selection names: ids and categories, comma-separated, `-x` leaves out; None selects all.

    Raises SettingsError for a word that is neither, and where no rule is left.
    """
    everything = detectors()
    words = [word.strip() for word in (expression or "").split(",") if word.strip()]
    known = {d.rule.id for d in everything} | set(CATEGORIES)
    for word in words:
        if word.removeprefix("-") not in known:
            raise SettingsError(f"--rules {word}: no such rule or category, see `taudit rules`")
    wanted = {word for word in words if not word.startswith("-")}
    unwanted = {word[1:] for word in words if word.startswith("-")}
    selected = tuple(
        d
        for d in everything
        if (not wanted or {d.rule.id, d.rule.category} & wanted) and not {d.rule.id, d.rule.category} & unwanted
    )
    if not selected:
        raise SettingsError(f"--rules {expression}: leaves no rule, name one or leave the option out")
    return selected
