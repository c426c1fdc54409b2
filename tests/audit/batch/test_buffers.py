"""Arrow arrays made of buffers are those that pyarrow makes of the same values."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.batch import buffers

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(_TEXT | st.none()))
def test_texts(values: list[str | None]) -> None:
    _same(buffers.texts(values), pa.array(values, pa.string()))


@given(st.lists(st.binary()))
def test_blobs(values: list[bytes]) -> None:
    _same(buffers.blobs(values), pa.array(values, pa.large_binary()))


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_numbers(values: list[int]) -> None:
    _same(buffers.numbers(values), pa.array(values, pa.int64()))


@given(st.lists(st.lists(_TEXT)))
def test_lists(values: list[list[str]]) -> None:
    _same(buffers.lists(values), pa.array(values, pa.list_(pa.string())))


def _same(made: pa.Array, wanted: pa.Array) -> None:
    made.validate(full=True)
    assert made.type == wanted.type
    assert made.equals(wanted)
    assert made.to_pylist() == wanted.to_pylist()


def test_lines_are_made_without_pandas() -> None:
    pytest.importorskip("pandas")
    script = (
        "import sys; from audit import audit; from audit.batch.records import as_lines\n"
        "report = audit('Statement: This article represents the views of the author.')\n"
        "assert as_lines(list(report.documents)).num_rows == 1\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
