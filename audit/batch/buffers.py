"""Arrow arrays of plain values, made of their buffers.

`pyarrow.array` imports pandas, where it is installed, to see whether the values are its own: a third of a second in
every process that has nothing else to do with pandas.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

import pyarrow as pa


def texts(values: Sequence[str | None]) -> pa.Array:
    """A column of strings, of which some may be null."""
    return _joined(pa.string(), "i", [None if value is None else value.encode("utf-8") for value in values])


def blobs(values: Sequence[bytes]) -> pa.Array:
    """A column of bytes, of any length together."""
    return _joined(pa.large_binary(), "q", values)


def numbers(values: Sequence[int]) -> pa.Array:
    """A column of 64-bit integers."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, _buffer("q", values)])


def lists(values: Sequence[Sequence[str]]) -> pa.Array:
    """A column of lists of strings."""
    items = texts([item for value in values for item in value])
    ends = _buffer("i", accumulate(map(len, values), initial=0))
    return pa.Array.from_buffers(pa.list_(pa.string()), len(values), [None, ends], children=[items])


def _joined(kind: pa.DataType, code: str, values: Sequence[bytes | None]) -> pa.Array:
    """Values one behind the other, with the offsets of their ends in an array of that type code."""
    data = b"".join(value for value in values if value is not None)
    ends = _buffer(code, accumulate((len(value or b"") for value in values), initial=0))
    return pa.Array.from_buffers(kind, len(values), [_validity(values), ends, pa.py_buffer(data)])


def _validity(values: Sequence[object | None]) -> pa.Buffer | None:
    """A bit for each value, the first in the lowest place, unset where it is null; None where none is."""
    if all(value is not None for value in values):
        return None
    bits = bytearray((len(values) + 7) // 8)
    for number, value in enumerate(values):
        bits[number >> 3] |= (value is not None) << (number & 7)
    return pa.py_buffer(bytes(bits))


def _buffer(code: str, values: Iterable[int]) -> pa.Buffer:
    return pa.py_buffer(array(code, values))
