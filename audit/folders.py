"""Folders of the user: where names, translations and results are kept."""

from __future__ import annotations

import os
from pathlib import Path


def of_user(variable: str, *usual: str) -> Path:
    """`translation-audit` in the folder that an environment variable names, else in `usual` under the home folder.

    An account without a home (a container under an arbitrary number) gets a place where nothing is and nothing can be
    written, so that what is kept there is missing and no error.
    """
    base = os.environ.get(variable)
    if base:
        return Path(base) / "translation-audit"
    try:
        return Path.home().joinpath(*usual, "translation-audit")
    except RuntimeError:
        return Path(os.devnull) / "translation-audit"
