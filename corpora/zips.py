"""One member of a zip archive replaced, every other byte of it as it was."""

from __future__ import annotations

import struct
import zlib

from corpora.splicing import Lossy

_END, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with new content of the member `name`. Raises Lossy for archives that are not plain ones."""
    try:
        return _replaced(data, name, content)
    except struct.error:
        raise Lossy("is a zip archive that cannot be written, save it again") from None


def _replaced(data: bytes, name: str, content: bytes) -> bytes:
    end = data.rfind(_END)
    if end < 0 or len(data) - end < 22:
        raise Lossy("is a zip archive that cannot be written, save it again")
    count, size, at = struct.unpack("<HII", data[end + 10 : end + 20])
    if count == 0xFFFF or 0xFFFFFFFF in (size, at) or at + size > end:
        raise Lossy("is a zip archive that cannot be written, save it again")
    entries = _entries(data[at : at + size], count)
    ours = next((entry for entry in entries if entry[46 : 46 + _length(entry, 28)] == name.encode()), None)
    if ours is None:
        raise Lossy("is a zip archive that cannot be written, save it again")
    begin = _offset(ours)
    member, old = _member(data, begin, ours, content)
    shift = len(member) - old
    moved = b"".join(
        _moved(entry, member, content) if entry is ours else _shifted(entry, begin, shift) for entry in entries
    )
    tail = data[end : end + 16] + struct.pack("<I", at + shift) + data[end + 20 :]
    return data[:begin] + member + data[begin + old : at] + moved + data[at + size : end] + tail


def _entries(directory: bytes, count: int) -> list[bytes]:
    found, at = [], 0
    for _ in range(count):
        if directory[at : at + 4] != _ENTRY:
            raise Lossy("is a zip archive that cannot be written, save it again")
        length = 46 + sum(struct.unpack("<HHH", directory[at + 28 : at + 34]))
        found.append(directory[at : at + length])
        at += length
    return found


def _length(entry: bytes, at: int) -> int:
    return int.from_bytes(entry[at : at + 2], "little")


def _offset(entry: bytes) -> int:
    return int.from_bytes(entry[42:46], "little")


def _member(data: bytes, at: int, entry: bytes, content: bytes) -> tuple[bytes, int]:
    """The member with new content, and how many bytes the old one took (without a descriptor behind it)."""
    header = data[at : at + 30]
    if header[:4] != _LOCAL:
        raise Lossy("is a zip archive that cannot be written, save it again")
    names = sum(struct.unpack("<HH", header[26:30]))
    method = _length(entry, 10)
    packed = content
    if method == 8:
        pack = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = pack.compress(content) + pack.flush()
    elif method:
        raise Lossy("is a zip archive that cannot be written, save it again")
    flags = struct.unpack("<H", header[6:8])[0] & ~8
    sizes = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
    new = header[:6] + struct.pack("<H", flags) + header[8:14] + sizes + header[26:30]
    old = 30 + names + int.from_bytes(entry[20:24], "little")
    descriptor = data[at + old : at + old + 16]
    if header[6] & 8:
        old += 16 if descriptor[:4] == b"PK\x07\x08" else 12
    return new + data[at + 30 : at + 30 + names] + packed, old


def _moved(entry: bytes, member: bytes, content: bytes) -> bytes:
    """The directory's entry of the member that has new content."""
    flags = struct.unpack("<H", entry[8:10])[0] & ~8
    return entry[:8] + struct.pack("<H", flags) + entry[10:16] + member[14:26] + entry[28:]


def _shifted(entry: bytes, begin: int, shift: int) -> bytes:
    at = _offset(entry)
    return entry[:42] + struct.pack("<I", at + shift) + entry[46:] if at > begin else entry
