"""Shares of English words in running text, from the lists that come with the package wordfreq.

The lists are read without importing the package: that takes a fifth of a second for what cuts and looks up phrases.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec


@cache
def frequencies(size: Literal["small", "large"]) -> dict[str, float]:
    """Word -> share of running text, the words of the n-th list after the header 10 ** (-n / 100).

    `small` goes down to one word in a million, `large` to one in a hundred million. The same as wordfreq's own
    `get_frequency_dict`, which is asked where its file is not found or of another format.
    """
    read = _read(size)
    if read is None:
        from wordfreq import get_frequency_dict

        return get_frequency_dict("en", size)
    out: dict[str, float] = {}
    for number, listed in enumerate(read):
        out |= dict.fromkeys(listed, 10 ** (-number / 100))
    return out


def _read(size: str) -> list[list[str]] | None:
    package = find_spec("wordfreq")
    for folder in (package.submodule_search_locations or ()) if package else ():
        try:
            data = gzip.decompress((Path(folder) / "data" / f"{size}_en.msgpack.gz").read_bytes())
            header, *lists = msgspec.msgpack.decode(data, type=list[dict[str, object] | list[str]])
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, ValueError):
            continue
        if isinstance(header, dict) and header.get("format") == "cB" and header.get("version") == 1:
            return [one for one in lists if isinstance(one, list)]
    return None
