"""`taudit run --cleaned`: the options of filtering, and what is said of it in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli_output import say
from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.filtering import Filter

Drop = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="RULE", help="With --cleaned: drop segments with such a finding. Repeatable."),
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="RULE", help="With --cleaned: drop nothing for such a finding. Repeatable."),
]
Repair = Annotated[
    list[str] | None,
    typer.Option("--repair", metavar="RULE", help="With --cleaned: write safe suggestions in. Repeatable."),
]
Cleaned = Annotated[
    str | None, typer.Option("--cleaned", metavar="DIR", help="Write the inputs, filtered, into this new folder.")
]
Rejects = Annotated[
    str | None, typer.Option("--rejects", metavar="DIR", help="Write what was dropped there, with the reasons.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtering:
    """What the command line asked for."""

    drop: Sequence[str] = ()
    keep: Sequence[str] = ()
    repair: Sequence[str] = ()
    cleaned: str
    rejects: str | None = None


def filtering(
    drop: list[str] | None,
    keep: list[str] | None,
    repair: list[str] | None,
    cleaned: str | None,
    rejects: str | None,
) -> Filtering | None:
    """The options together, None where nothing is filtered. Raises SettingsError."""
    if cleaned is None:
        if drop or keep or repair or rejects is not None:
            raise SettingsError("--cleaned: missing, name the new folder for the filtered corpus")
        return None
    return Filtering(drop=drop or (), keep=keep or (), repair=repair or (), cleaned=cleaned, rejects=rejects)


def opened(asked: Filtering | None, inputs: Sequence[str], *, resume: bool) -> Filter | None:
    """The filter of a run, before anything is audited. Raises SettingsError."""
    if asked is None:
        return None
    from audit.filtering import Filter, Wanted, target
    from corpora.reading import find

    if resume:
        raise SettingsError("--cleaned: needs all results at once, leave --resume out")
    if "-" in inputs:
        raise SettingsError("--cleaned: standard input has no name to be written under, give files")
    wanted = Wanted.of(asked.drop, asked.keep, asked.repair)
    places = [target(place) for place in (asked.cleaned, asked.rejects) if place is not None]
    if len(set(places)) < len(places):
        raise SettingsError("--rejects: cannot go where --cleaned goes, name another folder")
    return Filter(wanted, find(inputs)[0])


def close(asked: Filtering | None, filter: Filter | None) -> None:
    """Write the corpus and say what became of it. Raises Unwritable, OSError."""
    if asked is None or filter is None:
        return
    done = filter.write(asked.cleaned, asked.rejects)
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(done.by_rule.items()))
    mended = ", ".join(f"{rule} {count}" for rule, count in sorted(done.repaired.items()))
    say(f"{asked.cleaned}: kept {done.kept}, dropped {done.dropped}" + (f" ({rules})" if rules else ""))
    if mended:
        say(f"{asked.cleaned}: repaired {done.repaired.total()} ({mended})")
