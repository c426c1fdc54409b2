"""Patterns of a configuration for paths relative to its folder: `*`, `?`, `[a-z]`, `**`, and whole folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from corpora.remote import is_remote


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns covers the path (with `/`): the file itself or a folder that it lies in.

    >>> matches("news/2024/a.txt", ["news/*/a.txt"]), matches("news/a.txt", ["news"]), matches("x/a.txt", ["*.txt"])
    (True, True, False)
    >>> matches("x/y/a.txt", ["**/*.txt"]), matches("a.txt", ["**/*.txt"])
    (True, True)
    """
    return any(_compiled(pattern).match(path) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    plain = pattern.removeprefix("./").rstrip("/")
    if plain in ("", ".", "**"):
        return re.compile("", re.DOTALL)
    parts = []
    for part in plain.split("/"):
        parts.append("(?:[^/]+/)*" if part == "**" else _segment(part) + "/")
    return re.compile("".join(parts).removesuffix("/") + r"(?:/|\Z)", re.DOTALL)


def _segment(part: str) -> str:
    out = []
    for piece in re.findall(r"\*+|\?|\[!?[^\]]+\]|.", part, re.DOTALL):
        if piece.startswith("*"):
            out.append("[^/]*")
        elif piece == "?":
            out.append("[^/]")
        elif len(piece) > 2 and piece.startswith("["):
            inner = re.sub(r"([\\^\[\]&~|])", r"\\\1", piece[1:-1].removeprefix("!"))
            out.append(f"[{'^/' if piece[1] == '!' else ''}{inner}]")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def from_root(path: str, root: Path) -> str:
    """A path as the configuration sees it: relative to its folder, with `/`; outside of it with leading `..`."""
    return path if is_remote(path) else Path(os.path.relpath(path, root)).as_posix()


def from_here(path: str, root: Path) -> str:
    """A path or pattern of the configuration as seen from the current folder, as short as it can be."""
    if path == "-" or is_remote(path) or Path(path).is_absolute():
        return path
    return os.path.relpath(root / path)
