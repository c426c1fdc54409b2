"""Packed copies of the large knowledge tables: TOML takes a hundred milliseconds to parse, MessagePack a few.

A copy carries the checksum of the file that it was made of and is passed over when the file has changed, so that an
edited table counts at once; `scripts/build_tables.py` brings the copies in step. The same holds for what is made of
tables and takes long to make.
"""

from __future__ import annotations

import tomllib
import zlib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

Data = TypeVar("Data")

PACKED = (
    "acronyms.toml",
    "boilerplate.toml",
    "demonyms.toml",
    "exonyms.toml",
    "given_names.toml",
    "names_words.toml",
    "organisations.toml",
    "phrases.toml",
    "styles.toml",
    "works.toml",
)
"""The tables that are packed: those that every audit reads and that are long."""

_DATE = 1


def pack(content: bytes) -> bytes:
    """The packed copy of a TOML file, with its checksum.

    Raises tomllib.TOMLDecodeError or UnicodeDecodeError for a broken file.
    """
    data = tomllib.loads(content.decode("utf-8"))
    return msgspec.msgpack.encode([zlib.crc32(content), _plain(data)])


def unpack(name: str, content: bytes) -> dict[str, Any] | None:
    """The parsed table from its packed copy; None where there is none, it is damaged, or it is out of step."""
    path = place(name)
    if name not in PACKED or not path.is_file():
        return None
    try:
        checksum, data = msgspec.msgpack.Decoder(ext_hook=_extension).decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, ValueError, TypeError):
        return None
    return cast(dict[str, Any], data) if checksum == zlib.crc32(content) else None


def pack_derived(checksum: int, data: object) -> bytes:
    """What was made of tables, packed with their checksum."""
    return msgspec.msgpack.encode([checksum, data])


def unpack_derived(name: str, checksum: int, type: type[Data]) -> Data | None:
    """What was made of tables with that checksum; None where it is not packed, damaged or out of step."""
    try:
        found, data = msgspec.msgpack.decode(place(name).read_bytes(), type=tuple[int, type])  # type: ignore[valid-type]
    except (OSError, msgspec.DecodeError):
        return None
    return cast(Data, data) if found == checksum else None


def checksum_of(*names: str) -> int:
    """The checksum of tables of the knowledge folder."""
    from audit.seeds import folder

    value = 0
    for name in names:
        value = zlib.crc32((folder() / name).read_bytes(), value)
    return value


def place(name: str) -> Path:
    """Where the packed copy of a table, or what was made of some, is."""
    return Path(__file__).resolve().parent / "_tables" / f"{Path(name).stem}.msgpack"


def _plain(value: Any) -> Any:
    """Dates as extensions: MessagePack has none of its own."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
    return value


def _extension(code: int, data: memoryview) -> Any:
    if code != _DATE:
        raise ValueError(f"extension {code} in a packed table")
    return date.fromisoformat(bytes(data).decode())
