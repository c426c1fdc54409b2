"""The lists of word frequencies are read as the package that has them reads them."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest
from wordfreq import get_frequency_dict

from audit.names import frequencies as module
from audit.names.frequencies import frequencies


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_same_as_wordfreq(size: Literal["small", "large"]) -> None:
    assert module._read(size) is not None, "the list was not read: this would compare wordfreq with itself"
    assert frequencies(size) == get_frequency_dict("en", size)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "no such file"),
        (b"no gzip", "another format"),
        (gzip.compress(b"", mtime=0), "empty"),
        (gzip.compress(b"\x91\x81\xa6format\xa2xB", mtime=0), "a later format: [{'format': 'xB'}]"),
    ],
)
def test_wordfreq_is_asked_where_the_list_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, why: str
) -> None:
    (tmp_path / "data").mkdir()
    if content is not None:
        (tmp_path / "data" / "small_en.msgpack.gz").write_bytes(content)
    monkeypatch.setattr(module, "find_spec", lambda _: SimpleNamespace(submodule_search_locations=[str(tmp_path)]))
    assert module._read("small") is None, why
    assert frequencies.__wrapped__("small")["the"] == get_frequency_dict("en", "small")["the"]
