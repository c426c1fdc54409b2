"""What changed in git since a revision: files, and in files of many documents the lines."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from audit.errors import SettingsError
from corpora.documents import Document

_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_MANY = ("jsonlines", "table", "moses", "tmx", "xliff", "po", "wmt")
"""Formats in which every document has lines of its own."""


class Changes:
    """The files of the working tree that differ from a revision (from where the branches parted), new ones included."""

    def __init__(self, ref: str, folder: Path) -> None:
        """Raises SettingsError where there is no git, no repository or no such revision."""
        top = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
        self._top = Path(top)
        if ref.startswith("-") or not ref:
            raise SettingsError(f"--diff-from {ref}: is no revision, name a branch, a tag or a commit")
        commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", ref=ref).decode().strip()
        base = _git(folder, "merge-base", commit, "HEAD", ref=ref).decode().strip()
        self._base = base
        names = _git(self._top, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", base, "--")
        new = _git(self._top, "ls-files", "--others", "--exclude-standard", "-z")
        self._hunks: dict[str, list[tuple[int, int]]] = {}
        self._new = _paths(self._top, new)
        self._changed = _paths(self._top, names) | self._new

    def has(self, path: str) -> bool:
        """Whether a file (a path from the current folder) changed."""
        return path != "-" and os.path.realpath(path) in self._changed

    def touches(self, document: Document) -> bool:
        """Whether a document changed: where each has lines of its own, whether one of its lines did."""
        origin = document.origin
        if origin is None:
            return True
        path = os.path.realpath(origin.file)
        if origin.format not in _MANY or path in self._new or not origin.pieces:
            return path in self._changed
        first, last = origin.pieces[0].line, origin.pieces[-1]
        inside = document.text[last.start : last.start + last.length] if origin.format != "jsonlines" else ""
        end = last.line + inside.count("\n")
        return any(start <= end and first < stop for start, stop in self._lines(path))

    def _lines(self, path: str) -> Sequence[tuple[int, int]]:
        """The runs of changed lines of a file, [start, stop); a place where lines were only removed is empty."""
        if path not in self._hunks:
            out = _git(self._top, "diff", "--no-color", "--no-ext-diff", "--text", "-U0", self._base, "--", path)
            found = []
            for match in re.finditer(rb"^" + _HUNK.pattern, out, re.MULTILINE):
                start, count = int(match[1]), int(match[2]) if match[2] is not None else 1
                if count:
                    found.append((start, start + count))
            self._hunks[path] = found
        return self._hunks[path]


def _paths(top: Path, names: bytes) -> set[str]:
    return {os.path.realpath(top / os.fsdecode(name)) for name in names.split(b"\0") if name}


def _git(folder: Path, *arguments: str, ref: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        raise SettingsError("--diff-from: needs git, install it or leave the option out") from None
    if done.returncode:
        if ref is not None:
            raise SettingsError(
                f"--diff-from {ref}: no such revision here, or no common history; fetch it (a checkout of full depth)"
            )
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise SettingsError(f"--diff-from: git says: {said or 'nothing'}")
    return done.stdout
