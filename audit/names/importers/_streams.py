"""Reading big files line by line, packed or not, and joining consecutive rows of one entity."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, cast

from audit.names.authority_store import AuthorityError, Record

LANGUAGES = frozenset("en zh ru uk ja ko ar he fa de fr es it pt pl tr nl be hu cs sv vi th id".split())
"""Languages whose forms are kept: those that news passes through, and the larger ones in Latin script."""


class ImporterError(AuthorityError):
    """A file that is not what its format says; the message has file and line."""


def open_text(path: Path) -> IO[str]:
    """Open a text file, packed as .gz, .bz2 or .zst or not. Bytes that are no UTF-8 become U+FFFD."""
    try:
        if path.suffix == ".zst":
            import zstandard

            raw = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), closefd=True)
            return io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="")
        if path.suffix == ".gz":
            return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8", errors="replace", newline=""))
        if path.suffix == ".bz2":
            return cast("IO[str]", bz2.open(path, "rt", encoding="utf-8", errors="replace", newline=""))
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise ImporterError(f"{path}: {error.strerror or error}") from error


def tab_rows(path: Path, least: int) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and fields of a tab-separated file; shorter rows are an error, empty and comment lines pass."""
    with open_text(path) as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\r\n")
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t")
            if len(fields) < least:
                raise ImporterError(
                    f"{path}:{number}: {len(fields)} fields instead of {least}; is this the right format?"
                )
            yield number, fields


def csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and rows of a CSV or TSV file with a header, by column name."""
    csv.field_size_limit(10_000_000)
    with open_text(path) as lines:
        head = lines.readline()
        delimiter = max(",;\t", key=head.count)
        names = next(csv.reader([head.rstrip("\r\n")], delimiter=delimiter), [])
        if not any(names):
            raise ImporterError(f"{path}:1: no header row with the names of the columns")
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for row in reader:
                if row:
                    yield reader.line_num + 1, dict(zip([name.strip() for name in names], row, strict=False))
        except csv.Error as error:
            raise ImporterError(f"{path}:{reader.line_num + 1}: {error}") from error


def together(
    rows: Iterable[Sequence[str]], key: Callable[[Sequence[str]], str]
) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """Consecutive rows with the same key."""
    for value, group in groupby(rows, key=key):
        yield value, list(group)


def keep(lang: str) -> str | None:
    """The ISO 639-1 code of a language tag that is kept, "" for an unknown one, else None (`zh-Hant` -> `zh`)."""
    code = lang.replace("_", "-").split("-")[0].casefold()
    if code in {"", "u", "und", "mul"}:
        return ""
    return code if code in LANGUAGES else None


__all__ = ["ImporterError", "Record", "csv_rows", "keep", "open_text", "tab_rows", "together"]
