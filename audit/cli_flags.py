"""Flags in the help: "--resume" alone, and not with a value, which newer versions of typer show beside it."""

from __future__ import annotations

from typing import Any

import typer


def command_of(app: typer.Typer) -> Any:
    """The command of an app, to be called with `args`; its flags, and those of commands below it, show no value."""
    command = typer.main.get_command(app)
    waiting = [command]
    while waiting:
        one = waiting.pop()
        waiting += getattr(one, "commands", {}).values()
        for option in one.params:
            if getattr(option, "is_flag", False):
                option.metavar = ""
    return command
